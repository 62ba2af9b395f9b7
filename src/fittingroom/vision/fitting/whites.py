"""How white a picture's whites are: under a dull sky, or in a faded picture, nothing is as white as in a studio, and
pale cloth drawn as it was photographed there would glow."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array
from fittingroom.vision.fitting.scene import luminance

#: Luminance (0…1) of white in a well exposed picture, and how far at most a dull one lies below it, as its share.
#: Measured on frontal photos: in most the brightest fiftieth lies from 0.9 up, under clouds at 0.8.
_WHITE, _DULLEST = 0.9, 0.8
#: Luminances (0…1) between which cloth is less and less deep: what fades a picture's whites lifts its blacks.
_DEEP, _PALE = 0.4, 0.75


def below_whites(image: NDArray[np.uint8], colour: Array) -> float:
    """How bright, as a share, cloth of that `colour` (3, RGB 0…255 as its own photo shows it) is in the picture
    `image` (H×W×3, RGB)."""
    small = np.asarray(cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)  # no glints
    share = float(np.clip(np.percentile(luminance(small), 98) / _WHITE, _DULLEST, 1))
    shown = float(luminance(np.asarray(colour[None, None], np.uint8))[0, 0])
    pale = float(np.clip((shown - _DEEP) / (_PALE - _DEEP), 0, 1))
    return float(share**pale)
