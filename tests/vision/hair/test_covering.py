"""Hair over the trunk is measured, and hair beside it or above the shoulders isn't."""

import numpy as np
import pytest

from fittingroom.vision.hair.covering import share_covered


def test_only_hair_over_the_trunk_counts() -> None:
    pose = np.zeros((33, 4), np.float32)
    for index, point in {11: (150, 100), 12: (50, 100), 23: (130, 200), 24: (70, 200)}.items():
        pose[index] = (*point, 0, 1)
    alpha = np.ones((240, 200), np.float32)
    half, above = np.zeros((240, 200), bool), np.zeros((240, 200), bool)
    half[:, :100] = True
    above[:100] = True

    assert share_covered(half, alpha, pose) == pytest.approx(0.5, abs=0.02)
    assert share_covered(above, alpha, pose) == 0
