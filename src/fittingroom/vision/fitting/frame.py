"""The axes and lengths of a body that a fitting measures by.

`t` runs down the torso, 0 at the shoulder joints, 1 at the hip joints; `lateral` is in pixels from the torso's middle
line, positive to the image's right. `unit` is the shoulder distance, but never less than .55 torsos, so that it holds
for people seen from the side as well: every other length is a share of it.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.person import Label, Person

Points = NDArray[np.float32]

#: BlazePose indices in (image's left, image's right) order of a person who faces the camera.
SHOULDERS, ELBOWS, WRISTS, KNUCKLES = (12, 11), (14, 13), (16, 15), (20, 19)
HIPS, KNEES, ANKLES = (24, 23), (26, 25), (28, 27)
#: The face mesh's points on the jaw's outline just inside its corners.
_JAW = (172, 397)
#: How many places (0.01 units) past the end of a neck's skin it is looked what it ends at.
_PAST = 2


@dataclass(frozen=True)
class Frame:
    """One body's frame. Joints are float32 2×2, (image's left, image's right) by (x, y). in_collar: whether the
    neck's sides hide in a collar that stands."""

    unit: float
    torso: float
    up: Points
    across: Points
    shoulder_mid: Points
    shoulders: Points
    elbows: Points
    wrists: Points
    knuckles: Points
    hips: Points
    knees: Points
    ankles: Points
    neck_mid: Points
    neck_half: float
    in_collar: bool = False
    _known: dict[tuple[int, int], tuple[Points, Points]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def t(self, points: NDArray[np.floating]) -> Points:
        """How far down the torso each of `points` (…×2) lies, in torsos."""
        return ((self.shoulder_mid - points) @ self.up / self.torso).astype(np.float32)

    def lateral(self, points: NDArray[np.floating]) -> Points:
        """How far from the middle line each of `points` (…×2) lies, in pixels."""
        return ((points - self.shoulder_mid) @ self.across).astype(np.float32)

    def at(self, t: NDArray[np.floating] | float, lateral: NDArray[np.floating] | float) -> Points:
        """The points at `t` and `lateral`."""
        t, lateral = np.broadcast_arrays(np.asarray(t, np.float32), np.asarray(lateral, np.float32))
        along = self.shoulder_mid - self.up * (t[..., None] * self.torso)
        return (along + self.across * lateral[..., None]).astype(np.float32)

    def fields(self, shape: tuple[int, int]) -> tuple[Points, Points]:
        """`t` and `lateral` of every pixel of an image of `shape`, to be read only: nearly every step asks for them."""
        if shape not in self._known:
            ys, xs = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
            grid = np.stack([xs, ys], axis=-1)
            found = self.t(grid), self.lateral(grid)
            for each in found:
                each.setflags(write=False)
            self._known[shape] = found
        return self._known[shape]


def measure(person: Person) -> Frame:
    """The frame of `person`, from pose and labels."""
    pose = person.pose[:, :2].astype(np.float32)

    def joints(pair: tuple[int, int]) -> Points:
        return pose[list(pair)]

    shoulders, hips = joints(SHOULDERS), joints(HIPS)
    shoulder_mid, hip_mid = shoulders.mean(0), hips.mean(0)
    torso = float(np.linalg.norm(shoulder_mid - hip_mid)) or 1.0
    up = (shoulder_mid - hip_mid) / torso
    across = np.array([-up[1], up[0]], np.float32)
    unit = max(float(np.linalg.norm(shoulders[0] - shoulders[1])), 0.55 * torso)
    middle, half, in_collar = _neck(person, shoulder_mid, up, across, unit)
    return Frame(
        unit=unit, torso=torso, up=up, across=across, shoulder_mid=shoulder_mid, shoulders=shoulders,
        elbows=joints(ELBOWS), wrists=joints(WRISTS), knuckles=joints(KNUCKLES), hips=hips, knees=joints(KNEES),
        ankles=joints(ANKLES), neck_mid=middle, neck_half=half, in_collar=in_collar,
    )  # fmt: skip


def _neck(person: Person, middle: Points, up: Points, across: Points, unit: float) -> tuple[Points, float, bool]:
    """Where the neck meets the shoulders: its middle point, and half its width, from bare skin between chin and
    shoulders; and whether a collar hides its sides: it is as wide as the jaw then at least. A neck that hides behind
    hair or a whole collar gets the usual .18 units."""
    heights = np.arange(0.14, 0.42, 0.02) * unit
    offsets = np.arange(-0.4, 0.4, 0.01) * unit
    points = middle + up * heights[:, None, None] + across * offsets[None, :, None]
    rows, columns = pixels(points, person.labels.shape)
    bare = np.isin(person.labels[rows, columns], [Label.SKIN, Label.FACE]) & (person.alpha[rows, columns] > 0.5)
    widths = bare.sum(1) * 0.01
    found = widths > 0.16
    if found.sum() < 3:
        return middle + up * 0.2 * unit, 0.18 * unit, False
    in_collar = _in_collar(person, bare[found], rows[found], columns[found])
    least = _jaw_half(person, across) / unit if in_collar else 0.0
    half = float(np.clip(max(np.percentile(widths[found], 25) / 2, least), 0.14, 0.23)) * unit
    centre = float(np.median([offsets[row].mean() for row in bare[found]]))
    return middle + up * 0.2 * unit + across * float(np.clip(centre, -0.15 * unit, 0.15 * unit)), half, in_collar


def _in_collar(person: Person, bare: NDArray[np.bool_], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> bool:
    """Whether what is seen of a neck, `bare` in N rows of K places (image `rows`, `columns`), lies between cloth in
    most rows, and in none before the background: a collar's wings hide its sides, and it is wider than they leave."""
    each = np.arange(len(bare))
    first, last = bare.argmax(1), bare.shape[1] - 1 - bare[:, ::-1].argmax(1)
    past = np.clip(np.stack([first - _PAST, last + _PAST]), 0, bare.shape[1] - 1)
    neck = person.labels[rows, columns][each, np.stack([first, last])] == Label.SKIN
    beside = person.labels[rows, columns][each, past]
    between, free = (beside == Label.UPPER).all(0), (neck & (beside == Label.BACKGROUND)).all(0)
    return bool(2 * between.sum() > len(bare) and not free.any())


def _jaw_half(person: Person, across: Points) -> float:
    """Half the jaw's width just inside its corners, pixels: hardly any neck is narrower. 0 without a face."""
    if person.face is None:
        return 0.0
    left, right = person.face[list(_JAW), :2] @ across
    return 0.5 * abs(float(right - left))


def pixels(points: NDArray[np.floating], shape: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row and column indices of `points`, clipped into an image of `shape`."""
    columns = np.clip(np.round(points[..., 0]), 0, shape[1] - 1).astype(np.intp)
    rows = np.clip(np.round(points[..., 1]), 0, shape[0] - 1).astype(np.intp)
    return rows, columns
