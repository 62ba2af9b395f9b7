"""Trousers, shorts and skirts: waist, crotch, legs."""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.garment import Garment, Leg, Neck
from fittingroom.vision.product.arrays import Floats, Image, Mask
from fittingroom.vision.product.hem import hem_curve, side_curves
from fittingroom.vision.product.outline import Outline
from fittingroom.vision.product.paths import least_path
from fittingroom.vision.product.sleeves import resample


@dataclass(frozen=True)
class LegsFound:
    """crotch: (x, y) or None for a skirt. legs: left and right, or None. waist: N×2, left to right."""

    waist: Floats
    crotch: Floats | None
    legs: tuple[Leg | None, Leg | None]
    hem: Floats
    reach: float
    sure: float


def find_legs(shape: Outline, image: Image) -> LegsFound:
    """Everything about a bottom."""
    waist = waist_line(shape)
    crotch, border, sure = _crotch(shape, image)
    if crotch is None or border is None:
        hem = hem_curve(shape.mask, shape.axis)
        return LegsFound(waist, None, (None, None), hem, _reach(shape, None), sure)
    x = np.arange(shape.mask.shape[1])[None]
    legs = tuple(_leg(shape, crotch, (x - border[:, None]) * s > 0) for s in (-1, 1))
    hem = np.vstack([leg.hem for leg in legs]).astype(float)
    return LegsFound(waist, crotch, (legs[0], legs[1]), hem, _reach(shape, crotch), sure)


def waist_line(shape: Outline, points: int = 21) -> Floats:
    """The upper edge of a bottom from its left to its right corner."""
    _, y0, _, _ = shape.box
    y = int(y0 + 0.02 * shape.height)
    left, right = shape.central_run(y)
    x = np.arange(int(left), int(right) + 1)
    return resample(np.stack([x, shape.top[x]], axis=1).astype(float), points)


def _crotch(shape: Outline, image: Image) -> tuple[Floats | None, Floats | None, float]:
    """Where the legs part, and the border between them for each row; None for a skirt."""
    _, y0, _, y1 = shape.box
    rows = np.arange(int(y0 + 0.15 * shape.height), y1 - 1)
    reach = max(3, int(0.2 * shape.width))
    columns = np.arange(int(shape.axis) - reach, int(shape.axis) + reach + 1)
    columns = columns[(columns >= 0) & (columns < shape.mask.shape[1])]
    gap = ~shape.mask[np.ix_(rows, columns)]
    share = gap.any(1)
    lower = share[len(share) // 2 :]
    if lower.mean() < 0.25 and not _seam(shape, image):
        return None, None, 0.8
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 1.5).astype(np.float32)
    dark = grey[np.ix_(rows, columns)]
    dark = np.asarray((dark - np.median(dark, 1, keepdims=True)) / 40, np.float32)
    cost = np.where(gap, 0.0, 1 + np.clip(dark, -0.6, 0)) + 0.6 * np.abs(columns - shape.axis)[None] / reach
    path = columns[least_path(cost, 2, 0.03)].astype(float)
    at = np.full(shape.mask.shape[0], shape.axis)
    at[rows] = path
    at[rows[-1] :] = path[-1]
    on_gap = ~shape.mask[rows, path.astype(int)]
    first = int(np.argmax(np.convolve(on_gap, np.ones(5), "same") >= 4)) if on_gap.any() else 0
    y = rows[first] if on_gap.mean() > 0.15 else y0 + 0.33 * shape.height
    highest, lowest = y0 + 0.2 * shape.height, y0 + (0.45 if shape.height > 1.7 * shape.width else 0.85) * shape.height
    y = float(np.clip(y, highest, lowest))
    return np.array([at[int(y)], y]), at, 0.9 if on_gap.mean() > 0.3 else 0.5


def _seam(shape: Outline, image: Image) -> bool:
    """Legs that touch: a long, narrow outline that does not widen downwards as a skirt does."""
    return shape.height > 2.1 * shape.width and shape.width_at(0.9) < 1.15 * shape.width_at(0.3)


def _leg(shape: Outline, crotch: Floats, half: Mask) -> Leg:
    mask = shape.mask & half
    own = mask.copy()
    own[: int(crotch[1])] = False
    hem = hem_curve(own, float(np.mean(np.flatnonzero(own.any(0)))), 17)
    rows = np.linspace(shape.box[1] + 0.03 * shape.height, float(np.median(hem[:, 1])) - 2, 20).astype(int)
    ends = [(r, np.flatnonzero(mask[r])) for r in rows]
    kept = [(r, e[0], e[-1]) for r, e in ends if len(e)]
    axis = np.array([[(a + b) / 2, r] for r, a, b in kept], np.float32)
    return Leg(mask, axis, np.array([(b - a) / 2 for _, a, b in kept], np.float32), hem.astype(np.float32))


def _reach(shape: Outline, crotch: Floats | None) -> float:
    """Length in legs from waist to ankle, by the rise (trousers) or by the waist's width (skirts)."""
    if crotch is None:
        left, right = shape.central_run(int(shape.box[1] + 0.03 * shape.height))
        return float(np.clip(shape.height / (2.75 * (right - left)), 0.2, 1.05))
    hips = max(shape.width_at(0.15), shape.width_at(0.3), 1.0)
    if shape.height > 2.3 * hips:  # the crotch of legs that touch is found too low
        return 1.0
    ratio = (shape.box[3] - crotch[1]) / max(1.0, crotch[1] - shape.box[1])
    return float(np.interp(ratio, [0.1, 0.6, 1.0, 1.45, 1.8, 2.6], [0.30, 0.46, 0.6, 0.85, 0.97, 1.0]))


def bottom_of(
    photo: Image,
    alpha: Floats,
    fabric: Image,
    shape: Outline,
    found: LegsFound,
    reach: float,
    record: dict[str, str],
    confidence: dict[str, float],
) -> Garment:
    """The garment, from its cut-out and its legs."""
    none, empty, origin = np.zeros_like(shape.mask), np.zeros((0, 2), np.float32), np.zeros(2, np.float32)
    sides = side_curves(shape.mask, (found.waist[0], found.waist[-1]), np.stack([found.hem[0], found.hem[-1]]))
    left, right = found.waist[0].astype(np.float32), found.waist[-1].astype(np.float32)
    return Garment(
        image=photo,
        alpha=alpha,
        fabric=fabric,
        subcategory=Subcategory.BOTTOMS,
        neck=Neck.STRAPLESS,
        inside=none,
        collar=none,
        behind=none,
        torso=shape.mask,
        neckline=empty,
        back_neckline=empty,
        hem=found.hem.astype(np.float32),
        waist=found.waist.astype(np.float32),
        sides=(sides[0].astype(np.float32), sides[1].astype(np.float32)),
        neck_points=(origin, origin),
        tips=(left, right),
        armpits=(left, right),
        reach=reach,
        crotch=None if found.crotch is None else found.crotch.astype(np.float32),
        legs=found.legs,
        record=record,
        confidence=confidence,
    )
