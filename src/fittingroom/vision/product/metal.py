"""Metal on a strap: rings, buckles and brooches, as grey as a shadow but with crisp edges."""

import cv2
import numpy as np

from fittingroom.vision.pieces import components
from fittingroom.vision.product.arrays import Mask
from fittingroom.vision.product.backdrop import Backdrop
from fittingroom.vision.product.masks import fill, morph

#: Half a strap's width at most, in garment widths; how far from the backdrop garments usually are (Lab units) in which
#: something as pale is told.
STRAP, STANDS_OUT = 0.07, 20.0
#: What is less than this far from the backdrop (Lab units) is backdrop.
EMPTY = 2.5
#: What a shadow could be is less than this far (Lab units) from the nearest one.
GREY = 9.0
#: A shadow's edge is less steep than this (Lab units over two pixels).
CRISP = 4.0
#: How much of the garment a piece of metal makes up: from so much on, and at most.
SMALLEST, LARGEST = 0.0003, 0.01
#: What is no thicker than twice this, in pixels, is the rim of an edge.
THIN = 2.0


def straps(mask: Mask) -> Mask:
    """What of a garment's mask is no broader than a strap."""
    return mask & ~morph(mask, cv2.MORPH_OPEN, STRAP * np.ptp(np.flatnonzero(mask.any(0))))


def crisp_metal(gaps: Mask, mask: Mask, backdrop: Backdrop) -> Mask:
    """Metal on straps: what of these `gaps` in the garment's `mask`, which look like shadow, are small things with
    edges as crisp as no shadow's, with what they enclose. Bool H×W."""
    found = np.zeros(mask.shape, bool)
    if not backdrop.plain or np.median(backdrop.distance[mask]) < STANDS_OUT:
        return found
    grey = gaps & (backdrop.distance >= max(EMPTY, 3 * backdrop.noise))
    empty = gaps & ~grey | ~mask
    labels, areas = components(morph(grey, cv2.MORPH_CLOSE, 1) & mask, connectivity=8)
    thick = np.unique(labels[morph(labels > 0, cv2.MORPH_OPEN, THIN)])
    strap = straps(mask)
    for i in thick[thick > 0]:
        if strap[labels == i].mean() < 0.7 or not SMALLEST * mask.sum() < areas[i] < LARGEST * mask.sum():
            continue
        piece = labels == i
        rim = morph(piece, cv2.MORPH_DILATE, 2) & empty
        if rim.any() and np.median(backdrop.steepness[rim]) > CRISP:
            found |= fill(piece)
    return np.asarray(found & mask, bool)


def find_metal(mask: Mask, backdrop: Backdrop) -> Mask | None:
    """Metal on the straps of a garment's whole `mask`, bool H×W; None where there is none."""
    found = crisp_metal(mask & (backdrop.distance_but_shadow < GREY), mask, backdrop)
    return found if found.any() else None
