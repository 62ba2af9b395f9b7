"""The outline that lengths of hair have."""

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.lengths import along_lock, hollows

UNIT, SIZE = 40.0, 200
ROWS, COLUMNS = np.mgrid[:SIZE, :SIZE]
HEAD = np.hypot(ROWS - 50, COLUMNS - 110) < 38
LOCK = (ROWS > 50) & (ROWS < 170) & (COLUMNS > 80) & (COLUMNS < 104) & ~HEAD
KNOB = np.hypot(ROWS - 150, COLUMNS - 74) < 8
NOTCH = HEAD & (np.hypot(ROWS - 50, COLUMNS - 148) < 8)
HAIR, DOOR = f32([12, -2, 2]), f32([35, -8, 4])


def test_a_knob_beside_a_lock_is_no_part_of_it() -> None:
    kept = along_lock(LOCK | KNOB, HEAD, UNIT)
    assert kept[LOCK].mean() > 0.97
    assert kept[KNOB & ~LOCK].mean() < 0.25


def test_a_round_piece_stays_whole() -> None:
    assert (along_lock(KNOB, HEAD, UNIT) == KNOB).all()


def filled(notch: np.ndarray) -> np.ndarray:
    """What is found of a notch of some colour in hair before a door."""
    lab = np.where(HEAD[..., None], HAIR, DOOR)
    lab = np.where(NOTCH[..., None], notch, lab) + np.random.default_rng(4).normal(0, 1.0, (SIZE, SIZE, 3))
    return hollows(f32(lab), ~HEAD | NOTCH, HEAD & ~NOTCH, UNIT)


def test_a_hollow_of_hairs_colour_in_its_outline_is_hair() -> None:
    assert filled(HAIR)[NOTCH].mean() > 0.7
    assert not filled(HAIR)[~NOTCH].any()


def test_a_hollow_that_shows_the_door_is_none() -> None:
    assert not filled(DOOR).any()
