"""Old cloth's colours taken out of what lies beside it."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import SKIN, drawn_person

from fittingroom.vision.fitting.rims import drawn_in, hair_on_old, without_rims
from fittingroom.vision.person import Label, Person

GREY = (150, 150, 155)


def arm_with_cuff() -> Person:
    """A broad arm with grey cloth down to row 40; its soft edge and the shadow under it lie in the skin."""
    person = drawn_person()
    image, labels = np.full((100, 80, 3), SKIN, np.uint8), np.full((100, 80), Label.SKIN, np.uint8)
    image[:40], labels[:40] = GREY, Label.UPPER
    image[40:43] = (70, 60, 55)
    image = cv2.GaussianBlur(image, (0, 0), 0.8)
    return replace(person, image=image, labels=labels, alpha=np.ones((100, 80), np.float32))


def test_the_rim_and_shadow_of_a_cuff_give_way_to_the_skin_further_down() -> None:
    person = arm_with_cuff()
    clean = without_rims(person, person.labels == Label.UPPER, 8)
    assert np.abs(person.image[40:44].astype(float) - SKIN).max() > 60
    assert np.abs(clean.image[40:] - SKIN).max() < 16
    assert clean.changed[41].min() > 0.9


def test_what_is_far_from_the_old_cloth_or_looks_like_skin_stays_bit_for_bit() -> None:
    person = arm_with_cuff()
    image = person.image.copy()
    image[70:75, 30:40] = (90, 40, 40)  # a tattoo
    clean = without_rims(replace(person, image=image), person.labels == Label.UPPER, 8)
    assert (clean.image[49:] == image[49:]).all()
    assert clean.changed[49:].max() == 0


def test_without_old_cloth_nothing_changes() -> None:
    person = arm_with_cuff()
    clean = without_rims(person, np.zeros(person.labels.shape, np.bool_), 8)
    assert (clean.image == person.image).all()


def test_hair_is_drawn_in_where_it_lies_on_old_cloth_under_new_and_nowhere_else() -> None:
    person = drawn_person()
    labels = person.labels.copy()
    labels[:, :] = Label.BACKGROUND
    labels[100:200, 100:200], labels[200:300, 100:200] = Label.HAIR, Label.UPPER
    person = replace(person, labels=labels)
    front = (labels == Label.HAIR).astype(np.float32)
    cloth = np.zeros_like(front)
    cloth[190:300, 100:150] = 1  # the new top bares the other half
    drawn = drawn_in(person, front, hair_on_old(person, cloth))
    assert drawn[199, 110:140].max() < 0.2
    assert drawn[194, 110:140].min() > 0.95
    assert np.array_equal(drawn[:, 155:], front[:, 155:])
    assert np.array_equal(drawn[:190], front[:190])
