"""Old sleeves wider than an arm, on a drawn person."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import SHIRT, WALL, drawn_person, frame_and_arms

from fittingroom.vision.fitting.outline import measure_sides
from fittingroom.vision.fitting.widesleeves import beside_wide_sleeves, is_wide, within_wide_sleeve
from fittingroom.vision.person import Label, Person


def person_with_sleeve(width: int) -> Person:
    """Long sleeves; the one on the image's right is so many pixels wide and touches the body down to the waist."""
    person = drawn_person(sleeve=1.0)
    image, labels, pose = person.image.copy(), person.labels.copy(), person.pose.copy()
    joints = ((250, 150), (276, 250), (300, 325))
    beside = np.zeros(labels.shape, np.bool_)
    beside[:, 262:] = True
    image[beside], labels[beside] = WALL, Label.BACKGROUND
    beside[:225] = False
    beside[225:, 247:] = True
    gone = beside & (labels == Label.UPPER)
    image[gone], labels[gone] = WALL, Label.BACKGROUND
    sleeve = np.zeros(labels.shape, np.uint8)
    cv2.polylines(sleeve, [np.array(joints, np.int32)], False, 1, width)
    image[sleeve > 0], labels[sleeve > 0] = SHIRT, Label.UPPER
    pose[[11, 13, 15], :2] = joints
    pose[19, :2] = 306, 345
    alpha = np.asarray(cv2.GaussianBlur((labels > 0).astype(np.float32), (0, 0), 0.6), np.float32)
    return replace(person, image=image, labels=labels, pose=pose, alpha=alpha)


def test_the_body_goes_no_further_out_above_a_gap_beside_a_wide_sleeve_than_in_it() -> None:
    person = person_with_sleeve(42)
    frame, arms = frame_and_arms(person)
    assert (is_wide(arms[0]), is_wide(arms[1])) == (False, True)
    seen = measure_sides(person, frame, arms)
    sides = beside_wide_sleeves(seen, arms)
    begins = float(seen.t[seen.free[1].argmax()])
    above = np.linspace(0.34, begins - 0.03, 8)
    assert seen.at(1, above).max() > seen.at(1, begins + 0.06) + 0.06 * frame.unit
    assert np.all(sides.at(1, above) <= sides.at(1, begins + 0.06) + 0.05 * frame.unit)
    assert np.array_equal(sides.width[0], seen.width[0])


def test_as_much_of_a_wide_sleeve_is_one_as_is_seen_to_be() -> None:
    arm = frame_and_arms(person_with_sleeve(42))[1][1]
    middle = arm.limb.point(0.6 * arm.limb.length, [-17.0, -30.0, 5.0])
    columns, rows = np.round(middle).astype(int).T
    assert within_wide_sleeve(arm)[rows, columns] == pytest.approx([True, False, False])
    assert not within_wide_sleeve(frame_and_arms(person_with_sleeve(26))[1][1]).any()
