import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from fittingroom.vision.people.body import Body
from fittingroom.vision.people.shadedtops import shaded_top
from fittingroom.vision.person import Label

SHAPE = 240, 200


def _body() -> Body:
    pose = np.zeros((33, 4), np.float32)
    for index, pair in ((12, ((70, 60), (130, 60))), (14, ((60, 110), (140, 110))), (16, ((58, 150), (142, 150)))):
        pose[index, :2], pose[index - 1, :2] = pair
    pose[[24, 23], :2] = (80, 160), (120, 160)
    pose[[20, 18, 22], :2], pose[[19, 17, 21], :2] = (57, 165), (143, 165)
    pose[:, 3] = 1
    return Body(pose, SHAPE)


def _half_shaded(step: float) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """A top whose left half passes for skin as it darkens to that side, and by `step` (L) more at once where the labels
    meet."""
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    passes = (x < np.where(y // 8 % 2, 92, 112)) & (y < 165) & (x > 50) & (y >= 50)
    labels = np.zeros(SHAPE, np.uint8)
    labels[50:165, 50:150] = Label.UPPER
    labels[passes] = Label.SKIN
    labels[20:50, 90:110] = Label.SKIN
    lab = np.full((*SHAPE, 3), (0, 8, 10), np.float32)
    lab[..., 0] = 30 + 0.4 * (x - 50) + step * ~passes
    return lab, labels


def test_a_top_that_darkens_into_skins_colour_is_one_top_but_the_neck_stays_skin() -> None:
    lab, labels = _half_shaded(0)
    found = shaded_top(lab, labels, _body(), np.zeros(SHAPE, np.bool_))
    assert found[80:160, 55:88].all()
    assert not found[labels != Label.SKIN].any()
    assert not found[22:58, 92:108].any()


@pytest.mark.parametrize("step", [15.0, 40.0])
def test_skin_with_an_edge_towards_the_top_stays_skin(step: float) -> None:
    assert not shaded_top(*_half_shaded(step), _body(), np.zeros(SHAPE, np.bool_)).any()


def test_a_small_patch_and_a_hand_that_was_found_stay_skin() -> None:
    lab, labels = _half_shaded(0)
    small = np.where((labels == Label.SKIN) & (np.mgrid[:240, :200][0] > 90), np.uint8(Label.UPPER), labels)
    assert not shaded_top(lab, small, _body(), np.zeros(SHAPE, np.bool_)).any()
    hand = cv2.circle(np.zeros(SHAPE, np.uint8), (75, 120), 12, 1, -1) > 0
    found = shaded_top(lab, labels, _body(), hand)
    assert not found[hand].any() and found[80:90, 55:88].all()
