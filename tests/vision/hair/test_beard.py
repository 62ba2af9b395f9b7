"""Beards stay as they are, on a drawn head."""

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, UNIT, bared, frame, haired

from fittingroom.vision.hair.beard import beard, without_beard
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.strays import with_strays
from fittingroom.vision.person import Label, Person

CHIN = {194: (-12, 55), 32: (-25, 62), 140: (-18, 70), 148: (-8, 76), 18: (0, 52),
        418: (12, 55), 262: (25, 62), 369: (18, 70), 377: (8, 76)}  # fmt: skip
CHEEKS = {117: (-38, 5), 118: (-28, 5), 101: (-25, 15), 36: (-25, 22), 50: (-38, 15),
          346: (38, 5), 347: (28, 5), 330: (25, 15), 266: (25, 22), 280: (38, 15)}  # fmt: skip


def man(dark: bool = True) -> tuple[Person, np.ndarray]:
    """A head of short hair and a full beard from ear to ear, which the labels take for hair; where it is, H×W. Not
    `dark`: all of that is skin."""
    person = haired()
    assert person.face is not None
    for number, (x, y) in {**CHIN, **CHEEKS}.items():
        person.face[number, :2] = 150 + x, 150 + y
    full, bare = np.zeros(person.labels.shape, np.uint8), np.zeros(person.labels.shape, np.uint8)
    cv2.ellipse(full, (150, 150), (60, 82), 0, 0, 180, 1, -1)
    cv2.ellipse(bare, (150, 150), (46, 45), 0, 0, 360, 1, -1)
    grown = (full > 0) & (bare == 0)
    if dark:
        person.image[grown] = HAIR
        person.labels[grown] = Label.HAIR
    return person, grown


def low(grown: np.ndarray) -> np.ndarray:
    """What of a beard is well below the ears' fronts, without its rim."""
    inner = cv2.erode(grown.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    return inner & (np.arange(len(grown))[:, None] > 150 + 0.25 * UNIT)


def test_a_beard_is_no_hair_and_keeps_its_colour() -> None:
    person, grown = man()
    assert find_hair(person, frame()).mask[low(grown)].mean() > 0.5
    shaven = without_beard(person, frame())
    matte = find_hair(shaven, frame())
    assert not matte.mask[low(grown)].any() and matte.mask.sum() > UNIT**2
    assert with_strays(matte, shaven, frame()).alpha[low(grown)].max() < 0.02


def test_taking_the_hair_off_leaves_every_pixel_of_a_beard() -> None:
    person, grown = man()
    bare = bared(without_beard(person, frame()), frame())
    np.testing.assert_allclose(bare.image[low(grown)], person.image[low(grown)], atol=0.5)


def test_a_beard_begins_gently_at_the_ears() -> None:
    person, _ = man()
    share = beard(person, frame())[:, 100]
    assert share[150 - int(0.2 * UNIT)] == 0 and share[150 + int(0.2 * UNIT)] > 0.98
    assert np.abs(np.diff(share[100:190])).max() < 0.2


def test_a_bare_chin_has_no_beard() -> None:
    person, _ = man(dark=False)
    assert not beard(person, frame()).any()
    np.testing.assert_array_equal(without_beard(person, frame()).labels, person.labels)
