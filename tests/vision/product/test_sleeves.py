"""Armpits under sleeves, in drawn outlines, and how far sleeves reach."""

import cv2
import numpy as np
import pytest
from tests.vision.product.drawn import AXIS, SIZE, Half, tee, whole

from fittingroom.vision.product.analyse import _sleeve_reaches
from fittingroom.vision.product.outline import outline
from fittingroom.vision.product.sleeves import Armholes, find_armholes


def armholes(half: Half) -> tuple[bool, bool, float, float]:
    """Sleeved, fused, and the right armpit, (distance from the axis, row)."""
    mask = np.zeros(SIZE, np.uint8)
    cv2.fillPoly(mask, [whole(half)], 1)
    found = find_armholes(outline(mask > 0), np.full((*SIZE, 3), 128, np.uint8))
    return found.sleeved, found.fused, float(found.armpits[1][0] - AXIS), float(found.armpits[1][1])


def test_short_sleeves_that_stand_off_are_found_over_a_waist() -> None:
    sleeved, fused, across, row = armholes(
        [(0, 200), (80, 195), (190, 220), (300, 300), (290, 390), (225, 360), (195, 550), (220, 800)]
    )
    assert sleeved and not fused
    assert abs(across - 225) < 25 and abs(row - 360) < 25


def test_a_waist_is_no_armpit() -> None:
    sleeved, *_ = armholes([(0, 260), (60, 200), (110, 200), (170, 400), (165, 430), (120, 560), (180, 800)])
    assert not sleeved


@pytest.mark.parametrize(("chest", "long", "reach"), [(200, 270, 270 / 336), (240, 270, 1.0), (200, 285, 1.0)])
def test_full_sleeves_are_known_where_wide_shoulders_drop(chest: float, long: int, reach: float) -> None:
    """On a top of one length: a sleeve that is three-quarter on shoulders of the usual width, full on wider ones."""
    masks = np.zeros((2, 400, 40), bool)
    masks[:, : long + 6, 20] = True
    tip = np.array([20.0, 0.0])
    arms = Armholes((tip, tip), (tip, tip), True, False, None, 1.0)
    found = _sleeve_reaches((masks[0], masks[1]), arms, 300.0, chest)
    assert found == pytest.approx((reach, reach), abs=0.01)


def test_an_armpit_whose_gap_is_filled_in_part_lies_as_far_in_as_the_other() -> None:
    drawn = tee()
    mask = drawn.mask.astype(np.uint8)
    filled = [(AXIS - 175, 370), (AXIS - 222, 412), (AXIS - 175, 560)]
    cv2.fillPoly(mask, [np.array(filled, np.int32)], 1)  # backdrop that the cut-out left in the left one's upper end
    arms = find_armholes(outline(mask > 0), drawn.image)
    left, right = (float(abs(pit[0] - AXIS)) for pit in arms.armpits)
    assert abs(left - right) < 8
    assert abs(float(abs(arms.tips[0][0] - AXIS)) - float(abs(arms.tips[1][0] - AXIS))) < 8
