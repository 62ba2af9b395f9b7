"""Where trousers and skirts end on a waist that a shorter top leaves bare: one calm line, where waistbands are worn."""

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.frame import Frame

#: How far down the torso (t) a waistband that an old top hid is taken to lie at the lowest, and how far it may be from
#: where the lower garment begins to be seen, in torsos: little where that is the waistband itself, whose label ends
#: below it, and no more than an untucked top hides.
_WORN, _RAISE = 0.86, (0.015, 0.12)

#: How much lower than most of them the first rows of lower garment still tell of the waistband, in torsos: those beside
#: it tell of hips.
_HIPS = 0.06

#: Over how much the line that is seen is smoothed, how far it strays from a straight one, since labels of cloth as dark
#: as the top run on into it, and by how much a hidden one sags in the middle, in units.
_SMOOTH, _STRAYS, _SAG = 0.06, 0.03, 0.02


#: No new top ends so closely above a waistband that a strip of skin no wider than this shows, in torsos: the label's
#: edge lies too low, and the lower garment goes on below the top.
_STRIP = 0.075


def waistband(lower: Mask, t: Array, cloth: Array, frame: Frame) -> Array:
    """The row in each column (W, float) where the garment seen as `lower` (H×W) begins below the new top's `cloth`
    (H×W, 0…1). t: H×W."""
    top = lower.argmax(0).astype(np.float32)
    columns = np.flatnonzero(lower.any(0))
    begins = t[top[columns].astype(np.intp), columns]
    level = float(np.median(begins))
    columns = columns[begins < level + _HIPS]
    rows = ndimage.median_filter(top[columns], max(3, round(2 * _SMOOTH * frame.unit)), mode="nearest")
    every = np.arange(lower.shape[1], dtype=np.float32)
    slope = _straight(columns, rows, _STRAYS * frame.unit)
    strays = np.clip(rows - slope(columns), -_STRAYS * frame.unit, _STRAYS * frame.unit)
    own = ndimage.gaussian_filter1d(strays, _SMOOTH * frame.unit, mode="nearest")
    raised = float(np.clip(level - _WORN, *_RAISE))
    hidden = (raised - _RAISE[0]) / (_RAISE[1] - _RAISE[0])
    middle, half = float(columns.mean()), max(1.0, 0.5 * float(np.ptp(columns)))
    sag = _SAG * frame.unit * (1 - np.clip((every - middle) / half, -1, 1) ** 2)
    seen = np.interp(every, columns, own)
    line = f32(slope(every) + seen * (1 - hidden) + sag * hidden - raised * frame.torso)
    solid = cloth[:, columns] > 0.5
    hem = len(solid) - solid[::-1].argmax(0)
    strip = np.where(solid.any(0), line[columns] - hem, np.inf)
    return f32(line - _STRIP * frame.torso) if np.median(strip) < _STRIP * frame.torso else line


def _straight(x: Array, y: Array, usual: float) -> np.polynomial.Polynomial:
    """The line through most of the points: those further off than `usual` count for little (Cauchy's weights)."""
    weights = np.ones_like(y)
    for _ in range(8):
        line = np.polynomial.Polynomial.fit(x, y, 1, w=weights)
        weights = f32(1 / np.sqrt(1 + ((y - line(x)) / usual) ** 2))
    return line
