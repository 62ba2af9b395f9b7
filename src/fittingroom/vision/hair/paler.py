"""Pale locks in darker hair: sunlit, streaked or bleached, which are taken for clothes seen through it, or for a clip.

They have the hue of the hair round them, or of bleached hair; what is set into hair seldom has.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.soft import blur, carried, closed, widened
from fittingroom.vision.pieces import components

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_LARGEST, _ROUND = 0.15, 0.6  # squared units of such a lock at most; share of what lies round it that is hair
_SAME, _COLOURED = 22.0, 7.0  # degrees between two hues that are alike, and chroma from which on there is a hue
#: Hues (degrees) and chroma of bleached hair, and by how much its Lab L is above the rest.
_BLEACHED, _CHROMA, _LIGHTER = (48.0, 85.0), (10.0, 45.0), 6.0
_FAR = 20.0, 15.0  # Lab L above it from which on no light makes hair of one colour so, and over how much more
_GLARE = 0.1  # half the width, units, of what is too bright to have a hue amid such hair
_MELT = 0.02  # units over which hair's edge takes over what is carried on from within: a step is seen in fair dyes
_STREAKED = 0.025  # share of hair that is so from which on it is streaked; a golden clip is smaller


def paler_locks(lab: Array, worn: Mask, mask: Mask, unit: float) -> Mask:
    """H×W: small pieces labelled as `worn` (H×W) within the hair of `mask` (H×W) that have its hue. lab: H×W×3. unit:
    the head's, pixels."""
    found = np.zeros_like(mask)
    if not mask.any():
        return found
    pieces, areas = components(worn & ~mask, connectivity=4)
    own = f32(np.median(lab[mask], axis=0))
    for piece in range(1, len(areas)):
        if areas[piece] > _LARGEST * unit**2:
            continue
        here = flags(pieces == piece)
        round_ = widened(here, 1.5) & ~here
        if mask[round_].mean() > _ROUND and alike(f32(np.median(lab[here], axis=0)), own):
            found |= here
    return found


def alike(colours: Array, own: Array) -> Mask:
    """Whether colours (Lab, …×3) have the hue of `own` (Lab, 3)."""
    chroma, usual = np.hypot(colours[..., 1], colours[..., 2]), float(np.hypot(own[1], own[2]))
    across = np.abs(_hue(colours) - _hue(own))
    return flags((np.minimum(across, 360 - across) < _SAME) & (np.minimum(chroma, usual) > _COLOURED))


def streaked(lab: Array, sure: Mask) -> Mask:
    """H×W: where Lab H×W×3 has the colours that are paler hair's, if much of the `sure` hair (H×W) has them."""
    if not sure.any():
        return np.zeros_like(sure)
    own = f32(np.median(lab[sure], axis=0))
    hue, chroma = _hue(lab), np.hypot(lab[..., 1], lab[..., 2])
    bleached = (hue > _BLEACHED[0]) & (hue < _BLEACHED[1]) & (chroma > _CHROMA[0]) & (chroma < _CHROMA[1])
    paler = (bleached | alike(lab, own)) & (lab[..., 0] > own[0] + _LIGHTER)
    return flags(paler if paler[sure].mean() > _STREAKED else np.zeros_like(paler))


def bleached_share(lab: Array, sure: Mask, unit: float) -> Array:
    """H×W, 0…1: how far hair (Lab H×W×3) is so much paler than the rest that only bleach makes it so, carried over the
    edge of what is `sure` (H×W) hair: there, what lies beside shines through. unit: the head's, pixels."""
    if not sure.any():
        return np.zeros(sure.shape, np.float32)
    above = lab[..., 0] - float(np.median(lab[..., 0][sure]))
    pale = closed(streaked(lab, sure), _GLARE * unit)
    share = f32(pale * eased(f32((above - _FAR[0]) / _FAR[1])))
    share = f32(cv2.GaussianBlur(share, (0, 0), 1))
    beyond, own = carried(share, sure, unit), blur(sure.astype(np.float32), _MELT * unit)
    return f32(beyond + own * (share - beyond))


def _hue(lab: Array) -> Array:
    return f32(np.degrees(np.arctan2(lab[..., 2], lab[..., 1])))
