"""Single fine strands that cross the edge of hair on the cheeks: no curtain of hair ends like a cut sheet."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.strands import Random

Array = NDArray[np.float32]

TURNED = 0.15  # sine of the turn from which on hair beside the face is behind its edge
_REACH = 0.35, 0.15  # units above the eyes and above the chin between which edges are sought
_INWARDS, _OUTWARDS = 0.55, 1.25  # units from the face's middle between which they are
_LEAST = 0.5  # units that hair must hang along a cheek
_BEGUN = 0.2  # units below the eyes: what begins further down comes from behind an ear, and has no hair above it
_NUMBER = 12  # strands a side
_LONG = 0.5, 1.2  # units, from … to
_OUT = 0.03  # units that they stand off, on average
_FINE = 0.42, 130.0  # how much a strand hides where the head's unit has so many pixels or more
_STEPS = 40
_BABY = 60  # short strands a side that grow at the temple, before the hair that hangs there
_TEMPLE = 0.12, 0.75  # units above the eyes between which they grow and end
_LAID = 0.045, 0.12  # units that they lie over the skin, on average and at most
_ENDS = (46, 33), (276, 263)  # outer ends of brow and eye on each side, points of the face mesh


def crossing(alpha: Array, frame: HeadFrame, random: Random) -> tuple[Array, Array]:
    """H×W each: how much fine strands before the cheeks hide, 0…1, and their tone. alpha: H×W, of the hair."""
    fine, tone = np.zeros(alpha.shape, np.float32), np.full(alpha.shape, 0.4, np.float32)
    if abs(frame.yaw) > TURNED:
        return fine, tone
    begun = float(frame.pixels(frame.facing(f32([0, frame.eye - _BEGUN, 0])))[1])
    for side in (-1, 1):
        rows, columns = _edge(alpha, frame, side)
        if len(rows) > _LEAST * frame.unit and rows[0] < begun:
            for _ in range(_NUMBER):
                _draw(fine, tone, _strand(rows, columns, frame.unit, side, random), random)
            for line in _temple(alpha, frame, side, random):
                _draw(fine, tone, line, random)
    return f32(cv2.GaussianBlur(fine, (0, 0), 0.6) * (_FINE[0] * min(1.0, frame.unit / _FINE[1]))), tone


def _edge(alpha: Array, frame: HeadFrame, side: int, above: float = _REACH[0]) -> tuple[Array, Array]:
    """N each: rows in which hair hangs along the cheek on `side` of the picture, one below the other, and the smoothed
    columns of its inner edge. above: units above the eyes where these begin."""
    x, y = frame.plane(alpha.shape)
    eye, chin = frame.facing(f32([[0, frame.eye, 0], [0, frame.chin, 0]]))[:, 1]
    within = (side * x > _INWARDS) & (side * x < _OUTWARDS) & (y < eye + above) & (y > chin + _REACH[1])
    hair = (alpha > 0.5) & within
    if side < 0:
        hair = hair[:, ::-1]
    rows = np.flatnonzero(hair.any(1))
    columns = f32(hair[rows].argmax(1))
    if len(rows) < 3:
        return f32(rows), columns
    breaks = np.flatnonzero((np.diff(rows) > 1) | (np.abs(np.diff(columns)) > 0.08 * frame.unit)) + 1
    longest = max(zip(np.split(rows, breaks), np.split(columns, breaks), strict=True), key=lambda part: len(part[0]))
    smooth = ndimage.gaussian_filter1d(longest[1], 0.04 * frame.unit, mode="nearest")
    return f32(longest[0]), f32(alpha.shape[1] - 1 - smooth if side < 0 else smooth)


def _strand(rows: Array, columns: Array, unit: float, side: int, random: Random) -> Array:
    """K×2, pixels: a strand that leaves the edge, hangs beside it and comes back, or doesn't."""
    long = unit * float(random.uniform(*_LONG))
    first = float(random.uniform(rows[0] - 0.3 * long, max(rows[-1] - 0.9 * long, rows[0])))
    share = np.linspace(0, 1, _STEPS)
    y = first + long * share
    returns = float(random.uniform(0.75, 1.6))  # 1: back at the edge at its end
    bow = np.sin(np.pi * np.clip(share / returns, 0, 1))
    off = unit * _OUT * min(float(random.exponential()) + 0.3, 1.8) * bow - 0.015 * unit * (1 - bow)
    off += unit * 0.008 * np.sin(float(random.uniform(2, 5)) * share + float(random.uniform(0, 6)))
    return f32(np.stack([np.interp(y, rows, columns) - side * off, y], 1))


def _temple(alpha: Array, frame: HeadFrame, side: int, random: Random) -> list[Array]:
    """K×2 each, pixels: short strands that leave the hairline at the temple and run down beside the edge, most of them
    close to it; all stay in the outer half between it and the outer ends of brow and eye."""
    rows, columns = _edge(alpha, frame, side, _TEMPLE[1])
    if len(rows) < 3:
        return []
    eye = float(frame.pixels(frame.facing(f32([0, frame.eye, 0])))[1])
    lowest = min(eye - _TEMPLE[0] * frame.unit, float(rows[-1]))
    ends = frame.pixels(frame.facing(frame.points[list(_ENDS[side > 0])]))[:, 0]
    brow = side * float((side * ends).max())
    share, lines = np.linspace(0, 1, _STEPS), []
    for _ in range(_BABY):
        first = float(random.uniform(rows[0], max(lowest, rows[0] + 1)))
        y = first + frame.unit * float(random.uniform(0.2, 0.6)) * share
        far = _LAID[0] * float(random.exponential()) + 0.01
        off = frame.unit * (far if far < _LAID[1] else float(random.uniform(0.01, _LAID[1])))
        edge = np.interp(y, rows, columns)
        bow = share ** float(random.uniform(0.5, 1.1)) * (1 - 0.5 * share**2) * 1.4
        wave = 0.006 * frame.unit * np.sin(float(random.uniform(2, 5)) * share + float(random.uniform(0, 6)))
        free = np.maximum(side * (edge - brow) / 2, 0) * float(random.uniform(0.3, 1))  # not all as far: no second edge
        lines.append(f32(np.stack([edge - side * np.minimum(off * bow + wave, free), y], 1)))
    return lines


def _draw(fine: Array, tone: Array, line: Array, random: Random) -> None:
    """Add a strand that grows thin towards its end."""
    value, most = float(random.uniform(0.25, 0.6)), float(random.uniform(0.55, 1.0))
    low = np.maximum(np.floor(line.min(0)).astype(int) - 2, 0)  # only what it may touch: there are many, all small
    high = np.ceil(line.max(0)).astype(int) + 3
    fine, tone = (each[low[1] : max(high[1], 0), low[0] : max(high[0], 0)] for each in (fine, tone))
    if not fine.size:
        return
    own = np.zeros_like(fine)
    places = np.round(line * 16).astype(np.int32) - 16 * low.astype(np.int32)
    for k in range(len(places) - 1):
        strength = most * (1 - (k / len(places)) ** 2)
        cv2.line(own, places[k].tolist(), places[k + 1].tolist(), strength, 1, cv2.LINE_AA, 4)
    tone[own > fine] = value
    np.maximum(fine, own, out=fine)
