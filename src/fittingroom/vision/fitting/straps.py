"""Straps in the garment's photo, told apart from what hangs on them.

Photos show straps as loops, front and back side by side, with rings and sliders; none of that lies so on a body. Only
a strap's width, its cloth and where it begins are taken from its photo.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, largest, opened, overscan, shrink, soften
from fittingroom.vision.fitting.glimpses import like_backdrop
from fittingroom.vision.fitting.rings import Ring, find_ring
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.spans import runs

#: No strap is wider than twice this, in chests.
WIDEST = 0.075
#: Which part of a strap, from its top down, shows its cloth alone: above it is the fold, below it rings and sliders.
PLAIN = (0.2, 0.6)
#: Frills and rings narrower than twice this, in chests, are no part of an edge.
FRINGE = 0.02


@dataclass(frozen=True)
class Strap:
    """A strap in its photo. foot: where it meets what hangs on it. rows: the first and last row of its plain part.
    line: (slope, offset) of its middle there, x as a function of y. width: across, pixels. ring: what holds it to its
    foot, if that is seen through."""

    foot: Array
    rows: tuple[float, float]
    line: tuple[float, float]
    width: float
    ring: Ring | None = None


def without_straps(garment: Garment) -> tuple[Garment, tuple[Strap | None, Strap | None]]:
    """The garment as it is below its straps, nothing of its back above its front's edge, and the straps."""
    if garment.neck is not Neck.STRAPS:
        return garment, (None, None)
    garment = _to_strap_tops(garment)
    chest = max(float(garment.armpits[1][0] - garment.armpits[0][0]), 8.0)
    back = seen_back(garment, chest)
    mask = (garment.alpha > 0.5) & ~back
    found = find_strap(garment, mask, 0, chest), find_strap(garment, mask, 1, chest)
    if found[0] is None and found[1] is None:
        return garment, found
    found = _on_rings(garment, _levelled(mask, found, chest))
    ys, xs = np.mgrid[: mask.shape[0], : mask.shape[1]]
    middle = 0.5 * float(garment.armpits[0][0] + garment.armpits[1][0])
    for side, strap in enumerate(found):
        if strap is not None:
            mask = mask & ~((ys < strap.foot[1]) & ((xs < middle) == (side == 0)))
    edge = (xs > garment.neck_points[0][0]) & (xs < garment.neck_points[1][0])
    edge &= ys < float(garment.neckline[:, 1].max()) + 0.15 * chest
    high = edge | (ys < min(float(point[1]) for point in garment.armpits))
    calm = cv2.GaussianBlur(opened(mask, FRINGE * chest).astype(np.float32), (0, 0), 0.6 * FRINGE * chest) > 0.5
    whole = largest(flags(np.where(high, calm, mask)), 0.05)
    alpha = f32(np.where(high | back, np.minimum(soften(whole, 1.0), whole | (garment.alpha > 0.02)), garment.alpha))
    near = edge & ~shrink(whole, 2 * FRINGE * chest)
    fabric = overscan(garment.fabric, whole & ~(near & grow(flags(like_backdrop(garment) < 30), 1)) & ~grow(back, 4))
    return replace(garment, alpha=alpha, fabric=fabric, neckline=_upper_edge(garment, whole)), found


def _on_rings(garment: Garment, straps: tuple[Strap | None, Strap | None]) -> tuple[Strap | None, Strap | None]:
    """The straps with their rings; one that doesn't show its own is held as the other one is."""
    rings = [
        None if strap is None else find_ring(garment.alpha, strap.rows[1], strap.foot, strap.width) for strap in straps
    ]
    first, second = (
        None if strap is None else replace(strap, ring=own or other)
        for strap, own, other in zip(straps, rings, rings[::-1], strict=True)
    )
    return first, second


