"""Cloth round a bent elbow."""

import numpy as np

from fittingroom.vision.fitting.elbows import spread_round_bend
from fittingroom.vision.fitting.limbs import FAR, Limb, trace

WIDE = 60.0


def arm(elbow: tuple[float, float]) -> Limb:
    joints = np.array([[200.0, 60.0], elbow, [200.0, 340.0]])
    return trace(joints, np.array([-1.0, 0.0]), (400, 300), 100.0)


def steps_outside(limb: Limb, u: np.ndarray) -> np.ndarray:
    """How much `u` rises from place to place along an edge outside the bend."""
    edge = np.round(limb.point(np.linspace(0.25, 0.75, 40) * limb.length, WIDE)).astype(int)
    found = np.array([u[y, x] for x, y in edge])
    moved = np.maximum(np.linalg.norm(np.diff(edge, axis=0), axis=1), 1)
    return np.diff(found) / moved


def test_cloth_outside_a_sharp_bend_is_drawn_out_less_where_it_was_most() -> None:
    limb = arm((60, 200))
    before, after = (np.convolve(steps_outside(limb, u), np.ones(6) / 6, "valid") for u in (limb.u, _spread(limb)))
    assert after.min() > 1.1 * before.min()


def _spread(limb: Limb) -> np.ndarray:
    return spread_round_bend(limb, WIDE)


def test_a_bent_sleeves_ends_and_a_straight_sleeve_stay() -> None:
    limb = arm((60, 200))
    ends = (limb.u < 0.15 * limb.length) | (limb.u > 0.85 * limb.length)
    assert (_spread(limb)[ends] == limb.u[ends]).all()
    assert (_spread(limb)[limb.u >= FAR] == limb.u[limb.u >= FAR]).all()
    straight = arm((200, 200))
    assert (_spread(straight) == straight.u).all()
