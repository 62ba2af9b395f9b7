"""Strands that are lit by the roundness of what they are wound to."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.cutting import Subject
from fittingroom.vision.hair.strands import Random, Strands
from fittingroom.vision.hair.twisting import Wound

Array = NDArray[np.float32]


def twisted(wound: Wound, subject: Subject, random: Random) -> Strands:
    """Strands of what is `wound`."""
    points, outward = wound
    tone = f32(0.09 * random.standard_normal(len(points)))
    return Strands(points, tone, curl=rounded(outward, subject))


def rounded(outward: Array, subject: Subject) -> Array:
    """N×K: how far a twist's surface turns to the light. outward: N×K×3, see `Wound`."""
    return f32(outward @ subject.frame.within(f32(subject.light + f32([0, 0, 0.4]))))
