"""Hoods worn down, on drawn people and tops."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.hoods import (
    TALLEST,
    before_hood,
    before_inside,
    face_before,
    in_one_piece,
    inside_light,
    outside,
    roll,
    roll_light,
    sinking,
    within,
    without_notches,
)
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label


def hooded(tall: int = 60) -> Garment:
    """A drawn top with a hood `tall` pixels high between its neck points, its inside above the middle of that."""
    garment = drawn_top()
    (left, _), (right, y) = (np.round(point).astype(int) for point in garment.neck_points)
    points = tuple(np.array([x, y], np.float32) for x in (left, right))
    alpha, collar = garment.alpha.copy(), np.zeros(garment.alpha.shape, np.bool_)
    collar[y - tall : y, left:right] = True
    inside = np.zeros_like(collar)
    inside[y - tall : y - tall // 2, left:right] = True
    alpha[: y - tall], alpha[collar] = 0, 1
    return replace(
        garment, alpha=alpha, collar=collar & ~inside, inside=inside, neck=Neck.HOOD, neck_points=(points[0], points[1])
    )


def test_a_low_hood_keeps_its_height_and_one_standing_up_falls_down_to_the_jaw() -> None:
    frame, _ = frame_and_arms(drawn_person())
    low, tall = hooded(10), hooded(70)
    assert sinking(low, frame, 1.0) < 1.3
    assert 70 / sinking(tall, frame, 1.0) == pytest.approx(TALLEST * frame.unit, rel=0.03)
    assert sinking(tall, frame, 2.0) == pytest.approx(2 * sinking(tall, frame, 1.0))


def test_the_roll_is_the_hoods_front_where_cloth_lies() -> None:
    garment = hooded()
    ys, xs = np.mgrid[: garment.alpha.shape[0], : garment.alpha.shape[1]].astype(np.float32)
    where, cloth = np.stack([xs, ys], -1), garment.alpha * (xs < garment.neck_points[1][0] - 5)
    found = roll(garment, where, cloth)
    x, y = (int(value) for value in garment.neck_points[0])
    assert found[y - 10, x + 10] > 0.9
    assert found[y - 50, x + 10] == 0  # the inside
    assert found[y - 10, int(garment.neck_points[1][0]) - 2] == 0
    assert not roll(replace(garment, neck=Neck.COLLAR), where, cloth).any()


def test_what_lies_outside_and_within_a_hood_keeps_off_its_edge() -> None:
    garment = hooded()
    x, y = (int(value) for value in garment.neck_points[0])
    assert not outside(garment)[y - 29, x + 30]
    assert outside(garment)[y - 20, x + 30]
    assert not within(garment)[y - 32, x + 30]
    assert within(garment)[y - 45, x + 20]
    assert outside(replace(garment, neck=Neck.COLLAR))[y - 29, x + 30]


def test_the_dark_notch_beside_a_hood_fades_and_its_seam_stays() -> None:
    garment = hooded()
    (left, y), (right, _) = (point.astype(int) for point in garment.neck_points)
    fabric = np.full_like(garment.fabric, 150)
    fabric[y - 1 : y + 1, left:right] = 30
    found = without_notches(replace(garment, fabric=fabric))
    assert found[y, left + 1].min() > 140
    assert np.array_equal(found[y, (left + right) // 2], [30, 30, 30])
    assert np.array_equal(found[y - 20, left + 3], [150, 150, 150])
    assert np.array_equal(without_notches(replace(garment, fabric=fabric, neck=Neck.CREW)), fabric)


def test_thin_ends_of_what_is_seen_stay_and_crumbs_go() -> None:
    shown = np.zeros((40, 60), np.float32)
    shown[10:30, 10:30], shown[20, 30:50], shown[5, 50:55] = 1, 1, 1
    kept = in_one_piece(shown, shown > 0.5)
    solid = np.zeros(shown.shape, np.bool_)
    solid[15:25, 15:25] = True
    assert kept[5, 52]
    assert in_one_piece(shown, solid)[20, 45]
    assert not in_one_piece(shown, solid)[5, 52]


def test_a_neck_lies_before_the_inside_with_a_calm_outline() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    rows, columns = np.nonzero(person.labels == Label.SKIN)
    row = int(rows.min()) + 5
    right = int(columns[rows == row].max())
    labels = person.labels.copy()
    labels[row, right + 1 : right + 5] = Label.SKIN
    before = before_inside(replace(person, labels=labels), frame)
    assert before[row, right - 8] > 0.9
    assert before[row, right + 3] < 0.1


def test_hair_before_a_hood_is_as_fine_as_its_own_outline_and_elsewhere_as_it_was() -> None:
    person = drawn_person()
    alpha = np.ones_like(person.alpha)
    alpha[:, :100], alpha[:, 100] = 0, 0.4
    front, hood = np.ones_like(alpha), np.ones_like(alpha)
    hood[200:] = 0
    found = before_hood(replace(person, alpha=alpha), front, hood)
    assert found[100, 100] < 0.4
    assert found[100, 110] == 1
    assert found[300, 100] == 1


def test_a_jaw_ends_where_the_hoods_inside_begins_and_hair_goes_on() -> None:
    person = drawn_person()
    labels = np.full_like(person.labels, Label.FACE)
    labels[:60] = Label.HAIR
    inside = np.zeros_like(person.alpha)
    inside[:, 100:] = 1
    found = face_before(replace(person, labels=labels), np.ones_like(inside), inside)
    assert found[100, 100] == 0
    assert found[100, 99] == 1
    assert found[50, 100] == 1


def test_a_slanting_neck_has_no_steps_before_a_hoods_inside() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    ys, xs = np.mgrid[: person.alpha.shape[0], : person.alpha.shape[1]]
    skin = xs < 100 + ys // 8
    before = before_inside(replace(person, labels=np.where(skin, Label.SKIN, Label.BACKGROUND)), frame)
    edge = before[100:180].sum(axis=1)  # where it lies in each row, in parts of a pixel
    assert np.abs(np.diff(edge) - 1 / 8).max() < 0.1


def test_a_hoods_inside_is_darker_than_its_front_and_darkest_at_the_neck() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    light = inside_light(person, frame, np.zeros_like(person.alpha))
    rows, columns = np.nonzero(np.isin(person.labels, [Label.SKIN, Label.FACE]))
    row = int(rows.min()) + 5
    right = int(columns[rows == row].max())
    assert light[row, right + 2] < light[row, right + 12] - 0.03
    assert light.max() < 0.95


def test_a_roll_is_round_and_casts_a_shadow_below() -> None:
    cloth, rolled = np.zeros((200, 200), np.float32), np.zeros((200, 200), np.float32)
    cloth[50:], rolled[50:90] = 1, 1
    light = roll_light(rolled, cloth, 150.0)
    assert light[60, 100] > 1.01
    assert light[86, 100] < 0.95
    assert light[92, 100] < 0.95
    assert light[150, 100] > 0.99
    assert (roll_light(np.zeros_like(cloth), cloth, 150.0) == 1).all()
