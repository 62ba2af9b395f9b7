"""Sums and extremes over a picture's channels. NumPy's own are slow over an axis as short as that."""

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def greatest(image: Array) -> Array:
    """Each pixel's largest channel, H×W of H×W×C."""
    largest = image[..., 0].copy()
    for channel in range(1, image.shape[-1]):
        np.maximum(largest, image[..., channel], out=largest)
    return largest


def dot(first: Array, second: Array) -> Array:
    """The scalar product of each two pixels, H×W of H×W×3."""
    product = np.asarray(first * second, np.float32)
    return np.asarray(cv2.transform(product, np.ones((1, product.shape[-1]), np.float32)), np.float32)


def length(image: Array) -> Array:
    """Each pixel's length as a vector, H×W of H×W×3."""
    return np.sqrt(dot(image, image))


def magnitude(x: NDArray[np.floating], y: NDArray[np.floating]) -> Array:
    """The length of vectors given as two arrays of any one shape: `np.hypot` guards against numbers that no picture
    holds, and takes six times as long."""
    return np.asarray(np.sqrt(x * x + y * y), np.float32)


def share_between(image: Array, one: Array, other: Array) -> Array:
    """How far each pixel lies from `one` on the way to the `other`, H×W of H×W×3 each: 0 at the one, 1 at the other,
    also beyond them."""
    way = other - one
    return np.asarray(dot(image - one, way) / np.maximum(dot(way, way), 1), np.float32)


def from_mixtures(image: Array, one: Array, other: Array) -> Array:
    """How far each pixel lies from the nearest mixture of `one` and the `other`, H×W of H×W×3 each."""
    share = np.clip(share_between(image, one, other), 0, 1)[..., None]
    return length(np.asarray(image - one - share * (other - one), np.float32))


def mean(image: Array) -> Array:
    """The mean of each pixel's channels, H×W of H×W×C."""
    return np.asarray(image @ np.full(image.shape[-1], 1 / image.shape[-1], np.float32), np.float32)
