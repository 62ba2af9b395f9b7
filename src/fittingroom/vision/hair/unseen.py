"""Long hair before a background nearly as dark, which the labels take for that background.

What is taken for the background has locks in it, so at first hair is hardly likelier there than other things. Locks
that hang from the hair found are counted as hair instead, and all is looked at again: real hair then stands out more
and more, and a background that merely is of hair's colour doesn't.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.hair.lengths import along_lock
from fittingroom.vision.hair.missed import odds
from fittingroom.vision.hair.soft import blur, closed, narrowed, opened, widened

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_LOOKS = 5  # by then hardly anything changes
_AVERAGE, _EVEN = 0.02, 0.03  # units over which colours, and how likely they are, are averaged
_LIKELY, _SURE = 0.7, 1.4  # logarithm of how much likelier hair is: of each pixel, and in the end on average
_WITHIN = 0.05  # units inside the found hair from which on its colours are the hair's
_REACH, _ROUND = 1.6, 2.2  # units from it within which hair is sought, and within which the background is looked at
_CLEAR = 0.1  # units from it where its edge is mixed with the background
_THIN = 0.03  # half the width of the thinnest lock, units
_BROAD, _CLEARLY = (0.07, 0.05), 1.0  # units over which that is averaged, and round that kept; what shadows don't reach
_BESIDE, _HELD = 0.06, 0.02  # units from the found hair that touch it; squared units that must, to hang from it
_MOST = 0.8  # share of the found hair that locks may add: more is a background


def locks_before_dark(lab: Array, background: Mask, mask: Mask, alpha: Array, below: Mask, unit: float) -> Mask:
    """H×W: hair in Lab H×W×3 that is labelled as `background` (H×W) and hangs from that of `mask` (H×W). alpha: H×W,
    0…1, how much of the pixels is known hair. below: H×W, where locks may hang. unit: the head's, pixels."""
    found = np.zeros_like(mask)
    box = box_round(mask, int(_ROUND * unit) + 1)
    found[box] = _sought(lab[box], background[box], mask[box], alpha[box], below[box], unit)
    return found


def _sought(lab: Array, background: Mask, mask: Mask, alpha: Array, below: Mask, unit: float) -> Mask:
    found = np.zeros_like(mask)
    known = (alpha > 0.9) & narrowed(mask, _WITHIN * unit)
    zone = background & ~mask & below & widened(mask, _REACH * unit)
    other = background & ~widened(mask, _CLEAR * unit)
    if min(known.sum(), other.sum()) < 100:
        return found
    calm = f32(cv2.GaussianBlur(lab, (0, 0), max(0.6, _AVERAGE * unit)))
    touching = widened(mask, _BESIDE * unit)
    like = np.zeros(mask.shape, np.float32)
    for _ in range(_LOOKS):
        like = blur(odds(calm, known | found, other & ~found), _EVEN * unit)
        core = narrowed((like > _LIKELY) & zone, _THIN * unit)
        count, pieces = cv2.connectedComponents(core.astype(np.uint8))
        held = np.bincount(pieces[touching], minlength=count) > _HELD * unit**2
        held[0] = False
        found = flags(widened(flags(held[pieces]), _THIN * unit) & zone)
        if not found.any():
            return found
    if found.sum() > _MOST * mask.sum() or like[found].mean() < _SURE:
        return np.zeros_like(mask)
    broad = opened(flags((blur(like, _BROAD[0] * unit) > _CLEARLY) & (found | mask)), _BROAD[0] * unit)
    found &= widened(broad, _BROAD[1] * unit)
    return along_lock(flags(closed(flags(found | mask), _BESIDE * unit) & zone), mask, unit)
