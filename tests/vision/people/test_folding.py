import numpy as np
import pytest
from numpy.typing import NDArray
from tests.vision.people.drawn import draw

from fittingroom.vision.people.folding import FOLDED, bend, outside_hair, unfolded
from fittingroom.vision.person import Hand

NOBODYS_HANDS = (None, None)


def _folded() -> NDArray[np.float32]:
    """The drawn person's pose with the hand on the image's right by its own shoulder."""
    pose = draw().pose.copy()
    pose[[15, 17, 19, 21], :2] = [(310, 180), (312, 165), (312, 160), (312, 165)]
    return pose


def test_a_bend_is_told_in_degrees() -> None:
    pose = np.zeros((33, 4), np.float32)
    pose[[12, 14, 16], :2] = (0, 0), (0, 10), (10, 10)
    assert bend(pose, 0) == pytest.approx(90, abs=0.1)


def test_a_folded_arm_without_a_hand_hangs_where_the_silhouette_has_room_for_it() -> None:
    found = unfolded(_folded(), NOBODYS_HANDS, draw().alpha)
    assert bend(_folded(), 1) < FOLDED
    assert bend(found, 1) > 170
    assert found[15, 1] > found[13, 1] > found[11, 1]
    assert found[19, 1] > found[15, 1]  # the hand goes on from the wrist
    assert found[15, 3] < 0.5


def test_an_arm_stays_folded_whose_hand_was_found_or_where_it_would_hang_before_the_background() -> None:
    pose, alpha = _folded(), draw().alpha
    hand = Hand(np.zeros((21, 3), np.float32), 0.9)
    np.testing.assert_array_equal(unfolded(pose, (None, hand), alpha), pose)
    bare = alpha.copy()
    bare[int(pose[13, 1]) + 15 :, 290:] = 0
    np.testing.assert_array_equal(unfolded(pose, NOBODYS_HANDS, bare), pose)


def test_an_upper_arm_led_out_of_the_silhouette_is_turned_back_into_it_where_it_hangs() -> None:
    """Flowers before an arm are taken for the hand that holds them, and the elbow is looked for below them."""
    pose, alpha = _folded(), draw().alpha
    bone = pose[13, :2] - pose[11, :2]
    angle = np.radians(-20)  # outwards on the image's right
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    pose[13, :2] = pose[11, :2] + turn @ bone
    found = unfolded(pose, NOBODYS_HANDS, alpha)
    assert bend(found, 1) > 170
    for point in (13, 15):
        assert alpha[round(float(found[point, 1])), round(float(found[point, 0]))] > 0.5
    np.testing.assert_allclose(np.linalg.norm(found[13, :2] - found[11, :2]), np.linalg.norm(bone), rtol=1e-3)


def test_hanging_arms_are_left_alone() -> None:
    drawn = draw()
    np.testing.assert_array_equal(unfolded(drawn.pose, NOBODYS_HANDS, drawn.alpha), drawn.pose)


def _round_face() -> NDArray[np.float32]:
    """A mesh (478×3) on a circle of radius 40 about (100, 60): point 10 on top of it, 152 at its foot."""
    turns = np.linspace(0, 2 * np.pi, 478, dtype=np.float32)
    mesh = np.stack([100 + 40 * np.cos(turns), 60 + 40 * np.sin(turns), 0 * turns], -1)
    mesh[10, :2], mesh[152, :2] = (100, 20), (100, 100)
    return np.asarray(mesh, np.float32)


def _raised() -> NDArray[np.float32]:
    """A pose whose forearm on the image's right leads to the face: its wrist beside it, its knuckles on it."""
    pose = np.ones((33, 4), np.float32)
    for index, point in {11: (180, 180), 13: (250, 160), 15: (150, 60), 19: (120, 40)}.items():
        pose[index, :2] = point
    for index, point in {12: (20, 180), 14: (10, 260), 16: (10, 330), 20: (10, 350)}.items():
        pose[index, :2] = point
    return pose


def test_an_arm_whose_hand_is_not_found_ends_at_the_hair_round_the_face() -> None:
    pose = _raised()
    found = outside_hair(pose, NOBODYS_HANDS, _round_face())
    for point in (15, 19):
        assert np.hypot(*(found[point, :2] - (100, 60))) > 1.6 * 40 - 2
        assert found[point, 3] < 0.5
    ahead = found[15, :2] - pose[13, :2]
    assert np.linalg.norm(ahead) > 20  # what of the forearm is outside the hair stays
    np.testing.assert_allclose(ahead[0] / ahead[1], 1.0, atol=0.05)  # on its own way
    np.testing.assert_array_equal(found[[11, 12, 13, 14, 16, 20]], pose[[11, 12, 13, 14, 16, 20]])


def test_a_guessed_arm_ends_sooner() -> None:
    sure, guessed = _raised(), _raised()
    guessed[13, 3] = 0.4
    ends = [outside_hair(pose, NOBODYS_HANDS, _round_face())[15, :2] for pose in (sure, guessed)]
    assert ends[1][0] > ends[0][0] + 10


def test_a_hand_that_is_found_may_lie_before_the_face() -> None:
    pose, hand = _raised(), Hand(np.zeros((21, 3), np.float32), 0.9)
    np.testing.assert_array_equal(outside_hair(pose, (None, hand), _round_face()), pose)
    np.testing.assert_array_equal(outside_hair(pose, NOBODYS_HANDS, None), pose)
