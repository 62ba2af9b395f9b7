"""The edge of bare arms and hands before new cloth: smooth, and clear of the old cloth's colours.

Where an arm lay on the old top, its label ends a pixel or two off, wavers with the old cloth's folds, and the pixels
along it show both: each of these leaves a line of the old cloth between the arm and the new one.
"""

from typing import NamedTuple

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.channels import dot
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.contour import first_gap
from fittingroom.vision.fitting.fill import closed, grow, opened, push_pull, shrink, signed_distance, soften
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.hands import near_hands
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.rims import towards
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How far inside an arm's edge old cloth shows in its colours, units, and the least of it, pixels.
RIM, LEAST = 0.012, 3.0
#: Gaps between new cloth and an arm up to this wide in which only old clothes are seen are the new cloth's, units.
SLIT = 0.075
#: How far an arm's edge is smoothed along (deviation), and how far it may move by that, units.
SMOOTH, MOVES = 0.032, 0.025
#: How dark skin is at most where it turns away at an arm's edge, as a share of what it is further in.
DARKEST = 0.4


class Rim(NamedTuple):
    """share: H×W, 0…1, where the photo's colours of what is in front are mixed with the old cloth's. pure: H×W×3 RGB,
    what they are without it."""

    share: Array
    pure: Array

    def with_other(self, other: "Rim") -> "Rim":
        """This and an `other` rim: at each pixel the one whose share is larger."""
        more = (other.share > self.share)[..., None]
        return Rim(np.maximum(self.share, other.share), f32(np.where(more, other.pure, self.pure)))


def _arm_before(person: Person, front: Array) -> Mask:
    return flags((person.labels == Label.SKIN) & (front > 0.5))


def _covered(person: Person, cloth: Array) -> Mask:
    """Old clothes, and background beside the person, that new `cloth` (0…1) covers."""
    return flags((person.worn | (person.alpha < 0.5)) & (cloth > 0.5))


def whole_arms(person: Person, front: Array, beside: Mask, unit: float) -> Array:
    """`front` (0…1) with the thin strips of skin that lie between an arm in it and old cloth: they are the arm's, which
    is wider there than it was taken for. beside: H×W, where cloth and arms lie side by side."""
    arm, skin = _arm_before(person, front), person.labels == Label.SKIN
    between = closed(arm | (person.labels == Label.UPPER), 0.5 * SLIT * unit) & skin & ~arm & beside
    return f32(np.maximum(front, soften(holding(between, grow(arm, 1.5)), 0.8)))


def up_to_arms(
    person: Person, frame: Frame, cloth: Array, front: Array, begins: tuple[float, float], sleeved: bool
) -> Array:
    """`cloth` (0…1) carried on outwards to an arm in `front` (0…1), and a little beneath it, wherever it ends close to
    one and nothing but old clothes is seen between the two. begins: t from where on arms hang beside the body.
    sleeved: whether a sleeve ends there; else the cloth widens gradually from there on."""
    t, lateral = frame.fields(cloth.shape)
    unit, drawn = frame.unit, cloth
    arm, empty, old = _arm_before(person, front), person.alpha < 0.5, person.labels == Label.UPPER
    steps = np.arange(0, 1.6 * unit, dtype=np.float32)
    for begin, sign in zip(begins, (-1.0, 1.0), strict=True):
        heights = np.arange(begin, 1.6, 1.0 / frame.torso, dtype=np.float32)
        rows, columns = pixels(frame.at(heights[:, None], sign * steps[None]), cloth.shape)
        edge = first_gap(cloth[rows, columns])
        beyond = steps[None] >= np.minimum(edge - 2, len(steps) - 2)[:, None]
        there = arm[rows, columns] & beyond
        start = np.where(there.any(1), there.argmax(1), len(steps))
        between = beyond & (steps[None] < start[:, None])
        clear = (empty[rows, columns] & between).sum(1) < 2
        hem = int(np.flatnonzero(edge > 0)[-1]) + 1 if (edge > 0).any() else 0
        all_old = (old[rows, columns] & between).sum(1) > 0.9 * between.sum(1)
        widest = np.where(all_old, 1.6, 1.0) * SLIT * unit
        close = clear & (start - edge < widest)
        close = ndimage.gaussian_filter1d(close.astype(float), 0.02 * unit) > 0.5
        start, edge = (ndimage.median_filter(each, 9, mode="nearest") for each in (start, edge))
        close &= (start - edge < widest) & (start >= edge - 2)
        at_hem = close[max(hem - 9, 0) : max(hem - 4, 0)].all() and hem > 9
        if at_hem:  # an arm lies before the hem's end as well
            close[hem - 9 :], start[hem - 5 :], edge[hem - 5 :] = True, start[hem - 6], edge[hem - 6]
        padded = np.concatenate([[sleeved], close, [at_hem]])
        rise = 0.35 * ndimage.distance_transform_edt(padded)[1:-1] if not padded.all() else np.inf
        wide = np.where(close, np.minimum(start + MOVES * unit + 2, edge + rise), edge)
        wide = np.where(close, ndimage.gaussian_filter1d(wide, 1.5), wide)
        inside = np.clip(np.interp(t, heights, wide, left=0) - np.abs(lateral) + 0.5, 0, 1)
        filled = (np.interp(t, heights, close.astype(float), left=0) > 0.5) & (sign * lateral > 0)
        filled &= np.abs(lateral) > np.interp(t, heights, edge) - 3
        drawn = np.maximum(drawn, inside * filled)
    return f32(drawn)


