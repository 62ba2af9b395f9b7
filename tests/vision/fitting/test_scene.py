from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.form import Form, blow_up
from fittingroom.vision.fitting.scene import USUAL, camera_blur, camera_grain, colour_cast, find_light, keeping_hue
from fittingroom.vision.person import Label, Person


def lit(person: Person, form: Form, x: float) -> Person:
    image = person.image.astype(np.float32) * np.exp(x * form.x)[..., None]
    return replace(person, image=np.clip(image, 0, 255).astype(np.uint8))


def form_of(person: Person) -> Form:
    solid = person.alpha > 0.5
    return blow_up([solid], [~solid], solid, 4)


def test_light_from_the_left_is_told_from_light_from_the_right() -> None:
    person = drawn_person()
    form = form_of(person)
    assert find_light(lit(person, form, -0.2), form).x < -0.06
    assert find_light(lit(person, form, 0.2), form).x > 0.06


def test_a_print_on_the_old_clothes_is_not_taken_for_light() -> None:
    person = drawn_person()
    form = form_of(person)
    image = person.image.copy()
    rows, columns = np.nonzero(person.labels == Label.UPPER)
    middle = int(np.median(columns))
    ys, xs = np.mgrid[: image.shape[0], : image.shape[1]]
    patch = (person.labels == Label.UPPER) & (xs > middle) & (np.abs(ys - np.median(rows)) < 0.15 * np.ptp(rows))
    image[patch] = 10
    plain, printed = find_light(person, form), find_light(replace(person, image=image), form)
    assert printed.x == pytest.approx(plain.x, abs=0.03)


def test_where_nothing_tells_the_light_it_is_the_usual() -> None:
    person = drawn_person()
    blank = replace(person, labels=np.zeros_like(person.labels))
    light = find_light(blank, form_of(person))
    assert (light.x, light.y, light.away) == USUAL


def face_in(background: tuple[int, int, int], skin: tuple[int, int, int], backlit: float = 0.0) -> np.ndarray:
    person = drawn_person()
    image = np.empty_like(person.image)
    image[:] = background
    labels = person.labels.copy()
    labels[40:80, 40:80] = Label.FACE
    image[labels == Label.FACE] = skin
    alpha = person.alpha.copy()
    alpha[labels == Label.FACE] = 1
    return colour_cast(replace(person, image=image, labels=labels, alpha=alpha), backlit)


def test_warm_light_on_face_and_scene_warms_the_cloth_a_little() -> None:
    gains = face_in((210, 150, 90), (200, 130, 80))
    assert gains[0] > 1.01 and gains[2] < 0.98
    assert np.abs(gains - 1).max() < 0.08


@pytest.mark.parametrize("background", [(200, 200, 200), (90, 110, 190)])
def test_skin_alone_does_not_warm_the_cloth(background: tuple[int, int, int]) -> None:
    assert face_in(background, (200, 130, 80)) == pytest.approx(np.ones(3), abs=0.005)


@pytest.mark.parametrize("blur", [1.0, 2.0])
def test_blur_is_measured_from_edges(blur: float) -> None:
    photo = np.zeros((200, 200, 3), np.uint8)
    cv2.rectangle(photo, (50, 40), (150, 160), (220, 220, 220), -1)
    photo = cv2.GaussianBlur(photo, (0, 0), blur)
    assert camera_blur(photo, (0, 0, 200, 200)) == pytest.approx(blur, rel=0.25)


def test_grain_is_measured_beside_stripes() -> None:
    photo = np.full((240, 240, 3), 120, np.float32)
    photo[:, :80:8] = 200
    photo += np.random.default_rng(1).normal(0, 1.0, photo.shape[:2])[..., None]
    assert camera_grain(photo.round().astype(np.uint8), (0, 0, 240, 240)) == pytest.approx(1.0, abs=0.25)
    assert camera_grain(np.full((240, 240, 3), 120, np.uint8), (0, 0, 240, 240)) < 0.05


def test_a_sun_from_behind_warms_the_cloth_more() -> None:
    colours = (210, 150, 90), (200, 130, 80)
    assert face_in(*colours, backlit=1.0)[2] < face_in(*colours)[2] - 0.05


_SUNSET = np.float32([1.085, 0.99, 0.83])


def _cloth(*colours: tuple[int, int, int]) -> np.ndarray:
    return np.repeat(np.uint8(colours), 50, axis=0)


def test_a_low_sun_leaves_pale_blue_cloth_blue() -> None:
    cloth = _cloth((191, 224, 255))
    gains = keeping_hue(_SUNSET, cloth)
    seen = cloth[0] * gains
    assert (cloth[0] * _SUNSET).argmax() != 2 and seen.argmax() == 2
    assert 0.95 < gains[2] < 1 < gains[0]


def test_a_pale_blue_part_of_other_cloth_keeps_its_hue_too() -> None:
    blue, white = (191, 224, 255), (240, 240, 240)
    assert keeping_hue(_SUNSET, _cloth(white, white, white, blue))[2] > 0.95


def test_white_and_red_cloth_takes_on_all_of_the_light() -> None:
    for colour in ((240, 240, 240), (200, 20, 30)):
        assert keeping_hue(_SUNSET, _cloth(colour)) == pytest.approx(_SUNSET, abs=0.001)
