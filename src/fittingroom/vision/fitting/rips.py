"""Ripped jeans: skin that their holes show goes with them when they do, and so do the threads that hang out of them."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.crops import Box, box_round
from fittingroom.vision.fitting.fill import at_least, closed, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.hands import near_hands
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.person import Hand, Label, Person
from fittingroom.vision.pieces import components, holding

#: A hole is no larger than this (units, root of its area), and so much of its border is cloth or open air.
_LARGEST, _ROUND = 0.4, 0.55
#: The same beside a hand, of the border that isn't the hand's.
_CLOTHED = 0.9
#: Where fingers end at the latest, in lengths of an arm.
_FINGERS = 1.45
#: Beside a hand: how far from the landmarks' outline skin is no finger's, how far a hole is looked for, and how large
#: (root of its area) and thick (half of it) what shows of it there is at least, units.
_FINGER, _BESIDE, _SMALLEST, _THIN = 0.04, 0.4, 0.04, 0.01
#: How far within their outline landmarks are surely on the hand, and how far from a hole its rest may be, units.
_WITHIN, _REST = 0.02, 0.09
#: How far threads hang out of a hole at the outline, in units.
_THREADS = 0.4
#: How far the brightness (0…255) of a thread lies from that of the air beside it: so many times as far as the air's own
#: grain, and by so much more. How broad (units) a tuft of threads is at most; pixels beside them that go too.
_APART, _LEAST, _BROAD, _RIM = 3.0, 4.0, 0.07, 2.5


def rips(person: Person, arms: tuple[Arm, Arm], unit: float) -> Mask:
    """H×W, skin below the waist that old cloth lies round: it touches neither top nor shoe, and is no hand of
    one of the `arms`."""
    skin, worn = person.labels == Label.SKIN, person.labels == Label.LOWER
    others = np.isin(person.labels, [Label.UPPER, Label.SHOES, Label.FACE, Label.HAIR])
    hands = near_hands(arms) & np.logical_or.reduce([arm.limb.u < _FINGERS * arm.limb.length for arm in arms])
    parts, areas = components(skin)
    found = np.zeros(skin.shape, np.bool_)
    for index in np.flatnonzero(areas[1:] < (_LARGEST * unit) ** 2) + 1:
        piece = flags(parts == index)
        border = grow(piece, 2.5) & ~piece
        if (piece & hands).any() or (border & others).any():
            continue
        found |= piece & bool(worn[border].mean() > _ROUND)
    return found


def rip_beside(person: Person, hand: Hand | None, unit: float) -> Mask:
    """H×W, skin that a hole shows which a `hand` lies beside, so that the two are one piece: further from the hand's
    landmarks than fingers are thick, with old cloth round the rest of it, and up to the edge that parts it from the
    hand. Only trousers that have other holes say that it is one."""
    skin, nothing = person.labels == Label.SKIN, np.zeros(person.labels.shape, np.bool_)
    hull = nothing if hand is None else spread(hand, skin.shape)
    if not hull.any():
        return nothing
    box = box_round(hull, _BESIDE * unit)
    skin, hull, labels = skin[box], hull[box], person.labels[box]
    around = grow(hull, _FINGER * unit)
    beyond = at_least(opened(flags(skin & ~around), max(1.0, _THIN * unit)), (_SMALLEST * unit) ** 2)
    found = _within_cloth(beyond, labels, around)
    if not found.any():
        return nothing
    rest = flags(skin & grow(found, _REST * unit) & ~shrink(hull, _WITHIN * unit))
    nothing[box] = _parted(person, box, found, flags(skin & ~rest & ~found), flags(rest & ~found)) | found
    return nothing


def _within_cloth(parts: Mask, labels: NDArray[np.uint8], hand: Mask) -> Mask:
    """Those of `parts` that old trousers lie round as far as it isn't the `hand`, all H×W like the `labels`."""
    pieces, areas = components(parts)
    found = np.zeros(parts.shape, np.bool_)
    for index in range(1, len(areas)):
        piece = flags(pieces == index)
        border = flags(grow(piece, 3.5) & ~piece & ~hand & (labels != Label.SKIN))
        cloth = labels[border] == Label.LOWER
        found |= piece & bool(cloth.size > 0 and cloth.mean() > _CLOTHED)
    return found


def _parted(person: Person, box: Box, hole: Mask, hand: Mask, between: Mask) -> Mask:
    """What of `between` belongs to the `hole` rather than to the `hand`, H×W each in `box`: up to the strongest edge
    from one to the other."""
    seeds = np.ones(hole.shape, np.int32)  # all else
    seeds[hole], seeds[hand], seeds[between] = 2, 3, 0
    cv2.watershed(np.ascontiguousarray(person.image[box]), seeds)
    return flags(between & (seeds == 2))


def without_rips(person: Person, arms: tuple[Arm, Arm], unit: float) -> tuple[Person, Mask]:
    """The person whose old lower garment is whole, as the new clothes see it, and the threads (H×W) that hang from its
    holes."""
    holes = rips(person, arms, unit)
    if holes.any():
        holes |= np.logical_or.reduce([rip_beside(person, hand, unit) for hand in person.hands])
    return with_rips(person, holes), hanging_threads(person, holes, unit)


def with_rips(person: Person, holes: Mask) -> Person:
    """The person with the `holes` (H×W) given to the lower garment."""
    return replace(person, labels=np.where(holes, np.uint8(Label.LOWER), person.labels).astype(np.uint8))


def hanging_threads(person: Person, holes: Mask, unit: float) -> Mask:
    """H×W, threads that hang from `holes` (H×W) that reach the outline: what stands out from the air beside them, piece
    by piece down from the hole, and a rim."""
    air = person.alpha < 0.5
    if not holes.any() or not air.any():
        return np.zeros(air.shape, np.bool_)
    parts, _ = components(grow(holes, 0.03 * unit + 2))
    open_ = flags(np.isin(parts, np.setdiff1d(np.unique(parts[grow(air, 1) & (parts > 0)]), [0])))
    near = air & (cv2.distanceTransform((~open_).astype(np.uint8), cv2.DIST_L2, 5) < _THREADS * unit)
    if not near.any():
        return np.zeros(air.shape, np.bool_)
    box = box_round(flags(near), 0.1 * unit)
    light = 255 * luminance(person.image[box])
    beside = np.asarray(np.clip(push_pull(f32(light), air[box]), 0, 255), np.uint8)
    breadth = 2 * max(4, round(_BROAD * unit)) + 1
    apart = np.abs(light - cv2.medianBlur(beside, breadth))
    usual = 1.4826 * float(np.median(apart[near[box]]))
    thread = flags((apart > _APART * usual + _LEAST) & near[box])
    found = np.zeros(air.shape, np.bool_)
    found[box] = holding(closed(thread, 2) & near[box], flags(grow(open_[box], 3)))
    return flags(grow(found, _RIM) & air)


def threads_left(threads: Mask, cloth: Array, front: Array) -> Mask:
    """What of the `threads` (H×W) neither the new `cloth` nor what is in `front` of it (0…1, H×W each) hides."""
    return flags(threads & (cloth < 0.99) & (front < 0.6))


def with_threads(person: Person, threads: Mask) -> Person:
    """The person with `threads` (H×W) beside them as a part of them: what lies behind isn't to be seen there."""
    return replace(person, alpha=f32(np.maximum(person.alpha, threads)))
