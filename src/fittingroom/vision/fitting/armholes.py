"""Armholes of what hangs on straps, where the old top had sleeves.

No photographed edge shows there where the new garment ends: only its own outline does, as rough as it was cut out, and
the body's side below, which another step drew.
"""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.fill import even_edge
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.torso import TorsoFit

#: From which share of an arm on an old sleeve ends it is one.
OLD_SLEEVE = 0.1
#: How far an armhole's edge is evened (deviation), in units, and how far below the armpit, in torsos, that ends.
EVEN, BELOW = 0.03, 0.12


def was_sleeved(arm: Arm) -> bool:
    """Whether the old top covers the arm's upper end."""
    return arm.sleeve_end > OLD_SLEEVE * arm.limb.length


def outwards(frame: Frame, torso: TorsoFit, side: int, shape: tuple[int, int]) -> Array:
    """H×W, pixels outwards of the neck's point on a `side` (0: the image's left)."""
    first, second = (float(value) for value in frame.lateral(torso.neck))
    _, lateral = frame.fields(shape)
    off = lateral - (first, second)[side]
    return f32(off * np.sign((first, second)[side] - (first, second)[1 - side]))


def even_armholes(body: Array, frame: Frame, arms: tuple[Arm, Arm], torso: TorsoFit) -> Array:
    """The `body` of a garment (H×W, 0…1, without its straps) with even armholes on the sides whose arm an old sleeve
    covered: neither the cut-out's bumps nor a spike where the body's side begins."""
    zone = np.zeros(body.shape, np.float32)
    t, _ = frame.fields((body.shape[0], body.shape[1]))
    for side, arm in enumerate(arms):
        if was_sleeved(arm):
            lowest = float(frame.t(torso.armpits[side])) + BELOW
            ends = np.clip((lowest - t) / BELOW * 2, 0, 1)
            zone = np.maximum(zone, ends * (outwards(frame, torso, side, t.shape) > 0))
    return f32(body + (even_edge(flags(body > 0.5), EVEN * frame.unit) - body) * zone) if zone.any() else body
