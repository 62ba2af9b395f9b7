"""Legs: hems taken for shoes, and where a leg's middle lies."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.legs import (
    cloth_parts,
    crotch_height,
    kept_ankle,
    leg_shape,
    off_middle,
    shaded_ankle,
    trace_legs,
    with_ankle,
    with_cuffs,
    worn_to,
)
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def test_a_hem_that_is_taken_for_the_shoe_is_given_back_to_the_trousers(measured: Work) -> None:
    person = measured.person
    rows = np.flatnonzero((person.labels == Label.SHOES).any(1))
    hem = (person.labels == Label.LOWER) & (np.arange(len(person.labels))[:, None] >= rows[0] - 8)
    assert hem.sum() > 100
    wrong = replace(person, labels=np.where(hem, Label.SHOES, person.labels).astype(np.uint8))
    mended = with_cuffs(wrong, measured.legs)
    assert (mended.labels[hem] == Label.LOWER).mean() > 0.6


def worn_beside(leg: Arm, begins: float, ends: float) -> np.ndarray:
    """Labels of a clothed leg and of another leg's cloth beside it. begins: half widths from its middle; ends: lengths
    of this leg."""
    u, v, half, length = leg.limb.u, leg.limb.v, float(leg.bare[-1]), leg.limb.length
    own = (np.abs(v) < half) & (u < length)
    beside = (v > begins * half) & (v < 2 * half) & (u < ends * length)
    return np.where(own | beside, np.uint8(Label.LOWER), np.uint8(Label.BACKGROUND))


def test_the_hem_of_a_leg_that_a_step_takes_past_is_not_this_legs(measured: Work) -> None:
    leg, half, length = measured.legs[0], float(measured.legs[0].bare[-1]), measured.legs[0].limb.length
    labels = worn_beside(leg, 0.8, 1.15)
    longer = replace(leg.limb, v=leg.limb.v - np.float32(1.6 * half), length=1.2 * length)
    ahead = replace(measured.legs[1], limb=longer)
    assert worn_to(replace(measured.person, labels=labels), leg, ahead) == pytest.approx(length, abs=0.03 * length)


def test_the_hem_of_the_leg_that_stands_before_this_one_is_not_this_legs(measured: Work) -> None:
    leg, half, length = measured.legs[0], float(measured.legs[0].bare[-1]), measured.legs[0].limb.length
    labels = worn_beside(leg, 0.5, 1.12)
    other = replace(measured.legs[1], limb=replace(leg.limb, v=leg.limb.v - np.float32(half)))
    assert worn_to(replace(measured.person, labels=labels), leg, other) == pytest.approx(length, abs=0.03 * length)


def test_shoes_stay_shoes(measured: Work) -> None:
    shoes = measured.person.labels == Label.SHOES
    assert (with_cuffs(measured.person, measured.legs).labels[shoes] == Label.SHOES).mean() > 0.97


def test_a_leg_whose_edges_are_both_seen_tells_how_far_its_middle_lies_off(measured: Work) -> None:
    leg = measured.legs[0]
    seen = np.ones_like(leg.outer_free)
    moved = replace(leg, outer=leg.bare + 4, inner=leg.bare - 4, outer_free=seen, inner_free=seen)
    assert np.median(off_middle(moved)) == pytest.approx(4, abs=0.5)


def test_without_edges_a_leg_lies_where_it_was_traced(measured: Work) -> None:
    unseen = np.zeros_like(measured.legs[0].outer_free)
    assert not off_middle(replace(measured.legs[0], outer_free=unseen)).any()


def test_a_shoe_that_is_taken_for_the_trousers_is_given_back(measured: Work) -> None:
    person = measured.person
    shoes = person.labels == Label.SHOES
    top = shoes & (np.cumsum(shoes, 0) <= 5)
    wrong = replace(person, labels=np.where(top, Label.LOWER, person.labels).astype(np.uint8))
    assert (with_cuffs(wrong, measured.legs).labels[top] == Label.SHOES).mean() > 0.6


def test_an_ankle_that_is_seen_says_where_the_leg_stands_and_how_slender_it_is(measured: Work) -> None:
    leg = measured.legs[0]
    share, v = leg.limb.u / leg.limb.length, leg.limb.v
    half = float(leg.bare_at(np.array([leg.limb.length]))[0])
    strip = (share > 0.97) & (share < 1.06) & (v > 3 - 0.7 * half) & (v < 3 + 0.7 * half)
    person = replace(measured.person, labels=np.where(strip, Label.SKIN, measured.person.labels).astype(np.uint8))
    found = with_ankle(person, leg)
    at = np.array([0.97 * leg.limb.length], np.float32)
    assert 0.6 * half < found.bare_at(at)[0] < 0.85 * half
    assert off_middle(found)[-5] == pytest.approx(3, abs=1)


def test_an_ankle_that_is_kept_is_as_wide_as_it_is_seen_where_the_leg_was_taken_to_narrow(measured: Work) -> None:
    leg = measured.legs[0]
    share, v = leg.limb.u / leg.limb.length, leg.limb.v
    half = float(leg.bare_at(np.array([0.98 * leg.limb.length], np.float32))[0])
    narrowed = leg.bare * np.where(leg.stations > leg.limb.length, 0.6, 1).astype(np.float32)
    strip = (share > 0.98) & (share < 1.12) & (np.abs(v) < 0.8 * half)
    person = replace(measured.person, labels=np.where(strip, Label.SKIN, measured.person.labels).astype(np.uint8))
    assert kept_ankle(person, leg).any()
    found = with_ankle(person, replace(leg, bare=narrowed))
    at = np.array([1.06 * leg.limb.length], np.float32)
    assert found.bare_at(at)[0] == pytest.approx(0.77 * half, rel=0.1)


def test_a_leg_without_a_seen_ankle_stays_as_it_was(measured: Work) -> None:
    labels = np.where(measured.person.labels == Label.SKIN, Label.SHOES, measured.person.labels).astype(np.uint8)
    assert with_ankle(replace(measured.person, labels=labels), measured.legs[0]) is measured.legs[0]


def test_a_leg_is_no_wider_than_the_cloth_that_is_seen_round_it(measured: Work) -> None:
    person, leg = measured.person, measured.legs[0]
    along = (leg.limb.u > 0.25 * leg.limb.length) & (leg.limb.u < 0.55 * leg.limb.length)
    touching = along & (leg.limb.v < 0) & (measured.legs[1].limb.v < 0)
    cut = along & (leg.limb.v > 0.7 * leg.half)
    alpha = np.where(touching, 1, np.where(cut, 0, person.alpha)).astype(np.float32)
    labels = np.where(touching, Label.LOWER, np.where(cut, Label.BACKGROUND, person.labels)).astype(np.uint8)
    found = trace_legs(replace(person, alpha=alpha, labels=labels), measured.frame)[0]
    within = found.outer_free & (found.stations > 0.34 * leg.limb.length) & (found.stations < 0.46 * leg.limb.length)
    assert within.sum() > 3
    assert (found.bare[within] < np.maximum(found.outer, found.inner)[within]).all()


def test_the_edges_of_flared_trousers_are_seen_however_thin_the_shin_is(measured: Work) -> None:
    person, leg, unit = measured.person, measured.legs[0], measured.frame.unit
    share = leg.limb.u / leg.limb.length
    flare = (share > 0.7) & (share < 0.95) & (leg.limb.v > 0) & (leg.limb.v < 0.36 * unit)
    beyond = (share > 0.65) & (share < 1) & (leg.limb.v > 0.36 * unit) & (leg.limb.v < 0.6 * unit)
    alpha = np.where(flare, 1, np.where(beyond, 0, person.alpha)).astype(np.float32)
    labels = np.where(flare, Label.LOWER, np.where(beyond, Label.BACKGROUND, person.labels)).astype(np.uint8)
    found = trace_legs(replace(person, alpha=alpha, labels=labels), measured.frame)[0]
    at = np.abs(found.stations / leg.limb.length - 0.86) < 0.05
    assert found.outer_free[at].all()
    assert found.outer[at] == pytest.approx(0.36 * unit, abs=3)


def test_legs_that_stride_apart_part_where_the_gap_begins_and_thighs_side_by_side_may_touch(measured: Work) -> None:
    person, frame, legs = measured.person, measured.frame, measured.legs
    t, _ = frame.fields(person.labels.shape)
    hips, share = float(frame.t(frame.hips).mean()), frame.unit / frame.torso
    between = (legs[0].limb.v < 0.05 * frame.unit) & (legs[1].limb.v < 0.05 * frame.unit) & (t > hips)
    alpha = np.where(between, (t < hips + 0.65 * share), person.alpha).astype(np.float32)
    touching = replace(person, alpha=alpha)
    beside = crotch_height(touching, frame, legs)
    outwards = np.array([[-0.3, 0], [0.3, 0]], np.float32) * frame.unit
    striding = crotch_height(touching, replace(frame, knees=frame.knees + outwards), legs)
    assert beside == pytest.approx(hips + 0.3 * share, abs=0.01)
    assert striding == pytest.approx(hips + 0.62 * share, abs=0.04)


def test_what_has_the_skins_hue_beside_an_ankle_belongs_to_it_but_not_to_trousers_of_that_hue(measured: Work) -> None:
    leg = measured.legs[0]
    share, away = leg.limb.u / leg.limb.length, np.abs(leg.limb.v) / leg.half
    known = (share > 0.98) & (share < 1.06) & (away < 0.4)
    shade = (share > 0.98) & (share < 1.06) & (away < 1.0) & ~known
    labels = measured.person.labels.copy()
    labels[known], labels[shade] = Label.SKIN, Label.LOWER
    skin = np.median(measured.person.image[measured.person.labels == Label.SKIN], axis=0)
    image = measured.person.image.copy()
    image[known | shade] = skin
    person = replace(measured.person, labels=labels, image=image)
    found = shaded_ankle(person, leg, known)
    assert found[shade].mean() > 0.9
    image[labels == Label.LOWER] = skin
    assert np.array_equal(shaded_ankle(person, leg, known), known)


def test_long_trousers_part_a_little_below_the_crotch_on_legs_side_by_side_that_wore_short_ones(
    measured: Work,
) -> None:
    person, frame = measured.person, measured.frame
    short = tuple(replace(leg, sleeve_end=0.4 * leg.limb.length) for leg in measured.legs)
    share, crotch = frame.unit / frame.torso, crotch_height(person, frame, measured.legs)
    closed = replace(person, alpha=np.ones_like(person.alpha))
    down = np.array([0, frame.torso], np.float32)
    upright = replace(frame, knees=frame.hips + down, ankles=frame.hips + 2 * down)
    assert cloth_parts(closed, upright, (short[0], short[1]), crotch) == pytest.approx(crotch + 0.3 * share, abs=0.02)
    outwards = np.array([[-0.6, 0], [0.6, 0]], np.float32) * frame.unit
    striding = replace(upright, knees=upright.knees + outwards)
    assert cloth_parts(closed, striding, (short[0], short[1]), crotch) == pytest.approx(crotch, abs=0.02)


def test_below_a_short_hem_a_bare_leg_goes_on_from_the_edge_that_is_seen(measured: Work) -> None:
    leg = measured.legs[0]
    length, along = leg.limb.length, leg.stations / leg.limb.length
    seen = along > 0.5
    wide = leg.bare + 0.05 * leg.unit
    outer, inner = wide + off_middle(leg), np.where(seen, leg.bare, leg.inner) - off_middle(leg)
    free = np.where(seen, True, False)
    short = replace(leg, sleeve_end=0.48 * length, outer=np.where(seen, outer, leg.outer).astype(np.float32),
                    inner=inner.astype(np.float32), outer_free=free, inner_free=free)  # fmt: skip

    def edge(at: float, of: Arm) -> float:
        here = (np.abs(leg.limb.u / length - at) < 0.004) & (leg_shape(of) > 0.5)
        return float(leg.limb.v[here].max())

    flat = replace(short, sleeve_end=0.9 * length)
    assert edge(0.49, short) > edge(0.49, flat) + 1.5
    assert abs(edge(0.1, short) - edge(0.1, flat)) < 1.5
