"""The background that shows in the gaps of hands."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person

from fittingroom.vision.fitting.handgaps import without_gaps_in_hands
from fittingroom.vision.person import Hand, Label, Person

UNIT = 150.0
ROWS, COLUMNS = slice(360, 430), slice(20, 80)  # the hand, all of it labelled skin
GAP = slice(392, 412), slice(40, 50)
WALL = (235, 235, 238)


def hand_with_gap(seen: tuple[int, int, int], at: tuple[slice, slice] = GAP) -> Person:
    """A person with a hand beside the body; `at` some place in it, that colour is seen."""
    person = drawn_person()
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    image[alpha < 0.5] = WALL
    image[ROWS, COLUMNS], labels[ROWS, COLUMNS], alpha[ROWS, COLUMNS] = SKIN, Label.SKIN, 1
    image[at] = seen
    fingers = [(x, y, 0) for x in (30, 36, 55, 63, 71) for y in np.linspace(380, 424, 4)]
    points = np.array([(50, 364, 0), *fingers], np.float32)
    return replace(person, image=image, labels=labels, alpha=alpha, hands=(None, Hand(points, 1.0)))


@pytest.mark.parametrize(
    "seen", [WALL, (255, 255, 255), (215, 210, 205)], ids=["as beside", "brighter", "in the hand's shade"]
)
def test_background_between_thumb_and_fingers_is_no_skin(seen: tuple[int, int, int]) -> None:
    person = hand_with_gap(seen)
    found = without_gaps_in_hands(person, UNIT)
    assert (found.labels[GAP] == Label.BACKGROUND).mean() > 0.9
    assert (found.alpha[GAP] == 0).mean() > 0.9
    around = np.ones(found.labels.shape, np.bool_)
    around[GAP] = False
    assert np.array_equal(found.labels[around], person.labels[around])


def test_a_pale_nail_and_a_shining_back_of_the_hand_stay() -> None:
    nail, shine = (slice(418, 424), slice(64, 67)), (slice(368, 378), slice(40, 60))
    for place in (nail, shine):
        person = hand_with_gap(WALL, place)
        assert np.array_equal(without_gaps_in_hands(person, UNIT).labels, person.labels)


def test_skin_of_the_walls_colour_is_left_alone() -> None:
    person = hand_with_gap(WALL)
    alike = replace(person, image=np.where(person.labels[..., None] == Label.SKIN, np.uint8(225), person.image))
    assert np.array_equal(without_gaps_in_hands(alike, UNIT).labels, person.labels)
