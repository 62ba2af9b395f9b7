import numpy as np

from fittingroom.vision.fitting.limbs import FAR, locate, trace

STRAIGHT = np.array([[50, 20], [50, 60], [50, 100]], np.float32)
BENT = np.array([[40, 20], [40, 80], [100, 80]], np.float32)
RIGHT = np.array([1.0, 0.0])


def test_a_straight_limbs_coordinates_are_lengths_and_distances() -> None:
    limb = trace(STRAIGHT, RIGHT, (120, 100), 25)
    assert limb.length == 80
    assert abs(limb.u[60, 55] - 40) < 1
    assert abs(limb.v[60, 55] - 5) < 0.5
    assert abs(limb.v[60, 44] + 6) < 0.5


def test_pixels_far_from_the_limb_have_none() -> None:
    limb = trace(STRAIGHT, RIGHT, (120, 100), 25)
    assert limb.u[60, 5] == FAR


def test_points_found_by_their_coordinates_are_where_those_say() -> None:
    limb = trace(BENT, -RIGHT, (140, 140), 25)
    asked = np.array([[20.0, 6.0], [100.0, -5.0]], np.float32)
    assert np.abs(locate(limb, limb.point(asked[:, 0], asked[:, 1])) - asked).max() < 1.5


def test_coordinates_run_on_round_a_bend() -> None:
    limb = trace(BENT, -RIGHT, (140, 140), 25)
    middle = limb.point(np.arange(5, 110, 5.0), 0.0)
    columns, rows = np.round(middle).astype(int).T
    assert (np.diff(limb.u[rows, columns]) > 0).all()
