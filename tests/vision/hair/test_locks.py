from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, frame, haired

from fittingroom.vision.hair.locks import lost_locks
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.person import Label, Person


def long_haired(cloth: tuple[int, int, int]) -> Person:
    """Hair that hangs before a garment; its end, from row 370, is labelled as the garment."""
    person = haired()
    image, labels = person.image.copy(), person.labels.copy()
    labels[300:, 40:260], image[300:, 40:260] = Label.UPPER, cloth
    hair = np.zeros(labels.shape, np.uint8)
    cv2.rectangle(hair, (195, 110), (240, 400), 1, -1)
    image[hair > 0] = HAIR
    labels[:370][hair[:370] > 0] = Label.HAIR
    alpha = np.maximum(person.alpha, hair.astype(np.float32))
    return replace(person, image=image, labels=labels, alpha=alpha)


def test_the_end_of_a_lock_is_found_before_other_cloth() -> None:
    person = long_haired((40, 90, 180))
    found = lost_locks(person, frame(), find_hair(person, frame()))
    assert found[375:398, 200:236].all()
    assert not found[310:, 60:150].any()


def test_cloth_of_the_hairs_colour_has_none() -> None:
    person = long_haired(HAIR)
    assert not lost_locks(person, frame(), find_hair(person, frame()))[310:, 60:150].any()
