"""Slivers of new cloth beside arms."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.slivers import without_slivers
from fittingroom.vision.person import Label, Person

UNIT = 200.0
SHAPE = (480, 400)


def beside_arm(
    wide: int, tall: int, alpha: float, label: Label = Label.BACKGROUND
) -> tuple[Person, np.ndarray, np.ndarray]:
    """A person with an upright arm, cloth that peeps out to its left, and the arm before that cloth; the cloth goes on
    under the arm and below it."""
    person = drawn_person()
    labels, front = np.full(SHAPE, label, np.uint8), np.zeros(SHAPE, np.float32)
    front[100:300, 200:230], labels[100:300, 200:230] = 1, Label.SKIN
    cloth = np.zeros(SHAPE, np.float32)
    cloth[150 : 150 + tall, 200 - wide : 330] = 1
    seen = np.where(labels == Label.SKIN, 1, alpha).astype(np.float32)
    return replace(person, labels=labels, alpha=seen), cloth, front


@pytest.mark.parametrize(
    ("wide", "alpha", "label", "stays"),
    [
        (4, 0.0, Label.BACKGROUND, False),
        (20, 0.0, Label.BACKGROUND, True),
        (4, 1.0, Label.UPPER, True),
    ],
    ids=["a sliver before the background goes", "wider cloth stays", "cloth over old cloth stays"],
)
def test_slivers_beside_an_arm(wide: int, alpha: float, label: Label, stays: bool) -> None:
    person, cloth, front = beside_arm(wide, 100, alpha, label)
    left = without_slivers(person, cloth, front, UNIT, joined=True)
    assert (left[160:240, 200 - wide : 199].min() > 0.9) == stays
    assert left[160:240, 232:320].min() > 0.9


@pytest.mark.parametrize("joined", [True, False])
def test_a_sliver_that_goes_on_into_wider_cloth_is_a_garments_own_edge(joined: bool) -> None:
    person, cloth, front = beside_arm(4, 100, 0.0)
    cloth[250:330, 160:330] = 1
    left = without_slivers(person, cloth, front, UNIT, joined)
    assert (left[160:230, 196:199].min() > 0.9) == (not joined)
    assert left[280:320, 170:195].min() > 0.9
