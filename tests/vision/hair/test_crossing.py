"""Fine strands over the edge of hair on the cheeks."""

import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.vision.hair.crossing import crossing


def _curtain(low: int) -> np.ndarray:
    alpha = np.zeros((420, 300), np.float32)
    alpha[60:low, :100] = alpha[60:low, 200:] = 1
    return alpha


def test_strands_cross_the_edge_of_hair_that_hangs_along_the_cheeks_on_both_sides() -> None:
    fine, _ = crossing(_curtain(300), frame(), np.random.default_rng(0))
    assert fine[:, 101:120].max() > 0.05 and fine[:, 180:199].max() > 0.05
    assert fine[:, 125:175].max() == 0  # none over eyes, nose and mouth


def test_short_hair_has_no_edge_there() -> None:
    assert crossing(_curtain(135), frame(), np.random.default_rng(0))[0].max() == 0


def test_hair_that_comes_out_below_an_ear_has_no_strands_above_it() -> None:
    alpha = _curtain(300)
    alpha[:170] = 0
    assert crossing(alpha, frame(), np.random.default_rng(0))[0][:170].max() == 0


def test_short_strands_thin_out_over_the_temples_and_stay_off_brows_and_eyes() -> None:
    fine, _ = crossing(_curtain(300), frame(), np.random.default_rng(0))
    temple = fine[108:136]  # above the eyes
    assert (temple[:, 101:106] > 0.02).mean() > 0.3
    assert temple[:, 101:104].mean() > 2 * temple[:, 107:110].mean()
    assert fine[:138, 114:186].max() < 0.02  # from the brows' and eyes' outer ends on
