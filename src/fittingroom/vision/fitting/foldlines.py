"""Folds told from dirt: a fold runs along a line; a weave's specks, grain and worn places are as long as broad."""

import cv2
import numpy as np

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32

#: Cells a unit that folds are smoothed in.
_CELLS = 75
#: How far a fold's light is evened out along it and across it, in units.
_ALONG, _ACROSS = 0.045, 0.008
#: Directions tried.
_WAYS = 8
#: How far round a place (units) its light must agree about the way that folds run, and by how much (0…1) so that
#: nothing of it, and all of it, is a fold's.
_ROUND, _NONE, _ALL = 0.05, 0.2, 0.5
#: How far (units) light that runs nowhere is evened out.
_CALM = 0.035
#: Share of that which is kept: a patch of light that runs nowhere looks sprayed on.
_KEPT = 0.35


def along_folds(log: Array, known: Mask, unit: float) -> Array:
    """Logarithms of light (H×W, 0 where nothing is `known`) evened out along the folds that they show; of what runs
    nowhere only broad patches are left."""
    rows, columns = np.flatnonzero(known.any(axis=1)), np.flatnonzero(known.any(axis=0))
    if not rows.size:
        return np.zeros(log.shape, np.float32)
    box = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
    result = np.zeros(log.shape, np.float32)
    result[box] = _along(log[box], known[box], unit)
    return result


def _along(log: Array, known: Mask, unit: float) -> Array:
    """The same where `known` reaches every side."""
    cell = max(1.0, unit / _CELLS)
    size = max(8, round(log.shape[1] / cell)), max(8, round(log.shape[0] / cell))
    weight = cv2.resize(f32(known), size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(f32(np.where(known, log, 0)), size, interpolation=cv2.INTER_AREA)
    per = unit / cell
    right, down = (f32(cv2.Sobel(small, cv2.CV_32F, *way, ksize=3)) for way in ((1, 0), (0, 1)))
    whole = weight > 0.9  # the edge of what is known is no fold
    around = _ROUND * per
    xx, yy, xy = (
        cv2.GaussianBlur(f32(np.where(whole, each, 0)), (0, 0), around)
        for each in (right * right, down * down, right * down)
    )
    across, twisted = xx - yy, 2 * xy
    agreed = np.hypot(across, twisted) / np.maximum(xx + yy, 1e-9)
    share = eased((agreed - _NONE) / (_ALL - _NONE))
    way = 0.5 * np.arctan2(twisted, across) + 0.5 * np.pi  # along the folds, where light changes least
    evened, total = np.zeros_like(small), np.zeros_like(small)
    for index in range(_WAYS):
        angle = np.pi * index / _WAYS
        kernel = _stroke(angle, _ALONG * per, _ACROSS * per)
        amount = cv2.filter2D(small, cv2.CV_32F, kernel, None, (-1, -1), 0, cv2.BORDER_CONSTANT)
        near = cv2.filter2D(weight, cv2.CV_32F, kernel, None, (-1, -1), 0, cv2.BORDER_CONSTANT)
        fits = np.maximum(np.cos(way - angle) ** 2 - 0.8, 0)
        evened += fits * amount / np.maximum(near, 0.05)
        total += fits
    calm = cv2.GaussianBlur(small, (0, 0), _CALM * per) / np.maximum(
        cv2.GaussianBlur(weight, (0, 0), _CALM * per), 0.05
    )
    calm *= _KEPT
    result = f32((calm + share * (evened / np.maximum(total, 1e-6) - calm)) * np.clip(2 * weight, 0, 1))
    return f32(cv2.resize(result, (log.shape[1], log.shape[0]), interpolation=cv2.INTER_CUBIC))


def _stroke(angle: float, along: float, across: float) -> Array:
    """A blur (its sum 1) as long as `along` in the way of `angle` and as broad as `across` (standard deviations)."""
    half = int(np.ceil(2.5 * along)) + 1
    ys, xs = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)
    run = xs * np.cos(angle) + ys * np.sin(angle)
    off = ys * np.cos(angle) - xs * np.sin(angle)
    blur = np.exp(-0.5 * ((run / along) ** 2 + (off / max(across, 0.5)) ** 2))
    return f32(blur / blur.sum())


def far_from_ends(old: Mask, cover: Mask, unit: float, reach: float = 0.16) -> Array:
    """0…1 (H×W), 0 where new cloth (`cover`) goes on beyond the edges of the `old` one, growing over `reach` units: an
    old hem must not be seen in the new cloth's light."""
    size = max(8, old.shape[1] // 4), max(8, old.shape[0] // 4)
    beyond = cv2.resize(f32(cover & ~old), size, interpolation=cv2.INTER_AREA) > 0.5
    # slivers along an outline that fits nearly are no cloth that goes on
    breadth = 2 * max(1, round(0.02 * unit / 4)) + 1
    opened = cv2.morphologyEx(beyond.astype(np.uint8), cv2.MORPH_OPEN, np.ones((breadth, breadth), np.uint8))
    if not opened.any():
        return np.ones(old.shape, np.float32)
    away = cv2.distanceTransform(1 - opened, cv2.DIST_L2, 3) * 4 / unit
    return f32(cv2.resize(eased(f32(away / reach)), old.shape[::-1], interpolation=cv2.INTER_LINEAR))
