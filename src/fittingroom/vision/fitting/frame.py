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


@dataclass(frozen=True)
class Frame:
    """One body's frame. Joints are float32 2×2, (image's left, image's right) by (x, y)."""

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
    middle, half = _neck(person, shoulder_mid, up, across, unit)
    return Frame(
        unit=unit, torso=torso, up=up, across=across, shoulder_mid=shoulder_mid, shoulders=shoulders,
        elbows=joints(ELBOWS), wrists=joints(WRISTS), knuckles=joints(KNUCKLES), hips=hips, knees=joints(KNEES),
        ankles=joints(ANKLES), neck_mid=middle, neck_half=half,
    )  # fmt: skip


def _neck(person: Person, middle: Points, up: Points, across: Points, unit: float) -> tuple[Points, float]:
    """Where the neck meets the shoulders: its middle point, and half its width, from bare skin between chin and
    shoulders. A neck that hides behind hair or a collar gets the usual .18 units."""
    heights = np.arange(0.14, 0.42, 0.02) * unit
    offsets = np.arange(-0.4, 0.4, 0.01) * unit
    points = middle + up * heights[:, None, None] + across * offsets[None, :, None]
    rows, columns = pixels(points, person.labels.shape)
    bare = np.isin(person.labels[rows, columns], [Label.SKIN, Label.FACE]) & (person.alpha[rows, columns] > 0.5)
    widths = bare.sum(1) * 0.01
    found = widths > 0.16
    if found.sum() < 3:
        return middle + up * 0.2 * unit, 0.18 * unit
    half = float(np.clip(np.percentile(widths[found], 25) / 2, 0.14, 0.23)) * unit
    centre = float(np.median([offsets[row].mean() for row in bare[found]]))
    return middle + up * 0.2 * unit + across * float(np.clip(centre, -0.15 * unit, 0.15 * unit)), half


def pixels(points: NDArray[np.floating], shape: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row and column indices of `points`, clipped into an image of `shape`."""
    columns = np.clip(np.round(points[..., 0]), 0, shape[1] - 1).astype(np.intp)
    rows = np.clip(np.round(points[..., 1]), 0, shape[0] - 1).astype(np.intp)
    return rows, columns
