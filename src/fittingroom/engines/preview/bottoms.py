"""The recipe for trousers, shorts and skirts: a panel for each leg, or one for all."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.engines.preview.drawing import draw
from fittingroom.engines.preview.lighting import light_lower, show_light
from fittingroom.engines.preview.tops import measure_body, show_measures
from fittingroom.engines.preview.work import Pixels, Step, Work
from fittingroom.vision.fitting.ankles import with_bare_ankles
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.barelegs import bare_below, both_legs
from fittingroom.vision.fitting.calves import over_calf
from fittingroom.vision.fitting.crotch import without_shade
from fittingroom.vision.fitting.cuffs import bowed
from fittingroom.vision.fitting.fabric import Piece, sharpen_edge
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.fingergaps import finger_gaps
from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.gates import hem_gate, waist_gate
from fittingroom.vision.fitting.hemfolds import folded_hem
from fittingroom.vision.fitting.hemsides import with_hem_sides
from fittingroom.vision.fitting.hipbulk import without_bulk
from fittingroom.vision.fitting.insteps import lifted, tilt
from fittingroom.vision.fitting.leftovers import leftovers
from fittingroom.vision.fitting.legrows import even_hem
from fittingroom.vision.fitting.legs import cloth_parts, crotch_height, near_leg, trace_legs, with_cuffs, worn_to
from fittingroom.vision.fitting.lower import LowerRegions, before_lower, old_cloth_left, panel_alpha, tidy, without_slit
from fittingroom.vision.fitting.mattes import behind_matte
from fittingroom.vision.fitting.oldwidth import out_to_old
from fittingroom.vision.fitting.outline import old_top
from fittingroom.vision.fitting.panels import agreed
from fittingroom.vision.fitting.parting import pointed
from fittingroom.vision.fitting.puckers import even_seams
from fittingroom.vision.fitting.relief import evened, raised
from fittingroom.vision.fitting.rips import threads_left, with_threads, without_rips
from fittingroom.vision.fitting.rowfill import carry_rows
from fittingroom.vision.fitting.shoes import at_feet
from fittingroom.vision.fitting.shoetops import shoe_of
from fittingroom.vision.fitting.skirt import fit_skirt
from fittingroom.vision.fitting.trousers import FULL_LENGTH, fit_trousers
from fittingroom.vision.fitting.undertop import held_in
from fittingroom.vision.fitting.waistline import (
    up_to_hem,
    with_hands,
    with_hem,
    with_highest_waist,
    with_hips,
    with_shaded_lower,
    with_shoes,
)
from fittingroom.vision.fitting.wholeshoes import with_whole_shoes
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label


def measure_all(work: Work) -> None:
    """As for a top; then legs."""
    work.gaps = finger_gaps(work.person, measure(work.person).unit).of(Label.LOWER)
    measure_body(work)
    sided = with_hem_sides(work.person, work.frame)
    parted = with_hem(sided, work.frame.unit)
    if work.old.open:  # a closed top's own hem, seen in another light, may have the lower garment's tint
        parted = with_shaded_lower(parted, work.frame.unit)
    work.person = with_hands(parted, work.frame.unit)
    work.sides = without_bulk(work.person, work.frame, with_hips(work.person, work.frame, work.sides))
    old = replace(old_top(work.person, work.frame, work.arms, work.line), open=work.old.open)
    work.old = with_highest_waist(work.person, work.frame, old)
    work.legs = trace_legs(work.person, work.frame)
    person = with_bare_ankles(with_cuffs(work.person, work.legs), work.legs)
    person = with_whole_shoes(with_shoes(person, work.frame.unit), work.frame.unit)
    work.person, work.threads = without_rips(person, work.arms, work.frame.unit)
    work.near_leg = near_leg(work.frame)


def lay_panels(work: Work) -> None:
    """Where on the person every point of the garment goes."""
    garment, frame = work.garment, work.frame
    legs = work.legs
    ends: list[float] = []
    hangs: tuple[float | None, ...] = (None, None)
    tilts: tuple[float, ...] = (0.0, 0.0)
    if garment.crotch is None or None in garment.legs:
        piece, work.span, scale = fit_skirt(garment, frame, legs, work.sides, work.old, work.fit)
        work.panels = (piece,)
    else:
        crotch = work.crotch = crotch_height(work.person, frame, legs)
        pairs = legs, legs[::-1]
        hangs = tuple(lifted(work.person, *pair) if garment.reach >= FULL_LENGTH else None for pair in pairs)
        shoes = tuple(shoe_of(work.person, *pair) if garment.reach >= FULL_LENGTH else None for pair in pairs)
        tilts = tuple(tilt(work.person, *pair) for pair in pairs) if garment.reach >= FULL_LENGTH else tilts
        worn = worn_to(work.person, *pairs[0]), worn_to(work.person, *pairs[1])
        parts = cloth_parts(work.person, frame, legs, crotch)
        # how long legs are of which the picture shows only the upper part was guessed for each
        level = garment.reach < FULL_LENGTH and bool((frame.ankles[:, 1] > len(work.person.labels)).any())
        fit = fit_trousers(
            garment, frame, legs, work.sides, work.old, crotch, parts, worn, work.fit, hangs, level, shoes
        )
        ends = [end / leg.limb.length for end, leg in zip(fit.ends, legs, strict=True)]
        scale, work.panel_sides = fit.scale, (1 - fit.front, fit.front)
        work.panels = tuple(fit.panels[side] for side in work.panel_sides)
        hems = [float(frame.t(leg.limb.point(end))) for leg, end in zip(legs, fit.ends, strict=True)]
        work.span = fit.waist, min(hems)
    work.scale = scale
    work.record["length"] = f"{work.span[1] - work.span[0]:.2f} torsos from the waist"
    work.panel_maps = tuple(work.lay(each.landmarks, scale) for each in work.panels)
    if ends:
        maps = agreed((work.panel_maps[0], work.panel_maps[1]), frame, work.crotch)
        work.panel_maps = tuple(
            bowed(garment, side, where, min(1.0, ends[side]), hangs[side], tilts[side])
            for side, where in zip(work.panel_sides, maps, strict=True)
        )


def decide_regions(work: Work) -> None:
    """What each pixel becomes."""
    person, garment, frame, unit = work.person, work.garment, work.frame, work.frame.unit
    t, _ = frame.fields(person.labels.shape)
    alphas = []
    for index, (piece, where) in enumerate(zip(work.panels, work.panel_maps, strict=True)):
        alpha = panel_alpha(person, piece)
        leg = garment.legs[work.panel_sides[index]] if len(work.panels) > 1 else None
        alpha = alpha * hem_gate(garment, where, folded_hem(garment) if leg is None else even_hem(leg.hem))
        if work.old.belly:
            alpha = alpha * waist_gate(garment, where)
        if work.old.waist is not None:  # nothing shows above where the old waist did
            alpha = f32(alpha * np.clip((t - work.old.waist + 0.1) * frame.torso / 3, 0, 1))
            alpha = alpha * up_to_hem(person, t, work.old.waist + 0.04, unit)
        alphas.append(tidy(f32(alpha), unit))
    if len(alphas) == 2:
        alphas = [
            over_calf(person, alpha, work.legs[side], unit)
            for side, alpha in zip(work.panel_sides, alphas, strict=True)
        ]
        alphas = [held_in(person, alpha, unit) for alpha in alphas]
    alphas = [sharpen_edge(alpha, 1.1) for alpha in without_slit(alphas, unit)]
    alphas = out_to_old(person, alphas, unit)
    if len(alphas) == 2:
        left = work.panel_sides.index(0)
        alphas[left], alphas[1 - left] = pointed(alphas[left], alphas[1 - left], unit)
    cloth = f32(1 - np.prod([1 - alpha for alpha in alphas], axis=0))
    front = work.gaps.opened(before_lower(person, frame, work.arms, cloth), cloth)
    erase = old_cloth_left(person, cloth, front, unit, (Label.LOWER,))
    erase |= leftovers(person, cloth, erase, front, unit, (Label.LOWER,))
    erase |= threads_left(work.threads, cloth, front)
    work.ground = at_feet(person, unit)
    work.lower = LowerRegions(cloth, tuple(alphas), front, flags(erase & (work.ground < 0.5)))


def take_off_old(work: Work) -> None:
    """Background and legs where old cloth is uncovered."""
    work.bare, work.erased, work.open_ = bare_below(
        with_threads(work.person, work.threads),
        work.frame,
        work.legs,
        work.line,
        work.sides,
        work.lower.erase,
        work.span,
        0.25 if len(work.panels) == 1 else 0.05,
        work.near_leg,
        work.seed,
        work.ground,
    )


def dress(work: Work) -> None:
    """Draw everything, at the photo's own size."""
    garment, lower = work.garment, work.lower
    solid = shrink(garment.alpha > 0.8, 2)
    fabric = raised(evened(without_shade(garment.fabric, garment), garment.torso), solid, work.scale)
    pieces = []
    for index, (part, where) in enumerate(zip(lower.parts, work.panel_maps, strict=True)):
        leg = garment.legs[work.panel_sides[index]] if len(work.panels) > 1 else None
        mask = garment.torso if leg is None else grown_half(leg.mask, garment.torso)
        own = fabric if leg is None else with_even_seams(garment, fabric, work.panel_sides[index], leg.mask & solid)
        pieces.append(Piece(f"panel {index}", part, where, carry_rows(own, mask & solid)))
    behind = behind_matte(work.person.image.astype(np.float32), lower.front)
    t, _ = work.frame.fields(work.person.labels.shape)
    legs = f32(both_legs(work.person, work.legs) * (t > work.span[1] - 0.25))
    draw(work, tuple(pieces), lower.cloth, lower.front, behind, bared=False, legs=legs)


