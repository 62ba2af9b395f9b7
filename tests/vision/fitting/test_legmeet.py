"""A drawn leg meets what is seen of it below the old hem."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.legmeet import carried, met_shape
from fittingroom.vision.fitting.legs import leg_shape
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def in_shorts(work: Work, out: float) -> tuple[Person, Arm]:
    """Old shorts that end at the knee, and below them legs whose outer edges lie `out` pixels further out than they
    would be drawn."""
    alpha, labels = np.zeros(work.person.alpha.shape, np.float32), np.full_like(work.person.labels, Label.BACKGROUND)
    for leg in work.legs:
        shape = leg_shape(leg, (out, 0.0))
        alpha = np.maximum(alpha, shape)
        labels[shape > 0.5] = Label.SKIN
        labels[(shape > 0.5) & (leg.limb.u < 0.45 * leg.limb.length)] = Label.LOWER
    leg = replace(work.legs[0], sleeve_end=0.45 * work.legs[0].limb.length)
    return replace(work.person, alpha=alpha, labels=labels), leg


def width(leg: Arm, shape: np.ndarray, low: float, high: float) -> float:
    share = leg.limb.u / leg.limb.length
    near = (share > low) & (share < high) & (np.abs(leg.limb.v) < 3 * leg.half)
    return float(shape[near].sum()) / ((high - low) * leg.limb.length)


@pytest.mark.parametrize("out", [-4.0, 5.0])
def test_edges_under_the_old_hem_go_on_from_those_below_it(measured: Work, out: float) -> None:
    person, leg = in_shorts(measured, out)
    truth = leg_shape(measured.legs[0], (out, 0.0))
    own, met = leg_shape(leg), met_shape(person, leg)
    for low, high in ((0.42, 0.45), (0.47, 0.52)):
        seen = width(leg, truth, low, high)
        assert width(leg, met, low, high) == pytest.approx(seen, abs=0.8)
    assert abs(width(leg, own, 0.42, 0.45) - width(leg, truth, 0.42, 0.45)) > 1
    assert abs(width(leg, met, 0.1, 0.2) - width(leg, own, 0.1, 0.2)) < 0.3


def test_a_leg_of_which_nothing_is_seen_stays_as_it_is(measured: Work) -> None:
    person, leg = in_shorts(measured, 2.0)
    covered = replace(person, labels=np.where(person.labels == Label.SKIN, np.uint8(Label.LOWER), person.labels))
    assert np.array_equal(met_shape(covered, leg), leg_shape(leg))
    long = replace(leg, sleeve_end=leg.limb.length)
    assert np.array_equal(met_shape(person, long), leg_shape(long))


def test_a_gap_fades_away_from_where_it_is_seen() -> None:
    seen = np.zeros(200, np.bool_)
    seen[90:120] = True
    found = carried(np.where(seen, 2.0, 50.0).astype(np.float32), seen, 20.0)
    assert found[95:115] == pytest.approx(2.0, abs=0.01)
    assert 0.2 < found[70] < 1.5 and found[20] < 0.01 and found[180] < 0.01
    seen[94:] = False
    assert not carried(np.full(200, 2.0, np.float32), seen, 20.0).any()
