"""Scraps of hands in pockets, where the arms above are bared."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import JEANS, SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.pocketscraps import without_pocket_scraps
from fittingroom.vision.person import Label, Person

WRIST = slice(315, 325), slice(110, 118)


def pocketed(wrist: tuple[slice, slice] = WRIST) -> Person:
    """A person whose sleeve ends where its hand is in a pocket; before that a `wrist` is seen, labelled skin."""
    person = drawn_person(sleeve=1.0)
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    pocket = slice(315, 440), slice(110, 156)
    image[pocket], labels[pocket], alpha[pocket] = JEANS, Label.LOWER, 1
    image[wrist], labels[wrist], alpha[wrist] = SKIN, Label.SKIN, 1
    labels[315:440, 80:110], alpha[315:440, 80:110] = Label.BACKGROUND, 0
    return replace(person, image=image, labels=labels, alpha=alpha)


def test_a_scrap_of_a_wrist_at_a_pocket_goes_with_the_cuff() -> None:
    person = pocketed()
    _, arms = frame_and_arms(person)
    after = without_pocket_scraps(person, arms)
    assert (after.labels[WRIST] == Label.UPPER).all()
    assert np.array_equal(after.labels[330:], person.labels[330:])
    assert np.array_equal(without_pocket_scraps(person, []).labels, person.labels)


def test_the_soft_tip_of_a_cuff_beside_it_goes_as_well_but_no_wall() -> None:
    person = pocketed()
    rim = slice(315, 318), slice(106, 110)
    person.alpha[rim] = 0.5
    _, arms = frame_and_arms(person)
    after = without_pocket_scraps(person, arms)
    assert (after.labels[rim] == Label.UPPER).mean() > 0.7
    assert (after.labels[322:440, 80:108] == Label.BACKGROUND).all()


def test_a_hand_that_is_seen_stays() -> None:
    person = pocketed((slice(315, 360), slice(106, 132)))
    _, arms = frame_and_arms(person)
    assert np.array_equal(without_pocket_scraps(person, arms).labels, person.labels)


def test_a_hand_that_hangs_free_stays() -> None:
    person = pocketed()
    labels = np.where(person.labels == Label.LOWER, np.uint8(Label.BACKGROUND), person.labels)
    free = replace(person, labels=labels)
    _, arms = frame_and_arms(free)
    assert np.array_equal(without_pocket_scraps(free, arms).labels, labels)
