"""The ends of trouser legs: tubes of cloth seen from above, whose fronts hang in a bow, turn under and shade shoes."""

import cv2
import numpy as np

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.legrows import own_sag
from fittingroom.vision.garment import Garment

#: How far the front of a hem hangs below its sides, in shares of its width, at the hip and at the ankle: the lower
#: it is, the more it is seen from above.
_HANG = 0.07, 0.13
#: How much of that its ends are raised by.
_RAISED = 0.3
#: How far up from the hem a leg is bent, in widths of its hem.
_BENT = 2.0
#: So much of a hem's width is left out at either end of what is drawn: there the cut-out wavers.
_INSET = 0.05
#: Between a parabola (1) and half an ellipse (0.5).
_ROUND = 0.85
#: Depth, softness and fall (units) of what a hem casts on a shoe: the dark gap right below it, and the wide shade.
_CAST = ((0.3, 0.006, 0.006), (0.34, 0.035, 0.045))
#: Shoes of these lightnesses throw back hardly any light, and as much as white ones, which takes away this share of the
#: shade on them. Their lightness is a mean over so many units.
_PALE, _BOUNCED, _AROUND = (0.55, 0.85), 0.4, 0.05
#: How much darker cloth is where it turns under at a hem, and how far up that is seen, in units.
_TURN, _LIP = 0.2, 0.009


def bowed(garment: Garment, side: int, where: Array, low: float, old: float | None = None, tilt: float = 0.0) -> Array:
    """The map `where` (H×W×2) bent so that the middle of the hem of the leg on `side` (0, 1) hangs below its ends,
    unless it does in its photo already. low: how far down the hem lies, 0 at the hip, 1 at the ankle and below. old:
    negative, where a shoe lifted the middle of the old hem by so much of its width: the new one lies as it did.
    tilt: how much lower its outer end lies than its inner one, in its widths."""
    leg = garment.legs[side]
    hang = (float(np.interp(low**2, [0, 1], _HANG)) if old is None else old) - own_sag(garment, side)
    hang = hang if old is not None else max(hang, 0.0)
    if leg is None or (hang == 0 and tilt == 0) or len(leg.hem) < 5:
        return where
    x, y = where[..., 0], where[..., 1]
    left, right = float(leg.hem[:, 0].min()), float(leg.hem[:, 0].max())
    left, right = left + _INSET * (right - left), right - _INSET * (right - left)
    width = max(right - left, 1.0)
    share = np.clip((x - left) / width, 0, 1)
    up = eased(1 - (float(np.median(leg.hem[:, 1])) - y) / (_BENT * width))
    round_ = _ROUND if hang > 0 else 1.0  # a bow upwards with steep ends has horns
    bow = hang * ((4 * share * (1 - share)) ** round_ - _RAISED)
    slope = tilt * (0.5 - share) * (1.0, -1.0)[side]
    return f32(np.stack([x, y - width * up * (bow + slope)], -1))


def cuff_shade(cloth: Array, shoes: Array, unit: float) -> Array:
    """Relative light (H×W, 1 where there is no shade) on `shoes` (H×W, 0…1) below the hems of `cloth` (0…1)."""
    light = np.ones(cloth.shape, np.float32)
    for depth, soft, fall in _CAST:
        cast = cv2.GaussianBlur(np.maximum(cloth, _moved(cloth, max(1, round(fall * unit)))), (0, 0), soft * unit + 0.6)
        light *= 1 - depth * np.clip(1.5 * cast, 0, 1) * shoes * (1 - cloth)
    return f32(light)


def lit_again(shadow: Array, lightness: Array, shoes: Array, unit: float) -> Array:
    """`shadow` (H×W, 1 = none) with less of it on pale `shoes` (H×W, 0…1): the light that they and the ground throw at
    each other gets under a hem too. lightness: H×W, 0…1, of the photo."""
    whole = cv2.GaussianBlur(shoes, (0, 0), _AROUND * unit) + 1e-3
    own = cv2.GaussianBlur(f32(lightness * shoes), (0, 0), _AROUND * unit) / whole
    pale = np.clip((own - _PALE[0]) / (_PALE[1] - _PALE[0]), 0, 1) * shoes
    return f32(1 - (1 - shadow) * (1 - _BOUNCED * pale))


def turned_under(parts: tuple[Array, ...], unit: float) -> Array:
    """Relative light (H×W) of the cloth of `parts` (0…1, bottom first): darker in a thin line along its lower ends."""
    reach = max(1, round(_LIP * unit))
    light = np.ones(parts[0].shape, np.float32)
    for part in parts:
        lip = np.clip(part - _moved(part, -reach), 0, 1)
        light = np.where(part > 0.5, 1 - _TURN * cv2.GaussianBlur(lip, (0, 0), 0.4 * reach + 0.5), light)
    return f32(light)


def _moved(mask: Array, down: int) -> Array:
    """`mask` moved down by so many rows, or up by less than none; what comes in is as the last row was."""
    index = np.clip(np.arange(mask.shape[0]) - down, 0, mask.shape[0] - 1)
    return f32(mask[index])
