"""How far tops reach under hair, and whether a piece is of the same garment."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CELL, _COMMON = 16.0, 0.004  # side of a cell in Lab that is one colour; share of a garment from which on it has that
_MANY = 25.0  # spread in Lab of garments of many colours


def inwards(cloth: Mask, known: Mask, neck: float) -> Mask:
    """Where the first thing seen from there outwards, away from the column `neck`, is `cloth`: a top that covers the
    shoulder goes on towards the neck."""
    columns = np.arange(known.shape[1])
    found = np.zeros_like(known)
    for step, side in ((1, columns <= neck), (-1, columns > neck)):
        seen, worn = known[:, ::step], cloth[:, ::step]
        last = np.maximum.accumulate(np.where(seen, columns, -1), axis=1)
        outer = np.take_along_axis(worn, np.maximum(last, 0), 1) & (last >= 0)
        found |= outer[:, ::step] & side
    return flags(found)


def coloured_like(lab: Array, garment: Mask) -> Mask | None:
    """Where the picture (Lab, H×W×3) has one of the colours of a `garment` of many; None if it has but a few."""
    cells = np.clip((lab + f32([0, 128, 128])) / _CELL, 0, 15).astype(np.int32)
    cells = cells[..., 0] * 256 + cells[..., 1] * 16 + cells[..., 2]
    common = np.bincount(cells[garment], minlength=4096) > _COMMON * garment.sum()
    spread = float(np.median(np.linalg.norm(lab[garment] - np.median(lab[garment], axis=0), axis=1)))
    return flags(common[cells]) if spread > _MANY else None
