import cv2
import numpy as np
import pytest
from tests.vision.people.drawn import SHIRT, draw

from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.people.anchors import Detection
from fittingroom.vision.person import Label, Person

BAG = (150, 40, 60)


def _box(left: int, top: int, right: int, bottom: int) -> Detection:
    return Detection(np.array([left, top, right, bottom], np.float32), np.zeros((0, 2), np.float32), 0.5)


def _seen(colour: tuple[int, int, int], box: tuple[int, int, int, int]) -> Person:
    """The drawn person with an ellipse of `colour` before the belly and right hip, and a box that somebody named."""
    drawn = draw()
    noise = np.random.default_rng(1).normal(0, 2.5, drawn.image.shape)
    bag = cv2.ellipse(np.zeros(drawn.image.shape[:2], np.uint8), (290, 280), (45, 40), 0, 0, 360, 1, -1)
    image = np.where(bag[..., None] > 0, np.clip(colour + noise, 0, 255), drawn.image).astype(np.uint8)
    alpha = np.maximum(drawn.alpha, bag.astype(np.float32))
    return describe_person(image, drawn.pose, None, (None, None), alpha, 1, (_box(*box),))


@pytest.fixture(scope="module")
def carrying() -> Person:
    return _seen(BAG, (244, 241, 336, 321))


def test_a_bag_before_the_body_is_found_to_its_edges(carrying: Person) -> None:
    y, x = np.mgrid[:640, :480]
    bag = np.hypot((x - 290) / 45, (y - 280) / 40) < 1
    found = carrying.front.objects
    assert (found & bag).sum() / (found | bag).sum() > 0.9


def test_a_box_in_which_there_is_only_the_clothes_own_colour_is_no_thing() -> None:
    assert not _seen(SHIRT, (244, 241, 336, 321)).front.objects.any()


def test_a_thing_that_stands_beside_the_person_is_not_theirs() -> None:
    assert not _seen(BAG, (390, 20, 460, 200)).front.objects.any()


def test_trousers_of_which_the_photo_shows_little_are_no_thing() -> None:
    drawn = draw()
    hips = int(drawn.pose[23:25, 1].max())
    rows = slice(0, hips + 60)
    image, alpha = drawn.image[rows], drawn.alpha[rows]
    columns = np.flatnonzero(alpha[hips + 10] > 0.5)
    box = _box(int(columns[0]) - 4, hips - 16, int(columns[-1]) + 4, hips + 62)
    person = describe_person(image, drawn.pose, None, (None, None), alpha, 1, (box,))
    assert (person.labels == Label.LOWER).any()
    assert not person.front.objects.any()


def test_a_skin_coloured_strap_on_the_top_is_the_tops() -> None:
    drawn = draw()
    strap = np.zeros(drawn.image.shape[:2], bool)
    strap[262:290, 236:242] = True
    image = np.where(strap[..., None], np.uint8((200, 150, 125)), drawn.image)
    person = describe_person(image, drawn.pose, None, (None, None), drawn.alpha)
    assert (person.labels[strap] == Label.UPPER).all()
