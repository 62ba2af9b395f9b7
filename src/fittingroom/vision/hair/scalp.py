"""The skull under the hair: two half ellipsoids that meet at the brow, and where the hair begins on them.

Places on it are an azimuth (0 in front, positive to +x) and an elevation (from the brow up), both in radians.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]

_WIDE, _DEEP, _BELOW = 1.12, 1.34, 1.15  # semi-axes in head units: to the sides, front to back, down from the brow
_OVERLAP = 0.05  # how far new hair starts below the old hairline, radians: no seam shows
_FRINGE, _TEMPLES = np.radians([34, 80])  # azimuths up to which a fringe may hide the hairline; that it is sought to
_CORNER = np.radians(26)  # azimuth of the forehead's corners
_AZIMUTHS = np.radians([0, 25, 45, 58, 68, 76, 84, 92, 104, 120, 140, 180])


@dataclass(frozen=True)
class Scalp:
    """centre: 3. upper, lower: semi-axes above and below it, head units. azimuth, hairline: the elevation that hair
    starts at by azimuth, rising azimuths from −π to π."""

    centre: Array
    upper: Array
    lower: Array
    azimuth: Array
    hairline: Array

    def axes(self, points: Array) -> Array:
        """…×3, the semi-axes that hold at points …×3 (head coordinates)."""
        return f32(np.where(points[..., 1:2] >= self.centre[1], self.upper, self.lower))

    def at(self, azimuth: Array, elevation: Array) -> Array:
        """…×3, points on the skull."""
        round_ = np.stack(
            [np.cos(elevation) * np.sin(azimuth), np.sin(elevation), np.cos(elevation) * np.cos(azimuth)], -1
        )
        return f32(self.centre + np.where(elevation[..., None] >= 0, self.upper, self.lower) * round_)

    def place(self, points: Array) -> tuple[Array, Array]:
        """Azimuth and elevation of points near the skull (…×3)."""
        round_ = (points - self.centre) / self.axes(points)
        length = np.maximum(np.linalg.norm(round_, axis=-1), 1e-6)
        return f32(np.arctan2(round_[..., 0], round_[..., 2])), f32(np.arcsin(np.clip(round_[..., 1] / length, -1, 1)))

    def normal(self, points: Array) -> Array:
        """…×3, outward unit normals."""
        return unit_vectors((points - self.centre) / self.axes(points) ** 2)

    def height(self, points: Array) -> Array:
        """…, how far points lie above the skull, as a share of its own radius there."""
        return f32(np.linalg.norm((points - self.centre) / self.axes(points), axis=-1) - 1)

    def start(self, azimuth: Array) -> Array:
        """The hairline's elevation at azimuths."""
        return f32(np.interp(azimuth, self.azimuth, self.hairline))

    def above(self, points: Array, gap: Array) -> Array:
        """Points (N×3) pushed out to at least `gap` (N, units) above the skull; those well below the head stay."""
        inner = points - self.centre
        axes = self.axes(points) + gap[:, None]
        reach = np.linalg.norm(inner / axes, axis=1, keepdims=True)
        inside = (reach < 1) & (inner[:, 1:2] > -1.0)
        return f32(np.where(inside, self.centre + inner / np.maximum(reach, 1e-6), points))

    def depth(self, frame: HeadFrame, x: Array, y: Array) -> Array:
        """The skull's nearest surface at image coordinates x and y: z towards the viewer, −9 beside it."""
        origin = frame.within(np.stack([x, y, np.zeros_like(x)], -1).astype(np.float32)) - self.centre
        ray = frame.turn[2]
        nearest = np.full(x.shape, -9, np.float32)
        for axes, above in ((self.upper, True), (self.lower, False)):
            a, b = ((ray / axes) ** 2).sum(), (origin * ray / axes**2).sum(-1)
            root = b * b - a * (((origin / axes) ** 2).sum(-1) - 1)
            z = (-b + np.sqrt(np.maximum(root, 0))) / a
            height = origin[..., 1] + z * ray[1]
            seen = (root > 0) & ((height >= 0) if above else (height < 0))
            nearest = np.where(seen, np.maximum(nearest, z), nearest)
        return f32(nearest)


def unit_vectors(vectors: Array) -> Array:
    """…×3 at length one."""
    return f32(vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9))


def fit_scalp(person: Person, frame: HeadFrame, fringe: bool = False) -> Scalp:
    """The skull of this head, no higher than the hair that is seen, and the hairline that the photo shows.

    fringe: whether hair hides the brows; new hair then meets it, low at the temples."""
    centre, upper = _skull(frame, frame.eye + 1.02 * (frame.eye - frame.chin))
    top = _seen_top(person, frame)
    for _ in range(12):
        reach = (frame.turn[1] @ centre) + float(np.sqrt(((frame.turn[1] * upper) ** 2).sum()))
        if reach <= top - 0.05 or upper[1] < 0.75:
            break
        centre, upper = _skull(frame, centre[1] + 0.96 * upper[1], 0.985 * upper[2])
    lower = f32([_WIDE, _BELOW, upper[2]])
    azimuth = f32(np.radians(np.arange(-180, 181, 4)))
    scalp = Scalp(centre, upper, lower, azimuth, _usual_hairline(frame, centre, upper, lower, azimuth))
    return Scalp(centre, upper, lower, azimuth, _seen_hairline(person, frame, scalp, fringe))


