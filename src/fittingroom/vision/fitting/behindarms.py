"""Where cloth ends behind an arm or a hand: it turns away there as it does before a wall."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, flags
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: Times an arm's half breadth within which what stays before the cloth is that arm or its hand.
_WIDE = 2.0


def behind_arms(person: Person, arms: tuple[Arm, Arm], cloth: Array, front: Array) -> Mask:
    """Pixels of arms and hands beside `cloth`, H×W. cloth, front: H×W, 0…1, where it lies, and what is seen before it
    (there too). The top worn over the cloth is none: below its hem the cloth goes on."""
    arm = np.logical_or.reduce([(np.abs(each.limb.v) < _WIDE * each.half) & (each.limb.u > 0) for each in arms])
    return flags(arm & (front > 0.5) & (cloth < 0.5) & (person.labels != Label.UPPER))
