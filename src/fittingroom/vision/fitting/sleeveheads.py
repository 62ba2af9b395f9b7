"""The head of a sleeve: lying flat it is much wider than the arm that hangs in it."""

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32

#: How much more than further down a sleeve's width may be pressed together at its head.
_PRESSED = 1.1
#: Where the head ends, and from where to where further down is, shares of the sleeve.
_HEAD, _BELOW = 0.5, (0.5, 0.9)
#: How steeply an arm hangs that is held away from the body, and one that is not.
_OFF, _DOWN = 0.75, 0.95


def beside(hangs: float) -> float:
    """How far an arm counts as one that hangs beside the body, 0…1. hangs: 1 straight down, 0 level."""
    return float(np.clip((hangs - _OFF) / (_DOWN - _OFF), 0, 1))


def hidden_share(flat: Array, drawn: Array, stations: Array, end: float) -> Array:
    """Which share of a sleeve's width, from its inner edge on, isn't seen at each of an arm's `stations` (K, pixels
    along the arm): what would have to be pressed together more than further down hides between arm and body. flat,
    drawn: K, its widths lying flat and on the person, pixels. end: of the sleeve, pixels along the arm."""
    pressed = flat / np.maximum(drawn, 2)
    below = (stations > _BELOW[0] * end) & (stations < _BELOW[1] * end)
    most = _PRESSED * max(float(np.median(pressed[below])) if below.any() else 1.0, 1.0)
    hidden = np.where(stations < _HEAD * end, np.maximum(1 - most / np.maximum(pressed, 1e-3), 0), 0)
    return f32(ndimage.gaussian_filter1d(hidden, 3, mode="nearest"))
