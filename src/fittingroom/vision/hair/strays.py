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
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, widened
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]

_BESIDE, _BEFORE = 0.8, 0.16  # units from the hair within which strands are sought on the background, on skin
_LEAST, _MOST = 0.05, 0.90  # shares under which a pixel is noise, over which it is hair alone
_PLAIN = 5.0  # deviation in Lab of a background from a smooth one up to which strands are told well


def with_strays(matte: HairMatte, person: Person, frame: HeadFrame) -> HairMatte:
    """`matte` with alpha true at its edges and on strands that leave it."""
    unit, lab = frame.unit, to_lab(person.image)
    sure = matte.alpha > 0.97
    if sure.sum() < 100:
        return matte
    hair = smooth_fill(lab, sure & narrowed(matte.mask, 0.04 * unit), unit)
    beside = _without_lines(matte.beside, unit)
    contrast = hair - beside
    power = (contrast**2).sum(-1)
    share = ((lab - beside) * contrast).sum(-1) / np.maximum(power, 1)
    there = matte.alpha > 0.5
    skin = np.isin(person.labels, (Label.FACE, Label.SKIN))
    apart = ~widened(there, (_BESIDE + 0.1) * unit) & widened(there, 1.4 * unit) & ~skin & ~person.worn
    rough = _roughness(lab, beside, apart, unit)
    trust = np.clip((np.sqrt(power) - 10) / 15, 0, 1) * np.clip(2 - rough / _PLAIN, 0, 1)
    reach = np.where(skin, 1 - _away(there, _BEFORE * unit), 1 - _away(there, _BESIDE * unit))
    held = reach * np.where(person.worn & ~there, 0, 1) * (1 - _guard(matte, person, frame))
    found = f32(np.clip((share - _LEAST) / (_MOST - _LEAST), 0, 1) * trust * held)
    found = np.where(widened(matte.ears, 0.08 * unit), 0, found)
    return replace(matte, alpha=f32(np.maximum(matte.alpha, found)))


def _without_lines(beside: Array, unit: float) -> Array:
    """H×W×3 Lab: what lies beside the hair without lines thinner than a tenth of a unit, by the median."""
    factor = max(1.0, 0.1 * unit / 9)
    height, width = beside.shape[:2]
    small = cv2.resize(beside, (int(width / factor), int(height / factor)), interpolation=cv2.INTER_AREA)
    eight = np.clip(small * [2.5, 1, 1] + [0, 128, 128], 0, 255).astype(np.uint8)
    calm = (cv2.medianBlur(eight, 9).astype(np.float32) - f32([0, 128, 128])) / f32([2.5, 1, 1])
    return f32(cv2.resize(f32(calm), (width, height), interpolation=cv2.INTER_LINEAR))


def _guard(matte: HairMatte, person: Person, frame: HeadFrame) -> Array:
    """H×W, 0…1: eyes, lips and free brows."""
    soft = blur(guarded(person, frame, matte.alpha).astype(np.float32), 0.03 * frame.unit)
    return f32(np.clip(2 * soft - 0.5, 0, 1))


def _away(there: NDArray[np.bool_], reach: float) -> Array:
    """H×W, 0…1: 0 within half of `reach` pixels of `there`, 1 from `reach` on."""
    near, far = widened(there, 0.5 * reach), widened(there, reach)
    return f32(1 - blur((0.5 * near + 0.5 * far).astype(np.float32), 0.15 * reach))


def _roughness(lab: Array, smooth: Array, apart: NDArray[np.bool_], unit: float) -> Array:
    """H×W: how far colours beside the hair stray from smooth ones, carried in from `apart`, where no strands are."""
    if apart.sum() < 50:
        return np.full(apart.shape, 99, np.float32)
    off = blur(f32(np.minimum(((lab - smooth) ** 2).sum(-1), 900)), 0.05 * unit)
    return f32(np.sqrt(np.maximum(smooth_fill(np.repeat(off[..., None], 2, -1), apart, unit)[..., 0], 0)))
