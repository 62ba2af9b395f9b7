"""Skin where none was photographed: colours that go on from its edge, and the grain and pores of what is seen."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import dot
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.soft import smooth_fill

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CELLS = 24  # of the membrane a unit
_ROUNDS = 60
_PORES = 0.08  # units: what is smaller is texture
_SPOT = 0.4  # units, side of the piece of skin that texture is taken from
_ROUGHEST = 3.5  # deviation of texture, 0…255
_LARGEST = 48  # pixels of that side


def membrane(image: Array, known: Mask, unit: float) -> Array:
    """H×W×C: `known` colours, and between them a smooth sheet fixed to their edges (Laplace's equation, relaxed)."""
    height, width = image.shape[:2]
    factor = max(1.0, unit / _CELLS)
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    weight = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(image * known[..., None], size, interpolation=cv2.INTER_AREA)
    fixed = colour / np.maximum(weight, 1e-4)[..., None]
    held = np.clip(weight / 0.3, 0, 1)[..., None]
    sheet = cv2.resize(smooth_fill(image, known, unit), size, interpolation=cv2.INTER_AREA)
    for _ in range(_ROUNDS):
        sheet = cv2.GaussianBlur(fixed * held + sheet * (1 - held), (0, 0), 1.5)
    sheet = fixed * held + sheet * (1 - held)
    return f32(cv2.resize(sheet, (width, height), interpolation=cv2.INTER_CUBIC))


def texture(photo: Array, skin: Mask, unit: float, seed: int) -> Array:
    """H×W×3 about 0: noise with the spectrum of the `skin`'s own detail, from the calmest whole piece of it
    (spot noise: Galerne, Gousseau and Morel 2011, Random phase textures)."""
    sigma = _PORES * unit
    share = cv2.GaussianBlur(skin.astype(np.float32), (0, 0), sigma)[..., None]
    calm = cv2.GaussianBlur(f32(photo * skin[..., None]), (0, 0), sigma) / np.maximum(share, 1e-3)
    detail = f32((photo - calm) * skin[..., None])
    side = int(np.clip(_SPOT * unit, 8, _LARGEST)) | 1
    whole = cv2.blur(skin.astype(np.float32), (side, side))
    rough = cv2.blur(dot(detail, detail), (side, side)) / np.maximum(whole, 1e-3)
    calmest = np.where(whole > 0.9 * whole.max(), rough, np.inf).argmin()
    row, column = np.unravel_index(int(calmest), skin.shape)
    half = side // 2
    top, left = max(0, int(row) - half), max(0, int(column) - half)
    spot, there = detail[top : top + side, left : left + side], skin[top : top + side, left : left + side]
    if not there.any():
        return np.zeros_like(photo)
    spot = (spot - spot[there].mean(0)) * there[..., None] / np.sqrt(there.sum())
    spot = np.minimum(1, _ROUGHEST / max(float(np.sqrt((spot**2).sum((0, 1)).mean())), 1e-6)) * _turned(f32(spot))
    white = f32(np.random.default_rng(seed).standard_normal(skin.shape))
    return f32(np.stack([cv2.filter2D(white, -1, f32(spot[..., k])) for k in range(spot.shape[2])], -1))


def _turned(spot: Array) -> Array:
    """A round spot with the power that `spot` (H×W×C) has at each frequency: no direction is left."""
    height, width, channels = spot.shape
    power = np.abs(np.fft.fft2(spot, axes=(0, 1))) ** 2
    ring = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None])
    ring = np.round(ring * min(height, width)).astype(int)
    count = np.bincount(ring.ravel())
    found = np.empty_like(spot)
    for k in range(channels):
        mean = np.bincount(ring.ravel(), power[..., k].ravel()) / np.maximum(count, 1)
        found[..., k] = np.fft.fftshift(np.fft.ifft2(np.sqrt(mean)[ring]).real)
    return f32(found)
