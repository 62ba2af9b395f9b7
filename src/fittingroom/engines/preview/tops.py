"""The recipe for tops: the outline comes from the person, the fabric from the garment."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.engines.preview.cloth import cut_cloth
from fittingroom.engines.preview.drawing import draw
from fittingroom.engines.preview.lighting import light_top, show_light
from fittingroom.engines.preview.work import Array, Pixels, Step, Work
from fittingroom.errors import InputValidationError
from fittingroom.vision.fitting.armholes import was_sleeved
from fittingroom.vision.fitting.armpits import fineness, off_folds
from fittingroom.vision.fitting.armshade import with_shaded_rims
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.barearms import before_body
from fittingroom.vision.fitting.bareoutline import bare_outlines
from fittingroom.vision.fitting.behindhands import behind_hands
from fittingroom.vision.fitting.besideneck import bared, flush
from fittingroom.vision.fitting.borders import level_with
from fittingroom.vision.fitting.bulk import background_behind, bulk_left, with_bulk, without_bulk, without_bulk_behind
from fittingroom.vision.fitting.compose import shaded
from fittingroom.vision.fitting.crops import WHOLE, box_round, laid
from fittingroom.vision.fitting.crossed import led_to_hands, without_watches
from fittingroom.vision.fitting.cuffedge import parted_at, seen_cuff
from fittingroom.vision.fitting.cuffskin import with_wrist_cuffs
from fittingroom.vision.fitting.fabric import Piece, sample
from fittingroom.vision.fitting.fill import grow, overscan, polygon, shrink
from fittingroom.vision.fitting.fingergaps import finger_gaps
from fittingroom.vision.fitting.flanks import gathered
from fittingroom.vision.fitting.forearms import (
    ended_at_elbows,
    laid_on_forearms,
    let_hang,
    raised_forearms,
    with_forearms,
)
from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.hairdown import BEHIND_COLLAR, SHORT_GAP, hair_beside_neck, hair_down
from fittingroom.vision.fitting.handcut import cut_hands
from fittingroom.vision.fitting.handedges import hand_edges
from fittingroom.vision.fitting.handgaps import without_gaps_in_hands
from fittingroom.vision.fitting.hands import even_hands
from fittingroom.vision.fitting.hemends import without_gaps
from fittingroom.vision.fitting.hemline import hangs_open, lay_hem, photographed_hem, trim_below
from fittingroom.vision.fitting.hemshade import sleeve_shade
from fittingroom.vision.fitting.hiddenarms import seen_arms
from fittingroom.vision.fitting.hoods import (
    before_hood,
    face_before,
    has_hood,
    inside_light,
    within,
)
from fittingroom.vision.fitting.labels import tidy_labels
from fittingroom.vision.fitting.lace import laced, with_threads
from fittingroom.vision.fitting.length import Hem, bares_hips, choose_scale
from fittingroom.vision.fitting.neckcurve import lay_neckline
from fittingroom.vision.fitting.neckline import back_of_neck, bare_neck, below_folds, collar_bits
from fittingroom.vision.fitting.neckrims import without_collar_rims
from fittingroom.vision.fitting.neckspikes import neck_spikes
from fittingroom.vision.fitting.opentops import beneath_open, without_prongs
from fittingroom.vision.fitting.outline import hanging, measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.pocketscraps import without_pocket_scraps
from fittingroom.vision.fitting.pocketwrists import with_pocket_wrists
from fittingroom.vision.fitting.prints import flat_prints
from fittingroom.vision.fitting.regions import between_fingers, divide, lower_gate, overlap, with_stains
from fittingroom.vision.fitting.ribbons import (
    are_thin,
    lay_straps,
    lowered,
    off_straps,
    over_straps,
    strap_piece,
    windows,
)
from fittingroom.vision.fitting.rims import changed_beneath, drawn_in, hair_before
from fittingroom.vision.fitting.sleevelength import sleeve_reach
from fittingroom.vision.fitting.sleeveopening import inside_colour, seen_inside, solid_part
from fittingroom.vision.fitting.sleeves import SleeveFit, ends_of, fit_sleeve, mask_of
from fittingroom.vision.fitting.stands import settle, stand, stands, without_crumbs
from fittingroom.vision.fitting.strandedge import strand_edge
from fittingroom.vision.fitting.straps import without_straps
from fittingroom.vision.fitting.tips import tips_over_joints
from fittingroom.vision.fitting.torso import fit_torso
from fittingroom.vision.fitting.undress import undress
from fittingroom.vision.fitting.waistline import with_hands
from fittingroom.vision.fitting.widesleeves import beside_wide_sleeves
from fittingroom.vision.garment import Neck
from fittingroom.vision.parallel import beside
from fittingroom.vision.person import Label

#: Sleeves that reach less far down the arm leave wrists bare.
_LONG = 0.85
#: How far within its outline a garment is nothing but cloth, pixels of its photo.
_EDGE = 3.0


def measure_body(work: Work) -> None:
    """Axes, arms, shoulder line, sides, and where the old top ends."""
    person = work.person
    work.frame = measure(person)
    person = without_gaps_in_hands(person, work.frame.unit)
    work.arms = seen_arms(person, work.frame)
    person = without_watches(person, [(arm.limb, arm.half) for arm in work.arms if arm.crossed])
    tidied = tidy_labels(person, work.frame, work.arms)
    tidied, work.arms = with_pocket_wrists(tidied, work.frame, work.arms)
    tidied, work.arms = with_wrist_cuffs(tidied, work.frame, work.arms)
    tidied, work.arms = with_shaded_rims(tidied, work.frame, work.arms)
    work.person, work.bulk = without_bulk(tidied, work.frame, work.arms)
    person = work.person
    work.line = shoulder_line(person, work.frame, not any(work.garment.sleeves))
    work.sides = beside_wide_sleeves(measure_sides(person, work.frame, work.arms), work.arms)
    old = old_top(person, work.frame, work.arms, work.line)
    work.old = replace(old, open=hangs_open(person, work.frame, work.arms, work.sides))
    if work.old.open:
        tail = behind_hands(person, work.arms, work.frame.unit)
        work.person = replace(person, labels=np.where(tail, np.uint8(Label.UPPER), person.labels))
        work.person = without_prongs(work.person, work.arms, work.frame.unit)
        work.sides = beneath_open(work.person, work.frame, work.arms, work.sides)


def measure_top(work: Work) -> None:
    """As far as a top is concerned: hands before a lower garment that a longer top may cover are told by colour."""
    unit = measure(work.person).unit
    work.gaps = finger_gaps(work.person, unit)
    work.person = cut_hands(work.person, unit)
    work.person = led_to_hands(work.person, measure(work.person))
    work.forearms = raised_forearms(work.person, measure(work.person))
    work.person = let_hang(work.person, work.forearms)
    measure_body(work)
    work.arms = ended_at_elbows(work.arms, work.forearms, work.frame)
    work.person = with_hands(work.person, work.frame.unit)
    if work.old.open:
        work.person = even_hands(work.person, work.arms, work.frame.unit)
    work.garment = without_gaps(work.garment)
    bared = [sleeve is None or sleeve_reach(sleeve) < _LONG for sleeve in work.garment.sleeves]
    work.person = without_pocket_scraps(work.person, [arm for arm, bare in zip(work.arms, bared, strict=True) if bare])


def lay_torso(work: Work) -> None:
    """Where on the person every point of the garment's body goes."""
    garment, straps = without_straps(without_crumbs(work.garment))
    scale = choose_scale(garment, work.frame, work.line, work.sides)
    work.garment = tips_over_joints(garment, work.frame, scale)
    person, garment, frame = work.person, work.garment, work.frame
    work.torso = fit_torso(person, garment, frame, work.arms, work.line, work.sides, work.old, work.fit)
    work.record["hem"] = str(work.torso.hem)
    where = work.lay(work.torso.landmarks, work.torso.scale)
    work.torso_map = settle(where, garment, frame, work.torso.neck, work.torso.scale)
    if work.torso.neckline is not None:
        work.torso_map = lay_neckline(work.torso_map, work.torso.neckline, frame, work.torso.scale, garment)
    if bares_hips(work.old, work.torso.end):
        raise InputValidationError(
            "person: a coat or tunic that reaches far below the hips can't be taken off yet; send a photo without it."
        )
    before = before_body(person, garment, work.arms, polygon(work.torso.inner, person.labels.shape))
    work.ribbons = lay_straps(straps, person, frame, work.torso, work.torso_map, before)
    work.garment = with_threads(garment)
    if work.torso.hem is Hem.PHOTO:
        work.hem = photographed_hem(person, frame, work.arms, work.torso.end)
    if work.hem is not None:
        work.person = trim_below(person, frame, work.arms, work.hem)
        work.torso_map = lay_hem(garment, frame, work.hem, work.torso_map, 0.14, overlap(frame.unit))
    work.cloth = beside(cut_cloth, work.garment, work.torso.hem is Hem.PHOTO)


