"""Least paths through maps of cost."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.product.arrays import Floats


def least_path(cost: Floats, step: int, bend: float) -> NDArray[np.int_]:
    """The cheapest path down the rows of `cost`, moving at most `step` columns a row at `bend` a column squared."""
    total, back = np.pad(cost[0].astype(float), step, constant_values=np.inf), np.zeros(cost.shape, np.int8)
    moves = np.arange(-step, step + 1)
    bends = bend * moves[:, None] ** 2
    before = np.lib.stride_tricks.sliding_window_view(total, cost.shape[1])[::-1]  # row j comes from moves[j] left
    for r in range(1, len(cost)):
        options = before + bends
        pick = options.argmin(0)
        back[r] = moves[pick]
        total[step : len(total) - step] = options.min(0) + cost[r]
    path = np.zeros(len(cost), int)
    path[-1] = int(np.argmin(total)) - step
    for r in range(len(cost) - 1, 0, -1):
        path[r - 1] = path[r] - back[r][path[r]]
    return path
