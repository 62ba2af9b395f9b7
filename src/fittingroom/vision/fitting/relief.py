"""Relief: the seams, creases and folds of plain cloth, which get lost when its photo is drawn much smaller."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Mask, f32
from fittingroom.vision.fitting.fill import push_pull
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.fitting.shading import soft_limit

#: What is raised lies between a seam's breadth and a fold's, in shares of the garment's width.
FINE, WIDE = 0.003, 0.045
#: Patches of light broader than this (shares of the garment's width) are evened out by so much, brighter and darker.
PATCH, BRIGHT, DARK = 0.035, 0.75, 0.35
#: How far the lightness (Lab) of nine tenths and of one tenth of a garment may lie apart for its cloth to be plain.
PLAIN = 20.0
#: By how much more at most.
MOST = 0.9
#: Spread of the relief (logarithm of luminance) of cloth so plain that it is raised by `MOST`, and of cloth that has
#: enough of its own.
FAINT, ENOUGH = 0.012, 0.03
#: Relief deeper or brighter than this is a print or a button and is not raised further.
DEEPEST, BRIGHTEST = 0.16, 0.08


def raised(fabric: NDArray[np.uint8], shape: Mask, scale: float) -> NDArray[np.uint8]:
    """`fabric` (H×W×3 RGB, of the garment that `shape` covers) with its relief raised for being drawn `scale` as large.

    The thinner a line is drawn the fainter it gets; a photograph of the garment as small would show it under a harder
    light than a product photo's. Cloth with much detail of its own stays as it is."""
    columns = np.flatnonzero(shape.any(axis=0))
    if scale >= 1 or columns.size < 20:
        return fabric
    width = float(columns[-1] - columns[0])
    log = push_pull(f32(np.log(luminance(fabric))), shape)
    relief = cv2.GaussianBlur(log, (0, 0), max(0.6, FINE * width)) - cv2.GaussianBlur(log, (0, 0), WIDE * width)
    spread = 1.4826 * float(np.median(np.abs(relief[shape])))
    more = MOST * min(1.0, 2 * (1 - scale)) * float(np.clip((ENOUGH - spread) / (ENOUGH - FAINT), 0, 1))
    if more <= 0:
        return fabric
    gain = np.exp(soft_limit(f32(relief * more), DEEPEST, BRIGHTEST))
    return np.asarray(np.clip(np.round(fabric * gain[..., None]), 0, 255), np.uint8)


def evened(fabric: NDArray[np.uint8], shape: Mask) -> NDArray[np.uint8]:
    """`fabric` (H×W×3 RGB, of the garment that `shape` covers) without the patches of light that its photo shows on
    plain cloth, its bleached thighs and the photographer's lamps: on a person they look like stains. Seams and fine
    folds stay, and cloth with a pattern stays as it is."""
    columns = np.flatnonzero(shape.any(axis=0))
    lab = f32(cv2.cvtColor(f32(fabric / 255.0), cv2.COLOR_RGB2LAB))
    if columns.size < 20 or float(np.subtract(*np.percentile(lab[shape][:, 0], [90, 10]))) > PLAIN:
        return fabric
    width = float(columns[-1] - columns[0])
    broad = cv2.GaussianBlur(push_pull(lab, shape), (0, 0), PATCH * width)
    apart = broad - np.median(broad[shape], axis=0)
    share = np.where(apart[..., :1] > 0, BRIGHT, DARK)
    even = cv2.cvtColor(f32(lab - share * apart), cv2.COLOR_LAB2RGB) * 255
    drawn = np.where(shape[..., None], even, fabric)
    return np.asarray(np.clip(np.round(drawn), 0, 255), np.uint8)
