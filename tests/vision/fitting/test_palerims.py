"""Pale clothes before a pale wall: the strip of them that the silhouette left out becomes wall."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.leftovers import within
from fittingroom.vision.fitting.palerims import pale_rims, wall_beside
from fittingroom.vision.person import Label, Person

UNIT = 100.0
WALL, CREAM = (190, 172, 148), (205, 196, 178)


def before_a_wall(cloth: tuple[int, int, int]) -> tuple[Person, np.ndarray]:
    """Someone before a wall, in clothes of one colour that go three pixels further than their label."""
    person = drawn_person()
    worn = person.worn
    image = person.image.copy()
    image[person.alpha < 0.5] = WALL
    image[worn] = cloth
    rim = np.roll(worn, 3, 1) & (person.labels == Label.BACKGROUND) & (person.alpha < 0.01)
    image[rim] = cloth
    return replace(person, image=image), rim


def test_a_strip_of_pale_cloth_becomes_wall() -> None:
    person, rim = before_a_wall(CREAM)
    found = pale_rims(person, UNIT)
    wall = wall_beside(person, found, UNIT, 1)
    assert rim.sum() > 100 and found[rim].mean() > 0.9
    assert wall is not None
    assert np.abs(wall[rim].mean(0) - WALL).max() < 3


def test_the_wall_drawn_beside_pale_cloth_is_as_light_as_it_is_seen_right_there() -> None:
    person, rim = before_a_wall(CREAM)
    shade = within(rim, 12) & ~rim & (person.alpha < 0.01)  # as in a gap between body and arm
    image = np.where(shade[..., None], np.subtract(WALL, 10), person.image).astype(np.uint8)
    person = replace(person, image=image)
    wall = wall_beside(person, rim, UNIT, 1)
    assert wall is not None
    assert np.abs(np.median(wall[rim], axis=0) - np.subtract(WALL, 10)).max() < 4


def test_dark_clothes_are_told_from_the_wall_as_they_are() -> None:
    person, _ = before_a_wall((40, 40, 60))
    assert not pale_rims(person, UNIT).any()


def test_leaves_behind_someone_are_not_drawn_anew() -> None:
    person, _ = before_a_wall(CREAM)
    noisy = np.random.default_rng(0).integers(0, 255, person.image.shape).astype(np.uint8)
    image = np.where((person.alpha < 0.01)[..., None], noisy, person.image)
    assert wall_beside(replace(person, image=image), pale_rims(person, UNIT), UNIT, 1) is None
