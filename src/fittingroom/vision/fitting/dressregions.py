"""Which pixels of the person's image a dress makes into what: cloth, what stays before it, old clothes left over."""

import cv2
import numpy as np

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.barearms import bare_arms, on_arms
from fittingroom.vision.fitting.bareoutline import bare_edges
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.dress import WAIST, DressFit
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import (
    edge_steps,
    evened,
    grow,
    largest,
    opened,
    polygon,
    push_pull,
    shrink,
    signed_distance,
    soften,
)
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.gates import hem_gate
from fittingroom.vision.fitting.gown import body_shape, top_gate
from fittingroom.vision.fitting.hands import clear_edge, near_hands, seen_between, shades, whole_bands
from fittingroom.vision.fitting.hemfolds import folded_hem
from fittingroom.vision.fitting.leftovers import kept, leftovers, uncovered, within
from fittingroom.vision.fitting.mattes import matte
from fittingroom.vision.fitting.neckline import opening
from fittingroom.vision.fitting.outline import Arm, ShoulderLine
from fittingroom.vision.fitting.puffs import standing_alpha
from fittingroom.vision.fitting.regions import Regions, sleeve_alpha
from fittingroom.vision.fitting.ribbons import own_top
from fittingroom.vision.fitting.sheer import Veil
from fittingroom.vision.fitting.sleeves import SleeveFit
from fittingroom.vision.fitting.slivers import without_slivers
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, without_holes

#: Over how many units sheer cloth grows dense towards its seam.
GATHERS = 0.12
#: How far a sheer skirt's ruffles may stand out, in units.
RUFFLES = 0.15
#: How far round an armpit its corner is rounded, and over how much, in units.
ROUNDED = 0.14, 0.035
#: How far (pixels) the soft edge of a hand reaches that comes out of an old sleeve.
SEAM = 4


