"""Prints carried on beyond a piece of cloth's outline, mirrored about it as about a smooth curve."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import magnitude
from fittingroom.vision.fitting.arrays import Mask, f32
from fittingroom.vision.fitting.fill import shrink, signed_distance

#: Over how many pixels the outline is smoothed, and how far beyond it it is mirrored.
_SMOOTH, _REACH = 5.0, 40.0


def mirrored_on(image: NDArray[np.uint8], inside: Mask) -> NDArray[np.uint8]:
    """`image` (H×W×3) with what lies within `_REACH` pixels beyond `inside` mirrored about its outline, the rest as it
    is. Mirrored about every tooth of a cut-out's edge a print would be torn into needles."""
    solid = shrink(inside, 2)
    if not solid.any() or solid.all():
        return image
    off = cv2.GaussianBlur(-signed_distance(solid), (0, 0), _SMOOTH)
    down, right = np.gradient(off)
    steep = np.maximum(magnitude(down, right), 0.3)
    ys, xs = np.indices(off.shape, dtype=np.float32)
    far = 2 * np.clip(off, 0, None) / steep
    turned = cv2.remap(image, f32(xs - far * right), f32(ys - far * down), cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    share = np.clip(off + 0.5, 0, 1) * ~shrink(inside, 1) * np.clip((_REACH - off) / 4, 0, 1)
    return np.asarray(np.round(image + (turned.astype(np.float32) - image) * share[..., None]), np.uint8)
