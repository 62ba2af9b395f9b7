"""Ears: where they stand on a head, how much of them the photo shows, and a plain one for where hair hid it.

Ear coordinates: u from the ear's root (0) outwards and back, v from its top (0) to the lobe's end (1).
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.skin import membrane
from fittingroom.vision.hair.soft import narrowed

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_TOP, _TALL = f32([0.97, 0.45, -0.2]), 0.78  # head coordinates of a right ear's upper root; how tall ears are, units
_OUT = f32([0.30, 0.0, -0.40])  # from the root outwards and back
_LEAN = f32([-0.07, -1.0, 0.04])  # from the top to the lobe
_AWAY = -0.2  # image z of the ear's side from which on the head hides it
# u, v round the ear's rim from its upper root over the back to the lobe's root.
_RIM = ((0, 0.16), (0.2, 0.04), (0.55, 0.0), (0.9, 0.1), (1.0, 0.3), (0.88, 0.54), (0.6, 0.77), (0.4, 0.94),
        (0.2, 1.0), (0, 0.92))  # fmt: skip
_MIDDLE, _REACH = (0.6, 0.5), (1.0, 0.8)  # u, v: an ellipse round all that the ear may take up
_GRID = 96  # cells of the relief along v
_SOFT, _SOFTER = 0.8, 0.014  # deviation of an ear's edge, pixels at least; units
_TONE = f32([0.985, 0.945, 0.925])  # ears are a little darker and redder than cheeks
_BLOOD = f32([0.66, 1.0, 1.05])  # by how much shade in an ear darkens red, green and blue
_CLOSE = 0.84  # share of its usual width that an ear under hair has
_WIDTHS, _HEIGHTS = (0.8, 1.0), (0.9, 1.1)  # shares of the usual ear's that others have
_SHIFTED = 0.3  # v by which an ear sits higher or lower than others
_LOBE, _LEANS = 0.4, 0.55  # u of the rim where a lobe is widest; u by which ears lean out there at most
_MEETS = 0.45  # u up to which an ear's colour passes into the cheek's


@dataclass(frozen=True)
class Ear:
    """side: −1 left in the picture, 1 right. root: 2, pixels of u = v = 0. out, down: 2, pixels a unit of u and v."""

    side: int
    root: Array
    out: Array
    down: Array

    def places(self, shape: tuple[int, ...]) -> tuple[Array, Array]:
        """u and v of every pixel, each H×W."""
        to_uv = np.linalg.inv(np.stack([self.out, self.down], 1).astype(np.float64)).astype(np.float32)
        dx = np.arange(shape[1], dtype=np.float32) - self.root[0]
        dy = np.arange(shape[0], dtype=np.float32)[:, None] - self.root[1]
        return f32(to_uv[0, 0] * dx + to_uv[0, 1] * dy), f32(to_uv[1, 0] * dx + to_uv[1, 1] * dy)

    def zone(self, shape: tuple[int, ...]) -> Mask:
        """H×W: where the ear may be."""
        u, v = self.places(shape)
        return flags(np.hypot((u - _MIDDLE[0]) / _REACH[0], (v - _MIDDLE[1]) / _REACH[1]) < 1)

    def below(self, shape: tuple[int, ...]) -> Mask:
        """H×W: where an earring hangs."""
        u, v = self.places(shape)
        return flags(np.hypot((u - 0.3) / 1.3, (v - 1.7) / 0.95) < 1)

    def outline(self, shape: tuple[int, ...]) -> Mask:
        """H×W: within the rim."""
        mask = np.zeros(shape[:2], np.uint8)
        rim = _rim()
        corners = self.root + rim[:, :1] * self.out + rim[:, 1:] * self.down
        cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 1, shift=4)
        return flags(mask > 0)

    def alpha(self, shape: tuple[int, ...]) -> Array:
        """H×W, 0…1: the ear with an edge as soft as a lens draws it."""
        soft = max(_SOFT, _SOFTER * float(np.linalg.norm(self.down)) / _TALL)
        return f32(cv2.GaussianBlur(self.outline(shape).astype(np.float32), (0, 0), soft))

    def reaching(self, lobe: Mask) -> "Ear":
        """This ear as close to the head as hair presses it; down to the end of its `lobe` and as far out there, if that
        is seen: what lies lower than usual is partly longer, and partly sits lower."""
        close = replace(self, out=f32(_CLOSE * self.out))
        if not lobe.any():
            return close
        u, v = (place[lobe] for place in self.places(lobe.shape))
        low, wide = float(np.percentile(v, 97)), float(np.percentile(u, 95))
        tall = float(np.clip((1 + low) / 2, *_HEIGHTS))
        level = float(np.clip(low - tall, -_SHIFTED, _SHIFTED))
        lean = float(np.clip(wide - _LOBE * _CLOSE, 0, _LEANS)) * self.out
        root = self.root + level * self.down
        return replace(close, root=f32(root), down=f32(tall * self.down + lean))

    def fitted(self, seen: Mask) -> "Ear":
        """This ear as wide and as far down as its solid skin `seen`; strands may hide its top."""
        u, v = self.places(seen.shape)
        wide, low = float(np.percentile(u[seen], 98)), float(np.percentile(v[seen], 98))
        out, down = np.clip(wide, *_WIDTHS) * self.out, np.clip(low, *_HEIGHTS) * self.down
        return replace(self, out=f32(out), down=f32(down))


def ear_of(frame: HeadFrame, side: int) -> Ear | None:
    """The ear as heads usually have it, None where it is on the far side."""
    if side * frame.turn[2, 0] < _AWAY:
        return None
    mirror = f32([side, 1, 1])
    corners = np.stack([_TOP, _TOP + _OUT, _TOP + _TALL * _LEAN]) * mirror
    root, out, low = frame.pixels(frame.facing(f32(corners)))
    return Ear(side, f32(root), f32(out - root), f32(low - root))


def ears_of(frame: HeadFrame) -> tuple[Ear, ...]:
    """Those of both ears that are not on the far side, the picture's left one first."""
    return tuple(ear for ear in (ear_of(frame, -1), ear_of(frame, 1)) if ear is not None)


