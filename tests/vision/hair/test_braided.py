"""Heads full of braids or locs."""

import numpy as np
from tests.vision.hair.heads import frame
from tests.vision.hair.test_cutting import subject

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.braided import _before_others, _drawn_together, lock, past_face
from fittingroom.vision.hair.cutting import Variant
from fittingroom.vision.hair.squares import bare, divide, partings
from fittingroom.vision.hair.style import Locks, Twist
from fittingroom.vision.hair.styles import STYLES


def test_locks_begin_on_both_sides_of_the_parting_from_the_forehead_on() -> None:
    squares = divide(subject().scalp, 0.25, np.random.default_rng(1))
    roots = squares.middles
    front = roots[(roots[:, 2] > 0) & (np.abs(roots[:, 0]) < 0.2)]
    assert (front[:, 0] > 0).sum() >= 3 and (front[:, 0] < 0).sum() >= 3
    assert np.abs(roots[:, 0]).min() > 0.05
    corner = np.linalg.norm(np.abs(roots) - subject().scalp.at(np.float32([0]), np.float32([0.65])), axis=1)
    for side in (-1, 1):  # no bald corner where the parting meets the forehead
        assert corner[side * roots[:, 0] > 0].min() < 0.25


def test_hanging_locks_differ_in_width_and_length() -> None:
    style = STYLES[Haircut.DREADLOCKS]
    assert style.locks is not None
    found = lock(style.locks, subject(), Variant(), np.random.default_rng(1))[1:]
    length = [np.linalg.norm(np.diff(one.points.mean(0), axis=0), axis=1).sum() for one in found]
    width = [one.points[:, 30].std(0).max() for one in found]
    assert np.percentile(length, 90) > 1.2 * np.percentile(length, 10)
    assert np.percentile(width, 90) > 1.25 * np.percentile(width, 10)
    assert np.std([one.tone.mean() for one in found]) > 0.12  # one is told from the next


def test_dreadlocks_are_told_from_each_other() -> None:
    style = STYLES[Haircut.DREADLOCKS]
    assert style.locks is not None
    groups = lock(style.locks, subject(), Variant(), np.random.default_rng(1))[1:]
    assert 35 < len(groups) < 70  # so few that they don't run together
    assert np.std([group.tone.mean() for group in groups]) > 0.21
    assert (
        np.mean([np.abs(group.curl).mean() for group in groups if group.curl is not None]) > 2
    )  # light and dark sides


def test_locs_lie_before_each_other_rather_than_through() -> None:
    path = np.float32([[0, -0.02 * k, 0] for k in range(100)])
    nearer = frame().facing(_before_others(path, 0.4, frame()) - path)
    assert np.allclose(nearer[0], 0, atol=1e-6) and np.allclose(nearer[60:], [0, 0, 0.4], atol=1e-5)


def test_what_would_cross_a_faces_edge_is_moved_aside_and_what_would_cross_all_of_it_is_left_out() -> None:
    head = subject().frame
    down = np.linspace(0.9, -1.6, 40)
    lines = np.float32([[[x, y, 0.6] for y in down] for x in (-1.3, -0.8, 0.2, 0.8, 1.3)])
    random = np.random.default_rng(0)
    passed, beside = past_face(lines, 0.1, subject(), random)
    assert beside.tolist() == [True, True, False, True, True]
    low = lines[0, :, 1] < head.eye
    assert passed[1, low, 0].max() < -0.85 and passed[3, low, 0].min() > 0.85
    assert np.allclose(passed[1, 0], lines[1, 0], atol=0.05)  # where it begins it stays
    assert np.allclose(passed[[0, 4]], lines[[0, 4]], atol=1e-5)
    above = lines[:, ~low]  # a forehead may be crossed
    assert past_face(above, 0.1, subject(), random)[1].all()


def test_a_head_of_braids_keeps_most_of_them() -> None:
    locks = STYLES[Haircut.BOX_BRAIDS].locks
    assert locks is not None
    number = len(divide(subject().scalp, locks.spacing, np.random.default_rng(1)).middles)
    assert len(lock(locks, subject(), Variant(), np.random.default_rng(1))) - 1 > 0.7 * number


def test_the_hair_of_each_square_comes_together_where_its_lock_begins() -> None:
    locks = Locks(Twist.BRAID, 0.25, 0.08, 2.0)
    hair, *braids = lock(locks, subject(), Variant(), np.random.default_rng(1))
    begun = np.stack([one.points[:, 0].mean(0) for one in braids])
    away = np.linalg.norm(hair.points[:, 14, None] - begun[None], axis=2).min(1)
    assert np.median(away) < 0.12 and np.percentile(away, 95) < 0.3
    assert (bare(subject().scalp, hair.points[:, 0], 0.25) > 0.9).mean() < 0.005  # none grows in a parting
    square = divide(subject().scalp, 0.25, np.random.default_rng(1))
    apart = np.linalg.norm(square.hairs - square.middles[square.square], axis=1)
    assert np.percentile(apart, 90) < 0.25


def test_a_square_whose_lock_is_left_out_is_no_bald_patch() -> None:
    squares = divide(subject().scalp, 0.36, np.random.default_rng(1))
    locks = Locks(Twist.LOC, 0.36, 0.1, 2.0)
    paths = squares.middles[:, None] + np.float32([0, 0.05, 0]) * np.arange(48)[:, None]
    kept = np.arange(0, len(paths), 2)
    hair = _drawn_together(locks, squares, paths[kept], kept, subject(), np.random.default_rng(1))
    assert len(hair.points) > 0.8 * len(squares.hairs)
    assert hair.start is not None and len(hair.start) == len(hair.points)


def test_partings_are_thin_lines_on_the_skull_and_nowhere_else() -> None:
    head = subject()
    shown = partings(head.scalp, head.frame, (420, 300), 0.25)
    row, column = np.round(head.frame.pixels(head.frame.facing(head.scalp.at(np.float32([0]), np.float32([1.0])))))[0][
        ::-1
    ].astype(int)
    assert shown[row, column - 4 : column + 5].max() > 0.8  # the one in the middle
    assert 0.02 < shown[shown > 0].size / shown.size < 0.2
    assert shown[-60:].max() == 0
