"""Long trousers over shoes."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.legs import leg_shape
from fittingroom.vision.fitting.shoes import with_heel
from fittingroom.vision.fitting.shoetops import Shoe, over_shoe, past_halfway, shod_shape, shoe_of
from fittingroom.vision.person import Label, Person


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def shod(work: Work, heel: float, gap: bool) -> Person:
    """The person in a shoe that is 0.1 units wide to either side of the first leg, and with a heel that ends `heel`
    units inside of it, with or without a gap to the ankle."""
    leg = work.legs[0]
    u, v, length, unit = leg.limb.u, leg.limb.v, leg.limb.length, leg.unit
    labels = np.where(u > 0.9 * length, np.uint8(Label.BACKGROUND), work.person.labels)
    labels[(np.abs(v) < 0.1 * unit) & (u > 0.9 * length) & (u < 1.15 * length)] = Label.SHOES
    labels[(np.abs(v) < 0.1 * unit) & (u > 0.9 * length) & (u < 0.98 * length)] = Label.SKIN
    start = 0.12 if gap else 0.1
    labels[(v < -start * unit) & (v > -heel * unit) & (u > 0.9 * length) & (u < 1.15 * length)] = Label.SHOES
    return replace(work.person, labels=labels, alpha=f32(labels != Label.BACKGROUND))


def ends(work: Work, shoe: Shoe, half: float) -> tuple[Array, Array]:
    """Where a leg's cloth ends that is `half` units wide to either side, at its middle and at its hem."""
    leg = work.legs[0]
    u = f32(np.linspace(0.1, 1.06, 25) * leg.limb.length)
    edge = f32(np.full(25, half * leg.unit))
    outer, inner = over_shoe(edge, edge, u, 1.04 * leg.limb.length, shoe, leg)
    return outer[[12, -1]] / leg.unit, inner[[12, -1]] / leg.unit


def test_a_hem_covers_the_heel_that_stands_out_beside_it_and_goes_along(measured: Work) -> None:
    shoe = shoe_of(shod(measured, 0.2, gap=False), measured.legs[0], measured.legs[1])
    outer, inner = ends(measured, shoe, 0.16)
    assert inner[1] > 0.195
    assert 0.1 < outer[1] < 0.14
    assert (outer[0], inner[0]) == pytest.approx((0.16, 0.16), abs=0.002)


def test_what_is_apart_from_the_leg_is_the_other_foots(measured: Work) -> None:
    shoe = shoe_of(shod(measured, 0.2, gap=True), measured.legs[0], measured.legs[1])
    outer, inner = ends(measured, shoe, 0.16)
    assert (outer[1], inner[1]) == pytest.approx((0.16, 0.16), abs=0.002)


def test_toes_that_point_far_aside_are_not_covered(measured: Work) -> None:
    places = f32(np.linspace(0.9, 1.15, 26) * measured.legs[0].limb.length)
    far, near = (f32(np.full(26, reach * measured.legs[0].unit)) for reach in (0.4, 0.1))
    outer, inner = ends(measured, Shoe(places, far, near), 0.16)
    assert (outer[1], inner[1]) == pytest.approx((0.16, 0.16), abs=0.002)


def test_a_hem_gets_hardly_wider(measured: Work) -> None:
    places = f32(np.linspace(0.9, 1.15, 26) * measured.legs[0].limb.length)
    wide = f32(np.full(26, 0.28 * measured.legs[0].unit))
    outer, inner = ends(measured, Shoe(places, wide, wide), 0.16)
    assert 0.16 < outer[1] < 0.19 and outer[1] == pytest.approx(inner[1])


def test_between_two_heels_both_legs_cloth_parts_and_one_alone_may_pass_the_middle(measured: Work) -> None:
    leg, other = measured.legs
    u, end = f32(np.linspace(0.5, 1.06, 15) * leg.limb.length), 1.04 * leg.limb.length
    inner, places = f32(np.full(15, 0.12 * leg.unit)), f32(np.linspace(0.9, 1.15, 26) * leg.limb.length)
    small, large = (f32(np.full(26, reach * leg.unit)) for reach in (0.08, 0.2))
    alone = past_halfway(inner, u, end, Shoe(places, small, small), leg, other)
    both = past_halfway(inner, u, end, Shoe(places, large, large), leg, other)
    halfway = 0.5 * np.abs(leg.limb.point(u)[:, 0] - other.limb.point(u)[:, 0])
    assert np.all(both < halfway) and np.all(alone > both)
    assert alone == pytest.approx(halfway + 0.02 * leg.unit, abs=0.03 * leg.unit)


@pytest.mark.parametrize("aside", [-0.08, 0.0, 0.08])
def test_a_bare_leg_ends_in_a_shoe_that_stands_aside_of_its_bones(measured: Work, aside: float) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.95 * measured.legs[0].limb.length)
    share, v, unit = leg.limb.u / leg.limb.length, leg.limb.v, leg.unit
    shoe = (share > 0.96) & (share < 1.18) & (np.abs(v - aside * unit) < 0.11 * unit)
    cloth = (share > 0.8) & (share <= 0.96) & (np.abs(v) < 0.2 * unit)
    labels = np.where(share > 0.8, np.uint8(Label.BACKGROUND), measured.person.labels)
    labels[cloth], labels[shoe] = Label.LOWER, Label.SHOES
    person = replace(measured.person, labels=labels, alpha=f32(labels != Label.BACKGROUND))
    shape = shod_shape(person, leg, measured.legs[1])
    assert shape[(share > 1.02) & (np.abs(v) < unit) & ~shoe].max() < 0.5
    ankle, thigh = (shape > 0.5) & (np.abs(share - 0.95) < 0.01), np.abs(share - 0.4) < 0.02
    assert np.ptp(v[ankle]) > 0.85 * 2 * float(leg.bare_at(f32([0.95 * leg.limb.length]))[0]) - 3
    assert shape[thigh] == pytest.approx(leg_shape(leg)[thigh])


def test_a_leg_that_was_bare_before_stays_where_it_was_seen(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.5 * measured.legs[0].limb.length)
    person = shod(measured, 0.2, gap=False)
    assert with_heel(person, leg, measured.legs[1]) == pytest.approx(leg_shape(leg))
