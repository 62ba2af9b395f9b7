"""Sleeves round a bent elbow: cloth spreads over all of the bend's outside, where coordinates fan out at its middle."""

import cv2
import numpy as np

from fittingroom.vision.blurs import coarse_blur
from fittingroom.vision.channels import magnitude
from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.bends import bend_of, sharpness
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.limbs import FAR, Limb

#: How far a bend reaches to either side of its middle, shares of the limb, and how widely cloth evens out in it, half
#: widths of the sleeve.
_REACH, _EVEN = 0.3, 0.6
#: How much denser than on the middle line coordinates are where cloth folds, from a little to wholly; how far about it,
#: and how widely, it is evened out, and how far across a limb, half widths of the sleeve.
_DENSE, _AROUND, _FOLD, _NEAR = (1.5, 3.0), 0.2, 0.15, 2.5


def spread_round_bend(limb: Limb, wide: float) -> Array:
    """`limb.u` (H×W), evened out at a sharp bend, for laying cloth: what is drawn out at the middle of the bend's
    outside is shared with what lies before and after it. wide: half width of the sleeve there, pixels."""
    at, turn = bend_of(limb)
    sharp = sharpness(turn)
    away = np.abs(limb.u - at) / (_REACH * limb.length)
    here = (away < 2) & (np.abs(limb.v) < 2 * wide) & (limb.u < FAR)
    if sharp == 0 or not here.any():
        return limb.u
    rows, columns = (np.flatnonzero(here.any(axis)) for axis in (1, 0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    known, u = here[box].astype(np.float32), np.where(here[box], limb.u[box], 0)
    weight = cv2.GaussianBlur(known, (0, 0), _EVEN * wide)
    even = cv2.GaussianBlur(f32(u), (0, 0), _EVEN * wide) / np.maximum(weight, 1e-3)
    share = sharp * np.clip(1.3 * (1 - away[box] ** 2), 0, 1) * known
    result = limb.u.copy()
    result[box] += (even - result[box]) * share
    return f32(result)


def inside_bends(limb: Limb, wide: float) -> Array:
    """H×W, 0…1: how far the inside of a bend presses coordinates along the `limb` together, so that what is laid by
    them folds there, or jumps. wide: half width of the sleeve, pixels."""
    everywhere = (limb.u < FAR) & (np.abs(limb.v) < _NEAR * wide)
    pressed, box = np.zeros(limb.u.shape, np.float32), box_round(everywhere, 5 * _AROUND * wide + 4)
    if not everywhere.any():
        return pressed
    known, u = everywhere[box], limb.u[box]
    right, down = (np.abs(np.diff(u, axis=axis, append=u.take([-1], axis=axis))) for axis in (1, 0))
    dense = np.clip((magnitude(right, down) - _DENSE[0]) / (_DENSE[1] - _DENSE[0]), 0, 1) * shrink(known, 2)
    inner = (u > 0.15 * limb.length) & (u < 0.9 * limb.length)
    wider = cv2.dilate(f32(dense * inner), disc(max(1, round(_AROUND * wide))))
    pressed[box] = cv2.GaussianBlur(wider, (0, 0), _AROUND * wide) * known
    return pressed


def evened_inside(field: Array, limb: Limb, share: Array, wide: float, far: float = _FOLD) -> Array:
    """A `field` (H×W or H×W×2) laid along a limb, evened out as far as a `share` (H×W, 0…1: `inside_bends`) says.
    far: over how much, half widths of the sleeve."""
    if not share.any():
        return field
    known = ((limb.u < FAR) & (np.abs(limb.v) < _NEAR * wide)).astype(np.float32)
    box, result = box_round(share > 0, 4 * far * wide + 2), f32(field.copy())  # the blurs see no further
    known, soft, laid = known[box], share[box], f32(field[box])
    factor = max(1, int(far * wide / 4))
    weight = np.maximum(coarse_blur(known, far * wide, factor), 1e-3)
    if field.ndim == 3:
        weight, soft, known = weight[..., None], soft[..., None], known[..., None]
    even = coarse_blur(f32(np.where(known > 0, laid, 0)), far * wide, factor) / weight
    result[box] = laid + (even - laid) * soft
    return result
