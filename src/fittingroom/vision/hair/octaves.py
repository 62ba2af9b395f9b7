"""What strands add to the light on their lock, octave by octave: as photographed, and drawn where it is too dark.

Photographed hair has about as much contrast in each octave of detail, down to what the lens still resolves. What a dark
photo lacks of that is lost in its noise; there strands are drawn along the way that the others run (a texture with the
wanted energy in each band: D. Heeger and J. Bergen, Pyramid-Based Texture Analysis/Synthesis, 1995).
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.soft import blur
from fittingroom.vision.hair.streaks import (
    along,
    followed,
    steadied,
    straightness,
    strand_flow,
    streaks_along,
    unbroken,
)

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

WIDEST = 0.08  # units over which light on locks is told from that on strands
_FINEST = 0.8  # pixels, deviation of the blur that takes the finest octave out
LOCAL = 0.1  # units over which the contrast of strands is told
_CALM, _OWN = 10, 0.6  # percentile of contrast in hair that is hardly more than noise, and how much of it is noise
_NOISE = 0.15, 0.8  # Lab L of noise that any photo has, and that is taken for noise at most
_SHARP, _SOFTEST = 98, 0.4  # percentile of contrast that tells how sharp a photo is; least share that it leaves
#: Deviation, in the logarithm of light, that strands have in each octave of photographed hair, and from there on.
_CONTRAST = 0.13, 0.13, 0.12, 0.11, 0.1
_GAIN = 2.5  # most that strands of the photo gain
_GRAIN = 0.25  # share of noise that stays: new hair without any would lie before the photo
_LOST = 22.0, 10.0  # Lab L below which strands are lost, and by how much all are
_DRAWN = 0.9, 0.75, 0.3, 0.08, 0.0  # share of lost contrast that is drawn; broad bands would be folds of satin
_IN_SHADOW = 0.8  # share of them that is not drawn in shadows: nobody expects to see them there
_CLEAR, _CLEAREST = 75, 0.5  # percentile of contrast that strands clearly seen have; share of it that is not yet
_TOLD, _RUN = (0.84, 0.98), 0.04  # share of a dim contrast that is no noise: torn up to it, whole; units strands run on
_LIFTED_RUN = 0.1  # units strands of black hair run on in fair hair
_RESTORED = 2.0  # most that their contrast gains then
_WHOLE, _SINGLE = (0.5, 0.3), 0.13  # share of change across strands that single hairs have; most contrast of one
_SPENT = 0.7, 0.5, 0.3, 0.1  # share of contrast that octaves lose by running on
_SHIFTS = 0.3, 0.6, 1.0, 1.5  # units from where curls are borrowed
_AS_SEEN = 25.0  # Lab L that one unit of that logarithm is worth where the way of strands is looked for


def octaves(values: Array, widest: float) -> list[Array]:
    """`values` (H×W) as detail of octaves, finest first, that add up to what a blur by `widest` pixels takes away."""
    count = max(1, round(float(np.log2(widest / _FINEST))))
    levels = [values, *(blur(values, _FINEST * 2**k) for k in range(count)), blur(values, widest)]
    return [f32(fine - coarse) for fine, coarse in pairwise(levels)]


def strands_in(
    fine: Array, light: Array, sure: Mask, whole: Array, flare: float, unit: float, shown: float = 0.0,
    lifted: float = 0.0,
) -> tuple[Array, Array]:  # fmt: skip
    """H×W each: the logarithm of how much more light comes from strands than from their lock; and what locks differ
    by that light does not tell, mean 0 and deviation 1.

    fine: H×W, that logarithm as the photo shows it. light: H×W, Lab L of the hair alone. sure: H×W, where nothing but
    hair is. whole: H×W, 0…1, how far the photo shows strands there. flare: luminance that lies over everything. unit:
    the head's, pixels. shown: 0…1, how far the hair is light enough that what is dark of it is shadow. lifted: 0…1,
    how far hair too dark to show its strands is seen in fair hair."""
    seen, bands = octaves(fine, WIDEST * unit), octaves(light, WIDEST * unit)
    wanted, noise = _wanted(bands), _noise(bands, sure, unit)
    slope = _steepness(blur(light, 2.0), flare)
    inside = np.maximum(blur(sure.astype(np.float32), LOCAL * unit), 1e-3)
    dim = np.clip((_LOST[0] - blur(light, LOCAL * unit)) / _LOST[1], 0, 1)
    lost = dim * (1 - _IN_SHADOW * shown)
    lost = np.maximum(lost, 1 - whole)
    powers = [blur(f32(part**2 * sure), LOCAL * unit) / inside for part in seen]
    signals = [np.maximum(power - (grain * slope) ** 2, 0) for power, grain in zip(powers, noise, strict=True)]
    told = sum(signals) / np.maximum(sum(powers), 1e-9)
    grainy = dim * (1 - eased((told - _TOLD[0]) / (_TOLD[1] - _TOLD[0])))  # strands are there, but torn to pieces
    strands, clear, lacking = np.zeros_like(fine), np.zeros_like(fine), []
    for part, contrast, power, signal, spent in zip(
        seen, wanted, powers, signals, _by_octave(_SPENT, len(seen)), strict=True
    ):
        trust = signal / np.maximum(power, 1e-9)  # N. Wiener, 1949
        local, usual = np.sqrt(signal), float(np.sqrt(signal[sure].mean())) if sure.any() else 0.0
        gain = float(np.clip(contrast / max(usual, 1e-4), 1, _GAIN))
        even = np.clip(np.sqrt(gain * contrast / np.maximum(local, 1e-4)), 1, gain)  # less where it is strong already
        clear += f32(part * trust * even)
        strands += f32(part * np.maximum(trust, _GRAIN) * even)
        kept = local * np.sqrt(np.maximum(trust, _GRAIN)) * even * whole * (1 - grainy * spent)
        lacking.append(f32(lost * np.sqrt(np.maximum(contrast**2 - kept**2, 0))))
    seen_as, hair = f32(_AS_SEEN * clear), f32(sure)
    straight = straightness(seen_as, hair, unit)
    if straight < 1:  # what is drawn runs as straight as its neighbours, so curls are borrowed
        curls = octaves(borrowed(clear, sure, unit), WIDEST * unit)
        for part, lack in zip(curls, lacking, strict=True):
            strands += (1 - straight) * lack * _even(part, sure)
    if straight == 0:
        return f32(strands), np.zeros_like(fine)
    flow = steadied(strand_flow(seen_as, hair, unit), seen_as, hair, unit)
    # A dim strand is torn to pieces by noise and a camera's blocks: drawn out along the way it runs it is whole again
    # (J. Weickert, Coherence-Enhancing Diffusion Filtering, 1999).
    strands += straight * grainy * (along(strands, flow, _RUN * unit) - strands)
    if lifted > 0:
        own = followed(flow, seen_as, hair, unit)
        strands += straight * lifted * (_run_on(strands, own, sure, unit) - strands)
    drawn = streaks_along(flow, unit, 7, _FINEST)
    parts = [_even(part, sure) for part in octaves(drawn, WIDEST * unit)]
    for part, lack, share in zip(parts, lacking, _by_octave(_DRAWN, len(parts)), strict=True):
        strands += straight * share * lack * part
    return f32(strands), f32(straight * parts[-1])


def _run_on(strands: Array, flow: Array, sure: Mask, unit: float) -> Array:
    """`strands` (H×W) drawn out along `flow` (H×W×2) with the contrast that they had: lights on black hair are
    speckled by noise and by a camera's blocks, and each speck would be chalk on fair hair. What they have besides that
    is no stronger than single hairs stays where it runs their way. sure: H×W, hair."""
    drawn = along(strands, flow, _LIFTED_RUN * unit)
    before, after = (np.sqrt(blur(f32(values**2 * sure), LOCAL * unit)) for values in (strands, drawn))
    drawn = f32(drawn * np.clip(before / np.maximum(after, 1e-3), 1, _RESTORED))
    single = eased((unbroken(flow, f32(_AS_SEEN * strands), f32(sure), unit) - _WHOLE[0]) / _WHOLE[1])
    return f32(drawn + single * _SINGLE * np.tanh((strands - drawn) / _SINGLE))


def borrowed(strands: Array, sure: Mask, unit: float) -> Array:
    """`strands` (H×W) of where most of them are seen, moved to where hardly any are. sure: H×W, where hair is."""
    weight = blur(sure.astype(np.float32), LOCAL * unit)
    contrast = np.sqrt(blur(f32(strands**2 * sure), LOCAL * unit) / np.maximum(weight, 0.1))
    usual = max(float(np.percentile(contrast[sure], _CLEAR)) if sure.any() else 0.0, 1e-6)
    clear = f32(np.clip(contrast / usual - _CLEAREST, 0, 1) ** 2 * np.minimum(2 * weight, 1))
    total, squares = np.zeros_like(strands), np.full_like(strands, 1e-6)
    for reach in _SHIFTS:
        for turn in np.arange(8) * np.pi / 4 + reach:
            shift = np.round(reach * unit * f32([np.sin(turn), np.cos(turn)])).astype(int)
            there, share = (np.roll(values, shift, (0, 1)) for values in (strands, clear))
            share = share**2 / (1 + 20 * squares)  # the nearest ones count: many together would be a blur
            total += share * there
            squares += share**2
    return f32(total / np.sqrt(squares))


def _even(part: Array, sure: Mask) -> Array:
    """`part` (H×W) with the deviation 1 where hair is."""
    return f32(part / max(float(part[sure].std()) if sure.any() else 0.0, 1e-6))


def _wanted(bands: list[Array]) -> list[float]:
    """The contrast that strands have in each octave of a photo as sharp as this, told by its own octaves."""
    found = _by_octave(_CONTRAST, len(bands))
    if len(bands) < 3:
        return found
    fine, coarse = (float(np.percentile(blur(bands[k] ** 2, 2.0), _SHARP)) for k in (0, 2))
    sharp = float(np.clip(np.sqrt(fine / max(coarse, 1e-6)), _SOFTEST, 1)) if fine > 0.01 else 1.0
    return [found[0] * sharp, found[1] * float(np.sqrt(sharp)), *found[2:]]


def _noise(bands: list[Array], sure: Mask, unit: float) -> list[float]:
    """Lab L of the photo's noise in each of its octaves: most of what the calmest places in hair have."""
    levels = [np.sqrt(blur(part**2, WIDEST * unit)[sure]) if sure.any() else f32([0]) for part in bands]
    return [float(np.clip(_OWN * np.percentile(level, _CALM), *_NOISE)) for level in levels]


def _by_octave(values: tuple[float, ...], count: int) -> list[float]:
    return [values[min(k, len(values) - 1)] for k in range(count)]


def _steepness(light: Array, flare: float) -> Array:
    """H×W: by how much the logarithm of luminance and `flare` rises with one Lab L (H×W) more."""
    low = np.maximum(light, 0)
    dark = low <= 8
    luminance = np.where(dark, low / 903.3, ((low + 16) / 116) ** 3)
    slope = np.where(dark, 1 / 903.3, 3 * (low + 16) ** 2 / 116**3)
    return f32(slope / (luminance + flare))
