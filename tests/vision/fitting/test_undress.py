"""Taking the old top off, on drawn people."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import WALL, drawn_person

from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.undress import plain_plate
from fittingroom.vision.person import Label, Person


def with_halo(person: Person) -> Person:
    """A bright ring round the outline, as sharpening leaves it."""
    ring = grow(person.alpha > 0.01, 3) & (person.alpha < 0.01)
    image = person.image.copy()
    image[ring] = 255
    return replace(person, image=image)


def test_a_plain_background_goes_on_behind_the_person_without_the_halo_at_their_outline() -> None:
    plate = plain_plate(with_halo(drawn_person()), seed=1)
    assert plate is not None
    assert np.abs(plate - np.array(WALL)).max() < 6


def test_a_background_with_detail_is_not_called_plain() -> None:
    person = drawn_person()
    image = person.image.copy()
    stripes = np.zeros(image.shape[:2], np.uint8)
    for x in range(0, 400, 12):
        cv2.line(stripes, (x, 0), (x, 480), 1, 5)
    image[(stripes > 0) & (person.labels == Label.BACKGROUND)] = 30
    assert plain_plate(replace(person, image=image), seed=1) is None
