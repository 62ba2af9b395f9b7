"""The inner edge of a sleeve that lies against the body in its product photo, where the two were parted by a guess."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, largest, polygon
from fittingroom.vision.fitting.sleevelight import inner_sign
from fittingroom.vision.fitting.sleeves import outline_of
from fittingroom.vision.garment import Garment, Sleeve

#: Lab distance up to which what is seen between sleeve and body is the backdrop, and the largest share of the sleeve
#: that may be of that colour: more is cloth.
_LIKE, _CLOTH = 14, 0.03


def parted(garment: Garment, sleeve: Sleeve) -> Mask:
    """H×W: the cloth of a sleeve that lies against the body, up to the smooth line that its map takes for its inner
    edge: where the cut wavers to one side of that, cloth would be carried on over what the photo shows, and where to
    the other, the body's. Without the tip of the gap between the two, where that shows the backdrop."""
    outer, inner = outline_of(sleeve)
    area = polygon(f32(np.concatenate([outer, inner[::-1]])), sleeve.mask.shape, 0) > 0.5
    beyond = _beyond(inner, inner_sign(garment, sleeve), sleeve.mask.shape)
    own = flags((sleeve.mask | (area & (garment.alpha > 0.8))) & ~beyond)
    gap = _backdrop(garment, own)
    return largest(flags(own & ~gap), 0.99) if gap.any() else own


def _beyond(inner: Array, sign: int, shape: tuple[int, ...]) -> Mask:
    """What lies on the body's side (`sign`: 1 to the right) of the line `inner` (N×2), between its two ends."""
    order = np.argsort(inner[:, 1])
    rows, columns = np.arange(shape[0]), np.arange(shape[1])
    edge = np.interp(rows, inner[order, 1], inner[order, 0])
    within = (rows >= inner[order[0], 1]) & (rows <= inner[order[-1], 1])
    return flags((sign * (columns[None] - edge[:, None]) > 0) & within[:, None])


def _backdrop(garment: Garment, own: Mask) -> Mask:
    """What of a sleeve (`own`) has the backdrop's colour, and its rim; nothing if much of it has."""
    lab = cv2.cvtColor(garment.image, cv2.COLOR_RGB2LAB)
    behind = lab[::2, ::2][garment.alpha[::2, ::2] < 0.02]
    if not len(behind) or not own.any():
        return np.zeros_like(own)
    usual = np.median(behind, axis=0)
    like = flags(own & (cv2.inRange(lab, usual - _LIKE, usual + _LIKE) > 0))
    return grow(like, 3) if like.sum() < _CLOTH * own.sum() else np.zeros_like(own)
