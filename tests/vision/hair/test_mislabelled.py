"""Skin and things that are labelled hair, on a drawn head."""

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, SKIN, UNIT, frame, haired

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.mislabelled import bare_forehead, bare_neck, other_things
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


def necked(person: Person, strands: bool) -> np.ndarray:
    """H×W: a neck in the hair's shade that is labelled hair but for its foot. strands: whether locks lie over it."""
    rows, columns = np.mgrid[: person.labels.shape[0], : person.labels.shape[1]]
    chin = person.face[152, :2]
    neck = (np.abs(columns - chin[0]) < 0.4 * UNIT) & (rows > chin[1] + 2) & (rows < chin[1] + 0.9 * UNIT)
    colour = np.uint8(np.minimum(f32(HAIR) + 40, 255))
    person.image[neck] = colour
    if strands:
        person.image[neck & (columns % 4 < 2)] = HAIR
    person.labels[neck] = Label.HAIR
    person.labels[neck & (rows > chin[1] + 0.7 * UNIT)] = Label.SKIN
    return neck & (rows < chin[1] + 0.6 * UNIT)


def bare(person: Person) -> np.ndarray:
    return bare_neck(to_lab(person.image), person, person.labels == Label.HAIR, UNIT)


def test_a_shaded_neck_that_is_labelled_hair_is_skin() -> None:
    person = faced()
    neck = necked(person, strands=False)
    assert bare(person)[neck].mean() > 0.8


def test_locks_over_the_neck_are_no_skin() -> None:
    person = faced()
    neck = necked(person, strands=True)
    assert not bare(person)[neck].any()
