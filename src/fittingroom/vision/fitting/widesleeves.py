"""Old sleeves that are wider than an arm, as loose ones are and those of arms held out to us: beside the body they are
no part of it, though they are of its cloth and no edge between the two is seen above the gap that parts them."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.limbs import arm_half_width
from fittingroom.vision.fitting.outline import Arm, Sides

#: In so many places, one below the other, a gap beside the body is seen; a sleeve is wide from so many usual half
#: widths on; where armpits are, torsos; and how far a sleeve's rim goes, units.
_GAP, _WIDE, _PIT, _RIM = 5, 1.5, 0.3, 0.015


def is_wide(arm: Arm) -> bool:
    """Whether the inner edge of an old sleeve, where it is first seen beside a gap, lies much further from its middle
    line than an arm's does."""
    seen = np.flatnonzero(arm.inner_free & (arm.stations > 0) & (arm.stations < arm.sleeve_end))[:_GAP]
    if len(seen) < _GAP:
        return False
    usual = arm_half_width(arm.stations[seen], arm.limb.length, arm.unit)
    return bool(np.median(arm.inner[seen] / usual) > _WIDE)


def beside_wide_sleeves(sides: Sides, arms: tuple[Arm, Arm]) -> Sides:
    """`sides` which above the gap beside a wide sleeve go no further out than straight from there to a usual body's at
    the armpit: what does is the sleeve."""
    widths = [
        _led_up(sides.t, width, free, sides.usual) if is_wide(arm) else width
        for arm, width, free in zip(arms, sides.width, sides.free, strict=True)
    ]
    return replace(sides, width=f32(np.stack(widths)))


def _led_up(t: Array, width: Array, free: Mask, usual: Array) -> Array:
    begins = int(free.argmax())
    gap = free[begins : begins + _GAP]
    if begins == 0 or len(gap) < _GAP or not gap.all():
        return width
    corner = float(np.median(width[begins : begins + _GAP]))
    line = np.interp(t, [_PIT, t[begins]], [max(float(np.interp(_PIT, t, usual)), corner), corner])
    return f32(np.where(np.arange(len(t)) < begins, np.minimum(width, line), width))


def within_wide_sleeve(arm: Arm) -> Mask:
    """H×W: what lies as far to the inner side as a wide old sleeve is seen to go, and further up as at its first spot
    that is seen."""
    if not is_wide(arm):
        return np.zeros(arm.half.shape, np.bool_)
    seen = arm.stations[arm.inner_free]
    u, v = arm.limb.u, arm.limb.v
    inner = np.interp(u, seen, arm.inner[arm.inner_free]) + _RIM * arm.unit
    return flags((u < min(seen[-1], arm.sleeve_end)) & (v < 0) & (v > -inner))
