"""Hair that falls from behind the jaw to before the chest."""

from dataclasses import replace

import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.vision.hair.sheets import before_ears, in_sheets
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.strands import Strands

#: Image z of the neck's side, which reaches down to the shoulders at y = −2, and of the chest below.
NECK, CHEST, SHOULDER = 0.2, 0.0, -2.0


def hanging(*ends: float) -> Strands:
    """Strands that fall behind the neck's side to `ends` (y), below the shoulders before the chest."""
    points = np.zeros((len(ends), 60, 3), np.float32)
    points[..., 0] = 0.8
    points[..., 1] = np.linspace(1.0, np.float32(ends), 60).T
    points[..., 2] = np.where(points[..., 1] < SHOULDER, CHEST + 0.3, -0.5)
    return Strands(points, np.zeros(len(ends), np.float32))


def body() -> Solid:
    depth = np.full((420, 300), -9, np.float32)
    depth[150 + 72 : 150 + 120] = NECK  # y −1.2 … −2
    depth[150 + 120 :] = CHEST
    return Solid(depth, SHOULDER, np.float32([0, -0.8, 0]))


def seen(strands: Strands) -> np.ndarray:
    """N: whether each strand is seen all the way from the jaw to the shoulders; N: whether on the chest."""
    y, z = strands.points[..., 1], strands.points[..., 2]
    neck, chest = (y < -1.25) & (y > -1.95), y < SHOULDER - 0.05
    return np.stack([((z > NECK) | ~neck).all(1), ((z > CHEST) & chest).any(1)])


def test_hair_on_the_chest_hangs_before_the_neck_too_and_tips_do_not_come_from_nowhere() -> None:
    assert seen(hanging(-3.4, -2.12)).tolist() == [[False, False], [True, True]]
    assert seen(in_sheets(hanging(-3.4, -2.12), frame(), body())).tolist() == [[True, False], [True, False]]


def test_hairs_of_one_lock_go_together() -> None:
    ends = (-3.4, -3.4, -2.12)
    assert seen(in_sheets(hanging(*ends), frame(), body(), whole=True))[0].all()


def test_all_of_a_plait_lies_before_the_chest_where_some_of_it_does() -> None:
    plait = replace(hanging(-3.4, -2.12, -2.12), plaited=True)
    assert seen(in_sheets(plait, frame(), body())).all()


def test_hair_close_to_the_middle_of_the_neck_stays_behind_it() -> None:
    strands = hanging(-3.4)
    strands = replace(strands, points=strands.points * np.float32([0.4, 1, 1]))
    assert not seen(in_sheets(strands, frame(), body()))[0].any()


def test_locks_before_the_ears_are_nearer_to_the_viewer_and_nowhere_else() -> None:
    moved = before_ears(hanging(-3.4), frame()).points - hanging(-3.4).points
    assert np.allclose(frame().facing(moved)[..., :2], 0, atol=1e-5)
    assert frame().facing(moved)[..., 2].min() > 0.4


def test_locks_over_the_ears_go_back_behind_the_jaw_at_their_ends() -> None:
    moved = frame().facing(before_ears(hanging(-3.4), frame(), back=True).points - hanging(-3.4).points)[0, :, 2]
    assert moved[0] > 0.4
    assert abs(moved[-1]) < 1e-3
    assert (np.diff(moved) <= 1e-5).all()
