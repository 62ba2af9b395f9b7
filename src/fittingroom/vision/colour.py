"""Colours as numbers to reckon with: CIE Lab, and smoothed histograms that say how likely a colour is."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.channels import length

Array = NDArray[np.float32]

_BINS = (16, 32, 32)
_FLOOR = 3e-5


def unit(image: NDArray[np.uint8]) -> Array:
    """uint8 0…255 to float32 0…1."""
    return np.asarray(image, np.float32) * np.float32(1 / 255)


def to_lab(image: NDArray[np.uint8]) -> Array:
    """uint8 H×W×3 sRGB to float32 Lab: L 0…100, a and b about −100…100."""
    return np.asarray(cv2.cvtColor(unit(image), cv2.COLOR_RGB2LAB), np.float32)


def bins(lab: Array) -> NDArray[np.int32]:
    """H×W index of each Lab colour's histogram cell (6.5 in L, 4 in a and b)."""
    light = np.clip(lab[..., 0] / 6.5, 0, _BINS[0] - 1).astype(np.int32)
    a, b = (np.clip((lab[..., k] + 64) / 4, 0, _BINS[k] - 1).astype(np.int32) for k in (1, 2))
    return np.asarray(light * (_BINS[1] * _BINS[2]) + a * _BINS[2] + b, np.int32)


def histogram(cells: NDArray[np.int32], smooth: tuple[float, float, float] = (0.9, 0.9, 0.9)) -> Array:
    """Share of each cell among `cells`, blurred over its neighbours, never nought: look up by `bins`."""
    counts = np.bincount(cells.ravel(), minlength=int(np.prod(_BINS))).reshape(_BINS).astype(np.float32)
    blurred = ndimage.gaussian_filter(counts, smooth)
    return np.asarray((blurred / max(float(blurred.sum()), 1.0) + _FLOOR).ravel(), np.float32)


def overlap(first: Array, second: Array) -> float:
    """0…1, how much two histograms share."""
    return float(np.minimum(first - _FLOOR, second - _FLOOR).clip(0).sum())


def distance(lab: Array, mean: Array, covariance: Array) -> Array:
    """Mahalanobis distance of every colour of H×W×3 from `mean` (3) under `covariance` (3×3)."""
    whiten = np.linalg.cholesky(np.linalg.inv(covariance)).astype(np.float32)
    return length((lab - mean.astype(np.float32)) @ whiten)
