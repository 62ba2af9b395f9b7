"""Bare upper arms and the chest beside them."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.shoulders import before_chest, near_to


def test_an_arms_end_at_the_joint_goes_over_into_the_chest_without_a_line() -> None:
    _, arms = frame_and_arms(drawn_person())
    arm = arms[0]
    u, length = arm.limb.u, arm.limb.length
    shape = ((np.abs(arm.limb.v) < arm.half) & (u > 0)).astype(np.float32)
    body = np.ones_like(shape)
    share = before_chest(arm, shape, body)
    axis = np.abs(arm.limb.v) < 1.5
    first, later, forearm = (axis & (u > low * length) & (u < high * length) for low, high in (
        (0.0, 0.01), (0.2, 0.3), (0.6, 0.9),
    ))  # fmt: skip
    assert share[first].max() < 0.4
    assert share[later].min() > 0.8
    assert np.all(share[forearm] == 1)


def test_the_chests_skin_ends_softly_on_an_arm_below_the_armpit() -> None:
    _, arms = frame_and_arms(drawn_person())
    arm = arms[0]
    u, length = arm.limb.u, arm.limb.length
    shape = ((np.abs(arm.limb.v) < arm.half) & (u > 0)).astype(np.float32)
    body = (u < 0.35 * length).astype(np.float32)
    share = before_chest(arm, shape, body)
    inner = np.abs(arm.limb.v + 0.8 * arm.half) < 1
    higher, last = (inner & (u > low * length) & (u < high * length) for low, high in ((0.13, 0.16), (0.33, 0.35)))
    assert share[last].min() > 0.9  # no edge where the chest stops
    assert share[higher].max() < 0.5


def test_nearness_goes_down_smoothly() -> None:
    mask = np.zeros((1, 30), np.bool_)
    mask[:, :5] = True
    near = near_to(mask, 10)[0]
    assert np.all(near[:5] == 1)
    assert np.all(near[16:] == 0)
    assert np.all(np.diff(near) <= 0)
    assert np.abs(np.diff(near)).max() < 0.2
