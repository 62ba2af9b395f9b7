"""Modelling of a bare belly: what tells it from a flat sheet of skin."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32

#: Where the navel lies down the torso (t): above the hip joints by a hand's breadth.
NAVEL = 0.75
#: Between these t the chest goes over into the belly: ribs end here.
_RIBS = (0.46, 0.6)
#: Half height and half width of the navel, in units.
_HIGH, _WIDE = 0.028, 0.02


def belly_light(t: Array, across: Array, lateral: Array, torso: float, unit: float) -> Array:
    """Gentle modelling of a belly, about 1: the middle line down to the navel, the muscles' outer edges, the navel, and
    the softer skin below it. t, across (-1…1), lateral (pixels): places on the torso; torso: its length in pixels."""
    down = np.clip((t - _RIBS[0]) / (_RIBS[1] - _RIBS[0]), 0, 1)
    aside, beside = np.abs(across), lateral / unit
    above = 1 / (1 + np.exp(-np.clip((NAVEL - 0.01 - t) / 0.012, -30, 30)))
    light = -0.045 * np.exp(-((beside / 0.028) ** 2)) * above  # the middle line
    light += 0.025 * np.exp(-(((aside - 0.22) / 0.15) ** 2))  # the muscles beside it
    light -= 0.04 * np.exp(-(((aside - 0.56) / 0.11) ** 2)) * np.clip((1.0 - t) / 0.3, 0, 1)  # and their edge
    light += 0.03 * np.exp(-(((aside - 0.75) / 0.12) ** 2))  # the flank turns to the light again
    low = (t - NAVEL) * torso / unit
    light += 0.03 * np.exp(-(((low - 0.11) / 0.09) ** 2) - (across / 0.45) ** 2)  # softer below
    light -= 0.06 * np.exp(-(((low + 0.005) / (1.9 * _HIGH)) ** 2) - (beside / (2.6 * _WIDE)) ** 2)
    light -= 0.28 * np.exp(-(((low + 0.2 * _HIGH) / _HIGH) ** 2) - (beside / _WIDE) ** 2)  # its hollow
    light += 0.09 * np.exp(-(((low - 1.25 * _HIGH) / (0.5 * _HIGH)) ** 2) - (beside / (1.2 * _WIDE)) ** 2)  # lower rim
    return f32(1 + down * light)
