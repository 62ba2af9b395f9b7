"""Sleeves on raised arms: lying flat they hang, with a long outer and a short inner edge. On a raised arm both are
about as long, and cloth of the body's side comes up with the inner one."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.curves import arc_length, evened

#: The least of a sleeve's outer edge that stays on a raised arm: what is above bunches on the shoulder.
_LEAST = 0.4
#: How far up along the outer edge, as a share of its length, cloth is taken to lie on the inner one.
_HIGHEST = 0.85
#: Points of each edge.
_COUNT = 48


def edges_of_raised(upper: Array, lower: Array, wanted: tuple[float, float], share: float) -> tuple[Array, Array]:
    """The `upper` and `lower` edge (count×2 each, evenly spaced from the armhole to the cuff) of a sleeve lying flat,
    each as long as `wanted` on the person, garment pixels: the outer one begins further down, the inner one further up,
    on the cloth between the armpit and the shoulder's tip. Else the inner one would be drawn out into streaks.
    share: 0…1, how far the arm is raised."""
    if share == 0:
        return upper, lower
    long, short = arc_length(upper), arc_length(lower)
    skipped = share * float(np.clip(long - wanted[0], 0, (1 - _LEAST) * long))
    more = share * float(np.clip(wanted[1] - short, 0, max(_HIGHEST * long - short, 0)))
    return evened(upper, _COUNT, long - skipped), evened(_led_up(upper, lower, more), _COUNT, short + more)


def _led_up(upper: Array, lower: Array, more: float) -> Array:
    """The `lower` edge with a line before it, `more` long, that goes on up from the armpit, leaning to the shoulder's
    tip."""
    if more <= 0:
        return lower
    along, over = lower[0] - lower[-1], upper[0] - lower[0]
    way = along / max(float(np.linalg.norm(along)), 1e-6) + over / max(float(np.linalg.norm(over)), 1e-6)
    way = way / max(float(np.linalg.norm(way)), 1e-6)
    return f32(np.concatenate([(lower[0] + more * way)[None], lower]))
