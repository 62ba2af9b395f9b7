"""An open jacket says nothing of how wide the body below it is."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.hands import near_hands, past_hands
from fittingroom.vision.fitting.opentops import beneath_open, beyond_sides, without_prongs
from fittingroom.vision.fitting.outline import Sides
from fittingroom.vision.person import Label, Person


@pytest.fixture
def person() -> Person:
    return drawn_person()


def standing_off(unit: float, width: float = 0.7) -> Sides:
    t = np.linspace(0.2, 1.4, 61, dtype=np.float32)
    usual = np.full(61, 0.54 * unit, np.float32)
    return Sides(t, np.full((2, 61), width * unit, np.float32), np.ones((2, 61), np.bool_), usual)


def test_a_body_is_as_wide_as_one_in_a_close_top_where_a_jacket_stands_off(person: Person) -> None:
    frame, arms = frame_and_arms(person)
    clothed = replace(person, labels=np.where(person.labels == Label.LOWER, np.uint8(Label.UPPER), person.labels))
    found = beneath_open(clothed, frame, arms, standing_off(frame.unit))
    assert found.at(0, 0.5) == pytest.approx(0.459 * frame.unit, rel=0.02)
    assert found.hidden
    assert not found.free.any()


def test_a_body_that_is_seen_stays_as_wide(person: Person) -> None:
    frame, arms = frame_and_arms(person)
    slim = standing_off(frame.unit, 0.43)
    assert beneath_open(person, frame, arms, slim).width == pytest.approx(slim.width)
    t, lateral = frame.fields(person.labels.shape)
    worn = np.where((t > 0.9) & (np.abs(lateral) < 0.6 * frame.unit), np.uint8(Label.LOWER), np.uint8(Label.UPPER))
    stout = beneath_open(replace(person, labels=worn), frame, arms, standing_off(frame.unit))
    assert stout.at(1, 1.2) > 0.5 * frame.unit


def test_cloth_that_hung_beside_the_body_is_no_part_of_the_new_top(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    sides = standing_off(frame.unit)
    worn = replace(person, labels=np.full_like(person.labels, Label.UPPER))
    t, lateral = frame.fields(person.labels.shape)
    inner = (np.abs(lateral) < 0.5 * frame.unit).astype(np.float32)
    pits = np.stack([frame.at(0.3, -0.5 * frame.unit), frame.at(0.4, 0.5 * frame.unit)])
    found = beyond_sides(worn, frame, replace(sides, hidden=True), inner, pits)
    assert found[(t > 0.42) & (np.abs(lateral) > 0.55 * frame.unit)].all()
    assert not found[np.abs(lateral) < 0.5 * frame.unit].any()
    assert not found[(t < 0.39) & (lateral > 0)].any()
    assert not beyond_sides(worn, frame, sides, inner, pits).any()


def test_dark_prongs_beside_a_hand_on_a_jacket_are_its_shade(person: Person) -> None:
    frame, arms = frame_and_arms(person)
    ys, xs = np.nonzero(near_hands((arms[0], arms[0])))
    x, y = int(np.median(xs)), int(np.median(ys))
    image, labels = np.full_like(person.image, 200), np.full_like(person.labels, Label.UPPER)
    hand, prong = np.s_[y - 8 : y + 8, x - 8 : x + 8], np.s_[y - 16 : y - 9, x - 1 : x + 1]
    image[hand], labels[hand] = SKIN, Label.SKIN
    labels[prong], image[prong] = Label.SKIN, (60, 40, 30)
    found = without_prongs(replace(person, image=image, labels=labels), arms, frame.unit).labels
    assert (found[y - 15 : y - 10, x - 1 : x + 1] == Label.UPPER).all()
    assert (found[hand] == Label.SKIN).all()
    image[prong] = SKIN
    kept = without_prongs(replace(person, image=image, labels=labels), arms, frame.unit).labels
    assert (kept[prong] == Label.SKIN).all()


def test_no_arm_goes_on_where_its_hand_bends_aside(person: Person) -> None:
    _, arms = frame_and_arms(person)
    arm = arms[0]
    u, v, length = arm.limb.u, arm.limb.v, arm.limb.length
    bent = (u > 0.98 * length) & (u < 1.06 * length) & (v < 2 * arm.half) & (v > -3.5 * arm.half)
    labels = np.where(bent, np.uint8(Label.SKIN), np.uint8(Label.UPPER))
    on = (u > 1.1 * length) & (u < 1.25 * length) & (np.abs(v) < 0.8 * arm.half)
    assert past_hands(replace(person, labels=labels), (arm, arm))[on].all()
    straight = np.where((u > 0.98 * length) & (u < 1.4 * length) & (np.abs(v) < 1.2 * arm.half), 2, 3)
    gap = (u > 1.05 * length) & (u < 1.1 * length)
    labels = np.where(gap, np.uint8(Label.UPPER), straight.astype(np.uint8))
    assert not past_hands(replace(person, labels=labels), (arm, arm))[gap & (np.abs(v) < arm.half)].any()
