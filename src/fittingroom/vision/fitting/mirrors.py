"""Prints carried on beyond a piece of cloth's outline, mirrored about it as about a smooth curve."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import magnitude
from fittingroom.vision.fitting.armpits import plainness
from fittingroom.vision.fitting.arrays import Mask, f32
from fittingroom.vision.fitting.cut import chest_width
from fittingroom.vision.fitting.fill import push_pull, shrink, signed_distance
from fittingroom.vision.garment import Garment

#: Over how many pixels the outline is smoothed, and how far beyond it it is mirrored.
_SMOOTH, _REACH = 5.0, 40.0
#: Plain cloth is carried on at this share of the size, and down to so far below the armpits, chests.
_SMALLER, _BELOW = 4, 0.1
#: Over how many pixels (deviation) grain is evened out, and how many times as strong as usual (mean) it is at most.
_GRAIN, _GRAINY = 2.0, 2.0


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


def evened_beyond(fabric: NDArray[np.uint8], inside: Mask, garment: Garment) -> NDArray[np.uint8]:
    """`fabric` (H×W×3) of a plain `garment`, which has been carried on beyond what is `inside`, made to go
    over smoothly there from each edge to the others, from the shoulders down to the armpits: a shoulder's dark slope
    and a pale sleeve, each carried on alone, meet in a ragged line. Its grain stays."""
    plain, outside = plainness(garment), ~inside
    if plain == 0 or not outside.any() or not inside.any():
        return fabric
    height, width = inside.shape
    size = max(1, width // _SMALLER), max(1, height // _SMALLER)
    small = cv2.resize(fabric, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    known = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
    if not known.any():
        return fabric
    even = cv2.GaussianBlur(push_pull(small, known), (0, 0), 0.5)
    even = cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR)
    fine = fabric - cv2.GaussianBlur(fabric, (0, 0), _GRAIN).astype(np.float32)
    most = _GRAINY * float(np.abs(fine[shrink(inside, 4)][::7]).mean()) if shrink(inside, 4).any() else 0.0
    pit = float(max(garment.armpits[0][1], garment.armpits[1][1]))
    high = np.clip(1 + (pit - np.arange(height)) / (_BELOW * chest_width(garment)), 0, 1)[:, None]
    share = min(1, 2 * plain) * cv2.GaussianBlur(outside.astype(np.float32), (0, 0), 1.5) * high * outside
    smooth = even + np.clip(fine, -most, most)
    return np.asarray(np.clip(np.round(fabric + (smooth - fabric) * share[..., None]), 0, 255), np.uint8)
