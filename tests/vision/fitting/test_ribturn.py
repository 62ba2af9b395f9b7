"""Where a rib turns over the shoulder, on a drawn neckline."""

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.ribturn import before_turn


def test_a_neckline_stops_short_of_the_shade_at_its_ends_and_stays_in_the_middle() -> None:
    angles = np.linspace(0, np.pi, 81)
    neckline = f32(np.stack([100 - 40 * np.cos(angles), 60 + 40 * np.sin(angles)], 1))
    short = before_turn(neckline)
    assert np.linalg.norm(short[0] - neckline[0]) > 5
    assert np.linalg.norm(short[-1] - neckline[-1]) > 5
    assert np.abs(short[30:51] - neckline[30:51]).max() < 0.1
    steps = np.linalg.norm(np.diff(short, axis=0), axis=1)
    assert steps.min() > 0.3 * steps.max()  # and nothing of it is squeezed together