def lay_sleeves(work: Work) -> None:
    """Each sleeve along its arm."""
    cuffs = [
        seen_cuff(work.person, arm) if sleeve is not None and sleeve_reach(sleeve) == 1 else None
        for sleeve, arm in zip(work.garment.sleeves, work.arms, strict=True)
    ]
    for arm, cuff in zip(work.arms, cuffs, strict=True):
        work.person = work.person if cuff is None else parted_at(work.person, arm, cuff)
    bare = bare_outlines(work.person, work.frame, work.arms, work.line)
    ends = ends_of(work.garment.sleeves, work.frame, work.arms, work.torso)

    def fitted(side: int) -> SleeveFit | None:
        sleeve, arm = work.garment.sleeves[side], work.arms[side]
        if not sleeve or arm.hidden:
            return None
        return fit_sleeve(
            sleeve, work.person, work.frame, arm, work.line, work.torso, side, work.fit.ease, cuffs[side], bare[side],
            ends[side],
        )  # fmt: skip

    other = beside(fitted, 1)
    fits = [fitted(0), other.result()]
    solid = shrink(work.garment.alpha > 0.8, _EDGE)
    for fit in fits:
        if fit is not None:
            work.torso_map = fit.edge.drawn_up(work.torso_map, work.frame.unit, solid)
    fine = fineness(work.garment)
    for side, (fit, sleeve) in enumerate(zip(fits, work.garment.sleeves, strict=True)):
        if fit is not None and sleeve is not None and not sleeve.fused:
            hangs = hanging(work.frame, side)
            fit = level_with(fit, work.torso_map, work.garment, side, work.arms[side])
            fits[side] = fit.joined_to(work.torso_map, work.garment, work.frame.unit, hangs, fine)
    work.sleeves = laid_on_forearms((fits[0], fits[1]), work.garment, work.forearms)
    work.torso_map = flat_prints(off_folds(work.torso_map, work.garment, fine), work.garment)