def _levelled(mask: Mask, straps: tuple[Strap | None, Strap | None], chest: float) -> tuple[Strap | None, Strap | None]:
    """Both straps alike where they nearly are: beginning at the same height, and as the longer one shows them, whose
    loop is less filled with shade."""
    first, second = straps
    if first is None or second is None or abs(first.foot[1] - second.foot[1]) > 0.2 * chest:
        return straps
    longer = first if first.foot[1] > second.foot[1] else second
    if max(first.width, second.width) < 1.7 * min(first.width, second.width):
        first, second = replace(longer, foot=first.foot), replace(longer, foot=second.foot)
    row = float(longer.foot[1])
    return _begun_at(mask, first, row), _begun_at(mask, second, row)


def _begun_at(mask: Mask, strap: Strap, row: float) -> Strap:
    """The strap beginning at `row`, within what is solid there below it."""
    x = float(strap.foot[0])
    line = mask[min(round(row) + 2, mask.shape[0] - 1)]
    spans = [(float(a), float(b)) for a, b in runs(line) if b - a > strap.width]
    a, b = min(spans, key=lambda span: max(span[0] - x, x - span[1], 0.0), default=(np.inf, np.inf))
    if max(a - x, x - b) < 3 * strap.width:
        half = 0.7 * strap.width
        x = 0.5 * (x + 0.5 * (a + b)) if b - a > 2 * strap.width else 0.5 * (a + b)
        x = float(np.clip(x, min(a + half, 0.5 * (a + b)), max(b - half, 0.5 * (a + b))))
    return replace(strap, foot=np.array([x, row], np.float32))


def seen_back(garment: Garment, chest: float) -> Mask:
    """What shows of the back, H×W: all above a patch of plain backdrop that lies just below the upper edge, between
    the front's edge and the back's."""
    nothing = np.zeros(garment.alpha.shape, np.bool_)
    left, right = float(garment.neck_points[0][0]), float(garment.neck_points[1][0])
    width = right - left
    first, last = int(left + 0.25 * width), int(right - 0.25 * width)
    solid = garment.alpha > 0.5
    if last - first < 8 or not solid[:, first:last].any():
        return nothing
    top = np.where(solid.any(0), solid.argmax(0), solid.shape[0])
    level = int(top[first:last].max())
    window = slice(max(0, int(top[first:last].min()) - 4), level + int(0.2 * chest)), slice(first, last)
    alike = (like_backdrop(garment)[window] < 9) & solid[window]
    patch = opened(alike, max(2.0, 0.012 * chest))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(grow(patch, 2).astype(np.uint8))
    found = nothing.copy()
    for part in range(1, count):
        x, y, wide = (int(stats[part, k]) for k in range(3))
        if y + window[0].start < level + 0.1 * chest and wide > 0.04 * chest:
            shown = parts[:, x : x + wide] == part
            bottom = shown.shape[0] - 1 - shown[::-1].argmax(0) + window[0].start + 2
            found[:, first + x : first + x + wide] |= np.arange(len(found))[:, None] <= bottom[None]
    return grow(found, 2)


