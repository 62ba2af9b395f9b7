"""A forearm raised before its own upper arm, on a drawn person in long sleeves."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import SHIRT, SKIN, drawn_person

from fittingroom.vision.fitting.forearms import (
    Forearm,
    ended_at_elbows,
    laid_on_forearms,
    let_hang,
    raised_forearms,
    with_forearms,
)
from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.outline import trace_arms
from fittingroom.vision.fitting.regions import Regions
from fittingroom.vision.fitting.sleeves import SleeveFit
from fittingroom.vision.people.folding import bend, raised_before
from fittingroom.vision.person import Hand, Label, Person

ELBOW, CUFF, HAND = (276, 235), (262, 150), (259, 128)


def raised(sleeve: bool = True, hand: bool = True) -> Person:
    """The arm on the image's right is raised before its upper arm, with its hand above the shoulder's height."""
    person = drawn_person(sleeve=1.0)
    image, labels, pose = person.image.copy(), person.labels.copy(), person.pose.copy()
    beside = np.zeros(labels.shape, np.bool_)
    beside[240:, 255:] = True
    image[beside], labels[beside] = image[0, 0], Label.BACKGROUND
    fore, skin = np.zeros(labels.shape, np.uint8), np.zeros(labels.shape, np.uint8)
    cv2.line(fore, ELBOW, CUFF, 1, 26)
    fore[: CUFF[1]] = 0
    cv2.line(skin, CUFF, HAND, 1, 18)
    for mask, colour, label in ((skin, SKIN, Label.SKIN), (fore, *((SHIRT, Label.UPPER) if sleeve else (SKIN, 2)))):
        image[mask > 0], labels[mask > 0] = colour, label
    pose[13, :2], pose[15, :2], pose[[17, 19, 21], :2] = ELBOW, (261, 142), HAND
    points = np.zeros((21, 3), np.float32)
    points[:, :2] = np.linspace((261, 142), HAND, 21) + np.array([[-4, 0], [4, 0], [0, 0]])[np.arange(21) % 3]
    alpha = np.asarray(cv2.GaussianBlur((labels > 0).astype(np.float32), (0, 0), 0.6), np.float32)
    hands = (None, Hand(points, 0.9) if hand else None)
    return replace(person, image=image, labels=labels, alpha=alpha, pose=pose, hands=hands)


@pytest.fixture(scope="module")
def person() -> Person:
    return raised()


@pytest.fixture(scope="module")
def forearm(person: Person) -> Forearm:
    found = raised_forearms(person, measure(person))
    assert found[0] is None and found[1] is not None
    return found[1]


def test_a_forearm_is_raised_in_a_sleeve_only_where_sleeve_and_hand_are_seen(person: Person) -> None:
    assert raised_before(person, 1) and not raised_before(person, 0)
    assert not raised_before(raised(sleeve=False), 1)
    assert not raised_before(raised(hand=False), 1)


def test_a_raised_sleeve_reaches_from_round_the_elbow_to_where_the_hand_comes_out(forearm: Forearm) -> None:
    assert forearm.alpha[190, 269] > 0.9 and forearm.alpha[157, 263] > 0.9
    assert forearm.alpha[140, 260] < 0.1 and forearm.hand[135, 260]
    assert forearm.alpha[190, 200] == 0  # the chest
    assert forearm.half[225, 272] > 1.3 * forearm.half[155, 263]


def test_a_sleeve_that_sags_below_the_elbow_is_the_forearms_down_to_its_end(person: Person, forearm: Forearm) -> None:
    labels, alpha = person.labels.copy(), person.alpha.copy()
    sagging = cv2.ellipse(np.zeros(labels.shape, np.uint8), (278, 240), (17, 45), 0, 0, 360, 1, -1) > 0
    labels[sagging & (labels == Label.BACKGROUND)] = Label.UPPER
    alpha[sagging] = 1
    low = raised_forearms(replace(person, labels=labels, alpha=alpha), measure(person))[1]
    assert low is not None
    assert low.alpha[272, 278] > 0.9 and forearm.alpha[272, 278] == 0
    assert low.alpha[295, 278] == 0


def test_an_arm_with_a_raised_forearm_ends_at_its_elbow(person: Person, forearm: Forearm) -> None:
    frame = measure(let_hang(person, (None, forearm)))
    hanging = let_hang(person, (None, forearm))
    assert bend(hanging.pose, 1) > 175
    np.testing.assert_array_equal(hanging.pose[[12, 14, 16]], person.pose[[12, 14, 16]])
    before = trace_arms(hanging, frame)
    arms = ended_at_elbows(before, (None, forearm), frame)
    assert arms[0] is before[0] and arms[1].sleeve_end == arms[1].limb.length
    on_arm = (np.abs(arms[1].limb.v) < arms[1].half) & (arms[1].limb.u > 0) & (arms[1].limb.u < arms[1].limb.length)
    assert on_arm[200, 266] and not on_arm[265:].any()


def test_a_raised_sleeve_lies_before_body_and_other_hair_but_behind_its_hand(forearm: Forearm) -> None:
    shape = forearm.alpha.shape
    ones, none = np.ones(shape, np.float32), np.zeros(shape, np.float32)
    regions = Regions(ones, ones, (none, none), ones, np.ones(shape, np.bool_))
    found = with_forearms(regions, (None, forearm))
    assert found.sleeves[1][190, 269] > 0.9 and found.torso[190, 269] < 0.1 and found.front[190, 269] < 0.1
    assert not found.erase[190, 269] and not found.erase[135, 260] and found.erase[190, 200]
    assert found.front[135, 260] > 0.9
    assert found.torso[190, 200] == 1
    assert with_forearms(regions, (None, None)).torso is regions.torso


def test_the_lower_half_of_a_sleeve_lies_along_the_forearm(forearm: Forearm) -> None:
    mask = np.zeros((100, 60), np.bool_)
    mask[10:90, 20:40] = True
    corners = {"tip": (39, 10), "armpit": (20, 10), "cuff": ((39, 89), (20, 89))}
    sleeve = SimpleNamespace(mask=mask, fused=False, **{k: np.array(v, np.float32) for k, v in corners.items()})
    where = forearm.map(sleeve)  # type: ignore[arg-type]
    rows = [float(where[y, x, 1]) for y, x in ((225, 274), (190, 269), (155, 263))]
    assert 48 < rows[0] < rows[1] < rows[2] < 90
    upper = np.zeros(where.shape[:2], np.float32)
    fit = SleeveFit(100.0, upper, upper, upper, np.zeros_like(where), None)  # type: ignore[arg-type]
    garment = SimpleNamespace(sleeves=(sleeve, sleeve))
    laid = laid_on_forearms((fit, fit), garment, (None, forearm))  # type: ignore[arg-type]
    assert laid[0] is fit and laid[1] is not None
    np.testing.assert_array_equal(laid[1].map[190, 269], where[190, 269])
    assert not laid[1].map[190, 200].any()


def test_a_raised_sleeve_turns_away_at_its_sides_and_shades_what_it_lies_before(forearm: Forearm) -> None:
    light = forearm.light(100.0)
    assert light[190, 269] > 0.97
    assert light[190, 245:269].min() < 0.93 and light[190, 200] > 0.99
