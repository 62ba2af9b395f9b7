"""How a bare upper arm goes over into the chest."""

import cv2
import numpy as np

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.outline import Arm

#: Over how many units an arm's end at the joint goes over into the chest, so that no line parts the two.
_JOINT = 0.14
#: How far down an arm, as a share of it, that end reaches.
_END = 0.12
#: Over how far the chest's skin ends on an arm's inner side below the armpit, units.
_SOFT_END = 0.25


def before_chest(arm: Arm, shape: Array, body: Array) -> Array:
    """How far the skin of a bare arm (of that `shape`) lies before that of the chest (`body`), all H×W, 0…1: an upper
    arm goes over into it on its inner side and at the joint; a forearm lies before the body and its outline is
    sharp."""
    u, length = arm.limb.u, arm.limb.length
    half = np.maximum(arm.bare_at(u), 1)
    upper_arm = np.clip(4 - 8 * u / length, 0, 1)
    # where the chest ends below the armpit it does so softly: its own shade would stop short on the arm
    ends = flags((body < 0.5) & (arm.limb.v < 0.5 * half) & (u > _END * length))
    into_chest = f32(np.clip(-arm.limb.v / half, 0, 1) * (1 - near_to(ends, _SOFT_END * arm.unit)))
    chest_alone = flags((body > 0.5) & (shape < 0.5))
    at_joint = np.clip(1 - u / (_END * length), 0, 1) * near_to(chest_alone, _JOINT * arm.unit)
    return f32(1 - body * upper_arm * np.maximum(into_chest, at_joint))


def near_to(mask: Mask, width: float) -> Array:
    """1 on `mask`, H×W, going down smoothly to 0 over `width` pixels beyond it."""
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) / max(width, 1.0)
    return eased(f32(1 - away))
