"""A person as the vision functions found them. How it is found is in the modules beside this one.

Coordinates are pixels of `Person.image`, x to the right and y down. Index 0 is the image's left, 1 its right
(so a frontal person's right arm is index 0), wherever something comes in pairs.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Label(IntEnum):
    """What a pixel of a person shows."""

    BACKGROUND = 0
    HAIR = 1
    SKIN = 2  # bare skin other than the face: neck, chest, arms, hands, legs
    UPPER = 3  # clothing above the waist
    LOWER = 4  # clothing below the waist
    SHOES = 5
    FACE = 6


@dataclass(frozen=True)
class Person:
    """One analysed photo of a person, at working size.

    image: uint8 H×W×3 RGB.
    pose: float32 33×4, the BlazePose landmarks: x, y, depth (pixels), visibility 0…1. Model order (so 11 is the
        person's left shoulder).
    face: float32 478×3 face mesh points, or None where no face was found.
    alpha: float32 H×W, 0…1, how much of each pixel is the person.
    labels: uint8 H×W of `Label`.
    confidence: float32 H×W, 0…1, how sure `labels` is.
    """

    image: NDArray[np.uint8]
    pose: NDArray[np.float32]
    face: NDArray[np.float32] | None
    alpha: NDArray[np.float32]
    labels: NDArray[np.uint8]
    confidence: NDArray[np.float32]
