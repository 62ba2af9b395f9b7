"""Shade of hems and shoes on bare legs."""

import numpy as np

from fittingroom.vision.fitting.hemshade import collar_shade, hem_shade

UNIT = 100.0


def test_a_leg_is_darkest_right_below_a_hem_and_not_at_all_further_down() -> None:
    cloth, legs = np.zeros((120, 60), np.float32), np.zeros((120, 60), np.float32)
    cloth[:40], legs[:, 20:40] = 1, 1
    light = hem_shade(cloth, legs, UNIT)
    assert light[41, 30] < 0.78
    assert light[41, 30] < light[47, 30] - 0.05
    assert light[70, 30] > 0.99
    assert np.all(light[:, :20] == 1)
    assert np.all(light[:40] == 1)


def test_a_leg_is_dark_where_it_goes_into_a_shoe_and_not_beside_one() -> None:
    shoes, legs = np.zeros((100, 60), np.float32), np.zeros((100, 60), np.float32)
    shoes[60:, 20:40], legs[:, 25:35] = 1, 1
    light = collar_shade(shoes, legs, UNIT)
    assert light[59, 30] < 0.8
    assert light[45, 30] > 0.97
    legs[:, 44:50] = 1
    assert np.all(collar_shade(shoes, legs, UNIT)[:, 44:50] > 0.99)
