"""Hair that the labels miss: behind a clip or a tie, a tail beside the neck, tips that leave the shoulder.

It has the hair's colours rather than those of what else is round the head, and lies at the hair that was found.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.soft import blur, closed, narrowed, opened, wavering, widened
from fittingroom.vision.people.head import BROWS, EYES, LIPS, face_oval, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Looks at the photo: the first against a lens's noise, which spreads dark colours wide, the second for edges, the
#: third for thin locks and what lies behind ties, where they are clear. Each: units over which colours are averaged;
#: the least mean logarithm of how much likelier hair is for a piece; units from the hair found to it; half the width of
#: the thinnest, units; and how much less likely what is labelled skin is: a neck in the hair's shade is like hair.
_LOOKS = ((0.025, 1.8, 0.03, 0.06, 0.6), (0.008, 1.8, 0.03, 0.06, 0.6), (0.008, 2.4, 0.12, 0.0, 0.0))
_WITHIN = 0.05  # units inside the found hair from which on its colours are the hair's
_REACH = 0.9  # units from the found hair within which more is sought
_BEHIND = 0.36  # and before a background, which may have its colours too: only what ties and shade have cut off
_ROUND = 0.1, 1.5  # units from it between which the colours are those of other things
_CELLS = f32([4, 2, 2])  # steps in Lab within which colours count as one
_CUBE = (int(100 / _CELLS[0]) + 2, *(int(256 / step) + 2 for step in _CELLS[1:]))  # number of cells on each axis
_RARE = 1e-5  # share of a cell of colours below which it says nothing
_LIKELY, _PROBABLE = 1.0, 1.4  # that logarithm for each pixel, and on average for a piece that touches hair broadly
_LEAST = 0.008  # squared units of a piece worth looking at
_BESIDE, _JOINED = 0.04, 1.5  # units from the found hair that touch it; squared length of that by area: joined well
_CORE = 0.04  # units inside a piece from which on its strands are looked at
_DARK, _APART = 0.78, 30.0  # share of the way down from cheeks to dark hair that no shade of theirs goes; Lab L
_LOCK, _BROAD = 0.02, 0.03  # squared units, and half the width in units, of locks before a face
_FEATURES = 0.05  # units round eyes, brows and lips where skin is dark too
_ROUND_LOCK = 0.25  # units round them within which what they enclose is theirs
_STRANDLESS = 0.4  # share of the hair's own contrast of strands below which there are none


def missed(lab: Array, person: Person, mask: Mask, alpha: Array, unit: float) -> Mask:
    """H×W: hair beside that of `mask` (H×W) in Lab H×W×3. alpha: H×W, 0…1, how much of the pixels is known hair."""
    known = (alpha > 0.9) & narrowed(mask, _WITHIN * unit)
    other = (person.labels != Label.HAIR) & widened(mask, _ROUND[1] * unit) & ~widened(mask, _ROUND[0] * unit)
    wall = (person.labels == Label.BACKGROUND) & ~widened(mask, _BEHIND * unit)
    zone = widened(mask, _REACH * unit) & ~mask & ~person.worn & ~wall
    if person.face is not None:
        zone &= ~face_oval(mask.shape, person.face)  # shaded cheeks are like hair
    skin = np.isin(person.labels, (Label.FACE, Label.SKIN))
    found = np.zeros_like(mask)
    if min(known.sum(), other.sum()) < 100 or not zone.any():
        return found
    for average, sure, near, thin, shade in _LOOKS:
        calm = f32(cv2.GaussianBlur(lab, (0, 0), max(0.6, average * unit)))
        likelier = blur(odds(calm, known, other), 0.02 * unit)
        likely = narrowed((likelier > _LIKELY) & zone, 0.015 * unit)
        joined = widened(_joined(likely, f32(likelier - shade * skin), mask, sure, near, unit), 0.02 * unit) & zone
        found |= joined & opened(flags(joined | mask), thin * unit)
    return flags(found)


def before_face(lab: Array, person: Person, mask: Mask, alpha: Array, unit: float) -> Mask:
    """H×W: dark hair labelled face that hangs before cheeks and temples from that of `mask` (H×W): broad locks far
    darker than any shade on skin. lab: H×W×3. alpha: H×W, 0…1, how much of the pixels is known hair."""
    none = np.zeros_like(mask)
    known = (alpha > 0.9) & narrowed(mask, _WITHIN * unit)
    face = person.labels == Label.FACE
    if person.face is None or min(known.sum(), face.sum()) < 100:
        return none
    light = f32(cv2.GaussianBlur(lab[..., 0], (0, 0), max(0.6, 0.01 * unit)))
    hair, skin = float(np.median(light[known])), float(np.percentile(light[face], 60))
    if skin - hair < _APART:
        return none
    features = np.zeros_like(mask)
    for part in (*EYES, *BROWS, LIPS):
        features |= hull(mask.shape, f32(person.face[list(part), :2]))
    free = face & ~widened(features, _FEATURES * unit)
    dark = (skin - light) > _DARK * (skin - hair)
    broad = opened(flags(dark & (free | mask)), _BROAD * unit) & free
    count, pieces = cv2.connectedComponents(broad.astype(np.uint8))
    area, touch = (np.bincount(pieces[where], minlength=count) for where in (broad, broad & widened(mask, 2)))
    held = (area > _LOCK * unit**2) & ((touch / (0.04 * unit)) ** 2 > area)
    held[0] = False
    locks = flags(held[pieces])
    return flags(closed(locks | mask, 2 * _BROAD * unit) & widened(locks, _ROUND_LOCK * unit) & face & dark & ~features)


def strandless(light: Array, found: Mask, known: Mask, unit: float) -> Mask:
    """The broad pieces of `found` (H×W) that are as smooth in `light` (H×W, Lab L) as no hair is that shows strands
    where it is `known` (H×W): a wall out of focus, and a neck in the hair's shade."""
    fine = wavering(light, unit)
    _, pieces = cv2.connectedComponents(found.astype(np.uint8))
    core, plain = np.where(narrowed(found, _CORE * unit), pieces, 0), np.zeros_like(found)
    for piece in np.unique(core[core > 0]):
        if np.median(fine[core == piece]) < _STRANDLESS * np.median(fine[known]):
            plain |= pieces == piece
    return plain


