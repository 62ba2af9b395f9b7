"""The recipe for dresses: a top's body and sleeves as far as the waist, a skirt from there on, all old clothes gone."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.engines.preview import tops
from fittingroom.engines.preview.cloth import cut_cloth
from fittingroom.engines.preview.drawing import draw
from fittingroom.engines.preview.lighting import light_top, show_light
from fittingroom.engines.preview.work import Step, Work
from fittingroom.vision.fitting.ankles import with_bare_ankles
from fittingroom.vision.fitting.armpits import shadowed
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.barelegs import (
    bare_ankles,
    bared_ankles,
    before_shoes,
    hem_fringe,
    into_skin,
    leg_shapes,
    on_shoes,
    shoes_in_front,
    with_legs,
)
from fittingroom.vision.fitting.bulk import bulk_left, with_bulk
from fittingroom.vision.fitting.claims import with_claims
from fittingroom.vision.fitting.crops import WHOLE, laid
from fittingroom.vision.fitting.dress import fit_dress, one_cloth, wide_open, with_armpits
from fittingroom.vision.fitting.dressregions import divide_dress, stained_before, unmixed
from fittingroom.vision.fitting.fabric import Piece
from fittingroom.vision.fitting.fill import overscan, shrink, soften
from fittingroom.vision.fitting.fingergaps import finger_gaps
from fittingroom.vision.fitting.flanks import with_own_print
from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.hairdown import BEHIND_COLLAR, hair_beside_neck, hair_down
from fittingroom.vision.fitting.hands import free_hands
from fittingroom.vision.fitting.innerback import without_inner_back
from fittingroom.vision.fitting.lace import laced
from fittingroom.vision.fitting.legs import like_skin, near_leg, trace_legs, with_ankle, with_cuffs
from fittingroom.vision.fitting.legskin import light_on
from fittingroom.vision.fitting.length import Hem
from fittingroom.vision.fitting.mirrors import mirrored_on
from fittingroom.vision.fitting.neckcurve import lay_neckline
from fittingroom.vision.fitting.outline import Arm, raised
from fittingroom.vision.fitting.palerims import pale_rims, wall_beside
from fittingroom.vision.fitting.puffs import keeps_shape, stand_sleeve
from fittingroom.vision.fitting.regions import between_fingers, with_stains
from fittingroom.vision.fitting.ribbons import lay_straps, over_straps, windows
from fittingroom.vision.fitting.rips import threads_left, with_threads, without_rips
from fittingroom.vision.fitting.sheer import veil
from fittingroom.vision.fitting.shoes import at_feet, behind_leg, hidden_shoe, with_hidden_shoe
from fittingroom.vision.fitting.skin import learn_tone
from fittingroom.vision.fitting.strapends import lowered_ends, strap_ends, with_strap_ends
from fittingroom.vision.fitting.straps import without_straps
from fittingroom.vision.fitting.underdress import (
    close_by,
    hidden_sides,
    slim_arm,
)
from fittingroom.vision.fitting.undress import torso_shape, undress
from fittingroom.vision.fitting.waistline import with_shoes
from fittingroom.vision.fitting.wholeshoes import with_whole_shoes
from fittingroom.vision.garment import Garment
from fittingroom.vision.parallel import beside
from fittingroom.vision.person import Label


def measure_all(work: Work) -> None:
    """As for a top; then legs; from here on all old clothes are one."""
    work.gaps = finger_gaps(work.person, measure(work.person).unit)
    tops.measure_body(work)
    work.arms, garment = level(work.arms), without_inner_back(work.garment)
    work.garment = with_like_sleeves(with_armpits(wide_open(garment)))
    work.arms = slim_arm(work.arms[0]), slim_arm(work.arms[1])
    work.legs = trace_legs(work.person, work.frame)
    work.near_leg = near_leg(work.frame)
    shod = with_shoes(with_bare_ankles(with_cuffs(work.person, work.legs), work.legs), work.frame.unit)
    shod = with_whole_shoes(shod, work.frame.unit)
    person, work.threads = without_rips(shod, work.arms, work.frame.unit)
    holes = person.labels != shod.labels
    bare = work.ankles = bared_ankles(person, work.legs)  # they go with the trousers in whose shade they lay
    work.legs = with_ankle(person, work.legs[0]), with_ankle(person, work.legs[1])
    person = replace(person, labels=np.where(bare, np.uint8(Label.LOWER), person.labels))
    person = one_cloth(person, work.frame, work.arms, work.sides, work.old)
    work.person = with_claims(person, work.frame.unit, holes)


def level(arms: tuple[Arm, Arm]) -> tuple[Arm, Arm]:
    """Arms whose old short sleeves end at nearly the same share of both are said to end at the same, so that the new
    sleeves are alike."""
    shares = [arm.sleeve_end / arm.limb.length for arm in arms]
    if min(shares) < 0.1 or max(shares) > 0.6 or abs(shares[0] - shares[1]) > 0.2:
        return arms
    mean = float(np.mean(shares))
    return replace(arms[0], sleeve_end=mean * arms[0].limb.length), replace(
        arms[1], sleeve_end=mean * arms[1].limb.length
    )


def with_like_sleeves(garment: Garment) -> Garment:
    """The dress with both sleeves reaching as far, where they do so but for how they were laid out."""
    first, second = garment.sleeves
    if first is None or second is None or abs(first.reach - second.reach) > 0.12:
        return garment
    reach = 0.5 * (first.reach + second.reach)
    return replace(garment, sleeves=(replace(first, reach=reach), replace(second, reach=reach)))


def lay_dress(work: Work) -> None:
    """Where on the person every point of the dress's body and skirt goes."""
    person, frame = work.person, work.frame
    work.garment, straps = without_straps(work.garment)
    garment = work.garment
    work.draped = fit_dress(person, garment, frame, work.arms, work.legs, work.line, work.sides, work.old, work.fit)
    work.torso = work.draped.torso
    work.torso_map = work.lay(work.torso.landmarks, work.torso.scale)
    if work.torso.neckline is not None:
        work.torso_map = lay_neckline(work.torso_map, work.torso.neckline, frame, work.torso.scale, garment)
    work.ribbons = lay_straps(straps, person, frame, work.torso, work.torso_map)


