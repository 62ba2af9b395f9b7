"""Connected pieces of masks: which of them hold, touch or lead to something."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def holding(mask: Mask, some: Mask) -> Mask:
    """H×W: those connected pieces of `mask` (H×W, diagonals connect) that hold a pixel of `some` (H×W)."""
    count, pieces = cv2.connectedComponents(mask.astype(np.uint8))
    held = np.zeros(count, np.bool_)
    held[pieces[np.asarray(some, np.bool_)]] = True
    held[0] = False
    return np.asarray(held[pieces], np.bool_)
