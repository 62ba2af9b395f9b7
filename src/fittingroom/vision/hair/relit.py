"""The light on photographed hair, and the same light on hair of another colour.

Light scales what hair sends back, whatever its colour: shade that halves the luminance of black hair halves that of
copper. What differs is the room above: fair hair has little left for its shine, black hair shows little else.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.octaves import LOCAL, WIDEST, strands_in
from fittingroom.vision.hair.ramp import to_rgb
from fittingroom.vision.hair.shades import evened
from fittingroom.vision.hair.soft import blur, carried, narrowed

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_FLARE, _MORE_FLARE = 0.0008, 0.002  # luminance that lenses spread over everything; and more in hair crushed to black
_CRUSHED = 10.0  # Lab L of hair's middle from which down it is so
_RIM, _EDGE = 0.12, 0.06  # units inside hair's edge that skin shines through; where sharpening darkens it
_STRANDS = 0.33  # deviation that strands of any photo have in the logarithm of light
_ANCHOR = 0.75  # how far from hair's middle to its lit parts the tone lies that has a dye's own colour
_LIT, _TOP = 80, 99  # percentiles of lit hair, and of its shine
_DARK = 26.0, 15.0  # Lab L of a dye up to which shine is what shows strands, and from how far below on nothing else
_GLOSSY, _MIRROR = 1.5, 0.25  # how much more such strands shine, and how much narrower
_FAIR = 35.0, 45.0  # Lab L of a dye from which on strands let light through, and by how much more all do
_THROUGH = 0.15  # share of their contrast that they lose by that
_ROOM, _STEEPEST = 0.85, 1.1  # share of the room above a dye's colour that locks may take; most gain of light there
_STRANDS_ROOM = 0.6  # how much of that share fair hair leaves to its strands: without them its lights are bars
_WHITE, _SPARE = 89.0, 2.0  # Lab L that locks reach, and that they leave below a ramp's brightest for strands
_DEPTH, _SOFT = 1.0, 0.22  # logarithm of light by which fair hair's depths are darker; deviation of its strands
_SHADOW = 1.0  # and by how much more where the photo shows what is strand and what is shadow
_FORM, _ROUNDER = 0.7, 1.7  # range of that logarithm which fair locks have at least; most that theirs is stretched
_SHADY = 5  # percentile of light on locks that tells depths

_PIGMENTED = 30.0, 15.0  # Lab L of hair from which on its pigment, not its surface, makes its lights; and from below
_MATT, _SURFACE = 50, 0.8  # percentile of light up to which nothing shines; share of shine that another dye keeps
#: Percentile of lightness from which on that is told; chroma of such lights, per Lab L + 16, from which on pigment
#: makes those of dark hair too, and over how much more it makes all of them.
_LIGHTS, _BROWN = 85, (0.2, 0.1)
_GAMMA = 2.2


class HairLight(NamedTuple):
    """H×W each. locks, strands: logarithms of how much more light comes from locks than from the hair's middle tone,
    and from strands than from their lock. kinds: what locks differ by besides, mean 0 and deviation 1."""

    locks: Array
    strands: Array
    kinds: Array


def light_on(light: Array, alpha: Array, unit: float, fairer: float = 0.0, shown: float = 0.0) -> HairLight:
    """The light on hair of Lab L `light` (H×W, of the hair alone). alpha: H×W, its share. unit: the head's, pixels.
    fairer: 0…1, how far it is seen in fairer hair, which shows the noise of dark hair too. shown: 0…1, how far the
    hair is light enough to show its strands: then what is dark of it is shadow, in which none are seen."""
    sure = alpha > 0.97
    if sure.sum() < 50:
        sure = alpha > 0.5
    inner = sure & narrowed(alpha > 0.9, _RIM * unit)
    inner = inner if inner.sum() > 0.3 * sure.sum() else sure
    crushed = float(np.clip((_CRUSHED - np.median(light[sure])) / _CRUSHED, 0, 1))
    flare = _FLARE + crushed * fairer * _MORE_FLARE
    logs = f32(np.log(luminance(np.maximum(light, 0)) + flare))
    least = cv2.GaussianBlur(cv2.erode(alpha, np.ones((3, 3), np.uint8)), (0, 0), 0.8)
    whole = eased((least - 0.6) / 0.35)  # no step where the edge begins, and no dots where shares differ
    around = carried(logs, sure, unit)
    flat = f32(around + (logs - around) * whole)
    within = np.minimum(logs, carried(logs, inner, unit))  # a rim may be darker: skin and wall make it brighter alone
    locks = blur(f32(np.where(inner, logs, within)), WIDEST * unit)
    fine = evened(f32(flat - blur(flat, WIDEST * unit)), sure, unit)
    lifted = fairer * (1 - shown)
    strands, kinds = strands_in(fine, light, sure, whole, flare, unit, shown * (1 - fairer), lifted)
    depth = cv2.distanceTransform(sure.astype(np.uint8), cv2.DIST_L2, 5) / np.float32(_EDGE * unit)
    strands = f32(np.maximum(strands, -3 * _STRANDS * np.clip(depth - 0.5, 0, 1)))  # a sharpened edge is no dark strand
    middle, bright = np.percentile(locks[sure], [50, _LIT])
    return HairLight(f32(locks - middle - _ANCHOR * (bright - middle)), strands, kinds)


def placed(
    locks: Array, strands: Array, sure: Mask, light: Array, places: Array, unit: float, shown: float = 0.0
) -> Array:  # fmt: skip
    """H×W: places on a ramp of the lightness that the light on `locks` and `strands` (of `light_on`) gives it.

    light, places: of the ramp's stops, rising. sure: H×W, where nothing but hair is. unit: the head's,
    pixels. shown: as of `light_on`."""
    middle = float(np.interp(0.5, places, light))
    dark = float(np.clip((_DARK[0] - middle) / _DARK[1], 0, 1))
    fair = float(np.clip((middle - _FAIR[0]) / _FAIR[1], 0, 1))
    top = min(float(light[-1]) - _SPARE * fair, _WHITE)
    whole = f32(locks + dark * _GLOSSY * strands)
    strands = _softer(strands, sure, fair, unit)
    low, high = np.percentile(whole[sure], [_SHADY, 100 - _SHADY]) if sure.any() else (0.0, 1.0)
    whole = f32(whole * np.clip(_FORM / max(high - low, 1e-3), 1, _ROUNDER) ** fair)  # crushed black looked flat
    deepest = -float(np.percentile(whole[sure], _SHADY)) if sure.any() else 0.0
    limit = _DEPTH + _SHADOW * shown
    if deepest > limit:  # light goes on from strand to strand in fair hair: no depth of it is as dark as in black hair
        whole = f32(whole * np.where(whole < 0, (limit / deepest) ** (0.75 * fair), 1))
    shade = lightness(f32(luminance(f32([middle]))[0] * np.exp(np.minimum(whole, 0))))
    shine = max(float(np.percentile(whole[sure], _TOP)), 0.3) if sure.any() else 1.0
    room = min(
        (_ROOM - _STRANDS_ROOM * fair) * (top - middle), _STEEPEST * (middle + 16) / 3 * shine
    )  # cube roots: a third of the logarithm
    lit = middle + room * (np.maximum(whole, 0) / shine) ** (1 + _MIRROR * dark)
    lit = np.where(lit > top, top + 5 * np.tanh((lit - top) / 5), lit)
    wanted = np.where(whole < 0, shade, lit)
    fine = (1 - dark) * (1 - _THROUGH * fair) * strands * (wanted + 16) / 3
    space = np.maximum(np.where(fine > 0, float(light[-1]) - wanted, 0.6 * wanted), 1)  # bent, not cut off
    bent = fine / np.sqrt(1 + (fine / space) ** 2)
    return f32(np.interp(wanted + bent, light, places))


def _softer(strands: Array, sure: Mask, fair: float, unit: float) -> Array:
    """`strands` (H×W) with less contrast where that is more than strands have in hair as `fair` (0…1) as this: each is
    lit through the next, and what was a black strand is a shadow between two. That is so place by place: shine on a few
    locks takes nothing from the strands of the others."""
    most = _STRANDS + fair * (_SOFT - _STRANDS)
    within = np.maximum(blur(sure.astype(np.float32), LOCAL * unit), 1e-3)
    usual = np.maximum(np.sqrt(blur(f32(strands**2 * sure), LOCAL * unit) / within), 1e-3)
    share = 0.8 * eased(f32(fair / 0.3))  # curls cast shadows in fair hair too
    return f32(strands * np.minimum(most / usual, 1) ** share)


def shone(lab: Array, hair: Array, sure: Mask, coloured: float = 0.0) -> Array:
    """H×W×3 Lab of dyed hair with the shine of the `hair` (H×W×3 Lab, `sure` H×W) that it was: what black hair sends
    back is the lamp's own light from its surface, which a dye below that surface doesn't take away. Lights that are
    brown or red come through pigment, unless the scene's light is `coloured` (0…1): another dye has none of them."""
    if not sure.any():
        return lab
    light = hair[..., 0]
    black = float(np.clip((_PIGMENTED[0] - np.median(light[sure])) / _PIGMENTED[1], 0, 1))
    usual = luminance(f32([np.percentile(light[sure], _MATT)]))[0]
    surface = _SURFACE * black * (1 - _pigmented(hair[sure]) * (1 - coloured))
    share = surface * np.maximum(1 - usual / np.maximum(luminance(np.maximum(light, 0.1)), 1e-4), 0)
    linear = to_linear(lab) + share[..., None] * to_linear(hair)
    return from_linear(linear)


def _pigmented(hair: Array) -> float:
    """0…1: how far the lights of `hair` (N×3 Lab) have its pigment's colour rather than a lamp's."""
    lights = np.median(hair[hair[:, 0] >= np.percentile(hair[:, 0], _LIGHTS)], axis=0)
    return float(eased(f32((np.hypot(lights[1], lights[2]) / (lights[0] + 16) - _BROWN[0]) / _BROWN[1])))


def to_linear(lab: Array) -> Array:
    """Linear RGB, 0…1, of Lab …×3."""
    return f32(np.clip(to_rgb(lab) / 255, 0, 1) ** _GAMMA)


def from_linear(rgb: Array) -> Array:
    """Lab H×W×3 of linear RGB."""
    return f32(cv2.cvtColor(f32(np.clip(rgb, 0, 1) ** (1 / _GAMMA)), cv2.COLOR_RGB2LAB))


def luminance(light: Array) -> Array:
    """0…1, of Lab L."""
    return f32(np.where(light > 8, ((light + 16) / 116) ** 3, light / 903.3))


def lightness(share: Array) -> Array:
    """Lab L of a luminance 0…1."""
    return f32(np.where(share > 0.008856, 116 * np.cbrt(share) - 16, 903.3 * share))
