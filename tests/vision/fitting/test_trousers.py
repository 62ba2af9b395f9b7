"""Where trousers begin and end."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.legrows import even_width, own_sag, piece_edges
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import OldTop
from fittingroom.vision.fitting.panels import Rows
from fittingroom.vision.fitting.trousers import across_scale, fit_trousers, hung, level_ends, waist_under_top


def old(hem: float, waist: float | None, belly: bool = False) -> OldTop:
    return OldTop(hem, waist, belly, False)


def test_a_waistband_that_showed_below_the_top_shows_again() -> None:
    assert waist_under_top(old(0.74, 0.77), 0.62) == pytest.approx(0.77, abs=0.02)


def test_a_long_top_hides_the_waistband() -> None:
    assert waist_under_top(old(1.02, 1.0), 0.7) == pytest.approx(0.7)
    assert waist_under_top(old(0.96, 0.95), 0.97) < 0.95


def test_over_a_bare_belly_the_new_waist_lies_where_the_old_one_did() -> None:
    assert waist_under_top(old(0.5, 0.8, belly=True), 0.6) == pytest.approx(0.8)


def test_without_an_old_waist_the_garments_own_rise_decides() -> None:
    assert waist_under_top(old(0.9, None), 0.66) == pytest.approx(0.66)


@pytest.fixture(scope="module")
def laid() -> Work:
    return worn(bottoms.STEPS[:2], trousers())[1]


def widths(work: Work, fit: Fit) -> np.ndarray:
    """Mean width of each leg's rows, and both hems' places along their legs."""
    found = fit_trousers(
        work.garment, work.frame, work.legs, work.sides, work.old, work.crotch, work.crotch, (0.0, 0.0), fit
    )  # fmt: skip
    halves = [np.split(panel.outer, 2) for panel in found.panels]
    wide = [float(np.linalg.norm(left - right[::-1], axis=1).mean()) for left, right in halves]
    return np.array([*wide, *found.ends])


def test_looser_trousers_are_wider_and_closer_ones_narrower_and_as_long(laid: Work) -> None:
    usual, loose, close = (widths(laid, Fit(ease=ease)) for ease in (1.0, 1.1, 0.94))
    assert (loose[:2] > 1.01 * usual[:2]).all()
    assert (close[:2] < usual[:2]).all()
    assert np.allclose(loose[2:], usual[2:])


def test_on_a_bare_belly_a_wide_waistband_lies_close_to_it(laid: Work) -> None:
    slim = replace(laid.sides, width=f32(laid.sides.width * np.where(laid.sides.t < 0.95, 0.5, 1)))
    wide = []
    for belly in (False, True):
        old_top = replace(laid.old, hem=0.6, waist=0.8, belly=belly)
        found = fit_trousers(
            laid.garment, laid.frame, laid.legs, slim, old_top, laid.crotch, laid.crotch, (0.0, 0.0), Fit()
        )  # fmt: skip
        points = np.concatenate([panel.landmarks.target for panel in found.panels])
        near = np.abs(laid.frame.t(points) - found.waist) < 0.03
        wide.append(float(np.abs(laid.frame.lateral(points[near])).max()))
    waist = float(slim.at(0, np.array([0.8], np.float32))[0])
    assert wide[1] < 1.15 * waist
    assert wide[1] < 0.9 * wide[0]


def test_the_sample_that_is_worn_shorter_ends_higher(laid: Work) -> None:
    assert (widths(laid, Fit(turned=True))[2:] < widths(laid, Fit())[2:] - 5).all()


def test_hems_lie_level_whatever_length_was_guessed_for_each_leg(laid: Work) -> None:
    first, second = laid.legs
    ends = [0.3 * first.limb.length, 0.42 * second.limb.length]
    found = level_ends(laid.frame, laid.legs, ends)
    before, after = (
        [float(laid.frame.t(leg.limb.point(end))) for leg, end in zip(laid.legs, each, strict=True)]
        for each in (ends, found)
    )
    assert abs(before[0] - before[1]) > 0.1
    assert after == pytest.approx([np.mean(before)] * 2, abs=0.01)


def test_a_hem_that_hangs_in_its_photo_is_measured(laid: Work) -> None:
    leg = laid.garment.legs[0]
    assert leg is not None
    assert own_sag(laid.garment, 0) < 0.02
    x = leg.hem[:, 0]
    middle = (x - x.mean()) / np.ptp(x) * 2
    hung = replace(leg, hem=np.stack([x, leg.hem[:, 1] - 10 * middle**2], 1).astype(np.float32))
    assert own_sag(replace(laid.garment, legs=(hung, None)), 0) > 0.05


def test_a_slanting_hem_narrows_no_leg(laid: Work) -> None:
    garment = laid.garment
    leg = garment.legs[0]
    assert leg is not None
    rows = np.flatnonzero(leg.mask.any(1))
    mask = leg.mask.copy()
    for step, row in enumerate(rows[-12:]):
        columns = np.flatnonzero(mask[row])
        mask[row, columns[: (step + 1) * len(columns) // 12]] = False
    slanting = replace(garment, legs=(replace(leg, mask=mask), garment.legs[1]))
    left, right = piece_edges(slanting, 0, np.float32([rows[-60], rows[-1] + 20]))
    widths = np.abs(right - left)
    assert widths[1] > 0.8 * widths[0]


def test_cloth_spans_a_hollow_that_the_garment_does_not_have() -> None:
    ys = np.linspace(0, 100, 11, dtype=np.float32)
    hollow = 8 * np.sin(np.pi * ys / 100)
    straight, bent = (np.stack([10 + by, ys], 1).astype(np.float32) for by in (0 * ys, hollow))
    inner = np.stack([np.full(11, 40), ys], 1).astype(np.float32)
    own = np.ones((2, 11), np.bool_)
    spanned = hung(Rows(np.stack([bent, inner]), np.stack([straight, inner]), own), 0).target
    assert np.abs(spanned[0, :, 0] - 10).max() < 0.5
    assert np.allclose(spanned[1], inner)
    kept = hung(Rows(np.stack([bent, inner]), np.stack([bent, inner]), own), 0).target
    assert np.allclose(kept[0], bent, atol=0.1)


def test_hips_that_are_seen_wide_widen_no_legs_that_are_short(laid: Work) -> None:
    short = replace(laid.frame, ankles=laid.frame.ankles - np.array([0, 0.6 * laid.frame.torso], np.float32))
    usual, less = (
        fit_trousers(
            laid.garment, frame, laid.legs, laid.sides, laid.old, laid.crotch, laid.crotch, (0.0, 0.0), Fit(ease=1.3)
        )
        for frame in (laid.frame, short)
    )
    assert usual.scale == pytest.approx(less.scale)
    hems = [np.split(fit.panels[0].outer, 2) for fit in (usual, less)]
    wide, narrow = (float(np.linalg.norm(left - right[::-1], axis=1)[-4]) for left, right in hems)
    assert narrow < 0.9 * wide


def test_hips_are_believed_about_the_width_of_legs_as_far_as_they_agree_with_their_length() -> None:
    assert across_scale(0.9, 1.0) == pytest.approx(0.9)
    assert across_scale(1.2, 1.0) == pytest.approx(1.2)
    assert across_scale(1.4, 1.0) < 1.2
    assert across_scale(2.0, 1.0) == across_scale(1.6, 1.0) > 1.0


def test_patches_and_tatters_make_no_bulges_but_flares_stay() -> None:
    down = np.linspace(0, 1, 24)
    flared = (40 - 50 * down + 40 * down**2).astype(np.float32)
    assert np.abs(even_width(flared) - flared).max() < 0.5
    tattered = flared.copy()
    tattered[12] += 8
    assert np.abs(even_width(tattered) - flared).max() < 3
