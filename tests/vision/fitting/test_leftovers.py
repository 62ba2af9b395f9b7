import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.leftovers import leftovers, uncovered
from fittingroom.vision.person import Label

NOTHING = np.zeros((480, 400), np.float32)


def test_old_cloth_that_nothing_covers_is_taken_off_with_its_rim() -> None:
    person = drawn_person()
    erase = uncovered(person, NOTHING, NOTHING, 100)
    shirt = person.labels == Label.UPPER
    assert erase[shirt].all()
    assert erase.sum() > shirt.sum() + 300


def test_what_is_covered_stays_covered() -> None:
    person = drawn_person()
    cloth = np.ones_like(NOTHING)
    assert not uncovered(person, cloth, NOTHING, 100)[person.alpha > 0.99].any()


def test_face_hair_and_what_lies_in_front_are_left_alone() -> None:
    person = drawn_person()
    front = (np.abs(np.arange(400) - 200)[None] < 20).astype(np.float32) * np.ones((480, 1), np.float32)
    erase = uncovered(person, NOTHING, front, 100)
    assert not erase[np.isin(person.labels, [Label.FACE, Label.HAIR])].any()
    assert not erase[front > 0.6].any()


def test_old_colours_labelled_as_skin_are_found() -> None:
    person = drawn_person()
    person.image[132:138, 186:214] = (250, 250, 250)  # the shirt's white, labelled as the neck's skin
    stray = np.zeros((480, 400), np.bool_)
    stray[132:138, 186:214] = person.labels[132:138, 186:214] == Label.SKIN
    assert stray.sum() > 40
    found = leftovers(person, NOTHING, np.zeros((480, 400), np.bool_), NOTHING, 100)
    assert found[stray].mean() > 0.8


def test_skin_itself_is_no_leftover() -> None:
    person = drawn_person()
    erase = uncovered(person, NOTHING, NOTHING, 100)
    found = leftovers(person, NOTHING, erase, NOTHING, 100)
    assert found[(person.labels == Label.SKIN) & ~erase].mean() < 0.02


def test_what_stays_on_leaves_nothing_to_take_off() -> None:
    person = drawn_person()
    person.image[132:138, 186:214] = (250, 250, 250)
    nothing = np.zeros((480, 400), np.bool_)
    assert leftovers(person, NOTHING, nothing, NOTHING, 100, (Label.UPPER,)).any()
    assert not leftovers(person, NOTHING, nothing, NOTHING, 100, (Label.LOWER,))[:200].any()
