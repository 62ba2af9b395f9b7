"""Bare arms beside new cloth: a smooth edge, nothing of the old cloth along it, and no slit."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import SHIRT, SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.armedge import hand_rim, mixed_rim, smooth_arms, up_to_arms, whole_arms
from fittingroom.vision.person import Label, Person

NOTHING = np.zeros((480, 400), np.float32)
ROWS = slice(210, 280)
EDGE = 142  # the drawn person's right arm ends there, some way from the trunk


def arm_on_shirt() -> tuple[Person, np.ndarray]:
    """A person whose right arm lies straight against the shirt, and that arm as what is in front."""
    person = drawn_person()
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    image[ROWS, 110:EDGE], labels[ROWS, 110:EDGE] = SKIN, Label.SKIN
    image[ROWS, EDGE:200], labels[ROWS, EDGE:200] = SHIRT, Label.UPPER
    alpha[ROWS, 112:200] = 1
    front = NOTHING.copy()
    front[ROWS, 110:EDGE] = 1
    return replace(person, image=image, labels=labels, alpha=alpha), front


def cloth_from(column: int) -> np.ndarray:
    cloth = NOTHING.copy()
    cloth[ROWS, column:240] = 1
    return cloth


def test_the_colour_that_the_old_shirt_left_along_an_arm_is_taken_out() -> None:
    person, front = arm_on_shirt()
    person.image[ROWS, EDGE - 1] = (np.array(SKIN) + SHIRT) // 2
    share, pure = mixed_rim(person, frame_and_arms(person)[1], front, cloth_from(EDGE - 8), 100)
    assert share[220:270, EDGE - 1].min() > 0.9
    assert np.abs(pure[220:270, EDGE - 1] - SKIN).max() < 6


def test_the_wall_that_new_cloth_covers_is_taken_out_of_an_arms_edge_like_old_cloth() -> None:
    person, front = arm_on_shirt()
    wall = np.array((225, 225, 230), np.uint8)
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    image[ROWS, EDGE:200], labels[ROWS, EDGE:200], alpha[ROWS, EDGE:200] = wall, 0, 0
    image[ROWS, EDGE - 1] = (np.array(SKIN) + wall) // 2
    person = replace(person, image=image, labels=labels, alpha=alpha)
    arms = frame_and_arms(person)[1]
    share, pure = mixed_rim(person, arms, front, cloth_from(EDGE - 8), 100)
    assert share[220:270, EDGE - 1].min() > 0.9
    assert np.abs(pure[220:270, EDGE - 1] - SKIN).max() < 6
    assert mixed_rim(person, arms, front, NOTHING, 100).share.max() == 0


def test_the_shade_along_an_arm_stays() -> None:
    person, front = arm_on_shirt()
    person.image[ROWS, EDGE - 3 : EDGE] = np.array(SKIN) // 2
    share, _ = mixed_rim(person, frame_and_arms(person)[1], front, cloth_from(EDGE - 8), 100)
    assert share[220:270, EDGE - 3].max() < 0.1


def test_the_shade_of_an_arm_on_black_cloth_is_not_taken_for_the_cloth() -> None:
    person, front = arm_on_shirt()
    person.image[ROWS, EDGE:200] = 8
    person.image[ROWS, EDGE - 3 : EDGE] = np.array(SKIN) // 2
    share, _ = mixed_rim(person, frame_and_arms(person)[1], front, cloth_from(EDGE - 8), 100)
    assert share[220:270, EDGE - 3 : EDGE].max() < 0.3


def test_nothing_is_taken_out_where_no_new_cloth_comes() -> None:
    person, front = arm_on_shirt()
    person.image[ROWS, EDGE - 1] = SHIRT
    assert mixed_rim(person, frame_and_arms(person)[1], front, NOTHING, 100).share.max() == 0


def test_cloth_that_ends_just_before_an_arm_goes_on_beneath_it() -> None:
    person, front = arm_on_shirt()
    frame, _ = frame_and_arms(person)
    begin = float(frame.t(np.array([EDGE, 215], np.float32)))
    drawn = up_to_arms(person, frame, cloth_from(EDGE + 5), front, (begin, begin), True)
    assert drawn[225:260, EDGE : EDGE + 5].min() > 0.9
    assert drawn[225:260, EDGE - 2].min() > 0.5


def test_a_gap_through_which_the_wall_is_seen_stays_open() -> None:
    person, front = arm_on_shirt()
    person.alpha[ROWS, EDGE : EDGE + 5] = 0
    frame, _ = frame_and_arms(person)
    begin = float(frame.t(np.array([EDGE, 215], np.float32)))
    cloth = cloth_from(EDGE + 5)
    assert np.array_equal(up_to_arms(person, frame, cloth, front, (begin, begin), True), cloth)


def test_an_arms_edge_that_wavered_with_the_old_shirts_folds_becomes_smooth() -> None:
    person, front = arm_on_shirt()
    labels = person.labels.copy()
    for row in range(ROWS.start, ROWS.stop, 6):
        labels[row : row + 3, EDGE - 2 : EDGE], front[row : row + 3, EDGE - 2 : EDGE] = Label.UPPER, 0
    person = replace(person, labels=labels)
    _, arms = frame_and_arms(person)
    drawn = smooth_arms(person, arms, cloth_from(EDGE - 10), front, 100)
    before, after = (np.diff(each[225:265, 130:150].sum(1)) for each in (front, drawn))
    assert np.abs(before).max() > 1.9
    assert np.abs(after).max() < 0.7


def test_a_strip_of_skin_between_arm_and_shirt_is_the_arms() -> None:
    person, front = arm_on_shirt()
    front[ROWS, EDGE - 3 : EDGE] = 0
    beside = np.ones(front.shape, np.bool_)
    assert whole_arms(person, front, beside, 100)[220:270, EDGE - 2].min() > 0.8
    assert whole_arms(person, front, ~beside, 100)[220:270, EDGE - 2].max() == 0


def test_cloth_goes_beneath_an_arm_down_to_its_own_hem() -> None:
    person, front = arm_on_shirt()
    frame, _ = frame_and_arms(person)
    begin = float(frame.t(np.array([EDGE, 215], np.float32)))
    cloth = cloth_from(EDGE + 5)
    cloth[262:] = 0
    drawn = up_to_arms(person, frame, cloth, front, (begin, begin), True)
    assert drawn[230:258, EDGE : EDGE + 5].min() > 0.9


def test_a_hand_on_a_white_wall_keeps_no_halo_before_new_cloth() -> None:
    person, front = arm_on_shirt()
    _, arms = frame_and_arms(person)
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    x, y = np.round(arms[0].limb.point(np.array([1.05 * arms[0].limb.length], np.float32))[0]).astype(int)
    rows, hand = slice(y - 8, y + 9), slice(x - 10, x + 11)
    image[rows], labels[rows], alpha[rows] = 255, Label.BACKGROUND, 0
    image[rows, hand], labels[rows, hand], alpha[rows, hand] = SKIN, Label.SKIN, 1
    image[rows, x - 10] = (np.array(SKIN) + 255) // 2
    front[:] = 0
    front[rows, hand] = 1
    drawn = replace(person, image=image, labels=labels, alpha=alpha)
    share, pure = hand_rim(drawn, arms, front, np.ones_like(front), 100)
    assert share[y, x - 10] > 0.9
    assert np.abs(pure[y, x - 10] - SKIN).max() < 6
    assert share[y, x] == 0
    assert not hand_rim(drawn, arms, front, NOTHING, 100).share.any()
    below = np.zeros_like(front)
    below[y:] = 1  # a skirt that only begins beside the hand
    assert not hand_rim(drawn, arms, front, below, 100).share[y - 8 : y, x - 12 : x - 10].any()
