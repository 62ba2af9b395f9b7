"""The shade under a jaw, which the labels may take for a lock that lies along it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import flags
from fittingroom.vision.hair.soft import narrowed, widened
from fittingroom.vision.people.head import LIPS
from fittingroom.vision.person import Label, Person

Mask = NDArray[np.bool_]

_THIN = 0.06  # units, half the width of the broadest shade that is labelled hair
_NEAR = 0.15  # units from face above and from neck below it
_ALONG, _CLOSE = 0.25, 0.09  # units along the jaw to which such shade goes on, so close to both
_BETWEEN = 0.7  # share of a thin piece that lies so: a lock over the jaw goes on up and down


def shade_under_jaw(person: Person, mask: Mask, unit: float) -> Mask:
    """H×W: thin ends of the hair of `mask` (H×W) that lie along the jaw, between face and neck, and what goes on from
    them there."""
    if person.face is None:
        return np.zeros_like(mask)
    thin = mask & ~widened(narrowed(mask, _THIN * unit), 1.3 * _THIN * unit)
    face, neck = person.labels == Label.FACE, person.labels == Label.SKIN
    low = np.arange(len(mask))[:, None] > person.face[list(LIPS), 1].max()
    between = thin & widened(face, _NEAR * unit) & widened(neck, _NEAR * unit) & low
    between &= ~widened(person.labels == Label.BACKGROUND, _NEAR * unit)  # before a wall curls end there
    count, pieces = cv2.connectedComponents(thin.astype(np.uint8))
    area, inside = (np.bincount(pieces[where], minlength=count) for where in (thin, between))
    held = inside > _BETWEEN * np.maximum(area, 1)
    held[0] = False
    close = widened(face, _CLOSE * unit) & widened(neck, _CLOSE * unit) & low
    return flags(close & widened(flags(held[pieces]), _ALONG * unit))
