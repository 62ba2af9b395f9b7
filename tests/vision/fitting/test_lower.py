"""What stays before a garment below the waist, and what of the old one must go."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import JEANS, drawn_person, frame_and_arms

from fittingroom.vision.fitting.lower import before_lower, dark_below_hem, old_cloth_left, unlike_cloth, without_slit
from fittingroom.vision.person import Hand, Label, Person


@pytest.fixture
def person() -> Person:
    return drawn_person()


def test_old_cloth_at_a_hands_rim_that_was_taken_for_skin_is_no_hand(person: Person) -> None:
    skin = person.labels == Label.SKIN
    jeans = person.labels == Label.LOWER
    edge = np.flatnonzero(jeans[400])[0]
    wrong = np.zeros_like(skin)
    wrong[390:420, edge + 2 : edge + 6] = True
    labels = np.where(wrong, Label.SKIN, person.labels).astype(np.uint8)
    assert (person.image[wrong] == JEANS).all()
    kept = unlike_cloth(replace(person, labels=labels), skin | wrong, frame_and_arms(person)[0].unit)
    assert kept[wrong].mean() < 0.2
    assert kept[skin].mean() > 0.98


def test_a_slit_between_panels_is_closed_and_the_parting_of_legs_is_not() -> None:
    left, right = np.zeros((80, 80), np.float32), np.zeros((80, 80), np.float32)
    left[:, 10:39], right[:, 41:70] = 1, 1
    left[40:, 30:39], right[40:, 41:50] = 0, 0
    lower, upper = without_slit([left, right], 100)
    assert lower[20, 40] > 0.5
    assert lower[60, 40] == 0
    assert (upper == right).all()


def test_no_pale_line_is_left_along_a_closed_slits_soft_banks() -> None:
    left, right = np.zeros((80, 80), np.float32), np.zeros((80, 80), np.float32)
    left[:, 10:38], right[:, 42:70] = 1, 1
    left[:, 38], left[:, 39], right[:, 40], right[:, 41] = 0.7, 0.2, 0.2, 0.7
    lower, upper = without_slit([left, right], 100)
    assert (1 - (1 - lower[30:50]) * (1 - upper[30:50]))[:, 12:68].min() > 0.9


def test_old_cloth_beside_the_new_is_erased_and_what_the_new_covers_is_not(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    worn = person.labels == Label.LOWER
    cloth = (worn & (np.arange(400)[None] < 200)).astype(np.float32)
    erase = old_cloth_left(person, cloth, np.zeros_like(cloth), frame.unit, (Label.LOWER,))
    assert erase[440, 220]
    assert not erase[440, 180]


def test_a_narrow_shoe_beside_old_cloth_is_not_erased_with_it(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    labels = person.labels.copy()
    labels[440:, 196:200] = Label.SHOES
    cloth = np.zeros(labels.shape, np.float32)
    erase = old_cloth_left(replace(person, labels=labels), cloth, cloth, frame.unit, (Label.LOWER,))
    assert not erase[440:, 196:200].any()
    assert erase[440:, 190].all()


def test_the_dark_line_below_a_hem_does_not_stay_before_new_cloth(person: Person) -> None:
    frame, arms = frame_and_arms(person)
    hem = int(np.flatnonzero(person.labels[:, 200] == Label.LOWER)[0])
    image = person.image.copy()
    image[hem - 1 : hem + 1, 160:240] = (5, 25, 5)
    front = before_lower(replace(person, image=image), frame, arms, np.ones(person.labels.shape, np.float32))
    assert front[hem - 1, 170:230].max() < 0.5
    assert front[hem - 6, 170:230].min() > 0.9


def test_a_tops_hem_stays_before_new_cloth_as_one_calm_line(person: Person) -> None:
    frame, arms = frame_and_arms(person)
    hem = int(np.flatnonzero(person.labels[:, 200] == Label.LOWER)[0])
    labels, image = person.labels.copy(), person.image.copy()
    for column in range(160, 240):  # labels end in steps six pixels long
        low = hem + (column // 6) % 2
        labels[hem - 2 : low, column], labels[low : hem + 3, column] = Label.UPPER, Label.LOWER
    image[hem - 6 : hem + 6, 150:250] = 128  # and colours tell nothing
    cloth = np.ones(person.labels.shape, np.float32)
    front = before_lower(replace(person, labels=labels, image=image), frame, arms, cloth)
    ends = front[hem - 12 : hem + 8, 175:225].sum(0)
    assert np.ptp(ends) < 0.75


def test_the_whole_hand_is_before_new_cloth_up_to_its_old_cuff(person: Person) -> None:
    frame, arms = frame_and_arms(person)
    arms = replace(arms[0], sleeve_end=1.15 * arms[0].limb.length), arms[1]  # measured longer than the cuff is
    points = np.float32([(122, 312, 0), *[(122, y, 0) for y in np.linspace(316, 342, 20)]])
    cloth = np.ones(person.labels.shape, np.float32)
    front = before_lower(replace(person, hands=(Hand(points, 1.0), None)), frame, arms, cloth)
    assert front[312:340, 122].min() > 0.9


def test_a_belt_loop_below_the_hem_is_no_part_of_the_top_and_dark_cloth_is_no_gap() -> None:
    labels = np.full((120, 120), Label.BACKGROUND, np.uint8)
    labels[10:60, 20:100], labels[60:115, 20:100] = Label.UPPER, Label.LOWER
    image = np.full((120, 120, 3), 220, np.uint8)
    image[60:] = 130
    image[58:63, 40:44] = 20
    person = replace(drawn_person(), labels=labels, image=image)
    dark = dark_below_hem(person, 80.0)
    assert dark[58:63, 40:44].mean() > 0.7
    assert not dark[:, 60:].any()
    image[60:] = 20
    assert not dark_below_hem(replace(person, image=image), 80.0)[:, 60:].any()


def test_grain_of_a_black_jacket_is_no_gap_below_its_hem() -> None:
    labels = np.full((120, 120), Label.LOWER, np.uint8)
    labels[:60] = Label.UPPER
    image = np.full((120, 120, 3), 60, np.uint8)
    rng = np.random.default_rng(3)
    image[55:60][rng.random((5, 120)) < 0.1] = 8
    assert not dark_below_hem(replace(drawn_person(), labels=labels, image=image), 80.0).any()
