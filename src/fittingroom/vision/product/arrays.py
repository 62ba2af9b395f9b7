"""The array types of this folder. cv2 and numpy disagree about the width of floats, so `Floats` leaves it open."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]  # H×W×3 RGB
Mask = NDArray[np.bool_]  # H×W
Floats = NDArray[Any]  # float32 or float64
Pair = tuple[Floats, Floats]  # (image's left, image's right)
SIDES = (-1, 1)
