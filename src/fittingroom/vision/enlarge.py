"""Brings masks and labels found at working size to a photo's full size, with edges where the full photo has them.

Only a band along the edges is worked out by colour (the guided filter's coefficients applied to the full picture's
own colours); elsewhere plain enlargement is exact. So time and memory grow with the edges, not with the area.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.guided import GuidedFilter

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


class Enlarger:
    """From one small picture to its full version, for any number of masks."""

    def __init__(self, small: NDArray[np.uint8], large: NDArray[np.uint8], radius: int = 4, eps: float = 1e-4) -> None:
        """small: uint8 h×w×3, large: uint8 H×W×3, the same picture. radius: of the filter, in pixels of `small`."""
        self._large = large
        self._small_shape = small.shape[:2]
        self._filter = GuidedFilter(np.asarray(small, np.float32) / np.float32(255), radius, eps)

    def mask(self, values: Array) -> Array:
        """A soft mask float32 h×w, 0…1, as H×W."""
        grown = self._grown(values, cv2.INTER_LINEAR)
        soft = ((values > 0.02) & (values < 0.98)) | _borders((values > 0.5).astype(np.uint8))
        rows, columns = self._band(soft)
        if len(rows):
            grown[rows, columns] = np.clip(self._read(values, rows, columns), 0, 1)
        return grown

    def labels(self, values: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Labels uint8 h×w as H×W."""
        grown = np.asarray(self._grown(values, cv2.INTER_NEAREST), np.uint8)
        rows, columns = self._band(_borders(values))
        if len(rows):
            kinds = np.unique(values)
            likely = [self._read((values == kind).astype(np.float32), rows, columns) for kind in kinds]
            grown[rows, columns] = kinds[np.argmax(likely, axis=0)]
        return grown

    def _grown(self, values: NDArray[np.generic], way: int) -> NDArray[np.float32]:
        size = (self._large.shape[1], self._large.shape[0])
        return np.array(cv2.resize(np.asarray(values), size, interpolation=way))

    def _band(self, small: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of the full picture within two small pixels of `small`."""
        wide = cv2.dilate(small.astype(np.uint8), np.ones((5, 5), np.uint8))
        rows, columns = np.nonzero(self._grown(wide, cv2.INTER_NEAREST))
        return rows, columns

    def _read(self, values: Array, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Array:
        height, width = self._small_shape
        x = (columns + 0.5) * (width / self._large.shape[1]) - 0.5
        y = (rows + 0.5) * (height / self._large.shape[0]) - 0.5
        colours = self._large[rows, columns].astype(np.float32) / np.float32(255)
        return self._filter.at(values, x.astype(np.float32), y.astype(np.float32), colours)


def _borders(labels: NDArray[np.uint8]) -> Mask:
    """Where a pixel's neighbourhood holds more than one label."""
    square = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.dilate(labels, square) != cv2.erode(labels, square))
