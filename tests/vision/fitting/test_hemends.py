"""Hems that sleeves hang against, on a drawn top."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.hemends import without_gaps
from fittingroom.vision.garment import Garment


def hemmed(heights: np.ndarray, fused: bool = True, reach: float = 0.0) -> Garment:
    """A top with a hem of these heights (pixels above row 800) and sleeves that end `reach` pixels above that."""
    top = drawn_top()
    hem = np.stack([np.linspace(260, 640, len(heights)), 800 - heights], axis=1).astype(np.float32)
    sleeves = []
    for sleeve in top.sleeves:
        assert sleeve is not None
        cuff = sleeve.cuff.copy()
        cuff[:, 1] = 800 - reach
        sleeves.append(replace(sleeve, fused=fused, cuff=cuff))
    return replace(top, hem=hem, sleeves=(sleeves[0], sleeves[1]))


def rising(points: int = 33) -> np.ndarray:
    """Level, but for its last points, which rise."""
    heights = np.zeros(points)
    heights[-3:] = 10, 20, 30
    return heights


def test_a_level_hem_goes_on_through_the_gap_beside_a_sleeve() -> None:
    for heights in (rising(), rising()[::-1]):
        assert np.abs(without_gaps(hemmed(heights)).hem[:, 1] - 800).max() < 1


def test_a_hem_that_no_sleeve_hangs_against_keeps_its_corners() -> None:
    for garment in (hemmed(rising(), fused=False), hemmed(rising(), reach=300)):
        assert without_gaps(garment) is garment


def test_a_hem_cut_in_a_curve_stays_as_it_is() -> None:
    curve = hemmed(60 * np.linspace(-1, 1, 33) ** 2)
    assert np.array_equal(without_gaps(curve).hem, curve.hem)
