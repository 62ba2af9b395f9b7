"""Curves of a garment's outline: even steps along them, and where they are at some rows."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, f32


def resample(curve: NDArray[np.floating], count: int) -> Array:
    """`count` points, evenly spaced along a curve (N×2)."""
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    places = np.linspace(0, arc[-1], count)
    return np.stack([np.interp(places, arc, curve[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)


def side_at(side: Array, rows: Array) -> Array:
    """x of a garment side at some rows; beyond its ends its end's."""
    order = np.argsort(side[:, 1], kind="stable")
    return f32(np.interp(rows, side[order, 1], side[order, 0]).astype(np.float32))
