"""Taking the old top off where the new one doesn't cover it: background, skin and lower garment in its place."""

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision import parallel
from fittingroom.vision.blurs import coarse_blur
from fittingroom.vision.channels import greatest, mean
from fittingroom.vision.fitting.armskin import arm_skin
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.barearms import beside_sleeve
from fittingroom.vision.fitting.bareoutline import Outline, at_armpit, bare_outlines, bared_arm, keeps_sleeve
from fittingroom.vision.fitting.chestskin import torso_skin
from fittingroom.vision.fitting.crops import Box, box_round, laid, limb_box
from fittingroom.vision.fitting.danglers import danglers, matte
from fittingroom.vision.fitting.fill import grow, noise, opened, polygon, push_pull, shrink, soften
from fittingroom.vision.fitting.flecks import depth_between, flecks
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hands import free_hands, past_hands
from fittingroom.vision.fitting.legskin import light_on
from fittingroom.vision.fitting.mottle import learn_mottle
from fittingroom.vision.fitting.notches import (
    SLOPE,
    beside_neck,
    evened_where_filled,
    notches,
    strap_corners,
    up_to_seen,
    without_thin_straps,
)
from fittingroom.vision.fitting.outline import Arm, OldTop, ShoulderLine, Sides
from fittingroom.vision.fitting.plainparts import with_plain_parts
from fittingroom.vision.fitting.pockets import clean_rims
from fittingroom.vision.fitting.rims import without_rims
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.shifts import textured
from fittingroom.vision.fitting.shoulders import before_chest
from fittingroom.vision.fitting.skin import Tone, learn_tone
from fittingroom.vision.fitting.skinseams import beyond_seam, in_shade, into_seen, own_edge, seen_below
from fittingroom.vision.fitting.sleeveshade import LEAST, ends_above, shade_reach
from fittingroom.vision.fitting.waistband import waistband
from fittingroom.vision.nearest import nearest_known
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: A background whose grey levels stray further than this from its slow gradient is not plain.
PLAIN = 4.0
#: How far down the torso (t) armpits lie; below them a new top's outline is the body's.
ARMPIT = 0.33

#: How far beside what is taken off (pixels) the background may still show some of it.
RIM = 6
#: How wide soft outlines are, pixels.
_EDGE = 5
#: How far in from a sleeve's edge (pixels) it is still soft, so that what lies behind it shows.
SOFT = 3

#: How far a background is carried on by mirroring, in shares of the picture's longer side.
_CARRIED = 0.06

#: How far the map of a mirrored background is smoothed, in shares of how far it is mirrored.
_BENT = 0.045

#: How far below a lower garment's upper edge that comes from which is mirrored above it, to how far above: buttons lie
#: close below and would be doubled.
_MIRRORED = 0.5


class Undressed(NamedTuple):
    """The person without the old top. bare: H×W×3. erased: H×W, 0…1, where that is shown. open_: H×W, 0…1, where the
    background shows instead of the old top, so that nothing can cast a shadow on it. cleaned: H×W, 0…1, skin and lower
    garment that the photo shows too, but stained by the old top. behind: H×W×3, the background behind the person;
    plain: whether it has no detail near them."""

    bare: Array
    erased: Array
    open_: Array
    cleaned: Array
    behind: Array
    plain: bool


def seen_background(person: Person, erase: Mask) -> Mask:
    """Background that says what lies behind the person, H×W: not their soft outline, and nothing in or right beside
    what is taken off (`erase`), where outlines that were found too narrow leave old cloth and skin. A gap as narrow as
    that, between arm and body, keeps what it shows."""
    outside = shrink(person.alpha < 0.03, 5)
    sure = flags(outside & ~grow(erase, RIM))
    return flags(sure | (outside & ~holding(outside, sure)))


