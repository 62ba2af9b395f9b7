"""Arms crossed before the body, on a drawn person."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import SHIRT, SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.barearms import bare_arms
from fittingroom.vision.fitting.crossed import (
    carried_along,
    crossed,
    hand_begins,
    led_to_hands,
    lies_above,
    with_hands_on_sleeves,
    without_watches,
)
from fittingroom.vision.fitting.regions import past_wrists
from fittingroom.vision.person import Label, Person

ELBOWS, WRISTS = ((112, 232), (288, 232)), ((215, 222), (170, 222))
HAND = (158, 222)  # the hand of the arm on the image's right, before the other sleeve


def person_with_crossed_arms(cover: float = 1.0) -> Person:
    """Long sleeves as wide as 40 pixels; one hand lies on the other arm's sleeve."""
    person = drawn_person(sleeve=1.0)
    image, labels = person.image.copy(), person.labels.copy()
    pose = person.pose.copy()
    beside = np.ones(labels.shape, np.bool_)
    beside[:, 140:260] = False
    gone = beside & np.isin(labels, [Label.UPPER, Label.SKIN])
    image[gone], labels[gone] = image[0, 0], Label.BACKGROUND
    for side, shoulder in enumerate(((150, 150), (250, 150))):
        sleeve = np.zeros(labels.shape, np.uint8)
        cv2.polylines(sleeve, [np.array([shoulder, ELBOWS[side], WRISTS[side]], np.int32)], False, 1, 40)
        image[sleeve > 0], labels[sleeve > 0] = SHIRT, Label.UPPER
        pose[14 - side, :2], pose[16 - side, :2] = ELBOWS[side], WRISTS[side]
    hand = np.zeros(labels.shape, np.uint8)
    cv2.ellipse(hand, HAND, (13, 10), 0, 0, 360, 1, -1)
    image[hand > 0], labels[hand > 0] = SKIN, Label.SKIN
    alpha = np.asarray(cv2.GaussianBlur((labels > 0).astype(np.float32), (0, 0), 0.6), np.float32)
    arm = SimpleNamespace(cover=cover)
    figure = replace(person.figure, arms=(arm, arm))  # type: ignore[arg-type]
    return replace(person, image=image, labels=labels, alpha=alpha, pose=pose, figure=figure)


@pytest.fixture(scope="module")
def person() -> Person:
    return person_with_crossed_arms()


def test_only_sleeved_arms_bent_across_the_body_are_crossed(person: Person) -> None:
    assert crossed(person, frame_and_arms(person)[0]) == (True, True)
    bare = person_with_crossed_arms(cover=0.2)
    assert crossed(bare, frame_and_arms(bare)[0]) == (False, False)
    hanging = replace(drawn_person(sleeve=1.0), figure=person.figure)
    assert crossed(hanging, frame_and_arms(hanging)[0]) == (False, False)
    akimbo = replace(person, pose=person.pose.copy())
    akimbo.pose[[16, 15], :2] = (160, 280), (240, 280)
    assert crossed(akimbo, frame_and_arms(akimbo)[0]) == (False, False)


def test_a_hand_on_a_crossed_sleeve_does_not_end_it(person: Person) -> None:
    _, arms = frame_and_arms(person)
    assert all(arm.sleeve_end == arm.limb.length for arm in arms)


def test_old_cloth_past_a_crossed_wrist_is_the_other_arms(person: Person) -> None:
    _, arms = frame_and_arms(person)
    fits = tuple(SimpleNamespace(end=arm.limb.length, along=arm.limb.u / arm.limb.length) for arm in arms)
    assert not past_wrists(arms, fits, person.labels.shape).any()  # type: ignore[arg-type]
    hanging = tuple(replace(arm, crossed=False) for arm in arms)
    assert past_wrists(hanging, fits, person.labels.shape).any()  # type: ignore[arg-type]


