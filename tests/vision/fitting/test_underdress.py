from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import WALL, drawn_person, frame_and_arms

from fittingroom.vision.fitting.outline import measure_sides, shoulder_line
from fittingroom.vision.fitting.underdress import (
    above_shoulders,
    bare_shoulders,
    close_by,
    hidden_sides,
    slim_arm,
    under_straps,
)


def test_shoulders_are_lower_without_the_cloth_on_them() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    line = shoulder_line(person, frame)
    bare = bare_shoulders(person, frame, line)
    assert (bare.height <= line.height + 1e-3).all()
    clothed = (np.abs(line.lateral) > 30) & (np.abs(line.lateral) < 48)
    assert (line.height - bare.height)[clothed].min() > 0.5


def test_the_torso_is_hidden_below_the_armpits_only() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    sides = measure_sides(person, frame, arms)
    hidden = hidden_sides(sides, 0.4)
    assert np.allclose(hidden.width[:, sides.t < 0.4], sides.width[:, sides.t < 0.4])
    assert (hidden.width[:, sides.t > 0.5] < 0.8 * sides.width[:, sides.t > 0.5]).all()


def test_nothing_stands_above_the_shoulders() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    above = above_shoulders(frame, shoulder_line(person, frame), (480, 400))
    assert above[60, 140] > 0.9
    assert above[200, 200] < 0.1
    assert above[60, 20] < 0.1  # too far out for a shoulder


def test_a_plain_background_comes_back_behind_the_person() -> None:
    person = drawn_person()
    plate = np.zeros_like(person.image, np.float32) + np.float32(WALL) - 9
    behind = close_by(person, plate)
    assert np.abs(behind[person.alpha > 0.5] - np.float32(WALL)).max() < 6


def test_an_arm_is_as_slim_under_its_old_sleeve_as_below_it() -> None:
    person = drawn_person(0.4)
    _, arms = frame_and_arms(person)
    arm = arms[0]
    end = arm.sleeve_end
    assert 0.1 * arm.limb.length < end < 0.75 * arm.limb.length
    below = arm.stations > end + 0.05 * arm.limb.length
    slim = replace(arm, bare=np.where(below, 0.85 * arm.bare, arm.bare).astype(np.float32))
    fitted = slim_arm(slim).bare
    under, past = arm.stations < 0.5 * end, arm.stations > end + 0.1 * arm.limb.length
    assert fitted[under].max() < 0.97 * arm.bare[under].max()
    assert np.allclose(fitted[past], slim.bare[past])


def test_skin_goes_straight_on_under_a_strap_but_not_under_a_sleeve() -> None:
    height = np.float32([10, 10, 10, 16, 16, 16, 8, 8, 8, 15, 15, 15])
    clothed = np.array([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], np.bool_)
    bridged, found = under_straps(height, clothed, ~clothed)
    assert np.array_equal(np.flatnonzero(found), np.arange(2, 7))
    assert np.allclose(bridged[2:7], [10, 9.5, 9, 8.5, 8])
    assert np.array_equal(bridged[9:], height[9:])
