"""Arrays as this folder means them: OpenCV and NumPy widen types at will, these functions name them again."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


def f32(values: ArrayLike) -> Array:
    """`values` as float32; no copy where they are already."""
    return np.asarray(values, np.float32)


def flags(values: ArrayLike) -> Mask:
    """`values` as bool; no copy where they are already."""
    return np.asarray(values, np.bool_)
