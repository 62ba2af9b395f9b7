"""The lower edge of a fringe, on straight drawn strands."""

import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.strands import Shape, shaped


def curtain() -> np.ndarray:
    """Strands side by side over one unit, all of one length."""
    random = np.random.default_rng(0)
    points = np.zeros((4000, 20, 3), np.float32)
    points[..., 0] = random.random(4000)[:, None]
    points[..., 1] = np.linspace(1, 0, 20)[None]
    return points


def ends(pointed: float = 0.0, uneven: float = 0.0) -> np.ndarray:
    shape = Shape(clumps=12, clump=0.0, frizz=0.0, tips=0.0, pointed=pointed, uneven=uneven, count=20)
    points, _, _ = shaped(curtain(), shape, frame(), f32([0, 1, 0]), np.random.default_rng(1))
    return points[:, -1]


def free(tips: np.ndarray, height: float) -> float:
    """Share of the edge that no strand passes down to `height`."""
    passed = np.histogram(tips[tips[:, 1] < height, 0], 100, (0.05, 0.95))[0]
    return float((passed == 0).mean())


def test_a_fringe_of_pointed_locks_lets_the_forehead_through_between_them() -> None:
    plain, pointed = ends(), ends(pointed=0.2)
    assert free(plain, 0.05) == 0
    assert 0.2 < free(pointed, 0.05) < 0.8
    assert free(pointed, 0.25) == 0  # above the points it is closed


def test_uneven_locks_end_at_heights_of_their_own_and_none_leaves_a_window() -> None:
    even, uneven = ends(), ends(uneven=0.05)
    assert even[:, 1].std() < 0.01 < uneven[:, 1].std()
    assert len(np.unique(np.round(uneven[:, 1], 3))) <= 13  # whole locks do, not single strands
    assert uneven[:, 1].max() < 0.12
