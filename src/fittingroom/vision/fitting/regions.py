"""Which pixels of the person's image become what: decided before anything is drawn.

Masks of the new clothing are made from gates (neckline, hem, sleeve ends: the garment's own edges, drawn as polygons in
its photo and looked up through the map) and from the photographed silhouette everywhere else.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision import parallel
from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.armedge import smooth_arms, up_to_arms, whole_arms
from fittingroom.vision.fitting.armholes import even_armholes, outwards, was_sleeved
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.barearms import bare_arms, before_body, on_arms
from fittingroom.vision.fitting.bareoutline import bare_edges
from fittingroom.vision.fitting.contour import smooth_flanks, with_smooth_sides
from fittingroom.vision.fitting.crossed import lies_above
from fittingroom.vision.fitting.cuffedge import round_hand
from fittingroom.vision.fitting.cut import sleeved, strapped
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import (
    at_least,
    closed,
    edge_steps,
    even_edge,
    evened,
    grow,
    largest,
    opened,
    polygon,
    shrink,
    signed_distance,
    soften,
)
from fittingroom.vision.fitting.fingergaps import FingerGaps
from fittingroom.vision.fitting.flecks import without_pinholes
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.gates import own_hem_gate
from fittingroom.vision.fitting.hemline import HemLine, above, without_whiskers
from fittingroom.vision.fitting.length import Hem
from fittingroom.vision.fitting.neckcurve import blunted, near_line
from fittingroom.vision.fitting.neckline import beside_thin_straps, opening
from fittingroom.vision.fitting.necks import takes_old_neck
from fittingroom.vision.fitting.opentops import beyond_sides
from fittingroom.vision.fitting.outline import Arm, Sides
from fittingroom.vision.fitting.pocketcuffs import within_old_cuff
from fittingroom.vision.fitting.ribbons import own_top
from fittingroom.vision.fitting.rims import without_stained_rims
from fittingroom.vision.fitting.sleeves import SleeveFit, keeps_old
from fittingroom.vision.fitting.slivers import without_slivers
from fittingroom.vision.fitting.stands import folded, joined_to_shoulders, stand, stands
from fittingroom.vision.fitting.torso import TorsoFit
from fittingroom.vision.fitting.tucked import over_bare_waist, without_notches_at_waist
from fittingroom.vision.fitting.widesleeves import within_wide_sleeve
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, without_holes

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


#: How far below the photographed hem the new cloth reaches, in units; and in pixels at least, for so many at an edge
#: are mixed with the old cloth's colour, however small the person is.
OVERLAP, _MIXED = 0.014, 3.0
#: How broad the shade of a gap between sleeve and body is at most in a garment's photo, chests.
GAP = 0.014
#: Smaller than this by this, units, a part of the new cloth by itself is a fleck.
_FLECK = 0.06
#: Bare arms are looked for from this share of a sleeve on: its end is no straight line across.
_CUT_FROM = 0.7
#: How far to either side of a sleeve's inner edge, and from its ends, the line that parts it from the body is evened,
#: and over how much, in units.
INNER, EVEN = 0.12, 0.035
#: How far past its inner edge a long sleeve is drawn where the body has no cloth, and how far from the armhole it is
#: drawn that far, units.
BEYOND, PARTS = 0.02, 0.5


@dataclass(frozen=True)
class Regions:
    """The person's image, divided. All H×W.

    cloth: 0…1, where the new garment lies. torso, sleeves: shares of `cloth` that each piece draws.
    front: 0…1, hands, bare arms, hair and face, which stay before the cloth. erase: old clothes that the new ones
    leave uncovered, with the rim that shows their colour.
    """

    cloth: Array
    torso: Array
    sleeves: tuple[Array, Array]
    front: Array
    erase: Mask


def with_stains(regions: Regions, cleaned: Array) -> Regions:
    """`regions` with skin that the old top stained (`cleaned`: H×W, 0…1) no longer in front, for there it would be
    drawn as the photo has it: it is the bare body's, with no cloth over what was wholly in front."""
    stained = np.clip(2.5 * cv2.dilate(cleaned, disc(2)), 0, 1)
    bared = np.clip(2 * soften(grow((regions.front > 0.98) & (stained > 0.02), 3), 1.0) - 0.5, 0, 1)
    cloth = f32(np.minimum(regions.cloth, 1 - regions.front * bared))  # as soft as the edge that lay over it
    front = f32(regions.front * (1 - stained * np.clip(1 - 4 * cloth, 0, 1)))
    left = f32(cloth / np.maximum(regions.cloth, 1e-3))  # or a piece would be drawn on the bared skin by its own share
    first, second = (f32(share * left) for share in regions.sleeves)
    front = without_stained_rims(regions.front, front, stained)
    return replace(regions, cloth=cloth, torso=f32(regions.torso * left), sleeves=(first, second), front=front)