def smooth_arms(person: Person, arms: tuple[Arm, Arm], cloth: Array, front: Array, unit: float) -> Array:
    """`front` (0…1) with the edges of arms on old cloth or background that new `cloth` (0…1) covers drawn smooth; hands
    keep theirs, for fingers are no thicker than what would be smoothed away."""
    arm = _arm_before(person, front)
    if not arm.any():
        return front
    old = _covered(person, cloth)
    edge = signed_distance(arm)
    even = cv2.GaussianBlur(edge, (0, 0), SMOOTH * unit)
    near = grow(old, 3) & (np.abs(edge) < 0.06 * unit) & ~grow(np.isin(person.labels, [Label.HAIR, Label.FACE]), 4)
    limb = np.logical_or.reduce([(each.limb.u < 0.88 * each.limb.length) & (each.limb.u > 0) for each in arms])
    share = cv2.GaussianBlur(f32(near & limb), (0, 0), 0.02 * unit) * near
    share = share * np.clip(2 - 2 * np.abs(even - edge) / (MOVES * unit), 0, 1)
    drawn = np.clip(edge + (even - edge) * share - 0.5 * share, -1, 1) / 1.6 + 0.5
    return f32(front + (np.clip(drawn, 0, 1) - front) * np.clip(2 * share, 0, 1))


def mixed_rim(person: Person, arms: tuple[Arm, Arm], front: Array, cloth: Array, unit: float) -> Rim:
    """Where bare arms in `front` of new `cloth` (both 0…1) show the old clothes or background beside them. Hands are
    left alone, for between fingers there is no colour to carry on from, and so are wrists, which may wear bands."""
    arm = opened(_arm_before(person, front), 0.01 * unit)
    old = _covered(person, cloth)
    reach = max(LEAST, RIM * unit)
    away = cv2.distanceTransform((~(old & ~arm)).astype(np.uint8), cv2.DIST_L2, 5)
    image = person.image.astype(np.float32)
    skin = (person.labels == Label.SKIN) & (person.alpha > 0.97)
    sure = shrink(skin, 1) & (away > reach + 0.5)
    rim = (away < 2 * reach) & ~grow(np.isin(person.labels, [Label.HAIR, Label.FACE]), 3) & ~person.front.objects
    rim &= grow(arm, 2) & grow(sure, 3 * reach)
    rim &= ~np.logical_or.reduce(
        [(each.limb.u > 0.82 * each.limb.length) & (np.abs(each.limb.v) < 4 * each.half) for each in arms]
    )
    cloth_inside = shrink(old & ~arm, 2)
    if not rim.any() or not cloth_inside.any():
        return Rim(np.zeros(arm.shape, np.float32), image)
    beside = push_pull(image, cloth_inside)
    stain = _stain(image, push_pull(image, sure), beside)
    pure = push_pull(image, skin & (away > 1.5) & (stain < 0.05) & ~person.front.objects)
    stain = np.maximum(_stain(image, pure, beside), rim & ~skin)
    share = rim * np.clip(2 - away / reach, 0, 1) * np.maximum(stain, cv2.GaussianBlur(stain, (0, 0), 0.7))
    return Rim(f32(share), pure)


def hand_rim(person: Person, arms: tuple[Arm, Arm], front: Array, cloth: Array, unit: float) -> Rim:
    """Where hands in `front` of new `cloth` (both 0…1) show the background beside them: before a lighter one they would
    keep a halo. Fingers before old clothes are left alone, for these lie between them as well."""
    image = person.image.astype(np.float32)
    hand = _arm_before(person, front) & near_hands(arms, 0.8)
    wall = flags((person.alpha < 0.5) & (cloth > 0.5)) & ~hand
    reach = max(LEAST, RIM * unit)
    away = cv2.distanceTransform((~wall).astype(np.uint8), cv2.DIST_L2, 5)
    rim = (away < 2 * reach) & grow(hand, 2) & ~person.front.objects
    rim &= ~grow(np.isin(person.labels, [Label.HAIR, Label.FACE]) | person.worn, 2)
    rim &= (cloth > 0.5) | (person.alpha > 0.5)  # where the wall itself stays it keeps its colour
    sure, beyond = shrink(hand, 1) & (away > reach + 0.5), shrink(person.alpha < 0.03, 1)
    if not rim.any() or not sure.any() or not beyond.any():
        return Rim(np.zeros(hand.shape, np.float32), image)
    pure, wall_colour = push_pull(image, sure), push_pull(image, beyond)
    stain = np.maximum(_stain(image, pure, wall_colour), rim & ~hand)
    share = rim * np.clip(2 - away / reach, 0, 1) * np.maximum(stain, cv2.GaussianBlur(stain, (0, 0), 0.7))
    return Rim(f32(share), pure)


def _stain(image: Array, own: Array, other: Array) -> Array:
    """How far each pixel (RGB) shows the `other` colour, 0…1. A darker shade of its `own` is the arm turning away, and
    the shade of the body beside it, which the new cloth casts as well."""
    shade = np.clip(dot(image, own) / np.maximum(dot(own, own), 1), DARKEST, 1)[..., None]
    return f32(np.clip((towards(f32(image / shade), own, other) - 0.06) / 0.25, 0, 1))
