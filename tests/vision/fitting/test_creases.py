"""Creases: folds at the hollow of a bent knee, none on legs that stand straight."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.creases import creases, room_beside
from fittingroom.vision.fitting.legs import leg_shape


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def test_cloth_on_straight_legs_hangs_plain(measured: Work) -> None:
    parts = leg_shape(measured.legs[0]), leg_shape(measured.legs[1])
    assert (creases(measured.frame, measured.legs, parts, 1.2) == 1).all()


def test_a_bent_knee_throws_folds_from_its_hollow_on_that_leg(measured: Work) -> None:
    frame = measured.frame
    knees = frame.knees + f32([[0, 0], [0.4 * frame.unit, 0]])
    parts = leg_shape(measured.legs[0]), leg_shape(measured.legs[1])
    light = creases(replace(frame, knees=knees), measured.legs, parts, 1.2)
    leg = measured.legs[1]
    knee = np.abs(leg.limb.u / leg.limb.length - 0.49) < 0.012
    inner, outer = (knee & (parts[1] > 0.5) & (sign * leg.limb.v > 0.6 * leg.half) for sign in (-1, 1))
    assert light[inner].mean() < light[outer].mean() - 0.04
    first = measured.legs[0]
    other = (np.abs(first.limb.u / first.limb.length - 0.49) < 0.05) & (parts[0] > 0.5)
    assert np.abs(light[other] - 1).max() < 0.02


def test_old_clothes_that_show_their_folds_leave_no_room_for_drawn_ones() -> None:
    cloth = np.ones((40, 40), np.bool_)
    folded = f32(np.exp(0.05 * np.sin(np.arange(40) / 3.0)))[None] * np.ones((40, 1), np.float32)
    assert room_beside(f32(folded), cloth) == 0
    assert room_beside(np.ones((40, 40), np.float32), cloth) == 1
