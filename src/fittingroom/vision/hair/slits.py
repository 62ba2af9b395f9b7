"""Gaps in hair: the narrow strip of background between a neck and what hangs beside it, and the small windows between
braids over a head. Both are deep in the hair's shade."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.soft import blur, closed, opened, widened
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.pieces import components, without_holes
from fittingroom.vision.spans import between

Array = NDArray[np.float32]

_NARROW = 0.07  # units, half the width up to which such a strip is a slit
_SHEET, _LONG = 0.08, 0.5  # units, half the width from which on hair is no wisp; how long a slit is at least
_DEEP = 0.5  # how bright hair is in it, of the hair beside
_EDGE = 0.6  # pixels over which it passes into what is beside it
_LOBE = 0.4  # of the way from the ears' height down to the chin: below it there is a neck
_WINDOW = 0.03  # squared units, the largest window that is filled: the eye of a thrown loop is wider
_LEAST = 0.01  # squared units of hair beside that are needed to tell its tone


def without_slits(behind: Layer, front: Layer, body: Array, frame: HeadFrame) -> Layer:
    """`behind` with hair in the slits between the neck (of `body`, H×W, 0…1) and all hair.

    Half-covered pixels there let a bright background through as grey specks; round the head they are a soft outline."""
    unit = frame.unit
    own = f32(behind.alpha * (1 - body))
    hair = np.maximum(front.alpha, own)
    reach = _NARROW * unit
    covered, bodily = opened(hair > 0.5, _SHEET * unit), body > 0.5
    _, rows = frame.plane((body.shape[0], 1))
    low = rows < frame.facing(f32([0, _LOBE * frame.chin, 0]))[1]
    slit = closed(covered | bodily, reach) & ~bodily & low & widened(bodily, 2 * reach)
    slit &= between(bodily, covered) | between(covered, bodily)
    slit = _long(slit, _LONG * unit)
    if not slit.any() or covered.sum() < _LEAST * unit**2:
        return behind
    return _deepened(behind, front, hair, slit, reach)


def without_windows(behind: Layer, front: Layer, skull: Mask, frame: HeadFrame) -> Layer:
    """`behind` with hair in the small windows that braids leave over a head (`skull`, H×W), between each other and it:
    a spot of bright background there looks like a hole in the head."""
    hair = np.maximum(front.alpha, behind.alpha)
    solid = flags(skull | (hair > 0.5))
    _, rows = frame.plane((skull.shape[0], 1))
    window = without_holes(solid) & ~solid & (rows > frame.facing(f32([0, frame.eye, 0]))[1])
    pieces, areas = components(window)
    small = areas < _WINDOW * frame.unit**2
    small[0] = False
    window = flags(small[pieces])
    return _deepened(behind, front, f32(hair), window, _NARROW * frame.unit) if window.any() else behind


def _deepened(behind: Layer, front: Layer, hair: Array, gap: Mask, reach: float) -> Layer:
    """`behind` with hair in a `gap`, darker than what is within `reach` pixels. hair: H×W, 0…1, how much of both layers
    is seen."""
    share = f32(np.clip(2 * blur(gap.astype(np.float32), _EDGE), 0, 1))
    added = f32(share * (1 - behind.alpha))
    near = blur(hair, reach)
    drawn = front.tone * front.alpha + behind.tone * (hair - front.alpha)
    deep = blur(f32(drawn), reach) / np.maximum(near, 1e-3) * np.float32(_DEEP)
    along = blur(f32(front.along * front.alpha + behind.along * (hair - front.alpha)), reach) / np.maximum(near, 1e-3)
    whole = np.maximum(behind.alpha + added, 1e-4)
    return replace(
        behind,
        tone=f32((behind.tone * behind.alpha + deep * added) / whole),
        along=f32((behind.along * behind.alpha + along * added) / whole),
        alpha=f32(behind.alpha + added),
    )


def _long(mask: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """The pieces of `mask` at least so many pixels high: a short one would be a bridge from hair to jaw."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    tall = stats[:, cv2.CC_STAT_HEIGHT] >= least
    tall[0] = False
    return np.asarray(tall[pieces])
