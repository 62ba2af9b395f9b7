"""Streaks of a second colour that run as the strands of the photographed hair do."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.soft import blur

Array = NDArray[np.float32]

_FINE, _STEADY = 0.012, 0.14  # units over which strands are told from noise; over which they run alike
_FARTHER, _FAR = (0.3, 0.8), 0.1  # units from where else their way is told, and how much that counts
_SINGLE, _CLEAR = 0.03, (0.3, 0.3)  # units round one that tell its own way; share of all change that runs that way
_GRAIN = 3.0  # square of the change that grain alone makes from pixel to pixel, times 8 (Sobel)
#: Units over which contrast is told, and over which a way is carried on; percentile of contrast in hair that is clear;
#: how fast less of it tells less.
_CONTRAST_ROUND, _CARRIED, _CLEARLY, _HARDLY = 0.1, 0.3, 80, 1.5
#: Share of all change that runs one way up to which hair is curly; from how much more on it is not.
_CURLS, _LEVEL = 0.25, 0.15
#: Units that noise is drawn out to each side, one after the other, and in how many moves: short walks at last even out
#: what long ones leave.
_WALKS = (0.432, 9), (0.144, 3), (0.048, 3), (0.016, 1), (0.0053, 1)
_SHORTEST = 0.7  # pixels of a walk that still changes something
_WIDE = 0.011  # breadth of a streak, units


def strand_flow(light: Array, hair: Array, unit: float) -> Array:
    """H×W×2: the direction (x, y; length 1, pointing down) in which strands run, by the structure tensor of the
    lightness H×W weighted with `hair` (H×W, 0…1); straight down where nothing tells."""
    inner = hair**4  # not the hair's own edge
    xx, xy, yy = structure(light, inner, max(0.7, _FINE * unit), _STEADY * unit)
    for reach in _FARTHER:  # where nothing is seen strands run as those around do
        xx, xy, yy = (f32(part + _FAR * blur(part, reach * unit)) for part in (xx, xy, yy))
    prior = 0.02 * (xx + yy) + _GRAIN
    across = 0.5 * np.arctan2(2 * xy, xx + prior - yy)  # of the steepest change
    flow = np.stack([-np.sin(across), np.cos(across)], -1)
    return f32(np.where(flow[..., 1:] < 0, -flow, flow))


def steadied(flow: Array, light: Array, hair: Array, unit: float) -> Array:
    """`flow` (H×W×2) that runs on from where strands are clearly seen in `light` (H×W, mean 0) to where they hardly
    are: there, noise and a camera's blocks bend it into angles. hair: H×W, 0…1."""
    near = np.maximum(blur(hair, _CONTRAST_ROUND * unit), 1e-3)
    seen = np.sqrt(blur(f32(light**2 * hair), _CONTRAST_ROUND * unit) / near)
    if not (hair > 0.5).any():
        return flow
    seen = seen / max(float(np.percentile(seen[hair > 0.5], _CLEARLY)), 1e-6)
    turn = 2 * np.arctan2(flow[..., 1], flow[..., 0])  # a way and its opposite are one
    weight = f32(seen * hair + 1e-4)
    total = blur(weight, _CARRIED * unit)
    lost = np.clip(_HARDLY * (1 - seen), 0, 1)
    across, down = (
        way + lost * (blur(f32(way * weight), _CARRIED * unit) / total - way) for way in (np.cos(turn), np.sin(turn))
    )
    return _halved(f32(across), f32(down))


def _halved(across: Array, down: Array) -> Array:
    """H×W×2: the ways (length 1, pointing down) of which `across` and `down` (H×W) are x and y of the doubled angle."""
    turn = 0.5 * np.arctan2(down, across)
    ways = np.stack([np.cos(turn), np.sin(turn)], -1)
    return f32(np.where(ways[..., 1:] < 0, -ways, ways))


def followed(flow: Array, light: Array, hair: Array, unit: float) -> Array:
    """`flow` (H×W×2) bent to each single strand as far as that is clearly seen in `light` (H×W, mean 0): the way that
    most of them run nearby leads across those that curl or part. hair: H×W, 0…1."""
    xx, xy, yy = structure(light, hair, max(0.7, _FINE * unit), _SINGLE * unit)
    apart = np.sqrt((xx - yy) ** 2 + 4 * xy**2)
    clear = np.clip((apart / (xx + yy + _GRAIN) - _CLEAR[0]) / _CLEAR[1], 0, 1)
    x, y = flow[..., 0], flow[..., 1]  # doubled, a way and its opposite are one
    single = np.stack([yy - xx, -2 * xy]) / np.maximum(apart, 1e-6)  # that of the least change
    both = np.stack([x * x - y * y, 2 * x * y])
    return _halved(*(both + clear * (single - both)))


