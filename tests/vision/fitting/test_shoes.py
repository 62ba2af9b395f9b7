"""Shoes that old trousers hid in part, and ankles that stay as they were photographed."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.barelegs import bared_ankles, into_seen
from fittingroom.vision.fitting.crops import WHOLE
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.legs import kept_ankle, leg_shape
from fittingroom.vision.fitting.shoes import at_feet, behind_leg, hidden_shoe, with_heel, with_hidden_shoe
from fittingroom.vision.person import Label, Person


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def painted(person: Person, where: np.ndarray, label: Label, colour: tuple[int, int, int]) -> Person:
    labels = np.where(where, np.uint8(label), person.labels).astype(np.uint8)
    image = np.where(where[..., None], np.uint8(colour), person.image).astype(np.uint8)
    return replace(person, labels=labels, image=image, alpha=np.where(where, 1, person.alpha).astype(np.float32))


def beside(work: Work, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """A strip of the old cloth on the inner side of the first leg, next to its bare outline, and a shoe beyond it."""
    leg = work.legs[0]
    share, away = leg.limb.u / leg.limb.length, -leg.limb.v / np.maximum(leg.bare_at(leg.limb.u), 1)
    along = (share > low) & (share < high) & (leg_shape(leg) < 0.5)
    return along & (away > 0) & (away < 1.6), along & (away >= 1.6) & (away < 3)


def test_a_shoe_goes_on_behind_the_cloth_between_it_and_the_nearer_leg(measured: Work) -> None:
    cloth, shoe = beside(measured, 0.85, 0.95)
    below = np.logical_or(*beside(measured, 0.95, 1.0))
    person = painted(measured.person, shoe | below, Label.SHOES, (20, 20, 30))
    person = painted(person, cloth, Label.LOWER, (90, 110, 160))
    hidden = hidden_shoe(person, measured.legs[0])
    assert hidden[cloth].mean() > 0.7
    drawn = with_hidden_shoe(person, person.image.astype(np.float32), hidden, measured.frame.unit, 1)
    assert drawn[cloth & (hidden > 0.95)].mean() < 40


def test_cloth_with_ground_beside_it_hid_no_shoe(measured: Work) -> None:
    cloth, _ = beside(measured, 0.85, 0.95)
    person = painted(measured.person, cloth, Label.LOWER, (90, 110, 160))
    assert hidden_shoe(person, measured.legs[0])[cloth].max() < 0.1


def test_the_rim_of_cloth_that_is_taken_for_a_shoe_is_none(measured: Work) -> None:
    cloth, shoe = beside(measured, 0.85, 0.95)
    below = np.logical_or(*beside(measured, 0.95, 1.0))
    person = painted(measured.person, shoe | below, Label.SHOES, (20, 20, 30))
    person = painted(person, cloth, Label.LOWER, (90, 110, 160))
    rim = shoe & grow(cloth, 2)
    labels = np.where(shoe & ~rim, np.uint8(Label.BACKGROUND), person.labels).astype(np.uint8)
    thin = replace(person, labels=labels, alpha=np.where(shoe & ~rim, 0, person.alpha).astype(np.float32))
    high = cloth & (measured.legs[0].limb.u < 0.92 * measured.legs[0].limb.length)
    assert hidden_shoe(person, measured.legs[0])[high].mean() > 0.7
    assert hidden_shoe(thin, measured.legs[0])[high].max() < 0.1


def test_what_is_labelled_shoe_on_a_leg_above_its_hem_is_behind_it(measured: Work) -> None:
    leg = measured.legs[0]
    on = (leg_shape(leg) > 0.5) & (leg.limb.u > 0.7 * leg.limb.length) & (leg.limb.u < 0.75 * leg.limb.length)
    person = painted(measured.person, on, Label.SHOES, (20, 20, 30))
    assert behind_leg(person, leg)[on].all()
    own = (person.labels == Label.SHOES) & (leg.limb.u > leg.limb.length)
    assert not behind_leg(person, leg)[own].any()


def test_an_ankle_well_below_the_hem_stays_and_lends_the_leg_its_colours(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.9 * measured.legs[0].limb.length)
    share = leg.limb.u / leg.limb.length
    ankle = (share > 0.9) & (share < 1.06) & (leg_shape(leg) > 0.5)
    person = painted(measured.person, ankle, Label.SKIN, (120, 60, 40))
    drawn_anew = bared_ankles(person, (leg, leg))
    deep = ankle & ~grow(person.labels == Label.LOWER, 0.05 * leg.unit)
    assert not drawn_anew[deep].any()
    assert drawn_anew[ankle & grow(person.labels == Label.LOWER, 1)].mean() > 0.5
    pale = np.full(person.image.shape, 220, np.float32)
    met = into_seen(person, leg, pale, WHOLE)
    assert np.abs(met[deep].mean(0) - (120, 60, 40)).max() < 12
    assert np.abs(met[(share > 0.2) & (share < 0.3)] - 220).max() < 2
    assert (with_heel(person, leg, measured.legs[1]) >= leg_shape(leg)).all()


def test_a_leg_goes_into_its_shoe_at_a_strip_of_ankle_and_not_towards_the_other_shoe(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.95 * measured.legs[0].limb.length)
    share, away = leg.limb.u / leg.limb.length, leg.limb.v / np.maximum(leg.bare_at(leg.limb.u), 1)
    strip = (share > 0.96) & (share < 0.98) & (np.abs(away) < 1.3)
    gap = (share > 0.96) & (share < 0.98) & (away >= 1.3) & (away < 1.45)
    own = (share > 0.93) & (share < 1.05) & ((away > 1.45) & (away < 2.5) | (share > 0.98) & (np.abs(away) < 2))
    other = (share > 0.8) & (share < 0.94) & (away < -1.3) & (away > -2.4)
    between = (share > 0.86) & (share < 0.92) & (away < -1.1) & (away > -1.25)
    person = painted(measured.person, gap | between, Label.LOWER, (90, 110, 160))
    person = painted(painted(person, own | other, Label.SHOES, (20, 20, 30)), strip, Label.SKIN, (120, 60, 40))
    assert not kept_ankle(person, leg).any()
    shape = with_heel(person, leg, measured.legs[1])
    assert shape[strip].mean() > 0.9
    assert shape[gap].mean() > 0.7 > leg_shape(leg)[gap].mean()
    assert shape[between].mean() < 0.4


def test_an_ankle_has_an_even_outline_where_the_old_cloth_beside_it_was_ragged(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.95 * measured.legs[0].limb.length)
    share, away = leg.limb.u / leg.limb.length, leg.limb.v / np.maximum(leg.bare_at(leg.limb.u), 1)
    above = (share > 0.8) & (share <= 0.98) & (away > 0) & (away < 1.8)  # up to the shoe's collar, and too narrow
    teeth = 1.35 + 0.2 * (leg.limb.u % 6 < 3)
    ankle = (share > 0.96) & (share < 0.98) & (np.abs(away) < 1.3)
    collar = (share > 0.9) & (share < 1.05) & (away > 1.8) & (away < 2.5)
    shoe = collar | ((share > 0.98) & (share < 1.05) & (np.abs(away) < 2))
    person = painted(measured.person, above, Label.BACKGROUND, (200, 200, 200))
    person = replace(person, alpha=np.where(above, 0, person.alpha).astype(np.float32))
    person = painted(person, above & (away < teeth), Label.LOWER, (90, 110, 160))
    person = painted(painted(person, shoe, Label.SHOES, (20, 20, 30)), ankle, Label.SKIN, (120, 60, 40))
    on = (with_heel(person, leg, measured.legs[1]) > 0.5) & above
    rows = np.flatnonzero((on & (share > 0.91) & (share < 0.95)).any(1))
    ends = np.array([leg.limb.v[row][on[row]].max() for row in rows])
    assert len(ends) > 6
    assert np.abs(np.diff(ends, 2)).max() < 1.1  # pixels


def test_a_shin_below_a_short_hem_lends_the_knee_above_it_its_colours(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.5 * measured.legs[0].limb.length)
    share = leg.limb.u / leg.limb.length
    shin = (share > 0.5) & (leg_shape(leg) > 0.1)
    person = painted(measured.person, shin & (share < 1.1), Label.SKIN, (120, 60, 40))
    met = into_seen(person, leg, np.full(person.image.shape, 220, np.float32), WHOLE)
    knee, thigh = (leg_shape(leg) > 0.9) & (share > 0.47) & (share < 0.49), (share > 0.05) & (share < 0.12)
    assert np.abs(np.median(met[knee], 0) - (120, 60, 40)).max() < 35  # of 180
    assert np.abs(met[thigh] - 220).mean() < 8


def test_the_ground_beside_a_shoe_is_at_its_feet_only_below_the_hem_over_it(measured: Work) -> None:
    blank = np.zeros((300, 200), np.uint8)
    labels = blank.copy()
    labels[100:200, 80:120], labels[200:216, 90:110], labels[216:240, 70:120] = Label.LOWER, Label.SKIN, Label.SHOES
    person = replace(
        measured.person, labels=labels, image=np.dstack([blank] * 3), alpha=(labels > 0).astype(np.float32)
    )
    found = at_feet(person, 100.0)
    assert found[220, 130] > 0.9  # a heel in the ground's colour
    assert not found[:198, 70:130].any()  # beside the cloth
    assert not found[:, 175:].any()
    assert not found[labels > 0].any()
    labels = np.where(labels == Label.SKIN, np.uint8(Label.LOWER), labels)
    person = replace(person, labels=labels)
    assert found[210, 122] > 0.5 > at_feet(person, 100.0)[210, 116]
    assert at_feet(person, 100.0, labels == Label.LOWER)[210, 122] > 0.5
