"""The lower edge of a fringe, on straight drawn strands."""

from dataclasses import replace

import numpy as np
from tests.vision.hair.heads import frame
from tests.vision.hair.test_cutting import subject

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.compose import _dense
from fittingroom.vision.hair.cutting import Variant, _beyond, chosen_roots, lay
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.hair.strands import Shape, shaped
from fittingroom.vision.hair.style import Level, Until
from fittingroom.vision.hair.styles import STYLES


def curtain() -> np.ndarray:
    """Strands side by side over one unit, all of one length."""
    random = np.random.default_rng(0)
    points = np.zeros((4000, 20, 3), np.float32)
    points[..., 0] = random.random(4000)[:, None]
    points[..., 1] = np.linspace(1, 0, 20)[None]
    return points


def ends(pointed: float = 0.0, uneven: float = 0.0) -> np.ndarray:
    shape = Shape(clumps=12, clump=0.0, frizz=0.0, tips=0.0, pointed=pointed, uneven=uneven, count=20)
    points, _, _ = shaped(curtain(), shape, frame(), f32([0, 1, 0]), np.random.default_rng(1))
    return points[:, -1]


def wide(gathered: float) -> tuple[np.ndarray, np.ndarray]:
    """Points and tones of the curtain in six wide locks."""
    shape = Shape(clumps=12, clump=0.0, frizz=0.0, tips=0.0, wide=6, gathered=gathered, count=20)
    points, tone, _ = shaped(curtain(), shape, frame(), f32([0, 1, 0]), np.random.default_rng(1))
    return points, tone


def free(tips: np.ndarray, height: float) -> float:
    """Share of the edge that no strand passes down to `height`."""
    passed = np.histogram(tips[tips[:, 1] < height, 0], 100, (0.05, 0.95))[0]
    return float((passed == 0).mean())


def test_a_fringe_of_pointed_locks_lets_the_forehead_through_between_them() -> None:
    plain, pointed = ends(), ends(pointed=0.2)
    assert free(plain, 0.05) == 0
    assert 0.2 < free(pointed, 0.05) < 0.8
    assert free(pointed, 0.25) == 0  # above the points it is closed


def test_uneven_locks_end_at_heights_of_their_own_and_none_leaves_a_window() -> None:
    even, uneven = ends(), ends(uneven=0.05)
    assert even[:, 1].std() < 0.01 < uneven[:, 1].std()
    assert len(np.unique(np.round(uneven[:, 1], 3))) <= 13  # whole locks do, not single strands
    assert uneven[:, 1].max() < 0.12


def test_wide_locks_leave_gaps_between_their_ends_and_none_at_their_roots() -> None:
    (even, _), (drawn, _) = wide(0.0), wide(0.5)
    gaps = [np.diff(np.sort(points[:, k, 0])).max() for points, k in ((even, -1), (drawn, 0), (drawn, -1))]
    assert max(gaps[:2]) < 0.02 < 0.05 < gaps[2]


def test_strands_between_wide_locks_lie_in_their_shade() -> None:
    points, tone = wide(0.5)
    order = np.argsort(points[:, -1, 0])
    low, gap = points[order, -1, 0], np.diff(points[order, -1, 0])
    beside = np.abs(low[:, None] - low[:-1][gap > 0.03]).min(1) < 0.01
    assert tone[order][beside].mean() < tone[order][~beside].mean() - 0.03


def test_few_strands_reach_the_line_of_a_cut_and_more_end_just_above_it() -> None:
    until = Until(Level.BROW, 0.0, 0.0, thin=0.1)
    beyond = _beyond(until, subject(), 4000, Variant(), np.random.default_rng(5))
    left = [1 - beyond(np.tile(f32([0.1, frame().brow + up, 1]), (4000, 1))).mean() for up in (0.01, 0.05, 0.1)]
    assert left[0] < 0.03 < left[1] < left[2]
    assert left[1] - left[0] < 1.5 * (left[2] - left[1])  # a tip's taper, not an edge


def test_gaps_between_the_ends_of_falling_hair_stay_open_and_those_above_are_filled() -> None:
    y, x = np.mgrid[:120, :120]
    strands = (x % 4 > 0).astype(np.float32)  # gaps of one pixel, a hundredth of a unit
    layer = Layer(np.full(x.shape, 0.5, np.float32), f32(y / 120), strands)
    gaps = np.s_[:, 40:80:4]
    filled, falling = (_dense(layer, replace(frame(), unit=100.0), falls).alpha[gaps] for falls in (False, True))
    assert filled[20:50].mean() > 0.9 < falling[20:50].mean() + 1e-6
    assert falling[112:118].mean() < 0.5 < filled[112:118].mean()


def test_a_glossy_fringe_shines_in_one_band_halfway_down_and_others_in_none() -> None:
    fringe = next(layer for layer in STYLES[Haircut.LONG_HIME_CUT].layers if layer.gloss)
    few = replace(fringe, count=300)
    assert lay(replace(few, gloss=0), subject(), Variant(), np.random.default_rng(1)).shine is None
    shine = lay(few, subject(), Variant(), np.random.default_rng(1)).shine
    assert shine is not None
    along = shine.mean(0)
    middle = along[len(along) // 3 : -2].max()
    assert middle > 1.5 * along[0] and middle > 1.5 * along[-1]


def test_locks_end_whole_below_the_eyes_and_as_strands_above() -> None:
    _, x = np.mgrid[:400, :120]
    lock = (np.abs(x - 40) < 8) & (x % 2 == 0)  # as dense as its own gaps
    layer = Layer(np.full(x.shape, 0.5, np.float32), np.full(x.shape, 0.8, np.float32), f32(lock))
    head = replace(frame(), unit=100.0)
    alpha = _dense(layer, head, True).alpha
    rows = head.plane(x.shape)[1][:, 0]
    eye = float(head.facing(f32([0, head.eye, 0]))[1])
    above, below = rows > eye + 0.1, rows < eye - 0.6
    assert above.sum() > 20 < below.sum()
    assert alpha[below][:, 34:46].min() > 0.8 > 0.5 > alpha[above][:, 34:46].min()  # no light between its strands
    assert alpha.max() <= 1  # a gap that a lock fills isn't filled twice: it would be darker than black


def test_a_full_fringe_falls_from_the_crown_and_all_else_grows_beside_it() -> None:
    for cut in (Haircut.LONG_HIME_CUT, Haircut.LONG_TWINTAILS, Haircut.CURLY_SHAG, Haircut.WAVY_SHAG):
        layers = STYLES[cut].layers
        fringe = next(layer for layer in layers if layer.until is not None and layer.until.level is Level.BROW)
        roots = chosen_roots(replace(fringe, count=600), subject().scalp, Variant(), np.random.default_rng(1))
        assert roots.start.max() > 0.8  # radians: where the skull turns out of sight
        few = lay(replace(fringe, count=600), subject(), Variant(), np.random.default_rng(1)).points
        assert np.abs(few[:, 8, 0]).mean() > np.abs(few[:, 0, 0]).mean()  # it fans out, as its triangle's sides do
