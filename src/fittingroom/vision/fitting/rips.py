"""Ripped jeans: skin that their holes show goes with them when they do, and so do the threads that hang out of them."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Mask, flags
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.hands import near_hands
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components

#: A hole is no larger than this (units, root of its area), and so much of its border is cloth or open air.
_LARGEST, _ROUND = 0.4, 0.55
#: Where fingers end at the latest, in lengths of an arm.
_FINGERS = 1.45
#: How far threads hang out of a hole at the outline, in units.
_THREADS = 0.28


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


def with_rips(person: Person, holes: Mask) -> Person:
    """The person with the `holes` (H×W) given to the lower garment."""
    return replace(person, labels=np.where(holes, np.uint8(Label.LOWER), person.labels).astype(np.uint8))


def hanging_threads(person: Person, holes: Mask, unit: float) -> Mask:
    """H×W, where threads may hang from `holes` (H×W) that reach the outline: air beside them."""
    air = person.alpha < 0.5
    if not holes.any() or not air.any():
        return np.zeros(air.shape, np.bool_)
    parts, _ = components(grow(holes, 0.03 * unit + 2))
    open_ = np.isin(parts, np.setdiff1d(np.unique(parts[grow(air, 1) & (parts > 0)]), [0]))
    return flags(air & (cv2.distanceTransform((~open_).astype(np.uint8), cv2.DIST_L2, 5) < _THREADS * unit))