def decide_regions(work: Work) -> None:
    """What each pixel becomes."""
    work.person = work.gaps.labelled(work.person)
    gate = lower_gate(work.person, work.garment, work.frame, work.torso, work.torso_map, work.hem)
    work.regions = divide(
        work.person, work.garment, work.frame, work.arms, work.sides, work.torso, work.sleeves, work.torso_map,
        gate, over_straps(work.ribbons, work.person.labels.shape), windows(work.ribbons, work.person.labels.shape),
    )  # fmt: skip
    work.regions = between_fingers(with_forearms(work.regions, work.forearms), work.gaps, gate)
    erase = work.regions.erase | bulk_left(work.person, work.frame, work.bulk, work.regions.cloth)
    # skin shows through lace
    work.lace = laced(work.garment, work.torso_map)
    erase |= (work.lace < 0.98) & (work.regions.cloth > 0) & (work.person.labels == Label.UPPER)
    # what the old shoulders bore may lie higher than the bare ones, with a strap on it
    if _on_bare_shoulders(work):
        beneath = grow(over_straps(work.ribbons, erase.shape) > 0, 2)
        erase |= beneath & ~np.isin(work.person.labels, [Label.SKIN, Label.FACE, Label.HAIR])
    if work.torso.neckline is not None:
        erase &= ~bare_neck(work.person, work.frame)
        if work.torso.neckline.collared:
            bits = collar_bits(work.person, work.frame, work.regions.cloth)
            erase |= bits
            work.person = replace(work.person, labels=np.where(bits, np.uint8(Label.UPPER), work.person.labels))
    unit = work.frame.unit
    changed = changed_beneath(work.person, work.regions.cloth, erase)
    front = drawn_in(work.person, work.regions.front, hair_before(work.person, changed, unit), unit)
    work.strands = strand_edge(work.person, front, changed > 0.5, unit)
    work.regions = replace(work.regions, erase=erase, front=work.strands.front)


