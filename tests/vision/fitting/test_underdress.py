from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import WALL, drawn_person, frame_and_arms

from fittingroom.vision.fitting.outline import measure_sides
from fittingroom.vision.fitting.underdress import (
    close_by,
    hidden_sides,
    slim_arm,
)


def test_the_torso_is_hidden_below_the_armpits_only() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    sides = measure_sides(person, frame, arms)
    hidden = hidden_sides(sides, 0.4)
    assert np.allclose(hidden.width[:, sides.t < 0.4], sides.width[:, sides.t < 0.4])
    assert (hidden.width[:, sides.t > 0.5] < 0.8 * sides.width[:, sides.t > 0.5]).all()


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
