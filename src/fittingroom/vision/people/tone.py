"""How a person's skin answers to light, for painting more of it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.person import Label, SkinTone

Array = NDArray[np.float32]

_LEVELS = 12
_TYPICAL = np.array([65.0, 16.0, 20.0], np.float32)


def skin_tone(image: NDArray[np.uint8], labels: NDArray[np.uint8], confidence: Array) -> SkinTone:
    """From all pixels well inside face and skin, those far from the person's usual skin hue left out."""
    lab = to_lab(image)
    inner = {
        kind: (cv2.erode((labels == kind).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & (confidence > 0.3)
        for kind in (Label.SKIN, Label.FACE)
    }
    samples = lab[inner[Label.SKIN] | inner[Label.FACE]]
    if len(samples) < 60:
        return SkinTone(_TYPICAL[:1], _TYPICAL[None], 65.0, 62.0, 1.5)
    chroma = np.median(samples[:, 1:], 0)
    samples = samples[np.linalg.norm(samples[:, 1:] - chroma, axis=1) < 16]
    lightness, colour = by_level(samples)
    face = _median(lab, inner[Label.FACE], float(np.median(samples[:, 0])))
    return SkinTone(lightness, colour, face, _median(lab, inner[Label.SKIN], face - 3), _grain(lab, inner))


def by_level(samples: Array) -> tuple[Array, Array]:
    """Medians of equal shares of the samples, darkest first."""
    shares = np.array_split(samples[np.argsort(samples[:, 0], kind="stable")], _LEVELS)
    colour = np.array([np.median(share, 0) for share in shares if len(share)], np.float32)
    colour[:, 0] = np.maximum.accumulate(colour[:, 0] + np.arange(len(colour)) * np.float32(1e-3))
    return colour[:, 0].copy(), colour


def _median(lab: Array, where: NDArray[np.bool_], otherwise: float) -> float:
    values = lab[..., 0][where]
    return float(np.median(values)) if len(values) > 60 else otherwise


def _grain(lab: Array, inner: dict[Label, NDArray[np.bool_]]) -> float:
    light = lab[..., 0]
    fine = (light - cv2.GaussianBlur(light, (0, 0), 1.2))[inner[Label.SKIN] | inner[Label.FACE]]
    return float(1.4826 * np.median(np.abs(fine - np.median(fine)))) if len(fine) else 1.0
