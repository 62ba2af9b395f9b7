"""Tests of sleeves on raised arms."""

import numpy as np

from fittingroom.vision.fitting.raisedsleeves import edges_of_raised


def _line(first: tuple[float, float], last: tuple[float, float]) -> np.ndarray:
    return np.linspace(first, last, 48).astype(np.float32)


UPPER, LOWER = _line((200, 100), (240, 500)), _line((140, 300), (160, 500))


def _length(curve: np.ndarray) -> float:
    return float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum())


def test_both_edges_are_as_long_as_on_a_raised_arm_and_end_at_the_cuff() -> None:
    upper, lower = edges_of_raised(UPPER, LOWER, (300.0, 280.0), 1.0)

    assert abs(_length(upper) - 300) < 10
    assert abs(_length(lower) - 280) < 10
    np.testing.assert_allclose(upper[-1], UPPER[-1], atol=6)
    np.testing.assert_allclose(lower[-1], LOWER[-1], atol=6)


def test_the_inner_edge_goes_on_up_between_armpit_and_tip() -> None:
    _, lower = edges_of_raised(UPPER, LOWER, (300.0, 280.0), 1.0)

    assert lower[0, 1] < 250
    assert 140 < lower[0, 0] < 200


def test_no_more_cloth_comes_up_than_a_sleeve_is_long() -> None:
    upper, lower = edges_of_raised(UPPER, LOWER, (50.0, 2000.0), 1.0)

    assert _length(upper) > 0.38 * _length(UPPER)
    assert _length(lower) < 0.9 * _length(UPPER)


def test_edges_stay_on_an_arm_that_hangs() -> None:
    upper, lower = edges_of_raised(UPPER, LOWER, (300.0, 280.0), 0.0)

    assert upper is UPPER and lower is LOWER
