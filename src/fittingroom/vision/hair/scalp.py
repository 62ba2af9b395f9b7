"""The skull under the hair: two half ellipsoids that meet at the brow, and where the hair begins on them.

Places on it are an azimuth (0 in front, positive to +x) and an elevation (from the brow up), both in radians.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]

_LYING, _STANDING, _TALLER = 0.12, 0.5, 0.1  # units of hair above the skull: short, too much to tell; most to grow by
_WIDE, _DEEP, _BELOW = 1.09, 1.34, 1.45  # semi-axes in head units: to the sides, front to back, down from the brow
_BARE, _SHOWN = (
    0.1,
    4,
)  # squared units of hair above the brows that a bald head has at most; rows of its outline at least
_LOW, _HIGH, _RAISED = 0.12, 0.93, 0.4  # shares of the way from brows to crown: its outline; most that its middle rises
_SLIMMEST, _BROADEST, _ASIDE = (
    0.85,
    1.25,
    0.15,
)  # units: semi-axes to the sides of heads, and how far off the mesh's middle
_OVERLAP = 0.05  # how far new hair starts below the old hairline, radians: no seam shows
_TEMPLES = np.radians(70)  # azimuth up to which the photo's own hairline is sought
_LOWEST, _HIGHEST = -0.1, 0.3  # radians that it may lie from the usual one
_HIGHER = 0.08  # units from the mesh's topmost point to the hairline
# The mesh's outline from beside its topmost point to the ear's front, left and right, and how far above it hair begins.
_FLANKS = ((109, 338), (67, 297), (103, 332), (54, 284), (21, 251), (162, 389), (127, 356))
_LIFTS = (0.1, 0.13, 0.12, 0.08, 0.03, 0.0, -0.05)
# Head coordinates: the sideburn's end, its back, over the ear, behind it, the nape.
_BEHIND_EAR = ((1.02, 0.06, 0.02), (1.02, 0.08, -0.06), (1.05, 0.42, -0.14), (1.07, 0.45, -0.3), (1.05, 0.25, -0.5),
               (1.0, 0.0, -0.65), (0.8, -0.35, -0.95), (0.45, -0.5, -1.25), (0.0, -0.5, -1.35))  # fmt: skip


_ROUND = np.linspace(-np.pi, np.pi, 721)
#: Breadths of tufts, degrees, and how far they go off the hairline, radians.
_WAVERS = ((1.6, 0.006), (4.0, 0.008), (16.0, 0.012))


def _tufts() -> Array:
    """Radians off the hairline at `_ROUND`."""
    random = np.random.default_rng(11)
    found = np.zeros(len(_ROUND))
    for breadth, far in _WAVERS:
        wave = ndimage.gaussian_filter1d(random.standard_normal(len(_ROUND)), breadth, mode="wrap")
        found += far * wave / wave.std()
    return f32(found)


_TUFTS = _tufts()


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

    def ragged(self, azimuth: Array) -> Array:
        """Radians by which hair begins above the hairline at azimuths, or below it: it grows in tufts and recedes
        between them, and no two sides do so alike."""
        return f32(np.interp(azimuth, _ROUND, _TUFTS))

    def above(self, points: Array, gap: Array) -> Array:
        """Points (N×3) pushed out to at least `gap` (N, units) above the skull; those well below the head stay."""
        inner = points - self.centre
        axes = self.axes(points) + gap[:, None]
        reach = np.linalg.norm(inner / axes, axis=1, keepdims=True)
        inside = (reach < 1) & (inner[:, 1:2] > -1.0)
        return f32(np.where(inside, self.centre + inner / np.maximum(reach, 1e-6), points))

    def below(self, points: Array, gap: Array, share: float | Array) -> Array:
        """Points (N×3) beside the skull drawn in by `share` (0…1, one or N×1) of the way to `gap` (N, units) above it;
        none where they have left it, below the ears."""
        inner = points - self.centre
        reach = np.linalg.norm(inner / (self.axes(points) + gap[:, None]), axis=1, keepdims=True)
        share_here = share * np.clip((inner[:, 1:2] + 0.9) / 0.5, 0, 1)
        return f32(np.where(reach > 1, self.centre + inner / np.maximum(reach, 1e-6) ** share_here, points))

    def depth(self, frame: HeadFrame, x: Array, y: Array) -> Array:
        """The skull's nearest surface at image coordinates x and y: z towards the viewer, −9 beside it."""
        nearest = np.full(x.shape, -9, np.float32)
        middle = frame.facing(self.centre)
        reach = np.float32(max(self.upper.max(), self.lower.max()))
        near = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 < reach**2  # nothing of it lies further out
        nearest[near] = self._depth(frame, x[near], y[near])
        return nearest

    def _depth(self, frame: HeadFrame, x: Array, y: Array) -> Array:
        """As `depth`, for N points."""
        origin = frame.within(np.stack([x, y, np.zeros_like(x)], -1).astype(np.float32)) - self.centre
        ray = frame.turn[2]
        nearest = np.full(x.shape, -9, np.float32)
        for axes, above in ((self.upper, True), (self.lower, False)):
            a, b = ((ray / axes) ** 2).sum(), origin @ (ray / axes**2)
            root = b * b - a * ((origin**2) @ (1 / axes**2) - 1)
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

    fringe: whether hair hides the brows, and so the hairline."""
    centre, upper = _bald_skull(person, frame) or _haired_skull(person, frame)
    lower = f32([upper[0], _BELOW, upper[2]])
    azimuth = f32(np.radians(np.arange(-180, 181, 4)))
    scalp = Scalp(centre, upper, lower, azimuth, np.zeros_like(azimuth))
    scalp = replace(scalp, hairline=_usual_hairline(frame, scalp))
    return scalp if fringe else replace(scalp, hairline=_seen_hairline(person, frame, scalp))


def _haired_skull(person: Person, frame: HeadFrame) -> tuple[Array, Array]:
    """Centre and upper semi-axes of a skull that hair hides."""
    centre, upper = _skull(frame, frame.eye + 1.02 * (frame.eye - frame.chin))
    top = _seen_top(person, frame)
    for _ in range(12):
        reach = _height(frame, centre, upper)
        if reach <= top - 0.05 or upper[1] < 0.75:
            break
        centre, upper = _skull(frame, centre[1] + 0.96 * upper[1], 0.985 * upper[2])
    reach = _height(frame, centre, upper)
    if _LYING < top - reach < _STANDING:  # a head is as tall as short hair shows, and little of what it hid is bared
        centre, upper = _skull(frame, centre[1] + upper[1] + min(top - reach - _LYING, _TALLER), upper[2])
    return centre, upper


def _bald_skull(person: Person, frame: HeadFrame) -> tuple[Array, Array] | None:
    """Centre and upper semi-axes of a head without hair, whose outline is the skull's own; None for other heads."""
    x, y = frame.plane(person.labels.shape)
    brow = float(frame.facing(f32([0, frame.brow, 0]))[1])
    near = np.abs(x) < _DEEP
    if ((person.labels == Label.HAIR) & near & (y > brow)).sum() > _BARE * frame.unit**2:
        return None
    top = _seen_top(person, frame)
    share = (y[:, 0] - brow) / max(top - brow, 1e-3)
    rows = np.flatnonzero((share > _LOW) & (share < _HIGH))
    body = (person.alpha > 0.5) & near
    rows = rows[body[rows].any(1)]
    if top > 8 or len(rows) < _SHOWN:  # cut off by the picture's frame
        return None
    seen = body[rows]
    left, right = x[0, seen.argmax(1)], x[0, seen.shape[1] - 1 - seen[:, ::-1].argmax(1)]
    raised, wide = _widest(share[rows], (right - left) / 2)
    lean, beside = np.polyfit(y[rows, 0], (left + right) / 2, 1)  # heads aren't upright, nor even
    vertex = top
    for _ in range(4):  # a head that nods shows its crown further back
        centre, upper = _skull(frame, vertex, _DEEP, raised * (vertex - frame.brow))
        upper[0] = np.clip(wide, _SLIMMEST, _BROADEST)
        off, height = (frame.turn @ centre)[:2]
        centre[0] = np.clip((beside + lean * height - off) / max(frame.turn[0, 0], 0.5), -_ASIDE, _ASIDE)
        vertex += top - _height(frame, centre, upper)
    return centre, upper


