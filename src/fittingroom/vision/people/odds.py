"""Probabilities as logarithms of odds, which add up where looks at the same thing do."""

import numpy as np

from fittingroom.vision.networks import Array


def logit(values: Array, surest: float = 0.99) -> Array:
    """log(p / (1 − p)) of probabilities (any shape) kept within 1 − `surest` and `surest`."""
    clipped = np.clip(values, 1 - surest, surest)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float32)