def lay_sleeves(work: Work) -> None:
    """Long sleeves along the arms; short ones turned as they are, so that puffs and flounces keep their shape, but on
    raised arms, where no turn would bring them round the arm."""
    tops.lay_sleeves(work)
    laid = list(work.sleeves)
    for side, (sleeve, fit) in enumerate(zip(work.garment.sleeves, work.sleeves, strict=True)):
        if sleeve is not None and fit is not None and keeps_shape(sleeve) and raised(work.frame, side) < 0.5:
            arm, tip = work.arms[side], work.torso.tips[side]
            laid[side] = stand_sleeve(fit, sleeve, side, arm, tip, work.torso.scale, work.fit.ease)
    work.sleeves = laid[0], laid[1]


def decide_regions(work: Work) -> None:
    """What each pixel becomes."""
    sheer = veil(work.garment)
    if sheer is not None:
        work.garment = replace(work.garment, fabric=sheer.fabric)
    work.sheer = sheer is not None
    work.cloth = beside(cut_cloth, work.garment, work.torso.hem is Hem.PHOTO)
    regions = divide_dress(
        work.person, work.garment, work.frame, work.arms, work.line, work.draped, work.sleeves, work.torso_map,
        over_straps(work.ribbons, work.person.labels.shape), sheer, windows(work.ribbons, work.person.labels.shape),
    )  # fmt: skip
    if work.torso.neckline is not None:
        work.strap_ends = strap_ends(work.garment, work.person, work.frame, work.torso.neckline, work.torso.scale)
        regions = with_strap_ends(regions, work.strap_ends)
    erase = regions.erase | bulk_left(work.person, work.frame, work.bulk, regions.cloth)
    erase |= threads_left(work.threads, regions.cloth, regions.front)
    work.ground = at_feet(work.person, work.frame.unit, work.ankles)
    erase &= work.ground < 0.5
    work.regions = between_fingers(replace(regions, erase=erase), work.gaps)
    work.lace = laced(work.garment, work.torso_map)


