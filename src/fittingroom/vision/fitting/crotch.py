"""What a product photo of trousers shows where the legs part and is no part of the fabric: the fold's depth, and a
sliver of the shaded backdrop."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, push_pull, shrink, soften
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.garment import Garment
from fittingroom.vision.pieces import holding

#: Lightness (0…255) that shade must fall below the darkest of the rest by.
DEEPER = 4.0
#: How far the lightness of nine tenths and of one tenth of a garment may lie apart for its cloth to count as plain:
#: carried-on cloth would be a smudge in a print or a bleached wash.
PLAIN = 50.0
#: What is left of the cloth's brightness in the seam.
SEAM = 0.9


def crotch_shade(garment: Garment) -> Mask:
    """H×W: what near the crotch is darker than nearly all of the garment elsewhere, and lies along the parting.

    Fabric as dark as that elsewhere stays, so a dark garment loses nothing, nor does a printed one. Skirts have none.
    """
    nothing = np.zeros(garment.alpha.shape, np.bool_)
    if garment.crotch is None:
        return nothing
    lightness = cv2.cvtColor(garment.image, cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32)
    solid = shrink(flags(garment.alpha > 0.8), 3)  # the cut-out's own edge is mixed with the backdrop
    x, y = garment.crotch
    rise = max(float(y - garment.waist[:, 1].mean()), 1.0)
    ys, xs = np.mgrid[: solid.shape[0], : solid.shape[1]].astype(np.float32)
    near = (np.abs(xs - x) < 0.09 * rise + 2) & (ys > y - 0.6 * rise) & (ys < y + 0.12 * rise)
    elsewhere = lightness[solid & ~near]
    if len(elsewhere) < 100 or float(np.subtract(*np.percentile(elsewhere, [90, 10]))) > PLAIN:
        return nothing
    dark = near & (lightness < float(np.percentile(elsewhere, 1.0)) - DEEPER)
    dark = holding(flags(dark), flags(ys > y - 0.2 * rise))  # a fly's own seam further up stays
    return flags(grow(dark, 0.012 * rise + 1) & near) if dark.any() else nothing


def without_shade(fabric: NDArray[np.uint8], garment: Garment) -> NDArray[np.uint8]:
    """`fabric` (H×W×3 RGB) with the cloth beside it carried on over `crotch_shade`, where a soft line is left of it for
    the seam; up the fly it fades in again."""
    shade = crotch_shade(garment)
    if not shade.any() or garment.crotch is None:
        return fabric
    y = float(garment.crotch[1])
    rise = max(y - float(garment.waist[:, 1].mean()), 1.0)
    up = (y - np.arange(shade.shape[0], dtype=np.float32)) / rise
    share = soften(shade, 0.7) * np.clip((0.58 - up) / 0.2, 0, 1)[:, None]
    filled = push_pull(f32(fabric), ~shade)
    depth = luminance(fabric) / luminance(np.asarray(np.clip(filled, 0, 255), np.uint8))
    filled = filled * np.clip(depth, SEAM, 1)[..., None]
    drawn = fabric + (filled - fabric) * share[..., None]
    return np.asarray(np.clip(np.round(drawn), 0, 255), np.uint8)
