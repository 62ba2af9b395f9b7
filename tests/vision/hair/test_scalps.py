"""Bare scalps that the labels take for hair, on a drawn head."""

import cv2
import numpy as np
from tests.vision.hair.heads import SKIN, UNIT, frame, haired

from fittingroom.vision.hair.matte import enough, hair_mask
from fittingroom.vision.hair.scalps import unseen_hair, without_bare_scalp
from fittingroom.vision.people.head import BROWS, hull
from fittingroom.vision.person import Label, Person

SHINE = (235, 205, 192)


def headed(rough: float = 0) -> Person:
    """A head whose hair is a scalp that shines more towards its top; `rough`: deviation of strands on it."""
    person = haired()
    scalp = person.labels == Label.HAIR
    up = np.clip((110 - np.arange(len(scalp))) / 90, 0, 1)[:, None, None]
    shining = np.array(SKIN) + (np.array(SHINE) - SKIN) * up * np.ones_like(person.image)
    strands = np.random.default_rng(2).normal(0, rough, scalp.shape[1])[None, :, None] if rough else 0
    person.image[scalp] = np.clip(shining + strands, 0, 255).astype(np.uint8)[scalp]
    return person


def test_a_bald_head_has_no_hair() -> None:
    person = headed()
    assert enough(hair_mask(person, frame()), frame())
    bald = without_bare_scalp(person, frame())
    assert not enough(hair_mask(bald, frame()), frame())


def test_fair_strands_are_hair() -> None:
    person = headed(rough=20)
    np.testing.assert_array_equal(without_bare_scalp(person, frame()).labels, person.labels)


def test_shine_on_a_forehead_is_taken_out_of_dark_hair() -> None:
    person = haired()
    shine = np.zeros(person.labels.shape, np.uint8)
    cv2.ellipse(shine, (150, 74), (30, 22), 0, 0, 360, 1, -1)
    person.image[shine > 0] = SKIN
    person.labels[shine > 0] = Label.HAIR
    found = without_bare_scalp(person, frame()).labels
    inner = cv2.erode(shine, np.ones((9, 9), np.uint8)) > 0
    assert (found[inner] == Label.FACE).mean() > 0.9
    assert hair_mask(person, frame()).sum() - (found == Label.HAIR).sum() < 1.2 * shine.sum()


def test_hair_of_another_colour_than_skin_stays() -> None:
    person = haired()
    assert (person.labels == Label.HAIR).sum() > UNIT**2
    np.testing.assert_array_equal(without_bare_scalp(person, frame()).labels, person.labels)


def test_hair_that_nobody_sees_is_as_dark_and_hued_as_the_brows() -> None:
    person = headed()
    assert person.face is not None
    for brows, side in zip(BROWS, (-1, 1), strict=True):
        person.face[list(brows), :2] = [(150 + side * (15 + 3 * k), 120 + 4 * (k % 2)) for k in range(len(brows))]
        person.image[hull(person.labels.shape, person.face[list(brows), :2])] = (20, 18, 18)
    black = unseen_hair(person, (40, 6, 9))
    for brows in BROWS:
        person.image[hull(person.labels.shape, person.face[list(brows), :2])] = (90, 55, 35)
    brown = unseen_hair(person, (40, 6, 9))
    assert black[0] < 14 and np.abs(black[1:]).max() < 2
    assert brown[0] > black[0] + 8 and brown[2] > 5
