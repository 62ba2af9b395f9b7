"""Hair's edge as far as colours tell it: what hair and its surroundings look like there, how much of each pixel is
hair by that, and how far to believe it.

Where hair and surroundings differ by less than either varies (dark hair before a dark door) colours say nothing, and
the labels' own edge must hold. Skin beside hair lies in its shade, so there only a hue that shade cannot make counts
far from the labels.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.relit import luminance
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, widened
from fittingroom.vision.person import Label

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_KINDS = ((Label.FACE,), (Label.SKIN,), (Label.UPPER, Label.LOWER, Label.SHOES), (Label.BACKGROUND,))
_CLEAR, _NEAR = 0.1, 1.2  # units from the hair between which its surroundings are looked at
_WITHIN = 0.08  # units inside the hair from which on it is looked at
_AVERAGE = 0.1  # units over which colours are averaged
_LEAST = 0.02  # squared units of one kind of surroundings below which it is left out
_SHADED = f32([60, 2, 2])  # variance in Lab that shade adds to skin
_SEEN_THROUGH, _PLAIN_CONTRAST = 0.7, 25.0  # share of the usual hair below which, distance in Lab from which on it is
_ENOUGH, _TIPS = 100, 0.4  # pixels from which on a hue can be told; share of the hair's hue that tips of it have
_NOISE = f32([6, 3, 3])  # and a lens's noise to all
_ALIKE, _TOLD = 0.8, 4.2  # deviations between hair and surroundings: colour tells nothing, and all
_DEEP, _DARKER = (0.35, 0.3), (34.0, 10.0)  # share of the way down from skin that no shade goes; Lab L of hair below it
_HUE, _SURE_HUE = 8.0, 20.0  # distance in Lab of hair from skin in any shade: from none to well told


@dataclass(frozen=True)
class Surroundings:
    """hair, beside: H×W×3 Lab, both carried to every pixel. spread: H×W×3, the variance of both."""

    hair: Array
    beside: Array
    spread: Array


def surroundings(
    lab: Array, labels: NDArray[np.uint8], mask: Mask, alpha: Array, unit: float, tips: bool = False
) -> Surroundings:
    """What lies inside and round the hair of `mask` (H×W) in Lab H×W×3. alpha: H×W, 0…1, a first guess at its share.
    tips: whether some of the face may be tips of a fringe."""
    sure = (alpha > 0.9) & narrowed(mask, _WITHIN * unit)
    ring = widened(mask, _NEAR * unit) & ~widened(mask, _CLEAR * unit) & ~widened(alpha > 0.3, 0.5 * _CLEAR * unit)
    beside, spread = np.zeros_like(lab), np.zeros_like(lab)
    total = np.full(mask.shape, 1e-9, np.float32)
    for kind in _KINDS:
        here = np.isin(labels, kind) & ~mask
        known = here & ring
        if tips and kind[0] == Label.FACE:
            known &= ~_of_hue(lab, sure, known)
        if known.sum() < _LEAST * unit**2:
            continue
        mean, variance = _carried(lab, known, unit)
        away = cv2.distanceTransform((~here).astype(np.uint8), cv2.DIST_L2, 5) / unit
        weight = f32(1 / (away + 0.03) ** 3)
        beside += mean * weight[..., None]
        spread += (variance + _SHADED * (kind[0] in (Label.FACE, Label.SKIN))) * weight[..., None]
        total += weight
    if total.max() < 1e-6:
        hair, _ = _carried(lab, sure, unit)
        return Surroundings(hair, hair, np.ones_like(lab))
    beside = f32(beside / total[..., None])
    hair, varied = _carried(lab, _not_seen_through(lab, sure, beside), unit)
    return Surroundings(hair, beside, f32(0.7 * varied + spread / total[..., None] + _NOISE))


def blended(first: Surroundings, second: Surroundings, share: Array) -> Surroundings:
    """The second as far as `share` (H×W, 0…1) says, else the first."""
    part = share[..., None]
    return Surroundings(
        f32(first.hair + (second.hair - first.hair) * part),
        f32(first.beside + (second.beside - first.beside) * part),
        f32(first.spread + (second.spread - first.spread) * part),
    )


def _of_hue(lab: Array, sure: Mask, skin: Mask) -> Mask:
    """H×W: what of labelled `skin` has a hue of the `sure` hair that no shade of most skin has (Lab H×W×3): tips of a
    fringe, from which skin would be told as hair, and hair not at all."""
    if min(sure.sum(), skin.sum()) < _ENOUGH:
        return np.zeros_like(skin)
    hair, usual = np.median(lab[sure], axis=0), np.median(lab[skin], axis=0)
    own = hair - (hair @ usual) / max(float(usual @ usual), 1) * usual
    square = float(own @ own)
    if square < _SURE_HUE**2:
        return np.zeros_like(skin)
    return flags(skin & (lab @ own > _TIPS * square))


def _not_seen_through(lab: Array, sure: Mask, beside: Array) -> Mask:
    """What of the hair `sure` is not rather what lies beside it (H×W×3 Lab) seen between curls, where light tells
    them apart; hair of a hue of its own may be as bright where it shines."""
    if not sure.any():
        return sure
    contrast = np.median(lab[sure], axis=0) - beside
    square = (contrast**2).sum(-1)
    along = ((lab - beside) * contrast).sum(-1) / np.maximum(square, 1)
    lit = np.abs(contrast[..., 0]) > np.maximum(1.5 * np.linalg.norm(contrast[..., 1:], axis=-1), _PLAIN_CONTRAST)
    held = sure & ((along > _SEEN_THROUGH) | ~lit)
    return flags(held if held.sum() > 0.3 * sure.sum() else sure)


def by_colour(lab: Array, around: Surroundings) -> tuple[Array, Array]:
    """H×W each, 0…1: the share of hair in each pixel along the line from its surroundings to hair, read where these
    vary least, and how far to believe it."""
    contrast = around.hair - around.beside
    apart = (contrast**2 / around.spread).sum(-1)
    share = (contrast * (lab - around.beside) / around.spread).sum(-1) / np.maximum(apart, 1e-3)
    return f32(np.clip((share - 0.05) / 0.88, 0, 1)), _trust(apart)


def in_light(lab: Array, around: Surroundings) -> Array:
    """H×W, 0…1: the share of dark hair on lighter skin by how much light is missing, where too much of it is for shade.

    A pixel half of which is black hair sends half of the skin's light, which in Lab is far less than half way down, and
    hues run over edges; skin's own shade is told from hair by that only where it is deep."""
    light = (around.beside - around.hair)[..., 0]
    down = (around.beside - lab)[..., 0] / np.maximum(light, 1)
    here, skin, dark = (luminance(np.maximum(colour[..., 0], 0)) for colour in (lab, around.beside, around.hair))
    share = np.clip((skin - here) / np.maximum(skin - dark, 1e-3), 0, 1)
    return f32(share * eased((down - _DEEP[0]) / _DEEP[1]) * eased((light - _DARKER[0]) / _DARKER[1]))


