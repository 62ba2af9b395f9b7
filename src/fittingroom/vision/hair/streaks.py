"""Streaks of a second colour that run as the strands of the photographed hair do."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.soft import blur, narrowed

Array = NDArray[np.float32]

_FINE, _STEADY = 0.012, 0.14  # units over which strands are told from noise; over which they run alike
_GRAIN = 3.0  # square of the change that grain alone makes from pixel to pixel, times 8 (Sobel)
_ALIKE = 0.06  # units over which the way of a strand is told
_ALONG, _REACH, _TAPS = 8.0, 0.08, 4  # pixels, and units, to each side over which strands are averaged; steps there
_INSIDE, _AS_SEEN = 0.03, 25.0  # units from hair's edge inwards; Lab L that one unit of that logarithm is worth
_CURLS, _LEVEL = 0.35, 0.3  # share of change that runs one way up to which hair is curly, and from how much more level
#: Times noise that what differs along strands may be and is noise still; how much more is none; pixels of its mean.
_EXPLAINED, _EVEN = (1.8, 1.2), 5.0
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


def calmed(fine: Array, grain: Array, sure: NDArray[np.bool_], unit: float) -> Array:
    """`fine` (H×W, logarithm of the contrast that strands make) averaged along strands where they run side by side:
    noise is as fine across them but does not follow them. Curls, which turn within that way, stay, and so does what
    noise of deviation `grain` (H×W) doesn't explain. sure: H×W, where nothing but hair is."""
    weight = narrowed(sure, _INSIDE * unit).astype(np.float32)  # a collar's edge is no strand
    near, wide = (structure(_AS_SEEN * fine, weight, max(0.7, _FINE * unit), even * unit) for even in (_ALIKE, _STEADY))
    xx, xy, yy = (one + other for one, other in zip(near, wide, strict=True))  # what strands nearby tell counts more
    alike = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (xx + yy + _GRAIN)
    across = 0.5 * np.arctan2(2 * xy, xx - yy)
    way = f32([-np.sin(across), np.cos(across)])
    y, x = np.mgrid[: fine.shape[0], : fine.shape[1]].astype(np.float32)
    total, weights = fine.copy(), 1.0
    for step in range(1, _TAPS + 1):
        share = float(np.exp(-2 * (step / _TAPS) ** 2))
        for reach in (step, -step):
            far = np.float32(reach / _TAPS * min(_ALONG, _REACH * unit))
            total += np.float32(share) * cv2.remap(
                fine, x + far * way[0], y + far * way[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
        weights += 2 * share
    straight = float(np.median(alike[sure])) if sure.any() else 0.0  # in such hair it is noise that runs nowhere
    alike = np.maximum(alike, min(straight, _CURLS + 0.8 * _LEVEL))
    change = f32(total / np.float32(weights) - fine)
    told = np.sqrt(blur(change**2, _EVEN)) / grain
    noisy = 1 - eased((told - _EXPLAINED[0]) / _EXPLAINED[1])
    return f32(fine + change * eased((alike - _CURLS) / _LEVEL) * noisy)


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
