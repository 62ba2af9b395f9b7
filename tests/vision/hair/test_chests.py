"""Bare chests that the labels take for clothes."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.hair.heads import SKIN, frame, haired

from fittingroom.vision.hair.chests import with_bare_chest
from fittingroom.vision.person import Label, Person

CHEST = (slice(285, 400), slice(60, 240))


def _photographed(colour: tuple[int, int, int], neckline: bool = False) -> Person:
    """A neck above a chest of a `colour` that is labelled clothes; a dark `neckline` may part them."""
    person = haired()
    image, labels = person.image.copy(), person.labels.copy()
    labels[labels != Label.UPPER] = np.where(labels[labels != Label.UPPER] == Label.HAIR, Label.HAIR, Label.BACKGROUND)
    labels[215:295, 118:182], labels[295:419, 40:260] = Label.SKIN, Label.UPPER
    image[CHEST] = colour
    if neckline:
        image[290:300, 40:260] = (90, 40, 40)
    return replace(person, image=image, labels=labels)


def test_a_chest_that_goes_on_from_the_neck_is_skin_and_the_garment_below_it_none() -> None:
    found = with_bare_chest(_photographed(SKIN), frame()).labels
    assert (found[300:392, 70:230] == Label.SKIN).mean() > 0.98
    assert (found[408:419, 50:250] == Label.UPPER).all()


@pytest.mark.parametrize(("colour", "neckline"), [((40, 90, 180), False), (SKIN, True)])
def test_clothes_and_what_a_neckline_parts_from_the_neck_stay_clothes(
    colour: tuple[int, int, int], neckline: bool
) -> None:
    person = _photographed(colour, neckline)
    assert np.array_equal(with_bare_chest(person, frame()).labels, person.labels)
