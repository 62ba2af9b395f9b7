"""Old collars that were labelled skin."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.oldcollars import (
    collar_under_chin,
    collars_as_face,
    collars_as_skin,
    collars_like_skin,
)
from fittingroom.vision.person import Label, Person

RED, DARK = (190, 20, 40), (60, 38, 30)


def with_band(colour: tuple[int, int, int], face: tuple[int, int, int] = SKIN) -> tuple[Person, Frame, np.ndarray]:
    """A person with a band of that colour round the base of the neck, labelled skin: where it is, too."""
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    image, labels = person.image.copy(), person.labels.copy()
    upper = labels == Label.UPPER
    middle, top = int(frame.neck_mid[0]), int(np.flatnonzero(upper[:, int(frame.neck_mid[0])])[0])
    band = np.zeros(labels.shape, np.bool_)
    band[top - 6 : top, middle - 16 : middle + 16] = True
    image[band], labels[band] = colour, Label.SKIN
    half = (labels == Label.FACE) & (np.arange(labels.shape[1])[None] > middle)
    image[half] = face
    return replace(person, image=image, labels=labels), frame, band


def test_a_neckband_labelled_skin_is_the_old_tops() -> None:
    person, frame, band = with_band(RED)
    found = collars_as_skin(person, frame)
    assert found[band].mean() > 0.9
    assert not (found & (person.labels != Label.SKIN)).any()


def test_a_neck_in_its_own_shade_stays_skin() -> None:
    person, frame, _ = with_band(DARK)
    assert not collars_as_skin(person, frame).any()


def test_between_lamps_of_different_colours_nothing_is_told_by_colour() -> None:
    person, frame, _ = with_band(RED, face=(90, 120, 220))
    assert not collars_as_skin(person, frame).any()


def test_what_lies_on_the_neck_away_from_old_cloth_stays() -> None:
    person, frame, _ = with_band(SKIN)
    image = person.image.copy()
    image[99:106, 190:210] = RED
    assert not collars_as_skin(replace(person, image=image), frame).any()


@pytest.mark.parametrize(("wall_beside", "is_found"), [(True, True), (False, False)])
def test_a_collars_narrow_end_is_told_at_the_necks_outline_alone(*, wall_beside: bool, is_found: bool) -> None:
    person, frame, band = with_band(SKIN)
    image, alpha = person.image.copy(), person.alpha.copy()
    end = band & (np.arange(band.shape[1])[None] >= 213)
    image[end] = RED
    if wall_beside:
        alpha[np.roll(band, -9, axis=0) & ~band & (np.arange(band.shape[1])[None] >= 211)] = 0
    found = collars_as_skin(replace(person, image=image, alpha=alpha), frame)
    assert bool(found[end].mean() > 0.5) is is_found


SUNLIT = (222, 168, 120)  # a skin's, too, but this person has none of it


@pytest.mark.parametrize(("shirt_has_it", "skin_has_it", "is_found"), [(1, 0, True), (1, 1, False), (0, 0, False)])
def test_a_sunlit_collar_is_told_by_what_else_has_its_colour(
    *, shirt_has_it: int, skin_has_it: int, is_found: bool
) -> None:
    person, frame, band = with_band(SUNLIT)
    image, labels = person.image.copy(), person.labels
    rows = np.arange(labels.shape[0])[:, None]
    if shirt_has_it:
        image[(labels == Label.UPPER) & (rows > 170) & (rows < 200)] = SUNLIT
    if skin_has_it:
        image[(labels == Label.FACE) & (rows < 60)] = SUNLIT
        image[(labels == Label.SKIN) & (rows > 200)] = SUNLIT
    found = collars_like_skin(replace(person, image=image), frame)
    assert bool(found[band].mean() > 0.9) is is_found
    assert not (found & ~band & (rows < 90)).any()


def with_turtleneck(colour: tuple[int, int, int]) -> tuple[Person, Frame, np.ndarray, np.ndarray]:
    """A person in a turtleneck of that colour up to the chin: also where it is, and where it passes for the face."""
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    image, labels = person.image.copy(), person.labels.copy()
    rows, columns = np.mgrid[: labels.shape[0], : labels.shape[1]]
    face = labels == Label.FACE
    chin, middle = int(rows[face].max()), int(frame.neck_mid[0])
    collar = (np.abs(columns - middle) < 24) & (rows > chin - 6) & (rows < chin + 60)
    image[collar] = colour
    taken = collar & (rows <= chin)
    labels[collar], labels[taken] = Label.UPPER, Label.FACE
    mesh = np.zeros((478, 3), np.float32)
    mesh[:, 0], mesh[:, 1] = middle, chin - 30
    return replace(person, image=image, labels=labels, face=mesh), frame, collar & ~taken, taken


def test_a_turtlenecks_edge_that_passes_for_the_face_is_the_old_tops() -> None:
    person, frame, collar, taken = with_turtleneck(RED)
    found = collar_under_chin(person, collar, frame)
    assert found[taken].mean() > 0.9
    assert not (found & ~taken).any()


def test_so_is_its_edge_that_passes_for_the_neck() -> None:
    person, frame, collar, taken = with_turtleneck(RED)
    labels = person.labels.copy()
    rows = np.arange(collar.shape[0])[:, None]
    neck = collar & (rows < rows[collar.any(1)].min() + 10)
    labels[neck], collar = Label.SKIN, collar & ~neck
    found = collar_under_chin(replace(person, labels=labels), collar, frame)
    assert found[neck].mean() > 0.9
    assert not (found & ~(neck | taken)).any()


def test_a_beard_over_dark_cloth_stays_the_faces() -> None:
    person, frame, collar, _ = with_turtleneck(DARK)
    assert not collar_under_chin(person, collar, frame).any()


def with_collar_end(colour: tuple[int, int, int]) -> tuple[Person, Frame, np.ndarray]:
    """A person in a red top with a collar's end of that colour beside the jaw, labelled face; where it is, too."""
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    image, labels = person.image.copy(), person.labels.copy()
    image[labels == Label.UPPER] = RED
    rows, columns = np.nonzero(labels == Label.FACE)
    bottom, left = int(rows.max()), int(columns.min())
    labels[bottom - 10 : bottom + 1, left - 6 : left] = Label.UPPER
    image[bottom - 10 : bottom + 1, left - 6 : left] = RED
    end = np.zeros(labels.shape, np.bool_)
    end[bottom - 8 : bottom - 2, left : left + 5] = True
    image[end], labels[end] = colour, Label.FACE
    return replace(person, image=image, labels=labels), frame, end


def test_a_collars_end_beside_the_jaw_that_passes_for_the_face_is_the_old_tops() -> None:
    person, frame, end = with_collar_end(RED)
    found = collars_as_face(person, frame)
    assert found[end].mean() > 0.9
    assert not (found & ~end).any()


def test_a_beard_beside_a_collar_is_the_faces() -> None:
    person, frame, _ = with_collar_end(DARK)
    assert not collars_as_face(person, frame).any()
