"""The guided filter: smooths values so that their edges follow those of a colour image.

K. He, J. Sun, X. Tang: Guided Image Filtering, PAMI 2013; the fast form (coefficients at reduced size) of
K. He, J. Sun: Fast Guided Filter, arXiv 1505.00996, 2015.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.channels import dot

Array = NDArray[np.float32]


class GuidedFilter:
    """A guide prepared once for many sets of values."""

    def __init__(self, guide: Array, radius: int, eps: float, shrink: int = 1) -> None:
        """guide: float32 H×W×3, 0…1. radius: pixels of the guide. eps: variance (of 0…1) below which colour
        differences are smoothed over. shrink: coefficients are found at this fraction of the size."""
        self._guide = guide
        height, width = guide.shape[:2]
        self._small = (max(1, width // shrink), max(1, height // shrink))
        self._window = (2 * max(1, radius // shrink) + 1,) * 2
        small = _resized(guide, self._small)
        self._reduced = small
        self._mean = self._blur(small)
        self._inverse = self._inverse_covariance(small, eps)

    def __call__(self, values: Array, onto: Array | None = None) -> Array:
        """Filter float32 H×W or H×W×K (any size: it is brought to the guide's).

        onto: apply the coefficients to this version of the guide instead, of another size, e.g. the full one: then
        the answer has its size.
        """
        planes = values[..., None] if values.ndim == 2 else values
        filtered = [self._plane(planes[..., k], self._guide if onto is None else onto) for k in range(planes.shape[2])]
        return filtered[0] if values.ndim == 2 else np.stack(filtered, -1)

    def _blur(self, values: Array) -> Array:
        return np.asarray(cv2.blur(values, self._window), np.float32)

    def _inverse_covariance(self, small: Array, eps: float) -> Array:
        """H×W×6, the upper triangle of the inverse of the windows' colour covariance + eps."""

        def moment(i: int, j: int) -> Array:
            product = self._blur(small[..., i] * small[..., j]) - self._mean[..., i] * self._mean[..., j]
            return product + np.float32(eps) if i == j else product

        a, b, c, d, e, f = (moment(i, j) for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)))
        inverse = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
        determinant = a * inverse[0] + b * inverse[1] + c * inverse[2]
        return np.asarray(np.stack(inverse, -1) / np.maximum(determinant, 1e-18)[..., None], np.float32)

    def at(self, values: Array, x: Array, y: Array, colours: Array) -> Array:
        """Filter H×W and read the answer off at N points of the guide, whose own colours (N×3, 0…1) a larger picture
        may tell more exactly than the guide."""
        slope, offset = self._coefficients(_resized(values, self._small))
        scale = (self._small[0] / self._guide.shape[1], self._small[1] / self._guide.shape[0])
        where = np.stack([(y + 0.5) * scale[1] - 0.5, (x + 0.5) * scale[0] - 0.5])
        planes = [ndimage.map_coordinates(plane, where, order=1, mode="nearest") for plane in (*slope, offset)]
        return np.asarray(sum(planes[k] * colours[:, k] for k in range(3)) + planes[3], np.float32)

    def _coefficients(self, small: Array) -> tuple[list[Array], Array]:
        """Three slopes and an offset, averaged over the windows, at reduced size."""
        mean = self._blur(small)
        joint = self._blur(self._reduced * small[..., None]) - self._mean * mean[..., None]
        rows = ((0, 1, 2), (1, 3, 4), (2, 4, 5))
        slope = [dot(self._inverse[..., list(row)], joint) for row in rows]
        offset = mean - slope[0] * self._mean[..., 0] - slope[1] * self._mean[..., 1] - slope[2] * self._mean[..., 2]
        return [self._blur(plane) for plane in slope], self._blur(offset)

    def _plane(self, values: Array, guide: Array) -> Array:
        slope, offset = self._coefficients(_resized(values, self._small))
        size = (guide.shape[1], guide.shape[0])
        answer = _resized(offset, size).copy()
        for k in range(3):
            answer += _resized(slope[k], size) * guide[..., k]
        return answer


def _resized(values: Array, size: tuple[int, int]) -> Array:
    """To (width, height): by area when shrinking, linearly when growing."""
    if (values.shape[1], values.shape[0]) == size:
        return values
    way = cv2.INTER_AREA if size[0] < values.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(values, size, interpolation=way), np.float32)
