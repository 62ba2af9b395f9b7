from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms
from tests.vision.product.drawn import dress

from fittingroom.vision.fitting.gown import (
    TIGHTER,
    armhole,
    armhole_pins,
    bowed,
    seen_sides,
    side_widths,
    top_gate,
    without_ledges,
)
from fittingroom.vision.person import Hand, Label
from fittingroom.vision.product import analyse_garment

FREE = np.ones(40, np.bool_)


def flat(value: float) -> np.ndarray:
    return np.full(40, value, np.float32)


def test_a_skirt_that_stands_off_keeps_its_own_width() -> None:
    assert np.allclose(side_widths(flat(140), flat(90), FREE, flat(80), 4), 140)


def test_a_side_that_comes_near_the_photographed_one_falls_on_it() -> None:
    assert np.allclose(side_widths(flat(96), flat(100), FREE, flat(80), 4), 100, atol=0.5)


def test_a_dress_is_never_narrower_than_the_body() -> None:
    assert (side_widths(flat(50), flat(140), FREE, flat(80), 4) >= 79.5).all()


def test_bulky_old_clothes_do_not_widen_the_dress() -> None:
    assert side_widths(flat(90), flat(90 * TIGHTER * 1.2), FREE, flat(80), 4).max() < 91


def test_a_side_goes_on_under_the_arm_that_hides_it() -> None:
    assert np.allclose(side_widths(flat(96), flat(100), ~FREE, flat(80), 5), 105, atol=0.5)


def test_sides_are_seen_where_they_were_drawn() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    widths, free = seen_sides(person, frame, arms, np.float32([0.45, 0.5, 0.55]))
    assert np.allclose(widths, 45, atol=3)
    assert free.shape == (2, 3)


def test_fingers_that_spread_towards_a_skirt_are_none_of_it() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    t = frame.t(np.float32([[200, 340]]))
    legs = [float(each[0]) for each in seen_sides(person, frame, arms, t)[0]]
    thumb = np.zeros(person.labels.shape, np.uint8)
    cv2.line(thumb, (270, 330), (260, 345), 1, 5)
    labels = np.where(thumb > 0, np.uint8(Label.SKIN), person.labels).astype(np.uint8)
    alpha = np.maximum(person.alpha, thumb.astype(np.float32))
    points = np.float32([(278 - 18 * share, 320 + 25 * share, 0) for share in np.linspace(0, 1, 21)])
    spread = replace(person, labels=labels, alpha=alpha, hands=(None, Hand(points, 1.0)))
    assert seen_sides(replace(spread, hands=(None, None)), frame, arms, t)[0][1, 0] > legs[1] + 5
    assert np.allclose(seen_sides(spread, frame, arms, t)[0][:, 0], legs, atol=1)


def test_an_armhole_runs_from_the_shoulders_tip_to_the_armpit() -> None:
    garment = analyse_garment(dress().image, None)
    for side in (0, 1):
        edge = armhole(garment, side)
        assert np.linalg.norm(edge[0] - garment.tips[side]) < 12
        assert np.linalg.norm(edge[-1] - garment.armpits[side]) < 12


def test_an_armholes_pins_go_from_tip_to_armpit_on_the_person() -> None:
    garment = analyse_garment(dress().image, None)
    tip, pit = np.float32([130, 90]), np.float32([140, 150])
    target = armhole_pins(garment, tip, pit, 0).target
    along = (target - tip) @ (pit - tip) / float((pit - tip) @ (pit - tip))
    assert (np.diff(along) > -0.05).all()
    assert along.min() > -0.1 and along.max() < 1.1


def test_nothing_is_drawn_in_the_neck_nor_beside_the_armholes() -> None:
    garment = analyse_garment(dress().image, None)
    height, width = garment.alpha.shape
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    gate = top_gate(garment, np.stack([xs, ys], -1), (False, False))
    neck = garment.neckline[len(garment.neckline) // 2]
    assert gate[max(int(neck[1]) - 12, 0), int(neck[0])] < 0.1
    assert gate[int(neck[1]) + 12, int(neck[0])] > 0.9
    row = int(0.6 * garment.tips[0][1] + 0.4 * garment.armpits[0][1])
    assert gate[row, 5] < 0.1
    assert gate[int(garment.armpits[0][1]) + 30, 5] > 0.9


def test_a_step_in_a_side_is_led_up_to_from_above() -> None:
    heights = np.arange(40, dtype=np.float32) * 5
    stepped = np.where(heights < 120, 100, 130).astype(np.float32)
    eased = without_ledges(stepped, flat(100), heights)
    assert np.diff(eased).max() < 2
    assert eased[heights >= 120].min() > 129


def test_a_skirt_that_flares_of_itself_is_not_filled_out_at_its_waist() -> None:
    heights = np.arange(40, dtype=np.float32) * 5
    flared = 100 + np.maximum(heights - 100, 0)
    assert np.allclose(without_ledges(flared, flared, heights), flared)


def test_a_side_narrows_little_by_little_below_the_old_tops_hem() -> None:
    heights = np.arange(40, dtype=np.float32) * 5
    stepped = np.where(heights < 60, 125, 100).astype(np.float32)
    eased = without_ledges(stepped, flat(100), heights)
    assert np.diff(eased).min() > -2
    assert eased[-1] < 103


def test_a_long_sleeves_cuff_beside_the_hip_is_no_side_of_the_body() -> None:
    drawn = drawn_person(sleeve=1.0)
    labels, alpha = drawn.labels.copy(), drawn.alpha.copy()
    labels[290:325, 125:155], alpha[290:325, 125:155] = Label.UPPER, 1  # the arm touches the body
    person = replace(drawn, labels=labels, alpha=alpha)
    frame, arms = frame_and_arms(drawn)
    heights = frame.t(np.float32([[200, 300], [200, 306], [200, 312]]))
    widths, free = seen_sides(person, frame, arms, np.asarray(heights, np.float32))
    assert widths[0].max() < 80  # the arm's outer edge lies 90 away
    assert not free[0].any()


def test_a_straight_armhole_is_curved_inwards_and_one_that_is_curved_stays() -> None:
    down = np.linspace(0, 100, 16, dtype=np.float32)
    straight = np.stack([np.full(16, 50, np.float32), down], 1)
    for side, sign in ((0, 1), (1, -1)):
        curve = bowed(straight, side)
        inwards = sign * (curve[:, 0] - 50)
        assert inwards.min() > -1e-3
        assert 6 < inwards.max() < 12  # more looks bitten off
        assert np.abs(curve[[0, -1]] - straight[[0, -1]]).max() < 0.01
    deep = straight + np.stack([40 * np.sin(np.pi * down / 100), np.zeros(16)], 1).astype(np.float32)
    assert np.allclose(bowed(deep, 0), deep, atol=0.5)
