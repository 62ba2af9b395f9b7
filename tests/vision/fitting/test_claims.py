from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.claims import with_claims
from fittingroom.vision.person import Hand, Label, Person


def all_one_cloth() -> Person:
    person = drawn_person()
    person.labels[person.labels == Label.LOWER] = Label.UPPER
    return person


def test_cloth_labelled_as_a_hands_skin_is_told_by_its_colour_even_in_the_shade() -> None:
    person = all_one_cloth()
    strip = np.zeros(person.labels.shape, np.bool_)
    rows = slice(240, 290)
    for y in range(rows.start, rows.stop):
        first = np.flatnonzero(person.labels[y] == Label.UPPER)[0]
        strip[y, first : first + 4] = True
    person.image[strip] = (150, 150, 148)  # the white shirt shaded to the lightness of the skin
    labels = np.where(strip, np.uint8(Label.SKIN), person.labels).astype(np.uint8)
    found = with_claims(replace(person, labels=labels), 100)
    assert (found.labels[strip] == Label.UPPER).mean() > 0.9


def test_cloth_labelled_as_background_is_part_of_the_person_again() -> None:
    person = all_one_cloth()
    rim = np.zeros(person.labels.shape, np.bool_)
    for y in range(400, 470):
        first = np.flatnonzero(person.labels[y] == Label.UPPER)[0]
        rim[y, first : first + 5] = True
    labels = np.where(rim, np.uint8(Label.BACKGROUND), person.labels).astype(np.uint8)
    alpha = np.where(rim, 0, person.alpha).astype(np.float32)
    found = with_claims(replace(person, labels=labels, alpha=alpha), 100)
    assert (found.labels[rim] == Label.UPPER).mean() > 0.9
    assert found.alpha[rim].mean() > 0.9


def test_skin_and_background_themselves_are_not_claimed() -> None:
    person = all_one_cloth()
    found = with_claims(person, 100)
    assert (found.labels != person.labels).sum() < 0.002 * person.labels.size


def test_fingers_in_the_shade_that_were_taken_for_cloth_are_the_hands() -> None:
    person = all_one_cloth()
    hand, tips = (slice(346, 376), slice(140, 164)), (slice(376, 388), slice(140, 164))
    person.labels[hand], person.image[hand] = Label.SKIN, (205, 160, 135)
    person.labels[tips], person.image[tips] = Label.UPPER, (120, 90, 74)
    points = np.array([[141, 348, 0], [162, 348, 0], [141, 380, 0], [162, 380, 0]], np.float32)
    found = with_claims(replace(person, hands=(Hand(points, 1.0), None)), 100)
    assert (found.labels[tips] == Label.SKIN).mean() > 0.8
    assert (found.labels[395:420, 160:230] == Label.UPPER).all()
    holes = np.zeros(person.labels.shape, np.bool_)
    holes[tips] = True
    kept = with_claims(replace(person, hands=(Hand(points, 1.0), None)), 100, holes)
    assert not (kept.labels[tips] == Label.SKIN).any()  # what a hole shows is no finger


def test_a_bright_wall_beside_a_hand_that_was_taken_for_dark_cloth_is_no_finger() -> None:
    person = all_one_cloth()
    hand, wall = (slice(346, 388), slice(140, 160)), (slice(350, 386), slice(160, 166))
    person.labels[hand], person.image[hand] = Label.SKIN, (165, 125, 105)
    person.labels[wall], person.image[wall] = Label.UPPER, (250, 238, 220)
    points = np.array([[141, 348, 0], [158, 348, 0], [141, 384, 0], [158, 384, 0]], np.float32)
    found = with_claims(replace(person, hands=(Hand(points, 1.0), None)), 100)
    assert not (found.labels[wall] == Label.SKIN).any()
