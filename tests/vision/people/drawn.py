"""A person drawn with plain shapes, whose every part is known."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 640, 480
SKIN, SHIRT, TROUSERS, SHOES, HAIR, WALL = (
    (200, 150, 125),
    (40, 90, 180),
    (60, 60, 60),
    (240, 240, 240),
    (40, 25, 20),
    (225, 228, 226),
)
# Landmarks of a frontal person; the person's left side is on the image's right.
_JOINTS = {
    0: (240, 95),
    11: (300, 170),
    12: (180, 170),
    13: (322, 255),
    14: (158, 255),
    15: (330, 335),
    16: (150, 335),
    19: (331, 362),
    20: (149, 362),
    23: (272, 340),
    24: (208, 340),
    25: (274, 450),
    26: (206, 450),
    27: (276, 560),
    28: (204, 560),
    29: (276, 575),
    30: (204, 575),
    31: (280, 592),
    32: (200, 592),
}


@dataclass(frozen=True)
class Drawn:
    image: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    pose: NDArray[np.float32]
    parts: dict[str, NDArray[np.bool_]]


def pose() -> NDArray[np.float32]:
    points = np.zeros((33, 4), np.float32)
    points[:, :2] = _JOINTS[0]
    points[:, 3] = 1
    for number, (x, y) in _JOINTS.items():
        points[number, :2] = x, y
    for number in (17, 21):
        points[number, :2] = points[19, :2]
    for number in (18, 22):
        points[number, :2] = points[20, :2]
    points[1:11, :2] += np.linspace(-14, 14, 10)[:, None] * [1, 0.3]
    return points


def draw(sleeve: float = 0.4, shirt: tuple[int, int, int] = SHIRT, skin: tuple[int, int, int] = SKIN) -> Drawn:
    """A person in a shirt whose sleeves end at `sleeve` of the arm (0 the shoulder, 1 the wrist)."""
    image = np.full((HEIGHT, WIDTH, 3), WALL, np.uint8)
    parts: dict[str, NDArray[np.bool_]] = {}
    at = pose()[:, :2]

    def paint(name: str, colour: tuple[int, int, int], mask: NDArray[np.uint8]) -> None:
        for other in parts.values():
            other &= mask == 0
        parts[name] = parts.get(name, np.zeros(mask.shape, bool)) | (mask > 0)
        image[mask > 0] = colour

    for hip, knee, ankle, toe in ((23, 25, 27, 31), (24, 26, 28, 32)):
        paint("trousers", TROUSERS, _line([at[hip], at[knee], at[ankle]], 44))
        paint("shoes", SHOES, _line([at[ankle] + [0, 12], at[toe]], 26))
    paint("skin", skin, _line([np.array([240, 120]), np.array([240, 165])], 44))
    for shoulder, elbow, wrist, finger in ((11, 13, 15, 19), (12, 14, 16, 20)):
        paint("skin", skin, _line([at[shoulder], at[elbow], at[wrist], at[finger]], 26))
        if sleeve:
            paint("shirt", shirt, _line(_until([at[shoulder], at[elbow], at[wrist]], sleeve), 34, flat=True))
    trunk = np.array([[172, 158], [222, 146], [258, 146], [308, 158], [298, 260], [292, 338], [188, 338], [182, 260]])
    paint("shirt", shirt, _polygon(trunk))
    paint("trousers", TROUSERS, _polygon(np.array([[188, 338], [292, 338], [296, 380], [184, 380]])))
    paint("face", skin, _ellipse((240, 95), (32, 42)))
    paint("hair", HAIR, _ellipse((240, 78), (36, 34)) * (np.arange(HEIGHT)[:, None] < 76).astype(np.uint8))
    noise = np.random.default_rng(0).normal(0, 2.5, image.shape)
    image = np.clip(image + noise, 0, 255).astype(np.uint8)
    alpha = np.logical_or.reduce(list(parts.values())).astype(np.float32)
    return Drawn(image, cv2.GaussianBlur(alpha, (0, 0), 0.7), pose(), parts)


def _until(points: list[NDArray[np.float32]], share: float) -> list[NDArray[np.float32]]:
    lengths = [float(np.linalg.norm(b - a)) for a, b in pairwise(points)]
    left, kept = share * sum(lengths), [points[0]]
    for (start, end), length in zip(pairwise(points), lengths, strict=True):
        kept.append(start + (end - start) * min(1.0, left / length))
        left -= length
        if left <= 0:
            break
    return kept


def _line(points: list[NDArray[np.float32]], width: int, flat: bool = False) -> NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    line = np.round(np.array(points)).astype(np.int32)
    cv2.polylines(mask, [line], False, 1, width)
    if flat:
        step = points[-1] - points[-2]
        step = step / np.linalg.norm(step)
        y, x = np.mgrid[:HEIGHT, :WIDTH]
        mask[((x - points[-1][0]) * step[0] + (y - points[-1][1]) * step[1]) > 0] = 0
    return mask


def _polygon(points: NDArray[np.int64]) -> NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(mask, [points.astype(np.int32)], 1)
    return mask


def _ellipse(centre: tuple[int, int], axes: tuple[int, int]) -> NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 1, -1)
    return mask
