"""Hands before old clothes are cut out by colour."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person

from fittingroom.vision.fitting import handcut
from fittingroom.vision.fitting.handcut import cut_hands
from fittingroom.vision.person import Hand, Label, Person

UNIT = 150.0
ROWS, COLUMNS = slice(200, 250), slice(180, 220)  # the hand, before the trunk
THUMB = slice(205, 230), slice(168, 180)
CLOTH = (70, 110, 90)


def before_body(labelled: tuple[slice, slice], thumb: tuple[int, int, int] = SKIN) -> Person:
    """A person with a hand before the trunk, whose thumb has that colour; what is `labelled` skin is all of it."""
    person = drawn_person()
    labels, image = person.labels.copy(), person.image.copy()
    image[labels == Label.UPPER] = CLOTH
    image[ROWS, COLUMNS], image[THUMB], labels[labelled] = SKIN, thumb, Label.SKIN
    image = np.clip(image + np.random.default_rng(0).normal(0, 3, image.shape), 0, 255).astype(np.uint8)
    columns, rows = np.meshgrid(np.linspace(186, 214, 5), np.linspace(246, 206, 4))
    fingers = np.stack([columns, rows, np.zeros_like(rows)], axis=-1).transpose(1, 0, 2).reshape(20, 3)
    points = np.concatenate([[[200.0, 248.0, 0.0]], fingers]).astype(np.float32)
    return replace(person, labels=labels, image=image, hands=(None, Hand(points, 1.0)))


def test_a_thumb_labelled_old_cloth_is_the_hands() -> None:
    cut = cut_hands(before_body((ROWS, COLUMNS)), UNIT).labels == Label.SKIN
    assert cut[THUMB][2:-2, 3:].all()
    assert cut[ROWS, COLUMNS].mean() > 0.98
    assert not cut[260:290, 170:230].any()


def test_cloth_beside_a_hand_labelled_skin_is_the_old_tops() -> None:
    beside = slice(195, 262), slice(174, 226)
    cut = cut_hands(before_body(beside, CLOTH), UNIT).labels
    assert (cut[ROWS, COLUMNS] == Label.SKIN).mean() > 0.98
    assert (cut[254:262, 180:220] == Label.UPPER).all()


def test_no_hand_is_looked_for_off_the_old_top() -> None:
    person = before_body((ROWS, COLUMNS))
    bare = replace(person, labels=np.where(person.labels == Label.UPPER, Label.LOWER, person.labels).astype(np.uint8))
    assert cut_hands(bare, UNIT) is bare


def test_what_is_worn_on_a_hand_stays_as_it_is() -> None:
    person = before_body((ROWS, COLUMNS))
    ring = np.zeros(person.labels.shape, np.bool_)
    ring[THUMB] = True
    worn = replace(person, front=replace(person.front, objects=ring))
    assert (cut_hands(worn, UNIT).labels[THUMB] == Label.UPPER).all()


@pytest.mark.parametrize(("colour", "is_hands"), [((14, 60, 40), False), ((60, 40, 33), True)])
def test_dark_cloth_between_fingers_stays_the_tops_where_its_colour_shows(
    colour: tuple[int, int, int], is_hands: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handcut, "_grabbed", lambda image, *_: np.ones(image.shape[:2], np.bool_))
    gap = slice(202, 226), slice(190, 197)
    person = before_body((ROWS, COLUMNS))
    image, labels = person.image.copy(), person.labels.copy()
    image[gap], labels[gap] = colour, Label.UPPER
    cut = cut_hands(replace(person, image=image, labels=labels), UNIT).labels
    assert ((cut[gap][3:-3, 2:-2] == Label.SKIN) == is_hands).all()
