"""Old clothes that are seen between fingers."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person

from fittingroom.vision.fitting.fingergaps import FingerGaps, finger_gaps
from fittingroom.vision.fitting.regions import Regions, between_fingers
from fittingroom.vision.person import Hand, Label, Person

UNIT = 150.0
GREEN, BLACK = (30, 120, 90), (20, 18, 24)
PALM, FINGERS = (slice(220, 236), slice(180, 222)), [slice(x, x + 8) for x in (180, 191, 203, 214)]
GAP = slice(240, 256), slice(199, 203)  # between the second finger and the third
IN_SHADE = (8, 34, 25)


def spread_hand(seen: tuple[int, int, int], label: Label = Label.LOWER) -> Person:
    """A person in a green top and black trousers with a hand before the top; between two of its fingers that colour is
    seen, labelled `label`, and skin in the other gaps."""
    person = drawn_person()
    image, labels = person.image.copy(), person.labels.copy()
    image[labels == Label.UPPER], image[labels == Label.LOWER] = GREEN, BLACK
    labels[262:300, 160:240], image[262:300, 160:240] = Label.LOWER, BLACK
    hand = np.zeros(labels.shape, np.bool_)
    hand[PALM] = hand[236:258, 180:222] = True
    hand[GAP] = hand[256:258, GAP[1]] = False
    image[hand], labels[hand] = SKIN, Label.SKIN
    image[GAP], labels[GAP] = seen, label
    image[256:258, GAP[1]] = seen
    columns = [184, 195, 207, 218]
    points = [
        (200, 216),
        *((222, y) for y in (224, 230, 236, 242)),
        *((x, y) for x in columns for y in (236, 243, 250, 257)),
    ]
    hands = (None, Hand(np.array([(x, y, 0) for x, y in points], np.float32), 1.0))
    return replace(person, image=image, labels=labels, hands=hands)


def test_old_cloth_in_the_shade_between_fingers_is_the_one_whose_hue_shows() -> None:
    gaps = finger_gaps(spread_hand(IN_SHADE), UNIT)
    assert gaps.share[GAP][2:-2, 1:-1].min() > 0.9
    assert (gaps.labels[GAP][2:-2] == Label.UPPER).all()
    assert gaps.light[GAP][2:-2, 1:-1].max() < 0.7
    assert gaps.share[PALM].max() == 0
    assert gaps.share[240:258, 182:197].max() < 0.1
    assert gaps.light[180:210].min() == 1


def test_black_between_fingers_is_what_it_is_labelled() -> None:
    gaps = finger_gaps(spread_hand((3, 3, 3)), UNIT)
    assert gaps.share[GAP][2:-2, 1:-1].min() > 0.9
    assert (gaps.labels[GAP][2:-2] == Label.LOWER).all()


def test_the_ruddy_shade_of_fingers_on_each_other_is_no_gap() -> None:
    assert not finger_gaps(spread_hand((62, 28, 22)), UNIT).share.any()


def test_a_crease_that_is_labelled_skin_is_no_gap() -> None:
    assert not finger_gaps(spread_hand(IN_SHADE, Label.SKIN), UNIT).share[GAP].any()


def test_a_bracelet_is_no_gap() -> None:
    person = spread_hand(SKIN, Label.SKIN)
    image, labels = person.image.copy(), person.labels.copy()
    image[190:220, 185:217], labels[190:220, 185:217] = SKIN, Label.SKIN
    image[206:212, 185:217], labels[206:212, 185:217] = IN_SHADE, Label.UPPER
    assert not finger_gaps(replace(person, image=image, labels=labels), UNIT).share.any()


def test_pixels_between_skin_and_gap_show_as_much_of_it_as_is_mixed_in() -> None:
    person = spread_hand(IN_SHADE)
    mixed = np.mean([SKIN, IN_SHADE], axis=0).astype(np.uint8)
    person.image[GAP[0], 198], person.labels[GAP[0], 198] = mixed, Label.SKIN
    assert finger_gaps(person, UNIT).share[248, 198] == pytest.approx(0.5, abs=0.15)


def test_fingers_stay_and_gaps_open_only_where_something_new_lies_behind_them() -> None:
    gaps = finger_gaps(spread_hand(IN_SHADE), UNIT)
    front = np.ones(gaps.share.shape, np.float32)
    assert gaps.opened(front, front)[248, 200] < 0.1
    assert gaps.opened(front, front)[248, 193] == 1
    assert gaps.opened(front, 0 * front)[248, 200] == 1


@pytest.mark.parametrize(("gate", "cloth"), [(1.0, 1), (0.0, 0)])
def test_a_new_top_is_seen_in_gaps_above_its_hem_and_the_old_one_goes_below_it(gate: float, cloth: int) -> None:
    gaps = finger_gaps(spread_hand(IN_SHADE), UNIT)
    nothing = np.zeros(gaps.share.shape, np.float32)
    regions = Regions(nothing, nothing, (nothing, nothing), nothing + 1, nothing > 0)
    found = between_fingers(regions, gaps, nothing + gate)
    at = 248, 200
    assert found.cloth[at] == found.torso[at] == pytest.approx(cloth, abs=0.1)
    assert found.front[at] < 0.1
    assert found.erase[at] == (cloth == 0)
    assert found.cloth[250, 185] == 0


def test_no_gap_is_found_without_hands() -> None:
    gaps = finger_gaps(replace(spread_hand(IN_SHADE), hands=(None, None)), UNIT)
    assert isinstance(gaps, FingerGaps)
    assert not gaps.share.any()
    assert (gaps.light == 1).all()


def test_the_gaps_of_one_garment_leave_out_those_in_which_another_is_seen() -> None:
    gaps = finger_gaps(spread_hand(IN_SHADE), UNIT)
    top, lower = gaps.of(Label.UPPER), gaps.of(Label.LOWER)
    assert np.array_equal(top.share, gaps.share)
    assert not lower.share.any()
    assert not lower.rim.any()
    assert not lower.labels.any()
    assert lower.light[GAP][2:-2, 1:-1].min() == 1