def background_plate(person: Person, known: Mask, seed: int) -> Array:
    """The background carried on from where it is `known`, H×W×3: mirrored about the outline close by, so that horizons
    and leaves go on, smooth with the same fine detail further in."""
    image = person.image.astype(np.float32)
    if not known.any():
        return image
    rough = mean(np.abs(image - cv2.GaussianBlur(image, (0, 0), 2)))
    reach = _CARRIED * max(known.shape)
    # A ragged outline would mirror as streaks.
    calm = known & (cv2.GaussianBlur(known.astype(np.float32), (0, 0), 0.1 * reach) > 0.5)
    smooth = push_pull(image, known)
    beside = mirrored(f32(np.where(known[..., None], image, smooth)), calm, 2 * reach)
    distance = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 5)
    sharp = np.exp(-((distance / (0.25 * reach)) ** 2))[..., None]  # further in, mirrored leaves fan out
    beside = cv2.GaussianBlur(beside, (0, 0), 0.04 * reach) * (1 - sharp) + beside * sharp
    detail = beside - cv2.GaussianBlur(beside, (0, 0), 0.25 * reach)
    near = np.exp(-((distance / (0.5 * reach)) ** 2))[..., None]
    filled = smooth + detail + (beside - smooth - detail) * near
    grain = noise(known.shape, 0.8, seed) * float(np.median(rough[known])) * 0.5
    return f32(np.where(known[..., None], image, filled + grain[..., None]))


def textured_plate(person: Person, known: Mask, open_: Mask, unit: float, seed: int) -> Array:
    """`background_plate` with the background's own texture where that comes to light (`open_`, H×W), and plain where
    the background beside the person is."""
    plate = textured(person, background_plate(person, known, seed), known, open_, unit)
    return with_plain_parts(plate, person.image.astype(np.float32), known, _CARRIED * max(known.shape), seed)


