"""Fine texture: product photos are cleaned and drawn smaller, so that plain cloth comes out as smooth as paint, while
all other cloth in a person's photo shows its weave, the lens and the file's own unrest."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.scene import LUMA

#: Blurs (pixels) that part the bands of fine texture; what is broader is a fold or a print.
_BLURS = (0.0, 0.8, 1.6, 3.2)
#: Side (pixels) of the blocks that texture is measured in, how many it takes, and the share of them that are calmer
#: than what is believed: the others lie on seams, folds and prints.
_BLOCK, _FEWEST, _CALMER = 12, 12, 30.0
#: Fine texture of plain cloth in a photo of a person a thousand pixels high, and what is rougher than that by so much
#: that it is a pattern (grey levels, a value for each band).
_USUAL, _PATTERN = (0.45, 0.36, 0.3), (1.1, 0.9, 0.8)
#: Spread of each band at most, in that of the finest: what is broader in real cloth are folds and yarns that run in
#: lines, and anywhere else it would be mottle.
_SLOPE = (1.0, 0.8, 0.6)
#: Side (pixels) of the piece of texture that is repeated.
_SIDE = 256


def texture(image: Array, cloth: Mask) -> Array | None:
    """Spread (grey levels) of each band of fine texture on `cloth` (H×W) in `image` (H×W×3, 0…255), from its calmer
    blocks; None where there is too little of it."""
    x, y, width, height = cv2.boundingRect(cloth.astype(np.uint8))
    window = slice(y, y + height), slice(x, x + width)
    across, down = width // _BLOCK, height // _BLOCK
    if not across or not down:
        return None
    whole = cv2.resize(f32(cloth[window]), (across, down), interpolation=cv2.INTER_AREA) > 0.99
    if whole.sum() < _FEWEST:
        return None
    grey = f32(image[window].astype(np.float32) @ LUMA)
    blurred = [grey] + [f32(cv2.GaussianBlur(grey, (0, 0), blur)) for blur in _BLURS[1:]]
    spreads = []
    for finer, broader in pairwise(blurred):
        energy = cv2.resize((finer - broader) ** 2, (across, down), interpolation=cv2.INTER_AREA)
        spreads.append(float(np.sqrt(np.percentile(energy[whole], _CALMER))))
    return f32(np.array(spreads))


def shown(cloth: Array | None, skin: Array | None) -> Array:
    """Spread of each band that plain cloth has in a photo whose old `cloth` and whose `skin` show these (None: not
    known): what a pattern hides is told by skin, which never is as rough as cloth."""
    if cloth is not None and (cloth <= _PATTERN).all():
        return f32(np.minimum(cloth, cloth[0] * np.array(_SLOPE)))
    return f32(np.minimum(_USUAL, np.inf if skin is None else 1.3 * skin))


def lacking(wanted: Array, own: Array | None) -> Array:
    """Spread of each band that cloth lacks which has its `own` (None: not known) where plain cloth shows the `wanted`
    one."""
    return f32(np.zeros(len(_USUAL)) if own is None else np.sqrt(np.maximum(wanted**2 - own**2, 0)))


def weave(spreads: Array, seed: int) -> Array:
    """Texture (square, grey levels about 0) whose bands have these `spreads`; it can be repeated without a seam."""
    if not spreads.any():
        return np.zeros((1, 1), np.float32)
    across, down = np.fft.rfftfreq(_SIDE)[None], np.fft.fftfreq(_SIDE)[:, None]
    bands = _bands(np.hypot(across, down))
    amounts = np.maximum(spreads.astype(np.float64), 1e-3)
    for _ in range(4):  # bands overlap: each is drawn weaker by what its neighbours bring; every other frequency tells
        whole = np.tensordot(amounts, bands, 1)
        drawn = np.sqrt(((bands[:, ::2, ::2] * whole[::2, ::2]) ** 2).mean(axis=(1, 2)))
        amounts *= np.maximum(spreads, 1e-3) / np.maximum(drawn, 1e-6)
    random = np.random.default_rng(seed).standard_normal((_SIDE, _SIDE), np.float32)
    return f32(np.fft.irfft2(np.fft.rfft2(random) * np.tensordot(amounts, bands, 1), s=random.shape))


def _bands(frequency: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of each `frequency` (H×W, a pixel) each band holds, bands×H×W."""
    kept = [np.exp(-2 * (np.pi * blur * frequency) ** 2) for blur in _BLURS]
    return np.stack([finer - broader for finer, broader in pairwise(kept)])
