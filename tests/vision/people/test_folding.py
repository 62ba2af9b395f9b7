import numpy as np
import pytest
from numpy.typing import NDArray
from tests.vision.people.drawn import draw

from fittingroom.vision.people.folding import FOLDED, bend, unfolded
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


def test_hanging_arms_are_left_alone() -> None:
    drawn = draw()
    np.testing.assert_array_equal(unfolded(drawn.pose, NOBODYS_HANDS, drawn.alpha), drawn.pose)
