"""The garment's own edges as gates: drawn as polygons in its photo and looked up through a map."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.channels import greatest
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.curves import even_steps
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import grow, polygon, shrink, soften
from fittingroom.vision.garment import Garment
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How wide the rim of a cut-out is that is mixed with the backdrop all around, pixels.
_RIM = 2
#: How far (RGB) cloth and backdrop must lie apart for a mixture of both to be told; of which share ties are plain, and
#: which share of them slits take at most.
_APART, _PLAIN, _FEW = 120.0, 0.75, 0.15
#: The least share of the backdrop in a slit's narrow ends, and how much wider they are made, pixels, to be seen at all.
_FAINT, _WIDER = 0.2, 1.0
#: How far below a hem it takes for what hangs from it to be apart from its neighbours, pixels.
_SEAM = 3
#: How far up and down a slit goes on through the ties' own rims, pixels, or it would be a hole.
_ONWARDS = 10


def hem_gate(garment: Garment, where: Array, curve: Array | None = None) -> Array:
    """1 above the garment's hem (or another `curve`, left to right) carried on to both sides, 0 below it."""
    curve = garment.hem if curve is None else curve
    hem = smooth_curve(curve, 60) if len(curve) < 100 else curve  # fine ones are drawn as they are
    width, low = garment.alpha.shape[1], 3 * garment.alpha.shape[0]
    ends = [[2 * width, hem[-1, 1]], [2 * width, low], [-width, low], [-width, hem[0, 1]]]
    return 1 - seen_through(np.concatenate([hem, ends]), garment, where)


def waist_gate(garment: Garment, where: Array) -> Array:
    """1 below the waist line of a garment for below the waist, carried on to both sides, 0 above it: on a bare belly
    nothing hides that a map goes on there into cloth that isn't."""
    waist = smooth_curve(garment.waist, 60)
    width, high = garment.alpha.shape[1], -garment.alpha.shape[0]
    ends = [[2 * width, waist[-1, 1]], [2 * width, high], [-width, high], [-width, waist[0, 1]]]
    return 1 - seen_through(np.concatenate([waist, ends]), garment, where)


def dangling(garment: Garment) -> Mask:
    """What hangs below the garment's hem, H×W: the ends of ties and bands, but not the uneven edge of the cut-out."""
    left, right = garment.hem[0, 0], garment.hem[-1, 0]
    columns = np.arange(garment.alpha.shape[1], dtype=np.float32)
    hem = np.interp(columns, garment.hem[:, 0], garment.hem[:, 1])
    least = 0.06 * float(right - left)
    rows = np.arange(garment.alpha.shape[0], dtype=np.float32)[:, None]
    within = (columns > left - 2 * least) & (columns < right + 2 * least)
    below = (garment.alpha > 0.5) & (rows > hem[None] - 2) & within[None]
    if np.max(np.where(below, rows - hem[None], 0)) <= least:
        return np.zeros_like(below)
    below &= ~_backdrop(garment)
    for sleeve in garment.sleeves:
        if sleeve is not None:
            below &= ~grow(sleeve.mask, 0.5 * least)
    below &= ~_slits(garment, flags(below), least)
    count, parts = cv2.connectedComponents(below.astype(np.uint8))
    owners, drop = parts[below], (rows - hem[None])[below]  # sorting all of the picture by its parts takes long
    depth, starts = np.zeros(count), np.full(count, np.inf)
    np.maximum.at(depth, owners, drop)
    np.minimum.at(starts, owners, drop)
    kept = (depth > least) & (starts < 2)
    kept[0] = False
    hanging = flags(kept[parts])
    beyond = (garment.alpha > 0.5) & (rows > hem[None]) & ~within[None]
    # ties spread out beside the garment would hang from the hem's corners as stubs
    return flags(hanging & ~holding(flags(hanging & (rows > hem[None] + _SEAM)), grow(flags(beyond), 2)))


def _backdrop(garment: Garment) -> Mask:
    """What has the colour of the photo's backdrop: gaps between ties that the cut-out bridges."""
    behind = garment.alpha < 0.05
    if behind.sum() < 100:
        return behind
    away = greatest(f32(np.abs(garment.image.astype(np.float32) - np.median(garment.image[behind], axis=0))))
    return flags(away < 12)


def _slits(garment: Garment, hanging: Mask, least: float) -> Mask:
    """Slits between plain ties that hang (H×W) side by side, H×W: too narrow to have been cut out, nor do they have
    the backdrop's colour, but one mixed with the cloth's. They are at least `least` pixels long."""
    behind, inner = garment.alpha < 0.05, shrink(hanging, _RIM)
    nothing = np.zeros(hanging.shape, np.bool_)
    if behind.sum() < 100 or inner.sum() < 100:
        return nothing
    image = f32(garment.image)
    cloth = np.median(image[inner], axis=0)
    way = np.median(image[behind], axis=0) - cloth
    apart = float(np.linalg.norm(way))
    if apart < _APART:
        return nothing
    share = f32((image - cloth) @ way / apart**2)
    mixed = share > 0.5
    if (np.abs(share[inner]) < 0.25).mean() < _PLAIN or mixed[inner].mean() > _FEW:
        return nothing  # a pattern's
    faint = share > _FAINT  # so narrow do they become towards their ends
    _, parts, stats, _ = cv2.connectedComponentsWithStats((faint & inner).astype(np.uint8))
    long = (stats[:, cv2.CC_STAT_HEIGHT] >= least) & (stats[:, cv2.CC_STAT_WIDTH] < least)
    long &= np.bincount(parts[mixed & inner], minlength=len(long)) >= 0.5 * least
    long[0] = False
    core = flags(long[parts])
    onwards = cv2.dilate(core.astype(np.uint8), np.ones((2 * _ONWARDS + 1, 3), np.uint8)) > 0
    return grow(flags(core | (faint & onwards)), _WIDER)


def own_hem_gate(garment: Garment, where: Array) -> Array:
    """1 where a garment that ends with its own hem may be: above the hem, and on what dangles from it."""
    gate, ends = hem_gate(garment, where), dangling(garment)
    if not ends.any():
        return gate
    # what dangles comes down from the garment: the two soft edges must not leave a thin gap where they meet
    rows, columns = (np.arange(size, dtype=np.float32) for size in ends.shape)
    below = rows[:, None] - np.interp(columns, garment.hem[:, 0], garment.hem[:, 1])[None]
    seam = 0.03 * float(garment.hem[-1, 0] - garment.hem[0, 0])
    begins = np.any(ends & (below < seam), axis=0, keepdims=True)
    ends = flags(ends | (begins & (np.abs(below) < seam) & (below < 3)))
    return f32(np.maximum(gate, np.clip(sample(soften(ends, 0.8), where), 0, 1)))


def smooth_curve(curve: NDArray[np.floating], count: int) -> Array:
    """A curve without the wobble of a cut-out's edge."""
    even = ndimage.median_filter(even_steps(curve, count), (5, 1), mode="nearest")
    return f32(ndimage.gaussian_filter1d(even, 1.5, axis=0, mode="nearest").astype(np.float32))


def seen_through(corners: NDArray[np.floating], garment: Garment, where: Array) -> Array:
    """A polygon of the garment's photo, seen through a map. The photo is padded, for hems go beyond its border."""
    height, width = garment.alpha.shape
    pad = height // 2
    drawn = polygon(np.asarray(corners) + pad, (height + 2 * pad, width + 2 * pad), soft=0.7)
    return np.clip(sample(drawn, where + pad), 0, 1)
