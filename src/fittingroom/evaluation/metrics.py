"""Figures of one result: gates against gross faults. Whether a picture is good, only eyes can tell."""

from dataclasses import dataclass

import numpy as np

from fittingroom.engines.base import Picture
from fittingroom.evaluation.cases import Box
from fittingroom.tryon.loaded import Pixels

#: A pixel has changed to the eye when a channel moved by more than this (of 255).
_VISIBLE = 14


@dataclass(frozen=True)
class Metrics:
    """Shares are of the whole picture, differences mean absolute ones of 0…255.

    edited: share that the engine says it edited. changed: share that visibly changed. outside: the largest
    difference outside the edited area; anything but 0 breaks the engine contract. face: difference inside the face's
    box, None where the case has none. pair: difference to the photo of the real garment, inside its mask.
    """

    seconds: float
    edited: float
    changed: float
    outside: int
    face: float | None = None
    pair: float | None = None


def measure(
    person: Pixels,
    picture: Picture,
    seconds: float,
    face: Box | None = None,
    pair: tuple[Pixels, Pixels] | None = None,
) -> Metrics:
    """Hold a picture against its input. `pair` is the photo of the real garment and its mask, both H×W×3."""
    difference = np.abs(picture.image.astype(np.int16) - person.astype(np.int16))
    outside = difference[~picture.mask]
    return Metrics(
        seconds=round(seconds, 2),
        edited=round(float(picture.mask.mean()), 4),
        changed=round(float((difference.max(axis=2) > _VISIBLE).mean()), 4),
        outside=int(outside.max()) if outside.size else 0,
        face=None if face is None else _mean(difference[_slices(face, person.shape)]),
        pair=None if pair is None else _pair_difference(picture.image, *pair),
    )


def _slices(box: Box, shape: tuple[int, ...]) -> tuple[slice, slice]:
    height, width = shape[:2]
    x0, y0, x1, y1 = np.clip(box, 0, 1)
    return slice(int(y0 * height), int(np.ceil(y1 * height))), slice(int(x0 * width), int(np.ceil(x1 * width)))


def _pair_difference(image: Pixels, original: Pixels, mask: Pixels) -> float | None:
    if original.shape != image.shape or mask.shape != image.shape:
        return None
    worn = mask[..., 0] > 127
    return _mean(np.abs(image.astype(np.int16) - original.astype(np.int16))[worn])


def _mean(values: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> float | None:
    return round(float(values.mean()), 2) if values.size else None
