"""A garment's fabric at its sides: drawn a little tighter there, so that its own edge is where the person's is.

A map goes a few pixels beyond the garment's sides, and a cut-out's rim is mixed with its backdrop. Mirrored about its
edge a print would show half a flower twice; gathered towards the side it turns away round the body."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.cut import chest_width
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.panels import side_at
from fittingroom.vision.garment import Garment

#: How far in from a side fabric is gathered, in shares of the garment's width there: as little as does without
#: pressing it together, for what a chest bears in front is as wide on the body as on the garment.
_NARROWEST, _WIDEST = 0.12, 0.35
#: What of the cut-out's rim is left out, in chests, and more pixels of it.
_RIM, _PIXELS = 0.014, 2.0
#: Height, in chests, of the rows that are looked at together.
_STEP = 0.03
#: A map that goes further beyond a side than this share of the width has lost its way there.
_FURTHEST = 0.12
#: Above the armpits, over how many chests that begins: whole at the armpits themselves, or a print would double there.
_BEGINS = 0.15


def gathered(where: Array, garment: Garment, body: Array) -> Array:
    """`where` (H×W×2, garment x and y of each pixel) with x drawn in from the sides, below the armpits, as far as the
    garment's `body` (H×W, 0…1) reaches beyond them."""
    x, y = f32(where[..., 0]), f32(where[..., 1])
    chest = chest_width(garment)
    left, right = (side_at(side, y.ravel()).reshape(y.shape) for side in garment.sides)
    width = np.maximum(right - left, 0.2 * chest)
    pit = max(float(pit[1]) for pit in garment.armpits)
    lowest = float(min(side[:, 1].max() for side in garment.sides))
    share = np.clip(1 + (y - pit) / (_BEGINS * chest), 0, 1)
    worn = (body > 0.5) & (share > 0) & (y < lowest)
    if not worn.any():
        return where
    rim, found = _RIM * chest + _PIXELS, x.copy()
    for edge, sign in ((left, -1.0), (right, 1.0)):
        beyond = sign * (x - edge)
        past = np.clip(_furthest(y, beyond, worn, _STEP * chest), 0, _FURTHEST * width)
        band = np.clip(4 * past + 5 * rim, _NARROWEST * width, _WIDEST * width)
        whole, kept = band + past, band - rim
        deep = np.clip(beyond + band, 0, whole)
        drawn = deep - (whole - kept) * (deep / whole) ** 2
        found -= sign * share * np.where(deep > 0, beyond + band - drawn, 0)
    return f32(np.stack([found, y], axis=-1))


def _furthest(y: Array, beyond: Array, worn: Mask, step: float) -> Array:
    """How far `worn` pixels reach `beyond` a side at most, near the garment's row `y` of each pixel (all H×W)."""
    first = float(y[worn].min())
    places = np.round((y[worn] - first) / step).astype(np.intp)
    most = np.zeros(int(places.max()) + 1)
    np.maximum.at(most, places, beyond[worn])
    calm = ndimage.gaussian_filter1d(ndimage.maximum_filter1d(most, 5), 1.5, mode="nearest")
    return f32(np.interp(y, first + step * np.arange(len(most)), calm))


def with_own_print(fabric: NDArray[np.uint8], garment: Garment) -> NDArray[np.uint8]:
    """`fabric` (H×W×3) with the photo's own pixels wherever a sleeveless dress's skirt and waist surely are: pale parts
    of a print near its sides are easily taken for specks of the backdrop, and mirrored over."""
    if any(sleeve is not None for sleeve in garment.sleeves):
        return fabric
    pit = max(float(pit[1]) for pit in garment.armpits)
    sure = shrink(garment.alpha > 0.97, _PIXELS) & (np.arange(fabric.shape[0])[:, None] > pit)
    ys, xs = np.arange(fabric.shape[0], dtype=np.float32), np.arange(fabric.shape[1])[None]
    left, right = (side_at(side, ys)[:, None] for side in garment.sides)
    sure &= (xs > left + _PIXELS) & (xs < right - _PIXELS)
    return np.asarray(np.where(sure[..., None], garment.image, fabric), np.uint8)
