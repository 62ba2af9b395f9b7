import numpy as np

from fittingroom.vision.pieces import holding


def test_pieces_that_hold_some_are_kept_whole_and_others_go() -> None:
    mask = np.zeros((6, 8), np.bool_)
    mask[0, 0], mask[1, 1], mask[4:6, 5:8] = True, True, True  # the first two touch at a corner
    some = np.zeros_like(mask)
    some[1, 1], some[3, 3] = True, True  # the second lies on nothing
    kept = holding(mask, some)
    assert kept[0, 0] and kept[1, 1]
    assert kept.sum() == 2


def test_nothing_is_held_by_nothing() -> None:
    mask = np.ones((3, 3), np.bool_)
    assert not holding(mask, ~mask).any()
    assert not holding(~mask, mask).any()
