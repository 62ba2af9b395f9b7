"""How far drawn skin goes on over skin that is seen: it has to cover the shade that lay below the old cloth."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.outline import Arm

#: How widely a seam is blurred, units: a chest's lies in the old neckline's shade, a hand's in a sleeve's, which is
#: narrower.
_CHEST, _ARM = 0.045, 0.035
#: How far beyond the old cloth drawn skin is whole, pixels.
_WHOLE = 2.0
#: A short sleeve stands off the arm and throws a shade on it: how far skin is drawn anew whole below its end, and how
#: widely the seam is blurred there, units.
_SHADED, _SOFT = 0.025, 0.045
#: Which sleeves are short, as shares of the arm, and how far about their ends, too.
_SHORT, _ABOUT = (0.08, 0.75), 0.25


def into_seen(erase: Mask, body: Array, limbs: Array, arms: tuple[Arm, Arm], unit: float) -> Array:
    """How far drawn skin hides what is seen beside it, H×W, 0…1, going down from where it takes the old cloth's place
    (`erase`) on the chest and belly (`body`, 0…1) and on the arms (`limbs`)."""
    seams = [
        _spread(erase & (body > 0.5), _WHOLE, _CHEST * unit),
        _spread(erase & (limbs > 0.5), _WHOLE, _ARM * unit),
    ]
    below = flags(erase & (limbs > 0.5) & np.logical_or.reduce([short_end(arm) for arm in arms]))
    if below.any():
        seams.append(_spread(below, _SHADED * unit, _SOFT * unit) * (limbs > 0.5))
    return f32(np.clip(2 * np.maximum.reduce(seams), 0, 1))


def short_end(arm: Arm) -> Mask:
    """H×W: what lies on an arm about the end of its old short sleeve."""
    share = (arm.limb.u - arm.sleeve_end) / arm.limb.length
    short = _SHORT[0] < arm.sleeve_end / arm.limb.length < _SHORT[1]
    return flags(short & (np.abs(share) < _ABOUT) & (np.abs(arm.limb.v) < 2 * arm.half))


def _spread(mask: Mask, whole: float, soft: float) -> Array:
    return f32(cv2.GaussianBlur(grow(mask, whole).astype(np.float32), (0, 0), soft))
