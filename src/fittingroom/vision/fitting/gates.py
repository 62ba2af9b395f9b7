"""The garment's own edges as gates: drawn as polygons in its photo and looked up through a map."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import polygon
from fittingroom.vision.garment import Garment

Array = NDArray[np.float32]


def hem_gate(garment: Garment, where: Array, curve: Array | None = None) -> Array:
    """1 above the garment's hem (or another `curve`, left to right) carried on to both sides, 0 below it."""
    hem = smooth_curve(garment.hem if curve is None else curve, 60)
    width, low = garment.alpha.shape[1], 3 * garment.alpha.shape[0]
    ends = [[2 * width, hem[-1, 1]], [2 * width, low], [-width, low], [-width, hem[0, 1]]]
    return 1 - seen_through(np.concatenate([hem, ends]), garment, where)


def smooth_curve(curve: NDArray[np.floating], count: int) -> Array:
    """A curve without the wobble of a cut-out's edge."""
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    places = np.linspace(0, arc[-1], count)
    even = np.stack([np.interp(places, arc, curve[:, axis]) for axis in (0, 1)], axis=1)
    even = ndimage.median_filter(even, (5, 1), mode="nearest")
    return f32(ndimage.gaussian_filter1d(even, 1.5, axis=0, mode="nearest").astype(np.float32))


def seen_through(corners: NDArray[np.floating], garment: Garment, where: Array) -> Array:
    """A polygon of the garment's photo, seen through a map. The photo is padded, for hems go beyond its border."""
    height, width = garment.alpha.shape
    pad = height // 2
    drawn = polygon(np.asarray(corners) + pad, (height + 2 * pad, width + 2 * pad), soft=0.7)
    return np.clip(sample(drawn, where + pad), 0, 1)
