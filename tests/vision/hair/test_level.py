"""Parts of one cut beside each other."""

import numpy as np
import pytest

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.level import levelled


def patch(left: float, height: float, number: int = 2400) -> np.ndarray:
    """N×2×3: short strands in a square right of `left`, at one height above the picture."""
    random = np.random.default_rng(1)
    start = np.c_[left + random.random(number), random.random(number), np.full(number, height)]
    return f32(np.stack([start, start + f32([0, 0.02, 0])], 1))


def tones(*values: float, number: int = 2400) -> list[np.ndarray]:
    return [np.full((number, 2), value, np.float32) for value in values]


def test_large_parts_come_most_of_the_way_to_one_brightness() -> None:
    dark, light = levelled([patch(0, 0), patch(2, 0)], tones(0.3, 0.4), [True, True])
    assert 0 < light.mean() - dark.mean() < 0.04
    assert dark.mean() > 0.3 and light.mean() < 0.4


def test_contrast_within_a_part_stays() -> None:
    first, second = tones(0.3, 0.4)
    first[::2] *= 0.5
    levelled_first, _ = levelled([patch(0, 0), patch(2, 0)], [first, second], [True, True])
    assert levelled_first[0, 0] / levelled_first[1, 0] == pytest.approx(0.5, rel=1e-4)


def test_a_band_and_stubble_keep_their_own() -> None:
    seen = [patch(0, 0), patch(2, 0), patch(4, 0), patch(6, 0, 200)]
    values = [*tones(0.3, 0.4, 0.2), *tones(0.1, number=200)]
    found = levelled(seen, values, [True, True, False, True])
    assert found[2].mean() == pytest.approx(0.2) and found[3].mean() == pytest.approx(0.1)
    assert levelled(seen[2:], values[2:], [False, True])[1].mean() == pytest.approx(0.1)


def test_what_others_hide_has_no_say() -> None:
    hidden = np.concatenate([patch(0, 0), patch(2, -1)])
    value = np.concatenate(tones(0.3, 0.9))
    first, second = levelled([hidden, patch(2, 0)], [value, *tones(0.3)], [True, True])
    assert second.mean() == pytest.approx(0.3, abs=0.01) and first[0, 0] == pytest.approx(0.3, abs=0.01)
