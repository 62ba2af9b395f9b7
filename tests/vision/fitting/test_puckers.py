"""Seams at the edge of a leg are evened out along it, and everything else about its cloth stays."""

import numpy as np

from fittingroom.vision.fitting.puckers import even_seams

STARTS, END = (60.0, 60.0), 280.0


def leg() -> np.ndarray:
    mask = np.zeros((300, 160), np.bool_)
    mask[10:290, 30:130] = True
    return mask


def plain() -> np.ndarray:
    return np.full((300, 160, 3), 180, np.uint8)


def dimpled() -> np.ndarray:
    """Plain cloth with dark spots every 12 rows beside its right edge."""
    fabric = plain()
    for row in range(14, 286, 12):
        fabric[row : row + 5, 120:128] = 130
    return fabric


def test_dimples_beside_an_edge_are_evened_out_between_the_rows_given() -> None:
    even = even_seams(dimpled(), leg(), STARTS, END)
    assert even[100:250, 124].std() < 0.5 * dimpled()[100:250, 124].std()
    assert (even[:60] == dimpled()[:60]).all()
    assert (even[280:] == dimpled()[280:]).all()


def test_the_middle_of_the_cloth_stays_as_it_is() -> None:
    fabric = dimpled()
    fabric[150:156, 70:76] = 120
    assert (even_seams(fabric, leg(), STARTS, END)[:, 50:110] == fabric[:, 50:110]).all()


def test_a_stripe_down_the_side_stays() -> None:
    fabric = plain()
    fabric[:, 122:127] = (240, 20, 20)
    change = np.abs(even_seams(fabric, leg(), STARTS, END).astype(int) - fabric)
    assert change.max() <= 1


def test_cloth_with_stripes_across_keeps_them_up_to_its_edges() -> None:
    fabric = plain()
    fabric[np.arange(300) // 6 % 2 == 0] = 90
    assert (even_seams(fabric, leg(), STARTS, END) == fabric).all()
