"""Where a limb bends, and how sharply."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.limbs import Limb

#: Turn of the middle line (radians) from which on a bend counts, and at which it does so wholly.
_SLIGHT, _SHARP = 0.5, 1.1
#: How far from a bend's middle its outside has a point, shares of the limb.
_POINT = 0.06


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


def sharpness(turn: float) -> float:
    """How far a `turn` (radians) of the middle line counts as a bend, 0…1."""
    return float(np.clip((turn - _SLIGHT) / (_SHARP - _SLIGHT), 0, 1))


def about_bend(limb: Limb, u: Array) -> Array:
    """How far places `u` along a limb (pixels) lie at a sharp bend of it, 0…1: its middle line is rounded, and the
    joint's point sticks out further from it than the limb does elsewhere."""
    at, turn = bend_of(limb)
    return f32(sharpness(turn) * np.clip(2 - np.abs(u - at) / (_POINT * limb.length), 0, 1))
