"""A hair colour as a ramp from its darkest shade to its brightest highlight.

Hair is dark between strands, has its colour in the middle, and mirrors the light's own colour where it shines: chroma
falls towards both ends.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Places of a ramp's stops: 0 deepest shadow, .5 the middle tone, 1 the brightest highlight.
STOPS = np.array([0.0, 0.25, 0.5, 0.75, 1.0], np.float32)

_SUNNED = f32([5, 9])  # Lab L by which light and highlight of hair may be brighter than usual: sun bleaches strands
_USUAL = 0.3  # share of the usual hue of lights among their own
_REDDEST, _REDDER = 0.21, 2.5  # a per b that drawn hair has at least; a that it is given for that at most
_BROWNED = 0.7  # share of that browning which hair has that is golden, but not yet fair


def ramp_of(lab: tuple[float, float, float] | Array, exposure: float = 1.0) -> Array:
    """5×3 Lab at STOPS for a middle tone. exposure: how bright the photo is, 1 for a well lit face. Fair hair's shadows
    are brown: what was yellow there at the same hue would be olive."""
    light, a, b = (float(value) for value in lab)
    light *= min(exposure, 1 + (exposure - 1) * float(np.clip((85 - light) / 35, 0, 1)))  # no fair hair is white paper
    dark, bright = (0.2 + 0.0032 * light) * light, light + (100 - light) * (0.26 + 0.0026 * light)
    lights = [dark, (0.6 + 0.0024 * light) * light, light, light + 0.42 * (bright - light), bright]
    fair = float(np.clip((light - 50) / 35, 0, 1))
    lit = float(np.clip(0.35 * bright / max(light, 1), 0.62, 1.8))  # dark hair's shine would be grey at its own chroma
    chroma = [0.45 + 0.55 * fair, 0.85 + 0.2 * fair, 1.0, max(0.95, 0.5 + 0.5 * lit), lit]
    gold = float(np.clip((b - 2 * abs(a) + 4) / 10, 0, 1))
    warm_ = fair * max(gold, min(float(np.hypot(a, b)) / 15, 1))  # grey and silver are so in their depths too
    warm_ *= min(1.0, 0.25 + float(np.hypot(a, b)) / 30)  # light that went through several fair strands is warmer
    warmth = [6 * warm_, 3 * warm_, 0, 0, 0]
    golden = gold * float(np.clip(b / 25, 0, 1))
    dull = max(_BROWNED * float(np.clip((light - 40) / 15, 0, 1)) - fair, 0.0) * golden
    yellow = fair * golden + dull
    browned = [5 * yellow, 4 * yellow, 0, 0, 0]
    spent = [0.5 * dull, 0.35 * dull, 0, 0, 0]  # share of its yellow that such a shadow has lost
    return f32(
        [
            [level, a * share + 0.6 * warm + brown, b * share * (1 - lost) + warm]
            for level, share, warm, brown, lost in zip(lights, chroma, warmth, browned, spent, strict=True)
        ]
    )


def under_light(ramp: Array, cast: Array) -> Array:
    """A ramp in light of a colour of its own. cast: a and b (2) by which that light moves a light grey thing."""
    share = np.clip(ramp[:, :1] / 70, 0.3, 1.1)
    return f32(np.c_[ramp[:, :1], ramp[:, 1:] + share * cast])


def own_ramp(image: NDArray[np.uint8], hair: Mask, core: Mask | None = None) -> Array:
    """5×3 Lab at STOPS of the hair in uint8 H×W×3 RGB under `hair` (H×W, at least some pixels). core: H×W, hair whose
    colour no skin shines through, where there is enough of it."""
    if core is not None:
        found, deep = own_ramp(image, hair), own_ramp(image, core)
        return f32(np.c_[found[:, :1], (found[:, 1:] + deep[:, 1:]) / 2])
    lab = to_lab(image)[hair]
    order = np.argsort(lab[:, 0])
    places = (np.array([0.03, 0.2, 0.5, 0.8, 0.97]) * (len(order) - 1)).astype(int)
    half = max(1, len(order) // 40)
    stops = f32([lab[order[max(0, at - half) : at + half + 1]].mean(0) for at in places])
    ideal = ramp_of(stops[2])
    stops[:3, 0] = 0.6 * stops[:3, 0] + 0.4 * ideal[:3, 0]
    shinier = 0.5 * stops[3:, 0] + 0.5 * ideal[3:, 0]  # another cut may shine more than this one
    lights = np.maximum(stops[3:, 0], shinier)
    stops[3:, 0] = np.minimum(lights, ideal[3:, 0] + _SUNNED)  # what is brighter is a wall seen through it, or a lamp
    stops[3:, 1:] += _USUAL * (ideal[3:, 1:] - stops[3:, 1:])
    return f32(stops)


def without_olive(ramp: Array) -> Array:
    """A hair's `own_ramp` as another cut wears it: blond and brown hair that is more yellow than red reads as such by
    its many shades, which are fewer in drawn hair; there the same hue is olive. Green light on hair stays."""
    a, b = ramp[:, 1], ramp[:, 2]
    redder = np.minimum(_REDDEST * b, a + _REDDER) if a[2] > 0 else a
    return f32(np.c_[ramp[:, 0], np.maximum(a, redder), b])


def middle(ramp: Array) -> Array:
    """3, the ramp's middle tone."""
    return f32(ramp[2])


def shade(ramp: Array, tone: Array) -> Array:
    """Lab (…×3) of tones (…, 0…1) on a ramp."""
    return f32(np.stack([np.interp(tone, STOPS, ramp[:, k]) for k in range(3)], -1))


def to_rgb(lab: Array) -> Array:
    """float32 …×3 Lab to RGB 0…255."""
    flat = lab.reshape(-1, 1, 3).astype(np.float32)
    return f32(cv2.cvtColor(flat, cv2.COLOR_LAB2RGB).reshape(lab.shape) * 255)
