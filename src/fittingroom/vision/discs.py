"""Round structuring elements."""

import cv2
import numpy as np
from numpy.typing import NDArray


def disc(radius: float) -> NDArray[np.uint8]:
    """A disc of `radius` pixels, rounded, at least 1."""
    size = 2 * max(1, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)
