"""Where a hand's fingers are, by its landmarks."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, flags

#: Where each finger's landmarks begin, thumb first, and how many it has (MediaPipe's order).
_FIRST, _JOINTS = (1, 5, 9, 13, 17), 4


def bones(points: Array, shape: tuple[int, ...], width: float, palm: bool = True) -> Mask:
    """The fingers of a hand with the landmarks `points` (21×2 or more: x, y) as lines `width` pixels wide, H×W of that
    `shape`. palm: from the wrist on."""
    lines = np.zeros(shape, np.uint8)
    for first in _FIRST:
        joints = [0] * palm + list(range(first, first + _JOINTS))
        cv2.polylines(lines, [np.round(points[joints, :2]).astype(np.int32)], False, 1, max(1, round(width)))
    return flags(lines > 0)


def round_tips(points: Array, shape: tuple[int, ...], radius: float, back: float = 0.0) -> Mask:
    """What lies at most `radius` pixels from the tips of a hand's fingers, or from where lies that far `back` from them
    towards the next joint (0…1), H×W of that `shape`. points: 21×2 or more: x, y."""
    found = np.zeros(shape, np.uint8)
    tips, next_ = points[_JOINTS::_JOINTS, :2], points[_JOINTS - 1 :: _JOINTS, :2]
    for x, y in np.round(tips + back * (next_ - tips)).astype(int):
        cv2.circle(found, (int(x), int(y)), round(radius), 1, -1)
    return flags(found > 0)
