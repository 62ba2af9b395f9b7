"""Fringes of a strong colour over the brows of a drawn head."""

import numpy as np
from tests.vision.hair.heads import frame, haired

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.vivid import over_face
from fittingroom.vision.people.head import BROWS
from fittingroom.vision.person import Label, Person

RED, PALE, SHADED = (40.0, 28.0, 34.0), (72.0, 12.0, 15.0), (36.0, 9.0, 11.0)


def _fringed(hair: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray, Person, tuple[int, int]]:
    """Lab (H×W×3) of a head whose hair hangs over a brow, with a gap where skin lies in its shade, what is guessed to
    be hair (H×W), the person, and that gap (row, column)."""
    person = haired()
    assert person.face is not None
    column, row = person.face[list(BROWS[0]), :2].mean(0).astype(int)
    lab = np.full((*person.labels.shape, 3), PALE, np.float32)
    alpha = f32(person.labels == Label.HAIR)
    alpha[row - 20 : row + 3, column - 20 : column + 21] = 1
    lab[alpha > 0] = hair
    lab[row - 6 : row + 3, column - 4 : column + 5] = SHADED
    return lab, alpha, person, (int(row) - 2, int(column))


def test_shaded_skin_between_red_strands_over_a_brow_is_no_hair_and_the_strands_are() -> None:
    lab, alpha, person, (row, column) = _fringed(RED)
    share, trust = over_face(lab, alpha, person, frame().unit)
    assert trust[row, column] > 0.9
    assert share[row, column] < 0.2
    assert share[row, column - 10] > 0.9


def test_hair_no_stronger_in_colour_than_skin_is_not_told_by_it() -> None:
    lab, alpha, person, _ = _fringed((20.0, 3.0, 4.0))
    assert over_face(lab, alpha, person, frame().unit)[1].max() < 0.05


def test_in_the_dark_colours_tell_nothing() -> None:
    lab, alpha, person, (row, column) = _fringed(RED)
    lab[row, column - 12 :] = (8.0, 1.0, 1.0)
    lab[row - 4 : row + 5, column - 4 : column + 5] = (8.0, 1.0, 1.0)
    assert over_face(lab, alpha, person, frame().unit)[1][row, column] < 0.1


def test_skin_that_reflects_the_hair_is_none_of_it() -> None:
    lab, alpha, person, (row, column) = _fringed(RED)
    lab[row - 4 : row + 5, column - 4 : column + 5] = (36.0, 14.0, 17.0)
    assert over_face(lab, alpha, person, frame().unit)[0][row, column] < 0.1
