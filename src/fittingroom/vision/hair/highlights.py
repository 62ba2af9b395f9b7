"""Pale locks of fair hair that the labels take for skin or cloth: sunlit waves and bleached ends over arms and chest.

They are as light as skin, and lighter than what is surely hair. But they have its hue in another light, and strands,
which neither skin nor plain cloth has; and what was found tells what comes after it, towards ever paler ends.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import at_least
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte, ears_zone, hanging
from fittingroom.vision.hair.missed import odds
from fittingroom.vision.hair.soft import blur, closed, narrowed, opened, wavering, widened
from fittingroom.vision.people.head import face_oval
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_FAIR, _HUED = 27.0, 9.0  # Lab L and chroma of hair from which on its lit locks have its hue
_WITHIN = 0.05  # units inside the found hair from which on its colours are the hair's
_REACH, _ROUND = 1.0, 1.5  # units from it within which such locks are sought, and others looked at
_LIGHT, _LEVEL, _BLACK = 0.4, 80.0, 20.0  # share of lightness that counts; Lab L at which hues are compared; its black
_CALM, _EVEN = 0.008, 0.02  # units over which a camera's noise, and that of the logarithm, are averaged
_STRANDED = 0.5  # share of the hair's own contrast of strands from which on there are strands
#: Logarithm of how much likelier hair is: elsewhere, between locks, and where it is labelled.
_LIKELY, _POSSIBLE, _LABELLED = 0.5, -0.3, -2.0
_BETWEEN = 0.15  # half the width, units, of what lies between locks
_COARSE = 80.0  # pixels that a unit may have at the size at which they are followed
_STEPS = 4  # from lock to paler lock
_THIN, _LEAST, _BESIDE = 0.03, 0.03, 0.05  # half the width of a lock, units; its area, squared units; units to the next
_HOLE, _MOSTLY = 0.4, 0.6  # squared units of the largest hole in hair that may be one; share of it with strands
_HAIRLINE, _RIM = 0.1, 0.05  # units from the face within which skin shows between hairs; from a wall that are mixed
_LOW = 0.6  # share up to which thin hair among what was found is none
_FEW = 100  # pixels without which none is told


def pale_locks(lab: Array, person: Person, matte: HairMatte, bare: Mask, frame: HeadFrame) -> Mask:
    """H×W: locks of hanging fair hair beside and within that of `matte` that were taken for skin or cloth. lab: H×W×3.
    bare: H×W, what is surely skin."""
    mask, unit = matte.mask, frame.unit
    known = (matte.alpha > 0.9) & narrowed(mask, _WITHIN * unit)
    if known.sum() < _FEW or not hanging(mask, frame):
        return np.zeros_like(mask)
    usual = np.median(lab[known], axis=0)
    if usual[0] < _FAIR or np.hypot(usual[1], usual[2]) < _HUED:
        return np.zeros_like(mask)
    taken = np.isin(person.labels, (Label.SKIN, Label.UPPER, Label.LOWER)) | (mask & (matte.alpha < _LOW))
    zone = taken & widened(mask, _REACH * unit) & ~bare & ~ears_zone(frame, mask.shape)
    if person.face is not None:
        zone &= ~face_oval(mask.shape, person.face)
    for kind, reach in ((Label.FACE, _HAIRLINE), (Label.BACKGROUND, _RIM)):
        zone &= ~widened(person.labels == kind, reach * unit)
    other = (person.labels != Label.HAIR) & widened(mask, _ROUND * unit)
    factor = max(1, int(unit / _COARSE))
    size = (mask.shape[1] // factor, mask.shape[0] // factor)
    small = f32(cv2.resize(lab, size, interpolation=cv2.INTER_AREA))

    def coarse(each: Mask) -> Mask:
        return flags(cv2.resize(f32(each), size, interpolation=cv2.INTER_AREA) > 0.5)

    held = mask & (matte.alpha > _LOW)
    parts = coarse(flags(known)), coarse(flags(other)), coarse(flags(zone)), coarse(mask), coarse(flags(held))
    found = f32(_followed(small, *parts, unit / factor))
    return flags((cv2.resize(found, mask.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5) & zone)


def _followed(lab: Array, known: Mask, other: Mask, zone: Mask, mask: Mask, held: Mask, unit: float) -> Mask:
    """H×W: locks in the `zone`, from those most like the `known` hair to ever paler ones. other: H×W, what is labelled
    otherwise. mask: H×W, the labels' hair, and `held`, what of it is taken for hair already. lab: H×W×3."""
    waves = wavering(lab[..., 0], unit)
    strands = flags(waves > _STRANDED * np.median(waves[known]))
    other = other & ~(strands & widened(mask, _REACH * unit))
    hues = f32(cv2.GaussianBlur(_in_one_light(lab), (0, 0), max(0.6, _CALM * unit)))
    found = np.zeros_like(mask)
    for _ in range(_STEPS):
        rest = flags(other & ~widened(mask | found, _BESIDE * unit))
        if rest.sum() < _FEW:
            return found
        likelier = blur(odds(hues, known | narrowed(found, 1), rest), _EVEN * unit)
        locks = at_least(opened(flags((likelier > _LIKELY) & strands & zone), _THIN * unit), _LEAST * unit**2)
        locks |= closed(flags(mask | found), _BETWEEN * unit) & zone & (likelier > _POSSIBLE)
        locks |= mask & zone & strands & (likelier > _LABELLED)
        found = flags(found | holding(locks, widened(mask | found, _BESIDE * unit)))
    return flags(found | _enclosed(flags(held | found), strands, _HOLE * unit**2) & zone)


def _enclosed(hair: Mask, strands: Mask, largest: float) -> Mask:
    """H×W: what `hair` encloses of up to `largest` pixels that has mostly `strands` (H×W each): the palest of all."""
    pieces, areas = components(~hair, connectivity=4)
    held = (areas < largest) & (np.bincount(pieces[strands], minlength=len(areas)) > _MOSTLY * areas)
    held[0] = False
    return flags(held[pieces])


def _in_one_light(lab: Array) -> Array:
    """H×W×3: colours as they would be in the same light, and little of the light itself."""
    hues = lab[..., 1:] * (_LEVEL / (np.maximum(lab[..., :1], 0) + _BLACK))
    return f32(np.concatenate([_LIGHT * lab[..., :1], hues], -1))
