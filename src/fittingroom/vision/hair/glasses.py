"""Glasses: rims dark as hair, part of them beside the face; they stay where hair goes or gets another colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.beard import face_light
from fittingroom.vision.hair.frame import EARS, HeadFrame
from fittingroom.vision.people.head import EYES, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_RIDGE = (9, 8, 168, 6, 197, 195)  # points of the face's mesh from between the brows down the nose
_BROAD, _TALL = 0.06, 0.3  # units beside the ridge within which a bridge is dark all over; what is less tall than this
_DARK = 30.0  # lightness by which it is darker than the skin above and below; wrinkles are less so
_WITHIN = 0.1, 0.5  # shares of the ridge between which bridges sit
_LENS, _BEFORE = f32([0.46, 0.40]), f32([0, -0.05, 0.2])  # units: half a lens with its rim; from the eye to its middle
_ARM, _ARM_END, _THICK = f32([0.34, 0.02, 0]), f32([0.97, 0.3, -0.2]), 0.09  # units: a lens to the ear; half its arm
_TURNED = 0.3  # sine of a head's turn from which on the far lens is seen beside the face


def glasses(person: Person, frame: HeadFrame) -> Mask:
    """H×W: lenses and rims before the face; those on the far side of a turned head too, whatever their labels."""
    found = np.zeros(person.labels.shape, np.bool_)
    if person.face is None or not _worn(person, frame):
        return found
    around = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    rim = np.stack([_LENS[0] * np.cos(around), _LENS[1] * np.sin(around), np.zeros_like(around)], -1)
    face = person.labels == Label.FACE
    for eye in EYES:
        middle = frame.points[list(eye)].mean(0) + _BEFORE
        lens = hull(found.shape, frame.pixels(frame.facing(f32(middle + rim))))
        far = abs(frame.yaw) > _TURNED and middle[0] * frame.yaw > 0
        found |= lens & (face | far)
        side = f32([np.sign(middle[0]), 1, 1])
        ends = frame.pixels(frame.facing(f32([middle + _ARM * side, _ARM_END * side])))
        arm = np.zeros(found.shape, np.uint8)
        start, end = ends.astype(int).tolist()
        cv2.line(arm, start, end, 1, max(1, int(2 * _THICK * frame.unit)))
        found |= (arm > 0) & face
    return flags(found)


def _worn(person: Person, frame: HeadFrame) -> bool:
    """Whether a dark bridge crosses the nose."""
    assert person.face is not None
    ridge = person.face[list(_RIDGE), :2]
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(ridge, axis=0), axis=1))]
    places = np.linspace(0, along[-1], max(12, int(2 * along[-1])))
    line = np.stack([np.interp(places, along, ridge[:, k]) for k in (0, 1)], -1)
    left, right = person.face[list(EARS), :2]
    across = (right - left) / max(float(np.linalg.norm(right - left)), 1e-3)
    beside = np.linspace(-_BROAD, _BROAD, 7)[:, None, None] * frame.unit * across
    whole, corner = face_light(person)
    at = f32(line[None] + beside - corner)
    light = cv2.remap(whole, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
    profile = f32(np.median(light, axis=0)[None])
    tall = int(_TALL * frame.unit * len(places) / max(float(along[-1]), 1)) | 1
    drop = (cv2.morphologyEx(profile, cv2.MORPH_CLOSE, np.ones((1, tall), np.uint8)) - profile)[0]
    low, high = (int(share * len(places)) for share in _WITHIN)
    return bool(drop[low:high].max() > _DARK)
