"""Light of more than one colour on hair: sky on the crown, a lamp at one side, gold where light comes through.

It colours whatever hair lies in it, so dyed hair has it too: one hue all over looks like paint.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.soft import blur, narrowed, near_fill

Array = NDArray[np.float32]

_EDGE, _WIDE = 0.06, 0.03  # units inside hair's edge that what lies beside tints; over which a light's colour is even
_SHARE = 0.45  # how far the new hair is tinted as the old one was
_PIGMENT = 12.0  # chroma of hair whose own pigment, more or less of it, is what differs along its hue
_PALE, _VIVID = 8.0, 0.25  # chroma of a dye up to which it shows no hues of its own, and their share of what is more
_LAMPS, _STRONG = 2.5, 3.0  # deviation of hues from which on lights are coloured, and by how much more strongly
_COLOURED, _ALL = 20.0, 0.8  # both where the whole scene lies in coloured light
_BLACK = 3.0, 14.0  # Lab L up to which hues are a camera's noise, and over how much more they come to be told
_OWN = 30.0  # chroma of hair whose hues differ by its own pigments


@dataclass(frozen=True)
class Lamps:
    """hues: H×W×2, a and b by which light moves new hair, per Lab L + 16. strength: how far they may move even a pale
    dye, in Lab."""

    hues: Array
    strength: float


def lamps_on(hair: Array, alpha: Array, unit: float, coloured: float = 0.0) -> Lamps:
    """The lights of another colour on hair. hair: H×W×3 Lab of the hair alone. alpha: H×W, its share. coloured: 0…1,
    how far the scene's light is so strongly coloured that it, not pigment, makes the hues of hair."""
    sure = alpha > 0.97
    if sure.sum() < 50:
        return Lamps(np.zeros((*alpha.shape, 2), np.float32), 0.0)
    inner = narrowed(sure, _EDGE * unit)
    inner = inner if inner.sum() > 0.3 * sure.sum() else sure
    seen = hair[..., 1:] / (np.maximum(hair[..., :1], 4) + 16)
    usual, level = seen[sure].mean(0), float(np.median(hair[..., 0][sure])) + 16
    own = float(np.linalg.norm(usual)) * level
    along = usual / max(float(np.linalg.norm(usual)), 1e-6)
    apart = seen - usual
    apart = f32(apart - (1 - coloured) * min(own / _PIGMENT, 1) * (apart @ along)[..., None] * along)
    apart *= eased((hair[..., :1] - _BLACK[0]) / _BLACK[1])
    spread = float(np.linalg.norm(apart[sure].std(0))) * level
    strength = 2 * float(np.clip(spread - _LAMPS, 0, _STRONG)) * max(1 - own / _OWN, 0)
    strength += coloured * (_COLOURED - strength)
    around = near_fill(apart, inner, unit)
    share = _SHARE + coloured * (_ALL - _SHARE)
    return Lamps(blur(f32(share * np.where(inner[..., None], apart, around)), _WIDE * unit), strength)


def tinted(lab: Array, lamps: Lamps) -> Array:
    """H×W×3 Lab of hair under those lights."""
    moved = lamps.hues * (lab[..., :1] + 16)
    size = np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-3)
    most = lamps.strength + _VIVID * np.maximum(np.linalg.norm(lab[..., 1:], axis=-1, keepdims=True) - _PALE, 0)
    most = np.maximum(most, 1e-3)
    return f32(np.concatenate([lab[..., :1], lab[..., 1:] + moved * most * np.tanh(size / most) / size], -1))
