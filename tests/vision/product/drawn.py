"""Product photos drawn with known landmarks, for tests: half an outline is given, the other half mirrored."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
SIZE = (1024, 768)
AXIS = 384


@dataclass(frozen=True)
class Drawn:
    """A drawn photo and the truth about it, in pixels of the photo."""

    image: Image
    mask: NDArray[np.bool_]
    armpit: tuple[int, int] = (0, 0)
    tip: tuple[int, int] = (0, 0)
    neck_point: tuple[int, int] = (0, 0)
    neck_bottom: int = 0
    hem: int = 0


def _mirror(half: list[tuple[int, int]]) -> NDArray[np.int32]:
    right = [(AXIS + x, y) for x, y in half]
    return np.array(right + [(AXIS - x, y) for x, y in reversed(half)], np.int32)


def _photo(background: int, noise: float = 1.0) -> NDArray[np.float64]:
    rng = np.random.default_rng(1)
    return np.full((*SIZE, 3), float(background)) + rng.normal(0, noise, (*SIZE, 1))


def _fill(canvas: NDArray[np.float64], polygon: NDArray[np.int32], colour: tuple[int, int, int]) -> NDArray[np.bool_]:
    mask = np.zeros(SIZE, np.uint8)
    cv2.fillPoly(mask, [polygon], 255, lineType=cv2.LINE_AA)
    soft = cv2.GaussianBlur(mask, (0, 0), 0.8)[..., None] / 255.0
    folds = 0.98 + 0.02 * np.sin(np.arange(SIZE[1]) / 23.0)[None, :, None]
    rim = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 5)[..., None]
    shade = folds * (1 - 0.05 * np.exp(-rim / 3))
    canvas[:] = canvas * (1 - soft) + np.array(colour) * shade * soft
    return mask > 127


def _neck(
    canvas: NDArray[np.float64], half: int, top: int, depth: float, power: float, inside: tuple[int, int, int]
) -> None:
    """The opening: the inner side of the back, seen above the front edge y = top + depth (1 - |u|^power)."""
    u = np.linspace(-1, 1, 61)
    front = np.stack([AXIS + u * half, top + depth * (1 - np.abs(u) ** power)], 1)
    back = np.stack([AXIS + u * half, top + 12 * (1 - u**2)], 1)[::-1]
    _fill(canvas, np.vstack([front, back]).astype(np.int32), inside)


def _finish(canvas: NDArray[np.float64]) -> Image:
    return np.clip(cv2.GaussianBlur(canvas, (0, 0), 0.7), 0, 255).astype(np.uint8)


def tee(
    colour: tuple[int, int, int] = (60, 90, 160),
    background: int = 245,
    depth: float = 90,
    power: float = 2.2,
    shadow: float = 0.0,
) -> Drawn:
    """A short-sleeved top with a crew (or, with power 1, V) neck whose inner back is seen."""
    half = [(85, 200), (190, 235), (320, 380), (245, 430), (180, 380), (180, 820)]
    edge = [(x, 200 + round(12 * (1 - (x / 85) ** 2))) for x in range(0, 85, 6)]
    polygon = _mirror(edge + half)
    canvas = _photo(background)
    if shadow:
        cast = np.zeros(SIZE, np.float32)
        cv2.fillPoly(cast, [polygon + np.array([14, 18])], 1.0)
        canvas *= 1 - shadow * cv2.GaussianBlur(cast, (0, 0), 9)[..., None]
    dark = max(0, min(colour) - 45)
    mask = _fill(canvas, polygon, colour)
    _neck(canvas, 85, 200, depth, power, (dark, dark, dark))
    return Drawn(_finish(canvas), mask, (180, 380), (190, 235), (85, 200), 200 + round(depth), 820)