def _on_bare_shoulders(work: Work) -> bool:
    """Whether straps end on the bare shoulders: all but broad ones where the old top has straps as well, over which
    they lie then. Beside a thin one a wide old strap comes off, and higher than that sleeves lie on the shoulders."""
    thin = are_thin(work.ribbons, work.torso.scale, work.frame.unit)
    return bool(work.ribbons) and (thin or all(was_sleeved(arm) for arm in work.arms))


def behind_neck(work: Work) -> tuple[Array, Array]:
    """Colour and alpha of what the garment shows behind the neck; its inner side lies in the shade."""
    garment = work.garment
    alpha = back_of_neck(work.person, garment, work.frame, work.torso, work.torso_map)
    if garment.neck is Neck.COLLAR:
        free = ~np.isin(work.person.labels, [Label.SKIN, Label.FACE, Label.HAIR])
        alpha = below_folds(alpha, work.regions.cloth, work.frame, work.torso.neck, free)
    fabric = f32(np.where(garment.inside, 0.8, 1.0)[..., None] * garment.image)
    if stands(garment):
        fabric = f32(overscan(garment.image, within(garment)) * 0.8)
    colour = sample(fabric, work.torso_map)
    if has_hood(garment):
        colour = shaded(colour, inside_light(work.person, work.frame, work.regions.cloth)[..., None])
    return colour, alpha


def take_off_old(work: Work) -> None:
    """Background, skin and lower garment where old cloth is uncovered."""
    starts = tuple(fit.end if fit else 0.0 for fit in work.sleeves)
    back = behind_neck(work)
    if has_hood(work.garment):
        hood = np.maximum(back[1], stand(work.garment, work.torso_map) * work.regions.cloth)
        front = before_hood(work.person, work.regions.front, f32(hood))
        work.regions = replace(work.regions, front=face_before(work.person, front, back[1]))
    dressed = with_bulk(work.person, work.bulk)
    undressed = undress(
        dressed, work.frame, work.arms, work.line, work.sides, work.old, work.regions.erase,
        work.regions.cloth, (starts[0], starts[1]), work.seed, back,
    )  # fmt: skip
    work.bare, work.erased, work.open_ = undressed.bare, undressed.erased, undressed.open_
    if _on_bare_shoulders(work):
        work.ribbons = lowered(work.ribbons, undressed.open_, work.frame.unit)
        own = work.regions.torso + work.regions.sleeves[0] + work.regions.sleeves[1]
        straps = over_straps(work.ribbons, own.shape)
        work.regions = replace(work.regions, cloth=f32(1 - (1 - own) * (1 - straps)))
    work.regions = with_stains(work.regions, undressed.cleaned)
    work.cleaned = undressed.cleaned > 0
    if work.torso.neckline is not None:
        cloth = work.regions.cloth
        work.bare, rims = without_collar_rims(dressed, work.frame, cloth, undressed, work.seed)
        work.erased = np.maximum(work.erased, rims)
        body = bared(work.person, undressed, rims, work.bare)
        whole = flush(cloth, body, work.torso.neckline, work.frame)
        work.regions = replace(work.regions, cloth=whole, torso=f32(work.regions.torso + whole - cloth))
    spikes = neck_spikes(work.person, work.frame, work.regions.cloth, work.open_, back[1])
    work.bare = laid(work.bare, undressed.behind, spikes, WHOLE)
    work.erased, work.open_ = np.maximum(work.erased, spikes), np.maximum(work.open_, spikes)
    _carry_hair_on(work)
    if work.bulk.any():
        behind = background_behind(dressed, work.bulk, work.frame.unit, work.seed)
        work.bare = without_bulk_behind(work.bare, behind, work.bulk, work.open_, back[1])
    _draw_hand_edges(work)


