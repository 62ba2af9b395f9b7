"""Where a garment's sleeves begin on a person's shoulders."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.contrast import seam_on, upper_outline
from fittingroom.vision.fitting.cut import middle_of
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.garment import Garment

#: A shoulder falls no more steeply than this; from there on it is the sleeve's outer edge.
STEEPEST = 1.0
#: A sleeve begins no further outside its armpit than this, in chests.
FURTHEST = 0.16


def tips_over_joints(garment: Garment, frame: Frame, scale: float) -> Garment:
    """`garment` with the tips of its shoulders moved outwards along its upper outline to what lies over the person's
    joints at `scale` (person pixels per garment pixel). Sleeves that lie against the body hide where that is. Where
    sleeves are of another colour their seams are seen: the body's tips lie there.

    A photo tells where a shoulder passes the armpit, which on slim cuts is well within the joint. Drawn out to the
    joint from there, everything between the shoulders, prints too, would become wider than the chest."""
    chest = max(float(garment.armpits[1][0] - garment.armpits[0][0]), 8.0)
    middle, tips, sleeves = middle_of(garment), list(garment.tips), list(garment.sleeves)
    top = upper_outline(garment, chest)
    for side, sign in ((0, -1), (1, 1)):
        sleeve, tip = sleeves[side], tips[side]
        if sleeve is None or sleeve.fused:
            continue
        joint = abs(float(frame.lateral(frame.shoulders)[side])) / scale
        reach = min(joint - sign * (float(tip[0]) - middle), FURTHEST * chest)
        moved = _outwards(top, float(tip[0]), sign, reach)
        if moved is not None:
            tips[side] = moved
            sleeves[side] = replace(sleeve, tip=moved)
        seam = seam_on(garment, side)
        if seam is not None:
            tips[side] = seam
    return replace(garment, tips=(tips[0], tips[1]), sleeves=(sleeves[0], sleeves[1]))


def _outwards(top: Array, x: float, sign: int, reach: float) -> Array | None:
    """The point of the outline `top` (y of each column) as far as `reach` pixels further out than `x`, before it falls
    too steeply; None where that is no way."""
    columns = np.clip(round(x) + sign * np.arange(max(0, int(reach) + 1)), 0, len(top) - 1)
    steep = np.flatnonzero(np.gradient(top)[columns] * sign > STEEPEST)
    columns = columns[: steep[0]] if len(steep) else columns
    return f32(np.array([columns[-1], top[columns[-1]]], np.float32)) if len(columns) > 1 else None
