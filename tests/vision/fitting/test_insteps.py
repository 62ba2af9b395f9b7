"""Hems that shoes lift."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.insteps import MOST, STEEPEST, lifted, points_outwards, tilt
from fittingroom.vision.person import Label, Person


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def lying(work: Work, arch: float, bare: float = 0.0, slope: float = 0.0) -> Person:
    """The person whose first leg's trousers end in a line that is `arch` of their width higher in the middle, with so
    much of the leg `bare` below it, and a shoe below that. slope: how much lower its outer end lies."""
    leg = work.legs[0]
    u, v, half = leg.limb.u, leg.limb.v, 1.3 * float(leg.bare[-1])
    end = leg.limb.length + 2 * half * arch * ((v / half) ** 2 - 1) + slope * v
    here = (np.abs(v) < half) & (u > 0.85 * leg.limb.length) & (u < 1.1 * leg.limb.length)
    below = np.where(u < end + bare * leg.limb.length, np.uint8(Label.SKIN), np.uint8(Label.SHOES))
    new = np.where(u < end, np.uint8(Label.LOWER), below)
    low = (u > 0.85 * leg.limb.length) & (np.abs(v) < 4 * half)
    labels = np.where(low, np.uint8(Label.BACKGROUND), work.person.labels)
    return replace(work.person, labels=np.where(here, new, labels).astype(np.uint8))


def test_a_hem_that_lies_on_a_shoe_is_lifted_as_far_as_it_was(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=measured.legs[0].limb.length)
    found = lifted(lying(measured, 0.25), leg, measured.legs[1])
    assert found is not None and found == -MOST
    less = lifted(lying(measured, 0.1), leg, measured.legs[1])
    assert less is not None and found < less < -0.05


def test_a_hem_that_hangs_is_not_lifted(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=measured.legs[0].limb.length)
    assert lifted(lying(measured, -0.15), leg, measured.legs[1]) is None
    assert lifted(lying(measured, 0.0), leg, measured.legs[1]) is None


def test_above_a_bare_ankle_no_shoe_lifts_the_hem(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=measured.legs[0].limb.length)
    assert lifted(lying(measured, 0.25, bare=0.04), leg, measured.legs[1]) is None


def test_short_trousers_lie_on_no_shoe(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.5 * measured.legs[0].limb.length)
    assert lifted(lying(measured, 0.25), leg, measured.legs[1]) is None


@pytest.mark.parametrize("slope", [-0.12, 0.0, 0.12])
def test_a_hem_on_a_shoe_slopes_as_the_old_one_did(measured: Work, slope: float) -> None:
    leg = replace(measured.legs[0], sleeve_end=measured.legs[0].limb.length)
    assert tilt(lying(measured, 0.05, slope=slope), leg, measured.legs[1]) == pytest.approx(slope, abs=0.05)
    assert abs(tilt(lying(measured, 0.05, slope=5 * slope), leg, measured.legs[1])) <= STEEPEST + 1e-6


@pytest.mark.parametrize("side", [-1, 0, 1])
def test_above_the_toes_a_hem_lies_higher(measured: Work, side: int) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.4 * measured.legs[0].limb.length)
    u, v, half, length = leg.limb.u, leg.limb.v, 1.3 * float(leg.bare[-1]), leg.limb.length
    toes = (u > length) & (u < length + 3 * half) & (np.abs(v - 1.2 * side * (u - length)) < half)
    labels = np.where(toes, np.uint8(Label.SHOES), np.where(u > length, np.uint8(0), measured.person.labels))
    person = replace(measured.person, labels=labels.astype(np.uint8))
    assert np.sign(points_outwards(person, leg, measured.legs[1])) == side
    assert np.sign(tilt(person, leg, measured.legs[1])) == -side
