"""Skin and things that are labelled hair, on a drawn head."""

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, SKIN, frame, haired

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.mislabelled import bare_forehead, other_things
from fittingroom.vision.hair.strays import with_strays
from fittingroom.vision.people.head import BROWS, EYES, LIPS, NOSE
from fittingroom.vision.person import Label, Person


def with_piece(
    person: Person, corners: tuple[tuple[int, int], tuple[int, int]], colour: tuple[int, int, int]
) -> np.ndarray:
    """H×W: a block of `colour` that is labelled hair."""
    piece = np.zeros(person.labels.shape, np.uint8)
    cv2.rectangle(piece, *corners, 1, -1)
    person.image[piece > 0] = colour
    person.labels[piece > 0] = Label.HAIR
    return piece > 0


def faced() -> Person:
    """The drawn head with eyes, brows and lips where a face has them: the mesh has them anywhere."""
    person = haired()
    assert person.face is not None
    for parts, row in ((EYES, 140), (BROWS, 124)):
        for part, column in zip(parts, (125, 175), strict=True):
            person.face[list(part), :2] = column, row
    person.face[list(LIPS), :2] = 150, 195
    person.face[list(NOSE), :2] = 150, 165
    return person


def test_a_bright_forehead_labelled_hair_is_skin_and_hair_is_not() -> None:
    person = faced()
    bald = with_piece(person, ((115, 78), (185, 105)), (235, 200, 180))
    mask = person.labels == Label.HAIR
    found = bare_forehead(to_lab(person.image), person, mask, frame())
    assert found[bald].mean() > 0.7
    assert found[~bald & mask].mean() < 0.02
    assert not bare_forehead(to_lab(faced().image), faced(), faced().labels == Label.HAIR, frame()).any()


def test_a_coat_below_the_hair_is_left_out_of_it_and_a_lock_of_its_colour_is_not() -> None:
    for colour, dropped in (((90, 110, 190), True), (HAIR, False)):
        person = faced()
        piece = with_piece(person, ((225, 225), (255, 260)), colour)
        mask = person.labels == Label.HAIR
        found = other_things(to_lab(person.image), person, mask, frame())
        assert (found[piece].mean() > 0.9) == dropped
        assert not found[~piece].any()


def test_a_bare_forehead_is_not_dyed() -> None:
    person = faced()
    bald = with_piece(person, ((115, 78), (185, 105)), SKIN)
    alpha = with_strays(find_hair(person, frame()), person, frame()).alpha
    inner = cv2.erode(bald.astype(np.uint8), np.ones((9, 9))) > 0
    assert alpha[inner].mean() < 0.1
    assert alpha.max() > 0.9
