"""The rim of hair before a wall."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.rims import before_wall
from fittingroom.vision.person import Label

HAIR, WALL, UNIT = np.array([30, 22, 20]), np.array([200, 170, 110]), 60.0
SHARES = np.array([0.85, 0.6, 0.35, 0.15])


def _head(wall: NDArray[np.float64], beyond: int = Label.BACKGROUND) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A photo (RGB, 120×200×3) of hair up to column 78, whose edge is four pixels wide, and its labels."""
    photo = np.broadcast_to(wall, (120, 200, 3)).copy()
    share = np.concatenate([np.ones(78), SHARES, np.zeros(118)])[None, :, None]
    labels = np.full((120, 200), beyond, np.uint8)
    labels[:, :80] = Label.HAIR
    return np.round(photo + share * (HAIR - photo)).astype(np.uint8), labels


def test_a_rim_has_the_share_that_its_colour_tells_and_the_wall_of_just_beyond() -> None:
    photo, labels = _head(WALL.astype(float))
    guess = f32(labels == Label.HAIR)
    share, behind, trust = before_wall(to_lab(photo), guess, guess > 0, labels, UNIT)
    assert trust[60, 78:84].min() > 0.9
    assert np.abs(share[60, 78:82] - SHARES).max() < 0.08
    assert np.abs(behind[60, 70:84] - to_lab(photo)[60, 110]).max() < 4


def test_before_a_wall_that_changes_as_much_as_hair_differs_from_it_colours_are_not_believed() -> None:
    wall = np.broadcast_to(WALL, (120, 200, 3)).astype(float)
    wall[45:75] = np.where((np.arange(200) // 8 % 2 == 0)[None, :, None], WALL, HAIR + 5)
    photo, labels = _head(wall)
    guess = f32(labels == Label.HAIR)
    assert before_wall(to_lab(photo), guess, guess > 0, labels, UNIT)[2][60, 78:].max() < 0.4


def test_what_is_as_dark_as_hair_further_off_is_a_wall() -> None:
    photo, labels = _head(WALL.astype(float))
    photo[58:62, 85:87] = HAIR
    guess = f32(labels == Label.HAIR)
    share, _, _ = before_wall(to_lab(photo), guess, guess > 0, labels, UNIT)
    assert share[60, 85:87].max() < 0.1


def test_rims_on_the_body_are_left_alone() -> None:
    photo, labels = _head(WALL.astype(float), Label.SKIN)
    labels[:, 105:] = Label.BACKGROUND
    guess = f32(labels == Label.HAIR)
    assert before_wall(to_lab(photo), guess, guess > 0, labels, UNIT)[2][60, 60:90].max() == 0


def test_a_wall_of_another_hue_is_told_between_curls_and_a_grey_one_is_not() -> None:
    found = []
    for wall in (np.array([210, 160, 40]), np.array([150, 150, 150])):
        photo, labels = _head(np.broadcast_to(wall, (120, 200, 3)).astype(float))
        photo[58:62, 66:72] = wall
        guess = f32(labels == Label.HAIR)
        share, _, trust = before_wall(to_lab(photo), guess, guess > 0, labels, UNIT)
        found.append((1 - share[60, 68]) * trust[60, 68])
    assert found[0] > 0.6 and found[1] < 0.1
