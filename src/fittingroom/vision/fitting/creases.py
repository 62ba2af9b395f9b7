"""Creases that trousers throw where legs move: drawn softly where the old clothes are too dark or too patterned to show
any. On legs that stand straight they are faint."""

import cv2
import numpy as np

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm

#: Folds from the crotch into each leg: angle above the horizontal (radians), length (units), bow, depth (logarithm).
_GROIN = ((0.16, 0.50, 0.5, 0.19), (0.62, 0.42, 0.4, 0.12), (-0.42, 0.42, 0.5, 0.13))
#: Folds at the hollow of a bent knee: where along the leg, slope, depth.
_KNEE = ((0.44, -0.5, 0.13), (0.49, 0.06, 0.2), (0.545, 0.55, 0.16))
#: Folds above a long hem: where along the leg, slope, depth, side that they come from.
_HEM = ((0.84, 0.40, 0.09, 1.0), (0.93, -0.34, 0.11, -1.0))
#: Half breadth of a fold, in units, and how much of its depth its lit edge gains.
_BREADTH, _LIT = 0.03, 0.4
#: A leg bent by less (radians) throws no folds worth drawing; bent by more than the second it throws them all.
_STRAIGHT, _BENT = 0.15, 0.5
#: How far folds are thrown by legs that stand straight, where long trousers rest on shoes and hips are never still.
_REST = 0.4
#: How much lighter the knee of a bent leg is, which comes forward, and how much darker its shin, which goes back
#: (logarithms); between which shares of the leg it grows dark.
_FORWARD, _BACK, _SHIN = 0.05, 0.13, (0.49, 0.6)
#: Depth (logarithm) and reach (units) of the shade between thighs that move apart.
_SHADE = 0.05, 0.2
#: Spread of the light of carried folds that leaves no room for drawn ones.
_ENOUGH = 0.02


def creases(frame: Frame, legs: tuple[Arm, Arm], parts: tuple[Array, Array], crotch: float) -> Array:
    """Relative light (H×W, about 1) of the folds of trousers whose left and right leg are `parts` (0…1), which part at
    `crotch` (t); the deeper, the further a knee is bent."""
    shape = parts[0].shape
    ys, xs = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    origin = frame.at(crotch, 0.0)
    bends = [_bend(frame, side) for side in (0, 1)]
    moved = [float(np.clip((angle - _STRAIGHT) / (_BENT - _STRAIGHT), 0, 1)) for _, angle in bends]
    strength = _REST + (1 - _REST) * max(moved)
    apart = np.hypot(xs - origin[0], ys - origin[1]) / (_SHADE[1] * frame.unit)
    log = f32(-_SHADE[0] * np.exp(-(apart**2)))
    for side, (leg, part) in enumerate(zip(legs, parts, strict=True)):
        sign = (-1.0, 1.0)[side]
        away = (xs - origin[0]) * frame.across[0] + (ys - origin[1]) * frame.across[1]
        up = (xs - origin[0]) * frame.up[0] + (ys - origin[1]) * frame.up[1]
        own = np.zeros(shape, np.float32)
        for angle, long, bow, depth in _GROIN:
            x, y = sign * away / frame.unit, up / frame.unit
            along = x * np.cos(angle) + y * np.sin(angle)
            beside = y * np.cos(angle) - x * np.sin(angle) - bow * along**2
            ends = np.clip((along - 0.01) / 0.08, 0, 1) * np.clip((long - along) / (0.6 * long), 0, 1)
            own -= depth * ends * _fold(beside, _BREADTH * (0.6 + along / long))
        across = _across(leg, part)
        folds = [(at, slope, moved[side] * depth, bends[side][0]) for at, slope, depth in _KNEE] + list(_HEM)
        for at, slope, depth, start in folds:
            within = np.clip(0.5 * (1 - start * across), 0, 1)  # 0 at the edge that the fold comes from
            along = (leg.limb.u - at * leg.limb.length) / frame.unit - slope * 0.22 * within
            own -= depth * np.clip(1.15 - within / 0.75, 0, 1) * _fold(along, 0.7 * _BREADTH)
        share = leg.limb.u / leg.limb.length
        back = eased((share - _SHIN[0]) / (_SHIN[1] - _SHIN[0]))
        knee = np.exp(-(((share - 0.45) / 0.07) ** 2))
        own += moved[side] * (_FORWARD * knee - _BACK * back)
        log += own * (part > 0.5)
    return f32(np.exp(strength * cv2.GaussianBlur(log, (0, 0), 0.006 * frame.unit + 0.4)))


def room_beside(carried: Array, cloth: Mask) -> float:
    """0…1, how far drawn folds are wanted on `cloth` where the old clothes' (relative light, H×W) are `carried`."""
    return float(np.clip(1 - np.std(np.log(carried[cloth])) / _ENOUGH, 0, 1)) if cloth.any() else 0.0


def _fold(beside: Array, breadth: Array | float) -> Array:
    """How dark a fold is `beside` its line, 1 in it, with a lit edge above it."""
    dark = np.exp(-((beside / breadth) ** 2))
    return f32(dark - _LIT * np.exp(-(((beside - 2.1 * breadth) / (1.3 * breadth)) ** 2)))


def _across(leg: Arm, part: Array) -> Array:
    """Place across a leg's cloth, -1 (inner edge) … 1 (outer edge)."""
    u, v = leg.limb.u, leg.limb.v
    inside = (part > 0.5) & (np.abs(v) < 3 * leg.half)
    low, high = [], []
    for station in leg.stations:
        here = v[inside & (np.abs(u - station) < 1.5)]
        low.append(here.min() if len(here) else np.nan)
        high.append(here.max() if len(here) else np.nan)
    edges = []
    for edge in (np.array(low), np.array(high)):
        known = np.isfinite(edge)
        if not known.any():
            return f32(np.clip(v / np.maximum(leg.half, 1), -1, 1))
        edges.append(np.interp(u, leg.stations[known], edge[known]))
    return f32(np.clip((2 * v - edges[0] - edges[1]) / np.maximum(edges[1] - edges[0], 1), -1, 1))


def _bend(frame: Frame, side: int) -> tuple[float, float]:
    """The side on which the hollow of the knee is seen (1 outer, -1 inner), and by how much it is bent, radians."""
    thigh, shin = frame.knees[side] - frame.hips[side], frame.ankles[side] - frame.knees[side]
    turn = float(thigh[0] * shin[1] - thigh[1] * shin[0])
    angle = float(np.arctan2(abs(turn), float(thigh @ shin)))
    inwards = np.sign(turn) * (-1.0, 1.0)[side]
    return (1.0 if inwards < 0 else -1.0), angle
