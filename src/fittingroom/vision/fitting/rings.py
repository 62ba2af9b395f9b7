"""Rings that hold a strap to what hangs on it: through them a body shows what is beneath, between two thin bars."""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.pieces import components

#: How large a glimpse through a ring is at least, and how wide at most, in its strap's widths: a loop that is folded
#: behind it hides the rest.
LEAST, MOST = 0.25, 1.2
#: How wide a bar is at least and at most, in its strap's widths.
BAR = 0.07, 0.2
#: How high a ring's window is on the person at least, pixels: in a smaller one the bars would only be a dirty edge.
SEEN = 5.0


@dataclass(frozen=True)
class Ring:
    """A ring in a garment's photo. rows: the first and the last in which it is seen through. bar: 2, the middle of the
    bar at one side of it (x, y). width: the bar's, pixels."""

    rows: tuple[float, float]
    bar: Array
    width: float


def find_ring(alpha: Array, low: float, foot: Array, width: float) -> Ring | None:
    """The ring between the row `low`, where a strap's plain part ends, and the strap's `foot` (x, y), seen through by a
    hole in the cut-out `alpha` (H×W, 0…1); None where there is none. width: the strap's, pixels."""
    middle = float(foot[0])
    first, last = round(low), round(float(foot[1]))
    left = max(0, round(middle - width))
    near = alpha[first:last, left : round(middle + width)]
    if near.size == 0:
        return None
    parts, _ = components(near < 0.5)
    rim = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    for part in np.setdiff1d(np.unique(parts), np.append(rim, 0)):
        ys, xs = np.nonzero(parts == part)
        tall, wide = float(np.ptp(ys)) + 1, float(np.ptp(xs)) + 1
        if min(tall, wide) < LEAST * width or max(tall, wide) > MOST * width or len(xs) < 0.6 * tall * wide:
            continue
        row = int(np.median(ys))
        bar = _bar(near[row] >= 0.5, int(xs[ys == row].min()), int(xs[ys == row].max()))
        if bar is not None:
            at = np.array([left + 0.5 * (bar[0] + bar[1] - 1), first + row], np.float32)
            thick = float(np.clip(bar[1] - bar[0], BAR[0] * width, BAR[1] * width))
            return Ring((float(first + ys.min()), float(first + ys.max())), at, thick)
    return None


def _bar(solid: Mask, left: int, right: int) -> tuple[int, int] | None:
    """Begin and end of the thinner solid run beside a gap from `left` to `right` in a row, of those that end again."""
    found = []
    before, after = np.flatnonzero(~solid[:left]), np.flatnonzero(~solid[right + 1 :])
    if len(before):
        found.append((int(before[-1]) + 1, left))
    if len(after):
        found.append((right + 1, right + 1 + int(after[0])))
    return min(found, key=lambda run: run[1] - run[0], default=None)


def window(ring: Ring, foot: float, up: Array, across: Array, scale: float, width: float) -> Array:
    """How much of a strap is left away between its ring's bars, H×W, 0…1. foot: the row in the photo where the strap
    ends below. up, across: how far a pixel lies above that and from the strap's middle, pixels. scale: person's pixels
    a pixel of the photo. width: the strap's on the person, pixels."""
    low, high = (foot - ring.rows[1]) * scale, (foot - ring.rows[0]) * scale
    if high - low < SEEN:
        return np.zeros(up.shape, np.float32)
    half = 0.5 * width - bar_width(ring, scale)
    inside = np.clip(np.minimum(up - low, high - up) + 0.5, 0, 1) * np.clip(half - np.abs(across) + 0.5, 0, 1)
    return f32(cv2.GaussianBlur(f32(inside), (0, 0), 0.6))


def within(ring: Ring, foot: float, up: Array, scale: float) -> Mask:
    """Where a strap is no cloth but its ring's bars, H×W. For the parameters see `window`."""
    return flags((up > (foot - ring.rows[1]) * scale) & (up < (foot - ring.rows[0]) * scale))


def bar_of(ring: Ring, shape: tuple[int, int]) -> Mask:
    """The middle of a ring's bar in the photo, H×W (`shape`): without its edges, which the backdrop is mixed into."""
    ys, xs = np.mgrid[: shape[0], : shape[1]]
    half = max(0.25 * ring.width, 0.6)
    return flags((np.abs(xs - ring.bar[0]) <= half) & (np.abs(ys - ring.bar[1]) <= 2))


def bar_width(ring: Ring, scale: float) -> float:
    """How wide a ring's bar is on the person, pixels: wide enough to be seen as one."""
    return max(ring.width * scale, 1.6)