def between_fingers(regions: Regions, gaps: FingerGaps, gate: Array | None = None) -> Regions:
    """`regions` with the new cloth seen in the `gaps` between fingers where the old one was, and taken off where there
    is none. gate: H×W, 0…1, where the new cloth may be in place of an old top, whose side a hand may hide; None: only
    where it is in any case."""
    old = gaps.labels > 0 if gate is None else gaps.labels == Label.UPPER
    cloth = regions.cloth if gate is None else np.maximum(regions.cloth, gaps.share * old * gate)
    bared = old & (cloth < 0.5)
    front = gaps.opened(regions.front, np.maximum(cloth, bared))
    return replace(
        regions, cloth=f32(cloth), torso=f32(regions.torso + cloth - regions.cloth), front=front,
        erase=flags(regions.erase | bared),
    )  # fmt: skip


def overlap(unit: float) -> float:
    """How far (pixels) new cloth that ends where the old did reaches beyond the old one's edge, so that nothing of it
    peeps out. unit: the body's."""
    return max(OVERLAP * unit, _MIXED)


def torso_alpha(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], sides: Sides, fit: TorsoFit, where: Array,
    gates: Array,
) -> Array:  # fmt: skip
    """The new body of the garment, 0…1, within what neckline and hem (`gates`, 0…1) leave to it."""
    shape = person.labels.shape
    inner = polygon(fit.inner, shape)
    body = with_smooth_sides(np.maximum(person.alpha, inner) * polygon(fit.outer, shape), inner, frame, sides, fit)
    if stands(garment):
        body = np.maximum(body, stand(garment, where))
    if not sleeved(garment):
        body = f32(body * own_top(garment, frame, fit, where))
        beside = (person.labels == Label.SKIN) & (inner < 0.5) & on_arms(arms)
        beside |= before_body(person, garment, arms, inner)
        body = f32(body * (1 - soften(beside, 0.8)))
    return f32(body * gates)


def lower_gate(
    person: Person, garment: Garment, frame: Frame, fit: TorsoFit, where: Array, line: HemLine | None
) -> Array:
    """1 where the body of the garment may be, as far as its lower edge goes. A photographed hem is its smooth `line`,
    a little lowered, so that nothing of the old one peeps out."""
    if fit.hem is Hem.OWN:
        return own_hem_gate(garment, where)
    t, _ = frame.fields(person.labels.shape)
    if fit.hem is Hem.PHOTO and line is not None:
        return above(line, frame, person.labels.shape, overlap(frame.unit))
    lower = person.labels == Label.LOWER
    keep = 1 - soften(shrink(lower & (t > 0.45), overlap(frame.unit)), 0.8)  # or skin shows above the waistband
    keep *= np.clip((fit.end + 0.05 - t) * frame.torso / 2 + 0.5, 0, 1)
    if fit.hem is Hem.PHOTO:
        upper = closed(person.labels == Label.UPPER, 0.03 * frame.unit)
        keep = np.where(t > fit.end - 0.10, keep * soften(upper, 0.8), keep)
    return keep.astype(np.float32)


def sleeve_alpha(fit: SleeveFit, arm: Arm, unit: float, beneath: Array) -> tuple[Array, Array]:
    """A sleeve's own alpha within `beneath` its edge (0…1), and the selection: which cloth pixels it rather than the
    torso draws: hardly any beyond its inner edge, and none by a short one, which would hook into the body there."""
    v, along = arm.limb.v, fit.along
    length = max(fit.end, 1.0)
    over = _overlap(arm, fit, unit)
    dense = _steepness(f32(along * length))
    ends = np.clip(along * length / dense / 1.5 + 0.5, 0, 1)
    ends = ends * np.clip(((1 - along) * length + over) / dense / 1.5 + 0.5, 0, 1)
    inside = np.clip(fit.inner + v + 0.5, 0, 1)
    alpha = f32(ends * inside * np.clip(1.3 * fit.outer + 0.05 * unit - v, 0, 1) * beneath)
    beyond: Array | float = 0.5
    if fit.end >= 0.6 * arm.limb.length:  # little by little from the armpit on, or there is a step in it
        beyond = np.maximum(beyond, BEYOND * unit * np.clip(along * length / (PARTS * unit), 0, 1))
    select = ends * np.clip(fit.outer + 0.3 * arm.half - v, 0, 1) * np.clip(fit.inner + beyond + v, 0, 1)
    return alpha, f32(cv2.GaussianBlur(f32(select), (0, 0), 0.9))


