from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, WALL, frame, haired

from fittingroom.vision.hair.hats import hatted
from fittingroom.vision.hair.matte import HairMatte, find_hair
from fittingroom.vision.person import Label, Person

YELLOW, BROW = (240, 190, 20), 123  # RGB; the row of the brows


def capped(colour: tuple[int, int, int], low: int) -> Person:
    """A head whose hair has `colour` above the row `low`."""
    person = haired()
    image = person.image.copy()
    image[:low][person.labels[:low] == Label.HAIR] = colour
    return replace(person, image=image)


def found(person: Person) -> HairMatte:
    mask = person.labels == Label.HAIR
    return replace(find_hair(person, frame()), mask=mask, alpha=mask.astype(np.float32))


def outlined(draw: list[tuple[tuple[int, int], tuple[int, int]]]) -> Person:
    """A head with dark ellipses (middle, half-axes) over its hair."""
    person = haired()
    mask = np.zeros(person.labels.shape, np.uint8)
    for middle, size in draw:
        cv2.ellipse(mask, middle, size, 0, 0, 360, 1, -1)
    over = (mask > 0) & (person.labels != Label.FACE)
    return replace(
        person,
        image=np.where(
            over[..., None],
            np.array(HAIR, np.uint8),
            np.where(person.alpha[..., None] > 0.5, person.image, np.array(WALL, np.uint8)),
        ),
        labels=np.where(over, np.uint8(Label.HAIR), person.labels),
        alpha=np.maximum(person.alpha, mask.astype(np.float32)),
    )


def test_dark_hair_is_no_hat() -> None:
    person = haired()
    assert not hatted(person, frame(), found(person))


def test_a_cap_of_another_colour_than_the_hair_at_the_temples_is_a_hat() -> None:
    person = capped(YELLOW, BROW - 8)
    assert hatted(person, frame(), found(person))


def test_dyed_hair_is_no_hat() -> None:
    person = capped(YELLOW, 420)
    assert not hatted(person, frame(), found(person))


def test_a_wide_brim_below_a_narrow_crown_is_a_hat() -> None:
    person = outlined([((150, 60), (45, 60)), ((150, 112), (140, 18))])
    assert hatted(person, frame(), found(person))


def test_a_wide_round_head_of_hair_is_no_hat() -> None:
    person = outlined([((150, 110), (140, 110))])
    assert not hatted(person, frame(), found(person))
