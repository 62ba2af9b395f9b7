"""Sleeves round a bent elbow: cloth spreads over all of the bend's outside, where coordinates fan out at its middle."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.limbs import FAR, Limb

#: Turn of the middle line (radians) from which on a bend counts, and at which it does so wholly.
_SLIGHT, _SHARP = 0.5, 1.1
#: How far a bend reaches to either side of its middle, shares of the limb, and how widely cloth evens out in it, half
#: widths of the sleeve.
_REACH, _EVEN = 0.3, 0.6


def bend_of(limb: Limb) -> tuple[float, float]:
    """u where the middle line turns most within a fifth of the limb, and by how much, radians."""
    u = limb.start + limb.step * np.arange(len(limb.axis))
    ahead = max(1, round(0.1 * limb.length / limb.step))
    tangent = np.gradient(limb.axis, axis=0)
    angle = np.unwrap(np.arctan2(tangent[:, 1], tangent[:, 0]))
    if len(angle) <= 2 * ahead:
        return 0.5 * limb.length, 0.0
    turn, middle = np.abs(angle[2 * ahead :] - angle[: -2 * ahead]), u[ahead:-ahead]
    turn = np.where((middle > 0.2 * limb.length) & (middle < 0.8 * limb.length), turn, 0)
    at = int(turn.argmax())
    return float(middle[at]), float(turn[at])


def spread_round_bend(limb: Limb, wide: float) -> Array:
    """`limb.u` (H×W), evened out at a sharp bend, for laying cloth: what is drawn out at the middle of the bend's
    outside is shared with what lies before and after it. wide: half width of the sleeve there, pixels."""
    at, turn = bend_of(limb)
    sharp = float(np.clip((turn - _SLIGHT) / (_SHARP - _SLIGHT), 0, 1))
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
