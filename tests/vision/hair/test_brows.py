"""Brows that hair shaded, once it is gone."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import MIDDLE, SKIN, UNIT, haired, oval_mesh

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.brows import out_of_shade
from fittingroom.vision.hair.frame import HeadFrame, head_frame
from fittingroom.vision.people.head import BROWS
from fittingroom.vision.person import Person

_SCALE = 3  # brows of the usual drawn head are too thin to be told from their edges


def _frame() -> HeadFrame:
    return head_frame(oval_mesh(_SCALE * UNIT, (_SCALE * MIDDLE[0], _SCALE * MIDDLE[1])))


def _browed() -> tuple[Person, np.ndarray, np.ndarray, np.ndarray]:
    """A person, the photo of a brow with its outer end in the shade of hair, the brow, and the hair beside it."""
    person = haired()
    assert person.face is not None
    mesh = _SCALE * person.face
    mesh[list(BROWS[1]), :2] = _SCALE * np.array(
        [[175, 120], [185, 117], [195, 117], [205, 120], [215, 124],
         [175, 126], [185, 124], [195, 124], [205, 127], [212, 130]])  # fmt: skip
    photo = np.full((420 * _SCALE, 300 * _SCALE, 3), SKIN, np.float32)
    brow = np.zeros(photo.shape[:2], np.uint8)
    cv2.polylines(brow, [_SCALE * np.array([[177, 122], [195, 120], [213, 127]])], False, 1, 3 * _SCALE)
    photo[brow > 0] *= 0.6
    hair = np.zeros(photo.shape[:2], bool)
    hair[:, 218 * _SCALE :] = True
    photo[:, 200 * _SCALE :] *= 0.55
    photo[hair] = 30
    return replace(person, face=mesh), photo, brow > 0, hair


def test_the_end_of_a_brow_comes_out_of_the_shade_of_hair_that_goes_and_stays_a_brow() -> None:
    person, photo, brow, hair = _browed()
    skin = f32(np.broadcast_to(f32(SKIN), photo.shape))
    lit, share = out_of_shade(photo, skin, person, _frame(), hair)
    left = photo + (lit - photo) * share[..., None]
    end = np.zeros_like(brow)
    end[:, 203 * _SCALE : 212 * _SCALE] = True
    as_dark = left[end & brow].mean() / np.mean(SKIN)
    assert 0.45 < as_dark < 0.75  # 0.33 as it was
    around = end & (share > 0.9) & ~cv2.dilate(brow.astype(np.uint8), np.ones((3, 3))).astype(bool)
    assert left[around].mean() > 0.85 * np.mean(SKIN)


def test_a_brow_that_no_hair_is_near_stays_as_photographed() -> None:
    person, photo, _, hair = _browed()
    skin = f32(np.broadcast_to(f32(SKIN), photo.shape))
    _, share = out_of_shade(photo, skin, person, _frame(), np.zeros_like(hair))
    assert not share.any()
    _, share = out_of_shade(photo, skin, person, _frame(), hair)
    assert share[:, : 185 * _SCALE].max() < 0.1


def test_a_brow_as_light_as_the_skin_round_it_will_be_stays_too() -> None:
    person, photo, _, hair = _browed()
    photo[:, 200 * _SCALE : 218 * _SCALE] = SKIN
    skin = f32(np.broadcast_to(f32(SKIN), photo.shape))
    _, share = out_of_shade(photo, skin, person, _frame(), hair)
    assert share[:, : 205 * _SCALE].max() < 0.1
