"""Creases: folds at the hollow of a bent knee, faint ones on legs that stand straight."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Array, Work
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.creases import creases, room_beside
from fittingroom.vision.fitting.legs import leg_shape


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def with_bent_knee(measured: Work) -> tuple[Array, tuple[Array, Array]]:
    """The light on both legs with the second one's knee bent outwards, and the legs' shapes."""
    frame = measured.frame
    knees = frame.knees + f32([[0, 0], [0.4 * frame.unit, 0]])
    parts = leg_shape(measured.legs[0]), leg_shape(measured.legs[1])
    return creases(replace(frame, knees=knees), measured.legs, parts, 1.2), parts


def test_cloth_on_straight_legs_has_faint_folds_at_crotch_and_hem_and_none_at_the_knee(measured: Work) -> None:
    parts = leg_shape(measured.legs[0]), leg_shape(measured.legs[1])
    light = creases(measured.frame, measured.legs, parts, 1.2)
    assert 0.87 < light.min() < 0.97
    leg = measured.legs[1]
    share = leg.limb.u / leg.limb.length
    knee, hem = ((np.abs(share - at) < 0.03) & (parts[1] > 0.5) for at in (0.55, 0.93))
    assert light[hem].std() > 0.005
    assert np.abs(light[knee] - 1).max() < 0.02


def test_the_shin_of_a_bent_leg_goes_back_into_the_shade(measured: Work) -> None:
    light, parts = with_bent_knee(measured)
    leg = measured.legs[1]
    share = leg.limb.u / leg.limb.length
    thigh, shin = ((np.abs(share - at) < 0.04) & (parts[1] > 0.5) for at in (0.38, 0.7))
    assert light[shin].mean() < light[thigh].mean() - 0.07


def test_a_bent_knee_throws_folds_from_its_hollow_on_that_leg(measured: Work) -> None:
    light, parts = with_bent_knee(measured)
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
