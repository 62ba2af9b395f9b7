"""Drawn strands as streaks: what is drawn of single strands breaks off where others cross before them; looked at
from as far as a photo is taken, hair is light and dark along its strands and changes across them."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.soft import blur, widened
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.hair.strands import Strands
from fittingroom.vision.hair.streaks import structure

Array = NDArray[np.float32]

_FINE, _STEADY = 0.006, 0.04  # units over which strands are told from noise; over which they run alike
_REACH, _STEPS = 0.11, 8  # units to each side along a strand over which its tone is one; samples on that way
_ROW = 1024  # places worked on side by side
_KEPT = 0.85  # share of what is drawn that is so drawn out; the rest stays grainy
_SURE = 0.3, 0.6  # how alike strands run from which on they are drawn out, and wholly
_ACROSS, _CRISP = 0.016, 0.9  # units over which strands differ from their neighbours; how much of that is given back
_PLAIT = 0.03  # units round a plait's strands within which they cross each other
_ABOVE = 0.1  # units over which strands run on in their ends
_TIPS = 0.75, 0.95  # share of a strand from which on it thins out along its way; wholly
_TURNS = 0.5, 0.85  # cosine of how far strands turn on that way up to which they are a tight curl; wholly drawn out


def plaits(strands: Sequence[Strands], frame: HeadFrame, shape: tuple[int, ...]) -> Array:
    """H×W, 0…1: where plaits hang."""
    there = np.zeros(shape[:2], np.float32)
    for one in strands:
        if one.plaited:
            places = np.round(frame.pixels(frame.facing(one.points)).reshape(-1, 2)).astype(int)
            inside = ((places >= 0) & (places < [shape[1], shape[0]])).all(1)
            there[places[inside, 1], places[inside, 0]] = 1
    return blur(widened(there > 0, _PLAIT * frame.unit).astype(np.float32), 0.5 * _PLAIT * frame.unit)


def combed(layer: Layer, unit: float, lying: float = 0, plaited: Array | None = None) -> Layer:
    """`layer` with tones that run along its strands. unit: pixels. lying: see Style.lying. plaited: H×W, 0…1, where
    strands cross each other: drawn out, a plait would be a smooth strip."""
    if lying >= 1 or not (layer.alpha > 0).any():
        return layer
    box = box_round(layer.alpha > 0, 2)
    part = Layer(layer.tone[box], layer.along[box], layer.alpha[box])
    flow, sure = _flow(part, unit)
    spread = max(0.8, _ACROSS * unit)
    drawn, straight, there = _along(part, flow, unit)
    grown = blur(f32(part.along * part.alpha), spread) / np.maximum(blur(part.alpha, spread), 1e-3)
    near = cv2.GaussianBlur(part.alpha, (0, 0), spread)
    around = cv2.GaussianBlur(f32(drawn * part.alpha), (0, 0), spread) / np.maximum(near, 1e-3)
    drawn = f32(drawn + _CRISP * (drawn - around) * np.clip(2 * near - 1, 0, 1))
    if plaited is not None:
        sure *= 1 - plaited[box]
    sure *= np.clip((straight - _TURNS[0]) / (_TURNS[1] - _TURNS[0]), 0, 1)
    if lying > 0:
        sure *= np.clip((grown - lying) / lying, 0, 1)
    share = _KEPT * sure * np.clip(4 * part.alpha, 0, 1)
    tone = layer.tone.copy()
    own = np.where(part.alpha > 0, part.tone, drawn)  # where hair's ends are drawn out to, there was none
    tone[box] = np.clip(own + (drawn - own) * share, 0, 1)
    alpha = layer.alpha.copy()
    ends = sure * np.clip((grown - _TIPS[0]) / (_TIPS[1] - _TIPS[0]), 0, 1)
    alpha[box] = part.alpha + (there - part.alpha) * ends
    return replace(layer, tone=tone, alpha=alpha)


def _along(layer: Layer, flow: Array, unit: float) -> tuple[Array, Array, Array]:
    """H×W each: the mean tone along `flow` (line integral convolution: Cabral and Leedom 1993), the cosine of how
    far strands turn on that way, and the mean alpha on it."""
    step = np.float32(_REACH * unit / _STEPS)
    height, width = layer.tone.shape
    there = np.flatnonzero(widened(layer.alpha > 0, 2))
    places = np.resize(there, (-(-len(there) // _ROW), _ROW))  # only where hair is, in rows
    y, x = (f32(part) for part in np.divmod(places, width))
    values = np.dstack([layer.tone * layer.alpha, layer.alpha])
    first = flow.reshape(-1, 2)[places]
    weights = 1.0
    total, straight = values.reshape(-1, 2)[places], np.zeros(places.shape, np.float32)
    for way in (step, -step):
        px, py, before = x, y, first
        for k in range(1, _STEPS + 1):
            px, py = f32(px + way * before[..., 0]), f32(py + way * before[..., 1])
            ahead = cv2.remap(flow, px, py, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
            back = ahead[..., 0] * before[..., 0] + ahead[..., 1] * before[..., 1] < 0  # far faster than sum(-1)
            before = f32(ahead * np.where(back, -1, 1)[..., None])
            weight = np.float32(np.cos(0.5 * np.pi * k / (_STEPS + 1)))
            weights += float(weight)
            total += weight * cv2.remap(values, px, py, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        straight += (before * first).sum(-1) / 2
    drawn, turns, dense = layer.tone.copy(), np.ones((height, width), np.float32), layer.alpha.copy()
    drawn.flat[places] = total[..., 0] / np.maximum(total[..., 1], 1e-3)
    turns.flat[places] = straight
    dense.flat[places] = total[..., 1] / np.float32(weights)
    return drawn, turns, dense


def _flow(layer: Layer, unit: float) -> tuple[Array, Array]:
    """H×W×2, the direction (x, y; length 1) in which strands run, by the structure tensor of what is drawn; and H×W,
    0…1, how alike they do. Ends run on as the hair above them does: by themselves they are a hem, which runs across."""
    drawn, whole, fine = f32(layer.tone * layer.alpha), f32(layer.alpha**2), max(0.6, _FINE * unit)
    there = f32(layer.alpha > 0)
    along = blur(f32(layer.along * there), _STEADY * unit) / np.maximum(blur(there, _STEADY * unit), 1e-3)
    ends = f32(np.clip((along - _TIPS[0]) / (_TIPS[1] - _TIPS[0]), 0, 1))
    near = structure(drawn, whole, fine, _STEADY * unit)
    above = structure(drawn, f32(whole * (1 - ends)), fine, _ABOVE * unit)
    xx, xy, yy = (one * (1 - ends) + other * ends for one, other in zip(near, above, strict=True))
    across = 0.5 * np.arctan2(2 * xy, xx - yy)  # of the steepest change
    alike = np.hypot(xx - yy, 2 * xy) / np.maximum(xx + yy, 1e-9)
    sure = np.clip((alike - _SURE[0]) / (_SURE[1] - _SURE[0]), 0, 1)
    return f32(np.stack([-np.sin(across), np.cos(across)], -1)), f32(sure)
