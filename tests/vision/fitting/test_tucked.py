"""Tucked tops beside the waistband."""

import numpy as np

from fittingroom.vision.fitting.tucked import over_bare_waist, without_notches_at_waist

UNIT = 200.0
NOTHING = np.zeros((200, 200), np.float32)
LOWER = np.zeros((200, 200), np.bool_)
LOWER[150:, :100] = True


def gate() -> np.ndarray:
    """Open above a waistband that lies at row 150."""
    found = np.ones((200, 200), np.float32)
    found[150:] = 0
    return found


def beside(height: int) -> tuple[np.ndarray, np.ndarray]:
    """Cloth and an arm, and between them a gap of that height and 12 pixels width above the waistband."""
    cloth, front = NOTHING.copy(), NOTHING.copy()
    cloth[:150, :112] = 1
    cloth[150 - height : 150, 100:] = 0
    front[:, 112:130] = 1
    return cloth, front


def test_a_notch_right_above_the_waistband_is_filled_as_far_as_that() -> None:
    cloth, front = beside(20)
    filled = without_notches_at_waist(cloth, front, gate(), LOWER, UNIT)
    assert filled[134:148, 102:110].min() > 0.9
    assert filled[151:].max() == 0


def test_a_gap_that_goes_on_further_up_stays() -> None:
    cloth, front = beside(90)
    assert np.array_equal(without_notches_at_waist(cloth, front, gate(), LOWER, UNIT), cloth)


def test_a_tucked_top_is_as_wide_as_the_bare_waist_beside_it() -> None:
    cloth, front = NOTHING.copy(), NOTHING.copy()
    cloth[:150, :90] = 1
    skin = np.zeros((200, 200), np.bool_)
    skin[100:160, 90:100] = True
    front[:, 130:160] = 1
    skin[:, 130:160] = True
    wide = over_bare_waist(cloth, front, gate(), skin, UNIT)
    assert wide[102:148, 91:98].min() > 0.9
    assert wide[:, 105:].max() == 0
    assert wide[152:].max() == 0
