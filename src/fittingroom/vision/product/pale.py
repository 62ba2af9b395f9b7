"""Fabric nearly as pale as the backdrop, beside its own soft shadow: told by its tint, or by its steep outline.

A white garment's shadow on white is darker than the garment itself, so that no distance from the backdrop parts them.
"""

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.product.arrays import Floats, Mask
from fittingroom.vision.product.backdrop import Backdrop
from fittingroom.vision.product.masks import fill, largest, morph
from fittingroom.vision.product.paths import least_path

#: How far from any shadow (Lab units) what surely is none is.
SURELY = 5.0
#: The least tint (Lab units) that is told from a shadow's own cast.
TINTED = 4.0
#: An outline less steep than this (Lab units over two pixels) is faint.
FAINT = 3.0
#: An edge this steep is as good as any: prints and folds inside must not outdo the outline.
CLEAR = 2.0
#: How far outside a mask's contour and inside it the garment's edge is sought, and how smooth that contour is: widths.
OUTWARD, INWARD, SMOOTH = 0.02, 0.1, 0.012
#: Pixels from one place on the contour to the next; what a bend costs, and what an edge the whole way in does.
STRIDE, BEND, LEAN = 3, 0.02, 0.5


def fabric_tint(hidden: Floats, mask: Mask, noise: float) -> float | None:
    """How far from any shadow (Lab units) fabric is at least, by what it usually is: less in highlights.

    hidden: the backdrop's `distance_but_shadow`. None where fabric is as grey as a shadow, SURELY where it is no tint.
    """
    deep = morph(mask, cv2.MORPH_ERODE, 0.05 * np.ptp(np.flatnonzero(mask.any(0))))
    low, usual = np.percentile(hidden[deep], [10, 50]) if deep.any() else (0.0, 0.0)
    if usual < max(TINTED, 10 * noise):
        return None
    even = low > 0.2 * usual  # not stripes or a print on grey
    return float(0.3 * usual) if even and usual < 2 * SURELY else SURELY


def is_faint(backdrop: Backdrop, mask: Mask) -> bool:
    """Whether the photo is hardly steep where the mask ends."""
    rim = mask & ~morph(mask, cv2.MORPH_ERODE, 3)
    return bool(np.median(backdrop.steepness[rim]) < FAINT)


def by_edge(mask: Mask, steepness: Floats) -> Mask:
    """The mask without the shadow round it: its contour moved to the outmost edge that goes on and on beside it.

    The photo's steepness (H×W, Lab units over two pixels) is unrolled along the contour; in that strip the garment's
    outline is a long line, which a path finds; a shadow is nowhere steep, and the edges of a print lead away inwards.
    """
    width = float(np.ptp(np.flatnonzero(mask.any(0))))
    whole = fill(largest(morph(morph(mask, cv2.MORPH_CLOSE, 0.03 * width), cv2.MORPH_OPEN, 0.01 * width)))
    if not whole.any():
        return mask
    found, _ = cv2.findContours(whole.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(found, key=len)[:, 0].astype(float)
    contour = ndimage.gaussian_filter1d(contour, SMOOTH * width, axis=0, mode="wrap")[::STRIDE]
    depths = np.arange(-int(OUTWARD * width), int(INWARD * width) + 1)
    inward = _inward(contour)
    places = contour[:, None] + depths[None, :, None] * inward[:, None]
    steep = ndimage.map_coordinates(steepness, [places[..., 1], places[..., 0]], order=1, mode="nearest")
    cost = 1 - np.minimum(steep / CLEAR, 1) + LEAN * np.maximum(depths, 0) / len(depths)
    again = len(contour) // 8  # the strip goes round: its ends overlap
    path = least_path(np.vstack([cost[-again:], cost, cost[:again]]), 2, BEND)[again : again + len(contour)]
    line = contour + depths[path][:, None] * inward
    drawn = np.zeros(mask.shape, np.uint8)
    cv2.fillPoly(drawn, [np.round(line).astype(np.int32)], 1)
    return fill(largest(morph(drawn > 0, cv2.MORPH_OPEN, 3)))


def _inward(contour: Floats) -> Floats:
    """Unit normals of a closed contour (N×2), to its inside."""
    along = np.roll(contour, -1, 0) - np.roll(contour, 1, 0)
    normal = np.stack([-along[:, 1], along[:, 0]], 1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    turns = float((contour[:, 0] * np.roll(contour[:, 1], -1) - np.roll(contour[:, 0], -1) * contour[:, 1]).sum())
    return np.asarray(normal * (1 if turns > 0 else -1))