def find_strap(garment: Garment, mask: Mask, side: int, chest: float) -> Strap | None:
    """One side's strap, None where none is seen."""
    ends = garment.neck_points[side], garment.tips[side]
    xs, top = [float(end[0]) for end in ends], int(min(float(end[1]) for end in ends))
    left = max(0, int(min(xs) - 0.12 * chest))
    window = mask[:, left : int(max(xs) + 0.12 * chest)]
    solid = opened(mask, WIDEST * chest)[:, left : int(max(xs) + 0.12 * chest)]
    below = np.flatnonzero(solid.any(1))
    if not len(below) or below[0] - top < 0.1 * chest:
        return None
    lengths = [_lengths(row) for row in window[: int(below[0]) + 1]]
    whole = int(below[0]) - top
    usual = _percentile(lengths[top + whole // 10 : top + 2 * whole // 5], 80)
    widest = np.array([run.max(initial=0) for run in lengths])
    widest = ndimage.minimum_filter1d(widest, 9, origin=-4)  # what stays as wide
    joined = np.flatnonzero((widest > 1.5 * usual + 2) & (np.arange(len(widest)) > top + whole // 4))
    foot = int(joined[0]) if len(joined) else int(below[0])
    rows = top + int(PLAIN[0] * (foot - top)), top + int(PLAIN[1] * (foot - top))
    part, across = window[rows[0] : rows[1]], _percentile(lengths[rows[0] : rows[1]], 80)
    if usual == 0 or part.any(1).mean() < 0.5:
        return None
    begin, end = _straightest(part, 0.5 * across)
    slope = float(np.clip((end - begin) / max(len(part) - 1, 1), -1, 1))
    offset = begin + left - slope * rows[0]
    strap = Strap(
        np.array([slope * foot + offset, foot], np.float32), (float(rows[0]), float(rows[1])), (slope, offset),
        across / float(np.hypot(1, slope)),
    )  # fmt: skip
    return _begun_at(mask, strap, foot + FRINGE * chest)


def _lengths(row: Mask) -> NDArray[np.intp]:
    """Lengths of the runs in a row."""
    return np.diff(runs(row), axis=1)[:, 0]


def _percentile(lengths: list[NDArray[np.intp]], share: float) -> float:
    every = np.concatenate([*lengths, np.zeros(0, np.intp)])
    return float(np.percentile(every, share)) if len(every) else 0.0


def _straightest(part: Mask, half: float) -> tuple[float, float]:
    """x in the first and the last row of the straight band, `half` to either side of its middle, that holds most of
    `part`: one of the two legs that a strap's loop shows."""
    height, width = part.shape
    total = np.concatenate([np.zeros((height, 1)), np.cumsum(part, axis=1)], axis=1)
    places = np.arange(width)
    low, high = (np.clip(np.round(places + off).astype(int), 0, width) for off in (-half, half + 1))
    held = total[:, high] - total[:, low]
    ends = np.stack(np.meshgrid(places, places, indexing="ij"), -1).reshape(-1, 2)
    score = np.zeros(len(ends))
    for row in range(0, height, max(1, height // 40)):
        at = np.round(ends[:, 0] + (ends[:, 1] - ends[:, 0]) * row / max(height - 1, 1)).astype(int)
        score += held[row, at]
    best = ends[score > 0.985 * score.max()].mean(0)
    return float(best[0]), float(best[1])


def _upper_edge(garment: Garment, whole: Mask) -> Array:
    """The front's upper edge from one neck point to the other, N×2."""
    first, last = garment.neck_points
    x = np.arange(int(first[0]) + 1, int(last[0]))
    x = x[whole[:, x].any(0)]
    if len(x) < 4:
        return garment.neckline
    edge = np.stack([x, whole[:, x].argmax(0)], 1).astype(np.float32)
    return f32(np.concatenate([first[None], edge, last[None]]))


def _to_strap_tops(garment: Garment) -> Garment:
    """A strapped garment whose neck points and tips are where its straps are highest: thin straps may go on above what
    was taken for their tops."""
    height, width = garment.alpha.shape
    neck, tips = list(garment.neck_points), list(garment.tips)
    for side in (0, 1):
        middle = 0.5 * float(neck[side][0] + tips[side][0])
        left = max(0, int(middle - 0.12 * width))
        part = garment.alpha[:, left : int(middle + 0.12 * width)] > 0.4
        rows = np.nonzero(part.any(axis=1))[0]
        if not len(rows) or rows[0] > float(neck[side][1]) - 0.02 * height:
            continue
        columns = np.nonzero(part[rows[0] : rows[0] + max(2, height // 100)].any(axis=0))[0] + left
        ends = (columns[-1], columns[0]) if side == 0 else (columns[0], columns[-1])
        neck[side], tips[side] = (np.array([x, rows[0]], np.float32) for x in ends)
    return replace(garment, neck_points=(neck[0], neck[1]), tips=(tips[0], tips[1]))
