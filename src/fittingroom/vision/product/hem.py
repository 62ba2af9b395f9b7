"""The lower end of a garment: hem, sides, and how far down the body it reaches."""

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.product.arrays import Floats, Mask
from fittingroom.vision.product.masks import largest, morph
from fittingroom.vision.product.sleeves import resample


def body_only(torso: Mask, width: float) -> Mask:
    """The torso without ties, drawstrings and other things narrower than a sixth of its width below the chest."""
    r = 0.08 * width
    rows = np.flatnonzero(torso.any(1))
    solid = largest(morph(torso, cv2.MORPH_OPEN, r), 0.3)
    near = morph(solid, cv2.MORPH_DILATE, 0.6 * r) & torso & _no_lower(solid, 2 * r)
    start = rows[0] + int(0.5 * np.ptp(rows))
    out = torso.copy()
    out[start:] &= near[start:]
    return largest(out, 0.3)


def _no_lower(solid: Mask, reach: float) -> Mask:
    """What lies no lower than `solid` does within `reach` columns: rounded corners come back, stubs of ties don't."""
    lowest = np.where(solid.any(0), solid.shape[0] - 1 - solid[::-1].argmax(0), 0)
    lowest = ndimage.maximum_filter1d(lowest, 2 * round(reach) + 1, mode="nearest")
    return np.asarray(np.arange(solid.shape[0])[:, None] <= lowest[None] + 1, np.bool_)


def hem_curve(torso: Mask, axis: float, points: int = 33) -> Floats:
    """The lower edge from its left to its right corner."""
    found, _ = cv2.findContours(torso.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(found, key=len)[:, 0].astype(float)
    low = contour[contour[:, 1] > np.percentile(contour[:, 1], 40)]
    left, right = (low[int(np.argmax(low[:, 1] * 0.9 + s * (low[:, 0] - axis)))] for s in (-1, 1))
    columns = np.arange(int(left[0]), int(right[0]) + 1)
    bottom = torso.shape[0] - 1 - torso[::-1, columns].argmax(0)
    bottom = np.where(torso[:, columns].any(0), bottom, np.interp(columns, [left[0], right[0]], [left[1], right[1]]))
    kernel = max(3, len(columns) // 25 * 2 + 1)
    smooth = np.asarray(cv2.blur(bottom[None].astype(np.float32), (kernel, 1), borderType=cv2.BORDER_REPLICATE))[0]
    return resample(np.stack([columns, smooth], axis=1).astype(float), points)


def side_curves(torso: Mask, starts: tuple[Floats, Floats], hem: Floats, points: int = 25) -> tuple[Floats, Floats]:
    """The outer edges of the torso from the armpits (or waist ends) to the hem's ends."""
    out = []
    for start, end, s in ((starts[0], hem[0], -1), (starts[1], hem[-1], 1)):
        rows = np.arange(int(start[1]), max(int(start[1]) + 2, int(end[1])))
        rows = rows[(rows >= 0) & (rows < torso.shape[0])]
        some = torso[rows].any(1)
        edge = torso[rows].argmax(1) if s < 0 else torso.shape[1] - 1 - torso[rows][:, ::-1].argmax(1)
        edge = np.where(some, edge, start[0]).astype(np.float32)
        kernel = max(3, len(rows) // 40 * 2 + 1)
        smooth = cv2.blur(edge[None], (kernel, 1), borderType=cv2.BORDER_REPLICATE)[0]
        line = np.vstack([start[None], np.stack([smooth, rows], 1)[1:-1], end[None]])
        out.append(resample(line, points))
    return out[0], out[1]
