"""Shoes of which only a part was labelled, and shaded ankles in them."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import JEANS, SKIN, WALL, drawn_person

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.wholeshoes import with_whole_shoes
from fittingroom.vision.person import Label, Person

UNIT = 100.0
FOOT, HEEL = (slice(440, 478), slice(150, 196)), (slice(428, 442), slice(184, 196))
BEYOND, ANKLE = (slice(432, 470), slice(196, 202)), (slice(428, 440), slice(160, 180))
SHOE = (222, 222, 222)


@pytest.fixture
def person() -> Person:
    """Jeans that end at the ankle, over one pale shoe."""
    drawn = drawn_person()
    image, labels = drawn.image.copy(), drawn.labels.copy()
    image[428:], labels[428:] = WALL, Label.BACKGROUND
    image[428:440, 150:184], labels[428:440, 150:184] = JEANS, Label.LOWER
    for part in (FOOT, HEEL, BEYOND):
        image[part] = SHOE
    image[ANKLE] = np.asarray(SKIN) * 0.6
    labels[FOOT], labels[HEEL], labels[ANKLE] = Label.SHOES, Label.LOWER, Label.LOWER
    alpha = cv2.GaussianBlur((labels > 0).astype(np.float32), (0, 0), 0.6)
    return replace(drawn, image=image, labels=labels, alpha=alpha)


def inner(part: tuple[slice, slice], by: int = 1) -> tuple[slice, slice]:
    return tuple(slice(each.start + by, each.stop - by) for each in part)  # type: ignore[return-value]


def test_a_heel_labelled_trousers_is_a_shoe_and_trousers_stay(person: Person) -> None:
    labels = with_whole_shoes(person, UNIT).labels
    assert (labels[inner(HEEL)] == Label.SHOES).all()
    assert (labels[340:426][person.labels[340:426] == Label.LOWER] == Label.LOWER).all()


def test_a_shaded_ankle_labelled_trousers_is_skin(person: Person) -> None:
    assert (with_whole_shoes(person, UNIT).labels[inner(ANKLE, 3)] == Label.SKIN).all()


def test_what_of_a_shoe_was_labelled_backdrop_is_a_shoe_and_opaque(person: Person) -> None:
    found = with_whole_shoes(person, UNIT)
    near = (slice(436, 446), slice(197, 200))
    assert (found.labels[near] == Label.SHOES).all()
    assert found.alpha[near].min() > 0.6 > person.alpha[near].max()


def test_a_soft_shadow_beside_a_shoe_is_no_shoe(person: Person) -> None:
    image = person.image.copy()
    image[BEYOND] = np.asarray(WALL) - 8
    assert (with_whole_shoes(replace(person, image=image), UNIT).labels[436:446, 198:201] == Label.BACKGROUND).all()


def test_a_shadow_between_two_feet_is_no_shoe(person: Person) -> None:
    image, labels = person.image.copy(), person.labels.copy()
    image[BEYOND], between = WALL, (slice(444, 452), slice(196, 206))
    image[440:478, 206:240], labels[440:478, 206:240] = SHOE, Label.SHOES
    image[between] = np.asarray(WALL) - 60
    parted = replace(person, image=image.copy(), labels=labels, alpha=f32(np.maximum(person.alpha, labels > 0)))
    assert (with_whole_shoes(parted, UNIT).labels[inner(between)] == Label.BACKGROUND).all()
    image[440:478, 206:240], alone = WALL, replace(person, image=image)
    assert (with_whole_shoes(alone, UNIT).labels[445:451, 197:200] == Label.SHOES).any()


def test_shoes_in_the_colour_of_the_trousers_take_none_of_them(person: Person) -> None:
    image = person.image.copy()
    image[FOOT], image[HEEL], image[ANKLE] = JEANS, JEANS, JEANS
    labels = with_whole_shoes(replace(person, image=image), UNIT).labels
    assert (labels[inner(HEEL)] == Label.LOWER).all()


def test_a_shoes_top_is_a_smooth_line_without_spikes_along_the_trousers(person: Person) -> None:
    image, labels = person.image.copy(), person.labels.copy()
    image[FOOT], image[HEEL], image[ANKLE], image[BEYOND] = JEANS, JEANS, JEANS, WALL  # no colour tells them apart
    labels[436:440, 152:180:4] = Label.SHOES
    spike = (slice(410, 440), slice(181, 184))
    labels[spike], labels[410:440, 184:] = Label.SHOES, Label.BACKGROUND
    found = with_whole_shoes(replace(person, image=image, labels=labels), UNIT).labels
    assert (found[inner(spike)][:24] == Label.LOWER).all()
    tops = (found[430:450, 156:176] == Label.SHOES).argmax(0)
    assert np.ptp(tops) <= 1
    assert (found[inner(FOOT, 4)] == Label.SHOES).all()
