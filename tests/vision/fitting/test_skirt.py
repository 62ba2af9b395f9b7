"""How wide skirts hang."""

import numpy as np

from fittingroom.vision.fitting.skirt import hanging_width


def test_a_wide_waist_spreads_no_skirt_like_a_tent() -> None:
    flat = np.array([40, 60, 100], np.float32)
    hung = hanging_width(flat, 50.0, 2.0, 1.0)
    assert hung.tolist() == [80, 110, 150]


def test_a_skirt_that_is_drawn_long_flares_no_wider_than_at_its_scale() -> None:
    flat = np.array([40, 60, 100], np.float32)
    assert hanging_width(flat, 50.0, 2.0, 3.0).tolist() == [80, 120, 200]
