"""Single hairs along hair's edge on skin, which must stay single hairs in whatever colour they get.

Fair hair before skin is about as light as that, so what was a dark root hair would be a smear. Photographs show it
all the same: each hair has a lit and a shaded side, and casts a shadow on what is right below it.
"""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.soft import blur, depth_in, thin_lines

Array = NDArray[np.float32]

_HAIR = 0.02  # half the breadth of hairs and of gaps between them, units
_LOCAL = 0.03  # units over which their contrast is told
_KEPT = 0.7  # share of the photo's contrast that they have at least
_SOME = 0.1  # share of hair from which on there are hairs
_BESIDE = 0.15  # how near to a face hair lies on skin
_DEEP = 0.06, 0.06  # units within the hair over which that ends, and from which on


def with_hairs(light: Array, photo: Array, alpha: Array, near: Array, unit: float) -> Array:
    """Lab L (H×W) of dyed hair and all beside it with hairs at the edge seen about as well as in the photo.

    light, photo: H×W, Lab L after and before. alpha: H×W, 0…1, hair's share. near:
    H×W, 0…1, where it lies beside a face. unit: the head's, pixels."""
    before, after = (_hairs(f32(values), unit) for values in (photo, light))
    seen, left = (np.sqrt(blur(f32(lines**2), _LOCAL * unit)) for lines in (before, after))
    lacking = np.clip(_KEPT - left / np.maximum(seen, 0.1), 0, 1)
    depth = depth_in(flags(alpha > 0.97)) / np.float32(unit)
    edge = eased(near / _BESIDE) * eased(alpha / _SOME) * (1 - eased((depth - _DEEP[1]) / _DEEP[0]))
    return f32(np.clip(light + lacking * edge * before, 0, 100))


def _hairs(light: Array, unit: float) -> Array:
    """H×W: by how much thin things are lighter (or, negative, darker) than what is round them; steps are no lines."""
    low, high = thin_lines(light, _HAIR * unit)
    return f32(high - low)
