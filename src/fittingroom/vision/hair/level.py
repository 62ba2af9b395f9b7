"""The parts of one haircut brought to one brightness: hair of one colour, gathered or loose, is no patchwork."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32

Array = NDArray[np.float32]

_CELL = 0.04  # units: of what lies this close before each other only the nearest is seen
_LARGE = 2000  # strands from which on a group is a part of the cut: bands, braids and buns are lit by themselves
_EVENED = 0.75  # share of the difference that goes: light still falls on some parts more than on others
_MOST = 0.7, 1.4  # times its brightness that a part is given at least and at most


def levelled(seen: Sequence[Array], values: Sequence[Array], alike: Sequence[bool]) -> list[Array]:
    """`values` (N×K tones for each group) with the large groups' visible parts nearly as bright as each other.

    seen: N×K×3 for each group, image coordinates. alike: whether a group is of long hair, which may be compared."""
    large = [len(points) >= _LARGE and same for points, same in zip(seen, alike, strict=True)]
    if sum(large) < 2:
        return list(values)
    shown = _shown(seen)
    weights = [int(here.sum()) for here in shown]
    means = [float(value[here].mean()) if here.any() else 0.0 for value, here in zip(values, shown, strict=True)]
    total = sum(weight for weight, one in zip(weights, large, strict=True) if one)
    usual = sum(mean * weight for mean, weight, one in zip(means, weights, large, strict=True) if one)
    usual = usual / max(float(total), 1.0)
    return [
        f32(np.clip(value * np.clip((usual / mean) ** _EVENED, *_MOST), 0, 1)) if one and mean > 0 else value
        for value, mean, one in zip(values, means, large, strict=True)
    ]


def _shown(seen: Sequence[Array]) -> list[NDArray[np.bool_]]:
    """For each group N×K: the points that no other group's or own strand lies before."""
    low = np.min([points[..., :2].min((0, 1)) for points in seen], 0)
    cells = [((points[..., :2] - low) / _CELL).astype(np.int32) for points in seen]
    height = int(max(cell[..., 1].max() for cell in cells)) + 1
    flat = [cell[..., 0] * height + cell[..., 1] for cell in cells]
    nearest = np.full(int(max(place.max() for place in flat)) + 1, -np.inf, np.float32)
    for place, points in zip(flat, seen, strict=True):
        np.maximum.at(nearest, place.ravel(), points[..., 2].ravel())
    return [points[..., 2] > nearest[place] - _CELL for place, points in zip(flat, seen, strict=True)]
