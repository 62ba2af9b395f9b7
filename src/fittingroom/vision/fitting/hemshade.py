"""The shade that hems of skirts and shorts, which stand off, cast on the legs below, and shoes on ankles in them."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32

#: Depth of the shade right below a hem; how far down it falls, and how soft it is, in units.
_DEPTH, _FALL, _SOFT = 0.34, 0.05, 0.04
#: Depth and softness (units) of the dark line where a leg goes into a shoe, and of the wide shade above it.
_COLLAR = ((0.3, 0.02), (0.3, 0.005))


def hem_shade(cloth: Array, legs: Array, unit: float) -> Array:
    """Relative light (H×W, 1 where there is no shade) on bare `legs` (H×W, 0…1) below `cloth` (0…1)."""
    down = max(1, round(_FALL * unit))
    moved = np.zeros_like(cloth)
    moved[down:] = cloth[:-down]
    cast = cv2.GaussianBlur(np.maximum(moved, cloth), (0, 0), _SOFT * unit + 0.8)
    return f32(1 - _DEPTH * cast * legs * (1 - cloth))


def collar_shade(shoes: Array, legs: Array, unit: float) -> Array:
    """Relative light (H×W, 1 where there is no shade) on `legs` that go down into `shoes` (both H×W, 0…1); a shoe that
    stands beside a leg shades nothing."""
    light = np.ones(shoes.shape, np.float32)
    for depth, soft in _COLLAR:
        light *= 1 - depth * cv2.GaussianBlur(shoes, (0, 0), sigmaX=1.0, sigmaY=soft * unit + 1) * legs
    return f32(light)
