"""Hair that ends on the shoulder goes on to new cloth that lies lower."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.hairdown import hair_beside_neck, hair_down
from fittingroom.vision.person import Label, Person

UNIT = 200.0
DARK = (20, 10, 5)


def on_shoulder(gap: int) -> tuple[Person, Array, Array]:
    """A person with dark hair down to row 100, old cloth below it, the new cloth `gap` rows lower, and what of the old
    would become background."""
    person = drawn_person()
    labels, image = person.labels.copy(), person.image.copy()
    labels[:], image[:] = Label.BACKGROUND, 220
    labels[40:100, 60:90], image[40:100, 60:90] = Label.HAIR, DARK
    labels[100:200, 30:120], image[98:200, 30:120] = Label.UPPER, 130  # the hair's last rows show the old cloth
    cloth = np.zeros(labels.shape, np.float32)
    cloth[100 + gap : 200, 30:120] = 1
    opened = f32((labels == Label.UPPER) & (cloth < 0.5))
    return replace(person, labels=labels, image=image), cloth, opened


def test_hair_goes_on_down_to_cloth_that_lies_a_little_lower() -> None:
    person, cloth, opened = on_shoulder(8)
    colour, share = hair_down(person, cloth, opened, UNIT)
    assert (share[99:108, 62:88] > 0.9).all()
    assert np.abs(colour[99:108, 62:88] - DARK).max() < 10
    assert share[100:108, 30:55].max() == 0 and share[:95].max() == 0


def test_hair_does_not_grow_across_a_wide_gap() -> None:
    person, cloth, opened = on_shoulder(40)
    assert hair_down(person, cloth, opened, UNIT)[1].max() == 0


def test_nothing_goes_on_below_the_tip_of_a_strand() -> None:
    person, cloth, opened = on_shoulder(8)
    labels = person.labels.copy()
    labels[40:100, 60:90] = Label.BACKGROUND
    labels[40:100, 70:74] = Label.HAIR
    assert hair_down(replace(person, labels=labels), cloth, opened, UNIT)[1].max() == 0


def test_behind_a_collar_hair_may_go_on_further_down() -> None:
    person, cloth, opened = on_shoulder(24)
    assert hair_down(person, cloth, opened, UNIT)[1].max() == 0
    assert (hair_down(person, cloth, opened, UNIT, 0.14)[1][100:122, 62:88] > 0.9).all()


def beside_neck(hair_at: int) -> tuple[Person, Array]:
    """A neck with hair that hangs at one side, an old collar between the two, and what of it would become wall."""
    person = drawn_person()
    labels, image = person.labels.copy(), person.image.copy()
    labels[:], image[:] = Label.BACKGROUND, 250
    labels[40:100, 80:110] = Label.SKIN
    labels[60:100, hair_at + 30 : 80] = Label.UPPER
    labels[40:100, hair_at : hair_at + 30], image[40:100, hair_at : hair_at + 30] = Label.HAIR, DARK
    return replace(person, labels=labels, image=image), f32(labels == Label.UPPER)


def test_between_hair_and_neck_there_is_hair_in_the_shade() -> None:
    person, opened = beside_neck(30)
    colour, share = hair_beside_neck(person, flags(person.labels == Label.HAIR), opened, UNIT)
    assert (share[64:96, 62:78] > 0.9).all() and share[:, 90:].max() == 0
    assert (colour[64:96, 62:78] < np.array(DARK)).all()


def test_hair_far_beside_the_neck_leaves_the_wall_between_them() -> None:
    person, opened = beside_neck(30)
    narrow = UNIT / 3  # of somebody smaller it is too far
    assert hair_beside_neck(person, flags(person.labels == Label.HAIR), opened, narrow)[1].max() == 0


def test_wall_is_seen_beyond_hair_that_hangs_at_a_shoulder_without_a_neck_beside_it() -> None:
    person, opened = beside_neck(30)
    labels = np.where(person.labels == Label.SKIN, np.uint8(Label.BACKGROUND), person.labels)
    person = replace(person, labels=labels)
    assert hair_beside_neck(person, flags(labels == Label.HAIR), opened, UNIT)[1].max() == 0
