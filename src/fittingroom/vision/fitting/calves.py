"""Calves in long trousers: cloth goes round them, however far they stand out of the garment's own outline."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.fill import grow, opened, soften
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: From this share of a leg down no hand is taken for it, and how far above its end cloth is let out, in units.
_BELOW_KNEE, _HEM = 0.5, 0.08
#: How far cloth is let out for them, in units.
_LET_OUT = 0.09


def over_calf(person: Person, cloth: Array, leg: Arm, unit: float) -> Array:
    """A leg's `cloth` (H×W, 0…1) let out over the photographed skin of that `leg` beside it, down to near its hem."""
    u, near = leg.limb.u, np.abs(leg.limb.v) < 1.5 * leg.half
    solid = cloth > 0.5
    ends = u[solid & near]
    if not ends.size or np.percentile(ends, 98) < 0.7 * leg.limb.length:
        return cloth
    end = float(np.percentile(ends, 98)) - _HEM * unit
    calf = (person.labels == Label.SKIN) & near & (u > _BELOW_KNEE * leg.limb.length) & (u < end)
    bare = flags(calf & ~solid & grow(solid, _LET_OUT * unit))
    if not opened(bare, 0.6).any():
        return cloth
    covered = soften(grow(bare, 1.5) & (person.alpha > 0.3) & (u < end), 0.7)
    return f32(np.maximum(cloth, covered))
