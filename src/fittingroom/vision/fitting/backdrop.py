"""A plain backdrop carried on behind a person, as a studio's wall and floor are."""

import cv2
import numpy as np

from fittingroom.vision.channels import mean
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import grow, push_pull, shrink
from fittingroom.vision.fitting.undress import PLAIN
from fittingroom.vision.person import Person

#: How far beside clothes the backdrop is asked, in shares of the picture's long side, and in how many pixels at least.
_BESIDE, _FEW = 0.06, 500


def plain_backdrop(person: Person, worn: Mask) -> tuple[Array, float] | None:
    """The slow gradient of a backdrop that is plain beside what is `worn` (H×W), carried on behind it, H×W×3, and its
    grain, grey levels; None where it isn't plain."""
    image = f32(person.image)
    known = shrink(person.alpha < 0.01, 4)
    near = known & grow(worn, _BESIDE * max(known.shape))
    if near.sum() < _FEW:
        return None
    slow = cv2.GaussianBlur(push_pull(image, known), (0, 0), 6)
    residual = mean(np.abs(image - slow))[near]
    if np.percentile(residual, 90) > PLAIN:
        return None
    return f32(slow), float(np.median(residual))
