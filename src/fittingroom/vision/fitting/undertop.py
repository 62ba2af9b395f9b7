"""Trousers that come out from under a top: its cloth lies on theirs, so right below its hem they are no broader."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.person import Label, Person

#: By how much (pixels a pixel) the outline below a hem moves out from the photographed one at most.
SLOPE = 0.1
#: In how many units it bends away by as much again as it is far: it is free soon.
BEND = 5.0
#: How soft (pixels) the outline is there.
SOFT = 1.5


def held_in(person: Person, cloth: Array, unit: float) -> Array:
    """The `cloth` (H×W, 0…1) without what stands out beside the hem of the top worn over it: a square corner there
    would float. Further down it is as broad as it is."""
    outside = person.alpha < 0.5
    top = ~outside & (person.labels == Label.UPPER)
    if not top.any() or not outside.any():
        return cloth
    out, from_top = (
        cv2.distanceTransform(each.astype(np.uint8), cv2.DIST_L2, 5) for each in (outside, (~top).astype(np.uint8))
    )
    free = SLOPE * from_top + from_top**2 / (BEND * unit) + 0.5
    return f32(cloth * np.clip(1 + (free - out) / SOFT, 0, 1))