def mirrored(picture: Array, known: Mask, most: float) -> Array:
    """`picture` (H×W×3) mirrored about the outline of what is `known`, at most `most` pixels far, by a map as smooth as
    a bent mirror: from pixel to pixel nearest places jump along the outline, and leaves would become combs."""
    rows, columns, distance = (np.asarray(each, np.float32).reshape(known.shape) for each in nearest_known(known))
    ys, xs = np.mgrid[: known.shape[0], : known.shape[1]].astype(np.float32)
    share = 1 + np.minimum(1, most / np.maximum(distance, 1))
    down, along = (cv2.GaussianBlur(gap * share, (0, 0), _BENT * most) for gap in (rows - ys, columns - xs))
    return f32(cv2.remap(picture, xs + along, ys + down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def plain_plate(person: Person, seed: int) -> Array | None:
    """The background behind the person where it is plain near them (H×W×3): its own slow gradient and grain, with
    nothing of the halo that lenses and sharpening draw round a dark sleeve. None where it has detail."""
    known = shrink(person.alpha < 0.01, 8)
    known |= shrink(person.alpha < 0.01, 4) & ~grow(known, 0.03 * max(known.shape))  # gaps have a shade of their own
    near = known & (cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 3) < 1)
    near &= grow(person.labels == Label.UPPER, 0.05 * max(known.shape))
    if near.sum() < 500:
        return None
    image = person.image.astype(np.float32)
    slow = coarse_blur(push_pull(image, known), 9, 4)
    residual = mean(np.abs(image - slow))[near]
    if np.percentile(residual, 90) > PLAIN:
        return None
    grain = noise(known.shape, 0.8, seed) * float(np.median(residual)) * 0.8
    return f32(slow + grain[..., None])


def joined_to(person: Person, plate: Array, erase: Mask, unit: float, taken_over: Mask | None = None) -> Array:
    """`plate` (H×W×3) moved, close to the edges of `erase`, by what the photographed background differs from it there:
    a gap beside an arm has a shade of its own, and lenses draw halos round people. taken_over: where the plate is the
    photo itself, which says nothing about how it goes on."""
    wall = shrink(person.alpha < 0.02, 1)  # its outermost pixels are mixed with what lies before it
    ring = wall & grow(erase, 0.05 * unit) & ~grow(erase, 1)
    ring &= True if taken_over is None else ~taken_over
    if ring.sum() < 20:
        return plate
    share = np.maximum(cv2.blur(wall.astype(np.float32), (3, 3)), 0.1)[..., None]
    rest = f32(cv2.blur((person.image.astype(np.float32) - plate) * wall[..., None], (3, 3)) / share)
    rest = f32(cv2.GaussianBlur(push_pull(f32(np.where(ring[..., None], rest, 0)), ring), (0, 0), 2.0))
    away = cv2.distanceTransform((~ring).astype(np.uint8), cv2.DIST_L2, 5)
    return f32(plate + rest * np.exp(-((away / (0.12 * unit)) ** 2))[..., None])


def into_plain(person: Person, erase: Mask, unit: float) -> Array:
    """How far a plain plate goes on beyond `erase`, 0…1: it fades into the background, so that no line is left where
    an old sleeve's halo ends."""
    outside = (person.alpha < 0.02) | erase | soft_edges(person, erase)
    share = np.clip(2.2 * cv2.GaussianBlur(erase.astype(np.float32), (0, 0), 0.05 * unit), 0, 1)
    return f32(share * cv2.GaussianBlur(shrink(outside, 1).astype(np.float32), (0, 0), 1.0) * outside)


def soft_edges(person: Person, erase: Mask) -> Mask:
    """The soft outline of what is taken off (`erase`), H×W: neither background nor labelled as worn, it would be left
    behind as a line; not the edges of what stays."""
    stays = ~np.isin(person.labels, [Label.BACKGROUND, Label.UPPER]) & (person.alpha > 0.5)
    return flags((person.labels == Label.BACKGROUND) & grow(erase, _EDGE) & ~grow(stays, _EDGE))


def torso_shape(
    person: Person, frame: Frame, line: ShoulderLine, sides: Sides,
    bare: tuple[Outline | None, Outline | None] = (None, None),
) -> Array:  # fmt: skip
    """Where a bare neck and torso would be, 0…1. bare: outlines of those shoulders that no sleeve covers."""
    unit = frame.unit
    ts = np.linspace(0.36, 1.30, 11, dtype=np.float32)
    neck = float(frame.lateral(frame.neck_mid))
    halves = []
    for side, sign in ((0, -1.0), (1, 1.0)):
        joint = abs(float(frame.lateral(frame.shoulders)[side]))
        shoulders = neck * (1 - np.linspace(0, 1, 5)) + sign * np.linspace(frame.neck_half, joint + 0.06 * unit, 5)
        top = line.at(frame, shoulders.astype(np.float32)) - frame.up * 0.012 * unit
        if (outline := bare[side]) is not None:
            round_ = outline.shoulder[frame.t(outline.shoulder) < 0.28]
            round_ = round_[sign * frame.lateral(round_) < joint + 0.12 * unit]
            top = np.concatenate([outline.neck, round_])
        head = frame.at(0, neck + sign * frame.neck_half) + frame.up * 0.55 * unit
        waist = frame.at(ts, sign * 0.965 * sides.at(side, ts))
        halves.append(np.concatenate([head[None], top, waist]))
    return polygon(np.concatenate([halves[0], halves[1][::-1]]), person.labels.shape, 1.0)


def undress(
    person: Person, frame: Frame, arms: tuple[Arm, Arm], line: ShoulderLine, sides: Sides, old: OldTop, erase: Mask,
    cloth: Array, starts: tuple[float, float], seed: int, back: tuple[Array, Array],
) -> Undressed:  # fmt: skip
    """The person with `erase` filled in, as the new `cloth` (0…1) will lie on them.

    starts: u of each arm from which skin must appear, 0 for an arm without a sleeve. back: colour and alpha of what
    the new garment shows behind the neck.
    """
    photo = person.image.astype(np.float32)
    loose = danglers(person, frame, arms, cloth, torso_shape(person, frame, line, sides))
    hanging = matte(person, loose, frame.unit)
    erase = erase & (~grow(loose, 0.04 * frame.unit) | ((person.labels == Label.UPPER) & (hanging < 0.5)))
    gone, beside_cloth = erase & (person.labels == Label.UPPER), grow(cloth > 0.5, 0.02 * frame.unit)
    # where new cloth lies along an arm as the old did, the arm's shade is as before
    along_arm = np.logical_or.reduce(
        [(arm.limb.u > 0.3 * arm.limb.length) & (np.abs(arm.limb.v) < 2 * arm.half) for arm in arms]
    )
    gone &= ~(beside_cloth & along_arm) | opened(gone, 0.012 * frame.unit)
    hands = free_hands(arms)  # they are seen whole, and their edge is the matte's
    clean = without_rims(person, gone, max(4.0, 0.03 * frame.unit))
    clean = clean._replace(image=np.where(hands[..., None], photo, clean.image), changed=clean.changed * ~hands)
    person = replace(person, image=np.clip(np.round(clean.image), 0, 255).astype(np.uint8))
    image = clean.image
    walling = parallel.beside(_behind, person, frame, arms, erase, cloth, back, seed)
    tone, light, bands = learn_tone(person), light_on(person, frame.unit), learn_mottle(person, frame.unit)
    laid_bare = [ends_above(arm, start) for arm, start in zip(arms, starts, strict=True)]
    shades = [shade_reach(person, arm) if each else LEAST for arm, each in zip(arms, laid_bare, strict=True)]
    t, lateral = frame.fields(person.labels.shape)
    lateral = lateral - float(frame.lateral(frame.neck_mid))
    outlines = bare_outlines(person, frame, arms, line)
    shown_bare = [None if start > 0 else outline for start, outline in zip(starts, outlines, strict=True)]
    trunk = torso_shape(person, frame, line, sides, (shown_bare[0], shown_bare[1]))
    # what is seen of the garment's back stands before the background; old cloth there may have hidden skin
    body = trunk * within_cloth(cloth, t, lateral, starts) * (1 - back[1] * (1 - person.alpha))
    outline = within_outline(person)
    body = body * outline
    shapes = [bared_arm(arm, each, start, erase.shape) for arm, each, start in zip(arms, outlines, starts, strict=True)]
    shapes = [ended_as_seen(shape, arm, outline) for shape, arm in zip(shapes, arms, strict=True)]
    outside = [beside_sleeve(arm, cloth) for arm in arms]
    unseen = soften(flags((hands & (person.labels != Label.SKIN)) | past_hands(person, arms)), 0.8)
    shapes = [shape * (1 - np.maximum(each, unseen)) for shape, each in zip(shapes, outside, strict=True)]
    limbs, skin_seen = np.maximum(*shapes), soften(person.labels == Label.SKIN, 0.8)
    as_seen = [beyond_seam(*each) for each in zip(arms, shades, laid_bare, strict=True)]
    seen_edges = own_edge(person, limbs) & np.logical_or(*as_seen)
    for side, arm in enumerate(arms):
        fold = at_armpit(person, arm, outlines[side], np.maximum(limbs, body), cloth, t, starts[side])
        seen_whole = below_sleeve(arm) & (arm.limb.u > outlines[side].edges.lifted) & beside_cloth
        shapes[side] = np.maximum(shapes[side], fold) * np.where(seen_whole, skin_seen, 1)
        if laid_bare[side]:
            shapes[side] = np.maximum(shapes[side], seen_below(person, arm) * (1 - unseen))
    limbs = np.maximum(*shapes)
    top = flags((t < 0.05) & (np.abs(lateral) > 2 * frame.neck_half))  # on the shoulder, not down the arm
    bared_side = np.where(lateral < 0, starts[0], starts[1]) <= 0
    slope = flags((t < 0.05) & (np.abs(lateral) < frame.neck_half + 2 * SLOPE * frame.unit) & bared_side)
    top &= bared_side
    bare_body = f32(np.maximum(body, limbs))
    # a strap that stands on the shoulder is no part of its outline
    broad = without_thin_straps(cloth, frame.unit)
    gaps = notches(person, erase, broad, bare_body, flags(top), frame.unit)
    gaps = np.maximum(gaps, notches(person, erase, np.zeros_like(cloth), bare_body, slope, frame.unit, SLOPE))
    corners = strap_corners(person, erase, cloth, flags(top | slope), frame.unit)
    body = up_to_seen(person, body, corners & top)  # beside the neck a corner is the old collar's
    body = evened_where_filled(person, body, gaps, frame.unit)
    by_neck = flags((t < 0.05) & (np.abs(lateral) < 2 * frame.neck_half))
    body = np.maximum(body, outline * (1 - back[1]) * beside_neck(body, cloth, by_neck, frame.unit))
    joint = np.maximum(body, limbs)  # no background between chest and arms
    box = box_round(joint > 0, 0.1 * frame.unit)
    chest = parallel.beside(torso_skin, person, frame, sides, tone, light, seed, box, bands, joint)
    skins = [_skin_of(person, arms, side, starts, shapes, outlines, tone, light, seed, bands) for side in (0, 1)]
    below, behind, between, plain = walling.result()
    filled = laid(below, chest.result(), joint, box)
    filled, carried = _lower(person, frame, arms, old, trunk, body, cloth, filled, below)
    covered = np.maximum(np.maximum(body, carried), limbs)
    beside = np.zeros(erase.shape, np.bool_)
    bared = beside.copy()
    for side, arm in enumerate(arms):
        if keeps_sleeve(arm, starts[side]):
            beside |= outside_arm(arm)
            continue
        bared |= _beside(arm, starts[side], outlines[side].edges.lifted)
        drawn = skins[side]
        if drawn is not None:
            skin, box = drawn
            filled = laid(f32(filled), skin, f32(shapes[side] * before_chest(arm, shapes[side], body)), box)
    beside |= bared
    filled = thin_rims(person, erase & ~beside, flags(covered > 0.3), filled, old_rim=4)
    protected = cv2.GaussianBlur(np.isin(person.labels, [Label.FACE, Label.HAIR]).astype(np.float32), (0, 0), 1.0)
    lower = opened(person.labels == Label.LOWER, 0.02 * frame.unit)  # thinner ones are a sleeve's mislabelled rim
    erase = erase & ~((opened(person.labels == Label.SKIN, 1) | lower) & (person.alpha > 0.5))
    erase &= ~seen_edges
    erase |= corners
    upper = person.labels == Label.UPPER
    rim = grow(upper, 2.5) & grow(cloth > 0.5, 0.03 * frame.unit) & (person.labels == Label.SKIN)
    erase |= rim & (np.maximum(*outside) > 0.5)
    erase |= bared & (limbs >= 0.5) & upper & (cloth < 0.5)
    erase |= bared & (limbs < 0.2) & grow(upper, 0.02 * frame.unit) & (person.labels == Label.SKIN)
    erase |= bared & (limbs < 0.5) & grow(upper, 2.5) & (cv2.boxFilter(upper.astype(np.float32), -1, (5, 5)) > 0.1)
    shown = np.maximum(cv2.GaussianBlur(erase.astype(np.float32), (0, 0), 1.2), erase)
    if plain:
        shown = np.maximum(shown, into_plain(person, erase, frame.unit))
    else:
        beyond = (person.alpha < 0.03) | soft_edges(person, erase)
        shown = np.maximum(shown, soften(grow(erase, 3) & beyond, 1.0) * (person.alpha < 0.5))
    skin = (person.labels == Label.SKIN) & (person.alpha > 0.9)
    rebuilt = np.clip(4 * np.maximum(body, limbs) - 3, 0, 1)  # nothing of what lies behind it comes into the skin
    # Beside the body an arm is seen up to its edge: what little of the old top is taken off there leaves it as it is.
    shaded = np.logical_or(*(in_shade(arms[side], shades[side]) & laid_bare[side] for side in (0, 1)))
    along = limbs * (bared | (body > 0.5) | ~beside_cloth | shaded)
    into_skin = into_seen(erase, body, f32(along), arms, frame.unit, (shades[0], shades[1]))
    into_skin = into_skin * ~hands
    shown = np.maximum(shown, np.where(skin, into_skin * rebuilt, 0)) * (1 - protected)
    shown = np.maximum(shown, back[1])
    bare = image + (filled - image) * shown[..., None]
    rim = clean_rims(person, arms, f32(bare), erase, limbs, frame.unit)
    bare, shown = rim.image, np.maximum(shown, rim.share)
    differs = np.clip(greatest(f32(np.abs(bare - photo))), 0, 1) * (clean.changed > 0)
    joined = np.where(skin & (limbs > 0.5) & ~hands, shown, 0)
    cleaned = f32(np.maximum.reduce([clean.changed, joined, hanging]))
    open_ = f32(np.maximum(shown * (1 - covered) * (erase | ~skin), hanging))
    bare, shown = bare + (between - bare) * hanging[..., None], np.maximum(shown, hanging)
    wall = flags((open_ > 0.5) | (person.alpha < 0.5))
    small = flecks(wall, cloth, frame.unit)
    if small.any():
        bare = depth_between(f32(bare), small, flags(~wall & (cloth < 0.02)))
        shown, open_ = np.maximum(shown, small), open_ * (1 - small)
    return Undressed(f32(bare), f32(np.maximum(shown, differs)), open_, cleaned, f32(behind), plain)


def _behind(
    person: Person, frame: Frame, arms: tuple[Arm, Arm], erase: Mask, cloth: Array, back: tuple[Array, Array], seed: int
) -> tuple[Array, Array, Array, bool]:
    """What lies behind the person (H×W×3 each), with the garment's `back` and the lower garment beside forearms; the
    background alone; it with the back alone; and whether it is plain near them."""
    plain = plain_plate(person, seed)
    known = seen_background(person, erase)
    wall = textured_plate(person, known, erase & (cloth < 0.9), frame.unit, seed) if plain is None else plain
    met = joined_to(person, wall, erase, frame.unit, known if plain is None else None)
    between = f32(met + (back[0] - met) * back[1][..., None])
    return f32(_beside_arms(person, frame, arms, between)), wall, between, plain is not None


def _skin_of(
    person: Person, arms: tuple[Arm, Arm], side: int, starts: tuple[float, float], shapes: list[Array],
    outlines: tuple[Outline, Outline], tone: Tone, light: Light, seed: int, bands: Array,
) -> tuple[Array, Box] | None:  # fmt: skip
    """The skin of the arm on `side` and the box round it; None of an arm whose shape is empty, as it lies outside the
    picture or is hidden, or that keeps its old sleeve."""
    arm, shape, edges = arms[side], shapes[side], outlines[side].edges
    if keeps_sleeve(arm, starts[side]) or not shape.any():
        return None
    box, widths = limb_box(arm, shape), (edges.outer, edges.inner)
    return arm_skin(person, arm, tone, light, seed + 7 * side, box, widths, bands), box


def within_cloth(cloth: Array, t: Array, lateral: Array, starts: tuple[float, float]) -> Array:
    """0 on what lies further out than all of the new cloth (0…1) in its row, where that outlines the body: from the
    armpits down (by `t`), and on shoulders that have sleeves (`starts` above 0). Background comes back there, not
    skin; 1 elsewhere. lateral: pixels from the middle of the neck: cloth on one side says nothing of the other."""
    solid = flags(cloth > 0.5)
    crossed = flags(solid.any(1))[:, None]
    columns = np.arange(solid.shape[1])[None]
    first, last = solid.argmax(1)[:, None], solid.shape[1] - 1 - solid[:, ::-1].argmax(1)[:, None]
    beyond = np.zeros(solid.shape, np.bool_)
    for outwards, edge, sign, start in ((first - columns, first, -1, starts[0]), (columns - last, last, 1, starts[1])):
        this_side = sign * np.take_along_axis(lateral, edge, axis=1) > 0
        beyond |= crossed & (outwards > 0) & this_side & (t > ARMPIT)
        beyond |= crossed & (outwards > -SOFT) & this_side & (start > 0)
    return f32(1 - cv2.GaussianBlur(beyond.astype(np.float32), (0, 0), 0.8))


def within_outline(person: Person) -> Array:
    """1 on and close to the photographed person, 0 on what is seen to be background: clothes hide skin, but none
    lies beyond them."""
    return f32(cv2.GaussianBlur(grow(person.alpha > 0.5, 0.5).astype(np.float32), (0, 0), 0.8))


def ended_as_seen(shape: Array, arm: Arm, outline: Array) -> Array:
    """The `shape` of a bare `arm` within the person's `outline` (all H×W, 0…1) at its two ends: a shoulder ends where
    it is seen to, and so does a wrist below an old cuff, where the hand may be in a pocket."""
    along = arm.limb.u / arm.limb.length
    return f32(shape * np.where((along < 0.25) | (along > 1), outline, 1))


def _beside_arms(person: Person, frame: Frame, arms: tuple[Arm, Arm], filled: Array) -> Array:
    """`filled` with the lower garment carried on a little on the inner side of forearms, where it lies nearer than the
    background does: a bare arm is slimmer than the sleeve that came off."""
    lower = opened((person.labels == Label.LOWER) & (person.alpha > 0.9), 0.05 * frame.unit)
    near = np.zeros(lower.shape, np.bool_)
    for arm in arms:
        u, v = arm.limb.u, arm.limb.v
        near |= (u > 0.5 * arm.limb.length) & (u < 1.2 * arm.limb.length) & (v < 0) & (v > -2.2 * arm.half)
    if not (near & lower).any():
        return filled
    to_lower, to_wall = (
        cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) for mask in (lower, person.alpha < 0.03)
    )
    share = near * np.clip((to_wall - to_lower) / 2, 0, 1) * np.clip(2 - to_lower / (0.05 * frame.unit), 0, 1)
    cloth = push_pull(person.image.astype(np.float32), shrink(lower, 2))
    return f32(filled + (cloth - filled) * share[..., None])


