"""Short sleeves round bare arms, on a drawn person's arm."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.roundarms import round_bare_arm


def bare_arm() -> Arm:
    """An arm without a sleeve whose inner edge is seen 20 pixels from its middle."""
    _, arms = frame_and_arms(drawn_person())
    arm = arms[1]
    seen = np.ones(arm.stations.shape, np.bool_)
    return replace(arm, sleeve_end=0.0, inner=np.full_like(arm.stations, 20), inner_free=seen)


def opened_at(arm: Arm, pit: float, end: float, u: float) -> float:
    """Width at `u` of a sleeve that was 24 pixels wide and is drawn in to 4."""
    drawn, inner = (np.full_like(arm.stations, width) for width in (4, 24))
    return float(np.interp(u, arm.stations, round_bare_arm(f32(drawn), f32(inner), arm, pit, end)))


def test_a_short_sleeves_hem_spans_a_bare_arm_before_the_body() -> None:
    arm = bare_arm()
    length = arm.limb.length
    pit, end = 0.2 * length, 0.4 * length
    assert opened_at(arm, pit, end, end + 5) > 19
    assert opened_at(arm, pit, end, 0.1 * length) < 5
    assert 8 < opened_at(arm, pit, end, 0.3 * length) < 20


def test_what_lies_under_old_sleeves_or_long_ones_or_is_not_seen_stays_drawn_in() -> None:
    arm = bare_arm()
    length = arm.limb.length
    pit, end = 0.2 * length, 0.4 * length
    unseen = replace(arm, inner_free=np.zeros_like(arm.inner_free))
    assert opened_at(unseen, pit, end, end) < 5
    assert opened_at(replace(arm, sleeve_end=0.3 * length), pit, end, end) < 5
    assert opened_at(arm, pit, 0.9 * length, 0.8 * length) < 5
