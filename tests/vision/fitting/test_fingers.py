"""Lines and circles at a hand's landmarks."""

import numpy as np

from fittingroom.vision.fitting.fingers import bones, round_tips


def spread_hand() -> np.ndarray:
    """21×2: a wrist below and five fingers of four landmarks each, straight up, 20 pixels apart."""
    fingers = [[20 + 20 * finger, 80 - 15 * joint] for finger in range(5) for joint in range(4)]
    return np.float32([[60, 110], *fingers])


def test_fingers_are_lines_from_the_wrist_or_from_their_first_joints() -> None:
    whole, fingers = bones(spread_hand(), (120, 140), 3), bones(spread_hand(), (120, 140), 3, palm=False)
    assert whole[60, 20] and fingers[60, 20] and whole[60, 100] and fingers[60, 100]
    assert whole[95, 60] and not fingers[95, 60]
    assert not whole[60, 30] and not fingers[60, 30]


def test_tips_are_round_and_nails_lie_some_way_back_from_them() -> None:
    tips, nails = (round_tips(spread_hand(), (120, 140), 4, back) for back in (0.0, 0.4))
    assert tips[32, 40] and not tips[40, 40] and not tips[35, 50]
    assert nails[44, 40] and not nails[32, 40]
