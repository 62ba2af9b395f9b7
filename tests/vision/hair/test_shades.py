"""Shade and skin beside hair, on flat patches."""

import numpy as np

from fittingroom.vision.hair.shades import evened, unlit

UNIT, SIZE = 40.0, 160


def drawn_hair() -> np.ndarray:
    """Lightness of strands, all over."""
    rows = np.where(np.arange(SIZE) // 2 % 2, 24.0, 12.0).astype(np.float32)
    return np.repeat(rows[None], SIZE, 0)


def test_dark_hair_without_strands_is_unlit_and_drawn_hair_is_not() -> None:
    light = drawn_hair()
    light[80:, 80:] = 2
    found = unlit(light, np.ones(light.shape, bool), UNIT)
    assert found[120:, 120:].min() > 0.9
    assert found[:60, :60].max() < 0.1


def test_dark_hair_whose_strands_are_seen_is_lit() -> None:
    light = drawn_hair()
    light[80:, 80:] *= 0.9
    assert unlit(light, np.ones(light.shape, bool), UNIT).max() < 0.1


def test_shade_is_carried_over_the_hairs_edge() -> None:
    light = drawn_hair()
    light[:, :80] = 2
    light[:, :20] = 70  # skin
    sure = np.ones(light.shape, bool)
    sure[:, :20] = False
    assert unlit(light, sure, UNIT)[40:-40, 16:20].min() > 0.5


def test_a_bright_rim_is_evened_and_its_strands_stay() -> None:
    fine = np.zeros((SIZE, SIZE), np.float32)
    fine[:, 20:24] = 12
    fine[80::4, 20:24] += 6
    sure = np.zeros(fine.shape, bool)
    sure[:, 20:] = True
    result = evened(fine, sure, UNIT)
    assert result[40:60, 20:24].mean() < 0.6 * fine[40:60, 20:24].mean()
    assert result[80, 22] - result[82, 22] > 4
    assert (result[:, 60:] == fine[:, 60:]).all()