def _carry_hair_on(work: Work) -> None:
    """Hair down to the new top, and behind the neck, where the old top hid it."""
    if work.open_ is None:
        return
    reach, unit = BEHIND_COLLAR if work.old.open else SHORT_GAP, work.frame.unit
    hanging = work.person.labels == Label.HAIR
    gap = np.maximum(work.open_, work.erased * (work.regions.cloth < 0.5))  # hair covers a shoulder's skin as well
    _lay_hair(work, down := hair_down(work.person, work.regions.cloth, f32(gap), unit, reach))
    _lay_hair(work, hair_beside_neck(work.person, hanging | (down[1] > 0.5), work.open_, unit))


def _lay_hair(work: Work, hair: tuple[Array, Array]) -> None:
    """Colour and share of `hair` over what has been bared."""
    work.bare = laid(work.bare, *hair, WHOLE)
    work.erased = np.maximum(work.erased, hair[1])
    work.open_ = None if work.open_ is None else work.open_ * (1 - hair[1])
    work.regions = replace(work.regions, front=f32(work.regions.front * (1 - hair[1])))


def _draw_hand_edges(work: Work) -> None:
    """Hands anew along what the old top leaves open behind them."""
    if work.open_ is None:
        return
    erased = work.erased[..., None]
    seen = f32(work.person.image * (1 - erased) + work.bare * erased)
    rim, share, drawn = hand_edges(work.person, seen, work.open_, work.frame.unit)
    rim &= ~grow((work.regions.cloth > 0.02) | work.gaps.rim, 2)
    work.bare, work.erased = f32(np.where(rim[..., None], drawn, work.bare)), f32(np.where(rim, 1, work.erased))
    work.open_ = f32(np.where(rim, 1 - share, work.open_))
    work.regions = replace(work.regions, front=f32(np.where(rim, 0, work.regions.front)))


def pieces_of(work: Work) -> tuple[Piece, ...]:
    """Body and sleeves, each with fabric that reaches beyond its own outline."""
    regions, cut = work.regions, work.cloth.result()
    garment = cut.garment
    pieces = [strap_piece(ribbon, garment) for ribbon in work.ribbons]
    # The body goes on under a sleeve's inner edge, but mixes nothing into its outer one.
    own = np.minimum(regions.cloth, 20 * regions.torso)
    if work.ribbons:
        own = off_straps(work.ribbons, regions.torso, garment, work.torso_map)
    where = flat_prints(gathered(work.torso_map, garment, regions.torso), garment, regions.torso > 0.5)
    own = np.clip(own, 0, 1) * work.lace
    pieces += [Piece("body", f32(own), where, cut.body, work.body_light)]
    for side, (fit, fabric) in enumerate(zip(work.sleeves, cut.sleeves, strict=True)):
        if fit is not None and fabric is not None:
            pieces.append(Piece(f"sleeve {side}", regions.sleeves[side], fit.map, fabric, work.sleeve_lights[side]))
    return tuple(pieces)


def _show_insides(work: Work) -> None:
    """Lay what is seen into short sleeves beside the arms behind everything else."""
    there = work.person.alpha if work.open_ is None else work.person.alpha * (1 - work.open_)
    for side, (arm, fit) in enumerate(zip(work.arms, work.sleeves, strict=True)):
        if fit is None:
            continue
        seen = solid_part(f32(seen_inside(work.frame, arm, fit, side) * (1 - there)), work.frame.unit)
        if not seen.any():
            continue
        beside = work.regions.sleeves[side] > 0.5
        light = float(np.median(work.light[beside])) if beside.any() else 1.0
        box = box_round(seen > 0)
        colour = inside_colour(work.frame, arm, fit, work.garment, light, side, box) * work.cast
        work.bare, work.erased = laid(work.bare, f32(colour), seen, box), np.maximum(work.erased, seen)


