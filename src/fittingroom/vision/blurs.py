"""Wide blurs at reduced size: what takes long the plain way on large photos."""

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def coarse_blur(values: Array, sigma: float, factor: int) -> Array:
    """Gaussian blur of H×W or H×W×C by `sigma` pixels, at a size that is smaller by `factor`: it is wide enough if
    that leaves it about two pixels."""
    if factor == 1:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)
    height, width = values.shape[:2]
    size = (max(1, width // factor), max(1, height // factor))
    small = cv2.GaussianBlur(cv2.resize(values, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / factor)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
