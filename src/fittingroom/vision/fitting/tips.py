"""Where a garment's sleeves begin on a person's shoulders."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.armpits import plainness
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.contrast import seam_on, upper_outline
from fittingroom.vision.fitting.cut import middle_of
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.garment import Garment

#: A shoulder falls no more steeply than this; from there on it is the sleeve's outer edge.
STEEPEST = 1.0
#: A sleeve begins no further outside its armpit than this, in chests.
FURTHEST = 0.16
#: Cloth over a shoulder is drawn out to so many times its width at most; what more is needed the sleeve's lends, up to
#: so much of it, in chests.
DRAWN, LENT = 1.4, 0.25


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


def lent_tip(garment: Garment, side: int, width: float, scale: float) -> Array:
    """What of the garment's photo lies at the tip of a shoulder that is `width` pixels wide on the person at `scale`:
    the garment's own tip, or a place further down its sleeve's outer edge, so that no print is drawn out to streaks
    where shoulders are broad and necks wide. Plain cloth can be drawn out, and its seam
    stays at the joint, as one does that is seen where the sleeve is of another colour."""
    tip, sleeve = garment.tips[side], garment.sleeves[side]
    own = float(np.linalg.norm(tip - garment.neck_points[side]))
    chest = float(garment.armpits[1][0] - garment.armpits[0][0])
    lent = min(width / (DRAWN * scale) - own, LENT * chest)
    if sleeve is None or lent < 1 or (lent := lent * (1 - plainness(garment))) < 1:
        return tip
    if seam_on(garment, side) is not None:
        return tip
    top, sign = upper_outline(garment, chest), -1 if side == 0 else 1
    columns = np.clip(round(float(tip[0])) + sign * np.arange(int(lent) + 1), 0, len(top) - 1)
    gone = np.cumsum(np.hypot(1, np.gradient(top)[columns])) - 1
    x = columns[int(np.searchsorted(gone, lent, "right")) - 1]
    return f32(np.array([x, tip[1] + top[x] - top[columns[0]]], np.float32))


def _outwards(top: Array, x: float, sign: int, reach: float) -> Array | None:
    """The point of the outline `top` (y of each column) as far as `reach` pixels further out than `x`, before it falls
    too steeply; None where that is no way."""
    columns = np.clip(round(x) + sign * np.arange(max(0, int(reach) + 1)), 0, len(top) - 1)
    steep = np.flatnonzero(np.gradient(top)[columns] * sign > STEEPEST)
    columns = columns[: steep[0]] if len(steep) else columns
    return f32(np.array([columns[-1], top[columns[-1]]], np.float32)) if len(columns) > 1 else None
