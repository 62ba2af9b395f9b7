"""A hanger that a garment was photographed on: its arch stands in the neck opening, and would be taken for a collar."""

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.colour import bins, histogram
from fittingroom.vision.product.arrays import Mask
from fittingroom.vision.product.backdrop import Backdrop
from fittingroom.vision.product.masks import largest, morph

#: From how far down on, and above which row, shares of the height: the garment's own colours, and a hanger.
_BODY, _HIGH = 0.25, 0.25
#: How far from the axis an arch goes at most, and where its gap must be seen, shares of the width.
_REACH, _MIDDLE = 0.25, 0.05
#: From which share of its commonest colour's frequency on a colour is the garment's.
_OWN = 0.005
#: How unlike the backdrop cloth is at least, and the gap at most (Lab units).
_CLOTH, _GAP = 15.0, 12.0
#: How thick an arch is and how high its gap at least, shares of the width; pixels that cloth goes on at its edge.
_THICK, _HOLLOW, _GOES_ON = 0.012, 0.012, 4
#: In which share of the middle's columns arch, gap and cloth must follow each other.
_SURE = 0.6


def without_hanger(mask: Mask, backdrop: Backdrop, axis: float) -> Mask:
    """`mask` (H×W) without the arch of a hanger round its `axis` and the gap below it. That gap is what tells it from a
    collar: backdrop between something unlike the garment and the garment itself."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, height, width = int(rows[0]), len(rows), len(columns)
    body = mask & (np.arange(len(mask))[:, None] > top + _BODY * height)
    if not body.any() or np.median(backdrop.distance[body]) < _CLOTH:
        return mask
    part = (
        slice(top, top + max(8, int(_HIGH * height))),
        slice(max(0, int(axis - _REACH * width)), int(axis + _REACH * width) + 1),
    )
    cells = bins(backdrop.lab)
    common = histogram(cells[body])
    far = backdrop.distance[part]
    own = mask[part] & (common[cells[part]] > _OWN * common.max()) & (far > _CLOTH)
    cloth = ndimage.minimum_filter1d(own.astype(np.uint8), _GOES_ON, axis=0, origin=-(_GOES_ON // 2)) > 0
    first = np.where(cloth.any(axis=0), cloth.argmax(axis=0), 0)
    above = mask[part] & (np.arange(len(far))[:, None] < first[None])
    arch, gap = ((above & each).sum(axis=0) for each in (far > _CLOTH, far < _GAP))
    there = (arch > _THICK * width) & (gap > _HOLLOW * width)
    middle = np.abs(np.arange(len(first)) + part[1].start - axis) < _MIDDLE * width
    if not middle.any() or there[middle].mean() < _SURE:
        return mask
    # beside the arch only the edge's own mixed pixels lie above the cloth: those stay
    tall = ndimage.binary_closing(above.sum(axis=0) > _THICK * width, iterations=2)
    runs, _ = ndimage.label(tall)
    arched = np.isin(runs, np.setdiff1d(np.unique(runs[middle]), [0]))
    kept = mask.copy()
    kept[part] &= ~(above & arched[None])
    return largest(kept & ~_scraps(kept, part, round(_THICK * width)))


def _scraps(kept: Mask, part: tuple[slice, slice], size: int) -> Mask:
    """What of the mask `kept` in `part` of it is thinner than `size` pixels and stands up from the rest, H×W: the dark
    of a hook's shade is nearly cloth."""
    scraps = np.zeros_like(kept)
    scraps[part] = kept[part] & ~morph(kept, cv2.MORPH_OPEN, size / 2)[part]
    return scraps
