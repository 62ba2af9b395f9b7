"""Lines of a floor behind a person."""

import cv2
import numpy as np
import pytest

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.floorlines import with_floor_lines

UNIT = 100.0


def floor(slope: float, kink: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """A grey floor (H×W×3) with a dark joint across it that is so steep, and so much steeper beyond its middle; and
    which of it is seen beside somebody's leg (H×W)."""
    picture = np.full((200, 300, 3), 180, np.uint8)
    cv2.line(picture, (0, round(100 - 150 * slope)), (150, 100), (120, 120, 120), 2, cv2.LINE_AA)
    cv2.line(picture, (150, 100), (300, round(100 + 150 * (slope + kink))), (120, 120, 120), 2, cv2.LINE_AA)
    known = np.ones((200, 300), np.bool_)
    known[:, 120:180] = False
    picture[:, 125:175] = (60, 80, 120)
    return picture, known


@pytest.mark.parametrize("slope", [-0.2, 0.0, 0.15])
def test_a_joint_that_is_seen_on_both_sides_of_a_leg_goes_on_straight_behind_it(slope: float) -> None:
    picture, known = floor(slope)
    plain = np.full(picture.shape, 180, np.float32)
    drawn = with_floor_lines(plain, f32(picture), known, ~known, UNIT)
    for column in range(122, 178, 8):
        row = round(100 + (column - 150) * slope)
        assert drawn[row - 1 : row + 2, column].min() < 150
        assert drawn[row - 14, column].mean() == pytest.approx(180, abs=4)
    assert np.array_equal(drawn[known], plain[known])


def test_joints_that_point_past_each_other_are_not_joined() -> None:
    picture, known = floor(0.1, kink=0.5)
    plain = np.full(picture.shape, 180, np.float32)
    assert np.abs(with_floor_lines(plain, f32(picture), known, ~known, UNIT) - plain).max() < 1


def test_a_line_that_is_seen_on_one_side_alone_ends_there() -> None:
    picture, known = floor(0.1)
    picture[:, 150:] = 180
    plain = np.full(picture.shape, 180, np.float32)
    assert np.array_equal(with_floor_lines(plain, f32(picture), known, ~known, UNIT), plain)
