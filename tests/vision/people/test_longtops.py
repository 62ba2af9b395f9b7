"""A coat's lower part isn't trousers, nor is a pullover's that goes on beyond the picture; trousers stay trousers."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab, unit
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.longtops import hem_untold, long_hem
from fittingroom.vision.person import Label

_PURPLE, _NAVY, _SKIN = (120, 60, 140), (25, 30, 80), (200, 150, 120)
_FOREARMS = {14: (45, 170), 13: (155, 170), 16: (40, 220), 15: (160, 220), 20: (40, 235), 19: (160, 235)}


def _found(
    height: int, cloth: list[tuple[int, tuple[int, int, int]]], border: int, bare: slice | None = None
) -> tuple[NDArray[np.float32], NDArray[np.bool_]] | None:
    """What is found in a picture."""
    return long_hem(*_picture(height, cloth, border, bare))


def _picture(
    height: int, cloth: list[tuple[int, tuple[int, int, int]]], border: int, bare: slice | None = None
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8], Body]:
    """For a body with shoulders at row 100 and hips at 260, in a picture `height` tall, the trunk showing each colour
    of `cloth` down to its row, and labelled as lower garment from `border` on."""
    pose = np.zeros((33, 4), np.float32)
    joints = {11: (140, 100), 12: (60, 100), 23: (125, 260), 24: (75, 260), 25: (125, 400), 26: (75, 400)}
    for index, point in (joints | _FOREARMS).items():
        pose[index] = (*point, 0, 1)
    image = np.full((height, 200, 3), 220, np.uint8)
    labels = np.zeros((height, 200), np.uint8)
    start = 90
    for end, colour in cloth:
        image[start:end, 25:175] = colour
        start = end
    labels[90:start, 25:175] = Label.UPPER
    labels[border:start, 25:175] = Label.LOWER
    if bare is not None:
        image[bare, 25:175], labels[bare, 25:175] = _SKIN, Label.SKIN
    return unit(image), to_lab(image), labels, Body(pose, labels.shape)


def test_a_coat_ends_at_its_hem_and_not_at_the_hips() -> None:
    found = _found(480, [(340, _PURPLE), (480, _NAVY)], 265)
    assert found is not None
    hem, top = found
    assert np.abs(hem[70:130] - 340).max() <= 3
    assert top[270:335, 70:130].all()


def test_a_pullover_that_reaches_the_lower_edge_goes_on_beyond_it() -> None:
    found = _found(310, [(310, _PURPLE)], 270)
    assert found is not None
    assert (found[0] >= 310).all()
    assert found[1][270:, 70:130].all()


def test_what_may_be_a_dress_is_left_alone() -> None:
    assert _found(480, [(420, _PURPLE)], 270) is None


def test_trousers_stay_trousers() -> None:
    assert _found(480, [(250, _PURPLE), (480, _NAVY)], 250) is None
    seam = [(250, _PURPLE), (253, (40, 10, 50)), (310, _PURPLE)]
    assert _found(310, seam, 250) is None  # of the top's cloth, too


def test_below_a_bare_belly_no_top_goes_on() -> None:
    assert _found(310, [(310, _PURPLE)], 270, slice(220, 270)) is None


def test_trousers_up_to_the_chest_in_the_middle_of_a_pattern_cannot_be_right() -> None:
    stripes = [(row, _PURPLE if row % 20 else _NAVY) for row in range(100, 481, 10)]
    assert hem_untold(*_picture(480, stripes, 212))
    assert not hem_untold(*_picture(480, stripes, 255))  # at the hips
    assert not hem_untold(*_picture(480, [(480, _NAVY)], 212))  # plain cloth: the waistband may not be seen
