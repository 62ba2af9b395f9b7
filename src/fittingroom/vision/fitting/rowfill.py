"""Cloth that runs down its photo, seen row by row: its two edges, and its fabric carried on beyond them."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import largest, opened


def row_edges(mask: Mask, inset: float = 1.5) -> tuple[Array, Array]:
    """x of the left and right edge of `mask` in each of its H rows, drawn in by `inset` pixels.

    Threads and other things that stand off are left out and the wobble of a cut-out is smoothed away; rows without
    cloth take the nearest row's edges. Raises ValueError where the mask is empty."""
    if not mask.any():
        raise ValueError("a piece without a pixel has no edges")
    width = float(np.median(mask.sum(1)[mask.any(1)]))
    solid = _without_threads(mask, 0.06 * width)
    rows = np.flatnonzero(solid.any(1))
    left = solid[rows].argmax(1).astype(np.float64)
    right = mask.shape[1] - 1 - solid[rows][:, ::-1].argmax(1).astype(np.float64)
    edges = []
    for edge, sign in ((left, 1.0), (right, -1.0)):
        steady = ndimage.gaussian_filter1d(ndimage.median_filter(edge, 15, mode="nearest"), 5, mode="nearest")
        edges.append(f32(np.interp(np.arange(mask.shape[0]), rows, steady + sign * inset)))
    return edges[0], np.maximum(edges[1], edges[0] + 1)


def _without_threads(mask: Mask, radius: float) -> Mask:
    """`mask` without what stands off and is thinner than a disc, but with the corners at its ends."""
    rows, pad = np.flatnonzero(mask.any(1)), round(radius) + 2
    piece = cv2.copyMakeBorder(mask[rows[0] : rows[-1] + 1].astype(np.uint8), pad, pad, 0, 0, cv2.BORDER_REPLICATE)
    solid = opened(piece > 0, radius)[pad:-pad]
    if not solid.any():
        return mask
    whole = np.zeros_like(mask)
    whole[rows[0] : rows[-1] + 1] = largest(solid, 0.3)
    return whole


def carry_rows(image: NDArray[np.uint8], mask: Mask) -> NDArray[np.uint8]:
    """`image` with each row mirrored beyond the edges of the piece in `mask`, and the rows above and below mirrored
    about its ends: stripes and prints go on to the side, so that a map may reach beyond the cut-out."""
    left, right = row_edges(mask)
    rows = np.flatnonzero(mask.sum(1) > 0.3 * np.median(mask.sum(1)[mask.any(1)]))
    top, bottom = float(rows[0] + 2), float(rows[-1] - 2)
    y = np.arange(mask.shape[0], dtype=np.float32)
    y = np.clip(_mirror(y, np.full_like(y, top), np.full_like(y, bottom)), top, bottom)
    at = np.clip(np.round(y), 0, mask.shape[0] - 1).astype(np.intp)
    x = np.broadcast_to(np.arange(mask.shape[1], dtype=np.float32), mask.shape)
    x = _mirror(x, left[at][:, None], right[at][:, None])
    return np.asarray(
        cv2.remap(image, f32(x), np.repeat(f32(y)[:, None], mask.shape[1], 1), cv2.INTER_LINEAR), np.uint8
    )


def _mirror(places: Array, low: Array, high: Array) -> Array:
    """`places` folded back into low … high, as often as it takes."""
    span = np.maximum(high - low, 1)
    inside = np.mod(places - low, 2 * span)
    return f32(low + np.minimum(inside, 2 * span - inside))
