"""Stubs: thin bits of long hair that show beside the neck, whose ends the neck or what is worn round it hides."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.cutting import Subject
from fittingroom.vision.hair.soft import blur, narrowed, widened
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.people.head import hull
from fittingroom.vision.pieces import components, holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_DENSE = 0.05, 0.62  # units within which hair is counted, and the share of it from which on it is a sheet
_THIN, _EDGE = 0.1, 0.03  # units, half the width up to which hair is thin; by which a sheet's edge is kept besides
_UPPER, _JAW = 0.3, 0.6  # of the way from ears down to chin, where hair hangs beside the neck; before the jaw too
_SEEN = 0.15  # alpha from which on hair is seen
_PLAIN, _BIT = 0.4, 0.03  # alpha from which on a bit of hair catches the eye; squared units below which it is one
_MIDWAY = 0.8  # share of strands' length from which on these are their own ends


def stubs(layer: Layer, body: Array, subject: Subject) -> Array:
    """H×W, 0…1: hair before the neck that is too thin to be a sheet, and ends there though its strands go on."""
    frame = subject.frame
    x, y = frame.plane(layer.alpha.shape)
    level = frame.within(np.stack([x, y, np.zeros_like(x)], -1).astype(np.float32))[..., 1] / frame.chin
    face = hull(layer.alpha.shape, frame.pixels(frame.facing(frame.points[:468])))
    neck = flags((body > 0.5) & (~face | (level > _JAW)) & (level > _UPPER) & (y > subject.solid.shoulder))
    soft = max(0.8, 0.012 * frame.unit)
    zone = flags(neck & (layer.along < _MIDWAY))
    alone = blur(f32(_alone(layer.alpha, neck, frame.unit)), soft)
    if not (zone & (layer.alpha > 0.1)).any():
        return alone
    sheet = blur(layer.alpha, _DENSE[0] * frame.unit) > _DENSE[1]
    thick = widened(narrowed(sheet, _THIN * frame.unit), (_THIN + _EDGE) * frame.unit)
    thin = zone & ~thick
    hair = layer.alpha > _SEEN
    further = widened(flags(hair & (y <= subject.solid.shoulder)), _EDGE * frame.unit)
    passing = holding(thin & hair, further)  # locks that are seen to go on
    return np.maximum(alone, blur(f32(thin & ~widened(passing, _EDGE * frame.unit)), soft))


def _alone(alpha: Array, neck: Mask, unit: float) -> Mask:
    """H×W: small bits of hair of `alpha` (H×W) that lie on the `neck` (H×W) alone, and what little surrounds them."""
    labels, sizes = components(flags(alpha > _PLAIN))
    small = sizes < _BIT * unit**2
    small[np.unique(labels[~neck])] = False
    small[0] = False
    return widened(small[labels], 2 * _EDGE * unit) & neck & ~widened((labels > 0) & ~small[labels], _EDGE * unit)
