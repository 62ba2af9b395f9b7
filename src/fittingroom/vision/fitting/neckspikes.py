"""Corners of skin that stand out beside a neck: a collar cut them off straight, and without it they are spikes."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, grow, shrink, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components

#: How round the outline of neck and shoulders is at least, half necks; the least and the greatest root of the area of a
#: corner that is less so, units: less isn't seen, more is something else.
_ROUND, _AREA = 0.7, (0.012, 0.1)
#: Where beside the neck's middle (units) and along the torso (t) corners are looked for.
_ASIDE, _HIGH, _LOW = 0.6, -0.25, 0.1


def neck_spikes(person: Person, frame: Frame, cloth: Array, open_: Array, back: Array) -> Array:
    """How far each pixel is a corner of the neck's skin that juts out above the new `cloth` and is to be background,
    0…1, H×W. cloth, open_, back: H×W, 0…1; where background is shown already, and where the garment's back, a hood, is
    seen behind the neck: before it nothing juts out, and no background is seen through it."""
    cloth = np.maximum(cloth, back)
    t, lateral = frame.fields(cloth.shape)
    near = np.abs(lateral - float(frame.lateral(frame.neck_mid))) < _ASIDE * frame.unit
    near &= (t > _HIGH) & (t < _LOW) & ~grow(np.isin(person.labels, [Label.HAIR, Label.FACE]), 0.03 * frame.unit)
    solid = flags(((person.alpha > 0.5) & (open_ < 0.5)) | (cloth > 0.5))
    radius = _ROUND * frame.neck_half
    box = box_round(near, 2 * radius + 4)
    juts = np.zeros_like(solid)
    juts[box] = solid[box] & ~grow(shrink(solid[box], radius), radius)
    corners = juts & near & (cloth < 0.5) & np.isin(person.labels, [Label.SKIN, Label.UPPER])
    corners &= ~_reaching(juts, flags(juts & ~near & (cloth < 0.5)), frame.unit)
    worn = flags((cloth > 0.5) | (person.labels == Label.UPPER))
    found = _beside(at_least(flags(corners), (_AREA[0] * frame.unit) ** 2), worn, frame.unit)
    # their soft rim goes with them
    return soften(grow(found, 2) & ~(solid & ~found) & near, 0.8) if found.any() else np.zeros_like(cloth)


def _reaching(parts: Mask, away: Mask, unit: float) -> Mask:
    """Those of `parts` of which much lies `away`, H×W: an arm, a rail behind, a lock, but no corner."""
    _, numbers = cv2.connectedComponents(parts.astype(np.uint8))
    much = np.bincount(numbers[away], minlength=int(numbers.max()) + 1) > (_AREA[0] * unit) ** 2
    much[0] = False
    return flags(much[numbers])


def _beside(parts: Mask, cloth: Mask, unit: float) -> Mask:
    """Those of `parts` that touch `cloth` and aren't too large, H×W."""
    numbers, areas = components(parts)
    touching = np.bincount(numbers[grow(cloth, 3)], minlength=len(areas)) > 0
    good = touching & (areas < (_AREA[1] * unit) ** 2)
    good[0] = False
    return flags(good[numbers])
