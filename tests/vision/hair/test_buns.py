"""Coils and the ends of tails, wound about a drawn line."""

import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.twisting import bun, tail


def coil() -> tuple[np.ndarray, np.ndarray]:
    return bun(f32([0, 0, 0]), 0.5, f32([0, 1, 0]), frame(), np.random.default_rng(3), 1000)


def test_few_single_hairs_stand_off_a_bun() -> None:
    points, _ = coil()
    away = np.linalg.norm(points, axis=2).max(1)
    usual = np.median(away)
    assert 3 < (away > 1.2 * usual).sum() < 60
    assert away.max() < 2.5 * usual


def test_hairs_that_run_side_by_side_in_a_bun_shine_alike_and_others_do_not() -> None:
    points, outward = coil()
    middle = points.shape[1] // 2
    gap = np.linalg.norm(points[:, None, middle] - points[None, :, middle], axis=2)
    np.fill_diagonal(gap, 9)
    own = outward[:, middle, 2]
    beside = np.abs(own - own[gap.argmin(1)])
    others = np.abs(own - np.roll(own, 1))
    assert beside.mean() < 0.6 * others.mean()


def test_a_tail_ends_hair_by_hair_and_not_in_a_row() -> None:
    path = f32(np.linspace([0, 0, 0], [0, -3, 0], 50))
    points, _ = tail(path, 0.3, 2000, np.random.default_rng(4))
    low = points[:, -1, 1]
    reach = [(low < height).mean() for height in (-1.6, -2.1, -2.6)]
    assert reach[0] > 0.9  # full down to its middle
    assert 0.9 > reach[1] > reach[2] + 0.15 > 0.35
