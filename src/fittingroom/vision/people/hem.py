"""Where the top ends and the bottom begins: one smooth path across the body instead of a decision by pixel.

The path is found by dynamic programming: it has the top's colours above it, the bottom's below it, and likes to run
along an edge. It bridges waistbands and belts, and finds the hem where both have the same colour.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.colour import histogram
from fittingroom.vision.people.body import Body

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_STEP = 3  # rows that the path may climb from a column to the next
_CLIMB = 1.2  # what each of them costs
_EVIDENCE = 4.5  # a colour's log-likelihood ratio is divided by this
_EDGE = 0.10  # gain for each grey level of vertical contrast, up to _STRONG
_STRONG = 60.0


def hem_path(guide: Array, cells: NDArray[np.int32], upper: Mask, lower: Mask, skin: Mask, body: Body) -> Array:
    """Row of the hem at each column (float32 W, NaN where the body isn't).

    guide: H×W×3, 0…1. cells: H×W histogram cells. upper, lower, skin: where top, bottom and skin
    were found so far.
    """
    rows = np.full(body.shape[1], np.nan, np.float32)
    box = _box(body)
    if box is None or upper.sum() < 100 or lower.sum() < 100:
        return rows
    top, bottom, left, right = box
    ratio = _ratio(cells, upper, lower, skin, body)
    cost = path_cost(ratio[top:bottom, left:right], contrast_of(guide)[top:bottom, left:right])
    rows[left:right] = ndimage.median_filter(cheapest_path(cost), 5) + top
    return rows


def _box(body: Body) -> tuple[int, int, int, int] | None:
    """Rows from a quarter of the torso to below the hips, columns a little beyond them."""
    height, width = body.shape
    top = max(0, int(body.hips[:, 1].min() - 0.75 * body.torso))
    bottom = min(height - 1, int(body.hips[:, 1].max() + 0.45 * body.torso))
    left = max(0, int(body.hips[:, 0].min() - 0.45 * body.size))
    right = min(width, int(body.hips[:, 0].max() + 0.45 * body.size))
    return (top, bottom, left, right) if bottom - top > 8 and right - left > 8 else None


def _ratio(cells: NDArray[np.int32], upper: Mask, lower: Mask, skin: Mask, body: Body) -> Array:
    """log(top / bottom) of the colours' likelihoods, −1.5…1.5; 0 on arms."""
    t, apart = body.height, body.arm > 0.9
    above, below = upper & (t > 0.2) & (t < 0.72) & apart, lower & (t > 1.08)
    below = below if below.sum() > 200 else lower
    ratio = np.log(histogram(cells[above])[cells] / histogram(cells[below])[cells])
    ratio = np.clip(cv2.blur(ratio.astype(np.float32), (3, 3)), -1.5, 1.5)
    ratio = np.where((upper | lower) & (body.arm > 0.7), ratio, 0)
    # A bare belly is below a cropped top's hem.
    return np.where(skin & (t > 0.35) & (body.arm > 1), -0.3, ratio).astype(np.float32)


def contrast_of(guide: Array) -> Array:
    """Vertical contrast in grey levels, the strongest channel's."""
    soft = cv2.GaussianBlur(guide * np.float32(255), (0, 0), 0.8)
    step = np.zeros(guide.shape[:2], np.float32)
    step[1:-1] = np.abs(soft[2:] - soft[:-2]).max(2)
    return np.asarray(cv2.GaussianBlur(step, (0, 0), 0.6), np.float32)


def path_cost(ratio: Array, contrast: Array) -> Array:
    """Cost of the hem passing above each pixel: the bottom's colours above it, the top's below it, less its edge."""
    wrong_above = np.cumsum(np.maximum(-ratio, 0), axis=0) - np.maximum(-ratio, 0)
    wrong_below = np.cumsum(np.maximum(ratio, 0)[::-1], axis=0)[::-1]
    return np.asarray((wrong_above + wrong_below) / _EVIDENCE - _EDGE * np.minimum(contrast, _STRONG), np.float32)


def cheapest_path(cost: Array) -> Array:
    """For each column of H×W the row of the path of least cost from left to right."""
    height, width = cost.shape
    best, came = cost[:, 0].astype(np.float64), np.zeros((width, height), np.int64)
    rows = np.arange(height)
    moves = sorted(range(-_STEP, _STEP + 1), key=abs)
    for x in range(1, width):
        options = np.stack([_shifted(best, move) + _CLIMB * abs(move) for move in moves])
        choice = options.argmin(0)
        came[x] = rows - np.array(moves)[choice]
        best = options[choice, rows] + cost[:, x]
    path = np.zeros(width, np.int64)
    path[-1] = int(best.argmin())
    for x in range(width - 1, 0, -1):
        path[x - 1] = came[x][path[x]]
    return path.astype(np.float32)


def _shifted(values: NDArray[np.float64], move: int) -> NDArray[np.float64]:
    moved = np.full(len(values), 1e9)
    if move > 0:
        moved[move:] = values[:-move]
    elif move < 0:
        moved[:move] = values[-move:]
    else:
        moved[:] = values
    return moved
