"""A body's measures, on drawn people."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SHIRT, drawn_person
from tests.vision.fitting.test_neckcurve import neck_points, round_neckline, with_round_neck

from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.neckcurve import draw_neckline
from fittingroom.vision.person import Label, Person

JAW = 19  # half the drawn face's width at the mouth's corners, pixels


def with_face(person: Person) -> Person:
    face = np.full((478, 3), 0, np.float32)
    face[:, :2] = 200, 60
    face[[172, 397], :2] = (200 - JAW, 78), (200 + JAW, 78)
    return replace(person, face=face)


def in_collar(person: Person, highest: int) -> Person:
    """`person` in a collar whose wings stand from the row `highest` on and leave 24 pixels of the neck."""
    labels, image, alpha = person.labels.copy(), person.image.copy(), person.alpha.copy()
    for wing in (slice(170, 188), slice(212, 230)):
        labels[highest:134, wing], image[highest:134, wing], alpha[highest:134, wing] = Label.UPPER, SHIRT, 1
    return replace(person, labels=labels, image=image, alpha=alpha)


def test_a_neck_is_as_wide_as_the_jaw_where_a_collar_hides_its_sides() -> None:
    hidden, narrow = with_face(in_collar(drawn_person(), 95)), in_collar(drawn_person(), 95)
    assert measure(hidden).in_collar
    assert measure(hidden).neck_half == pytest.approx(JAW, abs=1)
    assert measure(narrow).neck_half < 0.8 * JAW  # nothing is known without a face


def test_a_neck_that_is_seen_whole_is_as_wide_as_it_is_seen() -> None:
    seen, above = with_face(drawn_person()), with_face(in_collar(drawn_person(), 126))
    seen.face[[172, 397], 0] = 178, 222  # type: ignore[index]
    above.face[[172, 397], 0] = 178, 222  # type: ignore[index]
    for person in (seen, above):
        assert not measure(person).in_collar
        assert measure(person).neck_half < 20


def test_no_neckline_falls_on_the_opening_of_a_standing_collar() -> None:
    person = with_round_neck()
    frame = replace(measure(person), in_collar=False)
    taken, own = (
        draw_neckline(person, each, round_neckline(), neck_points(28), 0.7, True)
        for each in (frame, replace(frame, in_collar=True))
    )
    assert taken is not None
    assert own is not None
    assert (taken.collared, own.collared) == (False, True)
    breadths = [float(np.linalg.norm(each.ends[1] - each.ends[0])) for each in (taken, own)]
    assert breadths[0] < 54 < breadths[1]
