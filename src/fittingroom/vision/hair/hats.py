"""Whether what the labels take for hair is a hat: by a colour that no hair beside it has, or by a brim.

Both are told by several signs at once, since hair may be dyed, cut in a smooth line or wide. Hats of a hair's colour
without a brim aren't told from hair.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.soft import blur, opened, widened
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SMALL = 40.0  # pixels of a unit below which edges say too little
_TINGED, _DARK, _REDDEST, _GREENEST = 11.0, 18.0, -5.0, 100.0  # chroma, L and hues (degrees) beyond natural hair's
_VIVID, _YELLOW, _LOUD = 46.0, 72.0, 60.0  # chroma of no blonde from this hue on; of no hair at all
_CROWN, _TEMPLE = 0.35, -0.25  # units above the brows from which on a hat sits, and below which hair goes on
_COVERED, _DYED = 0.6, 0.08  # least share of the crown that has such a colour; most share of the hair at the temples
_TEMPLES = 0.03  # squared units of hair there that tell its colour
_SHARP = 9.0  # change in Lab over a hundredth of a unit at a cloth's rim; hairlines are softer
_BRIM, _ABOVE = (0.0, 0.25), (0.95, 1.15)  # units above the brows where a brim and where the crown on it is
_WIDE, _WAIST = 3.5, 0.55  # units that a brim is wide; the crown's greatest share of that
_SMOOTH = 0.004  # units by which a brim's edge wanders at most; wide hair's wanders twice as far and more


def hatted(person: Person, frame: HeadFrame, matte: HairMatte) -> bool:
    """Whether a hat lies over this head's hair and was taken for it."""
    if frame.unit < _SMALL or not matte.mask.any():
        return False
    across, above = _upright(frame, matte.mask.shape)
    return _coloured(person, frame, matte, across, above) or _brimmed(person, frame, matte, across, above)


def _upright(frame: HeadFrame, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """H×W each: units to the right of the head's middle and above its brows, along the head's own axes."""
    x, y = frame.plane(shape)
    up = frame.turn[:2, 1]
    size = float(np.linalg.norm(up))
    return f32((x * up[1] - y * up[0]) / size), f32((x * up[0] + y * up[1]) / size - frame.brow * size)


def _coloured(person: Person, frame: HeadFrame, matte: HairMatte, across: Array, above: Array) -> bool:
    """Whether the crown has a colour that hair only has when dyed, sharply cut off over the forehead, while the hair
    at the temples has none of it."""
    lab = to_lab(person.image)
    odd = _odd(f32(cv2.GaussianBlur(lab, (0, 0), max(0.5, 0.02 * frame.unit)))) & matte.mask
    crown, temples = matte.mask & (above > _CROWN), matte.mask & (above < _TEMPLE)
    if (odd & crown).sum() < _COVERED * max(1, crown.sum()):
        return False
    if temples.sum() < _TEMPLES * frame.unit**2 or (odd & temples).sum() > _DYED * temples.sum():
        return False
    solid = opened(odd, 0.03 * frame.unit)
    rim = widened(solid, 1) & ~solid & (np.abs(across) < 0.7) & (above < 1) & (person.alpha > 0.9)
    return bool(rim.any() and np.median(_steepness(lab, frame.unit)[rim]) > _SHARP)


def _odd(lab: Array) -> Mask:
    """Where colours (Lab, H×W×3) are none of hair that isn't dyed."""
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    tinged = (chroma > _TINGED) & ((hue < _REDDEST) | (hue > _GREENEST)) & (lab[..., 0] > _DARK)
    return flags(tinged | ((chroma > _VIVID) & (hue > _YELLOW)) | (chroma > _LOUD))


def _steepness(lab: Array, unit: float) -> Array:
    """H×W: how much colours change over a hundredth of a unit, the most within a little way."""
    fine = cv2.GaussianBlur(lab, (0, 0), max(0.5, 0.01 * unit))
    steps = [(cv2.Sobel(fine, cv2.CV_32F, *axes) / 8) ** 2 for axes in ((1, 0), (0, 1))]
    change = f32(np.sqrt((steps[0] + steps[1]).sum(-1)) * unit / 100)
    side = 2 * int(0.05 * unit) + 1
    return f32(cv2.dilate(change, np.ones((side, side), np.uint8)))


def _brimmed(person: Person, frame: HeadFrame, matte: HairMatte, across: Array, above: Array) -> bool:
    """Whether the head widens to a brim at the brows, far beyond the crown above it, with a smooth edge."""
    head = (matte.mask | (person.labels == Label.FACE)) & (np.abs(across) < 3.4)
    brim, crown = (_width(across[head & (above > low) & (above < high)]) for low, high in (_BRIM, _ABOVE))
    if brim < _WIDE or not 0 < crown < _WAIST * brim:
        return False
    seen = flags((matte.alpha > 0.5) | (person.labels == Label.FACE))
    calm = blur(seen.astype(np.float32), 0.06 * frame.unit) > 0.5
    edge = widened(seen, 1) & ~seen & (np.abs(across) > 0.9) & (above > -0.3) & (person.alpha < 0.9)
    away = sum(cv2.distanceTransform(side.astype(np.uint8), cv2.DIST_L2, 5) for side in (calm, ~calm))
    return bool(edge.sum() > 20 and f32(away)[edge].mean() - 1 < _SMOOTH * frame.unit)  # next to it is 1 away


def _width(across: Array) -> float:
    """How far apart the ends of these places are, without single stray ones."""
    return float(np.percentile(across, 99) - np.percentile(across, 1)) if across.size else 0.0
