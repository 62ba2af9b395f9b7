"""Ear lobes that are seen below hair which hides the rest of their ear."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.ears import Ear
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte, skin_at_ears
from fittingroom.vision.hair.soft import widened
from fittingroom.vision.people.head import face_oval
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_ROOT, _ASIDE = 0.1, 0.35  # u from which on skin is a lobe's rather than the cheek's, and that it reaches at least
_HIGH, _LOW = 0.6, 1.5  # v between which lobes are: heads bow and lean back, and some ears sit lower than others
_FREE, _SKIN = 0.2, 0.25  # share of hair up to which a lobe is seen; likeness to skin from which on it is, in shade
_LEAST, _MOST = 0.008, 0.25  # squared units of a lobe
_UNDER = 0.15  # units below the hair that hides the rest of its ear


def seen_lobe(ear: Ear, person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """H×W: what the photo shows of an ear's lobe, beside the face and right below the hair of `matte`; nothing
    where the skin there is a jaw's or a neck's, which goes on further down."""
    shape = matte.alpha.shape
    if person.face is None:
        return np.zeros(shape, np.bool_)
    u, v = ear.places(shape)
    bare = (matte.alpha < _FREE) | (skin_at_ears(to_lab(person.image), matte.mask, person, frame) > _SKIN)
    beside = (person.labels == Label.FACE) & ~face_oval(shape, person.face)
    beside &= widened(flags(bare & beside), 1)  # its edge is as dark as hair before a wall
    count, pieces = cv2.connectedComponents((beside & (u > _ROOT) & (u < 1.3) & (v > _HIGH)).astype(np.uint8))
    over = widened(flags(matte.alpha > 0.5), _UNDER * frame.unit)
    found = np.zeros(shape, np.bool_)
    for piece in range(1, count):
        here = flags(pieces == piece)
        size = here.sum() / frame.unit**2
        if _LEAST < size < _MOST and u[here].max() > _ASIDE and v[here].max() < _LOW and (here & over).any():
            found |= here
    return found


def softly(lobes: Mask, unit: float) -> Array:
    """H×W, 0…1: how much of `lobes` stays as photographed; beside hair they pass into the ear that is drawn above."""
    return f32(cv2.GaussianBlur(lobes.astype(np.float32), (0, 0), max(0.8, 0.015 * unit)))