def _steepness(field: Array) -> Array:
    """By how much a `field` (H×W) changes from pixel to pixel, at least 1: divided by it, an edge in it is as soft
    where the field is pressed together as elsewhere, and no stairs."""
    return np.maximum(cv2.GaussianBlur(f32(np.hypot(*np.gradient(field))), (0, 0), 1.0), 1)


def beside_inner(select: Array, fit: SleeveFit, arm: Arm, body: Array) -> Array:
    """A sleeve's selection without the `body`'s own cloth (all H×W, 0…1) past the sleeve's inner edge: there its fabric
    is folded back on itself, and as a rim along the body's side it would tear stripes and prints."""
    past = np.clip(0.5 - fit.inner - arm.limb.v, 0, 1)
    return f32(select * (1 - past * body))


def even_inner(select: Array, fit: SleeveFit, arm: Arm, unit: float) -> Array:
    """A sleeve's selection (H×W, 0…1) with a smooth edge along its inner side: what parts it from the body is a line of
    cloth, and has none of the steps of what the arm was seen against. Its ends stay, and so do short sleeves."""
    if fit.end < 0.6 * arm.limb.length:
        return select
    off = np.abs(fit.inner + arm.limb.v) / (INNER * unit)
    ends = np.minimum(fit.along * fit.end, (1 - fit.along) * fit.end) / (INNER * unit) - 0.5
    zone = np.clip(2 - 2 * off, 0, 1) * np.clip(ends, 0, 1)
    return f32(select + (even_edge(flags(select > 0.5), EVEN * unit) - select) * zone)


def body_cloth(garment: Garment, body: Array, where: Array, unit: float) -> Array:
    """Where the garment's body has cloth to draw, 0…1: on the `body` and just beside it. Where a sleeve lies against it
    in the photo, the gap's shade there is left out."""
    near = soften(grow(body > 0.5, 0.03 * unit), 0.8)
    if any(sleeve is not None and sleeve.fused for sleeve in garment.sleeves):
        inside = cv2.distanceTransform(garment.torso.astype(np.uint8), cv2.DIST_L2, 3)
        chest = max(float(garment.armpits[1][0] - garment.armpits[0][0]), 8.0)
        near = near * np.clip(sample(f32(inside), where) / (GAP * chest) - 1, 0, 1)
    return f32(near)


def _overlap(arm: Arm, fit: SleeveFit, unit: float) -> float:
    """How far past its end a sleeve that ends where the old one did covers the old edge, pixels."""
    return overlap(unit) if arm.sleeve_end == fit.end < 0.6 * arm.limb.length else 0.0


def old_flare(person: Person, arm: Arm, fit: SleeveFit) -> Mask:
    """What sticks out of an old short sleeve beyond the closer, longer one that replaces it."""
    if keeps_old(arm) or arm.sleeve_end <= 0 or fit.end < arm.sleeve_end:
        return np.zeros(person.labels.shape, np.bool_)
    u, v, length = arm.limb.u, arm.limb.v, arm.limb.length
    outside = v > fit.outer + 2
    return flags(
        grow(person.labels == Label.UPPER, 2) & outside & (u > 0.07 * length) & (u < arm.sleeve_end + 0.1 * length)
    )  # fmt: skip


