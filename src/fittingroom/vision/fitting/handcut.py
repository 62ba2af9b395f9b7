"""Hands before old clothes cut out by colour: labels are wrong there by as much as a thumb."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink
from fittingroom.vision.fitting.fingers import bones, round_tips
from fittingroom.vision.fitting.hands import FOREIGN, off_skin
from fittingroom.vision.person import Hand, Label, Person
from fittingroom.vision.pieces import holding

#: How many pixels a body's unit has in the picture that is cut: in a smaller one edges weigh more than colours, and a
#: thumb is cut off at the shade beside it; a larger one takes longer.
_FINE = 270.0
#: Weight of a colour's two hues in Lab against its lightness: cloth in the shade of a hand is as dark as the hand.
_HUE = 2.0
#: How far round its landmarks a hand may reach, what may be part of it though labelled cloth all round, and how much of
#: what lies about them is looked at, units.
_REACH, _CLOSE, _ABOUT = 0.15, 0.1, 0.25
#: How deep in its label old cloth, and anything else that is no skin, is surely that, units.
_DEEP_TOP, _DEEP = 0.06, 0.035
#: How thick fingers are at least, how far from the landmarks a palm may be surely that, and how deep within its label,
#: units.
_FINGER, _PALM, _WITHIN = 0.02, 0.02, 0.03
#: The rim of a label that may show a mixture, pixels.
_RIM = 2.0
#: Half the width of what is too thin for a finger, and how far from a finger's tip its nail is, whatever that's
#: coloured, units.
_THIN, _NAIL = 0.014, 0.04
#: The side of the smallest square of old cloth beside a hand for it to matter, units; with fewer pixels than this of
#: each, colours aren't known.
_BESIDE, _FEW = 0.1, 100
_ROUNDS = 4  # of GrabCut


def cut_hands(person: Person, unit: float) -> Person:
    """`person` with hands that lie before the old top parted from it where their colours part, by GrabCut within the
    reach of their landmarks: whole, with nothing of the top's beside a thumb."""
    for hand in person.hands:
        if hand is not None:
            person = _cut(person, hand, unit)
    return person


def _cut(person: Person, hand: Hand, unit: float) -> Person:
    """`cut_hands` for one hand."""
    hull = spread(hand, person.labels.shape)
    if not hull.any():
        return person
    box = box_round(hull, _ABOUT * unit)
    hull, labels = hull[box], person.labels[box]
    skin, top = labels == Label.SKIN, labels == Label.UPPER
    near, close = grow(hull, _REACH * unit), grow(hull, _CLOSE * unit)
    if (top & close).sum() < (_BESIDE * unit) ** 2:
        return person
    points = hand.points[:, :2] - [box[1].start, box[0].start]
    lines = bones(points, hull.shape, _FINGER * unit, palm=False)
    palm = grow(hull, _PALM * unit) & shrink(skin, _WITHIN * unit)
    sure = flags((shrink(skin, _RIM) & lines) | palm)
    other = flags(shrink(~skin & ~top, _DEEP * unit) | (shrink(~skin, _DEEP_TOP * unit) & ~close) | (~near & ~skin))
    if min(sure.sum(), other.sum()) < _FEW:
        return person
    own = _grabbed(person.image[box], skin, flags(sure | (shrink(skin, _RIM) & ~near)), other, unit)
    own = holding(opened(flags(own | sure), max(1.0, _THIN * unit)), sure) & near
    kept = near & ~person.front.objects[box]
    lab = f32(to_lab(person.image[box]))
    hue, _ = off_skin(lab, push_pull(lab, sure))
    # dark cloth between fingers goes with them, unless its colour shows
    seen = opened(flags(top & (hue > FOREIGN)), 1)
    added = own & kept & (top | (labels == Label.LOWER)) & ~seen
    nails = round_tips(points, hull.shape, _NAIL * unit)
    gone = opened(flags(skin & kept & ~own & ~nails), 1)
    gone = holding(gone, grow(top, 1.5)) & grow(top, _CLOSE * unit)
    mended = person.labels.copy()
    mended[box] = np.where(added, np.uint8(Label.SKIN), np.where(gone, np.uint8(Label.UPPER), labels))
    return replace(person, labels=mended)


def _grabbed(image: NDArray[np.uint8], likely: Mask, sure: Mask, other: Mask, unit: float) -> Mask:
    """What of `image` (H×W×3 in RGB) GrabCut gives to a hand that is `likely` and in part `sure`, and nothing of which
    is `other` (all H×W)."""
    seeds = np.where(likely, np.uint8(cv2.GC_PR_FGD), np.uint8(cv2.GC_PR_BGD))
    seeds[other], seeds[sure] = cv2.GC_BGD, cv2.GC_FGD
    height, width = likely.shape
    size = max(1, round(width * _FINE / unit)), max(1, round(height * _FINE / unit))
    lab = f32(to_lab(image)) * np.array([1, _HUE, _HUE], np.float32) + np.array([0, 128, 128], np.float32)
    way = cv2.INTER_CUBIC if unit < _FINE else cv2.INTER_AREA
    pixels = np.clip(cv2.resize(lab, size, interpolation=way), 0, 255).astype(np.uint8)
    mask = np.asarray(cv2.resize(seeds, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    cv2.setRNGSeed(1)  # its colour models begin at random places
    cv2.grabCut(pixels, mask, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    found = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    return flags(cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5)
