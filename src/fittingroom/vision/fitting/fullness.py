"""How full a long sleeve is: how much cloth it has to spare round the forearm, and past a gather at the wrist."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32

#: Where along a long sleeve the forearm is. Further up its flat width counts in part of the armhole.
_FOREARM = (0.65, 0.9)
#: Half width of a flat tube that an arm just fills, in half widths of the arm: a quarter of its girth.
_FILLED = 0.5 * np.pi
#: How much of the cloth to spare stands off beside the arm, for most of it hangs in folds before and behind it, and up
#: to how much it does so, half widths of the arm.
_BESIDE, _MOST = 0.3, 0.9
#: From which share of a long sleeve on it may be gathered, and by which share of its width there a flounce past that is
#: wider at least: what is less is how its edge was cut out.
_GATHERED, _FLOUNCE = 0.75, 0.08


def fuller(own: Array, along: Array) -> float:
    """How much further than a close one a long sleeve stands off the arm in it, in the arm's half widths. own: half
    widths of the flat sleeve, in those of the arm, at the shares `along` it (both N)."""
    forearm = own[(along > _FOREARM[0]) & (along < _FOREARM[1])]
    spare = float(forearm.min()) - _FILLED if len(forearm) else 0.0
    return _BESIDE * float(np.clip(spare, 0, _MOST))


def flounce(own: Array, along: Array) -> tuple[float, Array]:
    """Where along a long sleeve (0…1) it is gathered above a flounce, and how much wider it is from there on, in the
    same measure as `own`, the half widths of the flat sleeve (N) at the shares `along` it: 1 and nothing if it has no
    flounce."""
    ends = np.flatnonzero((along >= _GATHERED) & (along <= 1))
    if not len(ends):
        return 1.0, np.zeros_like(own)
    narrow = int(ends[own[ends].argmin()])
    if own[ends[-1]] < (1 + _FLOUNCE) * own[narrow]:
        return 1.0, np.zeros_like(own)
    return float(along[narrow]), f32(np.where(along > along[narrow], np.maximum(own - own[narrow], 0), 0))
