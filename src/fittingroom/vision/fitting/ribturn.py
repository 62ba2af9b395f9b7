"""Where a neckline's rib turns over the shoulder in the garment's photo."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32

#: What share of half a neckline's length in the photo lies in that turn.
TURN = 0.14
#: Width between a neckline's ends, units, up to which they turn so; from which on they lie flat before the shoulder.
CLOSE, WIDE = 0.48, 0.58


def before_turn(source: Array, width: float) -> Array:
    """A neckline in the photo (N×2, its middle point in the middle) that stops short of its ends, where a rib turns
    over the shoulder into its own shade: on the person that turn is out of sight, and its shade would be a dark spot
    at the rib's end. Towards the middle it stays as it is, and a wide one everywhere. width: units between its
    ends."""
    turn = TURN * float(np.clip((WIDE - width) / (WIDE - CLOSE), 0, 1))
    half = (len(source) - 1) / 2
    off = np.linspace(-1, 1, len(source))
    places = half + half * off * (1 - turn * np.abs(off) ** 3)
    each = [np.interp(places, np.arange(len(source)), source[:, axis]) for axis in (0, 1)]
    return f32(np.stack(each, 1).astype(np.float32))
