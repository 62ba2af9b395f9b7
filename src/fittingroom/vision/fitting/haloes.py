"""Pale rims of plain cut-outs: cloth by the outline that is mixed with the light or the shade of the backdrop."""

import cv2
import numpy as np

from fittingroom.vision.channels import length, share_between
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.fitting.cut import chest_width
from fittingroom.vision.fitting.fill import grow, shrink
from fittingroom.vision.garment import Garment
from fittingroom.vision.nearest import overscan

#: How far in from the outline a rim may reach, chests.
_DEEP = 0.02
#: The share of the backdrop's colour in a mixture: less is the cloth's own shade, more is another colour.
_MIXED = 0.06, 1.2
#: How far (Lab) a mixture's colour may lie off the line between the two.
_OFF = 7.0
#: Cloth is plain where so much of it lies within so far (Lab) of its usual colour; of patterns nothing is left out.
_PLAIN, _ALIKE = 0.75, 9.0


def pale_rim(garment: Garment) -> Mask:
    """H×W: what of a plain garment's cut-out is mixed with the backdrop, above the armpits: where the garment's
    shoulders are narrower than the person's, its rim comes to lie in the midst of cloth, as a pale torn line."""
    solid = flags(garment.alpha > 0.8)
    chest = chest_width(garment)
    inner, backdrop = shrink(solid, _DEEP * chest + 2), garment.alpha < 0.02
    if inner.sum() < 200 or backdrop.sum() < 200:
        return np.zeros(solid.shape, np.bool_)
    lab = f32(to_lab(garment.image))
    usual, behind = np.median(lab[inner], axis=0), np.median(lab[backdrop], axis=0)
    if (length(f32(lab - usual))[inner] < _ALIKE).mean() < _PLAIN:
        return np.zeros(solid.shape, np.bool_)
    for sleeve in garment.sleeves:  # next to another colour nothing can be carried on
        cloth = inner & sleeve.mask if sleeve is not None else inner
        if cloth.any() and np.linalg.norm(np.median(lab[cloth], axis=0) - usual) > 1.5 * _ALIKE:
            return np.zeros(solid.shape, np.bool_)
    own = f32(to_lab(overscan(np.asarray(cv2.medianBlur(garment.image, 5), np.uint8), inner)))
    way, gap = f32(behind - own), lab - own
    share = share_between(lab, own, behind)
    mixed = (share > _MIXED[0]) & (share < _MIXED[1]) & (length(f32(gap - share[..., None] * way)) < _OFF)
    mixed &= length(f32(own - usual)) < 1.5 * _ALIKE  # trim and panels of another colour end as they do
    high = np.arange(len(solid))[:, None] < max(float(pit[1]) for pit in garment.armpits)
    rim = solid & ~inner & high
    return flags(grow(flags(mixed & rim), 2) & rim)
