"""What strands add to the light on their lock, octave by octave: as photographed, and drawn where it is too dark.

Photographed hair has about as much contrast in each octave of detail, down to what the lens still resolves. What a dark
photo lacks of that is lost in its noise; there strands are drawn along the way that the others run (a texture with the
wanted energy in each band: D. Heeger and J. Bergen, Pyramid-Based Texture Analysis/Synthesis, 1995).
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.soft import blur
from fittingroom.vision.hair.streaks import straightness, strand_flow, streaks_along

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

WIDEST = 0.08  # units over which light on locks is told from that on strands
_FINEST = 0.8  # pixels, deviation of the blur that takes the finest octave out
_LOCAL = 0.1  # units over which the contrast of strands is told
_CALM, _OWN = 10, 0.6  # percentile of contrast in hair that is hardly more than noise, and how much of it is noise
_NOISE = 0.15, 0.8  # Lab L of noise that any photo has, and that is taken for noise at most
_SHARP, _SOFTEST = 98, 0.4  # percentile of contrast that tells how sharp a photo is; least share that it leaves
#: Deviation, in the logarithm of light, that strands have in each octave of photographed hair, and from there on.
_CONTRAST = 0.13, 0.13, 0.12, 0.11, 0.1
_GAIN = 2.5  # most that strands of the photo gain
_GRAIN = 0.25  # share of noise that stays: new hair without any would lie before the photo
_LOST = 22.0, 10.0  # Lab L below which strands are lost, and by how much all are
_DRAWN = 0.7, 0.6, 0.4, 0.15, 0.0  # share of lost contrast that is drawn; broad bands would be folds of satin
_AS_SEEN = 25.0  # Lab L that one unit of that logarithm is worth where the way of strands is looked for


def octaves(values: Array, widest: float) -> list[Array]:
    """`values` (H×W) as detail of octaves, finest first, that add up to what a blur by `widest` pixels takes away."""
    count = max(1, round(float(np.log2(widest / _FINEST))))
    levels = [values, *(blur(values, _FINEST * 2**k) for k in range(count)), blur(values, widest)]
    return [f32(fine - coarse) for fine, coarse in pairwise(levels)]


def strands_in(fine: Array, light: Array, sure: Mask, whole: Array, flare: float, unit: float) -> tuple[Array, Array]:
    """H×W each: the logarithm of how much more light comes from strands than from their lock; and what locks differ
    by that light does not tell, mean 0 and deviation 1.

    fine: H×W, that logarithm as the photo shows it. light: H×W, Lab L of the hair alone. sure: H×W, where nothing but
    hair is. whole: H×W, 0…1, how far the photo shows strands there. flare: luminance that lies over everything. unit:
    the head's, pixels."""
    seen, bands = octaves(fine, WIDEST * unit), octaves(light, WIDEST * unit)
    wanted, noise = _wanted(bands), _noise(bands, sure, unit)
    slope = _steepness(blur(light, 2.0), flare)
    inside = np.maximum(blur(sure.astype(np.float32), _LOCAL * unit), 1e-3)
    lost = np.clip((_LOST[0] - blur(light, _LOCAL * unit)) / _LOST[1], 0, 1)
    lost = np.maximum(lost, 1 - whole)
    strands, lacking = np.zeros_like(fine), []
    for part, contrast, grain in zip(seen, wanted, noise, strict=True):
        power = blur(f32(part**2 * sure), _LOCAL * unit) / inside
        signal = np.maximum(power - (grain * slope) ** 2, 0)  # N. Wiener, 1949
        trust = np.maximum(signal / np.maximum(power, 1e-9), _GRAIN)
        local, usual = np.sqrt(signal), float(np.sqrt(signal[sure].mean())) if sure.any() else 0.0
        gain = float(np.clip(contrast / max(usual, 1e-4), 1, _GAIN))
        even = np.clip(np.sqrt(gain * contrast / np.maximum(local, 1e-4)), 1, gain)  # less where it is strong already
        strands += f32(part * trust * even)
        kept = local * np.sqrt(trust) * even * whole
        lacking.append(f32(lost * np.sqrt(np.maximum(contrast**2 - kept**2, 0))))
    seen_as, hair = f32(_AS_SEEN * strands), f32(sure)
    straight = straightness(seen_as, hair, unit)  # what is drawn runs as straight as its neighbours: none among curls
    if straight == 0:
        return f32(strands), np.zeros_like(fine)
    flow = strand_flow(seen_as, hair, unit)
    drawn = [_even(part, sure) for part in octaves(streaks_along(flow, unit, 7, _FINEST), WIDEST * unit)]
    for part, lack, share in zip(drawn, lacking, _by_octave(_DRAWN, len(drawn)), strict=True):
        strands += straight * share * lack * part
    return f32(strands), f32(straight * drawn[-1])


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
