"""Streaks that run as strands do, on drawn strands."""

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.streaks import followed, steadied, straightness, strand_flow, streaks_along, unbroken

UNIT = 40.0


def slanting() -> np.ndarray:
    """Lightness of strands that run from the upper left to the lower right."""
    y, x = np.mgrid[:120, :120]
    return (20 + 15 * np.sin((x - y) / 2.0)).astype(np.float32)


def test_strands_are_seen_to_run_as_they_do() -> None:
    flow = strand_flow(slanting(), np.ones((120, 120), np.float32), UNIT)
    assert np.abs(flow[20:-20, 20:-20] - np.sqrt(0.5)).max() < 0.15


def test_where_nothing_is_seen_strands_hang_down() -> None:
    flow = strand_flow(np.full((60, 60), 30, np.float32), np.ones((60, 60), np.float32), UNIT)
    assert np.abs(flow - [0, 1]).max() < 0.05


def test_streaks_are_long_the_way_strands_run_and_narrow_across() -> None:
    flow = strand_flow(slanting(), np.ones((120, 120), np.float32), UNIT)
    streaks = streaks_along(flow, UNIT, 3)
    along = np.abs(streaks[30:80, 30:80] - streaks[36:86, 36:86]).mean()
    across = np.abs(streaks[30:80, 30:80] - streaks[36:86, 24:74]).mean()
    assert along < 0.6 * across


def test_streaks_go_on_where_strands_that_lie_level_are_said_to_run_the_other_way() -> None:
    flow = np.zeros((80, 120, 2), np.float32)
    flow[..., 0] = np.where(np.arange(120) % 2, 1, -1)  # level: no way is down
    streaks = streaks_along(flow, UNIT, 3, 0.8)
    along, across = (np.abs(np.diff(streaks[20:-20, 20:-20], axis=axis)).mean() for axis in (1, 0))
    assert along < 0.25 * across


def test_curls_are_no_straight_hair() -> None:
    y, x = np.mgrid[:120, :120] % 12 - 6
    curls = (20 + 15 * np.sin(np.hypot(x, y) * 1.5)).astype(np.float32)
    everywhere = np.ones((120, 120), np.float32)
    assert straightness(curls, everywhere, UNIT) < 0.2
    assert straightness(slanting(), everywhere, UNIT) > 0.9


def test_streaks_of_a_large_head_are_no_rows_of_dots() -> None:
    flow = np.broadcast_to(np.float32([0.3, 0.954]), (160, 160, 2)).copy()
    streaks = streaks_along(flow, 240.0, 3, 0.8)[40:-40, 40:-40]
    along, across = (np.abs(np.diff(streaks, 2, axis)).mean() for axis in (0, 1))
    assert along < 0.25 * across


def test_strands_run_on_from_where_they_are_seen_to_where_noise_alone_is() -> None:
    size, unit = 160, 80.0
    rows, columns = np.mgrid[:size, :size]
    slanting = np.sin((rows + columns) * np.pi / 4) * np.where(columns < 80, 10, 0.0)
    bars = np.where(columns < 80, 0, np.sin(rows * np.pi / 4) * 3.0)  # a camera's blocks
    light, hair = f32(slanting + bars), np.ones((size, size), np.float32)
    flow = strand_flow(light, hair, unit)
    steady = steadied(flow, light, hair, unit)
    way = f32([-1, 1]) / np.sqrt(2)
    there = slice(40, 120), slice(100, 112)
    before, after = (float(np.abs(ways[there] @ way).mean()) for ways in (flow, steady))
    assert before < 0.93
    assert after > before + 0.04
    assert np.abs(steady[40:120, 20:60] @ way).mean() > 0.99


def test_the_way_follows_strands_that_leave_that_of_the_others() -> None:
    light, hair = f32(slanting() - 20), np.ones((120, 120), np.float32)
    down = np.broadcast_to(f32([0, 1]), (120, 120, 2))
    own = followed(down, light, hair, UNIT)[20:-20, 20:-20]
    assert np.abs(own - np.sqrt(0.5)).max() < 0.1
    assert np.abs(followed(down, f32(0 * light), hair, UNIT) - down).max() < 1e-3


def test_strands_are_unbroken_and_specks_are_not() -> None:
    light, hair = f32(slanting() - 20), np.ones((120, 120), np.float32)
    flow = strand_flow(light, hair, UNIT)
    specks = f32(15 * np.random.default_rng(1).standard_normal((120, 120)))
    assert unbroken(flow, light, hair, UNIT)[20:-20, 20:-20].min() > 0.9
    assert np.abs(unbroken(flow, specks, hair, UNIT)[20:-20, 20:-20]).mean() < 0.4
