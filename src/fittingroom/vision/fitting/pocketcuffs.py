"""The ends of sleeves whose hands are in pockets: they fold round the wrist there, as the photo shows."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, opened
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: From where to where along the arm the old sleeve's end takes over, shares of its length.
_FROM, _WHOLLY = 0.8, 0.88
#: So far beyond its end what is taken for skin may still be the old cuff, units.
_BESIDE = 0.05
#: How far the old cuff's outline is evened, and how far the new one lies over it, units.
_EVEN, _OVER = 0.02, 0.008


def within_old_cuff(person: Person, arm: Arm, end: float) -> Array:
    """H×W, 0…1: where a sleeve that ends at `end`, pixels along `arm`, may be. 1 everywhere, but where the old one went
    on past the wrist's place, as it does where the hand is in a pocket: there the arm's width says nothing, and the new
    cuff is as wide as the old one."""
    limb = arm.limb
    if end <= limb.length * 1.001:
        return np.ones(person.labels.shape, np.float32)
    near = (limb.u > 0.7 * limb.length) & (limb.u < 1.5 * end) & (np.abs(limb.v) < 3 * arm.half)
    old = near & (person.labels == Label.UPPER) & (person.alpha > 0.5)
    beside = near & (person.labels == Label.SKIN) & grow(old, _BESIDE * arm.unit)  # shaded cloth is taken for skin
    even = flags(opened(closed(old | beside, _EVEN * arm.unit), _EVEN * arm.unit))
    soft = cv2.GaussianBlur(even.astype(np.float32), (0, 0), 0.5 * _EVEN * arm.unit)
    away = cv2.distanceTransform((soft < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    inside = np.clip(_OVER * arm.unit + 1 - away, 0, 1)
    share = np.clip((limb.u / limb.length - _FROM) / (_WHOLLY - _FROM), 0, 1)
    return f32(np.maximum(inside, 1 - share))
