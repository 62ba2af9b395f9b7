"""Pale locks in darker hair."""

import numpy as np
import pytest

from fittingroom.vision.hair.paler import alike, bleached_share, paler_locks, streaked

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


def test_light_on_one_colour_of_hair_is_no_bleach_and_edges_tell_nothing() -> None:
    lit = np.full((SIZE, SIZE, 3), (14, 9, 10), np.float32)
    lit[:, 60:] = (28, 14, 18)
    everywhere = np.ones((SIZE, SIZE), np.bool_)
    assert bleached_share(lit, everywhere, UNIT).max() < 0.01
    lit[:, 40:60], lit[:, 100:] = (60, 9, 28), (70, 9, 28)
    inside = everywhere & (np.arange(SIZE) < 100)
    share = bleached_share(lit, inside, UNIT)
    assert share[:, 44:56].min() > 0.85 > 0.1 > share[:, 110:].max()


def test_white_light_on_bleached_hair_is_bleached_too_and_its_edge_makes_no_step() -> None:
    lit = np.full((SIZE, SIZE, 3), (14, 9, 10), np.float32)
    lit[:, 60:] = (70, 9, 28)
    lit[70:76, 80:100] = (78, -2, -1)  # too bright for a hue
    share = bleached_share(lit, np.ones((SIZE, SIZE), np.bool_), UNIT)
    assert share[72:74, 84:96].min() > 0.9
    ragged = np.arange(SIZE)[None] < 100 + 3 * (np.arange(SIZE)[:, None] // 3 % 2)
    lit[:, 97:] = (14, 9, 10)
    share = bleached_share(lit, ragged, UNIT)
    assert np.abs(np.diff(share[:, 99:105], axis=0)).max() < 0.2
