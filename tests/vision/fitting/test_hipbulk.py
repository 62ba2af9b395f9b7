"""What hangs beside the hips is no hip."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hipbulk import without_bulk
from fittingroom.vision.fitting.outline import Sides
from fittingroom.vision.person import Label, Person


@pytest.fixture
def person() -> Person:
    return drawn_person()


def dressed(person: Person, frame: Frame, width: float, label: Label) -> tuple[Person, Sides]:
    """The person as wide as that (units) from the waist down on the image's left, where `label` ends the outline."""
    t = np.linspace(0.2, 1.4, 61, dtype=np.float32)
    usual = np.full(61, 0.54 * frame.unit, np.float32)
    widths = np.stack([np.full(61, width * frame.unit, np.float32), usual])
    rows, lateral = frame.fields(person.labels.shape)
    labels = np.where(rows > 0.5, np.uint8(Label.LOWER), person.labels)
    beside = (rows > 0.5) & (lateral < -0.5 * frame.unit)
    return replace(person, labels=np.where(beside, np.uint8(label), labels)), Sides(
        t, widths, np.ones((2, 61), np.bool_), usual
    )


def test_hips_under_a_wide_jacket_or_a_bag_are_a_bodys(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    for label in (Label.UPPER, Label.SKIN):
        worn, sides = dressed(person, frame, 0.8, label)
        found = without_bulk(worn, frame, sides)
        assert found.at(0, 1.0) == pytest.approx(0.594 * frame.unit, rel=0.02)
        assert found.at(0, 0.4) == pytest.approx(0.8 * frame.unit, rel=0.01)


def test_hips_that_are_seen_in_what_is_worn_on_them_stay_as_wide(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    worn, sides = dressed(person, frame, 0.7, Label.LOWER)
    assert without_bulk(worn, frame, sides).width == pytest.approx(sides.width)
    slim, sides = dressed(person, frame, 0.56, Label.UPPER)
    assert without_bulk(slim, frame, sides).width == pytest.approx(sides.width)


def test_a_stout_body_is_no_slimmer_behind_its_hand(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    worn, sides = dressed(person, frame, 0.68, Label.SKIN)
    stout = replace(sides, width=np.full((2, 61), 0.68 * frame.unit, np.float32))
    rows, lateral = frame.fields(worn.labels.shape)
    seen = (rows > 0.5) & (lateral > 0) & (lateral < 0.7 * frame.unit)
    both = replace(worn, labels=np.where(seen, np.uint8(Label.LOWER), worn.labels))
    assert without_bulk(both, frame, stout).at(0, 1.0) == pytest.approx(0.68 * frame.unit, rel=0.02)
