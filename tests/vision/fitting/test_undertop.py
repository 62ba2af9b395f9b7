from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.undertop import held_in
from fittingroom.vision.person import Label, Person

UNIT = 100.0


def standing() -> tuple[Person, np.ndarray]:
    """A person 100 pixels broad whose top ends at row 200, and trousers 12 pixels broader on each side from row 180."""
    person = drawn_person()
    labels = np.zeros((480, 400), np.uint8)
    labels[60:200, 150:250], labels[200:460, 150:250] = Label.UPPER, Label.LOWER
    cloth = np.zeros((480, 400), np.float32)
    cloth[180:460, 138:262] = 1
    return replace(person, labels=labels, alpha=f32(labels > 0)), cloth


def test_trousers_come_out_from_under_a_hem_no_broader_than_the_top_and_widen_down() -> None:
    person, cloth = standing()
    held = held_in(person, cloth, UNIT)
    wide = [int((held[row] > 0.5).sum()) for row in (190, 204, 220, 240, 300)]
    assert wide[0] <= wide[1] + 2 <= 108 and wide[1] < wide[2] < wide[3] <= wide[4] == 124


def test_what_lies_on_the_person_stays() -> None:
    person, cloth = standing()
    assert (held_in(person, cloth, UNIT)[180:460, 150:250] == 1).all()


def test_without_a_top_nothing_is_held_in() -> None:
    person, cloth = standing()
    bare = replace(person, labels=np.where(person.labels == Label.UPPER, Label.SKIN, person.labels).astype(np.uint8))
    assert (held_in(bare, cloth, UNIT) == cloth).all()
