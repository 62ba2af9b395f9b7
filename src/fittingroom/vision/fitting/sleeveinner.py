"""What an arm lifted away from the body shows of a sleeve's inner side, which its product photo hides."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.armpits import fineness
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.cut import SMALLEST, chest_width
from fittingroom.vision.garment import Garment, Sleeve

#: How far within the last of the cloth it is turned over, and over how much of the sleeve the edge is smoothed, chests.
_WITHIN, _SMOOTH = 0.02, 0.04
#: Over how much from the armpit on this begins, chests, and which share of the sleeve's breadth is carried on.
_BEGINS, _MOST = 0.05, 0.8
#: How fine a pattern must be, for in a coarse one the turn itself would show.
_FINE = 0.5


def inner_side(fabric: NDArray[np.uint8], inside: Mask, garment: Garment, sleeve: Sleeve) -> NDArray[np.uint8]:
    """`fabric` (H×W×3) of a `sleeve`, of which `inside` is its own cloth, turned over along its inner edge from the
    armpit down, so that a fine pattern goes on there: about an edge drawn smooth it makes no swirls."""
    chest = chest_width(garment, SMALLEST)
    cuff = min(sleeve.cuff, key=lambda end: float(np.linalg.norm(end - sleeve.armpit)))
    long = float(np.linalg.norm(cuff - sleeve.armpit))
    broad = 2 * float(np.median(sleeve.halfwidth))
    if sleeve.fused or long < 2 * _BEGINS * chest + 8 or broad < 8:
        return fabric
    way = (cuff - sleeve.armpit) / long
    out = np.array([way[1], -way[0]], np.float32)
    middle = sleeve.axis[len(sleeve.axis) // 2] - sleeve.armpit
    out = out if float(out @ middle) < 0 else -out
    edge = _edge(inside, sleeve.armpit, way, out, (long, broad))
    if edge is None:
        return fabric
    edge = ndimage.minimum_filter1d(edge, 2 * round(_SMOOTH * chest) + 1, mode="nearest")
    edge = ndimage.gaussian_filter1d(edge, _SMOOTH * chest, mode="nearest") - _WITHIN * chest
    ys, xs = np.indices(inside.shape, dtype=np.float32)
    x, y = xs - sleeve.armpit[0], ys - sleeve.armpit[1]
    along, off = x * way[0] + y * way[1], x * out[0] + y * out[1]
    past = off - np.interp(along, np.arange(len(edge)), edge)
    back = 2 * np.clip(past, 0, 0.5 * _MOST * broad)
    turned = cv2.remap(
        fabric, f32(xs - back * out[0]), f32(ys - back * out[1]), cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE
    )
    share = np.clip(past / 2, 0, 1) * np.clip(along / (_BEGINS * chest), 0, 1) * (along < long) * (past < 0.5 * broad)
    return np.asarray(np.round(fabric + (turned.astype(np.float32) - fabric) * share[..., None]), np.uint8)


def finely_woven(garment: Garment) -> bool:
    """Whether the cloth has so fine a pattern that a turn in it isn't seen. Told by its middle alone, which is sooner
    done than by all of it."""
    if all(sleeve is None or sleeve.fused for sleeve in garment.sleeves):
        return False
    chest, (left, right) = chest_width(garment, SMALLEST), garment.armpits
    top, edge = max(float(left[1]), float(right[1])), 0.15 * chest
    rows = slice(max(round(top - edge), 0), round(top + chest))
    part = rows, slice(max(round(float(left[0]) - edge), 0), max(round(float(right[0]) + edge), 1))
    middle = replace(garment, fabric=garment.fabric[part], alpha=garment.alpha[part], torso=garment.torso[part])
    return bool(middle.torso.any()) and fineness(middle) > _FINE


def _edge(inside: Mask, start: Array, way: Array, out: Array, size: tuple[float, float]) -> NDArray[np.float64] | None:
    """How far along `out` the cloth that is `inside` (H×W) reaches at each pixel from `start` along `way`; None where
    most of it can't be told. size: of the sleeve along and across."""
    steps, across = np.arange(int(size[0])), np.arange(-0.5 * size[1], 0.25 * size[1])
    xs = start[0] + steps[:, None] * way[0] + across * out[0]
    ys = start[1] + steps[:, None] * way[1] + across * out[1]
    seen = cv2.remap(inside.astype(np.uint8), f32(xs), f32(ys), cv2.INTER_NEAREST) > 0
    gap = ~seen
    first = np.where(gap.any(axis=1), gap.argmax(axis=1), 0)
    known = seen[:, 0] & gap.any(axis=1)
    if known.mean() < 0.5:
        return None
    return np.asarray(np.interp(steps, steps[known], across[np.maximum(first[known] - 1, 0)]), np.float64)
