"""Arms that go into pockets."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import JEANS, SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.pockets import clean_rims, in_pocket
from fittingroom.vision.person import Label, Person


def pocketed() -> Person:
    """A person whose left hand is in a pocket, with a stepped rim round it."""
    person = drawn_person(sleeve=1.0)
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    for step, left in enumerate(range(100, 150, 6)):
        part = slice(300 + 6 * (step % 2), 420), slice(left, left + 6)
        image[part], labels[part], alpha[part] = JEANS, Label.LOWER, 1
    return replace(person, image=image, labels=labels, alpha=alpha)


def test_a_hand_is_in_a_pocket_where_the_lower_garment_covers_it() -> None:
    person = pocketed()
    _, arms = frame_and_arms(person)
    assert in_pocket(person, arms[0])[300:310, 118:126].any()
    assert not in_pocket(person, arms[1]).any()


def test_a_pockets_rim_becomes_a_smooth_edge_with_shade_before_it() -> None:
    person = pocketed()
    frame, arms = frame_and_arms(person)
    erase = person.labels == Label.UPPER
    limbs = np.zeros(erase.shape, np.float32)
    limbs[200:330, 108:140] = 1
    bare = np.where((limbs > 0.5)[..., None], SKIN, person.image).astype(np.float32)
    bare = np.where((person.labels == Label.LOWER)[..., None], JEANS, bare).astype(np.float32)
    rim = clean_rims(person, arms, bare, erase, limbs, frame.unit)
    heights = (rim.image[280:330, 114:132, 0] > 90).sum(0)
    before = (bare[280:330, 114:132, 0] > 90).sum(0)
    assert np.ptp(heights) < np.ptp(before)
    assert rim.image[298:301, 120:126, 0].max() < SKIN[0] - 5
    assert rim.share[:230].max() == 0


def test_arms_that_hang_beside_the_body_have_no_rims() -> None:
    person = drawn_person(sleeve=1.0)
    frame, arms = frame_and_arms(person)
    bare = person.image.astype(np.float32)
    rim = clean_rims(person, arms, bare, person.labels == Label.UPPER, np.ones(bare.shape[:2], np.float32), frame.unit)
    assert np.array_equal(rim.image, bare)