def divide(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], sides: Sides, torso: TorsoFit,
    sleeves: tuple[SleeveFit | None, SleeveFit | None], where: Array, below: Array,
    straps: Array | float = 0.0, windows: Array | float = 0.0,
) -> Regions:  # fmt: skip
    """The whole division for a top. below: H×W, see `lower_gate`. straps: H×W, 0…1, where there
    are any beside the body's own cloth. windows: H×W, 0…1, what is seen through their rings."""
    unit = frame.unit
    shape = person.labels.shape
    baring = parallel.beside(_off_bared, person, frame, arms, torso, sleeves)
    seen_beyond = parallel.beside(_bare_beyond, person, frame, arms, sleeves)
    neck = opening(garment, frame, torso, where)
    body = torso_alpha(person, garment, frame, arms, sides, torso, where, f32(neck * below))
    inner = polygon(torso.inner, shape)
    flare = beyond_sides(person, frame, sides, inner, torso.armpits)
    for arm, fit in zip(arms, sleeves, strict=True):
        if fit:
            flare |= old_flare(person, arm, fit)
    body = np.where(flare & (inner < 0.5), 0, body)
    cloth, selections, under_edges, across = body, [], np.ones(shape, np.float32), np.zeros(shape, np.float32)
    for arm, fit in zip(arms, sleeves, strict=True):
        if fit is None:
            selections.append(np.zeros(shape, np.float32))
            continue
        beneath = fit.edge.beneath()
        end = fit.end if fit.cuff is None else max(fit.end, 1.01 * arm.limb.length)
        alpha, select = sleeve_alpha(fit, arm, unit, f32(beneath * within_old_cuff(person, arm, end)))
        if fit.cuff is not None:
            alpha, closes = round_hand(person, arm, fit.cuff, alpha)
            select, beneath = np.maximum(select, closes), np.maximum(beneath, closes)
        cloth = 1 - (1 - cloth) * (1 - alpha)
        cap = fit.edge.band(0.15 * unit) * np.clip((0.5 - fit.along) * fit.end, 0, 1)
        cap = cap * np.where(fit.along > 0, np.clip(fit.inner + arm.limb.v + 0.5, 0, 1), 1)
        cloth = np.maximum(cloth, cap * neck)
        under_edges = np.minimum(under_edges, beneath)
        across = np.maximum(across, alpha) if arm.crossed else across
        selections.append(select)
    if sleeved(garment):
        cloth = _join(person, frame, arms, torso, sleeves, cloth, flare)
    keep = np.isin(person.labels, [Label.FACE, Label.HAIR])
    front = np.maximum(soften(keep, 0.8), seen_beyond.result())
    apart = _apart(person, garment, frame, arms, torso, sleeves) | _near_edge(below, 0.08 * unit)
    met = _meet_old_edges(person, frame, cloth, apart, strapped(garment), torso.neck)
    cloth = without_crumbs(met, unit, strapped(garment), bool(np.any(straps)))
    under_edges = np.maximum(under_edges, np.maximum(_chest(frame, arms, torso, shape), across))
    cloth = cloth * np.maximum(under_edges, stand(garment, where))  # a collar or hood stands above the edges
    if stands(garment):
        cloth = joined_to_shoulders(cloth, frame, torso.neck)
    cloth = cloth * neck
    if garment.neck is Neck.COLLAR:
        cloth = folded(cloth, frame, torso.neck)
    if torso.neckline is not None:
        cloth = blunted(cloth, torso.neckline, frame)
    own_sleeves = np.maximum(*selections)
    off_bared = baring.result()
    cloth = cloth * np.maximum(below, own_sleeves) * off_bared
    if np.any(straps):
        cloth = even_armholes(cloth, frame, arms, torso)
    cloth = np.maximum(cloth, soften(slits(cloth > 0.5, person.labels == Label.UPPER, (0.13 * unit) ** 2), 0.7))
    beyond = past_wrists(arms, sleeves, shape) & (person.labels == Label.UPPER) & (cloth < 0.5)
    beyond = grow(at_least(beyond, (0.155 * unit) ** 2), 1.5)  # to meet what lies beside
    beyond |= notches((cloth > 0.5) | beyond, beyond, person.labels == Label.UPPER, 0.04 * unit)
    cloth = np.maximum(cloth, soften(beyond, 0.8) * person.alpha * below)
    beside = _beside_arms(frame, arms, torso, sleeves)
    front = whole_arms(person, front, beside & (own_sleeves < 0.02), unit)
    cloth, front = smooth_flanks(cloth, front, own_sleeves, frame, torso)
    begins = tuple(
        float(frame.t(arm.limb.point(max(fit.end, 0.2 * arm.limb.length)) if fit else armpit))
        for arm, fit, armpit in zip(arms, sleeves, torso.armpits, strict=True)
    )
    reaching = up_to_arms(person, frame, cloth, front, (begins[0], begins[1]), sleeved(garment))
    cloth = np.maximum(cloth, reaching * off_bared) * np.maximum(below, own_sleeves)
    front = smooth_arms(person, arms, cloth, front, unit)
    if torso.hem is Hem.WAIST:
        trunk = (person.labels == Label.SKIN) & (frame.fields(shape)[0] > float(frame.t(torso.armpits).max()) + 0.1)
        cloth = over_bare_waist(cloth, front, below, flags(trunk), unit)
        cloth = without_notches_at_waist(cloth, front, below, person.labels == Label.LOWER, unit)
    low = frame.fields(shape)[0] > 0.5
    loose = astray(cloth > 0.5, front > 0.5, flags(low), (_FLECK * unit) ** 2)
    cloth = evened(f32(cloth * soften(~loose, 0.8)), edge_steps(unit))
    if torso.hem is not Hem.OWN:
        cloth = without_whiskers(cloth, flags(low & _near_edge(below, 0.08 * unit)), 0.02 * unit)
    cloth = np.where(own_sleeves > 0.02, cloth, without_slivers(person, cloth, front, unit, joined=True))  # cuffs stay
    cloth = f32(without_pinholes(cloth) * (1 - windows))
    whole = f32(1 - (1 - cloth) * (1 - straps))
    erase = _uncovered(person, whole, unit)
    own_cloth = body_cloth(garment, body, where, unit)
    first, second = (
        select if fit is None else even_inner(beside_inner(select, fit, arm, own_cloth), fit, arm, unit)
        for select, fit, arm in zip(selections, sleeves, arms, strict=True)
    )
    if lies_above(person, frame, (arms[0].crossed, arms[1].crossed)):
        first = first * (1 - second)
    else:
        second = second * (1 - first)
    return Regions(whole, cloth * (1 - first) * (1 - second), (cloth * first, cloth * second), front, erase)