def _trust(apart: Array) -> Array:
    return eased((np.sqrt(apart) - _ALIKE) / (_TOLD - _ALIKE))


def darker(lab: Array, around: Surroundings) -> Array:
    """H×W, 0…1: what is darker than both hair and lighter surroundings: the depth between strands."""
    light = around.hair[..., 0]
    deep = np.clip((0.75 * light - lab[..., 0]) / np.maximum(0.3 * light, 1), 0, 1)
    return f32(deep * (around.beside[..., 0] > light))


def off_line(lab: Array, around: Surroundings) -> Array:
    """H×W: by how many deviations colours are no mixture of hair and surroundings."""
    contrast = around.hair - around.beside
    apart = (contrast**2 / around.spread).sum(-1)
    share = (contrast * (lab - around.beside) / around.spread).sum(-1) / np.maximum(apart, 1e-3)
    rest = lab - around.beside - np.clip(share, 0, 1)[..., None] * contrast
    return f32(np.sqrt((rest**2 / around.spread).sum(-1)))


def hue_share(lab: Array, around: Surroundings) -> Array:
    """H×W: how far each colour lies from skin, in any shade, to hair by hue."""
    own = _own_hue(around)
    return f32((lab * own).sum(-1) / np.maximum((own**2).sum(-1), 1))


def _own_hue(around: Surroundings) -> Array:
    """H×W×3 Lab: what hair has that no shade of the skin beside it has."""
    black = (around.hair * around.beside).sum(-1) / np.maximum((around.beside**2).sum(-1), 1)
    return f32(around.hair - black[..., None] * around.beside)


def by_hue(lab: Array, around: Surroundings) -> tuple[Array, Array]:
    """H×W each, 0…1: the share of hair on skin by what no shade of that skin has (shade leads from its Lab colour to
    black), and how far to believe it."""
    own = _own_hue(around)
    length = np.linalg.norm(own, axis=-1)
    share = hue_share(lab, around)
    wavering = np.sqrt((own**2 * around.spread).sum(-1)) / np.maximum(length**2, 1)
    trust = np.clip((length - _HUE) / (_SURE_HUE - _HUE), 0, 1)
    return f32(np.clip((share - 0.15 - wavering) / 0.45, 0, 1)), f32(trust)


def _carried(lab: Array, known: Mask, unit: float) -> tuple[Array, Array]:
    """Mean and variance (H×W×3 each) of `known` as they are nearby."""
    if not known.any():
        return lab, np.ones_like(lab)
    share = blur(known.astype(np.float32), _AVERAGE * unit)
    there = (share > 0.1) & known
    mean = _filled(lab, known, share, there, unit)
    return mean, f32(np.maximum(_filled(f32(lab**2), known, share, there, unit) - mean**2, 0))


def _filled(values: Array, known: Mask, share: Array, there: Mask, unit: float) -> Array:
    average = blur(f32(values * known[..., None]), _AVERAGE * unit) / np.maximum(share, 1e-3)[..., None]
    return smooth_fill(f32(average), there if there.any() else known, unit)
