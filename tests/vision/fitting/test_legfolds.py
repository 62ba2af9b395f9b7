"""Folds of trouser legs that stand still: round the knee and stacked above the shoe, never the same twice."""

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Array, Work
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.legfolds import leg_folds
from fittingroom.vision.fitting.legs import leg_shape
from fittingroom.vision.fitting.scene import Light


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def drawn(measured: Work, until: float, seed: int = 1) -> tuple[Array, tuple[Array, Array]]:
    """The light on two legs of cloth that end at a share `until` of the person's, and their shapes."""
    first, second = (
        f32(leg_shape(leg) * (leg.limb.u < until * leg.limb.length) * (leg.limb.u > 0)) for leg in measured.legs
    )
    light = leg_folds(measured.legs, (first, second), measured.frame.unit, Light(0.05, -0.05, -0.2), seed)
    return light, (first, second)


def changes(light: Array, measured: Work, side: int, at: float) -> float:
    limb = measured.legs[side].limb
    """How much the light changes from row to row where a leg has gone `at` of its way: folds across it."""
    steps = np.abs(np.diff(light, axis=0, append=light[-1:]))
    return float(
        steps[(np.abs(limb.u / limb.length - at) < 0.04) & (np.abs(limb.v) < 0.1 * measured.frame.unit)].mean()
    )


def test_long_legs_show_folds_at_the_knee_and_above_the_hem(measured: Work) -> None:
    light, _ = drawn(measured, 0.98)
    for side in (0, 1):
        assert changes(light, measured, side, 0.48) > 2 * changes(light, measured, side, 0.3)
        assert changes(light, measured, side, 0.92) > 0.015


def test_folds_stay_on_the_cloth_and_keep_its_brightness(measured: Work) -> None:
    light, parts = drawn(measured, 0.98)
    cloth = np.maximum(*parts)
    assert np.abs(light[cloth == 0] - 1).max() < 1e-6
    assert 0.8 <= light.min() < 0.97
    assert light.max() < 1.1
    assert abs(float(light[cloth > 0.5].mean()) - 1) < 0.02


def test_shorts_have_none_and_legs_that_end_above_the_ankle_do_not_stack(measured: Work) -> None:
    assert np.abs(drawn(measured, 0.5)[0] - 1).max() == 0
    cropped, _ = drawn(measured, 0.8)
    assert max(changes(cropped, measured, side, 0.72) for side in (0, 1)) < 0.006


def test_a_seed_gives_the_same_folds_again_and_another_gives_others(measured: Work) -> None:
    assert np.array_equal(drawn(measured, 0.98, 3)[0], drawn(measured, 0.98, 3)[0])
    assert np.abs(drawn(measured, 0.98, 3)[0] - drawn(measured, 0.98, 4)[0]).max() > 0.02


def test_folds_are_narrow_and_leave_thigh_and_knee_clean_between_them(measured: Work) -> None:
    light, parts = drawn(measured, 0.98)
    for leg, part in zip(measured.legs, parts, strict=True):
        share = leg.limb.u / leg.limb.length
        thigh, knee = ((part > 0.9) & (share > low) & (share < high) for low, high in ((0.1, 0.32), (0.38, 0.6)))
        assert light[thigh].min() > 0.955
        assert (light[knee] < 0.96).mean() < 0.12