def _chest(frame: Frame, arms: tuple[Arm, Arm], torso: TorsoFit, shape: tuple[int, int]) -> Array:
    """The body below the armpits and on both sides of crossed forearms, H×W, 0…1: beyond the outer edge of an arm that
    is folded before it, it goes on."""
    below = (frame.fields(shape)[0] - float(frame.t(torso.armpits).max())) * frame.torso / 3
    for arm in arms:
        if arm.crossed:
            near = (arm.limb.u > 0.5 * arm.limb.length) & (arm.limb.u < 1.5 * arm.limb.length)
            below = np.maximum(below, near)
    return f32(polygon(torso.inner, shape) * np.clip(below, 0, 1))


def _bare_beyond(
    person: Person, frame: Frame, arms: tuple[Arm, Arm], sleeves: tuple[SleeveFit | None, SleeveFit | None]
) -> Array:
    """Bare arms and hands past the new sleeves, 0…1, which end before them as they are cut; only across crossed arms
    lie other hands."""
    long = [fit is not None and fit.end >= 0.8 * arm.limb.length for arm, fit in zip(arms, sleeves, strict=True)]
    cut = [fit is not None and not (arm.crossed and far) for arm, fit, far in zip(arms, sleeves, long, strict=True)]
    begins = [fit.end * (_CUT_FROM if ends else 1.0) if fit else 0.0 for fit, ends in zip(sleeves, cut, strict=True)]
    bare = soften(bare_arms(person, frame, arms, (begins[0], begins[1])), 0.8)
    for arm, fit, ends, far in zip(arms, sleeves, cut, long, strict=True):
        if fit is not None and ends:
            wide = 4.0 if far else 2.5  # a hand is broader
            near = (np.abs(arm.limb.v) < wide * arm.half) & (arm.limb.u > 0.6 * fit.end) & (arm.limb.u < 2 * fit.end)
            past = np.clip((fit.along - 1) * fit.end / 1.5 + 0.5, 0, 1)
            bare = np.where(near, bare * past, bare)
    return f32(bare)


def past_wrists(
    arms: tuple[Arm, Arm], sleeves: tuple[SleeveFit | None, SleeveFit | None], shape: tuple[int, int]
) -> Mask:
    """H×W: beyond the ends of new long sleeves. Old cloth there says that the arm was not where it was looked for, or
    that the old sleeve hid the hand: new cloth over it is better than a guess at what lies behind."""
    found = np.zeros(shape, np.bool_)
    for arm, fit in zip(arms, sleeves, strict=True):
        if fit is not None and fit.end > 0.8 * arm.limb.length and not arm.crossed:  # beyond those lies the other arm
            u, v = arm.limb.u, arm.limb.v
            found |= (fit.along > 1) & (u < 1.7 * arm.limb.length) & (np.abs(v) < 4 * arm.half)
    return found


def notches(cloth: Mask, added: Mask, old: Mask, width: float) -> Mask:
    """Old cloth in notches up to twice `width` pixels wide between what was `added` to the new `cloth` and the rest."""
    if not added.any():
        return added
    return grow(flags(closed(cloth, width) & ~cloth & old & grow(added, 3 * width)), 1.5)


def adrift(cloth: Mask, front: Mask) -> Mask:
    """Small parts of `cloth` that hang together with no other and lie behind nothing in `front`: an old tail that the
    new cloth fills, but doesn't reach."""
    parts, areas = components(cloth)
    areas = areas.astype(np.float64)
    areas[0] = 0
    small = areas < 0.05 * areas.max()
    small[np.unique(parts[grow(front, 3)])] = False
    small[0] = False
    return grow(flags(small[parts]), 2) & ~flags((~small)[parts] & cloth)


