"""Coils and the ends of tails, wound about a drawn line."""

import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.twisting import bun, tail
from fittingroom.vision.hair.tying import _ACROSS, shown_beside


def coil() -> tuple[np.ndarray, np.ndarray]:
    return bun(f32([0, 0, 0]), 0.5, f32([0, 1, 0]), frame(), np.random.default_rng(3), 1000)


def test_few_single_hairs_stand_off_a_bun() -> None:
    points, _ = coil()
    away = np.linalg.norm(points, axis=2).max(1)
    usual = np.median(away)
    assert 3 < (away > 1.15 * usual).sum() < 60
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


def test_the_turns_of_a_low_bun_go_round_as_one_sees_them() -> None:
    points, outward = bun(f32([0, 0, 0]), 0.5, _ACROSS, frame(), np.random.default_rng(3), 1000, mess=0.0)
    seen = outward[..., 2] > 0.6  # what faces the viewer
    way = np.abs(np.gradient(points, axis=1)[seen])
    assert way[:, 0].mean() > 0.6 * way[:, 1].mean()  # no upright stripes


def test_a_buns_rope_ends_in_points_and_is_thick_between() -> None:
    points, _ = bun(f32([0, 0, 0]), 0.5, f32([0, 1, 0]), frame(), np.random.default_rng(3), 1000, mess=0.0)
    thick = np.linalg.norm(points - points.mean(0), axis=2).mean(0)
    assert max(thick[0], thick[-1]) < 0.3 * thick[-30]
    assert thick[-30] > 0.7 * thick[30]


def test_a_tail_ends_hair_by_hair_and_not_in_a_row() -> None:
    path = f32(np.linspace([0, 0, 0], [0, -3, 0], 50))
    points, _ = tail(path, 0.3, 2000, np.random.default_rng(4))
    low = points[:, -1, 1]
    reach = [(low < height).mean() for height in (-1.6, -2.1, -2.6)]
    assert reach[0] > 0.9  # full down to its middle
    assert 0.9 > reach[1] > reach[2] + 0.15 > 0.35


def low_bun(depth: np.ndarray) -> np.ndarray:
    """2, pixels: where a low bun on the right comes to lie that was wished for half behind a jaw of x < 0.75."""
    head = frame()
    solid = Solid(f32(depth), -2.0, f32([0, -0.8, 0]))
    return head.pixels(head.facing(shown_beside(f32([0.6, -0.8, -1.0]), 0.4, 1, head, solid)))


def test_a_low_bun_comes_out_from_behind_the_jaw_and_no_further() -> None:
    head = frame()
    bare = np.full((420, 300), -9, np.float32)
    hidden = bare.copy()
    hidden[:, : int(head.pixels(f32([0.75, 0, 0]))[0])] = 0.0
    wished = head.pixels(head.facing(f32([0.6, -0.8, -1.0])))
    moved = (low_bun(hidden) - low_bun(bare)) / head.unit
    assert np.allclose(low_bun(bare), wished, atol=1)
    assert 0.02 < moved[0] < 0.4
    assert abs(moved[1]) < 0.02


def test_a_low_bun_is_no_higher_than_the_jaws_corner() -> None:
    head = frame()
    solid = Solid(np.full((420, 300), -9, np.float32), -2.0, f32([0, -0.8, 0]))
    high = head.facing(shown_beside(f32([0.9, 0.8, -1.0]), 0.4, 1, head, solid))
    assert high[1] < head.facing(head.points[152])[1] + 0.9


def test_a_bun_lies_in_the_shade_where_it_rests_on_the_hair_below() -> None:
    up = np.float32([0, 1, 0])
    _, outward = bun(np.zeros(3, np.float32), 0.4, up, frame(), np.random.default_rng(1), 300)
    to_viewer = (outward @ frame().turn[2]).mean(0)
    assert to_viewer[:10].mean() < to_viewer[-10:].mean() - 0.2
