"""Strands on a drawn head."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.hair.heads import frame

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.cutting import Subject, Variant, _beyond, _clear, _within, cut, lay
from fittingroom.vision.hair.growing import _over_ears
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.strands import Shape, _own_tones, resample, shaped, sow
from fittingroom.vision.hair.style import Form, Lay, Level, Style, Until, Where
from fittingroom.vision.hair.styles import STYLES, framed
from fittingroom.vision.hair.twisting import braid, fishtail, hanging, loc, tail
from fittingroom.vision.hair.tying import _offset, _past_shoulders, _side, tie_all


def subject() -> Subject:
    azimuth = np.radians(np.arange(-180, 181, 4)).astype(np.float32)
    line = np.interp(np.abs(azimuth), [0, 1.2, 1.6, np.pi], [0.6, 0.2, -0.4, -0.9]).astype(np.float32)
    upper, lower = np.float32([1.1, 1.2, 1.3]), np.float32([1.1, 1.1, 1.3])
    scalp = Scalp(np.float32([0, 0.4, -0.5]), upper, lower, azimuth, line)
    solid = Solid(np.full((420, 300), -9, np.float32), -2.0, np.float32([0, -0.8, -0.3]))
    return Subject(frame(), scalp, solid, np.float32([0, 0.8, 0.6]))


def strands_of(haircut: Haircut, variant: Variant | None = None, seed: int = 1) -> list[np.ndarray]:
    random, head = np.random.default_rng(seed), subject()
    variant = variant or Variant()
    style = STYLES[haircut]
    return [group.points for group in cut(style, head, variant, random) + tie_all(style, head, variant, random)]


def test_every_haircut_of_the_contract_has_a_style() -> None:
    assert set(STYLES) == set(Haircut)


@pytest.mark.parametrize("haircut", list(Haircut))
def test_every_style_gives_strands_without_holes(haircut: Haircut) -> None:
    groups = strands_of(haircut, Variant(density=0.2))
    assert sum(len(points) for points in groups) > 300
    assert all(np.isfinite(points).all() for points in groups)


def test_roots_lie_above_the_hairline_on_the_skull() -> None:
    head = subject()
    roots = sow(head.scalp, 2000, np.random.default_rng(1))
    assert len(roots.points) > 1500
    assert np.abs(head.scalp.height(roots.points)).max() < 1e-3
    assert (roots.elevation > head.scalp.start(roots.azimuth) - 0.1).all()


def test_a_bob_ends_at_the_chin_and_long_hair_on_the_chest() -> None:
    (bob,), (long_,) = strands_of(Haircut.BOB_CUT), strands_of(Haircut.LONG_STRAIGHT)
    chin = -1.35
    assert chin - 0.1 < np.percentile(bob[:, -1, 1], 5) < chin + 0.5
    assert np.percentile(long_[:, -1, 1], 20) < chin - 0.7


def test_hair_beside_the_face_leaves_eyes_nose_and_mouth_free() -> None:
    (long_,) = strands_of(Haircut.LONG_STRAIGHT)
    before = long_[(long_[..., 2] > 0.3) & (np.abs(long_[..., 1] + 0.4) < 0.5)]
    assert (np.abs(before[:, 0]) > 0.7).all()


def test_a_bowl_cut_ends_on_the_head_rather_than_beside_it() -> None:
    head, bowl = subject(), strands_of(Haircut.BOWL_CUT)[0]
    ends = bowl[np.abs(bowl[:, -1, 0]) > 0.6][:, -1]
    assert np.percentile(head.scalp.height(ends), 90) < 0.15


def test_an_afro_stands_off_all_round_and_a_buzz_cut_lies_close() -> None:
    head = subject()
    (afro,), (buzz,) = strands_of(Haircut.AFRO), strands_of(Haircut.BUZZ_CUT)
    assert np.median(head.scalp.height(afro[:, -1])) > 0.35
    assert head.scalp.height(buzz[:, -1]).max() < 0.2


def test_twin_styles_have_a_twin_on_either_side() -> None:
    for haircut in (Haircut.TWIN_BRAIDS, Haircut.LONG_TWINTAILS, Haircut.DOUBLE_BUN):
        ends = np.concatenate([points[:, -1] for points in strands_of(haircut)])
        assert 0.35 < (ends[:, 0] > 0).mean() < 0.65


def test_the_other_side_is_the_mirror_of_the_first() -> None:
    one, other = (strands_of(Haircut.PONYTAIL, Variant(flip=flip))[-1][:, -1, 0].mean() for flip in (1, -1))
    assert one > 0.15 and other < -0.15


def test_the_same_seed_gives_the_same_strands() -> None:
    first, again, other = (strands_of(Haircut.WAVY_SHAG, seed=seed)[0] for seed in (4, 4, 5))
    assert np.array_equal(first, again)
    assert first.shape != other.shape or not np.array_equal(first, other)


def test_resampled_strands_keep_their_ends_and_have_even_steps() -> None:
    line = np.float32([[[0, 0, 0], [0, 1, 0], [0, 1, 0], [0, 4, 0]]])
    points, length = resample(line, 9)
    assert length[0] == pytest.approx(4)
    assert np.allclose(points[0, :, 1], np.linspace(0, 4, 9), atol=1e-3)


def test_locks_gather_towards_their_ends() -> None:
    random = np.random.default_rng(2)
    start = random.uniform(-1, 1, (200, 1, 3)).astype(np.float32)
    straight = start + np.linspace(0, 2, 12)[None, :, None] * np.float32([0, -1, 0])
    shape = Shape(clumps=10, clump=0.9, frizz=0.0, count=12)
    points, _, curl = shaped(straight, shape, frame(), np.float32([0, 1, 0]), random)
    spread = [len(np.unique(points[:, k].round(1), axis=0)) for k in (0, -1)]
    assert spread[1] < spread[0]
    assert curl is None


def test_only_tied_styles_have_what_they_are_called_for() -> None:
    assert {tied.form for tied in STYLES[Haircut.TWIN_BRAIDS].tied} == {Form.BRAID}
    assert not STYLES[Haircut.LONG_STRAIGHT].tied


def test_shorter_strands_of_a_lock_end_on_it_before_its_tip() -> None:
    random = np.random.default_rng(2)
    start = random.uniform(-0.1, 0.1, (400, 1, 3)).astype(np.float32)
    length = random.uniform(0.85, 1, (400, 1, 1)).astype(np.float32)
    falling = start + length * np.linspace(0, 2, 20)[None, :, None] * np.float32([0, -1, 0])
    points, _, _ = shaped(falling, Shape(clumps=1, clump=1, frizz=0, count=20), frame(), np.float32([0, 1, 0]), random)
    tip = points[:, -1]
    assert np.ptp(tip[:, 1]) > 0.25
    assert np.ptp(tip[:, 0]) < 0.02
    assert len(np.unique(tip[:, 1].round(3))) > 100  # nowhere a heap of them


def test_the_few_strands_beside_each_other_have_a_tone_of_their_own_dark_between_locks() -> None:
    random = np.random.default_rng(3)
    ends = np.linspace(-1, 1, 900, dtype=np.float32)[:, None]
    tone = _own_tones(ends, np.ones(900), random)
    assert np.corrcoef(tone[:-2], tone[2:])[0, 1] > 0.35  # two strands further is within a pixel
    assert np.abs(np.corrcoef(tone[:-40], tone[40:])[0, 1]) < 0.2
    off = np.tile([1.0, 3.0], 450)
    apart = _own_tones(ends, off, random)
    assert apart[off == 3].mean() < apart[off == 1].mean() - 0.03


def test_a_cut_edge_grows_thin_and_is_not_ruled() -> None:
    until = Until(Level.BROW, 0.0, 0.1)
    beyond = _beyond(until, subject(), 4000, Variant(), np.random.default_rng(5))
    x = np.tile(np.linspace(-0.8, 0.8, 40), 100)
    last = np.full(4000, np.nan)
    for height in np.arange(0.9, -0.6, -0.01):
        points = np.stack([x, np.full(4000, frame().brow + height), np.ones(4000)], -1).astype(np.float32)
        last[np.isnan(last) & beyond(points)] = height
    ends = last.reshape(100, 40)
    lowest = np.nanmin(ends, 0)
    assert lowest.std() > 0.03  # along the edge
    assert (np.nanmedian(ends, 0) - lowest).mean() < (np.nanmax(ends, 0) - np.nanmedian(ends, 0)).mean()


def test_a_thinned_edge_lets_more_skin_through_than_a_blunt_one() -> None:
    reach = []
    for thin in (0.0, 0.15):
        beyond = _beyond(Until(Level.BROW, 0.0, 0.02, thin=thin), subject(), 2000, Variant(), np.random.default_rng(5))
        points = np.tile(np.float32([0.1, frame().brow + 0.1, 1]), (2000, 1))
        reach.append(1 - beyond(points).mean())
    assert reach[0] > 0.95
    assert 0.15 < reach[1] < 0.6


def test_hair_combed_over_rises_from_its_parting_and_changes_sides_with_the_variant() -> None:
    head = subject()
    layer = STYLES[Haircut.COMB_OVER].layers[1]
    for flip in (1, -1):
        points = lay(layer, head, Variant(flip=flip, density=0.3), np.random.default_rng(2)).points
        root = flip * points[:, 0, 0]
        height = head.scalp.height(points[:, 8])
        assert root.min() > -0.75
        assert np.median(height[root < -0.45]) < 0.75 * np.median(height[root > 0.2])


def test_parts_of_a_cut_mix_where_they_meet() -> None:
    random = np.random.default_rng(4)
    roots = sow(subject().scalp, 4000, random)
    there = _within(Where(elevation=(0.6, 9)), roots, random)
    near = np.abs(roots.elevation - 0.6) < 0.05
    assert 0.2 < there[near].mean() < 0.8
    assert not there[roots.elevation < 0.35].any() and there[roots.elevation > 0.85].all()


def test_strands_beside_the_face_pass_outside_the_ears() -> None:
    head = frame()
    tip = np.float32([[1.05, head.eye - 0.2, -0.1], [-1.05, head.eye - 0.2, -0.1], [1.05, head.eye + 1.0, -0.1]])
    moved = _over_ears(tip.copy(), np.float32([0.1, 0.1, 0.1]), head)
    assert moved[0, 0] > 1.2 and moved[1, 0] < -1.2
    assert moved[2, 0] == tip[2, 0]
    low = np.float32([[0.7, head.chin - 0.4, -0.1]])
    assert _over_ears(low.copy(), np.float32([0.1]), head)[0, 0] == low[0, 0]  # it comes forward over the shoulder


def test_a_row_begins_thin_and_a_hanging_braid_does_not() -> None:
    path = np.float32([[0, -0.02 * k, 0] for k in range(100)])
    thin, full = (braid(path, 0.1, 20, frame(), np.random.default_rng(1), begun=begun)[0] for begun in (0.2, 0.8))
    assert np.ptp(thin[:, 0, 0]) < 0.5 * np.ptp(full[:, 0, 0])


def test_a_tail_is_narrow_in_its_band_and_swells_after_it() -> None:
    path = np.float32([[0, -0.03 * k, 0] for k in range(100)])
    points, _ = tail(path, 0.3, 400, np.random.default_rng(1))
    banded, swollen = (points[:, k, 0].std() for k in (2, 40))
    assert banded < 0.35 * swollen


def test_tied_hair_hides_ears_that_were_hidden_and_those_alone() -> None:
    ponytail, bob = STYLES[Haircut.PONYTAIL], STYLES[Haircut.BOB_CUT]
    assert framed(bob, (-1, 1)) is bob and framed(ponytail, ()) is ponytail
    assert framed(STYLES[Haircut.MAN_BUN], (-1, 1)) is STYLES[Haircut.MAN_BUN]
    for side in (-1, 1):
        for layer in framed(ponytail, (side,)).layers[len(ponytail.layers) :]:
            points = lay(layer, subject(), Variant(), np.random.default_rng(1)).points
            assert (np.sign(points[:, 0, 0]) == side).all()
    assert len(framed(ponytail, (-1, 1)).layers) == len(ponytail.layers) + 4


def test_short_loose_hair_hides_the_upper_half_of_such_an_ear_and_cropped_sides_none() -> None:
    loose = framed(STYLES[Haircut.PIXIE_CUT], (1,)).layers[-1]
    low = lay(loose, subject(), Variant(), np.random.default_rng(1)).points[..., 1].min(1) - frame().eye
    assert (low < -0.2).sum() > 500  # over the ear
    assert (low < -0.6).mean() < 0.02  # but not over its lobe
    for one in (Haircut.BUZZ_CUT, Haircut.AFRO):
        assert framed(STYLES[one], (-1, 1)) is STYLES[one]


def test_a_line_round_the_head_falls_over_ears_that_were_hidden_and_not_before_the_brows() -> None:
    usual, low = STYLES[Haircut.BOWL_CUT], framed(STYLES[Haircut.BOWL_CUT], (-1, 1))
    ends = []
    for style in (usual, low):
        points = cut(style, subject(), Variant(), np.random.default_rng(1))[style.layers.index(_longest(style))]
        last = points.points[:, -1]
        beside, before = np.abs(last[:, 0]) > 1.0, (np.abs(last[:, 0]) < 0.5) & (last[:, 2] > 0)
        ends.append([np.percentile(last[one, 1], 10) for one in (beside, before)])
    assert ends[1][0] < ends[0][0] - 0.25
    assert abs(ends[1][1] - ends[0][1]) < 0.05


def _longest(style: Style) -> Lay:
    return max(style.layers, key=lambda layer: layer.length)


def test_tied_hair_is_drawn_back_over_an_ear_and_a_few_strands_hang_on_before_it() -> None:
    cover, strands = framed(STYLES[Haircut.PONYTAIL], (1,)).layers[-2:]
    eye = frame().eye
    swept = lay(cover, subject(), Variant(), np.random.default_rng(1)).points
    assert (swept[..., 1].min(1) < eye - 0.2).sum() > 800  # dense where the ear is
    assert (swept[:, -1, 2] < -0.5).mean() > 0.9  # it ends behind the ear: a lock before it would stop at the jaw
    wisps = lay(strands, subject(), Variant(), np.random.default_rng(1)).points
    assert 6 < (wisps[..., 1].min(1) < eye - 0.6).sum() < 0.03 * len(swept)
    assert (wisps[wisps[..., 1] < eye - 0.4][:, 0] > 0.5).mean() > 0.95  # and keep off the face


def test_ruffled_hair_lies_on_the_head() -> None:
    strands = strands_of(Haircut.MESSY_TOUSLED)[0]
    height = subject().scalp.height(strands.reshape(-1, 3)).reshape(strands.shape[:2]).max(1)
    assert np.percentile(height, 97) < 0.3  # or it would be a cap on the head
    assert np.percentile(height, 90) > 0.12  # ruffled all the same


def test_a_textured_fringe_is_no_row_of_like_points() -> None:
    bunched = []
    for seed in (1, 2, 3):
        ends = strands_of(Haircut.TEXTURED_FRINGE, seed=seed)[-1][:, -1]
        low = ends[(np.abs(ends[:, 0]) < 0.5) & (ends[:, 2] > 0.3) & (ends[:, 1] < frame().brow + 0.7)]
        lowest = low[low[:, 1] < np.percentile(low[:, 1], 30)]
        number = np.histogram(lowest[:, 0], 40, (-0.5, 0.5))[0]
        bunched.append(number.std() / number.mean())
    assert 0.4 < np.mean(bunched) < 0.7  # locks, but with single hairs between their points


def test_sidelocks_of_a_hime_cut_end_straight_beside_the_cheeks() -> None:
    locks = strands_of(Haircut.LONG_HIME_CUT)[-1]
    ends = locks[:, -1]
    assert np.abs(ends[:, 0]).min() > 0.5
    assert np.percentile(ends[:, 1], 90) - np.percentile(ends[:, 1], 10) < 0.25


def test_curtain_bangs_sweep_off_the_forehead_to_beside_the_cheeks() -> None:
    bangs = strands_of(Haircut.LONG_WAVY_CURTAIN_BANGS)[-1]
    low = bangs[(bangs[..., 1] < frame().eye - 0.15) & (bangs[..., 2] > 0)]
    assert len(low) > 100
    assert np.percentile(np.abs(low[:, 0]), 2) > 0.75
    assert (np.abs(bangs[:, 0, 0]) < 0.5).mean() > 0.4  # which begin above the forehead


def test_sidelocks_keep_out_of_a_turned_face_and_a_fringe_does_not_change() -> None:
    lock, fringe = STYLES[Haircut.LONG_HIME_CUT].layers[-1], STYLES[Haircut.LONG_WAVY_CURTAIN_BANGS].layers[-1]
    sine = np.float32(0.3)
    turn = np.float32([[np.sqrt(1 - sine**2), 0, sine], [0, 1, 0], [-sine, 0, np.sqrt(1 - sine**2)]])
    turned = replace(frame(), turn=turn)
    assert not _clear(lock, frame()) and _clear(lock, turned)
    assert not _clear(replace(fringe, combing=replace(fringe.combing, clear=False)), turned)


def test_a_matted_lock_is_dark_at_its_edges() -> None:
    path = np.float32([[0, -0.02 * k, 0] for k in range(100)])
    points, outward = loc(path, 0.1, 200, frame(), np.random.default_rng(1))
    facing = outward[:, 35] @ frame().turn[2]
    front = points[:, 35, 2] > np.percentile(points[:, 35, 2], 60)
    aside = np.abs(points[:, 35, 0])
    assert facing[front & (aside < 0.03)].mean() > facing[front & (aside > 0.06)].mean() + 0.3


def test_a_plait_narrows_to_its_band_and_bends_where_it_comes_to_lie_on_the_chest() -> None:
    path = np.float32([[0, -0.02 * k, 0] for k in range(100)])
    points = fishtail(path, 0.2, frame(), np.random.default_rng(1))[0].reshape(-1, 3)
    middle, end = (np.ptp(points[(points[:, 1] < y) & (points[:, 1] > y - 0.1), 0]) for y in (-0.9, -1.88))
    assert end < 0.75 * middle
    head = subject()
    line = hanging(
        np.float32([1.3, 0, -0.6]), np.float32([0, -1, 0.2]), 3, 0.2, 0.1, head.scalp, head.frame, head.solid
    )
    steps = np.diff(line, axis=0)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    assert (steps[1:] * steps[:-1]).sum(1).min() > 0.9
    assert np.allclose(line[0], [1.3, 0, -0.6])


def test_stubble_counts_as_roots_all_along_and_long_hair_does_not() -> None:
    stubble, long = (lay(STYLES[cut].layers[0], subject(), Variant(), np.random.default_rng(1))
                     for cut in (Haircut.BUZZ_CUT, Haircut.LONG_STRAIGHT))  # fmt: skip
    assert stubble.grown < 0.12 and long.grown == 1


def test_a_pair_of_long_tails_reaches_the_shoulders() -> None:
    tails = [points for points in strands_of(Haircut.LONG_TWINTAILS) if points.shape[1] == 64]
    for tail_ in tails:
        assert tail_[..., 1].min() < subject().solid.shoulder + 0.3


def test_a_plait_that_would_end_on_the_shoulder_goes_on_past_it() -> None:
    head = subject()
    start = np.float32([1.0, 0.2, -0.3])
    down = float(head.frame.facing(start)[1]) - head.solid.shoulder
    assert _past_shoulders(down, start, head) > down + 0.3
    assert _past_shoulders(down + 1, start, head) == pytest.approx(down + 1)
    assert _past_shoulders(0.5 * down, start, head) < 0.75 * down  # a short one stays short


def test_a_bowl_cut_comes_back_to_the_head_at_its_hem() -> None:
    tips = strands_of(Haircut.BOWL_CUT)[0][:, -1]
    beside = np.abs(tips[np.abs(tips[:, 2]) < 0.5, 0])
    assert np.percentile(beside, 99) < subject().scalp.upper[0] + 0.17


@pytest.mark.parametrize("haircut", [Haircut.MESSY_TOUSLED, Haircut.PIXIE_CUT, Haircut.TEXTURED_FRINGE])
def test_short_cuts_lie_on_the_temples_and_hang_over_nothing(haircut: Haircut) -> None:
    head = subject()
    points = strands_of(haircut)[1 if haircut is Haircut.TEXTURED_FRINGE else 0].reshape(-1, 3)
    temple = points[(points[:, 1] < head.scalp.centre[1] + 0.5) & (np.abs(points[:, 2]) < 0.5)]
    assert np.percentile(head.scalp.height(temple), 95) < (0.2 if haircut is Haircut.MESSY_TOUSLED else 0.1)


def test_a_light_fringe_passes_into_thin_sidelocks_before_the_ears() -> None:
    for haircut in (Haircut.SHORT_TWINTAILS, Haircut.LONG_TWINTAILS):
        locks = strands_of(haircut)[1]
        ends = locks[:, -1]
        assert np.percentile(np.abs(ends[:, 0]), 5) > 0.7
        assert frame().chin < np.median(ends[:, 1]) < frame().brow - 0.2
        assert np.percentile(ends[:, 1], 90) - np.percentile(ends[:, 1], 10) > 0.3  # no hem
        assert {-1.0, 1.0} == set(np.sign(ends[:, 0]))


def test_a_head_whose_ears_are_hidden_has_no_sidelocks_besides() -> None:
    style, ponytail = STYLES[Haircut.SHORT_TWINTAILS], STYLES[Haircut.PONYTAIL]
    over = framed(ponytail, (1,)).layers[len(ponytail.layers) :]
    assert framed(style, (1,)).layers == (style.layers[0], *over)


def test_the_upper_half_that_is_tied_up_ends_in_one_round_knot_above_the_crown() -> None:
    head = subject()
    hanging_, gathered, knot = strands_of(Haircut.LONG_HAIR_TIED_UP)
    middle = knot.mean((0, 1))
    assert middle[1] > head.scalp.centre[1] + head.scalp.upper[1]
    assert np.percentile(np.linalg.norm(knot - middle, axis=-1), 99) < 0.5
    assert np.median(np.linalg.norm(gathered[:, -1] - middle, axis=1)) < 0.5
    assert np.median(hanging_[:, -1, 1]) < frame().chin


def test_gathered_hair_goes_on_into_a_bun_in_the_neck() -> None:
    gathered, bun = strands_of(Haircut.CHIGNON)
    away = np.linalg.norm(gathered[:, -1] - bun.mean((0, 1)), axis=1)
    assert np.percentile(away, 90) < STYLES[Haircut.CHIGNON].tied[0].width


def test_hair_tied_low_on_one_side_comes_from_the_other_temple_too() -> None:
    scalp, roots = subject().scalp, strands_of(Haircut.CHIGNON)[0][:, 0]
    azimuth, elevation = scalp.place(roots)
    edge = elevation - scalp.start(azimuth) < 0.3
    near, far = (edge & (side * azimuth > np.pi / 3) & (side * azimuth < np.pi / 2) for side in (1, -1))
    assert far.sum() > 0.6 * near.sum()


def turned(sine: float) -> Subject:
    head = subject()
    cosine = np.sqrt(1 - sine**2)
    return replace(head, frame=replace(head.frame, turn=np.float32([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])))


def test_low_gathered_hair_of_a_turned_head_is_on_its_near_side_and_close_to_its_tie() -> None:
    chignon, ponytail = (STYLES[one].tied[0] for one in (Haircut.CHIGNON, Haircut.PONYTAIL))
    ahead = subject()
    for sine in (0.4, -0.4):
        head = turned(sine)
        near = -int(np.sign(head.frame.yaw))
        assert {_side(chignon, head, Variant(flip=flip)) for flip in (1, -1)} == {near}
        assert {_side(ponytail, head, Variant(flip=flip)) for flip in (1, -1)} == {1, -1}
        assert np.linalg.norm(_offset(chignon, head)) < 0.5 * np.linalg.norm(_offset(chignon, ahead))
        assert np.allclose(_offset(ponytail, head), ponytail.offset)
    assert _side(chignon, ahead, Variant(flip=-1)) == -1


def test_a_layer_in_whose_place_a_head_has_no_root_is_left_out() -> None:
    style = STYLES[Haircut.BOB_CUT]
    nowhere = replace(style.layers[0], where=Where(elevation=(8, 9)))
    both = cut(replace(style, layers=(nowhere, style.layers[0])), subject(), Variant(), np.random.default_rng(1))
    assert len(both) == 1 and len(both[0].points)


def test_hair_begins_with_single_ones_and_grows_dense_over_a_twentieth_of_the_head() -> None:
    start = sow(subject().scalp, 20000, np.random.default_rng(0)).start
    first, middle, whole = (((start > low) & (start < low + 0.03)).sum() for low in (0.0, 0.08, 0.2))
    assert first < 0.4 * whole and first < 0.7 * middle < 0.9 * whole


def test_plaits_and_locs_that_come_forward_keep_their_crossings_apart_and_their_roundness() -> None:
    fall = np.float32([[0, -0.02 * k, 0] for k in range(100)])
    steep = fall + np.float32([[0, 0, 1.5 * np.clip((k - 40) / 20, 0, 1)] for k in range(100)])

    def crossings(path: np.ndarray) -> np.ndarray:
        middle = braid(path, 0.15, 20, frame(), np.random.default_rng(1))[0][:20].mean(0)
        return middle[np.flatnonzero(np.diff(np.sign(middle[:, 0]))), 1]

    straight, bent = crossings(fall), crossings(steep)
    assert len(straight) == len(bent) and np.abs(straight - bent).max() < 0.06
    for path in (fall, steep):
        points = loc(path, 0.15, 60, frame(), np.random.default_rng(1), 0)[0][:, 5:60]
        base = np.interp(-points[..., 1], -path[:, 1], path[:, 2])
        assert np.abs(points[..., 2] - base).max() < 0.3  # no thicker towards the viewer than it is wide


def test_a_faux_hawk_stands_up_and_does_not_curl_over() -> None:
    ridge = cut(STYLES[Haircut.FAUX_HAWK], subject(), Variant(), np.random.default_rng(1))[-1].points
    middle = ridge[np.abs(ridge[:, 0, 0]) < 0.25]
    last = middle[:, -1] - middle[:, -6]
    assert np.median(last[:, 1] / np.linalg.norm(last, axis=1)) > 0.4
    assert (last[:, 1] < 0).mean() < 0.25


def test_no_stubble_of_a_man_bun_stands_on_the_forehead() -> None:
    sides = cut(STYLES[Haircut.MAN_BUN], subject(), Variant(), np.random.default_rng(1))[0]
    assert sides.start is not None and sides.start.min() > 0.05


def test_upright_hair_of_a_faux_hawk_grows_on_the_head_and_none_in_the_neck() -> None:
    ridge = cut(STYLES[Haircut.FAUX_HAWK], subject(), Variant(), np.random.default_rng(1))[-1].points
    assert ridge[:, 0, 1].min() > frame().brow - 0.15
