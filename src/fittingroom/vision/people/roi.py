"""Turned square cut-outs of an image: the form in which networks see a part of it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array


@dataclass(frozen=True)
class Roi:
    """A square of `size` pixels round (x, y), its upright direction turned by `angle` radians (clockwise on screen)."""

    x: float
    y: float
    size: float
    angle: float = 0.0

    def scaled(self, factor: float) -> "Roi":
        """The same place, larger or smaller."""
        return Roi(self.x, self.y, self.size * factor, self.angle)

    def to_image(self, side: int) -> Array:
        """2×3 matrix from pixels of the cut-out (side×side) to pixels of the image."""
        scale = self.size / side
        cos, sin = np.cos(self.angle) * scale, np.sin(self.angle) * scale
        half = side / 2
        return np.array([[cos, -sin, self.x - half * (cos - sin)], [sin, cos, self.y - half * (sin + cos)]], np.float32)


def angle_of(start: Array, end: Array, upright: float) -> float:
    """How far start→end is turned from `upright` (radians, anticlockwise from the x axis), in −π…π."""
    turn = upright - float(np.arctan2(-(end[1] - start[1]), end[0] - start[0]))
    return float((turn + np.pi) % (2 * np.pi) - np.pi)


def cut(image: NDArray[np.uint8], roi: Roi, side: int, low: float = 0.0, border: int = cv2.BORDER_CONSTANT) -> Array:
    """Cut `roi` out of uint8 H×W×3 as float32 side×side×3 in low…1. Shrinks by area first, so nothing aliases."""
    matrix = roi.to_image(side)
    shrink = max(1, int(roi.size / side))
    if shrink > 1:
        height, width = image.shape[:2]
        small = (max(1, width // shrink), max(1, height // shrink))
        image = np.asarray(cv2.resize(image, small, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = matrix * np.array([[small[0] / width], [small[1] / height]], np.float32)
    crop = cv2.warpAffine(image, matrix, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border)
    return (crop.astype(np.float32) * np.float32((1 - low) / 255) + np.float32(low)).astype(np.float32)


def to_image(points: Array, roi: Roi, side: int) -> Array:
    """Points N×2 or N×3 of the cut-out (depth in its pixels) to pixels of the image."""
    moved = points.astype(np.float32).copy()
    moved[:, :2] = points[:, :2] @ roi.to_image(side)[:, :2].T + roi.to_image(side)[:, 2]
    if points.shape[1] > 2:
        moved[:, 2] = points[:, 2] * roi.size / side
    return moved


def paste(values: Array, roi: Roi, shape: tuple[int, int], outside: float) -> Array:
    """Bring a side×side map back into an image of `shape` (rows, columns); `outside` fills the rest."""
    moved = cv2.warpAffine(
        values,
        roi.to_image(values.shape[0]),
        (shape[1], shape[0]),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=outside,
    )
    return np.asarray(moved, np.float32)
