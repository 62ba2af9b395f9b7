"""Curves of a garment's outline: even steps along them, and where they are at some rows."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32


def arc_length(curve: NDArray[np.floating]) -> float:
    """How long a curve (N×2) is."""
    return float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum())


def even_steps(curve: NDArray[np.floating], count: int, last: float = np.inf) -> NDArray[np.float64]:
    """`count` points, evenly spaced along the `last` so much of a curve (N×2)."""
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    places = np.linspace(max(arc[-1] - last, 0), arc[-1], count)
    return np.stack([np.interp(places, arc, curve[:, axis]) for axis in (0, 1)], axis=1)


def resample(curve: NDArray[np.floating], count: int) -> Array:
    """`count` points, evenly spaced along a curve (N×2)."""
    return f32(even_steps(curve, count).astype(np.float32))


def evened(curve: NDArray[np.floating], count: int, last: float = np.inf) -> Array:
    """`even_steps` with a curve's pixel steps smoothed away."""
    return f32(ndimage.gaussian_filter1d(even_steps(curve, count, last), 1.2, axis=0, mode="nearest"))


def side_at(side: Array, rows: Array) -> Array:
    """x of a garment side at some rows; beyond its ends its end's."""
    order = np.argsort(side[:, 1], kind="stable")
    return f32(np.interp(rows, side[order, 1], side[order, 0]).astype(np.float32))
