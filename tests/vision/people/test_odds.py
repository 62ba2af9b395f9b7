"""Probabilities as logarithms of odds."""

import numpy as np

from fittingroom.vision.people.odds import logit


def test_even_odds_are_zero_and_no_probability_is_surer_than_the_surest() -> None:
    found = logit(np.array([0.0, 0.25, 0.5, 0.75, 1.0], np.float32), 0.9)
    assert np.allclose(found, [-np.log(9), -np.log(3), 0, np.log(3), np.log(9)], atol=1e-5)
