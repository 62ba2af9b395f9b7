"""The inner side of a bare arm in the shade is the arm's, on a drawn person."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SHIRT, drawn_person, frame_and_arms

from fittingroom.vision.fitting.armshade import shaded_rim, with_shaded_rims
from fittingroom.vision.person import Label, Person

#: Rows and columns of the inner side of the image's right arm, below a short sleeve.
ROWS, COLUMNS = slice(225, 262), slice(258, 265)


def shaded(colour: tuple[int, int, int]) -> Person:
    """The drawn person with the inner side of one arm labelled top, and of that `colour`."""
    person = drawn_person(sleeve=0.4)
    image, labels = person.image.copy(), person.labels.copy()
    inner = np.zeros(labels.shape, np.bool_)
    inner[ROWS, COLUMNS] = labels[ROWS, COLUMNS] == Label.SKIN
    image[inner], labels[inner] = colour, Label.UPPER
    return replace(person, image=image, labels=labels)


def test_an_arms_side_in_the_shade_is_given_back_to_it() -> None:
    person = shaded((62, 46, 38))
    frame, arms = frame_and_arms(person)
    mended, traced = with_shaded_rims(person, frame, arms)
    lost = person.labels != drawn_person(sleeve=0.4).labels
    assert (mended.labels[lost] == Label.SKIN).mean() > 0.9
    assert (mended.labels != person.labels)[~lost].sum() == 0
    row = traced[1].limb.v[240]
    assert row[COLUMNS].min() < -8  # the arm's middle line is that of the whole arm


@pytest.mark.parametrize("colour", [SHIRT, (60, 70, 120), (120, 118, 119)])
def test_cloth_beside_an_arm_stays_cloth(colour: tuple[int, int, int]) -> None:
    person = shaded(colour)
    frame, arms = frame_and_arms(person)
    assert not shaded_rim(person, arms[1]).any()
    assert with_shaded_rims(person, frame, arms)[1] is arms
