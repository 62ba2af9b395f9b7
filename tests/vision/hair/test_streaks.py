"""Streaks that run as strands do, on drawn strands."""

import numpy as np

from fittingroom.vision.hair.streaks import calmed, strand_flow, streaks_along

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


def test_noise_on_straight_strands_is_averaged_along_them_and_the_strands_stay() -> None:
    strands, sure = (slanting() - 20) / 100, np.ones((120, 120), bool)
    noise = np.random.default_rng(3).normal(0, 0.06, strands.shape).astype(np.float32)
    grain = np.full_like(strands, 0.06)
    calm = calmed(strands + noise, grain, sure, UNIT)
    left = (calm - strands)[20:-20, 20:-20]
    assert left.std() < 0.6 * noise.std()
    assert calm[20:-20, 20:-20].std() > 0.85 * strands.std()


def test_what_is_no_noise_is_not_averaged_and_curls_are_not() -> None:
    strands, sure = (slanting() - 20) / 100, np.ones((120, 120), bool)
    strands[:, 60:64] += 0.5  # a strand that lies across the others
    assert np.abs(calmed(strands, np.full_like(strands, 0.01), sure, UNIT) - strands)[40:80, 58:66].max() < 0.05
    y, x = np.mgrid[:120, :120] % 12 - 6
    curls = (0.2 * np.sin(np.hypot(x, y) * 1.5)).astype(np.float32)
    assert np.abs(calmed(curls, np.full_like(curls, 0.06), sure, UNIT) - curls)[30:-30, 30:-30].mean() < 0.02
