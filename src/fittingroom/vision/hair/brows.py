"""Brows that lay in the shade of hair: without it, skin beside them is as light as elsewhere, and so are they."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import mean
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.soft import away_from, blur, widened
from fittingroom.vision.people.head import BROWS, hull
from fittingroom.vision.person import Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_TALL = 0.16  # units up and down a brow within which the skin beside it is found
_REACH = 0.3  # units from hair up to which its shade reaches
_ROUND = 0.03  # units round a brow that go with it
_SHADED = 1.05, 1.25  # by how much lighter skin without hair must be for it to have been in shade
_HUE = 0.5  # share of the brow's own hue; the rest shade's has, which is that of the hair round it


def out_of_shade(photo: Array, skin: Array, person: Person, frame: HeadFrame, hair: Mask) -> tuple[Array, Array]:
    """H×W×3 RGB, 0…255, and H×W, 0…1: the brows beside `hair` that is taken off (bool H×W), as much darker than the
    `skin` (H×W×3) that is seen there then as they were than the skin round them in its shade; and where they are.
    Left as dark as they were, their shaded ends would be dark stubs on light skin. photo: H×W×3."""
    share = np.zeros(hair.shape, np.float32)
    if person.face is None:
        return photo, share
    near = widened(hair, _REACH * frame.unit) & ~hair
    for brow in BROWS:
        share = np.maximum(
            share, widened(hull(hair.shape, person.face[list(brow), :2]), _ROUND * frame.unit) & near & ~hair
        )
    if not share.any():
        return photo, share
    tall = np.ones((2 * int(_TALL * frame.unit) + 1, 1), np.uint8)
    calm = cv2.GaussianBlur(photo, (0, 0), max(0.6, 0.015 * frame.unit))
    # lightest above or below is nearly skin out of shade, closed over the brow still in it
    beside = (cv2.dilate(calm, tall) + cv2.morphologyEx(calm, cv2.MORPH_CLOSE, tall)) / 2
    ground = blur(f32(beside), 0.03 * frame.unit)
    share = blur(share, 0.02 * frame.unit) * eased(1.5 - 1.5 * away_from(hair) / (_REACH * frame.unit))
    seen = photo / np.maximum(ground, 1)
    plain = mean(photo) / np.maximum(mean(ground), 1)
    left = np.clip(plain[..., None] + _HUE * (seen - plain[..., None]), 0, 1)
    shaded = eased((mean(skin) / np.maximum(mean(ground), 1) - _SHADED[0]) / (_SHADED[1] - _SHADED[0]))
    return f32(skin * left), f32(share * shaded)