def test_a_hidden_edge_is_as_much_wider_than_the_arm_as_the_seen_one_and_closer_at_the_cuff() -> None:
    usual, shares = np.full(11, 10, np.float32), np.linspace(0, 1, 11, dtype=np.float32)
    width = np.where(shares < 0.5, 15, 10).astype(np.float32)
    carried = carried_along(width, shares < 0.5, usual, shares)
    assert np.allclose(carried[:6], 15)
    assert np.all(np.diff(carried[6:]) < 0) and carried[-1] == pytest.approx(12)


def test_the_sleeve_goes_on_to_where_its_hand_begins(person: Person) -> None:
    _, arms = frame_and_arms(person)
    arm = arms[1]
    end = hand_begins(person, arm.limb, arm.half, arm.unit)
    assert abs(float(arm.limb.point(end)[0]) - (HAND[0] + 13)) < 8
    nobody = replace(person, labels=np.where(person.labels == Label.SKIN, np.uint8(Label.UPPER), person.labels))
    assert hand_begins(nobody, arm.limb, arm.half, arm.unit) == arm.limb.length


def test_the_arm_whose_hand_is_seen_lies_over_the_other(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    assert lies_above(person, frame, (True, True))
    assert not lies_above(person, frame, (True, False))


def test_hands_on_sleeves_stay_and_cuffs_of_shirts_do_not(person: Person) -> None:
    frame, arms = frame_and_arms(person)
    ends = (arms[0].limb.length, arms[1].limb.length)
    assert bare_arms(person, frame, arms, ends)[HAND[1], HAND[0] - 4]
    image = person.image.copy()
    image[:, HAND[0] + 4 :] = (240, 242, 250)
    across, nothing = [(arm.limb, arm.half) for arm in arms], np.zeros(person.labels.shape, np.bool_)
    seen = with_hands_on_sleeves(replace(person, image=image), frame, nothing, across)
    assert seen[HAND[1], HAND[0] - 6] and not seen[HAND[1], HAND[0] + 9]
    assert not seen[:130].any()  # the neck's
    labels = person.labels.copy()
    labels[290:320, 160:240] = Label.SKIN
    assert not with_hands_on_sleeves(replace(person, labels=labels), frame, nothing, across)[280:].any()  # a belly


def test_watches_go_under_the_sleeve_and_what_is_held_stays(person: Person) -> None:
    _, arms = frame_and_arms(person)
    objects = np.zeros(person.labels.shape, np.bool_)
    objects[216:228, 190:198] = True
    objects[150:260, 225:240] = True
    front = replace(person.front, objects=objects)
    left = without_watches(replace(person, front=front), [(arm.limb, arm.half) for arm in arms]).front.objects
    assert not left[222, 194] and left[200, 230]


def test_a_crossed_forearm_led_onto_cloth_goes_to_the_hand_seen_past_it(person: Person) -> None:
    pose, labels = person.pose.copy(), person.labels.copy()
    labels[(labels == Label.SKIN) & (np.mgrid[:480, :400][0] > 180)] = Label.UPPER
    pose[[16, 18, 20, 22], :2] = (200, 245)
    pose[[15, 17, 19, 21], :2] = (205, 225)
    cv2.circle(labels, (252, 250), 14, int(Label.SKIN), -1)
    onto = replace(person, pose=pose, labels=labels)
    led = led_to_hands(onto, frame_and_arms(onto)[0])
    assert 236 < led.pose[16, 0] < 250 and 240 < led.pose[16, 1] < 260
    assert led.pose[20, 0] > led.pose[16, 0]
    np.testing.assert_array_equal(led.pose[[11, 12, 13, 14]], pose[[11, 12, 13, 14]])
    seen = pose.copy()
    seen[[16, 18, 20, 22], :2] = (252, 250)  # a hand already
    seen = replace(onto, pose=seen)
    np.testing.assert_array_equal(led_to_hands(seen, frame_and_arms(seen)[0]).pose[16], seen.pose[16])
