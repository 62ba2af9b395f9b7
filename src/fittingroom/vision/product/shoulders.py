"""The top edge of a garment between its shoulder tips: where the shoulders end and the neck begins."""

from dataclasses import dataclass

import numpy as np

from fittingroom.vision.product.arrays import SIDES, Floats, Pair
from fittingroom.vision.product.outline import Outline
from fittingroom.vision.product.sleeves import Armholes

#: The least slope of what stands on the shoulders; they themselves slope by less than that.
STEEP = 1.0


@dataclass(frozen=True)
class Shoulders:
    """points: where the shoulder lines end, (left, right). corners: the upper ends of what stands on the shoulders
    (collar, hood, high neck); the same as `points` where nothing does. width: from tip to tip.

    rise: how far the corners lie above the points. dip: how far the edge falls between the corners. Both in widths.
    """

    points: Pair
    corners: Pair
    width: float
    rise: float
    dip: float

    @property
    def axis(self) -> float:
        """x half-way between the corners."""
        return float(self.corners[0][0] + self.corners[1][0]) / 2

    @property
    def half(self) -> float:
        """Half the distance of the points."""
        return max(4.0, float(self.points[1][0] - self.points[0][0]) / 2)

    @property
    def top_half(self) -> float:
        """Half the distance of the corners."""
        return max(4.0, float(self.corners[1][0] - self.corners[0][0]) / 2)


@dataclass(frozen=True)
class _Flank:
    """One side, as distances from the axis (u) and heights over the tip, in pixels."""

    point: tuple[float, float]
    corner: tuple[float, float]
    bend: float  # how clearly the corner stands out
    hollow: float  # how deep the edge sags between tip and corner


def find_shoulders(shape: Outline, arms: Armholes) -> Shoulders:
    """Each side for itself, then made even: product photos are nearly symmetric, noise is not."""
    flanks = [_flank(shape, arms.tips[k], s) for k, s in enumerate(SIDES)]
    width = max(8.0, float(arms.tips[1][0] - arms.tips[0][0]))
    left, right = _evened(flanks, width)
    risen = [_stands(flank, width) for flank in (left, right)]
    corners = _placed(shape, [left.corner[0], right.corner[0]])
    points = _placed(shape, [left.point[0], right.point[0]]) if all(risen) else corners
    level = (points[0][1] + points[1][1]) / 2
    rise = max(0.0, level - (corners[0][1] + corners[1][1]) / 2) / width
    inner = shape.top[int(corners[0][0]) : int(corners[1][0]) + 1]
    middle = inner[len(inner) // 3 : max(len(inner) // 3 + 1, 2 * len(inner) // 3)]
    dip = float(np.median(middle) - (corners[0][1] + corners[1][1]) / 2) / width if len(middle) else 0.0
    return Shoulders(points, corners, width, rise if all(risen) else 0.0, dip)


def _stands(flank: _Flank, width: float) -> bool:
    """Whether something stands on the shoulder there: the edge turns up and rises high, and more steeply than any
    shoulder slopes."""
    up, out = flank.corner[1] - flank.point[1], flank.point[0] - flank.corner[0]
    return flank.hollow > 0.022 * width and up > 0.05 * width and up > STEEP * out


def _flank(shape: Outline, tip: Floats, s: int) -> _Flank:
    half = max(8.0, float(shape.side(tip[0], s)))
    u = np.arange(int(half) + 1)
    x = np.clip(np.round(shape.axis + s * u).astype(int), 0, shape.mask.shape[1] - 1)
    height = tip[1] - shape.top[x]
    centre = float(np.median(height[: max(2, int(0.08 * half))]))
    above = _over_chord(u, height, (0.0, centre), (float(u[-1]), 0.0))
    above[: int(0.1 * half)] = -np.inf
    at = int(np.flatnonzero(above >= above.max() - 0.007 * 2 * half)[-1])
    corner = (float(u[at]), float(height[at]))
    outer = slice(at, len(u))
    below = -_over_chord(u[outer], height[outer], corner, (float(u[-1]), 0.0))
    sag = at + int(np.argmax(below))
    return _Flank((float(u[sag]), float(height[sag])), corner, float(above[at]), float(below.max()))


def _over_chord(u: Floats, height: Floats, start: tuple[float, float], end: tuple[float, float]) -> Floats:
    """Distance of each (u, height) above the line from start to end."""
    run, up = end[0] - start[0], end[1] - start[1]
    return np.asarray((run * (height - start[1]) - up * (u - start[0])) / max(1e-6, np.hypot(run, up)))


def _evened(flanks: list[_Flank], width: float) -> tuple[_Flank, _Flank]:
    """Both flanks, or the clearer one twice where they disagree."""
    left, right = flanks
    apart = max(abs(left.corner[0] - right.corner[0]), abs(left.point[0] - right.point[0]))
    if apart < 0.12 * width:
        return left, right
    clear = left if left.bend > right.bend else right
    return clear, clear


def _placed(shape: Outline, distances: list[float]) -> Pair:
    out = []
    for s, u in zip(SIDES, distances, strict=True):
        x = float(np.clip(shape.axis + s * u, 0, shape.mask.shape[1] - 1))
        out.append(np.array([x, shape.top[round(x)]], float))
    return out[0], out[1]
