import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.outline import measure_sides, old_top, shoulder_line


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


def test_hem_waist_and_neckline_of_the_old_top_are_read_from_the_labels() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    found = old_top(person, frame, arms, shoulder_line(person, frame))
    assert found.hem == pytest.approx(1.03, abs=0.04)
    assert not found.belly
    assert found.neck_low is not None
    assert abs(float(found.neck_low[1]) - 138) < 5
