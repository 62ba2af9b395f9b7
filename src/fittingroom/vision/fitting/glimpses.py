"""What a product photo shows within the garment's outline and is no part of its cloth: glimpses of the backdrop through
rings and between ties, and what hangs below a hem."""

import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.cut import SMALLEST, chest_width
from fittingroom.vision.fitting.fill import grow, opened, shrink
from fittingroom.vision.garment import Garment

#: Up to how far from the backdrop's colour (Lab units) a glimpse of it may be: narrow ones are mixed with the cloth.
_LIKE = 45.0
#: Glimpses are this near to the outside, in chests; of a garment's area at most this share; and nearly all of what has
#: that colour, or it is a print's.
_NEAR, _SHARE, _ALL = 0.07, 0.006, 0.9
#: So near to metal, in chests, what is as pale is more of it.
_FITTING = 0.08
#: Half the width of the widest tie or ring, in chests.
_TIE = 0.06


def like_backdrop(garment: Garment) -> Array:
    """How far each pixel's colour is from the backdrop's, Lab units, H×W."""
    backdrop, lab = garment.alpha < 0.02, to_lab(garment.image)
    if not backdrop.any():
        return np.full(backdrop.shape, 255, np.float32)
    return length(f32(lab - np.median(lab[backdrop], axis=0)))


def glimpses(garment: Garment) -> Mask:
    """Where the backdrop is seen through gaps that the cut-out closed, H×W; nowhere if the garment has its colour."""
    solid = garment.alpha > 0.8
    away = like_backdrop(garment)
    alike = (away < _LIKE) & shrink(solid, 3)
    if garment.metal is not None:
        alike &= ~grow(garment.metal, _FITTING * chest_width(garment, SMALLEST))
    near = grow(garment.alpha < 0.2, _NEAR * chest_width(garment, SMALLEST))
    found = alike & near
    if not found.any() or alike.sum() > _SHARE * solid.sum() or found.sum() < _ALL * alike.sum():
        return np.zeros_like(solid)
    mixed = grow(found, 0.035 * chest_width(garment, SMALLEST)) & (away < 2 * _LIKE)  # their ends are narrower still
    return grow(found | mixed, 2.5)


def body_alone(garment: Garment, fabric: Mask) -> Mask:
    """`fabric` (H×W) without the ties, rings and buckles that hang at the garment's sides and hem."""
    low = np.arange(fabric.shape[0])[:, None] > max(float(point[1]) for point in garment.armpits)
    return fabric & (opened(fabric, _TIE * chest_width(garment, SMALLEST)) | ~low)
