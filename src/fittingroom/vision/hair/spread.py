"""Drawn hair as light and dark as photographed hair: tones spread over the ramp as its stops are over a photo's."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.splat import Layer

Array = NDArray[np.float32]

#: Shares of hair that is seen, and the tone below which they lie in photos: a ramp's stops are found so.
_SHARES, _TONES = f32([0.03, 0.2, 0.5, 0.8, 0.97]), f32([0.05, 0.26, 0.49, 0.71, 0.88])
_MATCHED = 0.8  # how far drawn tones go to those
_STEEP = 2.1  # most by which differences grow: beyond, single strands glitter
_LIGHTEST = 0.94  # tone of the brightest: a rim that all is at the top of the ramp is a flat patch
_DARK, _FAIR = 25.0, 50.0  # lightness of hair whose strands are lost in the dark without this, and that needs none


def spread(front: Layer, behind: Layer, ramp: Array) -> tuple[Layer, Layer]:
    """Both layers with the tones that hair of a `ramp` (5×3 Lab) has in photos; fair hair's stay."""
    share = _MATCHED * float(np.clip((_FAIR - ramp[2, 0]) / (_FAIR - _DARK), 0, 1))
    seen = front.tone[front.alpha > 0.6]
    if share <= 0 or seen.size < 100:
        return front, behind
    found = np.quantile(seen, _SHARES)
    wanted = _limited(found, found + share * (_TONES - found))
    places, values = np.r_[0, found, 1], np.r_[0, wanted, max(_LIGHTEST, wanted[-1])]

    def moved(layer: Layer) -> Layer:
        return replace(layer, tone=f32(np.interp(layer.tone, places, values)))

    return moved(front), moved(behind)


def _limited(found: Array, wanted: Array) -> Array:
    """`wanted` with no step from one to the next above `_STEEP` times that of `found`, the middle one in its place."""
    steps = np.clip(np.diff(wanted), 0, _STEEP * np.diff(found))
    line = np.r_[0, np.cumsum(steps)]
    return f32(np.clip(line + wanted[2] - line[2], 0, 1))
