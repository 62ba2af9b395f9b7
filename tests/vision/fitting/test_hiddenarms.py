"""Arms that the pose network only guesses at, on a drawn person."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.hiddenarms import relabelled, without_hidden
from fittingroom.vision.person import Label, Person


def person_with_guess(elbow: tuple[float, float], wrist: tuple[float, float], visible: float) -> Person:
    person = drawn_person(sleeve=0.4)
    pose = person.pose.copy()
    pose[13, :2], pose[15, :2], pose[[13, 15], 3] = elbow, wrist, visible
    return replace(person, pose=pose)


def test_an_arm_guessed_on_the_chest_is_put_out_of_the_way() -> None:
    person = person_with_guess((190, 215), (185, 270), 0.1)
    arms = without_hidden(person, frame_and_arms(person)[1])
    assert (arms[0].hidden, arms[1].hidden) == (False, True)
    assert arms[1].sleeve_end == 0
    assert not (np.abs(arms[1].limb.v) < 5 * arms[1].half).any()


def test_arms_that_are_seen_or_stand_out_against_the_background_stay() -> None:
    before = person_with_guess((190, 215), (185, 270), 0.8)  # it lies before the body
    beside = person_with_guess((270, 230), (278, 305), 0.1)
    for person in (before, beside):
        arms = frame_and_arms(person)[1]
        assert without_hidden(person, arms) == arms


def test_an_arm_that_is_hidden_stays_so_when_the_other_ones_cloth_is_told_anew() -> None:
    person = person_with_guess((190, 215), (185, 270), 0.1)
    frame, arms = frame_and_arms(person)
    found = np.zeros(person.labels.shape, np.bool_)
    assert relabelled(person, frame, arms, found, Label.UPPER)[1] is arms
    found[180:200, 125:140] = True
    after, seen = relabelled(person, frame, arms, found, Label.UPPER)
    assert (after.labels[found] == Label.UPPER).all()
    assert (seen[0].hidden, seen[1].hidden) == (False, True)
