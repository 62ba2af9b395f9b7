"""A jacket's tail behind a hand is told from the hand."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import SHIRT, SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.behindhands import behind_hands
from fittingroom.vision.person import Hand, Label, Person

TAIL = slice(318, 380), slice(294, 326)


def holding(colour: tuple[int, int, int]) -> Person:
    """A person in a long sleeve whose hand has something of that `colour` beside it, all of it labelled skin."""
    person = drawn_person(sleeve=0.99)
    labels, image = person.labels.copy(), person.image.copy()
    labels[310:345, 266:326], labels[TAIL] = Label.SKIN, Label.SKIN
    image[310:345, 266:290], image[310:345, 290:326], image[TAIL] = SKIN, colour, colour
    corners = np.array([[268, 308, 0], [288, 308, 0], [288, 343, 0], [268, 343, 0]], np.float32)
    points = np.concatenate([corners, np.repeat(corners[:1], 17, axis=0)])
    return replace(person, labels=labels, image=image, hands=(None, Hand(points, 1.0)))


def test_cloth_like_the_sleeve_beyond_a_hand_is_no_hand() -> None:
    person = holding(SHIRT)
    frame, arms = frame_and_arms(person)
    found = behind_hands(person, arms, frame.unit)
    assert found[TAIL][3:-3, 3:-3].all()
    assert not found[:, :286].any()


def test_skin_beyond_a_hand_stays_skin() -> None:
    person = holding((215, 172, 148))
    frame, arms = frame_and_arms(person)
    assert not behind_hands(person, arms, frame.unit).any()
