"""The inner side of a garment's back that bulges out beside its front neckline, where no back was told apart."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.fill import closed, grow, opened, overscan, polygon
from fittingroom.vision.fitting.neckcurve import envelope, is_v
from fittingroom.vision.garment import Garment

#: By how much of the neckline's depth the back bulges into it: less is how it is cut, more a slit or a collar.
BULGES = 0.08, 0.3
#: How far below the taut neckline the back's inner side may go on, in shares of its depth: where a ruffle's fold hides
#: the front's edge.
REACH = 0.25
#: How many times likelier its colours are there than on the front, and how many pixels it takes to tell.
LIKELIER, ENOUGH = 4.0, 60


def without_inner_back(garment: Garment) -> Garment:
    """The garment with its neckline drawn taut from its ends to its lowest point, if the outline was taken for it and
    bulges into the opening: a front edge hangs in a curve, so what bulges there is the back's inner side."""
    line = garment.neckline
    if len(line) < 5 or garment.inside.any() or garment.collar.any() or is_v(resample(line, 81)):
        return garment
    first, last = line[0], line[-1]
    share = (line[:, 0] - first[0]) / max(float(last[0] - first[0]), 1e-3)
    depth = line[:, 1] - (first[1] + (last[1] - first[1]) * share)
    if (np.diff(share) <= 0).any() or depth.max() < 2:
        return garment
    taut = envelope(share, depth)
    if not BULGES[0] < float((taut - depth).max()) / float(depth.max()) < BULGES[1]:
        return garment
    laid = f32(np.stack([line[:, 0], line[:, 1] + taut - depth], axis=1))
    return replace(garment, neckline=laid, fabric=_without_scraps(garment, line, laid))


def _without_scraps(garment: Garment, line: Array, taut: Array) -> NDArray[np.uint8]:
    """The garment's fabric (H×W×3) with what is left of the back's inner side below its `taut` neckline (N×2) filled
    from beside it: cloth of the shade that lies between the outline's `line` (N×2) and it, but hardly elsewhere."""
    shape, depth = garment.alpha.shape, float(np.ptp(taut[:, 1]))
    solid = garment.alpha > 0.9
    bulge = solid & (polygon(np.concatenate([line, taut[::-1]]), shape, 0) > 0.5)
    canvas = np.ones(shape, np.uint8)
    cv2.polylines(canvas, [np.round(taut).astype(np.int32)], False, 0, 1)
    near = solid & (cv2.distanceTransform(canvas, cv2.DIST_L2, 3) < REACH * depth)
    front = solid & garment.torso & ~grow(near | bulge, 2)
    if bulge.sum() < ENOUGH or front.sum() < ENOUGH:
        return garment.fabric
    cells = bins(to_lab(garment.fabric))
    likelier = histogram(cells[bulge])[cells] > LIKELIER * histogram(cells[front])[cells]
    scraps = closed(opened(near & likelier, 1), 3) & solid & ~bulge
    return overscan(garment.fabric, solid & ~bulge & ~grow(scraps, 2))