def _lower(
    person: Person,
    frame: Frame,
    arms: tuple[Arm, Arm],
    old: OldTop,
    shape: Array,
    body: Array,
    cloth: Array,
    filled: Array,
    behind: Array,
) -> tuple[Array, Array]:
    """The lower garment carried on upwards under a hem that goes up, mirrored about its upper edge, and where it is,
    0…1: on the `body` that the new `cloth` leaves, and within the torso's `shape` close above where it is seen.
    behind: H×W×3, what is seen beside it: skin in `filled` would draw a line along its soft edges."""
    lower = shrink(person.labels == Label.LOWER, 4)
    if lower.sum() < 500 or old.waist is None:
        return filled, np.zeros_like(body)
    image = person.image.astype(np.float32)
    rows = np.arange(lower.shape[0], dtype=np.float32)[:, None]
    top = np.where(lower.any(0), lower.argmax(0), -1)
    back = np.clip(top[None] + 4 + _MIRRORED * (top[None] - rows), 0, lower.shape[0] - 1).astype(np.intp)
    columns = np.broadcast_to(np.arange(lower.shape[1]), lower.shape)
    on = push_pull(image, lower)
    off_arms = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms)) > 0.9
    close = (top[None] >= 0) & (rows > top[None] - 0.2 * frame.torso)
    t, _ = frame.fields(lower.shape)
    low = f32(np.clip(rows - waistband(lower, t, cloth, frame) + 0.5, 0, 1) * (t > old.waist - 0.12))
    filled = filled + (behind - filled) * low[..., None]
    weight = f32(low * np.maximum(body, shape * close) * off_arms)
    box = box_round(weight > 0)
    back, columns = back[box], columns[box]
    ok = (top[None] >= 0)[:, box[1]] & lower[back, columns]
    carried = np.where(ok[..., None], image[back, columns], on[box])
    return laid(f32(filled), carried, weight, box), weight


