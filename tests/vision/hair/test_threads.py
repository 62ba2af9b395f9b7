"""Single hairs on the forehead, on a drawn head."""

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, SKIN, frame, haired

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.threads import threads
from fittingroom.vision.people.head import BROWS, EYES, LIPS
from fittingroom.vision.person import Person

FAINT = tuple(int(0.3 * hair + 0.7 * skin) for hair, skin in zip(HAIR, SKIN, strict=True))


def share(first: tuple[int, int], last: tuple[int, int]) -> np.ndarray:
    """What is found of a faint line drawn on the forehead, at the pixels of the line."""
    person: Person = haired()
    assert person.face is not None
    for parts, row in ((EYES, 165), (BROWS, 150)):
        for part, column in zip(parts, (125, 175), strict=True):
            person.face[list(part), :2] = column, row
    person.face[list(LIPS), :2] = 150, 195
    line = np.zeros(person.labels.shape, np.uint8)
    cv2.line(line, first, last, 1, 1)
    person.image[line > 0] = FAINT
    lab = to_lab(person.image)
    hair = np.broadcast_to(to_lab(np.uint8([[HAIR]])), lab.shape)
    return threads(lab, f32(hair), find_hair(person, frame()), person, frame())[line > 0]


def test_a_hair_that_hangs_from_the_hairline_has_its_share() -> None:
    assert 0.15 < np.median(share((148, 74), (152, 110))) < 0.5


def test_wrinkles_have_none() -> None:
    assert share((120, 110), (180, 110)).max() < 0.05


def test_lines_apart_from_the_hair_have_none() -> None:
    assert share((150, 105), (150, 130)).max() < 0.05
