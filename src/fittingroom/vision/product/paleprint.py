"""Prints nearly as pale as the backdrop on a garment that stands out from it: where they reach its edge, they look like
bites out of its outline."""

import cv2
import numpy as np

from fittingroom.vision.product.arrays import Floats, Mask
from fittingroom.vision.product.backdrop import Backdrop
from fittingroom.vision.product.masks import fill, morph

#: A print is pale that lies this near the backdrop, in shares of how far the garment usually does, and makes up this
#: share of the garment at least; if it differs less from any shadow (Lab units), it can't be told from one.
PALE, LEAST, TOLD = 0.3, 0.02, 3.0
#: How wide the bites are that it leaves in the outline, in garment widths.
BITE = 0.06


def pale_print(mask: Mask, backdrop: Backdrop) -> Floats:
    """How far each pixel looks like the garment's own pale print rather than the backdrop or a shadow on it, H×W, 0…1;
    nothing where the garment has none that can be told from these."""
    distance, hidden = backdrop.distance, backdrop.distance_but_shadow
    deep = morph(mask, cv2.MORPH_ERODE, 0.03 * np.ptp(np.flatnonzero(mask.any(0))))
    none = np.zeros(mask.shape, np.float32)
    if not backdrop.plain or not deep.any():
        return none
    pale = deep & (distance < PALE * np.median(distance[deep]))
    usual = float(np.median(hidden[pale])) if pale.sum() > LEAST * deep.sum() else 0.0
    if usual < max(TOLD, 6 * backdrop.noise):
        return none
    return np.asarray(np.clip(hidden / usual - 0.3, 0, 0.5) * 2, np.float32)


def with_print(mask: Mask, pale: Floats) -> Mask:
    """The mask with the bites filled where there is `pale` print (0…1, H×W)."""
    if not pale.any():
        return mask
    closed = morph(mask, cv2.MORPH_CLOSE, BITE * np.ptp(np.flatnonzero(mask.any(0))))
    return fill(mask | morph(closed & (mask | (pale > 0.4)), cv2.MORPH_OPEN, 2))
