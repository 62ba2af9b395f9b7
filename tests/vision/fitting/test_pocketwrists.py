"""Wrists and the ends of cuffs that show before a pocket."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import JEANS, SHIRT, SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.pocketwrists import with_pocket_wrists
from fittingroom.vision.person import Label, Person

WRIST, CUFF = (slice(316, 332), slice(112, 126)), (slice(316, 324), slice(126, 136))


def pocketed(wrist: tuple[int, int, int] = SKIN, cuff: tuple[int, int, int] = SHIRT) -> Person:
    """A person whose left sleeve ends where its hand is in a pocket; before that lie, labelled the jeans', a `wrist`
    and the tip of a `cuff`."""
    person = drawn_person(sleeve=1.0)
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    pocket = slice(316, 440), slice(100, 156)
    image[pocket], labels[pocket], alpha[pocket] = JEANS, Label.LOWER, 1
    image[WRIST], image[CUFF] = wrist, cuff
    return replace(person, image=image, labels=labels, alpha=alpha)


def test_a_wrist_before_a_pocket_is_skin_and_the_cuff_beside_it_the_sleeves() -> None:
    person = pocketed()
    after, _ = with_pocket_wrists(person, *frame_and_arms(person))
    assert (after.labels[WRIST] == Label.SKIN).mean() > 0.85
    assert (after.labels[CUFF] == Label.UPPER).mean() > 0.75
    assert (after.labels[336:440, 100:156] == Label.LOWER).all()


def test_a_cuffs_tip_alone_is_the_sleeves() -> None:
    person = pocketed(wrist=JEANS)
    after, _ = with_pocket_wrists(person, *frame_and_arms(person))
    assert (after.labels[CUFF] == Label.UPPER).mean() > 0.75
    assert (after.labels[WRIST] == Label.LOWER).mean() > 0.9


def test_what_has_the_lower_garments_colour_stays() -> None:
    person = pocketed(wrist=JEANS, cuff=(58, 78, 126))
    after, _ = with_pocket_wrists(person, *frame_and_arms(person))
    assert np.array_equal(after.labels, person.labels)


def test_a_hand_that_is_seen_is_in_no_pocket() -> None:
    person = pocketed()
    labels = person.labels.copy()
    labels[332:372, 104:132] = Label.SKIN
    seen = replace(person, labels=labels)
    after, _ = with_pocket_wrists(seen, *frame_and_arms(seen))
    assert np.array_equal(after.labels, labels)


def test_short_sleeves_have_no_cuffs_there() -> None:
    person = drawn_person(sleeve=0.4)
    after, _ = with_pocket_wrists(person, *frame_and_arms(person))
    assert np.array_equal(after.labels, person.labels)