def with_even_seams(garment: Garment, fabric: Pixels, side: int, mask: np.ndarray) -> Pixels:
    """The fabric with the puckers of a leg's seams evened out: below the pockets outside, below the crotch inside.

    Shorts keep theirs: drawn as large as they are, dimples look like what they are."""
    leg = garment.legs[side]
    if garment.crotch is None or leg is None or garment.reach < 0.6:
        return fabric
    crotch = float(garment.crotch[1])
    rise = crotch - float(garment.waist[:, 1].mean())
    below = crotch - 0.4 * rise, crotch + 0.1 * rise
    hem = float(leg.hem[:, 1].min())
    return even_seams(fabric, mask, below if side == 0 else below[::-1], hem - 0.05 * (hem - crotch))


def grown_half(leg: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A leg with a little of the other side above the crotch, for the overlap at the middle seam."""
    rows = np.flatnonzero((whole & ~leg).any(1))
    reach = max(3, leg.shape[1] // 60)
    near = cv2.dilate(leg.astype(np.uint8), np.ones((1, 2 * reach + 1), np.uint8)) > 0
    return (leg | (near & whole)) if len(rows) else leg


def show_panels(work: Work) -> Pixels:
    """Panels and bare legs drawn over the photo."""
    view = (work.person.image * 0.7).astype(np.uint8)
    for piece in work.panels:
        for points, colour in ((piece.outer, (255, 128, 0)), (piece.inner, (0, 128, 255))):
            cv2.polylines(view, [np.round(points).astype(np.int32)], True, colour, 2, cv2.LINE_AA)
        for x, y in np.round(piece.landmarks.target).astype(int):
            cv2.circle(view, (int(x), int(y)), 3, (255, 0, 255), -1)
    for leg in work.legs:
        for side in (-1, 1):
            edge = np.round(leg.limb.point(leg.stations, side * leg.bare)).astype(np.int32)
            cv2.polylines(view, [edge], False, (0, 255, 0), 1, cv2.LINE_AA)
    return view


def show_regions(work: Work) -> Pixels:
    """What becomes cloth, what stays in front, what is erased."""
    view = work.person.image.astype(np.float32) * 0.5
    for part, colour in zip(work.lower.parts, ((0, 180, 0), (180, 180, 0)), strict=False):
        view = view + np.asarray(colour, np.float32) * part[..., None] * 0.6
    view = view + np.asarray((180, 0, 180), np.float32) * work.lower.front[..., None] * 0.4
    view[..., 0] += 120 * work.lower.erase
    return np.asarray(np.clip(view, 0, 255), np.uint8)


STEPS = (
    Step("Measuring the body", measure_all, show_measures),
    Step("Laying the garment on hips and legs", lay_panels, show_panels),
    Step("Deciding what goes where", decide_regions, show_regions),
    Step("Taking the old garment off", take_off_old, lambda work: np.clip(work.bare, 0, 255).astype(np.uint8)),
    Step("Carrying light and folds over", light_lower, show_light),
    Step("Dressing", dress, lambda work: work.result),
)
