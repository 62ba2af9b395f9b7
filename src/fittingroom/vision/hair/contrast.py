"""Light and shade from lock to lock: on small heads a pixel is the mean of many strands, which alone would be one flat
colour."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.soft import blur
from fittingroom.vision.hair.splat import Layer

Array = NDArray[np.float32]

_LOCKS = 0.1  # units: what is wider than a lock is the head's own roundness
_GAPS = 0.4  # share of that for what is darker: with all of it gaps between locks are black stripes
_UNITS, _GAINS = (45.0, 120.0), (1.9, 1.25)  # pixels a unit, and how much more contrast than strands locks get there


def contrasted(layer: Layer, unit: float) -> Array:
    """H×W, 0…1: the tones of a layer with its locks as far from each other as photographed ones are. unit: pixels."""
    near = np.maximum(blur(layer.alpha, _LOCKS * unit), 1e-3)
    mean = blur(f32(layer.tone * layer.alpha), _LOCKS * unit) / near
    gain = float(np.interp(unit, _UNITS, _GAINS))
    apart = layer.tone - mean
    gains = np.where(apart < 0, 1 + _GAPS * (gain - 1), gain)
    return f32(np.clip(mean + gains * apart, 0, 1))
