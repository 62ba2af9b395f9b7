"""Locks that take a dye each in its own way."""

import numpy as np

from fittingroom.vision.hair.hues import varied


def test_locks_differ_a_little_in_hue_and_chroma_and_not_in_lightness() -> None:
    pink = np.full((1, 3, 3), (60, 40, 1), np.float32)
    result = varied(pink, np.array([[-1, 0, 1]], np.float32))[0]
    assert (result[:, 0] == 60).all() and np.abs(result[1] - pink[0, 1]).max() < 1e-4
    hue = np.degrees(np.arctan2(result[:, 2], result[:, 1]))
    assert 2 < hue[2] - hue[1] < 6 and hue[0] < hue[1]
    assert 0.78 < np.hypot(*result[2, 1:]) / np.hypot(*result[0, 1:]) < 0.9


def test_hair_that_took_less_leans_towards_yellow_from_either_side() -> None:
    green, red = (np.full((1, 1, 3), (60, a, 20), np.float32) for a in (-40, 40))
    less = np.ones((1, 1), np.float32)
    for lab in (green, red):
        before, after = (part[..., 2] / np.abs(part[..., 1]) for part in (lab, varied(lab, less)))
        assert after > before


def test_grey_hair_stays_grey() -> None:
    grey = np.full((1, 1, 3), (60, 0, 1), np.float32)
    assert np.abs(varied(grey, np.full((1, 1), 3, np.float32)) - grey).max() < 0.3
