"""What stands or hangs beside the neck and was labelled skin."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hoodedneck import hair_as_skin, hood_as_skin
from fittingroom.vision.person import Label, Person

BEIGE, FAIR = (190, 172, 140), (200, 165, 120)


def with_face() -> tuple[Person, Frame]:
    """The drawn person with a face mesh: its outline, with the corners of the jaw and the chin at their places."""
    person = drawn_person()
    angles = np.linspace(0, 2 * np.pi, 478, endpoint=False)
    face = np.stack([200 + 24 * np.sin(angles), 62 - 32 * np.cos(angles), 0 * angles], 1).astype(np.float32)
    face[[172, 397, 152], :2] = (184, 84), (216, 84), (200, 94)
    person = replace(person, face=face)
    return person, frame_and_arms(person)[0]


def painted(
    person: Person, corners: list[list[int]], colour: tuple[int, int, int], over: tuple[Label, ...]
) -> tuple[Person, np.ndarray]:
    """`person` with a shape of that colour, labelled skin, before what it lies `over`; and where it is."""
    mask = np.zeros(person.labels.shape, np.uint8)
    cv2.fillPoly(mask, [np.array(corners, np.int32)], 1)
    drawn = (mask > 0) & np.isin(person.labels, over)
    image, labels = person.image.copy(), person.labels.copy()
    image[drawn], labels[drawn] = colour, Label.SKIN
    return replace(person, image=image, labels=labels, alpha=(labels > 0).astype(np.float32)), drawn


def with_hood() -> tuple[Person, Frame, np.ndarray]:
    person, frame = with_face()
    person, hood = painted(
        person, [[218, 96], [240, 100], [246, 128], [218, 122]], BEIGE, (Label.BACKGROUND, Label.UPPER)
    )
    return person, frame, hood


def test_a_hood_of_skins_colour_that_stands_beside_the_neck_is_the_old_tops() -> None:
    person, frame, hood = with_hood()
    found = hood_as_skin(person, frame)
    assert found[hood & (np.arange(hood.shape[1]) > 224)[None]].mean() > 0.7
    assert not found[:, 184:214].any()


def test_what_goes_on_from_the_hood_before_the_neck_is_told_by_its_hue() -> None:
    person, frame, _ = with_hood()
    person, band = painted(person, [[184, 114], [222, 114], [222, 124], [184, 124]], BEIGE, (Label.SKIN,))
    assert hood_as_skin(person, frame)[band].mean() > 0.6


def test_a_bare_neck_and_shoulders_stay_skin() -> None:
    person, frame = with_face()
    person, _ = painted(person, [[180, 108], [220, 108], [262, 138], [138, 138]], SKIN, (Label.BACKGROUND, Label.UPPER))
    assert not hood_as_skin(person, frame).any()
    assert not hair_as_skin(person, frame).any()


@pytest.mark.parametrize(("top", "is_hair"), [(40, True), (92, False)])
def test_fair_hair_comes_down_past_the_chin_from_above(top: int, *, is_hair: bool) -> None:
    person, frame = with_face()
    person, lock = painted(
        person, [[220, top], [240, top], [240, 122], [222, 122]], FAIR, (Label.BACKGROUND, Label.UPPER, Label.FACE)
    )
    found = hair_as_skin(person, frame)
    assert bool(found[lock].mean() > 0.6) is is_hair
    if is_hair:
        assert not hood_as_skin(person, frame).any()


def test_an_arm_held_up_beside_the_head_is_no_hair() -> None:
    person, frame = with_face()
    person, _ = painted(person, [[220, 40], [240, 40], [240, 122], [222, 122]], FAIR, tuple(Label))
    elbows, wrists = frame.elbows.copy(), frame.wrists.copy()
    elbows[1], wrists[1] = (231, 116), (231, 44)
    assert hair_as_skin(person, frame).any()
    assert not hair_as_skin(person, replace(frame, elbows=elbows, wrists=wrists)).any()
