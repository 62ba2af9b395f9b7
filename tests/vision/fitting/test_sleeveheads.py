"""Sleeve heads: what is too wide for the arm hides, and is not pressed together."""

import numpy as np

from fittingroom.vision.fitting.sleeveheads import beside, hidden_share

STATIONS = np.linspace(0, 100, 51, dtype=np.float32)


def test_a_head_wider_than_the_rest_of_its_sleeve_hides_its_inner_part_and_keeps_its_scale() -> None:
    flat = np.where(STATIONS < 30, 90, 44).astype(np.float32)
    hidden = hidden_share(flat, np.full(51, 40, np.float32), STATIONS, 100.0)
    assert 0.3 < hidden[5] < 0.6
    pressed = (1 - hidden) * flat / 40
    assert pressed[5] < 1.25  # as below, where nothing hides
    assert (hidden[30:] < 0.01).all()


def test_a_sleeve_that_is_wide_all_along_is_gathered_all_along() -> None:
    hidden = hidden_share(np.full(51, 80, np.float32), np.full(51, 40, np.float32), STATIONS, 100.0)
    assert (hidden == 0).all()


def test_an_arm_that_is_held_away_from_the_body_hides_nothing() -> None:
    assert beside(1.0) == 1.0 and beside(0.5) == 0.0
