"""Fringes of a strong colour: how much of them lies over forehead, brows and eyes.

Under a fringe skin lies in its shade and in its reflection, so neither lightness nor hue alone tells them apart. But
colour for its lightness is stronger in dyed, red or golden hair than on any skin, and shade changes it little.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import magnitude
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.soft import blur, narrowed, widened
from fittingroom.vision.people.head import BROWS, EYES, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_DIM = 10.0  # Lab L that noise makes of darkness: below it colours are a camera's
_NIGHT = 16.0, 12.0  # Lab L up to which they tell nothing, and from how much more all
_CALM = 1.2  # pixels over which that noise is averaged
_SKIN, _HAIR = 90, 25  # percentiles of the strength of colour that skin hardly passes, and that hair has
_STRONGER = 1.2, 0.3  # times skin's that hair's must be, and how much more to be told by it alone
_LOW, _FULL = 0.4, 0.8  # shares of the way from skin to hair that skin may reflect, and from which on all is hair
_NEAR = 0.7  # units round the brows whose hair is the fringe
_ABOVE, _ROUND = 0.2, 0.1  # units above brows and round brows and eyes in which its tips lie
_SHINE = 0.015  # half the width, units, of strands that shine, which have less colour
_ENOUGH = 200  # pixels of each without which nothing is told


def over_face(lab: Array, alpha: Array, person: Person, unit: float) -> tuple[Array, Array]:
    """H×W each, 0…1: the share of a fringe in each pixel of Lab H×W×3 by the strength of its colour, and how far that
    tells. alpha: H×W, 0…1, a first guess. unit: the head's, pixels."""
    none = np.zeros_like(alpha)
    if person.face is None:
        return none, none
    parts = [hull(alpha.shape, f32(person.face[list(part), :2])) for part in (*BROWS, *EYES)]
    features = flags(np.logical_or.reduce(parts))
    above = [
        hull(alpha.shape, np.concatenate([here, here - f32([0, _ABOVE * unit])]))
        for here in (f32(person.face[list(brow), :2]) for brow in BROWS)
    ]
    zone = widened(flags(np.logical_or.reduce([features, *above])), _ROUND * unit)
    zone |= widened(hull(alpha.shape, f32(person.face[[*EYES[0], *EYES[1]], :2])), _ROUND / 2 * unit)
    calm = cv2.GaussianBlur(lab, (0, 0), _CALM)
    strength = f32(magnitude(f32(calm[..., 1]), f32(calm[..., 2])) / (np.maximum(calm[..., 0], 0) + _DIM))
    hair = narrowed(flags(alpha > 0.95), 0.05 * unit) & widened(features, _NEAR * unit)
    skin = flags((person.labels == Label.FACE) & (alpha < 0.02) & ~widened(features, 0.03 * unit))
    if min(hair.sum(), skin.sum()) < _ENOUGH:
        return none, none
    low, high = float(np.percentile(strength[skin], _SKIN)), float(np.percentile(strength[hair], _HAIR))
    trust = float(eased(f32((high / max(low, 1e-3) - _STRONGER[0]) / _STRONGER[1])))
    share = np.clip(((strength - low) / max(high - low, 1e-3) - _LOW) / (_FULL - _LOW), 0, 1)
    size = 2 * int(np.ceil(_SHINE * unit)) + 1
    shut = cv2.morphologyEx(f32(share), cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    lit = eased((calm[..., 0] - _NIGHT[0]) / _NIGHT[1])
    return f32(shut), f32(trust * lit * blur(zone.astype(np.float32), 0.04 * unit))
