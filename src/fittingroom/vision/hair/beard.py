"""Beards: dark as the hair and next to it, yet no hair of the head; they stay as they are, whatever that gets."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.ears import ear_of
from fittingroom.vision.hair.frame import EARS, HeadFrame
from fittingroom.vision.people.head import face_oval, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Points of the face's mesh: each side of the chin, and the cheek above it, which is bare.
_CHIN = ((194, 32, 140, 148, 152, 18), (418, 262, 369, 377, 152, 18))
_CHEEKS = ((117, 118, 101, 36, 50), (346, 347, 330, 266, 280))
_TIP = 152  # the chin's lowest point
_DARK = 0.78  # share of its cheek's lightness that either side of a bearded chin has at most; stubble has more
_FROM, _FADE = -0.12, 0.24  # units below the ears' fronts where sideburns begin to be beard, and over which they do
_BELOW = 1.22  # share of the face's height below the ears' fronts that a beard takes up: the throat too
_SOFT = 0.02  # units, deviation of its edge
_TURNED = 0.3  # sine of a head's turn from which on the throat below the ear is seen
_THROAT = (-2.0, 0.5), (0.9, 2.4)  # ear coordinates u and v between which it is, before the hair in the neck
_LONG = 0.1  # squared units of hair below the chin from which on that may be hair


def beard(person: Person, frame: HeadFrame) -> Array:
    """H×W, 0…1: where a beard grows, with the skin between; nothing on faces without one."""
    shape = person.labels.shape
    if person.face is None or not _bearded(person):
        return np.zeros(shape, np.float32)
    left, right = person.face[list(EARS), :2]
    along = (right - left) / max(float(np.linalg.norm(right - left)), 1e-3)
    down = f32([-along[1], along[0]])
    middle = (left + right) / 2
    if (person.face[_TIP, :2] - middle) @ down < 0:
        down = f32(-down)
    points = person.face[:468, :2]
    low = np.maximum((points - middle) @ down, 0)[:, None]
    jaw = face_oval(shape, person.face) | hull(shape, f32(points + (_BELOW - 1) * low * down))
    y, x = (np.arange(side, dtype=np.float32) for side in shape)
    below = ((x - middle[0]) * down[0])[None] + ((y - middle[1]) * down[1])[:, None]
    jaw |= _throat(person, frame, flags(below > 1.25 * float(low.max())))
    soft = cv2.GaussianBlur(jaw.astype(np.float32), (0, 0), max(0.8, _SOFT * frame.unit))
    return f32(soft * eased((below / frame.unit - _FROM) / _FADE))


def without_beard(person: Person, frame: HeadFrame) -> Person:
    """`person` with what is labelled hair where a beard grows labelled face."""
    labels = np.where((beard(person, frame) > 0.5) & (person.labels == Label.HAIR), Label.FACE, person.labels)
    return replace(person, labels=labels.astype(np.uint8))


def face_light(person: Person) -> tuple[Array, Array]:
    """Lightness (h×w) of the piece of the picture that the face's mesh takes up, and its corner (2), x and y."""
    assert person.face is not None
    size = person.labels.shape[::-1]
    low = np.clip(np.floor(person.face[:468, :2].min(0)).astype(int), 0, np.array(size) - 1)
    high = np.clip(np.ceil(person.face[:468, :2].max(0)).astype(int) + 1, low + 1, size)
    return f32(to_lab(person.image[low[1] : high[1], low[0] : high[0]])[..., 0]), f32(low)


def _throat(person: Person, frame: HeadFrame, under: Mask) -> Mask:
    """H×W: what lies between jaw and nape on the side that a turned head shows: a shade as dark as the beard. Nothing
    where long hair hangs `under` the chin (H×W)."""
    nothing = np.zeros(under.shape, np.bool_)
    ear = ear_of(frame, 1 if frame.yaw < 0 else -1) if abs(frame.yaw) > _TURNED else None
    if ear is None or (under & (person.labels == Label.HAIR)).sum() > _LONG * frame.unit**2:
        return nothing
    u, v = ear.places(under.shape)
    (inner, outer), (top, bottom) = _THROAT
    return flags((u > inner) & (u < outer) & (v > top) & (v < bottom))


def _bearded(person: Person) -> bool:
    """Whether both sides of the chin are darker than shade makes them below the cheeks."""
    assert person.face is not None
    light, corner = face_light(person)
    for chin, cheek in zip(_CHIN, _CHEEKS, strict=True):
        here, above = (hull(light.shape, f32(person.face[list(part), :2] - corner)) for part in (chin, cheek))
        if not here.any() or not above.any() or np.median(light[here]) > _DARK * np.median(light[above]):
            return False
    return True
