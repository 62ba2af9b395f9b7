"""Specks: bits of hair that show where ears, jaw and neck hide what they hang from."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.soft import widened

Array = NDArray[np.float32]

_SEEN = 0.15  # alpha from which on hair is seen
_GAP = 0.03  # units between hair and what still belongs to it
_SPECK = 0.04  # squared units below which a bit by itself is a speck


def without_specks(alpha: Array, unit: float) -> Array:
    """H×W, 0 or 1: 0 where hair of `alpha` (H×W, 0…1) is a speck, apart from all other hair."""
    seen = alpha > _SEEN
    count, pieces = cv2.connectedComponents(widened(seen, _GAP * unit).astype(np.uint8))
    small = np.bincount(pieces[seen], minlength=count) < _SPECK * unit**2
    small[0] = False
    return f32(~small[pieces])
