"""Where a top goes down into the waistband of what is worn below it."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, soften
from fittingroom.vision.pieces import holding

#: How wide (units) a strip of the body's skin is at most that is left beside a tucked top.
_STRIP = 0.08
#: How wide and how tall (units) a notch between cloth and arm is at most that tucked cloth fills.
_WIDE, _TALL = 0.1, 0.16


def without_notches_at_waist(cloth: Array, front: Array, gate: Array, lower: Mask, unit: float) -> Array:
    """`cloth` (0…1) of a tucked top with the small notches filled that are left right above the waistband between its
    side and an arm in `front` (0…1), or a sleeve: what is tucked in bags out there, it doesn't draw in. gate: 0…1, 0
    below the waistband. lower: the lower garment. All H×W. Gaps that go on further up stay open."""
    solid = flags((cloth > 0.5) | (front > 0.5))
    gap = closed(solid, 0.5 * _WIDE * unit) & ~solid & (gate > 0.5) & ~lower
    _, parts, stats, _ = cv2.connectedComponentsWithStats(gap.astype(np.uint8))
    small = stats[:, cv2.CC_STAT_HEIGHT] < _TALL * unit
    ends = np.zeros_like(gap)
    ends[:-2] = (gate[2:] <= 0.5) | lower[2:]
    small &= np.isin(np.arange(len(small)), parts[gap & ends])
    small[0] = False
    found = flags(small[parts])
    return f32(np.maximum(cloth, soften(grow(found, 1.5), 0.7) * gate * ~lower)) if found.any() else cloth


def over_bare_waist(cloth: Array, front: Array, gate: Array, skin: Mask, unit: float) -> Array:
    """`cloth` (0…1) of a tucked top carried on over narrow strips of the body's `skin` beside it, as far as its `gate`
    (0…1) is open: a top that goes down into the waistband is as wide there as the body. Arms are in `front` (0…1)."""
    solid = flags(cloth > 0.5)
    bare = flags(skin & ~grow(front > 0.5, 1) & ~solid & (gate > 0.5))
    near = flags(bare & grow(solid, _STRIP * unit))
    strips = near & ~holding(bare, bare & ~near)
    return f32(np.maximum(cloth, soften(grow(strips, 1), 0.7) * gate))
