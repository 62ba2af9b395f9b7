"""Bare arms and hands: which skin belongs to them and stays before the cloth."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, flags
from fittingroom.vision.fitting.crossed import before_end, with_hands_on_sleeves
from fittingroom.vision.fitting.fill import closed, grow, shrink
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.limbs import FAR
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Hand, Label, Person
from fittingroom.vision.pieces import holding

Mask = NDArray[np.bool_]

#: A sleeve that ends sooner than this share of the arm further down ends here: its hem is round.
_GOES_ON = 0.05
#: An old sleeve that ends sooner than this share of the arm is none.
_BARE = 0.08
#: An arm hangs before the body where more than such a share of its middle line does, between these shares of its
#: length.
_BEFORE, _UPPER_ARM = 0.5, (0.1, 0.4)
#: So far beyond its wrist a hand is seen past the end of any sleeve, units.
_CUFF = 0.1
#: Sleeves that all end before this share of their arms come near no hand.
_WRIST = 0.8


def on_arms(arms: tuple[Arm, Arm]) -> Mask:
    """Everything within an arm as wide as it was seen to be, from a little below its shoulder on, and outwards."""
    near = []
    for arm in arms:
        u, v = arm.limb.u, arm.limb.v
        inner = np.minimum(np.interp(u, arm.stations, arm.inner) + 1, 1.12 * arm.half)
        near.append((v < 1.9 * arm.half) & (-v < inner) & (u > 0.08 * arm.limb.length))
    return flags(near[0] | near[1])


def before_body(person: Person, garment: Garment, arms: tuple[Arm, Arm], body: Array) -> Mask:
    """Skin of arms that hang before the `body` (H×W, 0…1) of a garment and that no sleeve covers, old or new: seen
    before the old cloth, it lies before the new."""
    found = np.zeros(person.labels.shape, np.bool_)
    for sleeve, arm in zip(garment.sleeves, arms, strict=True):
        rows, columns = pixels(arm.limb.point(np.linspace(*_UPPER_ARM, 24) * arm.limb.length), body.shape)
        before = float((body[rows, columns] > 0.5).mean()) > _BEFORE
        if sleeve is None and arm.sleeve_end < _BARE * arm.limb.length and before:
            found |= np.abs(arm.limb.v) < 2 * arm.half
    return flags(found & (person.labels == Label.SKIN) & on_arms(arms)) if found.any() else found


def bare_arms(person: Person, frame: Frame, arms: tuple[Arm, Arm], ends: tuple[float, float]) -> Mask:
    """Bare skin of arms and hands beyond the new sleeves' ends (pixels along each arm; 0 without sleeves)."""
    skin = person.labels == Label.SKIN
    shape = person.labels.shape
    found = np.zeros(shape, np.bool_)
    t, _ = frame.fields(shape)
    short = all(end < _WRIST * arm.limb.length for arm, end in zip(arms, ends, strict=True))
    for arm, end, hand_found in zip(arms, ends, person.hands, strict=True):
        v = arm.limb.v
        near = np.where(v > 0, v / 1.9, -v / np.where(arm.limb.u < 0.8 * arm.limb.length, 1.12, 1.5)) < arm.half
        hand = (arm.limb.u > arm.limb.length) & (arm.limb.u < arm.limb.length + 0.55 * frame.unit)
        near |= hand & (np.abs(v) < 0.4 * frame.unit)
        if hand_found is not None:  # bare thighs beside a hand are no hand
            own = round_hand(hand_found, skin, frame.unit)
            near &= (arm.limb.u < 1.02 * arm.limb.length) | own
            found |= skin & own if short else skin & own & beyond_wrist(hand_found, shape, frame.unit)
        start = max(end, 0.2 * arm.limb.length)
        bare = skin & near & (arm.limb.u > start) & (t > 0.1)
        wrist = (np.abs(arm.limb.v) < 1.3 * arm.half) & (np.abs(arm.limb.u / arm.limb.length - 0.93) < 0.13)
        if arm.sleeve_end > 0.8 * arm.limb.length:  # what is worn there is the old cuff
            wrist &= person.labels != Label.UPPER
        found |= bare | (closed(bare, 0.07 * frame.unit) & wrist & (person.alpha > 0.5))  # bracelets and watches
    across = [(arm.limb, arm.half) for arm, end in zip(arms, ends, strict=True) if arm.crossed and end > 0]
    if across:
        found = with_hands_on_sleeves(person, frame, found, across)
        for arm, end in zip(arms, ends, strict=True):
            if arm.crossed and end > 0.8 * arm.limb.length:
                found &= ~before_end(arm.limb, arm.half, end)
    return _with_core(found, 0.035 * frame.unit)


def beside_sleeve(arm: Arm, cloth: Array) -> Array:
    """Where cloth (0…1) lies on an arm further in, and goes on there, and none does here, outwards of the arm's middle
    line: H×W, 0…1. An arm is never wider than the sleeve that it is in, so what comes back there is background."""
    u, v = arm.limb.u, arm.limb.v
    rows, columns = (np.flatnonzero(((u < FAR) & (v > 0) & (v < 2 * arm.half)).any(axis)) for axis in (1, 0))
    found = np.zeros(cloth.shape, np.float32)
    if not len(rows):
        return found
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    inwards = arm.limb.point(u[box] + _GOES_ON * arm.limb.length, 0.6 * v[box])
    within = cv2.remap(cloth, inwards[..., 0], inwards[..., 1], cv2.INTER_LINEAR)
    here = (v[box] > 0.3 * arm.half[box]) & (v[box] < 2 * arm.half[box]) & (u[box] > 0) & (u[box] < arm.limb.length)
    found[box] = np.where(here, within * (1 - cloth[box]), 0)
    return found


def _with_core(mask: Mask, radius: float) -> Mask:
    """Those connected parts of `mask` that are somewhere thicker than a disc of `radius`: slivers are no hand."""
    return holding(mask, shrink(mask, radius))


def beyond_wrist(hand: Hand, shape: tuple[int, ...], unit: float) -> Mask:
    """H×W: what lies further than a sleeve's end from the wrist of `hand`, towards its knuckles. Wherever the pose has
    the arm, and whichever arm's sleeve comes near, a hand that was found by itself is seen before them."""
    wrist, knuckles = hand.points[0, :2], hand.points[[5, 9, 13, 17], :2].mean(0)
    way = knuckles - wrist
    way = way / max(float(np.linalg.norm(way)), 1e-6)
    ys, xs = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return flags((xs - wrist[0]) * way[0] + (ys - wrist[1]) * way[1] > _CUFF * unit)


def round_hand(hand: Hand, skin: Mask, unit: float) -> Mask:
    """Round a hand's landmarks: widely over cloth, closely where the skin round about is a bare thigh's."""
    hull = np.zeros(skin.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.round(hand.points[:, :2]).astype(np.int32)), 1)
    wide = grow(hull > 0, 0.09 * unit)
    below = np.zeros_like(wide)
    below[max(int(hand.points[:, 1].mean()), 0) :] = True
    ring = grow(wide, 0.08 * unit) & ~wide & below
    return grow(hull > 0, 0.015 * unit) if skin[ring].mean() > 0.3 else wide
