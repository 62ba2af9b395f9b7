"""The fold inside a bent elbow."""

import numpy as np

from fittingroom.vision.fitting.elbowfolds import Fold, fold_inside
from fittingroom.vision.fitting.elbows import evened_inside, inside_bends
from fittingroom.vision.fitting.limbs import FAR, Limb, trace

WIDE = 60.0


def arm(elbow: tuple[float, float]) -> Limb:
    joints = np.array([[200.0, 60.0], elbow, [200.0, 340.0]])
    return trace(joints, np.array([-1.0, 0.0]), (400, 300), 100.0)


def folded(limb: Limb) -> Fold:
    fold = fold_inside(limb, WIDE)
    assert fold is not None
    return fold


def density(u: np.ndarray) -> np.ndarray:
    """How much u changes a pixel down the column x = 170, inside the bend, off the fold."""
    return np.abs(np.diff(u[130:270, 170]))


def test_what_is_too_much_inside_a_bend_hides_about_a_fold() -> None:
    limb = arm((100, 200))
    fold = folded(limb)
    after = density(fold.laid(limb.u))
    off = np.abs(fold.past[130:269, 170]) > 0.8
    assert np.percentile(after[off], 95) < 0.95
    assert after[45:95].sum() > 60  # the rest hides in the fold
    assert abs(int(after.argmax()) + 130 - 200) < 4


def test_cloth_beside_a_fold_is_not_drawn_out_along_the_arm() -> None:
    limb = arm((100, 200))
    row = folded(limb).laid(limb.u)[185, 110:180]
    assert np.percentile(np.abs(np.diff(row)), 75) < 0.4


def test_outside_the_bend_nothing_changes() -> None:
    limb = arm((100, 200))
    outside = (limb.v > 0) & (limb.u < FAR)
    fold = folded(limb)
    assert (fold.laid(limb.u)[outside] == limb.u[outside]).all()
    assert (fold.light()[outside] == 1).all()


def test_cloth_goes_over_into_the_fold_without_a_cut() -> None:
    limb = arm((100, 200))
    fold = folded(limb)
    steps = density(fold.laid(limb.u))
    cut = np.abs(np.diff(np.where(fold.past < 0, fold.before, fold.after)[130:270, 170])).max()
    assert steps.max() < 0.1 * cut


def test_shade_lies_in_the_fold_and_on_either_side_of_it() -> None:
    fold = folded(arm((100, 200)))
    light = fold.light()
    assert light.min() < 0.75
    assert (light[np.abs(fold.past) > 1] > 0.99).all()
    for side in (-1, 1):
        near = (side * fold.past > 0.1) & (side * fold.past < 0.25)
        assert light[near].min() < 0.95


def test_the_outline_inside_a_bend_is_bridged_by_cloth() -> None:
    limb = arm((100, 200))
    share = inside_bends(limb, WIDE)
    margin = np.where(limb.u < FAR, limb.v + 0.5 * WIDE, 0).astype(np.float32)
    reach = [(evened_inside(margin, limb, share, WIDE, far)[200] > 0).nonzero()[0].max() for far in (0.15, 0.55)]
    assert reach[1] > reach[0] + 4


def test_a_straight_arm_has_no_fold() -> None:
    assert fold_inside(arm((200, 200)), WIDE) is None


def test_a_margin_that_jumps_inside_a_bend_is_evened_and_elsewhere_stays() -> None:
    limb = arm((100, 200))
    share = inside_bends(limb, WIDE)
    margin = np.where(limb.u < FAR, limb.v + np.where(limb.u > 0.5 * limb.length, 40, 20), 0).astype(np.float32)
    even = evened_inside(margin, limb, share, WIDE)
    column = slice(170, 230), 190
    assert np.abs(np.diff(even[column])).max() < 0.5 * np.abs(np.diff(margin[column])).max()
    away = (limb.u < 0.1 * limb.length) & (np.abs(limb.v) < WIDE)
    assert np.abs(even - margin)[away].max() < 0.01
