"""The outline that lengths of hair have: they run on the way they hang, and bend outwards.

What merely has hair's colour beside a lock, a knob on a dark door, sticks out across it. And where a lock's outline
bends inwards, and the colour there is hair's as well, hair was missed.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.hair.missed import odds
from fittingroom.vision.hair.soft import blur, closed, narrowed, widened
from fittingroom.vision.pieces import components

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_RUN = 0.7  # units that strands of a lock run on alike, more or less
_BENDS = -16.0, -8.0, 0.0, 8.0, 16.0  # degrees by which they bend from the way that their lock hangs
_LONG = 1.8  # times as long as broad: a lock that hangs some way
_HOLLOW = 0.45  # units across the half of a hollow in hair's outline that no two locks leave open
_WITHIN, _CLEAR, _ROUND = 0.05, 0.1, 1.5  # units inside hair and outside it where all is clear, and that are looked at
_AVERAGE = 0.02  # units over which colours are averaged
_LIKELY, _SURE = 0.3, 0.7  # logarithm of how much likelier hair is: of each pixel, and of a hollow on average
_ENOUGH = 100  # pixels of each that tell what it looks like


def along_lock(found: Mask, hair: Mask, unit: float) -> Mask:
    """The parts of each lock in `found` (H×W) through which a strand may run the way that it hangs, within it and the
    `hair` (H×W) that it hangs from. unit: the head's, pixels."""
    kept, whole = np.zeros_like(found), (found | hair).astype(np.uint8)
    pieces, areas = components(found)
    for piece in range(1, len(areas)):
        here = flags(pieces == piece)
        way = _way(here)
        if way is None:
            kept |= here
            continue
        for bend in _BENDS:
            kept |= here & (cv2.morphologyEx(whole, cv2.MORPH_OPEN, _line(way + bend, _RUN * unit)) > 0)
    return kept


def hollows(lab: Array, background: Mask, hair: Mask, unit: float) -> Mask:
    """H×W: where the outline of `hair` (H×W) bends inwards though the colour there, labelled as `background` (H×W), is
    hair's. lab: H×W×3. unit: the head's, pixels."""
    found = closed(hair, _HOLLOW * unit) & ~hair & background
    known, other = narrowed(hair, _WITHIN * unit), background & widened(hair, _ROUND * unit) & ~found
    other &= ~widened(hair, _CLEAR * unit)
    if min(known.sum(), other.sum()) < _ENOUGH or not found.any():
        return np.zeros_like(hair)
    box = box_round(hair, int(_ROUND * unit) + 1)
    calm = f32(cv2.GaussianBlur(lab[box], (0, 0), max(0.6, _AVERAGE * unit)))
    likelier = np.zeros(hair.shape, np.float32)
    likelier[box] = blur(odds(calm, known[box], other[box]), _AVERAGE * unit)
    pieces, areas = components(found & (likelier > _LIKELY))
    mean = np.bincount(pieces.ravel(), likelier.ravel(), len(areas)) / np.maximum(areas, 1)
    held = mean > _SURE
    held[0] = False
    return flags(held[pieces])


def _way(piece: Mask) -> float | None:
    """Degrees from the x axis, y downwards, of the way that a piece (H×W) is longest; None if it is about round."""
    rows, columns = np.nonzero(piece)
    spread, ways = np.linalg.eigh(np.cov(f32([columns, rows]))) if len(rows) > 2 else (f32([1, 1]), np.eye(2))
    if np.sqrt(max(spread[1], 0)) < _LONG * np.sqrt(max(spread[0], 1e-6)):
        return None
    return float(np.degrees(np.arctan2(ways[1, 1], ways[0, 1])))


def _line(degrees: float, length: float) -> NDArray[np.uint8]:
    """A structuring element: a line of so many pixels."""
    half = max(1, round(length / 2))
    end = np.round(half * f32([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])).astype(int)
    element = np.zeros((2 * half + 1, 2 * half + 1), np.uint8)
    cv2.line(element, (half - end[0], half - end[1]), (half + end[0], half + end[1]), 1)
    return element
