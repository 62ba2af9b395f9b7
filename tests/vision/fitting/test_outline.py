from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.outline import (
    _bare_width,
    measure_sides,
    old_top,
    raised,
    shoulder_line,
    whole_slopes,
)
from fittingroom.vision.person import Label


def test_the_old_sleeves_end_is_found() -> None:
    for share in (0.4, 0.7):
        _, arms = frame_and_arms(drawn_person(share))
        assert all(abs(arm.sleeve_end / arm.limb.length - share) < 0.08 for arm in arms)


def test_bare_arms_have_no_sleeve_and_the_width_they_are_seen_to_have() -> None:
    _, arms = frame_and_arms(drawn_person())
    for arm in arms:
        middle = np.abs(arm.stations / arm.limb.length - 0.7) < 0.1
        assert arm.sleeve_end < 0.2 * arm.limb.length
        assert np.median(arm.bare[middle]) == pytest.approx(12, abs=2.5)


def test_an_arm_that_the_poses_line_misses_by_nearly_half_its_width_keeps_both_its_edges() -> None:
    person = drawn_person()
    pose = person.pose.copy()
    pose[[13, 15], 0] += 9
    _, arms = frame_and_arms(replace(person, pose=pose))
    for stations, edge in ((arms[1].stations, arms[1].outer), (arms[1].stations, arms[1].inner)):
        middle = np.abs(stations / arms[1].limb.length - 0.65) < 0.1
        assert np.median(edge[middle]) == pytest.approx(12, abs=3)


def test_the_outer_side_of_a_raised_arm_is_its_upper_one() -> None:
    for held_up in (False, True):
        frame, arms = frame_and_arms(drawn_person(raised=held_up))
        assert raised(frame, 1) == float(held_up)
        middle, outside = arms[1].limb.point(np.array([30.0, 30.0]), np.array([0.0, 10.0]))
        assert (outside[1] < middle[1] - 5) if held_up else (outside[0] > middle[0] + 5)


def test_the_shoulder_line_lies_on_the_photographed_edge() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    line = shoulder_line(person, frame)
    x, y = line.at(frame, 40.0)
    assert abs(y - np.argmax(person.alpha[:, round(float(x))] > 0.5)) < 4


def test_the_sides_leave_the_arms_aside() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    sides = measure_sides(person, frame, arms)
    assert sides.at(0, 0.6) == pytest.approx(47, abs=7)


def test_a_bag_that_hangs_beside_the_hip_makes_it_no_wider() -> None:
    person = drawn_person(raised=True)
    labels, alpha = person.labels.copy(), person.alpha.copy()
    bag = np.zeros(labels.shape, np.bool_)
    bag[270:345, 246:310] = True  # taken for skin, as leather is
    labels[bag & (labels == Label.BACKGROUND)], alpha[bag] = Label.SKIN, 1
    (frame, arms), t = frame_and_arms(person), np.array([0.9], np.float32)
    without, beside = (
        measure_sides(each, frame, arms).at(1, t) for each in (person, replace(person, labels=labels, alpha=alpha))
    )
    assert abs(float(beside[0] - without[0])) < 2


def test_hem_waist_and_neckline_of_the_old_top_are_read_from_the_labels() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    found = old_top(person, frame, arms, shoulder_line(person, frame))
    assert found.hem == pytest.approx(1.03, abs=0.04)
    assert not found.belly
    assert found.neck_low is not None
    assert abs(float(found.neck_low[1]) - 138) < 5


def test_a_slender_arm_stays_slender_under_an_old_short_sleeve() -> None:
    stations, usual = np.linspace(0, 100, 51, dtype=np.float32), np.full(51, 12, np.float32)
    seen = stations > 40
    width = np.where(seen, 7, usual).astype(np.float32)
    bare = _bare_width(stations, usual, width, width, seen, seen, 40.0, 100.0)
    assert bare[(stations > 30) & (stations < 40)].max() < 8
    assert bare[0] > 7.5


def test_a_broad_elbow_does_not_widen_a_slender_upper_arm_in_an_old_short_sleeve() -> None:
    stations, usual = np.linspace(0, 100, 51, dtype=np.float32), np.full(51, 12, np.float32)
    seen = stations > 30
    width = np.where(seen, np.where(stations > 44, 11, 7), usual).astype(np.float32)
    bare = _bare_width(stations, usual, width, width, seen, seen, 30.0, 100.0)
    assert bare[(stations > 20) & (stations < 30)].max() < 8


def test_a_shoulder_far_above_the_usual_is_believed_where_it_is_seen_whole() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    lifted = round(0.06 * frame.unit)
    labels, alpha = person.labels.copy(), person.alpha.copy()
    right = np.s_[:, 215:]
    higher = np.roll(labels[right], -lifted, axis=0) == Label.UPPER
    labels[right][higher], alpha[right][higher] = Label.UPPER, 1.0
    person = replace(person, labels=labels, alpha=alpha)
    x, y = shoulder_line(person, frame).at(frame, 0.4 * frame.unit)
    assert y == pytest.approx(np.argmax(person.alpha[:, round(float(x))] > 0.5), abs=0.02 * frame.unit)
    end = np.abs(np.linspace(-0.85, 0.85, 137) - 0.5).argmin()
    under_sleeves, bared = (shoulder_line(person, frame, each).height[end] for each in (False, True))
    assert bared > under_sleeves + 0.03 * frame.unit  # an old sleeve may stand off there


def test_a_slope_is_whole_that_leads_from_the_neck_to_the_shoulders_end_without_a_step() -> None:
    aside = np.linspace(0.2, 0.56, 37).astype(np.float32)
    slope, hood = 0.4 - 0.4 * aside, np.where(aside < 0.36, 0.45, 0.25)
    likely = np.ones(37, np.bool_)
    assert whole_slopes(likely, slope.astype(np.float32), aside).all()
    assert not whole_slopes(likely, hood.astype(np.float32), aside).any()


def test_the_line_goes_on_rising_to_the_neck_under_hair() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    height, width = person.labels.shape
    ys = np.arange(height)[:, None]
    aside = np.abs(frame.fields((height, width))[1])
    usual = shoulder_line(person, frame)
    y = np.interp(frame.fields((height, width))[1], usual.lateral, usual.at(frame, usual.lateral)[:, 1])
    higher = (ys > y - 0.09 * frame.unit) & (ys < y + 10) & (aside > 0.25 * frame.unit) & (aside < 0.6 * frame.unit)
    hair = (aside < 0.25 * frame.unit) & (ys < y + 4) & (ys > y - 0.5 * frame.unit)
    labels = np.where(higher, np.uint8(Label.UPPER), person.labels)
    labels = np.where(hair, np.uint8(Label.HAIR), labels)
    alpha = np.where(higher | hair, np.float32(1), person.alpha)
    line = shoulder_line(replace(person, labels=labels, alpha=alpha), frame)
    at_neck, outside = (line.at(frame, sign * share * frame.unit)[1] for sign, share in ((1, 0.2), (1, 0.32)))
    assert at_neck < outside - 0.02 * frame.unit
