"""Large heads at a smaller size: hair is told by things as wide as a share of the head, and so is the light on it.

A close portrait has so many pixels that most of the time would go into blurs and distances as wide as those. So hair is
found, and dyed, where a head has as many pixels as that takes, and what comes of it is brought to the photo's own size
by the photo's own colours (K. He and J. Sun, Fast Guided Filter, 2015; J. Chen et al., Bilateral Guided Upsampling,
2016): edges and single strands are as sharp as there.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import Box, box_round, person_in
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.matting import by_colours
from fittingroom.vision.hair.soft import widened
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]

#: Pixels of a head's unit (half its width) at which strands are found well, and drawn well: with fewer they come out
#: soft, and smeared in the dark between locks.
FOUND, DRAWN = 150.0, 400.0
_WIDE, _BESIDE = 6.0, 1.3  # units from the head within which its hair is; beside it what else tells hair from the rest
_HALF = f32([0.5, 0.5, 0])  # pixels' middles lie between their edges
_DOWN = f32([1, -1, -1])  # a head frame's axes, on each of the picture's
_WORTH = 0.9  # share of its size up to which making a picture smaller saves more than it takes
_SEEN = 1.5  # change of a grey level that somebody sees
_SHARPER = 0.5  # by how much more things may differ from what is beside them than at the smaller size, where they blur


def head_box(person: Person, frame: HeadFrame) -> Box:
    """The box that holds the head, the hair that may be its own, and enough of what lies beside them to tell them."""
    x, y = frame.plane(person.labels.shape)
    hair = (person.labels == Label.HAIR) & (x**2 + y**2 < _WIDE**2)
    face = frame.pixels(frame.facing(frame.points)).round().astype(int)
    inside = ((face >= 0) & (face < (hair.shape[1], hair.shape[0]))).all(-1)
    hair[face[inside, 1], face[inside, 0]] = True
    return box_round(flags(hair), _BESIDE * frame.unit)


def at_head(person: Person, frame: HeadFrame, box: Box) -> tuple[Person, HeadFrame]:
    """`person` with image, labels, alpha and face cut to `box`, and the head's frame in it; all else stays the whole
    picture's."""
    corner = f32([box[1].start, box[0].start, 0])
    face = None if person.face is None else f32(person.face - corner)
    return replace(person_in(person, box), face=face), replace(frame, origin=f32(frame.origin - _DOWN * corner))


def smaller(person: Person, frame: HeadFrame, wanted: float) -> tuple[Person, HeadFrame]:
    """`person` with image, labels, alpha and face at the size where the head's unit has as many pixels as are `wanted`,
    and the head's frame there; all else stays as it is. The same ones where that would hardly be smaller."""
    height, width = person.labels.shape
    share = wanted / frame.unit
    if share > _WORTH:
        return person, frame
    size = (round(share * width), round(share * height))
    scale = f32([size[0] / width, size[1] / height, share])
    kinds = np.stack([cv2.resize(f32(person.labels == kind), size, interpolation=cv2.INTER_AREA) for kind in Label])

    def there(points: Array) -> Array:
        return f32((points + _HALF) * scale - _HALF)

    found = replace(
        person,
        image=np.asarray(cv2.resize(person.image, size, interpolation=cv2.INTER_AREA), np.uint8),
        labels=kinds.argmax(0).astype(np.uint8),
        alpha=f32(cv2.resize(person.alpha, size, interpolation=cv2.INTER_AREA)),
        face=None if person.face is None else there(person.face),
    )
    return found, replace(frame, origin=_DOWN * there(_DOWN * frame.origin), unit=share * frame.unit)


def labelled_as(person: Person, labels: NDArray[np.uint8]) -> Person:
    """`person` with `labels` that were found at another size."""
    size = (person.labels.shape[1], person.labels.shape[0])
    return replace(person, labels=np.asarray(cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST), np.uint8))


def enlarged(matte: HairMatte, small: NDArray[np.uint8], image: NDArray[np.uint8]) -> HairMatte:
    """`matte`, found in the `small` picture, at the size of `image` (RGB each), the same one. It tells no outlines of
    ears."""
    if small.shape == image.shape:
        return matte
    size = (image.shape[1], image.shape[0])
    mask, ears = (
        flags(cv2.resize(f32(part), size, interpolation=cv2.INTER_LINEAR) > 0.5) for part in (matte.mask, matte.ears)
    )
    beside = f32(cv2.resize(matte.beside, size, interpolation=cv2.INTER_LINEAR))
    return HairMatte(mask, _sharp(matte.alpha[..., None], small, image)[..., 0], beside, ears, matte.fringe)


def repainted(new: Array, small: NDArray[np.uint8], image: NDArray[np.uint8]) -> Array:
    """RGB 0…255, H×W×3: `image` with what `new` (RGB 0…255) has changed in the `small` picture, the same one."""
    if small.shape == image.shape:
        return new
    size = (image.shape[1], image.shape[0])
    changed = widened(flags(np.abs(new - small).max(-1) > _SEEN), 1)
    share = f32(cv2.resize(f32(changed), size, interpolation=cv2.INTER_LINEAR))[..., None]
    found = _sharp(f32(np.clip(new, 0, 255) / 255), small, image) * 255
    return f32(image + (found - image) * share)


def _sharp(values: Array, small: NDArray[np.uint8], image: NDArray[np.uint8]) -> Array:
    """H×W×C, 0…1: `values` (H×W×C) of the `small` picture at the size of `image` by colours, hardly beyond those that
    they have nearby."""
    size, near = (image.shape[1], image.shape[0]), np.ones((3, 3), np.uint8)
    low, high = cv2.erode(values, near), cv2.dilate(values, near)
    more = _SHARPER * (high - low)
    least, most = (
        np.atleast_3d(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)) for part in (low - more, high + more)
    )
    return f32(np.clip(by_colours(values, small, image), least, most))