def divide_dress(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], line: ShoulderLine, fit: DressFit,
    sleeves: tuple[SleeveFit | None, SleeveFit | None], where: Array,
    straps: Array | float = 0.0, sheer: Veil | None = None, windows: Array | float = 0.0,
) -> Regions:  # fmt: skip
    """The whole division. `person`'s old clothes are all labelled as one. where: the map of body and skirt. straps:
    H×W, 0…1, where there are any beside the body's own cloth. sheer: what of it is seen through."""
    shape, unit = person.labels.shape, frame.unit
    # the body's own edge is seen through sheer sleeves
    sleeved = sleeves[0] is not None and sheer is None, sleeves[1] is not None and sheer is None
    body = body_shape(frame, line, fit.torso, fit.edges, sleeved, shape) * top_gate(garment, where, sleeved)
    if garment.neck is Neck.STRAPS:
        body = f32(body * own_top(garment, frame, fit.torso, where))
    if sheer is not None:
        low = np.clip((frame.fields(shape)[0] - WAIST[1]) / 0.3, 0, 1)
        out = f32(frame.across * RUFFLES * unit)
        body = own_edge(body, sample(f32(garment.alpha), where), fit.edges, out, f32(low))
    body = even(
        f32(body * hem_gate(garment, where, folded_hem(garment)) * opening(garment, frame, fit.torso, where)), unit
    )
    alphas = [
        sleeve_cloth(person, garment, side, arms[side], fit, sleeves[side], unit) for side in (0, 1)
    ]  # fmt: skip
    t, lateral = frame.fields(shape)
    pits = frame.t(fit.torso.armpits)
    below_pits = flags(t > np.where(lateral < 0, pits[0], pits[1]))
    naked = bared(person, arms, sleeves, below_pits)
    body = f32(body * (1 - naked * off_skin(person, naked)))
    cloth = 1 - (1 - body) * (1 - alphas[0]) * (1 - alphas[1])
    cloth = filled(f32(cloth), (0.13 * unit) ** 2)
    ends = tuple(each.end if each else 0.0 for each in sleeves)
    keep = np.isin(person.labels, [Label.FACE, Label.HAIR])
    before = bare_arms(person, frame, arms, (ends[0], ends[1]))
    upper, fore = (
        np.logical_or.reduce([(arm.limb.u > 0) & (arm.limb.u < share * arm.limb.length) for arm in arms])
        for share in (0.35, 0.95)
    )
    before &= below_pits | ~upper  # higher up the armhole parts cloth and arm
    before |= opened((person.labels == Label.SKIN) & on_arms(arms) & below_pits & fore, 1)
    worn = within(person.labels == Label.UPPER, 4)
    hands = [grow(spread(hand, shape), 0.05 * unit) for hand in person.hands if hand is not None]
    sure = np.logical_or.reduce([bracelets(person, arms, before), *hands])
    through = seen_between(person, unit, Label.UPPER) & flags((cloth > 0.5) | (person.labels == Label.UPPER))
    before &= (~(unlike_skin(person, before) & (fore | worn)) | sure) & ~through
    held = (whole_bands(person, before, arms, unit) | shades(person, before, unit)) & ~through
    before = flags(cv2.GaussianBlur((before | held).astype(np.float32), (0, 0), 1.5) > 0.5)  # labels end in steps
    arms_before = np.maximum(matte(f32(person.image), largest(before, 0.04), 2.5, third=True), soften(held, 0.7))
    arms_before = clear_edge(arms_before, (person.labels == Label.UPPER) | through, near_hands(arms))
    front = np.maximum(soften(keep, 0.8), arms_before * (1 - np.maximum(*alphas)))
    cloth = joined_to(cloth, front, below_pits & (naked < 0.5), 0.012 * unit + 2)
    cloth = evened(f32(cloth), edge_steps(unit))
    bare_pits = [
        pit for pit, sleeve in zip(fit.torso.armpits, sleeves, strict=True) if sleeve is None or sheer is not None
    ]
    cloth, front = rounded_at(bare_pits, cloth, front, unit)
    cloth = f32(without_slivers(person, cloth, front, unit, joined=False) * (1 - windows))
    seen_through = np.zeros(shape, np.bool_)
    if sheer is not None:
        dense = cloth
        cloth, alphas = thinned(cloth, body, alphas, sleeves, sheer, where, unit)
        seen_through = flags((cloth < 0.97) & (dense > 0.97))
    whole = f32(1 - (1 - cloth) * (1 - straps))
    erase = seen_through & within(person.labels == Label.UPPER, 3) & ~kept(person, front, 2.5)
    erase = erase | uncovered(person, whole, front, unit)
    erase = erase | leftovers(person, whole, erase, front, unit)
    front = whole_where_bare(front, whole, erase)
    second = alphas[1] * (1 - alphas[0])
    return Regions(whole, f32(cloth * (1 - alphas[0]) * (1 - second)), (alphas[0], f32(second)), f32(front), erase)


def own_edge(body: Array, own: Array, edges: Array, out: Array, low: Array) -> Array:
    """`body` of sheer cloth (H×W, 0…1) with its skirt's ragged edge in place of straight sides.

    own: H×W, 0…1, the garment's own outline as laid on the person. edges: 2×K×2, left and right end of each row; the
    ruffles stay within `out` (x, y) of them. low: H×W, 0…1, where the skirt is."""
    skirt = polygon(f32(np.concatenate([edges[0] - out, (edges[1] + out)[::-1]])), (body.shape[0], body.shape[1]))
    return f32(body + (skirt * np.clip(own, 0, 1) - body) * low)


def rounded_at(points: list[Array], cloth: Array, front: Array, unit: float) -> tuple[Array, Array]:
    """`cloth` and what is in `front` of it (both H×W, 0…1) with the visible edge between them calm close to `points`:
    at an armpit armhole, side and arm come together, each a little off the others' end."""
    if not points:
        return cloth, front
    ys, xs = np.mgrid[: cloth.shape[0], : cloth.shape[1]].astype(np.float32)
    away = np.min([np.hypot(xs - x, ys - y) for x, y in points], axis=0)
    near = np.clip(2 - away / (ROUNDED[0] * unit), 0, 1)
    steps = signed_distance(flags(cloth * (1 - front) > 0.5))
    calm = cv2.GaussianBlur(steps, (0, 0), ROUNDED[1] * unit)
    seen = np.clip((steps + (calm - steps) * near) / 1.6 + 0.5, 0, 1)
    eased = near > 0.02
    front = f32(np.where(eased, np.minimum(front, 1 - seen), front))
    return f32(np.where(eased, np.maximum(seen, cloth * (front > 0.5)), cloth)), front


