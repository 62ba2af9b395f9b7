"""The shade that hems of skirts and shorts, which stand off, cast on the legs below, sleeves on the arms that come out
of them, and shoes on ankles in them."""

from typing import NamedTuple

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm, raised
from fittingroom.vision.fitting.sleeves import SleeveFit

#: Depth of the shade right below a hem; how far down it falls, and how soft it is, in units.
_DEPTH, _FALL, _SOFT = 0.34, 0.05, 0.04
#: Depth and softness (units) of the dark line where a leg goes into a shoe, and of the wide shade above it.
_COLLAR = ((0.3, 0.02), (0.3, 0.005))
#: Depths of the dark gap right below a sleeve's end and of the wide shade, and how far each falls, in units: on photos
#: of people in short sleeves skin is 0.7 to 1 times as light right below them as further down, 0.85 to 1 times a little
#: below. No less than the darkest of that: with the middle of it arms seem to lie flat beside the cuff, pasted on.
_CUFF = ((0.28, 0.016), (0.26, 0.08))
#: The same of a long sleeve's end, which lies close round the wrist.
_LONG_CUFF = ((0.24, 0.008), (0.2, 0.035))
#: How far below a sleeve's end, units, other shades of the cloth count less, and how much less: with all of them the
#: skin has a dark red band, with none of them a light corner where the arm passes the body.
_ALONE, _MOSTLY = 0.08, 0.6
#: Where, in half widths of a bare arm, the shade on it has ended across, and over how much it fades.
_ARM_ENDS, _ARM_FADES = 1.35, 0.2


class SleeveShade(NamedTuple):
    """light: H×W, 1 where there is no shade. alone: H×W, 0…1, how far that is all the shade of cloth there."""

    light: Array
    alone: Array

    def with_others(self, shadow: Array) -> Array:
        """Relative light (H×W) below sleeves and all other cloth, which casts `shadow` (H×W): that of its hems and
        edges, on top of this, would make a dark red band of the skin."""
        return f32((1 + (shadow - 1) * (1 - self.alone)) * self.light)

    def on(self, share: Array) -> "SleeveShade":
        """The same on so much of what lies there (H×W, 0…1)."""
        return SleeveShade(f32(1 + (self.light - 1) * share), f32(self.alone * share))


def hem_shade(cloth: Array, legs: Array, unit: float) -> Array:
    """Relative light (H×W, 1 where there is no shade) on bare `legs` (H×W, 0…1) below `cloth` (0…1)."""
    down = max(1, round(_FALL * unit))
    moved = np.zeros_like(cloth)
    moved[down:] = cloth[:-down]
    cast = cv2.GaussianBlur(np.maximum(moved, cloth), (0, 0), _SOFT * unit + 0.8)
    return f32(1 - _DEPTH * cast * legs * (1 - cloth))


def sleeve_shade(
    frame: Frame, arms: tuple[Arm, Arm], sleeves: tuple[SleeveFit | None, SleeveFit | None]
) -> SleeveShade:
    """The shade on bare arms below `sleeves`: it says that an arm comes out of a sleeve, not that the two meet edge to
    edge. A raised arm looks up to the light."""
    light, unit = np.ones(arms[0].half.shape, np.float32), frame.unit
    alone = np.zeros_like(light)
    for side, (arm, fit) in enumerate(zip(arms, sleeves, strict=True)):
        if fit is None:
            continue
        long = fit.end > 0.8 * arm.limb.length
        if long and arm.sleeve_end > 0.8 * arm.limb.length:  # the old cuff's own shade is seen on the hand
            continue
        past = (fit.along - 1) * fit.end
        near = (past > -0.03 * unit) & (arm.limb.u > 0.5 * fit.end) & (arm.limb.u < fit.end + 0.4 * unit)
        across = np.abs(arm.limb.v) / np.maximum(arm.bare_at(arm.limb.u), 1)
        there = near * np.clip((_ARM_ENDS - across) / _ARM_FADES, 0, 1)
        alone = np.maximum(alone, _MOSTLY * there * np.exp(-((np.maximum(past, 0) / (_ALONE * unit)) ** 2)))
        share = there * (1 - 0.7 * raised(frame, side))
        for depth, fall in _LONG_CUFF if long else _CUFF:
            light *= 1 - depth * share * np.exp(-((np.maximum(past, 0) / (fall * unit)) ** 2))
    return SleeveShade(f32(light), f32(alone))


def collar_shade(shoes: Array, legs: Array, unit: float) -> Array:
    """Relative light (H×W, 1 where there is no shade) on `legs` that go down into `shoes` (both H×W, 0…1); a shoe that
    stands beside a leg shades nothing."""
    light = np.ones(shoes.shape, np.float32)
    for depth, soft in _COLLAR:
        light *= 1 - depth * cv2.GaussianBlur(shoes, (0, 0), sigmaX=1.0, sigmaY=soft * unit + 1) * legs
    return f32(light)
