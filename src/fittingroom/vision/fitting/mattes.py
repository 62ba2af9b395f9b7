"""How much of each pixel along an edge belongs to what is in front, told from colour."""

import cv2
import numpy as np

from fittingroom.vision.channels import dot, length
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import grow, push_pull, shrink, soften

#: Colours (RGB) closer than this can't tell which side of an edge a pixel is on.
ALIKE = 30.0

#: A colour this far from all mixtures of both sides' is a third thing's, and says little about either.
STRANGE = 14.0


def matte(image: Array, inside: Mask, reach: float, third: bool = False) -> Array:
    """The share of each pixel (H×W, 0…1) that shows what is `inside` rather than what lies beside it.

    image: H×W×3 RGB, 0…255. Further than `reach` pixels from the edge the mask is believed. Nearer, a pixel's colour
    is placed between those of both sides, carried on from where they are sure; where the two are alike the mask's own
    soft edge is kept. third: it is kept as well where a colour is no mixture of the two, and specks
    are left out."""
    sure, beside = shrink(inside, reach), ~grow(inside, reach)
    soft = soften(inside, 0.8)
    if not sure.any() or not beside.any():
        return soft
    near = grow(inside, 3 * reach)
    front = _carried(image, sure, near)
    back = _carried(image, beside & near, near)
    apart = front - back
    distance = length(apart)
    place = dot(image - back, apart) / np.maximum(distance**2, 1)
    told = np.clip((place - 0.08) / 0.84, 0, 1)
    trust = np.clip(distance / ALIKE - 1, 0, 1) * ~sure * ~beside
    if third:
        off = length(f32(image - back - np.clip(place, 0, 1)[..., None] * apart))
        trust *= np.clip(2 - off / STRANGE, 0, 1)
        away = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 5)
        told = np.minimum(cv2.medianBlur(f32(told), 3), np.clip(1.25 - away / (0.8 * reach), 0, 1))
    return f32(np.where(sure, 1, np.where(beside, 0, soft + (told - soft) * trust)))


def behind_matte(image: Array, share: Array) -> Array:
    """What lies behind something that fills `share` (0…1) of each pixel of `image` (H×W×3), so that with the colour of
    its sure inside, carried on, it makes up the photograph. Where nothing is in front it is the photograph."""
    sure = shrink(share > 0.97, 1)
    if not sure.any():
        return image
    front = _carried(image, sure, grow(share > 0.02, 2))
    mixed = (share[..., None] > 0.02) & (share[..., None] < 0.985)
    left = (image - front * share[..., None]) / np.maximum(1 - share[..., None], 0.02)
    return f32(np.where(mixed, np.clip(left, 0, 255), image))


def _carried(image: Array, known: Mask, near: Mask) -> Array:
    """Colours of `known` carried on over the neighbourhood."""
    rows, columns = np.flatnonzero(near.any(1)), np.flatnonzero(near.any(0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    filled = image.copy()
    if known[box].any():
        filled[box] = cv2.GaussianBlur(push_pull(f32(image[box]), known[box]), (0, 0), 1.0)
    return f32(filled)
