import numpy as np

from fittingroom.vision.fitting.underarms import from_armpit

STATIONS = np.arange(0, 200, 2, dtype=np.float32)
INNER = np.full_like(STATIONS, 17)


def test_a_sleeve_comes_to_an_arm_that_stands_off_from_the_armpit_on() -> None:
    found = from_armpit(INNER, STATIONS, np.array([60.0, -40.0], np.float32), 130.0)
    at = np.interp([60, 75, 120], STATIONS, found)
    assert 36 < at[0] < 41
    assert 25 < at[1] < 31
    assert abs(at[2] - 17) < 0.5


def test_a_sleeve_beside_its_armpit_stays_as_it_is_and_so_does_one_far_from_it() -> None:
    for v in (-12.0, -60.0):
        assert np.array_equal(from_armpit(INNER, STATIONS, np.array([60.0, v], np.float32), 130.0), INNER)
