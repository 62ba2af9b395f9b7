"""Light and shade from lock to lock."""

import numpy as np
import pytest

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.contrast import contrasted
from fittingroom.vision.hair.splat import Layer


def _striped(unit: int) -> Layer:
    """Locks a twentieth of a unit wide, two thirds of them in light, before nothing."""
    columns = np.arange(4 * unit) // max(1, unit // 20) % 3
    tone = np.tile(np.where(columns < 2, 0.5, 0.4), (2 * unit, 1))
    alpha = np.ones_like(tone)
    alpha[:, unit * 3 :] = 0
    return Layer(f32(tone), f32(alpha), f32(alpha))


@pytest.mark.parametrize(("unit", "least", "most"), [(45, 1.45, 1.8), (180, 1.1, 1.3)])
def test_locks_differ_more_than_drawn_and_most_where_heads_are_small(unit: int, least: float, most: float) -> None:
    layer = _striped(unit)
    tone = contrasted(layer, unit)
    inside = np.s_[unit // 2 : -unit // 2, unit : 2 * unit]
    assert least < tone[inside].std() / layer.tone[inside].std() < most
    assert abs(tone[inside].mean() - layer.tone[inside].mean()) < 0.02


def test_hair_of_one_tone_stays_so_up_to_its_edge() -> None:
    layer = _striped(45)
    plain = Layer(f32(np.full_like(layer.tone, 0.4) * layer.alpha), layer.along, layer.alpha)
    tone = contrasted(plain, 45)
    assert np.abs(tone[layer.alpha > 0] - 0.4).max() < 0.01


def test_gaps_between_locks_get_less_deep_than_their_lights_get_bright() -> None:
    tone = np.tile(np.where(np.arange(180) // 2 % 2, 0.6, 0.4), (90, 1))
    apart = (contrasted(Layer(f32(tone), f32(tone), f32(np.ones_like(tone))), 45) - tone)[22:-22, 22:-22]
    assert apart.max() > 0.07 and -apart.min() < 0.6 * apart.max()
