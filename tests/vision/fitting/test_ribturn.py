"""Where a rib turns over the shoulder, on a drawn neckline."""

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.ribturn import before_turn

ANGLES = np.linspace(0, np.pi, 81)
NECKLINE = f32(np.stack([100 - 40 * np.cos(ANGLES), 60 + 40 * np.sin(ANGLES)], 1))


def test_a_neckline_stops_short_of_the_shade_at_its_ends_and_stays_in_the_middle() -> None:
    short = before_turn(NECKLINE, 0.4)
    assert np.linalg.norm(short[0] - NECKLINE[0]) > 5
    assert np.linalg.norm(short[-1] - NECKLINE[-1]) > 5
    assert np.abs(short[30:51] - NECKLINE[30:51]).max() < 0.1
    steps = np.linalg.norm(np.diff(short, axis=0), axis=1)
    assert steps.min() > 0.3 * steps.max()  # and nothing of it is squeezed together


def test_a_wide_one_lies_flat_before_the_shoulder_and_keeps_its_ends() -> None:
    assert np.abs(before_turn(NECKLINE, 0.7) - NECKLINE).max() < 0.01
