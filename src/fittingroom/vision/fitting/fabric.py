"""Pieces of cloth: where each lies in the person's image, and drawing them from the garment's photo."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Piece:
    """One piece of cloth in the person's image.

    name: for people. alpha: H×W, 0…1. map: H×W×2, garment (x, y) of every pixel, smooth wherever alpha is not zero.
    fabric: uint8 RGB, the garment's photo carried on beyond this piece's own outline. light: H×W, relative, on this
    piece alone, besides that on all cloth.
    """

    name: str
    alpha: Array
    map: Array
    fabric: NDArray[np.uint8]
    light: Array | None = None


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
    at, right, down = where[:-1:3, :-1:3], where[:-1:3, 1::3], where[1::3, :-1:3]
    step = np.sqrt(np.hypot(*np.moveaxis(right - at, -1, 0)) * np.hypot(*np.moveaxis(down - at, -1, 0)))
    some = None if region is None else region[:-1:3, :-1:3]
    return float(np.median(step[some] if some is not None and some.any() else step))


def with_detail(piece: Piece, image: NDArray[np.uint8], product: NDArray[np.uint8], most: float = 2.0) -> Piece:
    """The piece with the detail that `product`, a larger version of the garment's photo `image`, shows beyond it.

    Only where the fabric is the photo's own; what was carried on beyond the garment's outline has no more detail."""
    times = min(most, max(product.shape[:2]) / max(image.shape[:2]))
    if times < 1.1:
        return piece
    size = round(image.shape[1] * times), round(image.shape[0] * times)
    way = cv2.INTER_AREA if size[0] < product.shape[1] else cv2.INTER_CUBIC
    fine = cv2.resize(product, size, interpolation=way).astype(np.float32)
    own = (piece.fabric == image).all(axis=-1)
    own = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8))
    share = cv2.resize(own.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)[..., None]
    plain = cv2.resize(piece.fabric, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    fabric = np.clip(np.round(plain + (fine - plain) * share), 0, 255).astype(np.uint8)
    scale = np.array([size[0] / image.shape[1], size[1] / image.shape[0]], np.float32)
    return replace(piece, fabric=fabric, map=f32((piece.map + 0.5) * scale - 0.5))


def edge_ready(alpha: Array) -> Array:
    """A mask whose edge is soft enough to be enlarged without showing its pixels as steps; flat places stay flat."""
    return f32(cv2.GaussianBlur(alpha, (0, 0), 0.7))


def sharpen_edge(alpha: Array, factor: float) -> Array:
    """An alpha enlarged by `factor` given back an edge about as steep as it had before, 0…1."""
    steep = float(np.clip(1.3 * factor, 1.0, 5.0))
    return f32(np.clip((alpha - 0.5) * steep + 0.5, 0, 1))


def crisp_outline(alpha: Array, outside: NDArray[np.bool_], breadth: float = 1.2) -> Array:
    """A mask (H×W, 0…1) whose edge towards what lies `outside` (H×W) is no broader than `breadth` pixels between a
    tenth and nine tenths; its other edges stay as they are."""
    near = cv2.dilate(outside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    outline, _ = cv2.findContours((alpha > 0.5).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    points = np.concatenate(outline)[:, 0] if outline else np.zeros((0, 2), np.intp)
    length = int(near[points[:, 1], points[:, 0]].sum())
    if not length:
        return alpha
    steep = float(np.clip((near & (alpha > 0.1) & (alpha < 0.9)).sum() / length / breadth, 1, 1.7))
    return f32(np.where(near, np.clip((alpha - 0.5) * steep + 0.5, 0, 1), alpha))
