"""The dark shadow right under a garment that lies on its backdrop: a grey rim along hem and cuffs.

It may be as dark as the garment, so that no distance from the backdrop parts them. But it fades out: from the garment's
edge outwards it grows lighter, little by little, until it is backdrop. Cloth begins where that ends.
"""

import cv2
import numpy as np

from fittingroom.vision.product.arrays import Floats, Image, Mask
from fittingroom.vision.product.backdrop import Backdrop
from fittingroom.vision.product.masks import morph

#: How much lighter (Lab units a pixel) a shadow grows outwards, at least and at most; a garment's edge is steeper.
FADES = (0.3, 2.9)
#: How dark a contact shadow gets, as a share of the backdrop's lightness: pale cloth in the light fades out as well.
DARK = 0.75
#: How far a shadow's tint may lie from the backdrop's (Lab units): the cloth's own runs into it in compressed photos.
GREY = 8.0
#: The least width of a fading rim, how far inside the mask it is sought, and how far beyond it the edge of the cloth
#: is: shares of the garment's width.
LEAST, DEEP, BEYOND = 0.007, 0.06, 0.007
#: How long a shadow's rim is at least: a share of that width.
LONG = 0.02
#: How far the fading rim may reach over the cloth's edge, pixels.
SLACK = 3
#: A rim that is more of the mask than this is no shadow.
MOST = 0.12
#: Cloth lighter than this share of the backdrop is as light as its shadow: only its tint may tell them apart.
LIGHT = 0.75


def without_contact_shadow(mask: Mask, image: Image, backdrop: Backdrop, tinted: bool) -> Mask:
    """The mask (H×W) without the shadow that hangs on to its rim, up to the edge of the cloth. image: uint8 RGB.

    tinted: whether the cloth is surely not of a shadow's colour.
    """
    if not mask.any() or not (tinted or _darkness(mask, backdrop) < LIGHT):
        return mask
    width = float(np.ptp(np.flatnonzero(mask.any(0))))
    fading = mask & _fading(mask, backdrop, width)
    if not fading.any() or fading.sum() > MOST * mask.sum():
        return mask
    ring = mask & morph(fading, cv2.MORPH_DILATE, BEYOND * width)
    markers = np.zeros(mask.shape, np.int32)
    shadow = morph(~mask | fading, cv2.MORPH_ERODE, SLACK)
    markers[mask & ~ring], markers[shadow | ~mask] = 1, 2
    smooth = cv2.GaussianBlur(image, (0, 0), 1.0)
    grown = cv2.watershed(np.ascontiguousarray(smooth[..., ::-1]), markers)
    cloth = (grown != 2) & mask
    return np.where(morph(ring, cv2.MORPH_DILATE, 3), morph(cloth, cv2.MORPH_OPEN, 2), mask)


def _darkness(mask: Mask, backdrop: Backdrop) -> float:
    some = mask[::4, ::4] if mask[::4, ::4].any() else slice(None)
    return float(np.median((backdrop.lab[::4, ::4, 0] / np.maximum(backdrop.plate[::4, ::4, 0], 1))[some]))


def _fading(mask: Mask, backdrop: Backdrop, width: float) -> Mask:
    """What grows lighter outwards from the dark as shadows do, all the way out of the mask. Sought at half size."""
    size = mask.shape[1] // 2, mask.shape[0] // 2
    inner = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    lab, plate = (cv2.resize(a, size, interpolation=cv2.INTER_AREA) for a in (backdrop.lab, backdrop.plate))
    lab = cv2.GaussianBlur(lab, (0, 0), 0.7)
    depth = 2 * cv2.distanceTransform(inner, cv2.DIST_L2, cv2.DIST_MASK_5)
    out_x, out_y = (cv2.GaussianBlur(-d, (0, 0), 1) for d in _slopes(depth))
    x, y = _slopes(lab[..., 0])
    steep = np.hypot(x, y)
    lighter = (x * out_x + y * out_y) / np.maximum(np.hypot(out_x, out_y), 1e-3)
    share = lab[..., 0] / np.maximum(plate[..., 0], 1)
    tint = np.linalg.norm(lab[..., 1:] - plate[..., 1:] * share[..., None], axis=-1)
    soft = (depth > 0) & (depth < DEEP * width) & (tint < GREY)
    soft &= (lighter > FADES[0]) & (steep < FADES[1]) & (lighter > 0.7 * steep)
    outside = depth == 0
    soft = morph(soft | outside, cv2.MORPH_OPEN, LEAST * width / 4) & ~outside
    _, labels, stats, _ = cv2.connectedComponentsWithStats(soft.astype(np.uint8), connectivity=4)
    open_ = np.unique(labels[soft & morph(outside, cv2.MORPH_DILATE, 1)])
    dark = np.unique(labels[soft & (share < DARK)])
    long = np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(1) > LONG * width / 2)
    found = np.isin(labels, [i for i in long if i in open_ and i in dark])
    return cv2.resize(found.astype(np.uint8), mask.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0


def _slopes(values: Floats) -> tuple[Floats, Floats]:
    """Change over a pixel of the photo to the right and down, of values at half its size."""
    return cv2.Sobel(values, cv2.CV_32F, 1, 0, ksize=3) / 16, cv2.Sobel(values, cv2.CV_32F, 0, 1, ksize=3) / 16
