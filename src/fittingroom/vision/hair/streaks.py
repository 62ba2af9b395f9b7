"""Streaks of a second colour that run as the strands of the photographed hair do."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.soft import blur

Array = NDArray[np.float32]

_FINE, _STEADY = 0.012, 0.14  # units over which strands are told from noise; over which they run alike
_GRAIN = 3.0  # square of the change that grain alone makes from pixel to pixel, times 8 (Sobel)
#: Steps along a strand, in units, and how many of them to each side: first a streak's smoothness, then its length.
_WALKS = ((0.02, 5), (0.06, 9))
_WIDE = 0.011  # breadth of a streak, units


def strand_flow(light: Array, hair: Array, unit: float) -> Array:
    """H×W×2: the direction (x, y; length 1, pointing down) in which strands run, by the structure tensor of the
    lightness H×W weighted with `hair` (H×W, 0…1); straight down where nothing tells."""
    inner = hair**4  # not the hair's own edge
    xx, xy, yy = structure(light, inner, max(0.7, _FINE * unit), _STEADY * unit)
    prior = 0.02 * (xx + yy) + _GRAIN
    across = 0.5 * np.arctan2(2 * xy, xx + prior - yy)  # of the steepest change
    flow = np.stack([-np.sin(across), np.cos(across)], -1)
    return f32(np.where(flow[..., 1:] < 0, -flow, flow))


def structure(light: Array, weight: Array, fine: float, steady: float) -> tuple[Array, Array, Array]:
    """The structure tensor (xx, xy, yy) of `light`, H×W each, weighted with `weight` (H×W). fine, steady: deviations of
    the blur before, that takes noise out, and of the one after, over which it is averaged, pixels."""
    calm = cv2.GaussianBlur(light, (0, 0), fine)
    dx, dy = cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)
    xx, xy, yy = (blur(f32(part * weight), steady) for part in (dx * dx, dx * dy, dy * dy))
    return xx, xy, yy


def streaks_along(flow: Array, unit: float, seed: int) -> Array:
    """H×W, mean 0 and deviation 1: noise drawn out along `flow` (H×W×2), as broad as a lock of few strands (line
    integral convolution: Cabral and Leedom 1993)."""
    height, width = flow.shape[:2]
    wild = cv2.GaussianBlur(noise((height, width), 1.0, seed), (0, 0), max(0.6, _WIDE * unit))
    y, x = np.mgrid[:height, :width].astype(np.float32)
    total = f32(wild)
    for step, steps in _WALKS:
        wild = total
        for way in (step * unit, -step * unit):
            px, py = x, y
            for _ in range(steps):
                ahead = cv2.remap(flow, px, py, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
                px, py = px + np.float32(way) * ahead[..., 0], py + np.float32(way) * ahead[..., 1]
                total = f32(total + cv2.remap(wild, px, py, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT))
    total = f32(cv2.GaussianBlur(total, (0, 0), max(0.8, 0.01 * unit)))  # no seam where strands part
    total = f32(total - total.mean())
    return f32(total / max(float(total.std()), 1e-6))
