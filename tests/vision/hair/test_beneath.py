from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, WALL, frame, haired, uncovered

from fittingroom.vision.hair.beneath import Beneath, mistaken
from fittingroom.vision.person import Label, Person

SHADED = (60, 60, 70)


def two_sided() -> Person:
    """A garment whose left part lies beyond the neck and in another light than the rest."""
    person = haired()
    image, labels = person.image.copy(), person.labels.copy()
    labels[labels == Label.UPPER] = Label.BACKGROUND
    labels[290:, 130:170] = Label.SKIN
    labels[300:, 170:270] = labels[300:370, 60:130] = Label.UPPER
    image[300:370, 60:130] = SHADED
    return replace(person, image=image, labels=labels)


def test_the_other_side_of_a_garment_is_no_mistake() -> None:
    person = two_sided()
    hair = np.zeros(person.labels.shape, np.bool_)
    hair[270:298, 60:130] = True
    assert not mistaken(person, frame(), hair)[320:360, 70:120].any()


def test_a_bit_between_curls_is_one() -> None:
    person = two_sided()
    hair = np.zeros(person.labels.shape, np.bool_)
    hair[280:400, 40:130] = person.labels[280:400, 40:130] != Label.UPPER
    assert mistaken(person, frame(), hair)[320:360, 70:120].all()


def test_a_jumper_goes_on_under_hair_though_wall_beside_it_is_labelled_skin() -> None:
    person = haired()
    image, labels = person.image.copy(), person.labels.copy()
    labels[290:] = np.where(person.alpha[290:] > 0.5, Label.UPPER, Label.BACKGROUND)
    lock = np.zeros(labels.shape, np.uint8)
    cv2.rectangle(lock, (195, 120), (245, 350), 1, -1)
    image[lock > 0], labels[lock > 0] = HAIR, Label.HAIR
    image[300:330, 246:262], labels[300:330, 246:262] = WALL, Label.SKIN
    person = replace(person, image=image, labels=labels, alpha=np.maximum(person.alpha, lock.astype(np.float32)))
    beneath = uncovered(person, frame()).beneath
    shoulder = beneath[325:345, 205:235]
    assert (shoulder == Beneath.CLOTHES).mean() > 0.95


def test_a_bit_of_a_striped_garment_among_hair_is_no_mistake() -> None:
    person = two_sided()
    image = person.image.copy()
    image[:, ::2] = np.where((person.labels == Label.UPPER)[:, ::2, None], (220, 40, 40), image[:, ::2])
    image[:, 1::2] = np.where((person.labels == Label.UPPER)[:, 1::2, None], (40, 60, 220), image[:, 1::2])
    image[:, ::3] = np.where((person.labels == Label.UPPER)[:, ::3, None], (240, 240, 240), image[:, ::3])
    person = replace(person, image=image)
    hair = np.zeros(person.labels.shape, np.bool_)
    hair[280:400, 40:130] = person.labels[280:400, 40:130] != Label.UPPER
    assert not mistaken(person, frame(), hair)[320:360, 70:120].any()