def draw_ear(ear: Ear, photo: Array, skin: Mask, light: Array, unit: float) -> Array:
    """H×W×3: the surface of a plain ear in the colours of the `skin` beside it. light: 3, image coordinates."""
    field = membrane(photo, narrowed(skin, 0.03 * unit), unit)
    relief = _relief(ear, light)
    u, v = ear.places(photo.shape)
    shade = cv2.remap(relief, u * (_GRID - 1), v * (_GRID - 1), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    tone = 1 + (_TONE - 1) * np.clip(u / _MEETS, 0, 1)[..., None]
    return f32(field * tone * shade[..., None] ** _BLOOD)  # blood shines through: shade is red


def _rim() -> Array:
    """N×2, u and v, smooth."""
    points = np.array(_RIM)
    steps = np.arange(len(points))
    return f32(CubicSpline(steps, points)(np.linspace(0, len(points) - 1, 80)))


def _relief(ear: Ear, light: Array) -> Array:
    """_GRID×_GRID over v and u: light on helix, hollow and lobe, about 1. light: 3, image coordinates."""
    v, u = np.mgrid[0 : 1 : _GRID * 1j, 0 : 1 : _GRID * 1j].astype(np.float32)
    mask = np.zeros((_GRID, _GRID), np.uint8)
    cv2.fillPoly(mask, [np.round(_rim() * (_GRID - 1)).astype(np.int32)], 1)
    mask[:, 0] = mask[:, 1]
    wide = np.pad(mask, ((0, 0), (_GRID, 0)), mode="edge")  # the root is no edge
    deep = cv2.distanceTransform(wide, cv2.DIST_L2, 5)[:, _GRID:] / _GRID
    upper = np.clip((0.8 - v) / 0.15, 0, 1)
    helix = np.exp(-(((deep - 0.05) / 0.055) ** 2)) * upper
    inner = np.exp(-(((deep - 0.25) / 0.06) ** 2)) * upper * np.clip((u - 0.3) / 0.2, 0, 1)
    hollow = np.exp(-((((u - 0.32) / 0.24) ** 2 + ((v - 0.52) / 0.24) ** 2) ** 1.2))  # its edges are round
    groove = np.exp(-(((deep - 0.15) / 0.045) ** 2)) * upper * np.clip((u - 0.3) / 0.35, 0, 1)
    lobe = np.exp(-(((u - 0.3) / 0.28) ** 2) - ((v - 0.87) / 0.12) ** 2)
    tragus = np.exp(-(((u - 0.08) / 0.1) ** 2) - ((v - 0.55) / 0.09) ** 2)
    height = 0.5 * helix + 0.35 * inner + 0.3 * lobe + 0.4 * tragus - 0.6 * hollow
    height = cv2.GaussianBlur(f32(height), (0, 0), 0.03 * _GRID)
    down, across = np.gradient(height)
    slope = np.clip(-(across * light[0] * ear.side - down * light[1]) * 6, -0.1, 0.08)
    lit = 0.14 * helix + 0.12 * inner + 0.05 * lobe
    crease = np.exp(-((u / 0.12) ** 2)) * (1 - lobe) + 0.6 * np.exp(-((v / 0.12) ** 2)) * np.clip(1 - u, 0, 1)
    dark = 0.36 * hollow + 0.3 * groove + 0.14 * crease
    dark += 0.08 * np.clip((0.05 - deep) / 0.05, 0, 1) * upper  # the rim turns away from the light
    shade = cv2.GaussianBlur(f32(0.98 + slope + lit - dark), (0, 0), 0.02 * _GRID)
    return f32(np.clip(shade, 0.42, 1.12))
