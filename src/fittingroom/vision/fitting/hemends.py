"""The ends of a hem that a sleeve hangs against in the product photo: what is seen there is the gap between the two."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.cut import chest_width
from fittingroom.vision.garment import Garment

#: How much of a hem at either end may lie in the gap, and how far the rest strays from level at most, in its widths:
#: what does so further is cut in a curve.
_END, _LEVEL = 0.15, 0.015
#: How far above a hem a cuff may end that still hangs against it, chests.
_ABOVE = 0.15


def without_gaps(garment: Garment) -> Garment:
    """The garment with a level hem carried on to its ends where a sleeve hangs against them: else the hem would rise
    there into the gap between the two, and be worn with a bite out of its corner."""
    hem = garment.hem
    chest = chest_width(garment)
    for sleeve, mirrored in zip(garment.sleeves, (False, True), strict=True):
        if sleeve is None or not sleeve.fused:
            continue
        if float(sleeve.cuff[:, 1].max()) > float(np.median(hem[:, 1])) - _ABOVE * chest:
            hem = _carried_on(hem[::-1])[::-1] if mirrored else _carried_on(hem)
    return garment if hem is garment.hem else replace(garment, hem=f32(hem))


def _carried_on(hem: Array) -> Array:
    """`hem` (N×2) with its first points no higher than the line through the level middle."""
    width = max(float(np.ptp(hem[:, 0])), 1.0)
    share = np.abs(hem[:, 0] - hem[0, 0]) / width
    middle = (share > _END) & (share < 1 - _END)
    if middle.sum() < 4:
        return hem
    slope, start = np.polyfit(share[middle], hem[middle, 1], 1)
    line = start + slope * share
    if float(np.abs(hem[middle, 1] - line[middle]).max()) > _LEVEL * width:
        return hem
    even = hem.copy()
    even[:, 1] = np.where(share <= _END, np.maximum(hem[:, 1], line), hem[:, 1])
    return even
