"""Lace at the upper edge of tops on straps: a mesh of dark threads through which the photo's backdrop shows."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import grow, opened
from fittingroom.vision.garment import Garment, Neck

#: Backdrop and threads must differ by so much (RGB), and lace's colours lie no further off those mixed of the two.
_APART, _OFF = 150.0, 14.0
#: How much of a place in a mesh its threads cover, and how uneven it is there: less is plain cloth, more are stripes.
_COVER, _UNEVEN = (0.1, 0.62), (0.12, 0.32)
#: Over how many pixels (of a garment 500 wide) that is measured, and how thick a mesh is at least.
_NEAR, _THICK = 2.5, 4.0
#: How far its fringe goes beyond it, pixels of such a garment.
_FRINGE = 6.0
#: How large a mesh is at least, pixels of such a garment: smaller ones are a print's at the outline.
_LARGE = 300.0
#: The least that lace hides, and the power of its threads' share that it looks to: they are finer than pixels.
_LEAST, _FINER = 0.12, 0.8
#: How much more its threads stand out: drawn smaller than in their photo they melt into one grey.
_CLEARER = 1.7
#: Blur (pixels of its photo) before it is drawn.
_BLUR = 0.6


def find_lace(garment: Garment) -> tuple[Mask, Array] | None:
    """Where the upper edge of a `garment` on straps is lace, H×W, and how much of each pixel its threads cover, H×W;
    None where there is none."""
    empty = garment.alpha < 0.02
    if garment.neck is not Neck.STRAPS or empty.sum() < 100 or not garment.torso.any():
        return None
    image = f32(garment.image)
    backdrop = np.median(image[empty], axis=0)
    way = np.percentile(image[garment.torso], 3, axis=0) - backdrop
    if float(np.linalg.norm(way)) < _APART:
        return None
    share = f32(((image - backdrop) @ way) / float(way @ way))
    off = length(f32(image - backdrop - np.clip(share, 0, 1)[..., None] * way))
    scale = float(np.ptp(np.flatnonzero(garment.torso.any(0)))) / 500
    cover, square, strange = (cv2.GaussianBlur(each, (0, 0), _NEAR * scale) for each in (share, share**2, f32(off)))
    uneven = np.sqrt(np.maximum(square - cover**2, 0))
    mesh = (cover > _COVER[0]) & (cover < _COVER[1]) & (uneven > _UNEVEN[0]) & (uneven < _UNEVEN[1]) & (strange < _OFF)
    low = float(garment.neckline[:, 1].max())
    above = np.arange(len(mesh))[:, None] < low
    mesh = opened(flags(mesh & above & (garment.alpha > 0.3)), 0.5 * _THICK * scale)
    _, parts = cv2.connectedComponents(mesh.astype(np.uint8))
    large = np.flatnonzero(np.bincount(parts[mesh]) > _LARGE * scale**2) if mesh.any() else np.zeros(0, np.intp)
    mesh &= np.isin(parts, np.intersect1d(large, parts[grow(empty, 3 * scale)]))
    if not mesh.any():
        return None
    mesh = grow(mesh, _FRINGE * scale) & grow(empty, _FRINGE * scale) | mesh
    threads = cover + _CLEARER * (share - cover)
    return flags(mesh), f32(np.clip(threads, _LEAST, 1) ** _FINER)


def laced(garment: Garment, where: Array) -> Array:
    """How opaque the `garment` is on the person, H×W, 0…1, by the map `where` (H×W×2) of where its body lies."""
    lace = find_lace(garment)
    if lace is None:
        return np.ones(where.shape[:2], np.float32)
    mesh, cover = lace
    soft = cv2.GaussianBlur(mesh.astype(np.float32), (0, 0), 1.0)
    opaque = cv2.GaussianBlur(f32(1 + (cover - 1) * soft), (0, 0), _BLUR)
    return f32(np.clip(sample(opaque, where), 0, 1))


def with_threads(garment: Garment) -> Garment:
    """The same `garment` with lace in its threads' own colour, without the backdrop that shows through."""
    lace = find_lace(garment)
    if lace is None:
        return garment
    mesh, cover = lace
    dense = mesh & (cover > 0.7)
    if not dense.any():
        return garment
    soft = cv2.GaussianBlur(mesh.astype(np.float32), (0, 0), 1.0)[..., None]
    fabric = (
        garment.fabric + (np.percentile(garment.image[dense], 20, axis=0) - garment.fabric.astype(np.float32)) * soft
    )
    return replace(garment, fabric=np.clip(np.round(fabric), 0, 255).astype(np.uint8))
