"""Pale locks in darker hair."""

import numpy as np
import pytest

from fittingroom.vision.hair.paler import alike, paler_locks, streaked

UNIT, SIZE = 80.0, 120
BROWN = (30, 12, 20)


def hair_with(colour: tuple[int, int, int], size: int = 14) -> tuple[np.ndarray, np.ndarray]:
    """Lab H×W×3 of brown hair, and H×W where something of `colour` lies in it."""
    there = np.zeros((SIZE, SIZE), np.bool_)
    there[40 : 40 + size, 50 : 50 + size] = True
    return np.where(there[..., None], colour, np.full((SIZE, SIZE, 3), BROWN)).astype(np.float32), there


@pytest.mark.parametrize(("colour", "hair"), [((68, 8, 18), True), ((75, 0, -1), False), ((40, 20, -40), False)])
def test_a_pale_lock_labelled_clothes_is_hair_and_a_ribbon_is_none(colour: tuple[int, int, int], hair: bool) -> None:
    lab, there = hair_with(colour)
    assert paler_locks(lab, there, ~there, UNIT)[there].mean() == hair


def test_clothes_beside_the_hair_or_as_large_as_clothes_are_no_lock() -> None:
    lab, there = hair_with((68, 8, 18))
    beside = ~there & (np.arange(SIZE)[:, None] < 44)
    assert not paler_locks(lab, there, beside, UNIT).any()
    lab, large = hair_with((68, 8, 18), 40)
    assert not paler_locks(lab, large, ~large, UNIT).any()


def test_bleached_streaks_are_hair_of_their_own_and_one_golden_clip_is_not() -> None:
    few, clip = hair_with((55, 9, 24), 12)
    many, locks = hair_with((55, 9, 24), 30)
    for lab in (few, many):
        lab[lab[..., 0] == BROWN[0]] = (16, 0, -1)
    everywhere = np.ones_like(clip)
    assert not streaked(few, everywhere).any()
    assert (streaked(many, everywhere) == locks).all()


def test_grey_has_no_hue_to_be_alike() -> None:
    assert not alike(np.array([70, 1, 2], np.float32), np.array(BROWN, np.float32))
