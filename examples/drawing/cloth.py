"""Pieces of cloth laid on one another, and the lamp above them.

Lengths are in design pixels; a `Sheet` renders `scale` pixels to each and is shrunk at the end, so that stitches and
edges come out smooth. Heights share the unit of the design, so that slopes, and with them the light, are true.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

Field = NDArray[np.float32]
Mask = NDArray[np.bool_]
Point = tuple[float, float]

#: Towards the lamp: from the upper left, rather steep, as in a light tent.
_LAMP = np.array([-0.42, -0.55, 0.72]) / np.linalg.norm([-0.42, -0.55, 0.72])


@dataclass
class Sheet:
    """A picture under construction. `height` H×W in design pixels, `albedo` H×W×3 linear RGB, `cover` H×W 0…1."""

    width: int
    tall: int
    scale: int
    rng: np.random.Generator

    def __post_init__(self) -> None:
        self.shape = (self.tall * self.scale, self.width * self.scale)
        rows, columns = np.indices(self.shape, dtype=np.float32)
        self.x = columns / self.scale
        self.y = rows / self.scale
        self.height = np.zeros(self.shape, np.float32)
        self.albedo = np.zeros((*self.shape, 3), np.float32)
        self.cover = np.zeros(self.shape, np.float32)
        self.gloom = np.ones(self.shape, np.float32)

    def blur(self, field: Field, radius: float) -> Field:
        """Gaussian blur, `radius` in design pixels."""
        return cv2.GaussianBlur(field, (0, 0), radius * self.scale)

    def noise(self, across: float, along: float, angle: float = 0) -> Field:
        """Smooth noise, mean 0, deviation 1; grains `across` × `along` design pixels, turned by `angle` degrees."""
        reach = int(np.hypot(self.width, self.tall))
        grid = self.rng.standard_normal((int(reach / along) + 4, int(reach / across) + 4)).astype(np.float32)
        turn = float(np.deg2rad(angle))
        cos, sin = float(np.cos(turn)), float(np.sin(turn))
        coarse = 8 if min(across, along) > 16 else 1
        x, y = self.x[::coarse, ::coarse], self.y[::coarse, ::coarse]
        u = (x * cos + y * sin) / across % (grid.shape[1] - 2)
        v = (y * cos - x * sin) / along % (grid.shape[0] - 2)
        if coarse == 1:
            field = cv2.remap(grid, u, v, cv2.INTER_CUBIC)
        else:  # remap knows a thirty-second of a cell at best, which would show as steps in large grains
            field = map_coordinates(grid, [v, u], order=3, mode="nearest")
            field = cv2.resize(field, self.shape[::-1], interpolation=cv2.INTER_CUBIC)
        return (field - field.mean()) / (field.std() + 1e-6)

    def outline(self, points: list[Point], soften: float = 5) -> Field:
        """Mask 0…1 of a closed curve through `points`, corners rounded to about `soften`."""
        corners = (np.array(points) * self.scale * 16).round().astype(np.int32)
        mask = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(mask, [corners], 255, lineType=cv2.LINE_AA, shift=4)
        fuzz = 0.05 * self.noise(2.2, 2.2) + 0.03 * self.noise(7, 7)
        return np.clip(
            (self.blur(mask.astype(np.float32) / 255, soften) - 0.5 + fuzz / soften) * soften * self.scale + 0.5, 0, 1
        )

    def lay(
        self, mask: Field, relief: Field, albedo: Field, thickness: float, rim: float, sewn: Mask | None = None
    ) -> None:
        """Put a piece on top: it is `thickness` high, rounded off over `rim` towards its edge, and shades below it.

        Where `sewn`, it goes on from what lies there already, without an edge.
        """
        sewn = np.zeros(self.shape, np.bool_) if sewn is None else sewn & (self.cover > 0.5)
        inside = cv2.distanceTransform(((mask > 0.5) | sewn).astype(np.uint8), cv2.DIST_L2, 5) / self.scale
        round_edge = np.sqrt(np.clip(1 - (1 - np.clip(inside / rim, 0, 1)) ** 2, 0, 1))
        shade = np.clip(self.blur(mask, 7) * (1 - mask) * 0.75 + self.blur(mask, 18) * (1 - mask) * 0.25, 0, 1)
        shade *= 1 - self.blur(sewn.astype(np.float32), 6)
        self.gloom = np.where(mask > 0.5, 1, self.gloom * (1 - 0.62 * shade)).astype(np.float32)
        top = thickness * round_edge + relief
        self.height = mask * top + (1 - mask) * self.height
        self.albedo = mask[..., None] * albedo + (1 - mask[..., None]) * self.albedo
        self.cover = np.maximum(self.cover, mask)

    def photograph(self) -> NDArray[np.uint8]:
        """Light everything, set it on a white ground with its shadow, and return uint8 sRGB at design size."""
        lit = self.albedo * (self._light() * self.gloom)[..., None]
        ground = self._ground()[..., None] * np.array([1.0, 1.0, 1.0], np.float32)
        picture = self.cover[..., None] * lit + (1 - self.cover[..., None]) * ground
        small = cv2.resize(picture, (self.width, self.tall), interpolation=cv2.INTER_AREA)
        grain = self.rng.standard_normal(small.shape[:2]).astype(np.float32)[..., None] * 0.006
        return (np.clip(_to_srgb(np.clip(small, 0, 1)) + grain, 0, 1) * 255).round().astype(np.uint8)

    def _light(self) -> Field:
        relief = self.height
        slope_x = cv2.Sobel(relief, cv2.CV_32F, 1, 0, ksize=3) / 8 * self.scale
        slope_y = cv2.Sobel(relief, cv2.CV_32F, 0, 1, ksize=3) / 8 * self.scale
        norm = np.sqrt(slope_x**2 + slope_y**2 + 1)
        direct = np.clip((-slope_x * _LAMP[0] - slope_y * _LAMP[1] + _LAMP[2]) / norm, 0, None)
        hollow = np.clip(self.blur(relief, 2.5) - relief, 0, None) * 0.16
        valley = np.clip(self.blur(relief, 14) - relief, 0, None) * 0.03
        falloff = 1.06 - 0.16 * (self.y / self.tall) - 0.05 * (self.x / self.width)
        return falloff * (0.30 + 1.0 * direct) * np.exp(-hollow - valley)

    def _ground(self) -> Field:
        mask = (self.cover > 0.5).astype(np.float32)
        contact = self.blur(np.roll(mask, (3 * self.scale, 2 * self.scale), (0, 1)), 5)
        soft = self.blur(np.roll(mask, (15 * self.scale, 9 * self.scale), (0, 1)), 20)
        return (0.92 - 0.17 * contact - 0.15 * soft).astype(np.float32)


def linear(red: int, green: int, blue: int) -> Field:
    """An sRGB colour of 0…255 as linear light."""
    value = np.array([red, green, blue], np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _to_srgb(value: Field) -> Field:
    return np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)


def curve(points: list[Point], steps: int = 24) -> list[Point]:
    """A smooth open curve through `points` (centripetal enough for outlines): Catmull-Rom."""
    first, last = points[0], points[-1]
    padded = [first, *points, last]
    drawn = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        p0, p1, p2, p3 = (np.array(point) for point in (before, start, end, after))
        for step in range(steps):
            t = step / steps
            drawn.append(
                tuple(
                    0.5
                    * (
                        2 * p1
                        + (p2 - p0) * t
                        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
                    )
                )
            )
    return [*drawn, last]


def mirrored(points: list[Point], middle: float) -> list[Point]:
    """The same points on the other side of a vertical line, in reverse order."""
    return [(2 * middle - x, y) for x, y in reversed(points)]
