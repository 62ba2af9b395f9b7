"""Hair for dyeing: down to single strands that leave the head, each with its true share of the pixel.

A new cut may cut its edge a little outside the old hair; a dye may not leave a rim of the old colour. So every pixel
near the hair is taken for hair as it is nearby over what lies beside it, as far as that background is plain enough for
its strands to be told.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte, guarded
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, thin_lines, widened
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]

_BESIDE, _BEFORE = 0.8, 0.5  # units from the hair within which strands are sought on the background, on skin
_LEAST, _MOST = 0.05, 0.90  # shares under which a pixel is noise, over which it is hair alone
_EDGE = 0.13  # units from labelled skin within which hair is told from shaded skin by its share
_LENS = 0.6  # deviation of the lens's blur, pixels
_RIM = 0.35  # units inside the hair within which a plain background is told between its curls
_SHADE = 0.45  # share up to which a darker pixel of skin is but shaded by the hair
_PLAIN = 5.0  # deviation in Lab of a background from a smooth one up to which strands are told well


def with_strays(matte: HairMatte, person: Person, frame: HeadFrame) -> HairMatte:
    """`matte` with alpha true at its edges and on strands that leave it, and with skin in the hair's shade left out."""
    unit, lab = frame.unit, to_lab(person.image)
    sure = matte.alpha > 0.97
    if sure.sum() < 100:
        return matte
    hair = smooth_fill(lab, sure & narrowed(matte.mask, 0.04 * unit), unit)
    there = matte.alpha > 0.5
    skin = np.isin(person.labels, (Label.FACE, Label.SKIN))
    apart = ~widened(there, _BESIDE * unit) & widened(there, 1.6 * unit) & ~skin & ~person.worn
    plain = _plainness(lab, apart, unit)
    wall = smooth_fill(lab, apart, unit) if apart.sum() > 50 else lab
    beside = matte.beside + (wall - matte.beside) * (plain * ~skin)[..., None]
    contrast = hair - beside
    power = (contrast**2).sum(-1)
    share = ((lab - beside) * contrast).sum(-1) / np.maximum(power, 1)
    trust = np.clip((np.sqrt(power) - 10) / 15, 0, 1)
    free = (1 - _guard(matte, person, frame)) * np.where(person.worn & ~there, 0, 1)
    far = _away(there, 0.3 * unit)
    share = np.minimum(share, 1.4 * _thin(lab[..., 0], contrast[..., 0], unit) + 9 * (1 - far))
    strands = np.clip((share - _LEAST) / (_MOST - _LEAST), 0, 1) * (1 - _away(there, _BESIDE * unit))
    rim = np.clip(1.6 - _depth(matte.mask | skin) / (_RIM * unit), 0, 1)
    strands = matte.alpha + (strands - matte.alpha) * plain * trust * free * rim
    shade = np.clip((share - _SHADE) / (_MOST - _SHADE), 0, 1) * trust * free * (1 - _away(there, _BEFORE * unit))
    on_skin = blur(widened(skin, _EDGE * unit).astype(np.float32), 0.03 * unit)
    ears = blur(widened(matte.ears, 0.03 * unit).astype(np.float32), 0.02 * unit)
    alpha = f32((strands + (shade - strands) * on_skin) * (1 - ears))
    return replace(matte, alpha=f32(cv2.GaussianBlur(alpha, (0, 0), _LENS)))


def _thin(light: Array, contrast: Array, unit: float) -> Array:
    """H×W: how much of the way from wall to hair (`contrast`, lightness) thin lines are darker or lighter than what is
    round them: a wall's own shade is broad."""
    dark, bright = thin_lines(light, 0.08 * unit)
    return f32(np.where(contrast < 0, dark, bright) / np.maximum(np.abs(contrast), 5))


def _depth(mask: NDArray[np.bool_]) -> Array:
    """H×W: how many pixels within a mask; the picture's border is no edge."""
    return f32(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5))


def _guard(matte: HairMatte, person: Person, frame: HeadFrame) -> Array:
    """H×W, 0…1: eyes, lips and free brows."""
    soft = blur(guarded(person, frame, matte.alpha).astype(np.float32), 0.03 * frame.unit)
    return f32(np.clip(2 * soft - 0.5, 0, 1))


def _away(there: NDArray[np.bool_], reach: float) -> Array:
    """H×W, 0…1: 0 within half of `reach` pixels of `there`, 1 from `reach` on."""
    near, far = widened(there, 0.5 * reach), widened(there, reach)
    return f32(1 - blur((0.5 * near + 0.5 * far).astype(np.float32), 0.15 * reach))


def _plainness(lab: Array, apart: NDArray[np.bool_], unit: float) -> Array:
    """H×W, 0…1: how smooth the background beside the hair is, carried in from `apart`, where no strands are."""
    if apart.sum() < 50:
        return np.zeros(apart.shape, np.float32)
    weight = np.maximum(blur(apart.astype(np.float32), 0.2 * unit), 1e-3)[..., None]
    off = lab - blur(f32(lab * apart[..., None]), 0.2 * unit) / weight
    square = smooth_fill(np.repeat(f32((off**2).sum(-1, keepdims=True)), 2, -1), apart, unit)[..., 0]
    return f32(np.clip(2 - np.sqrt(np.maximum(blur(square, 0.1 * unit), 0)) / _PLAIN, 0, 1))
