"""Top, bottom or dress, by the outline of the cut-out."""

from dataclasses import dataclass

import numpy as np

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.product.outline import Outline
from fittingroom.vision.product.sleeves import Armholes


@dataclass(frozen=True)
class Shape:
    """Figures that tell garments apart.

    flat: unevenness of the top edge's middle, in box widths. widens: downwards from the top edge on, never narrower.
    parted: share of the lower rows with a gap near the axis. long: length over chest width.
    """

    flat: float
    widens: bool
    parted: float
    long: float


def measure(shape: Outline, arms: Armholes) -> Shape:
    """The figures by which `category` decides."""
    y0 = shape.box[1]
    row = y0 + int(0.03 * shape.height)
    left, right = shape.extents[0][row], shape.extents[1][row]
    inner = shape.top[int(left + 0.1 * (right - left)) : int(right - 0.1 * (right - left)) + 1]
    flat = float(np.subtract(*np.percentile(inner, [93, 7]))) / shape.width if len(inner) > 2 else 1.0
    chest = max(1.0, float(arms.armpits[1][0] - arms.armpits[0][0]))
    top = float(np.mean([t[1] for t in arms.tips]))
    start = shape.span_at(0.03)
    spans = [shape.span_at(f) for f in (0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35)]
    widens = bool(min(spans) > 0.97 * start and spans[-2] > 1.04 * start)
    return Shape(flat, widens, _parted(shape), (_bottom(shape) - top) / chest)


def _bottom(shape: Outline) -> float:
    """Where the body ends: the lowest mask near the axis."""
    r = max(2, int(0.06 * shape.width))
    middle = shape.mask[:, max(0, int(shape.axis) - r) : int(shape.axis) + r + 1].any(1)
    return float(np.flatnonzero(middle)[-1]) if middle.any() else float(shape.box[3])


def _parted(shape: Outline) -> float:
    y0 = shape.box[1]
    rows = np.arange(int(y0 + 0.6 * shape.height), int(y0 + 0.95 * shape.height))
    r = max(2, int(0.08 * shape.width))
    x = int(shape.axis)
    middle = shape.mask[rows, max(0, x - r) : x + r + 1]
    empty = (~middle).any(1) & shape.mask[rows].any(1)
    return float(empty.mean()) if len(rows) else 0.0


def category(shape: Outline, arms: Armholes) -> tuple[Subcategory, float]:
    """The category, and how sure it is (0…1)."""
    m = measure(shape, arms)
    legs = m.parted > 0.5 and m.flat < 0.1
    waistband = m.flat < 0.06 and m.widens and not arms.sleeved
    if legs or waistband:
        return Subcategory.BOTTOMS, 0.9 if legs else 0.75
    sure = float(np.clip(0.5 + abs(m.long - 2.25), 0.5, 0.95))
    return (Subcategory.DRESSES if m.long > 2.25 else Subcategory.TOPS), sure


def why_no_garment(shape: Outline) -> str | None:
    """What about the outline rules out a garment, in words; None where nothing does.

    Lenient: it stops necklaces, ties and close-ups, not everything that is no garment.
    """
    edges = np.concatenate([shape.mask[0], shape.mask[-1], shape.mask[:, 0], shape.mask[:, -1]])
    solid = float(shape.mask.sum()) / (shape.width * shape.height)
    if edges.mean() > 0.25:
        return "the garment isn't whole in the photo: it runs over the picture's edges"
    if solid < 0.28 or shape.height > 3.8 * shape.width or shape.width > 3.0 * shape.height:
        return "what stands out from the background is too thin to be a garment"
    if shape.symmetry < 0.66:
        return "what stands out from the background hasn't the shape of a garment seen from the front"
    return None