def unbroken(flow: Array, light: Array, hair: Array, unit: float) -> Array:
    """H×W, −1…1: how far `light` (H×W, mean 0) changes across `flow` (H×W×2) alone; specks change along it as well.
    hair: H×W, 0…1."""
    xx, xy, yy = structure(light, hair, _SHORTEST, _SINGLE * unit)
    x, y = flow[..., 0], flow[..., 1]
    return f32(1 - 2 * (x * x * xx + 2 * x * y * xy + y * y * yy) / (xx + yy + _GRAIN))


def straightness(light: Array, hair: Array, unit: float) -> float:
    """0…1: how far strands run alike nearby; curls hardly do, and where nothing is seen all may. light, hair: H×W, as
    of `strand_flow`."""
    xx, xy, yy = structure(light, hair, max(0.7, _FINE * unit), _STEADY * unit)
    grain = _GRAIN * float(hair.sum())
    alike = (float(np.sqrt((xx - yy) ** 2 + 4 * xy**2).sum()) + grain) / (float((xx + yy).sum()) + grain)
    return float(np.clip((alike - _CURLS) / _LEVEL, 0, 1))


def structure(light: Array, weight: Array, fine: float, steady: float) -> tuple[Array, Array, Array]:
    """The structure tensor (xx, xy, yy) of `light`, H×W each, weighted with `weight` (H×W). fine, steady: deviations of
    the blur before, that takes noise out, and of the one after, over which it is averaged, pixels."""
    calm = cv2.GaussianBlur(light, (0, 0), fine)
    dx, dy = cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)
    xx, xy, yy = (blur(f32(part * weight), steady) for part in (dx * dx, dx * dy, dy * dy))
    return xx, xy, yy


def streaks_along(flow: Array, unit: float, seed: int, breadth: float | None = None) -> Array:
    """H×W, mean 0 and deviation 1: noise drawn out along `flow` (H×W×2), as broad as a lock of few strands, or of
    `breadth` pixels (line integral convolution: Cabral and Leedom 1993), each walk a third as long as the last."""
    height, width = flow.shape[:2]
    total = cv2.GaussianBlur(noise((height, width), 1.0, seed), (0, 0), breadth or max(0.6, _WIDE * unit))
    for reach, moves in _WALKS:
        if reach * unit < _SHORTEST:
            continue
        ends = [_walked(flow, way * reach * unit, moves) for way in (1, -1)]
        total = total + sum(cv2.remap(total, *end, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT) for end in ends)
    total = f32(cv2.GaussianBlur(total, (0, 0), breadth or max(0.8, 0.01 * unit)))  # no seam where strands part
    total = f32(total - total.mean())
    return f32(total / max(float(total.std()), 1e-6))


def along(values: Array, flow: Array, reach: float) -> Array:
    """`values` (H×W) averaged along `flow` (H×W×2) over `reach` pixels to each side."""
    total = f32(values)
    for length in (reach, reach / 3, reach / 9):
        if length < _SHORTEST:
            break
        ends = [_walked(flow, way * length, max(1, int(length / 2))) for way in (1, -1)]
        moved = [cv2.remap(total, *end, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT) for end in ends]
        total = f32((total + moved[0] + moved[1]) / 3)
    return total


def _walked(flow: Array, length: float, moves: int) -> tuple[Array, Array]:
    """x and y (H×W each) of where a walk of `length` pixels along `flow` (H×W×2), in so many `moves`, leads from each
    pixel, found at half size. Strands have no sense: a walk goes on the way that it came."""
    height, width = flow.shape[:2]
    half = np.ascontiguousarray(flow[::2, ::2])
    start = np.mgrid[: half.shape[0], : half.shape[1]].astype(np.float32)
    y, x = start.copy()
    step = np.float32(length / moves / 2)
    across, down = half[..., 0] * step, half[..., 1] * step
    x += across
    y += down
    for _ in range(moves - 1):
        ahead = cv2.remap(half, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        on = np.copysign(step, ahead[..., 0] * across + ahead[..., 1] * down)
        across, down = on * ahead[..., 0], on * ahead[..., 1]
        x += across
        y += down
    far = np.stack([x - start[1], y - start[0]], -1).repeat(2, 0).repeat(2, 1)[:height, :width]
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    return columns + 2 * far[..., 0], rows + 2 * far[..., 1]
