"""The underside of a sleeve close to the armpit."""

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32

#: How far an arm may stand off its armpit for cloth to go over to it from there, units, and how steeply it does (pixels
#: across a pixel along).
_APART, _SLOPE = 0.25, 0.8


def from_armpit(inner: Array, stations: Array, pit: Array, unit: float) -> Array:
    """The `inner` half widths of a sleeve (K, at u = `stations`) on an arm that stands off the body such that it begins
    at the armpit (`pit`: u, v) and comes to the arm from there: cloth goes over from body to sleeve in a slope, with
    no square gap between."""
    apart = -float(pit[1]) - float(np.interp(pit[0], stations, inner))
    if not 0 < apart < _APART * unit:
        return inner
    slope = -float(pit[1]) - _SLOPE * np.maximum(stations - float(pit[0]), 0)
    return f32(ndimage.gaussian_filter1d(np.maximum(inner, slope), 1, mode="nearest"))
