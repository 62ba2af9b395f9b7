"""What lies between two things in a picture's rows or columns."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def between(first: Mask, last: Mask, axis: int = 1) -> Mask:
    """What lies in each row (axis 1: from left to right; axis 0: in each column, from top to bottom) after some of
    `first` and before some of `last`, these themselves too. All H×W."""
    before = np.flip(np.logical_or.accumulate(np.flip(last, axis), axis=axis), axis)
    return np.asarray(np.logical_or.accumulate(first, axis=axis) & before)


def runs(row: Mask) -> NDArray[np.intp]:
    """First and last place (the last not included) of each run of True in a row, N×2."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
    return steps.reshape(-1, 2)