def astray(cloth: Mask, front: Mask, low: Mask, least: float) -> Mask:
    """What of `cloth` is `adrift` in the `low` part of the picture; higher up, where a collar's tip may stand by
    itself, only parts smaller than `least` pixels: flecks on the bare chest."""
    loose = adrift(cloth, front)
    return flags(loose & (low | ~at_least(loose, least)))


def slits(cloth: Mask, old: Mask, area: float) -> Mask:
    """Holes in `cloth` smaller than `area` in which nothing but old cloth is seen: no hand or skin needs them."""
    holes = without_holes(cloth) & ~cloth
    parts, areas = components(holes)
    all_old = np.bincount(parts[old], minlength=len(areas)) >= 0.97 * areas
    needless = all_old & (areas < area)
    needless[0] = False
    return flags(grow(flags(needless[parts]), 2.5))


def _near_edge(gate: Array, reach: float) -> Mask:
    """What lies within `reach` pixels of where a gate closes."""
    return grow((gate > 0.02) & (gate < 0.98), reach)


def _off_bared(
    person: Person, frame: Frame, arms: tuple[Arm, Arm], torso: TorsoFit,
    sleeves: tuple[SleeveFit | None, SleeveFit | None],
) -> Array:  # fmt: skip
    """0 on what an old sleeve bares past the end of a new one beside the body, so that no cloth lies across the
    arm there; 1 elsewhere."""
    gate = np.ones(person.labels.shape, np.float32)
    sure = polygon(torso.inner, person.labels.shape)
    below_pits = frame.fields(person.labels.shape)[0] > float(frame.t(torso.armpits).mean()) - 0.05
    for arm, fit, edges in zip(arms, sleeves, bare_edges(person, arms), strict=True):
        end = fit.end if fit else 0.16 * arm.limb.length
        if arm.sleeve_end <= end + 0.05 * arm.limb.length:
            continue
        u, v = arm.limb.u, arm.limb.v
        past = np.clip((fit.along - 1) * end / 1.5 + 0.5, 0, 1) if fit else np.clip((u - end) / 1.5, 0, 1)
        past = past if fit else np.maximum(past, below_pits & (u > 0))  # higher up the armhole parts cloth and arm
        inner = np.interp(u, arm.stations, edges.before)
        within = np.clip((inner + 1.5 + v) / 1.5, 0, 1) * (u < 1.25 * arm.limb.length) * (v < 3 * arm.half)
        wrist = np.clip(8 * u / arm.limb.length - 6, 0, 1)  # lies before the body
        last = max(arm.sleeve_end + 0.08 * arm.limb.length, edges.lifted)
        hidden = np.clip((last - u) / (0.03 * arm.limb.length), 0, 1)  # below: seen
        gate = gate * (1 - past * within * hidden * (1 - sure * (1 - wrist)))
    return f32(gate)


def _beside_arms(
    frame: Frame, arms: tuple[Arm, Arm], torso: TorsoFit, sleeves: tuple[SleeveFit | None, SleeveFit | None]
) -> Mask:
    """Where cloth of the body and bare arms lie side by side: below the sleeves' ends or else the armpits, as far as
    the wrists."""
    t = frame.fields(arms[0].half.shape)[0]
    found = np.zeros(t.shape, np.bool_)
    for arm, fit, armpit in zip(arms, sleeves, torso.armpits, strict=True):
        u, length = arm.limb.u, arm.limb.length
        begins = u > max(fit.end, 0.2 * length) if fit else (t > frame.t(armpit)) & (u > 0.1 * length)
        found |= begins & (u < 0.95 * length) & (arm.limb.v < 0.3 * arm.half) & (arm.limb.v > -2.5 * arm.half)
    return found


