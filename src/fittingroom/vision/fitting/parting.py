"""Where the legs of trousers part: a narrow gap that comes to a point, and a dark line where both legs touch."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.fill import signed_distance

#: How far below its top (units) a gap is drawn to a point, and how fast it opens there: 1 is a straight-sided V.
_POINT, _OPENS = 0.4, 1.3
#: How far above it (units) its soft top is closed.
_SOFT = 0.05
#: A gap that is not this long (units) is no parting of legs.
_SHORTEST = 0.15
#: Depth and half breadth (units) of the line where legs touch, and how far above the parting it fades (units).
_LINE, _THIN, _FADES = 0.24, 0.007, 0.12


@dataclass(frozen=True)
class Gap:
    """The gap between both legs from its `top` (row) down: x of its left and right end in each row (N)."""

    top: int
    left: Array
    right: Array


def gap_between(left: Array, right: Array, unit: float) -> Gap | None:
    """The gap between the image's left and right leg (H×W, 0…1), None where they cross, touch or never part."""
    one, two = left > 0.5, right > 0.5
    both = flags(one.any(axis=1) & two.any(axis=1))
    inner = left.shape[1] - 1 - one[:, ::-1].argmax(axis=1), two.argmax(axis=1)
    open_ = both & (inner[1] - inner[0] > 1)
    ends = np.flatnonzero(np.diff(np.concatenate([[False], open_, [False]]).astype(np.int8))).reshape(-1, 2)
    runs = [(int(top), int(end)) for top, end in ends if end - top > _SHORTEST * unit and top > 0 and both[top - 1]]
    if not runs:
        return None
    top, end = runs[0]  # bent legs may meet again further down
    edges = [ndimage.gaussian_filter1d(each[top:end].astype(np.float32), 1.5, mode="nearest") for each in inner]
    return Gap(top, f32(edges[0] + 0.5), f32(edges[1] - 0.5))


def pointed(left: Array, right: Array, unit: float) -> tuple[Array, Array]:
    """The image's left and right leg (H×W, 0…1) with the top of the gap between them, which the smoothing of edges
    makes round, drawn to a point."""
    gap = gap_between(left, right, unit)
    if gap is None:
        return left, right
    count = min(len(gap.left), max(3, round(_POINT * unit)))
    middle, wide = 0.5 * (gap.left + gap.right)[:count], (gap.right - gap.left)[:count]
    middle[: count // 4] = middle[count // 4]  # the round top says little about where the seam is
    share = np.arange(count, dtype=np.float32) / (count - 1)
    half = 0.5 * np.minimum(wide, wide[-1] * share**_OPENS)
    x = np.arange(left.shape[1], dtype=np.float32)[None]
    above = min(gap.top, max(3, round(_SOFT * unit)))
    rows = slice(gap.top - above, gap.top + count)
    middle, half = np.pad(middle, (above, 0), "edge"), np.pad(half, (above, 0), constant_values=-1.0)
    drawn = left.copy(), right.copy()
    for leg, sign, edge in ((drawn[0], 1, gap.left), (drawn[1], -1, gap.right)):
        edge = np.pad(edge[:count], (above, 0), "edge")
        filled = np.clip(sign * (middle[:, None] - x) - half[:, None] + 0.5, 0, 1)
        near = np.clip(sign * (x - edge[:, None]) + 4, 0, 1)
        leg[rows] = np.maximum(leg[rows], filled * near)
    return drawn


def touching(lower: Array, upper: Array, along: Array, unit: float) -> Array:
    """Relative light (H×W) of the line where the leg in front (`upper`, 0…1) touches the one behind it (`lower`).
    along: H×W, units below the parting of the body's legs."""
    from_edge = signed_distance(upper > 0.5)
    cloth = np.maximum(lower, upper)
    behind = cv2.GaussianBlur(lower, (0, 0), _THIN * unit + 0.5)
    line = np.exp(-((from_edge / (_THIN * unit + 0.7)) ** 2)) * np.clip(2 * behind, 0, 1) * (cloth > 0.5)
    return f32(1 - _LINE * line * np.clip(1 + along / _FADES, 0, 1))
