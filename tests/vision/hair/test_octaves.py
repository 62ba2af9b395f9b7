"""Detail of strands, octave by octave, on drawn strands."""

import numpy as np
import pytest

from fittingroom.vision.hair.octaves import WIDEST, borrowed, octaves, strands_in
from fittingroom.vision.hair.relit import luminance

UNIT, SIZE = 80.0, 160
ALL = np.ones((SIZE, SIZE), np.float32)
FLARE = 0.001


def strands(seed: int = 3) -> np.ndarray:
    """Contrast of vertical strands, 2 pixels broad and more: H×W, mean 0 and deviation 1."""
    lines = np.repeat(np.random.default_rng(seed).standard_normal(SIZE // 2), 2)
    return (lines / lines.std())[None].repeat(SIZE, 0).astype(np.float32)


def seen_in(light: np.ndarray, shown: float = 0.0, lifted: float = 0.0) -> np.ndarray:
    logs = np.log(luminance(np.maximum(light, 0)) + FLARE)
    fine = sum(octaves(logs, WIDEST * UNIT))
    return strands_in(fine, light, ALL > 0, ALL, FLARE, UNIT, shown, lifted)[0][20:-20, 20:-20]


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def test_octaves_add_up() -> None:
    values = np.random.default_rng(1).standard_normal((60, 60)).astype(np.float32)
    parts = octaves(values, 6.4)
    assert len(parts) == 4
    rest = values - sum(parts)
    assert np.abs(rest - rest.mean()).max() < 0.35 < np.abs(values).max()


@pytest.mark.parametrize("contrast", [1.0, 3.0, 9.0])
def test_strands_of_a_photo_stay_in_place_with_the_contrast_of_hair(contrast: float) -> None:
    light = (45 + contrast * strands()).astype(np.float32)
    result = seen_in(light)
    assert likeness(result, strands()[20:-20, 20:-20]) > 0.9
    assert 0.06 < result.std() < 0.7


def test_noise_of_crushed_black_becomes_strands_that_run_on() -> None:
    random = np.random.default_rng(2)
    light = np.clip(np.round(5 + 0.8 * strands() + 0.6 * random.standard_normal((SIZE, SIZE))), 0, None)
    result = seen_in(light.astype(np.float32))
    along, across = (np.abs(np.diff(result, axis=axis)).mean() for axis in (0, 1))
    assert along < 0.8 * across
    assert result.std() > 0.12


def test_torn_strands_of_crushed_black_are_whole_again() -> None:
    random = np.random.default_rng(2)
    torn = np.repeat(random.random((SIZE // 4, SIZE)) < 0.7, 4, 0)  # blocks of a camera
    light = np.clip(np.round(6 + 2 * strands() * torn + 0.5 * random.standard_normal((SIZE, SIZE))), 0, None)
    result = seen_in(light.astype(np.float32))
    along, across = (np.abs(np.diff(result, axis=axis)).mean() for axis in (0, 1))
    assert along < 0.35 * across
    assert result.std() > 0.12


def test_hardly_any_strands_are_drawn_in_the_shadows_of_light_hair() -> None:
    light = np.full((SIZE, SIZE), 5, np.float32)
    light[:, :80] = 45 + 6 * strands()[:, :80]
    assert seen_in(light, 1.0)[:, 90:].std() < 0.4 * seen_in(light)[:, 90:].std()


def test_where_hair_is_light_and_smooth_no_strands_are_drawn() -> None:
    light = np.full((SIZE, SIZE), 60, np.float32)
    light[:, :80] += 6 * strands()[:, :80]
    assert seen_in(light)[:, 90:].std() < 0.03


def curls() -> np.ndarray:
    """Contrast of rings side by side: H×W, mean 0 and deviation 1."""
    y, x = np.mgrid[:SIZE, :SIZE] % 16 - 8
    rings = np.sin(np.hypot(x, y) * 1.2)
    return ((rings - rings.mean()) / rings.std()).astype(np.float32)


def test_what_is_lost_of_curls_is_borrowed_from_others() -> None:
    light = (25 + 5 * curls()).astype(np.float32)
    light = (5 + (light - 5) * np.clip((120 - np.arange(SIZE)) / 40, 0.01, 1)).astype(np.float32)
    result = seen_in(light)[:, 105:]
    along, across = (np.abs(np.diff(result, axis=axis)).mean() for axis in (0, 1))
    assert result.std() > 0.1
    assert 0.7 < along / across < 1.4  # no straight strands


def test_borrowed_strands_are_as_strong_as_where_they_come_from() -> None:
    seen = curls()
    seen[:, 120:] = 0
    moved = borrowed(seen, ALL > 0, 40.0)[20:-20, 130:150]
    assert 0.6 < moved.std() < 1.5


def test_speckled_lights_of_black_hair_run_on_in_fair_hair_as_strong_as_they_were() -> None:
    specks = np.repeat(np.random.default_rng(2).random((SIZE // 4, SIZE)) < 0.5, 4, 0)  # blocks of a camera
    light = (24 + 6 * strands() * specks).astype(np.float32)
    dark, fair = seen_in(light), seen_in(light, lifted=1.0)
    torn, whole = (float(np.abs(np.diff(lights, axis=0)).mean()) for lights in (dark, fair))
    assert whole < 0.6 * torn
    assert likeness(fair, strands()[20:-20, 20:-20]) > 0.7
    assert fair.std() > 0.8 * dark.std()


def test_curved_strands_of_black_hair_stay_single_in_fair_hair() -> None:
    y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    waves = np.sin((x + 10 * np.sin(y * np.pi / 40)) * np.pi / 3)  # 6 pixels apart
    dark, fair = (seen_in((20 + 6 * waves).astype(np.float32), lifted=lifted) for lifted in (0.0, 1.0))
    assert likeness(fair, dark) > 0.9
    assert fair.std() > 0.85 * dark.std()
