"""A person's frame of reference: joints in pairs, sizes, and for every pixel how far it lies from each limb.

Pairs are (image's left, image's right). S is the body's unit: the distance of the shoulder joints, but never less than
0.55 torso lengths, so that a turned person doesn't shrink.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import magnitude

Array = NDArray[np.float32]

FAR = 9.0
"""What a distance in radii says where there is no such limb."""

_SEEN = 0.35


def capsule(shape: tuple[int, int], points: Array, radii: tuple[float, ...]) -> Array:
    """float32 `shape`: distance to the line through `points` (N×2), in radii; `radii` (pixels) go linearly between
    its points. 1 is the capsule's surface."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    nearest = np.full(shape, FAR, np.float32)
    for k in range(len(points) - 1):
        start, along = points[k], points[k + 1] - points[k]
        length = max(float(along @ along), 1e-3)
        share = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1)
        away = magnitude(x - start[0] - share * along[0], y - start[1] - share * along[1])
        nearest = np.minimum(nearest, away / (radii[k] + (radii[k + 1] - radii[k]) * share))
    return np.asarray(nearest, np.float32)


@dataclass(frozen=True)
class Body:
    """The pose (33×4) in an image of `shape`, with what follows from it. All in pixels of that image."""

    pose: Array
    shape: tuple[int, int]

    def joints(self, left: int, right: int) -> Array:
        """2×2: the landmark on the image's left and the one on its right."""
        return self.pose[[left, right], :2]

    def seen(self, left: int, right: int) -> NDArray[np.bool_]:
        """Whether the pose network sees each landmark of a pair."""
        return np.asarray(self.pose[[left, right], 3] >= _SEEN)

    @cached_property
    def shoulders(self) -> Array:
        """2×2 joints (below the shoulder's tip)."""
        return self.joints(12, 11)

    @cached_property
    def elbows(self) -> Array:
        """2×2."""
        return self.joints(14, 13)

    @cached_property
    def wrists(self) -> Array:
        """2×2."""
        return self.joints(16, 15)

    @cached_property
    def fingers(self) -> Array:
        """2×2, the knuckles of the index fingers."""
        return self.joints(20, 19)

    @cached_property
    def hips(self) -> Array:
        """2×2."""
        return self.joints(24, 23)

    @cached_property
    def knees(self) -> Array:
        """2×2."""
        return self.joints(26, 25)

    @cached_property
    def ankles(self) -> Array:
        """2×2."""
        return self.joints(28, 27)

    @cached_property
    def torso(self) -> float:
        """From the middle of the shoulders to the middle of the hips."""
        return max(float(np.linalg.norm(self.shoulders.mean(0) - self.hips.mean(0))), 1.0)

    @cached_property
    def size(self) -> float:
        """S."""
        return max(float(np.linalg.norm(self.shoulders[0] - self.shoulders[1])), 0.55 * self.torso, 4.0)

    @cached_property
    def height(self) -> Array:
        """t at every pixel: 0 on the shoulder line, 1 on the hip line, along the torso."""
        y, x = np.mgrid[: self.shape[0], : self.shape[1]].astype(np.float32)
        top = self.shoulders.mean(0)
        down = (self.hips.mean(0) - top) / self.torso
        return np.asarray(((x - top[0]) * down[0] + (y - top[1]) * down[1]) / self.torso, np.float32)

    @cached_property
    def sideways(self) -> Array:
        """At every pixel the distance from the torso's middle line in S, negative on the image's left."""
        y, x = np.mgrid[: self.shape[0], : self.shape[1]].astype(np.float32)
        top = self.shoulders.mean(0)
        down = (self.hips.mean(0) - top) / self.torso
        return np.asarray(((x - top[0]) * down[1] - (y - top[1]) * down[0]) / self.size, np.float32)

    def _chain(self, points: Array, radii: tuple[float, ...], drawn: bool = True) -> Array:
        if not drawn:
            return np.full(self.shape, FAR, np.float32)
        return capsule(self.shape, points.astype(np.float32), tuple(radius * self.size for radius in radii))

    @cached_property
    def arms(self) -> tuple[Array, Array]:
        """Distance to each arm, from the shoulder to beyond the knuckles, in radii."""
        seen = self.seen(14, 13)
        return self._arm(0, bool(seen[0])), self._arm(1, bool(seen[1]))

    def _arm(self, k: int, drawn: bool) -> Array:
        tip = self.wrists[k] + (self.fingers[k] - self.wrists[k]) * 1.4
        chain = np.stack([self.shoulders[k], self.elbows[k], self.wrists[k], tip])
        return self._chain(chain, (0.17, 0.14, 0.11, 0.14), drawn)

    @cached_property
    def arm(self) -> Array:
        """The nearer of `arms`."""
        return np.minimum(*self.arms)

    @cached_property
    def leg(self) -> Array:
        """Distance to the nearer leg, from hip to ankle, in radii."""
        chains = [np.stack([self.hips[k], self.knees[k], self.ankles[k]]) for k in (0, 1)]
        return np.minimum(*(self._chain(chain, (0.3, 0.24, 0.17)) for chain in chains))

    @cached_property
    def hand(self) -> Array:
        """Distance to the nearer hand, in radii."""
        reach = [self.wrists[k] + (self.fingers[k] - self.wrists[k]) * np.array([[0.2], [1.3]]) for k in (0, 1)]
        return np.minimum(*(self._chain(chain, (0.10, 0.11)) for chain in reach))

    @cached_property
    def feet_seen(self) -> bool:
        """Whether both ankles are seen and the toes lie in the picture."""
        toes = float(self.joints(31, 32)[:, 1].max())
        return bool(self.pose[[27, 28], 3].min() > 0.4 and toes < self.shape[0] * 1.03)

    @cached_property
    def foot(self) -> Array:
        """Distance to the nearer foot, in radii."""
        chains = [self.pose[list(points), :2] for points in ((27, 29, 31), (28, 30, 32))]
        return np.minimum(*(self._chain(chain, (0.10, 0.14, 0.15), self.feet_seen) for chain in chains))

    @cached_property
    def segments(self) -> list["Segment"]:
        """Pieces of limbs that are either bare or covered: upper arms, forearms, hands, thighs, shins."""
        pieces: list[Segment] = []
        for name, start, end, radii, first, second in (
            ("upper_arm", self.shoulders + (self.elbows - self.shoulders) * 0.25, self.elbows, (0.16, 0.14), 14, 13),
            ("forearm", self.elbows, self.wrists, (0.14, 0.11), 16, 15),
            ("hand", self.wrists, self.wrists + (self.fingers - self.wrists) * 1.4, (0.12, 0.14), 16, 15),
            ("thigh", self.hips + (self.knees - self.hips) * 0.35, self.knees, (0.27, 0.23), 24, 23),
            ("shin", self.knees, self.ankles, (0.23, 0.15), 28, 27),
        ):
            for k, landmark in enumerate((first, second)):
                if self.pose[landmark, 3] >= _SEEN:
                    field = self._chain(np.stack([start[k], end[k]]), radii)
                    pieces.append(Segment(name, k, field))
        return pieces


@dataclass(frozen=True)
class Segment:
    """One piece of a limb. side: 0 the image's left, 1 its right. distance: H×W, in radii from its axis."""

    name: str
    side: int
    distance: Array

    @property
    def of_arm(self) -> bool:
        """Whether it belongs to an arm."""
        return self.name in ("upper_arm", "forearm", "hand")
