"""Single hairs that hang from the hairline over the forehead: a dye takes them too."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte, guarded
from fittingroom.vision.hair.soft import blur, widened
from fittingroom.vision.people.head import BROWS
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_WIDE, _ALONG = 0.05, 0.014  # units: half the width of the broadest hair, and over which noise along hairs is averaged
_FAINT, _DRAWN = 1.2, 2.0  # lightness by which hairs are darker than skin: where they end, and up to all of them
_DARKER = 25.0, 15.0  # lightness by which hair is darker than skin from which on its hairs are told, and up to all
_HANGS, _LONG = 0.2, 0.3  # units from the hairline that a hair begins within, and to which it reaches at least
_BROWS = 0.08  # units round brows that are theirs
_CROWD = 0.45  # share of such lines in their surroundings from which on they are shade or wrinkles
_WHOLE = 1.25  # the lens spreads a hair: what is seen of its darkness is less than it has


def threads(lab: Array, hair: Array, matte: HairMatte, person: Person, frame: HeadFrame) -> Array:
    """H×W, 0…1: the share of single dark hairs on the forehead that hang from the hair of `matte`, upright as wrinkles
    are not. lab: H×W×3. hair: H×W×3 Lab, the hair's colour as it is nearby."""
    none = np.zeros(matte.mask.shape, np.float32)
    if person.face is None or matte.fringe:
        return none
    unit, light = frame.unit, lab[..., 0]
    calm = cv2.GaussianBlur(light, (0, 0), sigmaX=0.4, sigmaY=max(0.6, _ALONG * unit))
    skin = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((1, 2 * int(_WIDE * unit) + 3), np.uint8))
    drop, apart = f32(skin - calm), f32(skin - hair[..., 0])
    line = _forehead(person, frame, matte) & (drop > _FAINT)
    line &= blur(line.astype(np.float32), 0.12 * unit) < _CROWD
    hung = widened(_hung(line, matte.mask, unit), 1.5).astype(np.float32)
    told = eased((drop - _FAINT) / _DRAWN) * eased((apart - _DARKER[0]) / _DARKER[1])
    return f32(np.clip(_WHOLE * drop / np.maximum(apart, 1), 0, 1) * told * hung)


def _forehead(person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """H×W: bare skin above the brows."""
    assert person.face is not None
    shape = matte.mask.shape
    low = min(float(person.face[list(brow), 1].mean()) for brow in BROWS)  # between them foreheads frown
    kept = widened(guarded(person, frame, matte.alpha), _BROWS * frame.unit)
    above = np.arange(shape[0])[:, None] < low
    return flags((person.labels == Label.FACE) & above & ~kept)


def _hung(line: Mask, mask: Mask, unit: float) -> Mask:
    """What of `line` goes on from the hair of `mask` far enough to be a hair (H×W each)."""
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    count, pieces = cv2.connectedComponents(widened(line, 1.0).astype(np.uint8))
    held = np.zeros(count, np.bool_)
    for piece in np.unique(pieces[line & (away < _HANGS * unit)]):
        held[piece] = away[pieces == piece].max() > _LONG * unit
    held[0] = False
    return flags(line & held[pieces])