def _beside(arm: Arm, start: float, lifted: float) -> Mask:
    """A bared arm and what lies next to it, as far as its old sleeve went, or the old top overlapped it (u = `lifted`):
    skin there is the arm's alone."""
    u, v = arm.limb.u, arm.limb.v
    along = (u > start - 0.1 * arm.limb.length) & (u < max(arm.sleeve_end + 0.08 * arm.limb.length, lifted))
    return flags(along & (np.abs(v) < 3 * arm.half))


def below_sleeve(arm: Arm) -> Mask:
    """Where an arm is bare well below its old sleeve, so that it is seen whole; an upper arm lies close to the body."""
    return flags(arm.limb.u > max(arm.sleeve_end + 0.08 * arm.limb.length, 0.45 * arm.limb.length))


def outside_arm(arm: Arm) -> Mask:
    """What lies further out, above an old short sleeve's end and a little below it, than the arm that is seen to come
    out of it: never skin."""
    end, length = arm.sleeve_end, arm.limb.length
    below = (arm.stations > end + 0.05 * length) & (arm.stations < end + 0.25 * length) & arm.outer_free
    if end <= 0 or below.sum() < 3:
        return np.zeros(arm.half.shape, np.bool_)
    edge = float(np.median(arm.outer[below])) + 0.02 * arm.unit
    u, v = arm.limb.u, arm.limb.v
    return flags((v > edge) & (v < 4 * edge) & (u > 0.1 * length) & (u < end + 0.2 * length))


def thin_rims(person: Person, erase: Mask, skin: Mask, filled: Array, old_rim: float) -> Array:
    """Thin erased rims on the body take their nearest neighbour's colour, lower garment or, where there may be any,
    `skin`: beside an arm background may have been hidden."""
    thin = erase & ~opened(erase, 7) & (person.alpha > 0.9)
    inner = shrink(person.alpha > 0.95, 2) & ~grow(person.labels == Label.UPPER, old_rim) & ~erase
    known = [inner & (person.labels == label) for label in (Label.LOWER, Label.SKIN)]
    away = [cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3) for mask in known]
    thin &= np.minimum(*away) < 8 + old_rim
    if not thin.any():
        return filled
    weight = cv2.GaussianBlur(thin.astype(np.float32), (0, 0), 1.5)
    image = person.image.astype(np.float32)
    for mask, nearer in zip(known, (away[0] <= away[1], (away[0] > away[1]) & skin), strict=True):
        if mask.sum() > 100 and (thin & nearer).any():
            share = weight * cv2.GaussianBlur(nearer.astype(np.float32), (0, 0), 0.8)
            filled = filled + (push_pull(image, mask) - filled) * share[..., None]
    return filled
