"""Drawing strands: every strand is sampled finely, and each sub-pixel keeps the sample nearest to the viewer."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.strands import Strands

Array = NDArray[np.float32]

_PARTS = 2  # drawn side by side, on a core each
_CHUNK = 1_500_000  # samples at a time, so that memory stays bounded
_THINNED = 0.2  # share of a strand's length over which hair thins out at the ends
LIFTED = 0.03  # units by which strands count as nearer than the surface they lie on


@dataclass(frozen=True)
class Layer:
    """tone, along: mean over each pixel's strands (0…1); alpha: 0…1. All H×W. along: from root 0 to end 1."""

    tone: Array
    along: Array
    alpha: Array


class _Buffer:
    """Sub-pixels flattened: the nearest sample's depth (uint16, 0 none), tone and place along its strand."""

    def __init__(self, count: int) -> None:
        self.depth = np.zeros(count, np.uint16)
        self.tone = np.zeros(count, np.float32)
        self.along = np.zeros(count, np.float32)

    def take(self, where: NDArray[np.int32], depth: NDArray[np.uint16], tone: Array, along: Array) -> None:
        """Keep what lies nearer than what is there."""
        near = depth > self.depth[where]
        where, depth, tone, along = where[near], depth[near], tone[near], along[near]
        order = np.argsort(depth, kind="stable")  # uint16: a radix sort
        where = where[order]
        self.depth[where], self.tone[where], self.along[where] = depth[order], tone[order], along[order]

    def join(self, other: "_Buffer") -> None:
        """Take over what lies nearer in another one."""
        near = other.depth > self.depth
        for mine, its in ((self.depth, other.depth), (self.tone, other.tone), (self.along, other.along)):
            np.copyto(mine, its, where=near)

    def layer(self, shape: tuple[int, int], scale: int) -> Layer:
        """Averaged down by `scale`."""
        full = (shape[0] * scale, shape[1] * scale)
        there = (self.depth > 0).reshape(full).astype(np.float32)

        def mean(values: Array) -> Array:
            return f32(cv2.resize(values.reshape(full), shape[::-1], interpolation=cv2.INTER_AREA))

        alpha = mean(there)
        share = np.maximum(alpha, 1e-4)
        return Layer(f32(mean(self.tone) / share), f32(mean(self.along) / share), alpha)


def draw(
    groups: Sequence[Strands], tones: Sequence[Array], frame: HeadFrame, depth: Array, random: np.random.Generator
) -> tuple[Layer, Layer]:
    """The strands before and the strands behind the surface of `depth` (H×W, image z).

    tones: N×K for each group (see light.tones).
    """
    shape = (depth.shape[0], depth.shape[1])
    scale = scale_of(frame)
    surface = cv2.resize(depth, (shape[1] * scale, shape[0] * scale), interpolation=cv2.INTER_LINEAR)

    def half(part: int, own: np.random.Generator) -> tuple[_Buffer, _Buffer]:
        buffers = (_Buffer(surface.size), _Buffer(surface.size))
        for group, tone in zip(groups, tones, strict=True):
            mine = slice(part, None, _PARTS)
            points = replace(group, points=group.points[mine])
            for x, y, z, value, along in _samples(points, tone[mine], frame, shape, scale, own):
                column, row = x.astype(np.int32), y.astype(np.int32)
                before = z + LIFTED > surface[row, column]
                where = row * np.int32(shape[1] * scale) + column
                level = np.clip((z + 6) * 5000, 1, 65535).astype(np.uint16)
                for buffer, here in ((buffers[0], before), (buffers[1], ~before)):
                    if here.any():
                        buffer.take(where[here], level[here], value[here], along[here])
        return buffers

    with ThreadPoolExecutor(_PARTS) as pool:
        parts = list(pool.map(half, range(_PARTS), random.spawn(_PARTS)))
    front, behind = parts[0]
    for other_front, other_behind in parts[1:]:
        front.join(other_front)
        behind.join(other_behind)
    return front.layer(shape, scale), behind.layer(shape, scale)


def scale_of(frame: HeadFrame) -> int:
    """Sub-pixels a pixel: the larger the head, the fewer."""
    return 3 if frame.unit < 70 else 2 if frame.unit < 170 else 1


def _samples(
    group: Strands, tone: Array, frame: HeadFrame, shape: tuple[int, int], scale: int, random: np.random.Generator
) -> Iterator[tuple[Array, Array, Array, Array, Array]]:
    """x, y (sub-pixels inside the picture), image z, tone and place along, some million at a time."""
    seen = frame.facing(group.points)
    pixel = (frame.pixels(seen) + 0.5) * scale
    share = np.linspace(0, 1, seen.shape[1], dtype=np.float32)
    along = np.broadcast_to(share * np.float32(group.grown), tone.shape)
    values = [pixel[..., 0], pixel[..., 1], seen[..., 2], tone, along]
    starts = [f32(value[:, :-1]).ravel() for value in values]
    ends = [f32(value[:, 1:]).ravel() for value in values]
    width, height = shape[1] * scale, shape[0] * scale
    last = _ends(group, random) - 1 / (len(share) - 1)
    drawn = (share[:-1] <= last[:, None]).ravel()
    for x, y in ((starts[0], starts[1]), (ends[0], ends[1])):
        drawn &= (x >= 0) & (x < width) & (y >= 0) & (y < height)
    first = [start[drawn] for start in starts]
    step = [end[drawn] - start for start, end in zip(first, ends, strict=True)]
    counts = np.maximum(np.ceil(np.maximum(np.abs(step[0]), np.abs(step[1]))), 1).astype(np.int32)
    before = np.cumsum(counts, dtype=np.int64)
    breaks = np.searchsorted(before, np.arange(_CHUNK, before[-1] + _CHUNK, _CHUNK)) if len(before) else [0]
    begin = 0
    for end in np.unique(np.append(breaks, len(counts))):
        if end <= begin:
            continue
        number = counts[begin:end]
        index = np.repeat(np.arange(begin, end, dtype=np.int32), number)
        offset = np.arange(len(index), dtype=np.int32) - np.repeat(np.cumsum(number, dtype=np.int32) - number, number)
        share = (offset + np.float32(0.5)) * (1 / f32(counts))[index]
        sample = [start[index] + rise[index] * share for start, rise in zip(first, step, strict=True)]
        if group.width > 1:
            for k in (0, 1):
                sample[k] += f32(random.uniform(-0.75, 0.75, len(index)) * (group.width - 1))
            kept = (sample[0] >= 0) & (sample[0] < width) & (sample[1] >= 0) & (sample[1] < height)
            sample = [value[kept] for value in sample]
        yield sample[0], sample[1], sample[2], sample[3], sample[4]
        begin = int(end)


def _ends(group: Strands, random: np.random.Generator) -> Array:
    """N: how much of each strand is drawn; hair thins out at the ends."""
    return f32(1 - _THINNED * random.random(len(group.points)) ** 1.6)
