"""Drawn strands drawn out to streaks."""

from dataclasses import replace

import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.combed import combed, plaits
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.hair.strands import Strands
from fittingroom.vision.hair.styles import STYLES

UNIT = 100.0
INSIDE = np.s_[40:160, 40:160]


def _grainy(slope: float = 0.0) -> Layer:
    """Strands that run down the picture, `slope` pixels to the right a row, broken off at random."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:200, :200]
    streaks = np.repeat(random.uniform(0.2, 0.9, 300), 2)[(x - slope * y).astype(int) + 200]
    tone = np.where(random.random((200, 200)) < 0.1, 0.1, streaks).astype(np.float32)
    along = np.broadcast_to(y / 200, tone.shape).astype(np.float32)
    return Layer(tone, along, np.ones_like(tone))


def test_tones_run_on_along_strands_and_still_differ_across_them() -> None:
    for slope, down, right in ((0.0, 1, 0), (0.5, 2, 1)):
        before = _grainy(slope)
        after = combed(before, UNIT).tone

        def changes(tone: np.ndarray, rows: int, columns: int) -> float:
            part = np.s_[40 + rows : 160 + rows, 40 + columns : 160 + columns]
            return float(np.abs(tone[part] - tone[INSIDE]).mean())

        assert changes(before.tone, down, right) > 1.6 * changes(after, down, right)
        assert changes(after, 0, 4) > 0.8 * changes(before.tone, 0, 4)


def test_no_hair_and_hair_that_lies_no_way_stay_as_they_are() -> None:
    before = _grainy()
    assert combed(before, UNIT, 1.0) is before
    none = Layer(before.tone, before.along, np.zeros_like(before.tone))
    assert (combed(none, UNIT).tone == none.tone).all()


def test_stubble_keeps_its_grain_beside_longer_hair() -> None:
    before = _grainy()
    after = combed(before, UNIT, 0.3).tone
    assert np.allclose(after[20:50, 40:160], before.tone[20:50, 40:160])
    assert np.abs(after - before.tone)[150:180, 40:160].mean() > 0.05


def test_ends_thin_out_along_their_strands_and_what_is_above_stays_whole() -> None:
    whole = _grainy(0.3)
    y, x = np.mgrid[:200, :200]
    ends = 160 + np.random.default_rng(1).integers(0, 30, 400)[(x - 0.3 * y).astype(int) + 200]
    cut = (y < ends).astype(np.float32)
    before = replace(whole, alpha=cut, along=(whole.along * cut / 0.9).astype(np.float32))
    after = combed(before, UNIT).alpha
    hem = np.s_[165:188, 40:160]
    assert np.abs(np.diff(after[hem], axis=0)).max() < 0.5 < np.abs(np.diff(before.alpha[hem], axis=0)).max()
    assert after[160:175, 40:160].mean() > after[180:190, 40:160].mean() + 0.2
    assert (after[40:120, 40:160] == 1).all()


def test_plaits_keep_their_strands_that_cross() -> None:
    crossing = np.zeros((200, 200), np.float32)
    crossing[:, :100] = 1
    before = _grainy()
    after = combed(before, UNIT, plaited=crossing).tone
    assert np.allclose(after[:, :100], before.tone[:, :100])
    assert np.abs(after - before.tone)[40:160, 100:160].mean() > 0.05


def test_a_plait_is_found_where_it_hangs_and_what_hangs_loose_is_not() -> None:
    head = frame()
    down = head.within(np.stack([np.full(40, 0.9), np.linspace(0, -1.0, 40), np.zeros(40)], -1).astype(np.float32))
    plait = Strands(down[None], np.zeros(1, np.float32), plaited=True)
    found = plaits([plait, replace(plait, points=plait.points * [-1, 1, 1], plaited=False)], head, (420, 300))
    x, y = head.pixels(head.facing(down))[20].round().astype(int)
    assert found[y, x] > 0.9
    assert found[y, 300 - x] < 0.1


def test_cuts_say_whether_their_strands_run_side_by_side() -> None:
    assert STYLES[Haircut.LONG_STRAIGHT].lying == STYLES[Haircut.PONYTAIL].lying == 0
    assert 0 < STYLES[Haircut.COMB_OVER].lying < 0.2
    for cut in (Haircut.BUZZ_CUT, Haircut.AFRO, Haircut.CORNROW_BRAIDS):
        assert STYLES[cut].lying == 1
