"""Bits of long hair beside the neck whose ends something hides."""

import numpy as np
from tests.vision.hair.heads import frame, haired

from fittingroom.vision.hair.cutting import Subject
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.hair.stubs import stubs

SHAPE = (420, 300)


def _left(along: float, low: int = 250) -> np.ndarray:
    """What is left of a sheet beside the neck, and of a thin lock that hangs from the jaw between sheet and chin down
    to row `low`."""
    head = frame()
    alpha = np.zeros(SHAPE, np.float32)
    alpha[60:300, 40:100] = 1
    alpha[225:low, 112:118] = 1
    solid = Solid(np.zeros(SHAPE, np.float32), -3.0, np.zeros(3, np.float32))
    subject = Subject(head, fit_scalp(haired(), head), solid, np.float32([0, 0.8, 0.6]))
    layer = Layer(np.full(SHAPE, 0.5, np.float32), np.full(SHAPE, along, np.float32), alpha)
    return alpha * (1 - stubs(layer, np.ones(SHAPE, np.float32), subject))


def test_a_thin_bit_whose_strands_go_on_unseen_goes_and_the_sheet_stays() -> None:
    left = _left(0.5)
    assert left[228:248, 113:117].max() < 0.2
    assert left[60:295, 42:98].min() > 0.9


def test_ends_of_hair_stay() -> None:
    assert _left(0.95)[228:248, 113:117].min() > 0.9


def test_a_small_bit_that_hangs_on_the_neck_alone_goes_though_it_ends_there() -> None:
    assert _left(0.95, 234)[225:234, 113:117].max() < 0.4


def test_a_thin_lock_that_goes_on_before_the_chest_stays() -> None:
    assert _left(0.5, 390)[228:380, 114:116].min() > 0.9