def _skull(frame: HeadFrame, vertex: float, deep: float = _DEEP) -> tuple[Array, Array]:
    """Centre and upper semi-axes so that the forehead's point of the mesh lies just under the surface."""
    upper = f32([_WIDE, vertex - frame.brow, deep])
    rise = np.clip((frame.forehead[1] - frame.brow) / upper[1], 0, 0.95)
    z = frame.forehead[2] + 0.02 - deep * np.sqrt(1 - rise**2)
    return f32([0, frame.brow, z]), upper


def _seen_top(person: Person, frame: HeadFrame) -> float:
    """Height of the person's topmost row near the head, image coordinates; far up where the picture cuts it off."""
    _, y = frame.plane((person.alpha.shape[0], 1))
    x = (np.arange(person.alpha.shape[1]) - frame.origin[0]) / frame.unit
    rows = np.flatnonzero((person.alpha[:, np.abs(x) < 1.2] > 0.5).sum(1) > 0.2 * frame.unit)
    return float(y[rows[0], 0]) if len(rows) and rows[0] > 4 else 9.0


def _usual_hairline(frame: HeadFrame, centre: Array, upper: Array, lower: Array, azimuth: Array) -> Array:
    """Across the forehead, round the temples, before and behind the ears, low in the neck."""

    def elevation(y: float) -> float:
        axis = upper[1] if y > centre[1] else lower[1]
        return float(np.arcsin(np.clip((y - centre[1]) / axis, -1, 1)))

    brow = frame.brow
    front = elevation(float(frame.forehead[1]) + 0.08)
    sides = [brow + 0.55, brow + 0.25, 0.08, 0.1, brow + 0.02, brow - 0.2, brow - 0.7, brow - 0.95, brow - 1.0]
    heights = [front, front + 0.05, front + 0.03, *(elevation(y) for y in sides)]
    return f32(np.interp(np.abs(azimuth), _AZIMUTHS, heights))


def _hangs(person: Person, frame: HeadFrame, side: int) -> bool:
    """Whether hair stands or hangs so wide beside the eyes that it hides the temple's hairline."""
    point = frame.facing(f32([0, frame.eye, 0])) + f32([side * (_WIDE + 0.35), 0, 0])
    column, row = np.round(frame.pixels(f32(point))).astype(int)
    height, width = person.labels.shape
    return bool(0 <= column < width and 0 <= row < height and person.labels[row, column] == Label.HAIR)


def _seen_hairline(person: Person, frame: HeadFrame, scalp: Scalp, fringe: bool) -> Array:
    """The usual line moved to where skin meets hair; a fringe, which hides it, is no hairline."""
    found = scalp.hairline.copy()
    height, width = person.labels.shape
    hangs = {side: not fringe and _hangs(person, frame, side) for side in (-1, 1)}
    for k, azimuth in enumerate(scalp.azimuth):
        if abs(azimuth) > _TEMPLES:
            continue
        lowest = -0.1 if abs(azimuth) < _FRINGE or hangs[1 if azimuth > 0 else -1] else -0.45
        rising = f32(scalp.hairline[k] + np.arange(lowest - 0.2, 0.4, 0.012))
        points = scalp.at(np.full_like(rising, azimuth), rising)
        facing = frame.facing(scalp.normal(points))[:, 2] > 0.12
        column, row = np.round(frame.pixels(frame.facing(points))).astype(int).T
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & facing
        if not inside.any():
            continue
        labels = np.where(inside, person.labels[row.clip(0, height - 1), column.clip(0, width - 1)], 0)
        hair = np.flatnonzero(labels == Label.HAIR)
        if not len(hair) or not (labels[: hair[0]] == Label.FACE).any():
            continue
        hidden = rising[hair[0]] <= scalp.hairline[k] + lowest
        if abs(azimuth) >= _FRINGE or not hidden:
            found[k] = max(rising[hair[0]], scalp.hairline[k] + lowest)
    moved = ndimage.median_filter(found - scalp.hairline, 5, mode="nearest")
    line = scalp.hairline - _OVERLAP + ndimage.gaussian_filter1d(np.clip(moved, -0.45, 0.3), 1.5)
    return f32(_falling(line, scalp.azimuth))


def _falling(line: Array, azimuth: Array) -> Array:
    """A hairline that only falls from the forehead's corners backwards: where it dips between, hair lay over skin."""
    highest = np.where(azimuth < 0, np.maximum.accumulate(line), np.maximum.accumulate(line[::-1])[::-1])
    return f32(np.where(np.abs(azimuth) < _CORNER, line, ndimage.gaussian_filter1d(highest, 1.5)))
