"""Pieces of cloth: where each lies in the person's image, and drawing them from the garment's photo."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Piece:
    """One piece of cloth in the person's image.

    name: for people. alpha: H×W, 0…1. map: H×W×2, garment (x, y) of every pixel, smooth wherever alpha is not zero.
    fabric: uint8 RGB, the garment's photo carried on beyond this piece's own outline.
    """

    name: str
    alpha: Array
    map: Array
    fabric: NDArray[np.uint8]


def sample(image: NDArray[np.generic], where: Array, region: NDArray[np.bool_] | None = None) -> Array:
    """`image` at the garment coordinates `where` (H×W×2), bicubic, blurred first where it is shrunk, so that stripes
    and weaves don't alias."""
    shrink = _shrinkage(where, region)
    picture = image.astype(np.float32)
    if shrink > 1.25:
        picture = f32(cv2.GaussianBlur(picture, (0, 0), 0.45 * shrink))
    xs, ys = np.ascontiguousarray(where[..., 0]), np.ascontiguousarray(where[..., 1])
    kind = cv2.INTER_CUBIC if image.ndim == 3 else cv2.INTER_LINEAR
    return f32(cv2.remap(picture, xs, ys, kind, None, cv2.BORDER_REPLICATE))


def _shrinkage(where: Array, region: NDArray[np.bool_] | None) -> float:
    """Median garment pixels per person pixel over `region`."""
    right = np.linalg.norm(where[:-1, 1:] - where[:-1, :-1], axis=-1)
    down = np.linalg.norm(where[1:, :-1] - where[:-1, :-1], axis=-1)
    step = np.sqrt(np.maximum(right * down, 0))
    chosen = step[region[:-1, :-1]] if region is not None and region[:-1, :-1].any() else step.ravel()
    return float(np.median(chosen))


def edge_ready(alpha: Array) -> Array:
    """A mask whose edge is soft enough to be enlarged without showing its pixels as steps; flat places stay flat."""
    return f32(cv2.GaussianBlur(alpha, (0, 0), 0.7))


def sharpen_edge(alpha: Array, factor: float) -> Array:
    """An alpha enlarged by `factor` given back an edge about as steep as it had before, 0…1."""
    steep = float(np.clip(0.75 * factor, 1.0, 4.0))
    return f32(np.clip((alpha - 0.5) * steep + 0.5, 0, 1))
