"""Single hairs at the edge of dyed hair, on drawn ones."""

import numpy as np

from fittingroom.vision.hair.hairline import with_hairs

UNIT, SIZE = 100.0, 120
ALL = np.ones((SIZE, SIZE), np.float32)


def photo() -> np.ndarray:
    """Lab L of black hair above skin, with hairs on the first of it."""
    light = np.full((SIZE, SIZE), 60, np.float32)
    light[:60] = 15
    light[60:80, ::6] = 35
    return light


def share() -> np.ndarray:
    alpha = np.zeros((SIZE, SIZE), np.float32)
    alpha[:60], alpha[60:80] = 1, 0.5
    return alpha


def hairs(light: np.ndarray) -> float:
    return float(light[65:75, 3:115:6].mean() - light[65:75, 6:115:6].mean())


def test_hairs_that_became_as_light_as_skin_are_still_seen() -> None:
    smear = np.full((SIZE, SIZE), 62, np.float32)
    assert hairs(with_hairs(smear, photo(), share(), ALL, UNIT)) > 10


def test_the_edge_of_black_hair_is_no_dark_hair() -> None:
    even = np.full((SIZE, SIZE), 62, np.float32)
    result = with_hairs(even, photo(), np.where(share() < 1, 0, share()).astype(np.float32), ALL, UNIT)
    assert np.abs(result - even).max() < 1


def test_hairs_that_are_seen_and_those_far_from_the_face_stay_as_they_are() -> None:
    smear = np.full((SIZE, SIZE), 62, np.float32)
    assert np.abs(with_hairs(photo(), photo(), share(), ALL, UNIT) - photo()).max() < 0.1
    assert np.abs(with_hairs(smear, photo(), share(), 0 * ALL, UNIT) - smear).max() < 0.1
