"""A person's own hue and chroma, and drawn skin held close to them."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import SKIN, drawn_person

from fittingroom.vision.fitting.skincolour import OwnColour, held, in_light, like_seen, only_skin, own_colour
from fittingroom.vision.person import Label

OWN = OwnColour(60.0, 25.0, float(np.radians(55)))


def polar(lab: np.ndarray) -> tuple[float, float]:
    return float(np.hypot(*lab[1:])), float(np.degrees(np.arctan2(lab[2], lab[1])))


def test_own_colour_is_that_of_face_and_body_or_none_is_known() -> None:
    person = drawn_person()
    lab = cv2.cvtColor(np.float32([[SKIN]]) / 255, cv2.COLOR_RGB2LAB)[0, 0]
    own = own_colour(person)
    assert own is not None
    assert np.allclose((own.chroma, np.degrees(own.hue)), polar(lab), atol=2)
    nothing = replace(person, labels=np.full_like(person.labels, Label.UPPER))
    assert own_colour(nothing) is None


def test_a_neck_of_another_tint_does_not_colour_a_person_whose_face_is_seen() -> None:
    person = drawn_person(sleeve=0.9)
    hands = (person.labels == Label.SKIN) & (np.arange(480) > 118)[:, None]
    person = replace(person, labels=np.where(hands, Label.UPPER, person.labels).astype(np.uint8))
    image = person.image.copy()
    image[person.labels == Label.SKIN] = (150, 70, 40)
    usual, tinted = own_colour(person), own_colour(replace(person, image=image))
    assert usual is not None
    assert tinted is not None
    assert abs(tinted.chroma - usual.chroma) < 5


def test_glasses_and_lips_are_no_skin() -> None:
    colours = np.array([SKIN] * 80 + [(20, 20, 25)] * 30 + [(190, 60, 70)] * 10, np.uint8)
    assert len(only_skin(colours)) == 80
    assert len(only_skin(colours[:0])) == 0


def test_drawn_skin_is_neither_orange_nor_grey() -> None:
    orange, grey, like_it = held(OWN, np.float32([[60, 20, 40], [60, 6, 6], [60, 14, 20]]))
    assert polar(orange)[0] < 1.12 * OWN.chroma
    assert abs(polar(orange)[1] - 55) < 6
    assert polar(grey)[0] > 0.88 * OWN.chroma
    assert np.allclose(like_it, [60, 14, 20], atol=1e-3)


def test_fair_skin_is_richer_in_the_shade_and_paler_in_the_light_and_dark_skin_hardly_is() -> None:
    lights = np.float32([0.75, 1.0, 1.15])
    fair, _ = in_light(OwnColour(76.0, 25.0, 1.0), 76 * lights)
    dark, _ = in_light(OwnColour(48.0, 25.0, 1.0), 48 * lights)
    assert fair[0] > 1.2 * fair[1] > 1.35 * fair[2]
    assert np.allclose(dark, 25, rtol=0.1)


def test_skin_is_redder_in_the_shade_and_yellower_in_the_light() -> None:
    shade, facing, lit = (polar(each)[1] for each in held(OWN, np.float32([[42, 14, 20], [60, 14, 20], [70, 14, 20]])))
    assert shade < facing - 3
    assert lit >= facing
    assert held(OWN, np.float32([[70, 20, 20]]))[0, 1] < held(OWN, np.float32([[60, 20, 20]]))[0, 1]


def test_black_stays_black_and_without_a_known_colour_nothing_changes() -> None:
    lab = np.float32([[2, 0, 0], [50, 20, 40]])
    assert polar(held(OWN, lab)[0])[0] < 3
    assert held(None, lab) is lab


def test_a_face_richer_than_hands_and_neck_makes_no_orange_arms() -> None:
    person = drawn_person(sleeve=0.9)
    lab = cv2.cvtColor(person.image, cv2.COLOR_RGB2LAB).astype(np.float32)
    lab[person.labels == Label.FACE, 1:] = 128 + 1.4 * (lab[person.labels == Label.FACE, 1:] - 128)
    ruddy = replace(person, image=cv2.cvtColor(np.clip(np.round(lab), 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB))
    usual, own = own_colour(person), own_colour(ruddy)
    assert usual is not None
    assert own is not None
    assert own.chroma < 1.25 * usual.chroma
    assert abs(own.hue - usual.hue) < 0.05


def test_an_arm_has_the_chroma_of_its_hand_and_some_of_its_hue() -> None:
    hand = np.float32([[[60, 18 * np.cos(np.radians(40)), 18 * np.sin(np.radians(40))]]])
    seen = np.round(cv2.cvtColor(hand, cv2.COLOR_LAB2RGB) * 255).astype(np.uint8)[0].repeat(100, 0)
    arm = like_seen(OWN, seen, 1.0)
    assert arm is not None
    assert arm.chroma < 21
    assert 47 < np.degrees(arm.hue) < 52
    assert like_seen(OWN, seen[:3], 1.0) == OWN
    assert like_seen(OWN, seen, 0.0) == OWN
