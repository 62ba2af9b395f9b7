"""How full a long sleeve is: how much cloth it has to spare round the forearm."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array

#: Where along a long sleeve the forearm is. Further up its flat width counts in part of the armhole.
_FOREARM = (0.65, 0.9)
#: Half width of a flat tube that an arm just fills, in half widths of the arm: a quarter of its girth.
_FILLED = 0.5 * np.pi
#: How much of the cloth to spare stands off beside the arm, for most of it hangs in folds before and behind it, and up
#: to how much it does so, half widths of the arm.
_BESIDE, _MOST = 0.3, 0.9


def fuller(own: Array, along: Array) -> float:
    """How much further than a close one a long sleeve stands off the arm in it, in the arm's half widths. own: half
    widths of the flat sleeve, in those of the arm, at the shares `along` it (both N)."""
    forearm = own[(along > _FOREARM[0]) & (along < _FOREARM[1])]
    spare = float(forearm.min()) - _FILLED if len(forearm) else 0.0
    return _BESIDE * float(np.clip(spare, 0, _MOST))