def _joined(likely: Mask, likelier: Array, mask: Mask, sure: float, near: float, unit: float) -> Mask:
    """The pieces of `likely` (H×W) that lie `near` the hair of `mask`, in units, and are `sure` to be hair too, by
    how much `likelier` (H×W) that is, or are sought close to it and touch it broadly."""
    count, pieces = cv2.connectedComponents(likely.astype(np.uint8))
    area, close, touch = (
        np.bincount(pieces[where], minlength=count)
        for where in (likely, widened(mask, near * unit), widened(mask, _BESIDE * unit))
    )
    mean = np.bincount(pieces[likely], likelier[likely], count) / np.maximum(area, 1)
    broad = (near <= _BESIDE) & (mean > _PROBABLE) & ((touch / (_BESIDE * unit)) ** 2 > _JOINED * area)
    held = (area > _LEAST * unit**2) & (close > 0) & ((mean > sure) | broad)
    held[0] = False
    return flags(held[pieces])


def odds(lab: Array, known: Mask, other: Mask) -> Array:
    """H×W: logarithm of how much likelier colours (Lab H×W×3) are among `known` hair than among `other` things."""
    steps = np.round((lab - f32([0, -128, -128])) / _CELLS).astype(np.int32)
    _, second, third = _CUBE
    cells = (steps[..., 0] * second + steps[..., 1]) * third + steps[..., 2]
    likelier = np.log((_shares(cells[known]) + _RARE) / (_shares(cells[other]) + _RARE))
    return f32(likelier.ravel()[cells])


def _shares(met: NDArray[np.int32]) -> Array:
    """How often each cell of colours is among those `met` (N), evened out between neighbours."""
    counts = f32(np.bincount(met, minlength=int(np.prod(_CUBE))).reshape(_CUBE))
    return f32(gaussian_filter(counts, 1.0) / max(len(met), 1))