def sleeve_cloth(
    person: Person, garment: Garment, side: int, arm: Arm, fit: DressFit, laid: SleeveFit | None, unit: float
) -> Array:
    """Where one sleeve lies, 0…1."""
    sleeve, shape = garment.sleeves[side], person.labels.shape
    if laid is None or sleeve is None:
        return np.zeros(shape, np.float32)
    if laid.stands:
        tip, pit = fit.torso.tips[side], fit.torso.armpits[side]
        alpha = standing_alpha(garment, sleeve, arm, laid, tip, pit, person.alpha)
        return even(alpha, unit)
    alpha, _ = sleeve_alpha(laid, arm, unit, laid.edge.beneath())
    return even(alpha, unit)


def thinned(
    cloth: Array, body: Array, alphas: list[Array], sleeves: tuple[SleeveFit | None, SleeveFit | None], sheer: Veil,
    where: Array, unit: float,
) -> tuple[Array, list[Array]]:  # fmt: skip
    """`cloth` and sleeves (`alphas`, all 0…1) as far as they hide what lies under sheer cloth. Cloth is drawn under
    every sleeve too: each of the two layers takes the root of what both let through."""
    hides = sample(sheer.body, where)
    under = np.maximum(*alphas)
    gathers = cv2.GaussianBlur(body, (0, 0), GATHERS * unit) * under  # towards the seam below a sleeve
    # from within it thins out as well, or the body's side is a line seen through the sleeve
    calm = cv2.GaussianBlur(np.maximum(body, 1 - under), (0, 0), GATHERS * unit)
    body = f32(body + (np.minimum(body, calm) - body) * under)
    thin, left = [], 1 - np.maximum(body, gathers) * hides
    for alpha, laid in zip(alphas, sleeves, strict=True):
        if laid is not None:
            alpha = f32(alpha * (1 - np.sqrt(1 - np.clip(sample(sheer.sleeves, laid.map, alpha > 0.5), 0, 1))))
        thin.append(alpha)
        left = left * (1 - alpha)
    seen_through = (np.maximum(*alphas) > 0) | (hides < 0.99)
    return f32(np.where(seen_through, np.minimum(cloth, 1 - left), cloth)), thin


def bared(
    person: Person, arms: tuple[Arm, Arm], sleeves: tuple[SleeveFit | None, SleeveFit | None], below: Mask
) -> Array:
    """Where an old sleeve goes on past the new one's end beside the body: there is an arm, not the dress, 0…1."""
    found = np.zeros(below.shape, np.float32)
    for arm, laid, edges in zip(arms, sleeves, bare_edges(person, arms), strict=True):
        u, length, end = arm.limb.u, arm.limb.length, laid.end if laid else 0.0
        if arm.sleeve_end < 0.1 * length:
            continue
        last = arm.sleeve_end + 0.1 * length + np.maximum(arm.slant * arm.limb.v, 0)  # a slanting end's far corner
        found = np.maximum(found, edges.inside(arm, before=True) * below * (u > 0.6 * end) * (u < last))
    return f32(found)


def off_skin(person: Person, naked: Array) -> Mask:
    """Where a `naked` arm (0…1) was under an old sleeve, and the seam by its end: the hand's own edge is soft there,
    and the dress would show through it as a line across the wrist."""
    sleeve = flags((naked > 0.5) & (person.labels == Label.UPPER))
    return flags((person.labels != Label.SKIN) | grow(sleeve, SEAM))