def dress(work: Work) -> None:
    """Draw everything, at the photo's own size."""
    _show_insides(work)
    cloth = work.regions.cloth
    changed = changed_beneath(work.person, cloth, work.regions.erase)
    pure = hair_before(work.person, changed, work.frame.unit) | (work.cleaned & (cloth < 0.5))
    shade = sleeve_shade(work.frame, work.arms, work.sleeves)
    draw(work, pieces_of(work), cloth, work.regions.front, pure=pure, shade=shade)


def show_measures(work: Work) -> Pixels:
    """Arms, shoulder line and sides drawn over the photo."""
    view = (work.person.image * 0.7).astype(np.uint8)
    for arm in work.arms:
        for side, widths in ((1, arm.outer), (-1, arm.inner), (1, arm.bare), (-1, arm.bare)):
            colour = (0, 255, 0) if widths is arm.bare else (255, 255, 0)
            _line(view, arm.limb.point(arm.stations, side * widths), colour)
    _line(view, work.line.at(work.frame, work.line.lateral), (0, 255, 255))
    for side, sign in ((0, -1), (1, 1)):
        _line(view, work.frame.at(work.sides.t, sign * work.sides.width[side]), (255, 0, 0))
    return view


def _line(view: Pixels, points: Array, colour: tuple[int, int, int], closed: bool = False) -> None:
    cv2.polylines(view, [np.round(points).astype(np.int32)], closed, colour, 2, cv2.LINE_AA)


def show_torso(work: Work) -> Pixels:
    """The garment through its map, with its polygons and landmarks."""
    colour = np.clip(sample(work.garment.fabric, work.torso_map), 0, 255)
    view = (0.4 * work.person.image + 0.6 * colour).astype(np.uint8)
    _line(view, work.torso.outer, (255, 128, 0), True)
    _line(view, work.torso.inner, (0, 128, 255), True)
    for point in work.torso.landmarks.target:
        cv2.circle(view, (round(float(point[0])), round(float(point[1]))), 4, (255, 0, 255), -1)
    return view


def show_sleeves(work: Work) -> Pixels:
    """The sleeves alone."""
    view = work.person.image.astype(np.float32)
    for fit, arm in zip(work.sleeves, work.arms, strict=True):
        if fit is None:
            continue
        view = np.where(mask_of(fit, arm)[..., None], sample(work.garment.fabric, fit.map), view)
    return np.clip(view, 0, 255).astype(np.uint8)


def show_regions(work: Work) -> Pixels:
    """What becomes cloth, what stays in front, what is erased."""
    regions, view = work.regions, work.person.image.astype(np.float32) * 0.5
    colours = ((regions.torso, (0, 180, 0)), (regions.sleeves[0], (180, 180, 0)), (regions.sleeves[1], (0, 180, 180)))
    for mask, colour in (*colours, (regions.front * 0.7, (180, 0, 180))):
        view = view + np.asarray(colour, np.float32) * mask[..., None] * 0.6
    view[..., 0] += 120 * regions.erase
    return np.asarray(np.clip(view, 0, 255), np.uint8)


STEPS = (
    Step("Measuring the body", measure_top, show_measures),
    Step("Laying the garment on the body", lay_torso, show_torso),
    Step("Laying the sleeves along the arms", lay_sleeves, show_sleeves),
    Step("Deciding what goes where", decide_regions, show_regions),
    Step("Taking the old top off", take_off_old, lambda work: np.clip(work.bare, 0, 255).astype(np.uint8)),
    Step("Carrying light and folds over", light_top, show_light),
    Step("Dressing", dress, lambda work: work.result),
)
