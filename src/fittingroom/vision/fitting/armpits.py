"""What a product photo shows at the armpits and is no part of the fabric: shadow, and slivers of the backdrop."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Mask, flags
from fittingroom.vision.fitting.fill import grow, shrink
from fittingroom.vision.garment import Garment


def shadowed(garment: Garment, reach: float = 0.16) -> Mask:
    """What near the armpits is far darker than nearly all of the fabric (the gap's depth, a glimpse of the inside), or
    has the backdrop's colour (the gap itself, too narrow to be cut out).

    reach: how far from an armpit to look, in chest widths. Fabric as dark as that elsewhere stays, so a dark garment
    loses nothing, nor does one of the backdrop's colour."""
    lab = cv2.cvtColor(garment.image, cv2.COLOR_RGB2LAB).astype(np.float32)
    lightness = lab[..., 0]
    solid = shrink(flags(garment.alpha > 0.8), 3)  # the cut-out's own edge is mixed with the backdrop
    chest = max(float(np.linalg.norm(garment.armpits[1] - garment.armpits[0])), 1.0)
    ys, xs = np.mgrid[: solid.shape[0], : solid.shape[1]].astype(np.float32)
    near = np.zeros(solid.shape, np.bool_)
    for x, y in garment.armpits:
        near |= np.hypot(xs - x, (ys - y) / 1.5) < reach * chest
    elsewhere = lightness[solid & ~near]
    if len(elsewhere) < 100 or not near.any():
        return np.zeros(solid.shape, np.bool_)
    darkest = min(float(np.percentile(elsewhere, 1.0)) - 6, 0.3 * float(np.median(elsewhere)))
    dark = near & solid & (cv2.blur(lightness, (3, 3)) < darkest)
    dark &= _touching(dark, ~solid)  # a crease within the cloth is only shaded
    backdrop = lab[garment.alpha < 0.02]
    if len(backdrop):
        like = np.abs(cv2.blur(lab, (3, 3)) - np.median(backdrop, axis=0)).max(-1) < 14
        if like[solid & ~near].mean() < 0.03:  # a garment of that colour shows no gap
            dark |= near & solid & like
    return grow(dark, 0.012 * chest + 1) & near


def _touching(parts: Mask, others: Mask) -> Mask:
    """Those connected parts that come within 2 pixels of `others`."""
    _, numbers = cv2.connectedComponents(parts.astype(np.uint8))
    near = np.unique(numbers[grow(others, 2)])
    return flags(np.isin(numbers, near[near > 0]))
