"""How trouser legs lie along legs: their hems, and where their cloth parts."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.legrows import _room, even_hem, hem_drop, leg_rows, slanted
from fittingroom.vision.fitting.limbs import locate


@pytest.fixture(scope="module")
def laid() -> Work:
    return worn(bottoms.STEPS[:2], trousers())[1]


def test_a_scalloped_hem_becomes_one_curve_that_lies_on_cloth() -> None:
    x = np.linspace(0, 80, 41)
    scalloped = np.stack([x, 200 + 3 * (np.arange(41) % 4 > 1)], 1).astype(np.float32)
    even = even_hem(scalloped)
    assert np.ptp(even[:, 1]) < 1
    assert (even[:, 1] < scalloped[:, 1].min() + 0.5).all()


def test_an_even_hem_stays_where_it_is() -> None:
    x = np.linspace(0, 80, 41)
    hem = np.stack([x, 200 + 0.002 * (x - 40) ** 2], 1).astype(np.float32)
    assert np.abs(even_hem(hem) - hem).max() < 0.1


def test_rows_are_level_at_the_waist_and_parallel_to_a_slanting_hem(laid: Work) -> None:
    leg = laid.garment.legs[0]
    assert leg is not None
    x = leg.hem[:, 0]
    slope = replace(leg, hem=np.stack([x, leg.hem[:, 1] + 0.2 * (x - x.mean())], 1).astype(np.float32))
    garment = replace(laid.garment, legs=(slope, laid.garment.legs[1]))
    drop = hem_drop(garment, 0)
    assert drop == pytest.approx(0.2 * np.ptp(x), rel=0.15)
    ends = np.float32([np.median(garment.waist[:, 1]), np.median(slope.hem[:, 1])])
    outer, inner = slanted(garment, 0, ends)
    assert np.allclose(inner - outer, [0, drop], atol=0.5)


def between(work: Work, parts: float) -> np.ndarray:
    """Widths of the gap between both legs' inner edges, from the crotch down."""
    t = work.crotch
    end = 0.9 * work.legs[0].limb.length
    rows = [
        leg_rows(work.garment, work.frame, work.legs, side, t, parts, end, 0.8, 1.0).target[1 - side] for side in (0, 1)
    ]
    return np.asarray(rows[1][:, 0] - rows[0][:, 0])


def test_a_leg_is_as_wide_as_in_its_photo(laid: Work) -> None:
    """Drawn from a little inside its cut-out, it gives that back."""
    leg, scale = laid.garment.legs[0], 0.5
    assert leg is not None
    end = laid.legs[0].limb.length
    rows = leg_rows(laid.garment, laid.frame, laid.legs, 0, laid.crotch, laid.crotch, end, scale, 1)
    heights = rows.source[..., 1].mean(0)[1:-2]
    own = np.interp(heights, np.arange(len(leg.mask)), leg.mask.sum(1)) * scale
    width = np.linalg.norm(rows.target[1] - rows.target[0], axis=1)[1:-2]
    assert (width > 0.88 * own).all()
    assert (width < 1.02 * own).all()


def test_legs_part_where_they_are_told_to_and_not_before(laid: Work) -> None:
    early, late = between(laid, laid.crotch), between(laid, laid.crotch + 0.4)
    assert early[3:].min() > 2
    assert late[1] < early[1] - 1
    assert (late <= early + 0.5).all()


def test_the_shin_of_a_leg_a_step_ahead_is_not_squeezed_by_the_leg_behind(laid: Work) -> None:
    leg, other = laid.legs
    behind = replace(other, limb=replace(other.limb, length=0.75 * other.limb.length))
    u = np.float32([0.4, 0.95]) * np.float32(leg.limb.length)
    below, body, old = u - u[0] + 20, leg.bare_at(u), np.full(2, np.nan, np.float32)
    beside, ahead = _room(leg, other, u, below, body, old)[1], _room(leg, behind, u, below, body, old)[1]
    assert ahead[0] == beside[0]
    assert ahead[1] > 100 * beside[1]


def test_a_leg_that_is_before_the_other_at_the_knee_has_room_down_to_its_foot_unless_a_gap_shows(laid: Work) -> None:
    leg, other = laid.legs
    u = np.linspace(0.4, 0.98, 8, dtype=np.float32) * np.float32(leg.limb.length)
    half = -0.5 * locate(other.limb, leg.limb.point(u))[:, 1]
    body = half / np.float32([0.9, 0.9, 0.9, 0.5, 0.7, 0.7, 0.7, 0.7])
    hidden = np.full(8, np.nan, np.float32)
    gap = np.where(np.arange(8) == 6, 0.8 * half, hidden)
    rooms = [_room(leg, other, u, u - u[0], np.asarray(body, np.float32), np.float32(old))[1] for old in (hidden, gap)]
    assert (rooms[0] > 1e3).tolist() == [False] * 3 + [True] * 5
    assert (rooms[1] > 1e3).tolist() == [False] * 3 + [True] * 3 + [False, True]
