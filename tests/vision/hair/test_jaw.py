"""Shade under a jaw, on a drawn head."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import UNIT, frame, haired

from fittingroom.vision.hair.jaw import shade_under_jaw
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.strays import with_strays
from fittingroom.vision.people.head import LIPS
from fittingroom.vision.person import Label, Person


def necked(*line: tuple[int, int]) -> tuple[Person, np.ndarray]:
    """A head on a broad neck with what is labelled hair along a line, H×W."""
    person = haired()
    assert person.face is not None
    person.face[list(LIPS), 1] = 180
    person.labels[200:280, 60:240] = Label.SKIN
    cv2.ellipse(person.labels, (150, 150), (60, 78), 0, 0, 360, int(Label.FACE), -1)
    thin = np.zeros(person.labels.shape, np.uint8)
    cv2.line(thin, line[0], line[1], 1, 4)
    person.image[thin > 0] = (70, 45, 40)
    person.labels[thin > 0] = Label.HAIR
    return person, thin > 0


def test_a_thin_end_along_the_jaw_is_shade_and_keeps_its_colour() -> None:
    person, thin = necked((118, 222), (140, 231))
    matte = find_hair(person, frame())
    matte = replace(matte, mask=matte.mask | thin)
    assert shade_under_jaw(person, matte.mask, UNIT)[thin].mean() > 0.9
    assert with_strays(matte, person, frame()).alpha[thin].mean() < 0.2


def test_a_lock_over_jaw_and_neck_is_no_shade() -> None:
    person, thin = necked((120, 190), (116, 275))
    mask = find_hair(person, frame()).mask | thin
    assert not shade_under_jaw(person, mask, UNIT)[thin].any()
