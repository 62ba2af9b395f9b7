"""Hands before new cloth: whole, with the shade between their fingers, and no outline in the old cloth's colours."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.fill import soften
from fittingroom.vision.fitting.hands import (
    clear_edge,
    even_hands,
    free_hands,
    lost_fingers,
    seen_between,
    shade_between,
    whole_bands,
)
from fittingroom.vision.person import Hand, Label, Person

UNIT = 100.0
SHAPE = (480, 400)
BLUE = (40, 60, 120)


def two_fingers(between: tuple[int, int, int]) -> tuple[Person, Hand, np.ndarray]:
    """A person, a hand of two fingers over trousers, and its skin; the gap between the two has a colour of its own."""
    person = drawn_person()
    image, labels = person.image.copy(), np.full(SHAPE, Label.LOWER, np.uint8)
    image[:] = BLUE
    skin = np.zeros(SHAPE, np.bool_)
    skin[300:340, 100:108] = skin[300:340, 112:120] = skin[290:300, 100:120] = True
    image[skin], labels[skin] = SKIN, Label.SKIN
    image[300:340, 108:112] = between
    points = np.array([[100, 290, 0], [120, 290, 0], [120, 340, 0], [100, 340, 0]], np.float32)
    return replace(person, image=image, labels=labels), Hand(points, 1.0), skin


def test_dark_gaps_between_fingers_are_the_hands_shade() -> None:
    person, hand, skin = two_fingers((30, 20, 20))
    found = shade_between(person, hand, skin, UNIT)
    assert found[302:336, 108:112].all()
    assert not found[:, :99].any()


def test_pale_cloth_between_fingers_is_no_shade() -> None:
    person, hand, skin = two_fingers((245, 245, 245))
    assert not shade_between(person, hand, skin, UNIT).any()


@pytest.mark.parametrize(("band", "as_wide"), [((200, 30, 30), True), (BLUE, False)])
def test_a_bracelet_is_as_wide_as_its_colour_shows(band: tuple[int, int, int], as_wide: bool) -> None:
    person = drawn_person()
    _, arms = frame_and_arms(person)
    arm = arms[0]
    at = np.round(arm.limb.point(np.array([0.95 * arm.limb.length], np.float32))[0]).astype(int)
    half = 9
    image, labels = person.image.copy(), np.full(SHAPE, Label.LOWER, np.uint8)
    image[:] = BLUE
    rows = slice(at[1] - 3, at[1] + 4)
    image[rows, at[0] - half - 3 : at[0] + half + 4] = band
    front = np.zeros(SHAPE, np.bool_)
    front[rows, at[0] - half : at[0] + half + 1] = True
    worn = replace(person, image=image, labels=labels, alpha=np.ones(SHAPE, np.float32))
    found = whole_bands(worn, front, arms, UNIT)
    assert found[at[1], at[0]]
    assert found[at[1], at[0] - half - 2] == as_wide


def test_an_arms_edge_keeps_clear_of_mixed_pixels_and_a_fingers_less_so() -> None:
    arm, nothing = np.zeros((60, 60), np.bool_), np.zeros((60, 60), np.bool_)
    arm[:, 20:40] = True
    old = ~arm
    share = soften(arm, 0.6)
    drawn, fine = clear_edge(share, old, nothing), clear_edge(share, old, ~nothing)
    assert drawn[30, 20] < 0.05
    assert drawn[30, 24:36].min() > 0.99
    assert drawn[30, 21] < fine[30, 21]


def test_an_edge_on_nothing_old_stays_as_it_is() -> None:
    arm = np.zeros((60, 60), np.bool_)
    arm[:, 20:40] = True
    share = soften(arm, 0.6)
    assert np.array_equal(clear_edge(share, np.zeros_like(arm), np.zeros_like(arm)), share)


def test_the_steps_of_an_arms_edge_on_old_cloth_are_rounded_off_but_a_fingers_stay() -> None:
    rows, columns = np.mgrid[:80, :60]
    stepped = columns < 30 + 3 * (rows // 5 % 2)
    share, old, nothing = soften(stepped, 0.6), ~stepped, np.zeros_like(stepped)
    arm, finger = (clear_edge(share, old, fine)[16:64].sum(axis=1) for fine in (nothing, ~nothing))
    assert np.ptp(arm) < 1
    assert np.ptp(finger) > 1.8


@pytest.mark.parametrize(
    ("between", "is_seen"), [(BLUE, True), ((235, 235, 235), True), ((90, 55, 38), False), (SKIN, False)]
)
def test_what_a_bent_hand_lets_through_is_seen_by_its_hue_where_labels_show_nothing_but_skin(
    between: tuple[int, int, int], is_seen: bool
) -> None:
    person = drawn_person()
    image, labels = np.full((*SHAPE, 3), SKIN, np.uint8), np.full(SHAPE, Label.SKIN, np.uint8)
    image[300:330, 104:114] = between
    thumb = [(110, 292), (118, 298), (118, 312), (118, 330)]
    fingers = [(100 - x, y) for x in (0, 3, 6, 9) for y in (295, 310, 325, 340)]
    points = np.array([(x, y, 0) for x, y in [(108, 280), *thumb, *fingers]], np.float32)
    alone = replace(person, image=image, labels=labels, alpha=np.ones(SHAPE, np.float32), hands=(Hand(points, 1), None))
    found = seen_between(alone, UNIT)
    assert found[306:324, 106:112].all() == is_seen
    assert found.any() == is_seen
    assert not found[:, :98].any()
    assert not found[:, 120:].any()


@pytest.mark.parametrize(("old", "is_seen"), [(None, False), (Label.LOWER, True)])
def test_black_between_thumb_and_forefinger_is_the_old_cloth_that_it_opens_on(old: Label | None, is_seen: bool) -> None:
    person = drawn_person()
    image, labels = np.full((*SHAPE, 3), SKIN, np.uint8), np.full(SHAPE, Label.SKIN, np.uint8)
    image[300:345, 104:114] = (20, 14, 12)
    image[345:], labels[336:] = BLUE, Label.LOWER
    thumb = [(110, 292), (118, 298), (118, 312), (118, 330)]
    fingers = [(100 - x, y) for x in (0, 3, 6, 9) for y in (295, 310, 325, 340)]
    points = np.array([(x, y, 0) for x, y in [(108, 280), *thumb, *fingers]], np.float32)
    alone = replace(person, image=image, labels=labels, alpha=np.ones(SHAPE, np.float32), hands=(Hand(points, 1), None))
    found = seen_between(alone, UNIT, old)
    assert found[308:324, 106:112].all() == is_seen
    assert found.any() == is_seen
    assert not found[:, :98].any()


def test_a_hand_is_free_where_the_old_sleeve_ended_above_the_wrist_and_arm_and_body_never_are() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    arm = arms[0]
    spots = np.round(arm.limb.point(np.array([0.5, 1.15], np.float32) * arm.limb.length)).astype(int)
    for end, is_free in ((0.3, True), (0.95, False)):
        worn = tuple(replace(each, sleeve_end=end * each.limb.length) for each in arms)
        found = free_hands((worn[0], worn[1]))
        assert found[spots[1][1], spots[1][0]] == is_free
        assert not found[spots[0][1], spots[0][0]]
        assert not found[tuple(np.round(frame.at(0.5, 0.0)).astype(int)[::-1])]


def test_the_line_between_a_hand_and_an_old_top_is_smooth_and_scraps_beside_the_hand_go() -> None:
    person = drawn_person()
    _, arms = frame_and_arms(person)
    arm = arms[0]
    x, y = np.round(arm.limb.point(np.array([1.1 * arm.limb.length], np.float32))[0]).astype(int)
    labels = np.full(SHAPE, Label.UPPER, np.uint8)
    labels[y - 10 : y + 10, x - 10 : x + 10] = Label.SKIN
    labels[y - 4 : y - 3, x + 10 : x + 14] = Label.SKIN
    labels[y + 2 : y + 4, x + 8 : x + 10] = Label.UPPER
    labels[y - 1 : y + 1, x + 15 : x + 18] = Label.SKIN
    found = even_hands(replace(person, labels=labels), arms, UNIT).labels == Label.SKIN
    assert not found[:, x + 11 :].any()
    assert found[y - 5 : y + 6, x + 8].all()
    assert found[y - 6 : y + 6, x - 8 : x + 8].all()


def test_old_cloth_whose_colour_shows_in_the_dark_is_no_shade_unless_in_a_crease() -> None:
    person, hand, skin = two_fingers((10, 40, 25))
    skin[300:340, 112:120], skin[300:340, 115:123] = False, True  # a gap of seven pixels
    person.image[300:340, 108:115] = (10, 40, 25)
    person.image[skin], person.labels[skin] = SKIN, Label.SKIN
    assert shade_between(person, hand, skin, UNIT).sum() < 60
    narrow, hand, skin = two_fingers((10, 40, 25))
    skin[300:340, 110:112] = True
    narrow.image[skin], narrow.labels[skin] = SKIN, Label.SKIN
    assert shade_between(narrow, hand, skin, UNIT)[302:336, 108:110].all()


@pytest.mark.parametrize(("colour", "is_lost"), [(SKIN, True), (BLUE, False)], ids=["a finger", "wall behind it"])
def test_a_finger_that_was_taken_for_background_is_one_where_it_has_the_hands_colour(
    colour: tuple[int, int, int], is_lost: bool
) -> None:
    person, _, _ = two_fingers(BLUE)
    tip = (slice(318, 340), slice(112, 120))
    image, labels = person.image.copy(), np.where(person.labels == Label.LOWER, np.uint8(0), person.labels)
    image[tip], labels[tip] = colour, Label.BACKGROUND
    joints = [[(x, y, 0) for y in np.linspace(300, 338, 4)] for x in (104, 116)]
    points = np.float32([(110, 290, 0), *joints[0], *joints[1] * 4])
    found = lost_fingers(replace(person, image=image, labels=labels), Hand(points, 1.0), UNIT)
    assert (found[320:336, 114:118].mean() > 0.9) == is_lost
    assert not found[labels == Label.SKIN].any()
    assert is_lost or not found.any()