def _join(
    person: Person, frame: Frame, arms: tuple[Arm, Arm], torso: TorsoFit,
    sleeves: tuple[SleeveFit | None, SleeveFit | None], cloth: Array, flare: Mask,
) -> Array:  # fmt: skip
    """Close what lies between sleeves and body: gaps at armpits and tips, and old cloth between the seams."""
    unit, shape = frame.unit, person.labels.shape
    ys, xs = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    near = np.zeros(shape, np.bool_)
    for side in (0, 1):
        for centre, radius in ((torso.armpits[side], 0.24), (torso.tips[side], 0.16)):
            near |= np.hypot(xs - centre[0], ys - centre[1]) < radius * unit
    gap = closed(cloth > 0.5, 0.05 * unit) & near & ~flare
    cloth = np.maximum(cloth, soften(gap, 0.8) * np.maximum(person.alpha, cloth))
    t, lateral = frame.fields(shape)
    zone = np.zeros(shape, np.bool_)
    for arm, fit in zip(arms, sleeves, strict=True):
        if fit is None:
            continue
        u, v = arm.limb.u, arm.limb.v
        reach = np.where(v > 0, v / 3.0, -v / 2.2) < arm.half
        zone |= reach & (u < fit.end - 3) & (u > -0.3 * unit) & (fit.along > -0.3) & (t < 0.6)
    neck = np.abs(lateral - float(frame.lateral(torso.neck.mean(0)))) < 0.5 * np.linalg.norm(
        torso.neck[1] - torso.neck[0]
    )
    zone &= (person.labels == Label.UPPER) & ~flare & ~neck
    zone = (opened(zone, 0.03 * unit) | _between(person, arms, torso, sleeves, t, lateral)) & ~flare
    cloth = np.maximum(cloth, soften(zone, 0.8) * person.alpha)
    holes = without_holes(cloth > 0.5) & (cloth <= 0.5)
    holes &= ~np.isin(person.labels, [Label.FACE, Label.HAIR])
    parts, areas = components(holes)
    small = np.concatenate([[False], areas[1:] < (0.13 * unit) ** 2])
    return np.maximum(cloth, soften(grow(small[parts], 1), 0.7) * (small[parts] | (cloth > 0.1)))


def _between(
    person: Person, arms: tuple[Arm, Arm], torso: TorsoFit, sleeves: tuple[SleeveFit | None, SleeveFit | None],
    t: Array, lateral: Array,
) -> Mask:  # fmt: skip
    """Old cloth of the body between its side and the arm stays cloth; old sleeves past the new ones' ends do not."""
    past_end = 0.1 if torso.hem is Hem.PHOTO else 0.0  # that hem cuts off what is below it
    below = torso.end + past_end if torso.falls is None else torso.falls
    zone = (person.labels == Label.UPPER) & (t > 0.3) & (t < below) & (np.abs(lateral) < torso.widths.max() * 1.15)
    sure = polygon(torso.inner, person.labels.shape) > 0.5
    for arm, fit in zip(arms, sleeves, strict=True):
        end = fit.end if fit else 0.0
        if arm.sleeve_end > end + 2:
            zone &= ~((arm.limb.u > end - 2) & (np.abs(arm.limb.v) < 1.3 * arm.half))
            zone &= ~((arm.limb.u > end - 2) & within_wide_sleeve(arm) & ~sure)
    return flags(zone)


def _apart(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], torso: TorsoFit,
    sleeves: tuple[SleeveFit | None, SleeveFit | None],
) -> Mask:  # fmt: skip
    """Where photographed edges of the old top count for nothing: arms whose new sleeve goes on beyond the old one,
    the neck of anything with a collar, and the sides, which are drawn by then."""
    found = frame.fields(person.labels.shape)[0] > float(frame.t(torso.armpits).max()) + 0.04
    for arm, fit in zip(arms, sleeves, strict=True):
        if fit and _overlap(arm, fit, frame.unit) > 0:
            found |= (np.abs(fit.along - 1) * fit.end < 0.07 * frame.unit) & (np.abs(arm.limb.v) < 3 * arm.half)
        if fit and arm.sleeve_end <= fit.end and not keeps_old(arm):
            u, v = arm.limb.u, arm.limb.v
            found |= (u > -0.3 * frame.unit) & (u < arm.limb.length) & (v < 4 * arm.half) & (v > -1.5 * arm.half)
    found |= beside_thin_straps(garment, frame, torso, person.labels.shape)
    if torso.neckline is not None:
        found |= near_line(torso.neckline, person.labels.shape, 0.11 * frame.unit)
    elif not takes_old_neck(garment):
        t, lateral = frame.fields(person.labels.shape)
        middle = float(frame.lateral(torso.neck.mean(0)))
        reach = 0.5 * float(np.linalg.norm(torso.neck[1] - torso.neck[0])) + 0.12 * frame.unit
        found |= (np.abs(lateral - middle) < reach) & (t < float(frame.t(torso.neck).mean()) + 0.22)
    t, lateral = frame.fields(person.labels.shape)
    off = lateral - float(frame.lateral(torso.neck.mean(0)))
    reach = 0.5 * float(np.linalg.norm(torso.neck[1] - torso.neck[0]))
    if sleeved(garment):
        found |= (np.abs(off) > reach - 0.02 * frame.unit) | (t > 0.5)
    for side, (arm, fit) in enumerate(zip(arms, sleeves, strict=True)):
        if fit is None and was_sleeved(arm):
            found |= outwards(frame, torso, side, person.labels.shape) > 0
    if torso.falls is not None:
        found |= frame.fields(person.labels.shape)[0] > torso.falls
    if garment.subcategory is Subcategory.DRESSES:
        found |= frame.fields(person.labels.shape)[0] > 0.8
    return found