def take_off_old(work: Work) -> None:
    """Background, skin and bare legs where old clothes are uncovered."""
    person, frame = work.person, work.frame
    sides = hidden_sides(work.sides, float(frame.t(work.torso.armpits).max()))
    starts = tuple(fit.end if fit and not work.sheer else 0.0 for fit in work.sleeves)
    nothing = f32(np.zeros(person.labels.shape))
    covering = np.maximum(work.regions.cloth, torso_shape(person, frame, work.line, sides))
    whole = with_threads(with_bulk(person, work.bulk), work.threads)
    taken = undress(
        whole, frame, work.arms, work.line, sides, work.old, work.regions.erase, covering,
        (starts[0], starts[1]), work.seed, (f32(person.image), nothing),
    )  # fmt: skip
    bare, work.erased, open_ = taken.bare, taken.erased, taken.open_
    # where a jacket's collar came off, hair that fell behind it goes on down to the bare shoulders or the dress
    body = np.maximum(work.regions.cloth, (person.labels == Label.UPPER) * taken.erased * (1 - open_))
    strands, down = hair_down(person, f32(body), open_, frame.unit, BEHIND_COLLAR)
    hanging = flags((person.labels == Label.HAIR) | (down > 0.5))
    for colour, goes_on in ((strands, down), hair_beside_neck(person, hanging, f32(open_ * (1 - down)), frame.unit)):
        bare, open_ = laid(bare, colour, goes_on, WHOLE), f32(open_ * (1 - goes_on))
        work.erased = np.maximum(work.erased, goes_on)
    work.regions = with_stains(work.regions, taken.cleaned)
    if work.strap_ends is not None:
        work.regions = lowered_ends(work.regions, work.strap_ends, open_, frame.unit)
    if taken.plain:
        share = f32(np.clip(open_ / np.maximum(work.erased, 0.05), 0, 1))
        bare = f32(bare + (close_by(person, taken.behind) - bare) * share[..., None])
    rims = pale_rims(person, frame.unit)
    wall = wall_beside(person, rims, frame.unit, work.seed)
    if wall is not None:
        strip = soften(rims, 2.5) * (person.labels == Label.BACKGROUND)
        bare = f32(bare + (wall - bare) * strip[..., None])
        work.erased, open_ = np.maximum(work.erased, strip), np.maximum(open_, strip)
    tone, light = learn_tone(person), light_on(person, frame.unit)
    hidden = hidden_shoe(person, work.legs[work.near_leg])
    shapes = leg_shapes(person, work.legs)
    legs = with_legs(person, bare, work.legs, work.near_leg, tone, light, work.seed, shapes)
    work.bare_legs = np.maximum(*shapes)
    legs, shape = on_shoes(person, legs, work.legs, shapes), np.maximum(work.bare_legs, hidden)
    near_arm = np.logical_or.reduce(
        [(np.abs(arm.limb.v) < arm.half) & (arm.limb.u < 1.05 * arm.limb.length) for arm in work.arms]
    )
    # fingers before a thigh are no leg, which goes on under their soft edge
    near_arm |= shrink(free_hands(work.arms) & (person.labels == Label.SKIN), 3)
    below = frame.fields(person.labels.shape)[0] > work.torso.end - 0.2  # beside the skirt there is background
    shin = (person.labels == Label.SKIN) & (person.alpha > 0.95) & (shape * ~near_arm * below > 0.9)
    joined = into_skin(work.regions.erase, flags(shin | bare_ankles(person, work.legs)), work.legs)
    covered = behind_leg(person, work.legs[work.near_leg])
    work.erased = np.maximum(work.erased, np.maximum(joined, np.maximum(hidden, covered)))
    fringe = hem_fringe(person, flags(person.worn & ~like_skin(person) & ~work.ankles), frame.unit)
    threads = np.maximum(soften(fringe, 1.2), fringe)
    leg = cv2.GaussianBlur(shape * ~near_arm * below, (0, 0), 0.8)
    share = f32(np.where(threads > 0.02, 1, work.erased) * leg)  # under a shoe's soft edge there is the leg alone
    work.erased = f32(np.maximum(work.erased, threads) * (1 - work.ground))
    # cleaned skin that lies before the dress takes no shade of it
    before = stained_before(taken.cleaned, work.regions.cloth, work.regions.front)
    work.open_ = f32(np.maximum(open_ * (1 - share), before))
    bare = f32(bare + (legs - bare) * share[..., None])
    shoes = shoes_in_front(person, covered | fringe, frame.unit)
    stood = np.where((shoes > 0)[..., None], before_shoes(person, bare, work.erased, shoes), bare)
    work.bare = with_hidden_shoe(person, f32(stood), hidden, frame.unit, work.seed)


def dress(work: Work) -> None:
    """Draw everything. A sleeve laid as a whole goes on into the body's fabric at its seam, as it does in its photo."""
    garment, pieces = work.garment, list(tops.pieces_of(work))
    if any(_stands(work, piece) for piece in pieces):
        solid = shrink(garment.alpha > 0.8, 2) & ~shadowed(garment)
        known = solid & ~garment.inside & ~garment.behind
        fabric = mirrored_on(overscan(garment.fabric, known), known)
        pieces = [replace(piece, fabric=fabric) if _stands(work, piece) else piece for piece in pieces]
    if not work.sheer:
        pieces = [
            replace(piece, fabric=with_own_print(piece.fabric, garment)) if piece.name == "body" else piece
            for piece in pieces
        ]
    front = work.regions.front
    behind = unmixed(f32(work.person.image), front)
    below = work.frame.fields(work.person.labels.shape)[0] > work.torso.end - 0.2
    legs = f32(work.bare_legs * below)
    draw(work, tuple(pieces), work.regions.cloth, front, behind, legs=legs)


def _stands(work: Work, piece: Piece) -> bool:
    return any(fit and fit.stands and piece.name == f"sleeve {side}" for side, fit in enumerate(work.sleeves))


STEPS = (
    Step("Measuring the body", measure_all, tops.show_measures),
    Step("Laying the dress on body and legs", lay_dress, tops.show_torso),
    Step("Laying the sleeves along the arms", lay_sleeves, tops.show_sleeves),
    Step("Deciding what goes where", decide_regions, tops.show_regions),
    Step("Taking the old clothes off", take_off_old, lambda work: np.clip(work.bare, 0, 255).astype(np.uint8)),
    Step("Carrying light and folds over", light_top, show_light),
    Step("Dressing", dress, lambda work: work.result),
)
