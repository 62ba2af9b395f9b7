import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.vision.people.drawn import pose as drawn_pose

from fittingroom.vision.people.akimbo import arm_begins, on_hips
from fittingroom.vision.people.folding import bend
from fittingroom.vision.person import Hand, Label

SHOULDER, ELBOW, WRIST = (300, 170), (388, 240), (305, 318)
NOBODYS_HANDS = (None, None)


def _akimbo(forearm: bool = True) -> NDArray[np.uint8]:
    """Labels of the drawn person with a sleeved arm on the hip, on the image's right, bare from the elbow on."""
    labels = np.zeros((640, 480), np.uint8)
    if forearm:
        cv2.line(labels, ELBOW, WRIST, int(Label.SKIN), 26)
    cv2.line(labels, SHOULDER, ELBOW, int(Label.UPPER), 32)
    cv2.rectangle(labels, (178, 155), (302, 340), int(Label.UPPER), -1)
    return labels


def _guessed() -> NDArray[np.float32]:
    """The drawn person's pose with the arm on the image's right guessed on the body."""
    pose = drawn_pose()
    pose[[13, 15, 17, 19, 21], :2] = [(290, 250), (300, 200), (302, 190), (303, 188), (304, 190)]
    pose[[13, 15], 3] = 0.2
    return pose


def test_a_guessed_arm_is_led_to_the_elbow_that_sticks_out_and_from_there_back_behind_the_body() -> None:
    found = on_hips(_guessed(), NOBODYS_HANDS, _akimbo())
    np.testing.assert_allclose(found[13, :2], ELBOW, atol=14)
    along = (found[15, :2] - found[13, :2]) / np.linalg.norm(found[15, :2] - found[13, :2])
    towards = np.subtract(WRIST, ELBOW) / np.linalg.norm(np.subtract(WRIST, ELBOW))
    assert along @ towards > 0.95
    assert bend(found, 1) < 120
    assert found[13, 3] > 0.5  # from now on it counts as seen
    assert found[15, 2] > found[[11, 12], 2].mean() + 50  # the hand is behind the body
    np.testing.assert_array_equal(found[[12, 14, 16, 11]], _guessed()[[12, 14, 16, 11]])


@pytest.mark.parametrize("why", ["seen", "hand", "no forearm"])
def test_an_arm_stays_that_is_seen_or_has_a_hand_and_what_sticks_out_without_a_forearm_is_none(why: str) -> None:
    pose = _guessed()
    if why == "seen":
        pose[13, 3] = 0.9
    hands = (None, Hand(np.zeros((21, 3), np.float32), 0.9)) if why == "hand" else NOBODYS_HANDS
    np.testing.assert_array_equal(on_hips(pose, hands, _akimbo(why != "no forearm")), pose)


def test_an_arm_held_out_under_hair_begins_where_its_visible_part_leads_to() -> None:
    labels = _akimbo()
    labels[120:330, 296:322] = Label.HAIR
    pose = on_hips(_guessed(), NOBODYS_HANDS, _akimbo())
    pose[11, :2] = (292, 196)  # laid on the chest
    found = arm_begins(pose, labels, 1)
    assert found[1] < 190
    assert np.linalg.norm(found - SHOULDER) < np.linalg.norm(pose[11, :2] - SHOULDER)
    np.testing.assert_array_equal(arm_begins(pose, _akimbo(), 1), pose[11, :2])  # nothing is hidden there
    np.testing.assert_array_equal(arm_begins(drawn_pose(), labels, 1), drawn_pose()[11, :2])  # it hangs
