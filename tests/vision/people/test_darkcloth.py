"""A black top between the halves of an open shirt isn't skin, however dark the skin is."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.body import Body
from fittingroom.vision.people.darkcloth import dark_cloth
from fittingroom.vision.person import Label

_FACE = (27.0, 12.0, 4.0)
_BLACK = (15.0, 3.0, -5.0)


def _found(middle: tuple[float, float, float], half: int = 22, flanked: bool = True) -> NDArray[np.bool_]:
    """What is found of the middle of a trunk, 2×`half` wide, that is labelled skin and has the colour `middle`."""
    pose = np.zeros((33, 4), np.float32)
    for index, point in {11: (150, 100), 12: (50, 100), 23: (130, 260), 24: (70, 260)}.items():
        pose[index] = (*point, 0, 1)
    labels = np.zeros((300, 200), np.uint8)
    lab = np.zeros((300, 200, 3), np.float32)
    labels[40:90, 80:120], lab[40:90, 80:120] = Label.FACE, _FACE
    labels[100:280, 40:160], lab[100:280, 40:160] = Label.UPPER if flanked else Label.LOWER, (40.0, 45.0, 25.0)
    bare = slice(110, 230), slice(100 - half, 100 + half)
    labels[bare], lab[bare] = Label.SKIN, middle
    return dark_cloth(lab, labels, Body(pose, labels.shape))


def test_black_between_two_halves_of_a_shirt_is_cloth() -> None:
    found = _found(_BLACK)
    assert found[115:225, 82:118].all()
    assert not found[:100].any()


def test_skin_in_the_shade_stays_skin() -> None:
    shade = tuple(0.6 * value for value in _FACE)
    assert not _found((shade[0], shade[1], shade[2])).any()


def test_a_narrow_strip_and_what_no_top_flanks_are_left_alone() -> None:
    assert not _found(_BLACK, half=7).any()
    assert not _found(_BLACK, flanked=False).any()
