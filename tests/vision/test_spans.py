"""What lies between two things in rows and columns."""

import numpy as np
import pytest

from fittingroom.vision.spans import between


def test_only_what_has_the_one_before_it_and_the_other_behind_it_lies_between() -> None:
    first, last = np.zeros((2, 3, 9), np.bool_)
    first[1, 2] = last[1, 6] = last[0, 4] = first[2, 4] = True
    found = between(first, last)
    assert np.array_equal(np.flatnonzero(found[1]), np.arange(2, 7))
    assert not found[0].any()
    assert not found[2].any()


@pytest.mark.parametrize("axis", [0, 1])
def test_rows_and_columns_are_told_apart(axis: int) -> None:
    first, last = np.zeros((2, 7, 7), np.bool_)
    first[1, 1] = True
    last[(5, 1) if axis == 0 else (1, 5)] = True
    found = between(first, last, axis)
    assert found.any(axis).sum() == 1
    assert found.sum() == 5
    assert not between(first, last, 1 - axis).any()
