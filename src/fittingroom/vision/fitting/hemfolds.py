"""The hem of a skirt as its folds make it: each ends a little above or below the next, in a step."""

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.fill import largest
from fittingroom.vision.garment import Garment

#: The cloth's edge is taken for the hem as far from its course, in shares of the hem's width.
NEAR = 0.07
#: Over how much of the hem's width its edge is evened: frays and threads are narrower, folds are wider.
FRAYS = 0.014
#: How far in from its ends, in shares of its width, a hem is as low as there.
CORNER = 0.03
#: How far inside the cut-out the hem runs, in pixels of the garment's photo: less far in backdrop is mixed in, and what
#: is drawn there comes from other folds beside it.
INSIDE = 3.0


def folded_hem(garment: Garment) -> Array:
    """The garment's hem (N×2, left to right, about a point a pixel), with the steps between its folds."""
    course = garment.hem
    first, last = float(course[:, 0].min()), float(course[:, 0].max())
    columns = np.arange(np.ceil(first), np.floor(last) + 1)
    if len(columns) < 40:
        return course
    solid = largest(garment.alpha > 0.5, 0.5)
    within = columns.astype(int).clip(0, solid.shape[1] - 1)
    lowest = solid.shape[0] - 1 - solid[::-1, within].argmax(0)
    usual = np.interp(columns, course[:, 0], course[:, 1])
    near = solid[:, within].any(0) & (np.abs(lowest - usual) < NEAR * (last - first))
    if near.mean() < 0.8:
        return course
    rows = np.interp(columns, columns[near], lowest[near])
    end = round(CORNER * (last - first))  # there the cut-out's corners are round
    rows[:end], rows[-end:] = np.maximum(rows[:end], rows[end]), np.maximum(rows[-end:], rows[-end - 1])
    size = 2 * max(1, round(0.5 * FRAYS * (last - first))) + 1
    # the median keeps the steps; what is left is the camera's stairs
    calm = ndimage.gaussian_filter1d(ndimage.median_filter(rows, size, mode="nearest"), 0.15 * size, mode="nearest")
    return f32(np.stack([columns, calm - INSIDE], 1))
