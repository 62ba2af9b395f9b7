"""The head as a frame of reference: where a point of the head lies in the picture, and the other way round.

Head coordinates: x to the picture's right for a frontal face, y up to the crown, z out of the face; the origin lies
between the ears' fronts, the unit is half the distance between them (about 7 cm). Turned by the head's pose and scaled,
without perspective, they give pixels. "Image coordinates" are the same after the turn: x right, y up, z to the viewer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

# Point numbers of MediaPipe's canonical face mesh.
EARS, _TOP, _CHIN = (234, 454), 10, 152
_BROWS, _EYES = (105, 334), (33, 263)


@dataclass(frozen=True)
class HeadFrame:
    """turn: 3×3, its columns are the head's axes in image coordinates. origin: 3, pixels (y and z negated).
    unit: pixels. points: 478×3, the face mesh in head coordinates."""

    turn: Array
    origin: Array
    unit: float
    points: Array

    @property
    def brow(self) -> float:
        """Height of the eyebrows."""
        return float(self.points[list(_BROWS), 1].mean())

    @property
    def eye(self) -> float:
        """Height of the outer corners of the eyes."""
        return float(self.points[list(_EYES), 1].mean())

    @property
    def chin(self) -> float:
        """Height of the chin."""
        return float(self.points[_CHIN, 1])

    @property
    def forehead(self) -> Array:
        """3, the mesh's topmost point, on the forehead below the hairline."""
        return np.asarray(self.points[_TOP], np.float32)

    @property
    def yaw(self) -> float:
        """How far the face looks to the picture's right, −1…1 (sine)."""
        return float(self.turn[0, 2])

    @property
    def down(self) -> Array:
        """3, where things fall, in head coordinates: the picture's own downward direction."""
        return np.asarray(-self.turn[1], np.float32)

    def facing(self, points: Array) -> Array:
        """Head coordinates …×3 to image coordinates …×3 (units, y up, z to the viewer)."""
        return np.asarray(points @ self.turn.T, np.float32)

    def within(self, points: Array) -> Array:
        """Image coordinates …×3 to head coordinates …×3."""
        return np.asarray(points @ self.turn, np.float32)

    def pixels(self, facing: Array) -> Array:
        """Image coordinates …×3 to pixels …×2, x and y."""
        x = facing[..., 0] * self.unit + self.origin[0]
        y = -(facing[..., 1] * self.unit + self.origin[1])
        return np.asarray(np.stack([x, y], -1), np.float32)

    def plane(self, shape: tuple[int, ...], step: int = 1) -> tuple[Array, Array]:
        """Image coordinates x and y, each H×W and for reading only, of every pixel (or every `step`th)."""
        x, y = (np.arange(0, side, step, dtype=np.float32) for side in (shape[1], shape[0]))
        across = (x - self.origin[0]) / np.float32(self.unit)
        up = (-y - self.origin[1]) / np.float32(self.unit)
        whole = (len(y), len(x))
        return np.broadcast_to(across, whole), np.broadcast_to(up[:, None], whole)

    def up_face(self, shape: tuple[int, ...]) -> Array:
        """H×W, units: how high on the face every pixel is, along the face's own axis, which a tilted head turns; 0 is
        the ears' level. Compare it with heights in head coordinates (`brow`, `eye`)."""
        x, y = self.plane(shape)
        right, up, _ = self.turn[:, 1]
        return np.asarray((x * right + y * up) / (right**2 + up**2), np.float32)


def head_frame(face: Array) -> HeadFrame:
    """The frame of a face mesh (478×3, pixels, depth growing away from the viewer)."""
    points = np.asarray(face, np.float64) * [1, -1, -1]
    across = points[EARS[1]] - points[EARS[0]]
    unit = float(np.linalg.norm(across)) / 2
    x = across / (2 * unit)
    up = points[_TOP] - points[_CHIN]
    y = up - (up @ x) * x
    y /= np.linalg.norm(y)
    turn = np.stack([x, y, np.cross(x, y)], 1)
    origin = points[list(EARS)].mean(0)
    inner = ((points - origin) / unit) @ turn
    return HeadFrame(turn.astype(np.float32), origin.astype(np.float32), unit, inner.astype(np.float32))
