"""Skin of chest and shoulders."""

import numpy as np

from fittingroom.vision.fitting.chestskin import slope_light
from fittingroom.vision.fitting.scene import Light

UNIT = 100.0


def test_slopes_of_the_shoulders_turn_away_towards_their_upper_edge() -> None:
    rows = np.repeat(np.arange(120, dtype=np.float32)[:, None], 160, axis=1)
    body = np.where(rows >= 20, 1, 0).astype(np.float32)
    t = (rows - 30) / 200
    bold, soft, from_above = (
        slope_light(body, t, UNIT, light)[:, 80]
        for light in (Light(0, 0, -0.75), Light(0, 0, -0.3), Light(0, -0.3, -0.75))
    )
    assert bold[21] < 0.8 < bold[26] < bold[32]
    assert bold[21] < soft[21] - 0.1
    assert from_above[21] > bold[21] + 0.1
    assert np.allclose(bold[36:], 1, atol=0.01)


def test_the_chest_does_not_turn_away_at_the_edge_of_an_arm() -> None:
    columns = np.repeat(np.arange(160, dtype=np.float32)[None], 120, axis=0)
    body = np.where(columns >= 20, 1, 0).astype(np.float32)
    below = slope_light(body, np.full(body.shape, 0.3, np.float32), UNIT, Light(0, 0, -0.75))
    assert np.allclose(below, 1)
