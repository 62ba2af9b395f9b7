"""No two locks take a dye alike: each has a hue of its own, a little to either side, and more or less of it."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32

Array = NDArray[np.float32]

_HUE, _CHROMA = 2.4, 0.065  # degrees by which locks differ in hue, and by what share in chroma: deviations
_MOST = 1.6  # deviations, most that one differs


def varied(lab: Array, kinds: Array) -> Array:
    """H×W×3 Lab of dyed hair with hue and chroma of each lock its own. kinds: H×W, mean 0 and deviation 1, what locks
    differ by: those that took less dye lean towards yellow, the colour below it."""
    kind = f32(_MOST * np.tanh(kinds / _MOST))
    turn = np.radians(_HUE) * kind
    turn = np.where(np.arctan2(lab[..., 2], lab[..., 1]) > np.pi / 2, -turn, turn)
    cosine, sine = np.cos(turn) * (1 - _CHROMA * kind), np.sin(turn) * (1 - _CHROMA * kind)
    a, b = lab[..., 1], lab[..., 2]
    return f32(np.stack([lab[..., 0], cosine * a - sine * b, sine * a + cosine * b], -1))