def whole_where_bare(front: Array, cloth: Array, erase: Mask) -> Array:
    """`front` (0…1) without half tones where neither `cloth` nor erasing touches the photo: there a pixel that is
    partly in front would be mixed with what is guessed to lie behind it."""
    return f32(np.where((cloth < 0.01) & ~erase & (front > 0.02), 1.0, front))


def joined_to(cloth: Array, front: Array, where: Mask, reach: float) -> Array:
    """`cloth` carried on across slits narrower than `reach` pixels between it and what is in `front`. Where a slit
    grows wider, until it is three times that, the cloth draws back little by little, so that its edge has no step."""
    solid, before = flags(cloth > 0.5), flags(front > 0.5)
    if not solid.any() or not before.any():
        return cloth
    to_cloth, to_front = (
        cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE) for mask in (solid, before)
    )
    wide = cv2.GaussianBlur(to_cloth + to_front - 1, (0, 0), 2.0)
    carried = np.clip(1.5 * reach - 0.5 * wide, 0, np.maximum(to_front, reach))
    beside = where & grow(~before, 2) & (wide < 3 * reach)  # and just under the front's soft rim
    share = np.clip((carried - to_cloth) / 1.6 + 0.5, 0, 1) * beside
    return f32(np.maximum(cloth, share))


def bracelets(person: Person, arms: tuple[Arm, Arm], before: Mask) -> Mask:
    """What is no skin but lies across a wrist, between arm and hand, among what is `before` the dress."""
    worn = before & (person.labels != Label.SKIN)
    wrist = np.logical_or.reduce(
        [(np.abs(arm.limb.v) < 1.3 * arm.half) & (np.abs(arm.limb.u / arm.limb.length - 0.93) < 0.15) for arm in arms]
    )
    return opened(flags(worn & wrist), 1)


def unlike_skin(person: Person, bare: Mask, rim: float = 5.0) -> Mask:
    """Pixels of `bare` arms within `rim` pixels of their edge whose colours skin hardly has: old cloth, or background
    in a gap too narrow to be cut out."""
    inner = shrink(bare, rim)
    if inner.sum() < 500:
        return np.zeros(bare.shape, np.bool_)
    cells = bins(to_lab(person.image))
    likely = histogram(cells[inner])[cells]
    return flags(bare & ~inner & (likely < 0.02 * float(np.median(likely[inner]))))


def unmixed(image: Array, front: Array) -> Array:
    """What lies behind `front` (H×W, 0…1) in `image` (H×W×3), such that an edge drawn over something else shows the
    front's own colour from further in, and nothing of what was behind it. It may lie outside of 0…255."""
    inner = shrink(front > 0.98, 1)
    if not inner.any():
        return image
    share = np.minimum(front, 0.96)[..., None]
    mixed = (image - share * push_pull(image, inner)) / (1 - share)
    return f32(np.where((front > 0)[..., None] & (front < 1)[..., None], mixed, image))


def stained_before(cleaned: Array, cloth: Array, front: Array) -> Array:
    """Skin that old clothes stained (`cleaned`) and that lies in `front` of the new `cloth`, 0…1 (all H×W): the cloth
    casts no shade on it. On skin beside the cloth it does; without it a hard-edged pale chip would be left there."""
    return soften(grow(cleaned > 0.02, 2) & (cloth < 0.02) & (front > 0.5), 2.0)


def even(alpha: Array, unit: float) -> Array:
    """`alpha` (0…1) without crumbs, its edge a smooth line a pixel and a half wide."""
    solid = largest(opened(alpha > 0.5, 1), 0.02)
    if not solid.any():
        return alpha
    edge = cv2.GaussianBlur(signed_distance(solid), (0, 0), max(1.2, 0.008 * unit))
    return f32(np.clip(edge / 1.6 + 0.5, 0, 1))


def filled(cloth: Array, area: float) -> Array:
    """`cloth` with holes smaller than `area` pixels closed."""
    holes = without_holes(cloth > 0.5) & (cloth <= 0.5)
    parts, areas = components(holes)
    small = np.concatenate([[False], areas[1:] < area])
    mask: Mask = small[parts]
    return f32(np.maximum(cloth, soften(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, 0.7)))