def _widest(share: Array, half: Array) -> tuple[float, float]:
    """How high a head's middle lies, a share of the way from its brows to its crown, and its half width there, by its
    `half` widths (N) at N `share`s of that way: the half ellipse that fits them best."""
    found = (np.inf, 0.0, 0.0)
    for raised in np.linspace(0, _RAISED, 9):
        ellipse = np.sqrt(1 - np.clip((share - raised) / (1 - raised), 0, 1) ** 2)
        wide = float((ellipse * half).sum() / (ellipse**2).sum())
        found = min(found, (float(((wide * ellipse - half) ** 2).sum()), float(raised), wide))
    return found[1], found[2]


def _skull(frame: HeadFrame, vertex: float, deep: float = _DEEP, raised: float = 0) -> tuple[Array, Array]:
    """Centre, `raised` above the brow, and upper semi-axes so that the forehead's point of the mesh lies just under the
    surface."""
    middle = frame.brow + raised
    upper = f32([_WIDE, vertex - middle, deep])
    rise = np.clip((frame.forehead[1] - middle) / upper[1], 0, 0.95)
    z = frame.forehead[2] + 0.02 - deep * np.sqrt(1 - rise**2)
    return f32([0, middle, z]), upper


def _height(frame: HeadFrame, centre: Array, upper: Array) -> float:
    """Image height of the skull's topmost point."""
    return float(frame.turn[1] @ centre) + float(np.sqrt(((frame.turn[1] * upper) ** 2).sum()))


