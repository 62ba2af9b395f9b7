"""Old cloth's colours taken out of what lies beside it."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.vision.fitting.drawn import SKIN, drawn_person

from fittingroom.vision.fitting.arrays import Array
from fittingroom.vision.fitting.rims import changed_beneath, drawn_in, hair_before, without_rims, without_stained_rims
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


def test_background_seen_beside_an_arm_does_not_become_skin() -> None:
    person = arm_with_cuff()
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    image[:, 50:] = (235, 235, 240)
    labels[40:, 55:], alpha[40:, 55:] = Label.BACKGROUND, 0  # five columns of it are labelled skin
    gap = replace(person, image=image, labels=labels, alpha=alpha)
    clean = without_rims(gap, labels == Label.UPPER, 8)
    assert (clean.image[42:, 50:] == image[42:, 50:]).all()
    assert np.abs(clean.image[40:44, 10:40] - SKIN).max() < 25


def test_old_cloth_between_skin_and_background_is_taken_out() -> None:
    person = arm_with_cuff()
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    image[:, 50:] = (235, 235, 240)
    labels[40:, 50:], alpha[40:, 50:] = Label.BACKGROUND, 0
    cloth = np.median(image[:30, 10:40].reshape(-1, 3), axis=0)
    image[40:43, 48:50] = cloth
    clean = without_rims(replace(person, image=image, labels=labels, alpha=alpha), labels == Label.UPPER, 8)
    assert clean.changed[41:43, 48:50].min() > 0.5


def test_without_old_cloth_nothing_changes() -> None:
    person = arm_with_cuff()
    clean = without_rims(person, np.zeros(person.labels.shape, np.bool_), 8)
    assert (clean.image == person.image).all()


def hair_over(beneath: Label, image: NDArray[np.uint8] | None = None) -> tuple[Person, Array]:
    """A square of hair above something `beneath`, and the new cloth that covers the left half of that."""
    person = drawn_person()
    labels = np.full_like(person.labels, Label.BACKGROUND)
    labels[100:200, 100:200], labels[200:300, 100:200] = Label.HAIR, beneath
    cloth = np.zeros(labels.shape, np.float32)
    cloth[190:300, 100:150] = 1
    return replace(person, labels=labels, image=person.image if image is None else image), cloth


@pytest.mark.parametrize("beneath", [Label.UPPER, Label.SKIN])
def test_hair_is_drawn_in_where_new_cloth_comes_beneath_it_and_nowhere_else(beneath: Label) -> None:
    person, cloth = hair_over(beneath, np.full((480, 400, 3), 90, np.uint8))
    front = (person.labels == Label.HAIR).astype(np.float32)
    drawn = drawn_in(person, front, hair_before(person, cloth, 100), 100)
    assert drawn[199, 110:140].max() < 0.2
    assert drawn[194, 110:140].min() > 0.95
    assert np.array_equal(drawn[:, 160:], front[:, 160:])
    assert np.array_equal(drawn[:190], front[:190])


def test_hairs_soft_edge_keeps_nothing_of_an_old_collar_beneath_it_that_goes() -> None:
    person, cloth = hair_over(Label.UPPER, np.full((480, 400, 3), 90, np.uint8))
    front, erase = np.full(person.labels.shape, 0.4, np.float32), person.labels != Label.BACKGROUND
    changed = changed_beneath(person, cloth, erase)
    assert (changed[person.labels == Label.UPPER] == 1).all() and (changed[100:190] == 0).all()
    drawn = drawn_in(person, front, hair_before(person, changed, 100), 100)
    assert drawn[200:202, 160:190].max() < 0.1
    assert np.array_equal(drawn[:190], front[:190])


def test_skin_that_is_labelled_hair_goes_under_new_cloth_and_hair_beside_it_stays() -> None:
    image = np.full((480, 400, 3), (30, 25, 25), np.uint8)
    image[200:] = SKIN
    image[192:200, 100:125] = SKIN  # the label is eight pixels off here
    person, cloth = hair_over(Label.SKIN, image)
    front = (person.labels == Label.HAIR).astype(np.float32)
    drawn = drawn_in(person, front, hair_before(person, cloth, 100), 100)
    assert drawn[195:200, 105:120].max() < 0.2
    assert drawn[195, 130:140].min() > 0.9


def test_a_thin_rim_left_of_a_hand_whose_stained_part_went_goes_and_the_hand_stays() -> None:
    before, front, stained = (np.zeros((80, 60), np.float32) for _ in range(3))
    before[10:70, 10:50] = front[10:70, 10:50] = 1
    stained[13:40, 12:48] = 1
    front[13:40, 12:48] = 0
    found = without_stained_rims(before, front, stained)
    assert found[10:34, 10:50].max() < 0.1
    assert found[48:70, 12:48].min() == 1
    assert np.array_equal(without_stained_rims(before, before, np.zeros_like(stained)), before)
