"""Hair that the labels miss, on a drawn head."""

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, UNIT, frame, haired

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.missed import before_face, missed, strandless
from fittingroom.vision.person import Label, Person


def found(person: Person) -> np.ndarray:
    matte = find_hair(person, frame())
    return missed(to_lab(person.image), person, matte.mask, matte.alpha, UNIT)


def with_tail(person: Person, start: int) -> np.ndarray:
    """H×W: a tail drawn beside the head from the column `start` on, labelled as wall."""
    tail = np.zeros(person.labels.shape, np.uint8)
    cv2.rectangle(tail, (start, 110), (start + 14, 150), 1, -1)
    person.image[tail > 0] = HAIR
    person.labels[tail > 0] = Label.BACKGROUND
    return tail > 0


def test_a_tail_at_the_hair_that_is_labelled_as_wall_is_found() -> None:
    person = haired()
    tail = with_tail(person, 232)
    assert found(person)[tail].mean() > 0.7


def test_hair_beyond_a_narrow_clip_is_found_and_dark_things_further_off_are_not() -> None:
    near, far = haired(), haired()
    behind, apart = with_tail(near, 236), with_tail(far, 262)
    assert found(near)[behind].mean() > 0.7
    assert not found(far)[apart].any()


def test_wall_face_and_clothes_are_no_hair() -> None:
    assert found(haired()).mean() < 0.001


def test_before_a_wall_hair_is_followed_no_further_than_ties_cut_it_off() -> None:
    person = haired()
    tail = np.zeros(person.labels.shape, np.bool_)
    tail[118:146, 232:290] = True
    person.image[tail] = HAIR
    person.labels[tail] = Label.BACKGROUND
    near = found(person)[tail].reshape(28, 58)
    assert near[:, :8].mean() > 0.7
    assert not near[:, -12:].any()


def test_a_smooth_wall_of_the_hairs_colour_has_no_strands_and_a_lock_has() -> None:
    light = np.full((120, 160), 60, np.float32)
    light[:, :80] += 14 * np.sign(np.sin(np.arange(80) * 1.5))
    light[60:] = np.where(np.arange(160) < 120, light[60:], 60 + 14 * np.sign(np.sin(np.arange(160) * 1.5)))
    known, found = np.zeros((2, *light.shape), np.bool_)
    known[:, :70] = True
    found[5:50, 90:150] = True
    found[70:115, 125:155] = True
    plain = strandless(light, found, known, UNIT)
    assert plain[30, 120]
    assert not plain[90, 140]


def before(person: Person) -> np.ndarray:
    matte = find_hair(person, frame())
    return before_face(to_lab(person.image), person, matte.mask, matte.alpha, UNIT)


def test_a_dark_lock_labelled_face_is_hair_where_it_hangs_from_the_hair_and_shade_on_a_cheek_is_none() -> None:
    person, shaded = haired(), haired()
    rows, columns = np.nonzero((person.labels == Label.FACE) & (np.arange(person.labels.shape[1])[None] < 136))
    person.image[rows, columns] = HAIR
    shaded.image[rows, columns] = (shaded.image[rows, columns] * 0.55).astype(np.uint8)
    assert before(person)[rows, columns].sum() > 500  # beside the features, which may be anywhere in a drawn mesh
    assert not before(shaded).any()
    assert not before(haired()).any()