def _seen_top(person: Person, frame: HeadFrame) -> float:
    """Height of the person's topmost row near the head, image coordinates; far up where the picture cuts it off."""
    _, y = frame.plane((person.alpha.shape[0], 1))
    x = (np.arange(person.alpha.shape[1]) - frame.origin[0]) / frame.unit
    rows = np.flatnonzero((person.alpha[:, np.abs(x) < 1.2] > 0.5).sum(1) > 0.2 * frame.unit)
    return float(y[rows[0], 0]) if len(rows) and rows[0] > 4 else 9.0


def _usual_hairline(frame: HeadFrame, scalp: Scalp) -> Array:
    """Over the mesh's forehead, down its sides to a sideburn before the ear, round the ear, low in the neck."""
    flanks = [frame.points[[left, right]] * f32([[-1, 1, 1], [1, 1, 1]]) for left, right in _FLANKS]
    front = [f32([0, frame.forehead[1] + _HIGHER, frame.forehead[2]])]
    front += [pair.mean(0) + f32([0, lift, 0]) for pair, lift in zip(flanks, _LIFTS, strict=True)]
    azimuth, elevation = scalp.place(np.stack(front + [f32(point) for point in _BEHIND_EAR]))
    order = np.argsort(azimuth)
    line = np.interp(np.abs(scalp.azimuth), azimuth[order], elevation[order])
    return f32(ndimage.gaussian_filter1d(line, 0.8, mode="wrap"))


def _seen_hairline(person: Person, frame: HeadFrame, scalp: Scalp) -> Array:
    """The usual line moved to where skin meets hair; further down hair lies over skin, which is no hairline."""
    moved = np.zeros_like(scalp.hairline)
    height, width = person.labels.shape
    for k, azimuth in enumerate(scalp.azimuth):
        if abs(azimuth) > _TEMPLES:
            continue
        rising = f32(scalp.hairline[k] + np.arange(-0.3, _HIGHEST, 0.012))
        points = scalp.at(np.full_like(rising, azimuth), rising)
        facing = frame.facing(scalp.normal(points))[:, 2] > 0.12
        column, row = np.round(frame.pixels(frame.facing(points))).astype(int).T
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & facing
        if not inside.any():
            continue
        labels = np.where(inside, person.labels[row.clip(0, height - 1), column.clip(0, width - 1)], 0)
        hair = np.flatnonzero(labels == Label.HAIR)
        if len(hair) and (labels[: hair[0]] == Label.FACE).any():
            moved[k] = rising[hair[0]] - scalp.hairline[k]
    moved = np.where(moved < _LOWEST, 0, moved)
    moved = ndimage.gaussian_filter1d(ndimage.median_filter(moved, 5, mode="nearest"), 1.5)
    return f32(scalp.hairline - _OVERLAP + moved)
