"""Coordinates along and across a limb: `u` pixels along its middle line, `v` pixels across it, positive outwards.

The middle line is rounded at the joint, so that fabric laid in these coordinates bends round an elbow or a knee
without folding over.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from fittingroom.vision.fitting.arrays import f32

Array = NDArray[np.float32]
FAR = 1e6


@dataclass(frozen=True)
class Limb:
    """One limb in its image. axis: N×2, evenly spaced points of the middle line, the first at u = start. normals: N×2,
    unit vectors across, pointing outwards. length: pixels from the first joint to the last. u, v: H×W, FAR where the
    limb is nowhere near. outward: unit vector, what counts as outside."""

    axis: Array
    normals: Array
    start: float
    step: float
    length: float
    u: Array
    v: Array

    def point(self, u: NDArray[np.floating] | float, v: NDArray[np.floating] | float = 0.0) -> Array:
        """The image points at `u` along and `v` across; beyond the ends the line goes straight on."""
        u, v = np.broadcast_arrays(np.asarray(u, np.float32), np.asarray(v, np.float32))
        place = (u - self.start) / self.step
        inside = np.clip(place, 0, len(self.axis) - 1.001)
        low = inside.astype(int)
        rest = (inside - low)[..., None]
        base = self.axis[low] * (1 - rest) + self.axis[low + 1] * rest
        normal = self.normals[low] * (1 - rest) + self.normals[low + 1] * rest
        normal = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
        along = self.axis[low + 1] - self.axis[low]
        base = base + (place - inside)[..., None] * along
        return f32((base + normal * v[..., None]).astype(np.float32))


def trace(
    joints: NDArray[np.floating], outward: NDArray[np.floating], shape: tuple[int, int], reach: float, bend: float = 0.3
) -> Limb:
    """The coordinates of a limb through `joints` (N×2, first to last).

    outward: a vector that tells which side is outside. reach: how far across, in pixels, coordinates are wanted.
    bend: the share of the neighbouring bones that is rounded at each joint.
    """
    bones = np.linalg.norm(np.diff(joints, axis=0), axis=1)
    length = float(bones.sum())
    return through(_rounded(np.asarray(joints, np.float64), bend, reach), outward, shape, reach, length)


def shifted(limb: Limb, offset: Array, outward: NDArray[np.floating], shape: tuple[int, int], reach: float) -> Limb:
    """`limb` with each point of its middle line moved across by `offset` (pixels, one for each of its points)."""
    line = limb.axis + limb.normals * offset[:, None]
    return through(np.asarray(line, np.float64), outward, shape, reach, limb.length)


def through(
    points: NDArray[np.float64], outward: NDArray[np.floating], shape: tuple[int, int], reach: float, length: float
) -> Limb:
    """A limb along a smooth line that starts `reach` before the first joint."""
    step = max(2.0, length / 90)
    arc = np.concatenate([[0], np.cumsum(np.maximum(np.linalg.norm(np.diff(points, axis=0), axis=1), 1e-3))])
    places = np.arange(0, arc[-1], step)
    knots = np.linspace(0, arc[-1], max(8, round(arc[-1] / (0.12 * length + 1))))
    through = np.stack([np.interp(knots, arc, points[:, axis]) for axis in (0, 1)], axis=1)
    line = CubicSpline(knots, through)(places)
    tangent = np.gradient(line, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-6)
    normals = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    if np.dot(normals[: len(normals) // 2].sum(0), outward) < 0:
        normals = -normals
    u, v = _fields(line, normals, step, -reach, shape, reach)
    return Limb(f32(line), f32(normals), -reach, step, length, u, v)


def _rounded(joints: NDArray[np.float64], bend: float, reach: float) -> NDArray[np.float64]:
    """Points of the polyline with its corners rounded, going straight on by `reach` at both ends."""
    first, last = joints[0] - joints[1], joints[-1] - joints[-2]
    first, last = first / max(np.linalg.norm(first), 1e-6), last / max(np.linalg.norm(last), 1e-6)
    knots = [joints[0]]
    for before, corner, after in zip(joints[:-2], joints[1:-1], joints[2:], strict=True):
        enter, leave = corner + (before - corner) * bend, corner + (after - corner) * bend
        knots += [enter, corner * 0.5 + (enter + leave) * 0.25, leave]
    knots.append(joints[-1])
    return np.array([joints[0] + first * reach, *knots, joints[-1] + last * reach])


def _fields(
    line: NDArray[np.float64], normals: NDArray[np.float64], step: float, start: float, shape: tuple[int, int],
    reach: float,
) -> tuple[Array, Array]:  # fmt: skip
    """u and v of every pixel within `reach` of the line: each takes the nearest of the line's segments. Found on every
    second pixel, for both are smooth."""
    u, v = np.full(shape, FAR, np.float32), np.full(shape, FAR, np.float32)
    low, high = np.floor(line.min(0) - reach), np.ceil(line.max(0) + reach)
    x0, y0 = np.clip(low, 0, [shape[1], shape[0]]).astype(int)
    x1, y1 = np.clip(high, 0, [shape[1], shape[0]]).astype(int)
    if x1 <= x0 or y1 <= y0:
        return u, v
    size = ((x1 - x0 + 1) // 2, (y1 - y0 + 1) // 2)
    xs = np.linspace(x0, x1 - 1, size[0], dtype=np.float32)
    ys = np.linspace(y0, y1 - 1, size[1], dtype=np.float32)
    part = _nearest(line, normals, step, start, xs, ys, reach)
    columns = np.tile(np.linspace(0, size[0] - 1, x1 - x0, dtype=np.float32), (y1 - y0, 1))
    rows = np.repeat(np.linspace(0, size[1] - 1, y1 - y0, dtype=np.float32)[:, None], x1 - x0, axis=1)
    u[y0:y1, x0:x1], v[y0:y1, x0:x1] = (cv2.remap(each, columns, rows, cv2.INTER_LINEAR) for each in part)
    far = (u > 1e5) | (v > 1e5)
    u[far], v[far] = FAR, FAR
    return u, v


def _nearest(
    line: NDArray[np.float64], normals: NDArray[np.float64], step: float, start: float, xs: Array, ys: Array,
    reach: float,
) -> tuple[Array, Array]:  # fmt: skip
    """u and v on the grid of `xs` and `ys`."""
    shape = (len(ys), len(xs))
    best = np.full(shape, reach * reach, np.float32)
    u, v = np.full(shape, FAR, np.float32), np.full(shape, FAR, np.float32)
    every = 3
    for i in range(0, len(line) - 1, every):
        j = min(i + every, len(line) - 1)
        chord = line[j] - line[i]
        size = max(float(np.linalg.norm(chord)), 1e-6)
        near = np.sort(np.stack([line[i], line[j]]), axis=0) + np.array([[-reach], [reach]])
        c0, c1 = np.searchsorted(xs, near[:, 0])
        r0, r1 = np.searchsorted(ys, near[:, 1])
        if c1 <= c0 or r1 <= r0:
            continue
        along = f32(chord / size)
        normal = f32([-along[1], along[0]])
        normal = normal if normal @ normals[i] > 0 else -normal
        dx, dy = xs[None, c0:c1] - np.float32(line[i, 0]), ys[r0:r1, None] - np.float32(line[i, 1])
        place = dx * along[0] + dy * along[1]
        held = np.clip(place, -np.inf if i == 0 else 0, np.inf if j == len(line) - 1 else size)
        across = dx * normal[0] + dy * normal[1]
        distance = across * across + (place - held) ** 2
        nearer = distance < best[r0:r1, c0:c1]
        np.copyto(best[r0:r1, c0:c1], distance, where=nearer)
        reached = np.float32(start + i * step) + held * np.float32((j - i) * step / size)
        np.copyto(u[r0:r1, c0:c1], reached, where=nearer)
        np.copyto(v[r0:r1, c0:c1], np.copysign(np.sqrt(distance), across), where=nearer)
    return u, v


def locate(limb: Limb, points: NDArray[np.floating]) -> Array:
    """(u, v) of a few image points (N×2), which need not lie in the image."""
    gaps = np.asarray(points, np.float32)[:, None] - limb.axis[None]
    close = (gaps**2).sum(-1).argmin(1)
    tangent = np.gradient(limb.axis, axis=0)[close]
    tangent = tangent / np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-6)
    gap = gaps[np.arange(len(close)), close]
    along = limb.start + close * limb.step + (gap * tangent).sum(1)
    return np.stack([along, (gap * limb.normals[close]).sum(1)], axis=1).astype(np.float32)


def arm_half_width(u: NDArray[np.floating] | float, length: float, unit: float) -> Array:
    """Half the width of a usual bare arm at `u` pixels from the shoulder joint, in pixels.

    Measured on frontal photographs; shares of the arm's length against shares of the shoulder distance.
    """
    shares = np.asarray(u, np.float32) / max(length, 1.0)
    return f32(
        (np.interp(shares, [0, 0.15, 0.45, 0.6, 0.97, 1.1], [0.165, 0.15, 0.118, 0.115, 0.075, 0.08]) * unit).astype(
            np.float32
        )
    )
