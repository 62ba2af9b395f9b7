"""The shape of a cut-out: its box, its axis of symmetry, its rows, its top and bottom edges."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from fittingroom.vision.product.arrays import Floats, Mask


@dataclass(frozen=True)
class Outline:
    """A cut-out with what is often asked of it. mask: bool H×W, not empty. axis: x of the mirror axis.

    symmetry: 0…1, how much of the mask lies on its own mirror image.
    """

    mask: Mask
    axis: float
    symmetry: float

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom; the last two inclusive."""
        rows, columns = np.flatnonzero(self.mask.any(1)), np.flatnonzero(self.mask.any(0))
        return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])

    @property
    def width(self) -> int:
        """Of the box, pixels."""
        return self.box[2] - self.box[0] + 1

    @property
    def height(self) -> int:
        """Of the box, pixels."""
        return self.box[3] - self.box[1] + 1

    @cached_property
    def top(self) -> Floats:
        """For each column the first row of the mask; the box's bottom where there is none."""
        first = self.mask.argmax(0).astype(np.float64)
        return np.asarray(np.where(self.mask.any(0), first, float(self.box[3])), np.float64)

    @cached_property
    def extents(self) -> tuple[Floats, Floats]:
        """For each row the first and the last column of the mask; the axis where there is none."""
        some = self.mask.any(1)
        left = np.where(some, self.mask.argmax(1), self.axis)
        right = np.where(some, self.mask.shape[1] - 1 - self.mask[:, ::-1].argmax(1), self.axis)
        return left.astype(np.float64), right.astype(np.float64)

    @cached_property
    def contour(self) -> Floats:
        """The longest outer contour, N×2 of (x, y)."""
        found, _ = cv2.findContours(self.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        return max(found, key=len)[:, 0].astype(np.float64)

    def side(self, x: Floats | float, s: int) -> Floats:
        """How far x lies from the axis towards side s (-1 left, 1 right)."""
        return np.asarray((np.asarray(x) - self.axis) * s, np.float64)

    def mirrored(self, point: Floats) -> Floats:
        """The point's mirror image."""
        return np.array([2 * self.axis - point[0], point[1]])

    def central_run(self, y: int) -> tuple[float, float]:
        """The run of mask in row y that holds the axis, or the one nearest to it."""
        row = self.mask[int(np.clip(y, 0, self.mask.shape[0] - 1))]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
        if len(edges) == 0:
            return self.axis, self.axis
        starts, ends = edges[::2], edges[1::2] - 1
        gap = np.maximum(np.maximum(starts - self.axis, self.axis - ends), 0)
        near = int(np.argmin(gap - 1e-3 * (ends - starts)))
        return float(starts[near]), float(ends[near])

    def width_at(self, share: float) -> float:
        """Width of the central run at this share of the height, from the top."""
        left, right = self.central_run(int(self.box[1] + share * (self.height - 1)))
        return right - left

    def span_at(self, share: float) -> float:
        """Width from the first to the last column of the mask at this share of the height, from the top."""
        row = int(self.box[1] + share * (self.height - 1))
        return float(self.extents[1][row] - self.extents[0][row])


def outline(mask: Mask) -> Outline:
    """Describe a mask. The axis is where the mask overlaps its mirror image most, by its upper three fifths."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    upper = mask[rows[0] : rows[0] + max(2, round(0.6 * np.ptp(rows))), columns[0] : columns[-1] + 1]
    step = max(1, upper.shape[1] // 200)
    overlaps = _overlaps(upper[::step, ::step])
    near = round(0.35 * len(overlaps))  # the axis lies within the middle third
    twice = near + int(overlaps[near : max(near + 1, round(0.65 * len(overlaps)))].argmax())
    return Outline(mask=mask, axis=float(columns[0] + twice / 2 * step), symmetry=float(overlaps[twice]))


def _overlaps(mask: Mask) -> Floats:
    """Share of the mask (H×W) that lies on its mirror image about x = k / 2, for k up to 2 W: each row folded with
    itself, by its spectrum."""
    spectrum = np.fft.rfft(mask, 2 * mask.shape[1], axis=1)
    both = np.fft.irfft((spectrum**2).sum(0), 2 * mask.shape[1])
    return np.asarray(np.round(both) / max(1, int(mask.sum())))
