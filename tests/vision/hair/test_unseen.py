"""Hair that is labelled as the dark background it hangs before."""

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.unseen import locks_before_dark
from fittingroom.vision.person import Label

UNIT, SIZE = 40.0, 200
HAIR, DOOR = f32([12, -6, 6]), f32([12, -11, 6])
ROWS, COLUMNS = np.mgrid[:SIZE, :SIZE]
HEAD = np.hypot(ROWS - 50, COLUMNS - 100) < 38
LOCK = (ROWS > 50) & (ROWS < 130) & (COLUMNS > 60) & (COLUMNS < 90) & ~HEAD


def scene(door: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A head of dark hair before a dark door, with a long lock that is labelled as door: Lab, labels."""
    lab = np.where((HEAD | LOCK)[..., None], HAIR, door)
    lab = lab + np.random.default_rng(4).normal(0, 1.2, lab.shape)
    return f32(lab), np.where(HEAD, Label.HAIR, Label.BACKGROUND).astype(np.uint8)


def found(door: np.ndarray, below: int = 50) -> np.ndarray:
    """What is found of the lock from a row on."""
    lab, labels = scene(door)
    return locks_before_dark(lab, labels == Label.BACKGROUND, HEAD, f32(HEAD), below <= ROWS, UNIT)


def test_a_lock_that_is_labelled_as_a_door_is_hair() -> None:
    lock = found(DOOR)
    assert lock[LOCK].mean() > 0.85
    assert lock[~LOCK & ~HEAD].mean() < 0.01


def test_no_door_of_hairs_own_colour_is_hair() -> None:
    assert not found(HAIR).any()


def test_hair_that_is_labelled_stays_out() -> None:
    assert not (found(DOOR) & HEAD).any()


def test_only_what_hangs_is_hair() -> None:
    assert not found(DOOR, below=100)[:100].any()
