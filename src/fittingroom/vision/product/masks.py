"""Operations on masks: morphology with disks of any size, connected parts, holes."""

import cv2
import numpy as np

from fittingroom.vision.discs import disc
from fittingroom.vision.pieces import components
from fittingroom.vision.product.arrays import Image, Mask

#: Disks wider than this (pixels) are quicker by a map of distances, a few pixels of whose outline may differ.
WIDE = 24
#: Whether each step of an operation lets the mask grow (or the rest of the picture).
_GROWING = {
    cv2.MORPH_DILATE: (True,),
    cv2.MORPH_ERODE: (False,),
    cv2.MORPH_OPEN: (False, True),
    cv2.MORPH_CLOSE: (True, False),
}


def morph(mask: Mask, operation: int, radius: float) -> Mask:
    """Dilate, erode, open or close with a disk, as if nothing lay outside the picture."""
    r = max(1, round(radius)) + 1
    padded = np.pad(mask.astype(np.uint8), r)
    changed = _far(padded, operation, r - 1) if radius > WIDE else cv2.morphologyEx(padded, operation, disc(radius))
    return np.asarray(changed[r:-r, r:-r] > 0)


def _far(mask: Image, operation: int, radius: int) -> Image:
    """As `cv2.morphologyEx`, by maps of distances: their cost doesn't grow with the disk."""
    for growing in _GROWING[operation]:
        away = cv2.distanceTransform(1 - mask if growing else mask, cv2.DIST_L2, cv2.DIST_MASK_5)
        mask = np.asarray((away <= radius + 0.35) == growing, np.uint8)
    return mask


def largest(mask: Mask, share: float = 0.2) -> Mask:
    """The connected parts that have at least `share` of the largest one's area."""
    labels, areas = components(mask)
    if len(areas) < 2:
        return mask
    areas[0] = 0
    return np.asarray((areas >= share * areas.max())[labels], np.bool_)


def fill(mask: Mask) -> Mask:
    """Close every hole."""
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    cv2.floodFill(padded, None, (0, 0), 2)
    return np.asarray(padded[1:-1, 1:-1] != 2)


def roughness(mask: Mask) -> float:
    """Length of the outline over the square root of the area; 3.5 for a disk, about 6 to 9 for a garment."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    length = sum(cv2.arcLength(c, True) for c in contours)
    return float(length / max(1.0, np.sqrt(mask.sum())))