def _meet_old_edges(person: Person, frame: Frame, cloth: Array, apart: Mask, close: bool, neck: Array) -> Array:
    """Let the new clothes' edge fall on the photographed one wherever the two run close together, but not in `apart`.

    Both are signed distances; where they differ by little, the photographed one is taken, with a smooth change-over.
    Between straps (`close`; neck: 2×2, their inner tops) it is taken as a whole or not at all, for half of each of two
    V necks is a notch."""
    reach = (0.17 if close else 0.075) * frame.unit
    t, _ = frame.fields(person.labels.shape)
    hidden = (person.labels == Label.HAIR) & (t > -0.2)
    old = largest(closed((person.labels == Label.UPPER) | hidden, 0.015 * frame.unit), 0.1)
    new_edge = cv2.GaussianBlur(signed_distance(cloth > 0.5), (0, 0), 1.3)
    old_edge = cv2.GaussianBlur(signed_distance(old), (0, 0), 0.010 * frame.unit)
    gap = np.where(apart, 9, np.abs(new_edge - old_edge) / reach)
    weight = cv2.GaussianBlur(f32(np.clip(1.6 - 1.6 * gap, 0, 1)), (0, 0), 0.012 * frame.unit)
    if close:
        weight = as_one(frame, neck, f32(new_edge), f32(old_edge), f32(weight))
    edge = new_edge + weight * (old_edge - new_edge)
    limit = np.maximum(np.where(person.alpha > 0.9, 1, person.alpha), np.where(new_edge > -1.5, cloth, 0))
    met = np.clip(edge / 1.6 + 0.5, 0, 1) * limit
    if close:
        thin = (cloth > 0.3) & ~opened(cloth > 0.3, 0.025 * frame.unit)
        met = np.maximum(met, cloth * soften(thin, 0.6))
    return f32(met)


def as_one(frame: Frame, neck: Array, new_edge: Array, old_edge: Array, weight: Array) -> Array:
    """`weight` of the photographed edge with the front edge between two straps decided once: all of it where the two
    lie less than a tenth of a unit apart on average, else none."""
    t, lateral = frame.fields(weight.shape)
    left, right = sorted(float(value) for value in frame.lateral(neck))
    between = (lateral > left) & (lateral < right) & (t > float(frame.t(neck).max()) + 0.06) & (t < 0.6)
    line = between & (np.abs(new_edge) < 1.5) & (np.abs(old_edge) < 0.3 * frame.unit)
    if line.sum() < 20:
        return weight
    whole = float(np.abs(old_edge[line]).mean()) < 0.1 * frame.unit
    near = between & ((np.abs(new_edge) < 0.2 * frame.unit) | (np.abs(old_edge) < 0.2 * frame.unit))
    share = cv2.GaussianBlur(near.astype(np.float32), (0, 0), 0.012 * frame.unit)
    return f32(weight + share * (float(whole) - weight))


def without_crumbs(cloth: Array, unit: float, straps: bool, laid_apart: bool) -> Array:
    """Drop crumbs of cloth, and whiskers too where no strap could be taken for one; whether straps are laid apart from
    it, so that no small piece is one of them."""
    solid = flags(cloth > 0.4) if straps else opened(cloth > 0.4, 0.012 * unit)
    solid = largest(solid, 0.002 if straps and not laid_apart else 0.02)
    return cloth * soften(grow(solid, 0.012 * unit + 1.5), 0.7)


def _uncovered(person: Person, cloth: Array, unit: float) -> Mask:
    """Old cloth that shows, with its rim, and the rim of all old cloth against the background."""
    old = person.labels == Label.UPPER
    rim = max(3.0, 0.03 * unit)
    removed = old & (cloth < 0.5)
    keep = np.isin(person.labels, [Label.FACE, Label.HAIR]) | shrink(person.labels == Label.LOWER, 2)
    keep |= shrink(person.labels == Label.SKIN, 2.5)
    shown = (grow(opened(removed, 1), rim) | grow(removed, 3)) & (cloth < 0.95)  # slivers leave no wide rim
    edge = grow(old, rim) & grow(person.alpha < 0.3, rim) & (person.alpha < 0.985)
    return (shown | (edge & (person.alpha > 0.004))) & ~keep
