"""What this person's skin looks like: how far each colour is from it, in the light and in the shade."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import distance
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.head import Head

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_TYPICAL = np.array([62.0, 16.0, 20.0], np.float32)
_TYPICAL_SPREAD = np.diag([200.0, 30.0, 40.0]).astype(np.float32)
#: Share of the light, and what is added to the distance for assuming that shade.
_SHADES = ((1.0, 0.0), (0.75, 0.25), (0.55, 0.6))


@dataclass(frozen=True)
class SkinDistance:
    """mean: Lab. lit: H×W distance (standard deviations) from skin in the face's light. any: from skin in the
    best-fitting shade. hue: bool, the colour's direction in a, b is skin's, whatever its lightness.
    source: the pixels that it was learnt from."""

    mean: Array
    lit: Array
    any: Array
    hue: Mask
    source: Mask


def learn_skin(lab: Array, sure: Mask, body: Body, head: Head, hands: Mask) -> SkinDistance:
    """From cheeks and nose, and apart from them from the hands, whose light and tone often differ; where neither is
    seen, from what skin is like in general.

    lab: H×W×3. sure: well inside the silhouette. hands: inside the landmarks of hands.
    """
    face = head.plain & sure
    models = [_colour(lab[face])] if face.sum() > 60 else []
    anchor = models[0][0] if models else _TYPICAL
    found = hands & sure
    if found.sum() > 40 and _akin(np.median(lab[found], 0), anchor):
        models.append(_colour(lab[found & _hue(lab, np.median(lab[found], 0).astype(np.float32))]))
    else:
        found = np.zeros_like(sure)
    models = models or [(_TYPICAL, _TYPICAL_SPREAD)]
    lit = np.minimum.reduce([distance(lab, *model) for model in models])
    lit = cv2.GaussianBlur(lit, (0, 0), 0.8)
    nearest = cv2.GaussianBlur(np.minimum.reduce([_shaded(lab, *model) for model in models]), (0, 0), 0.8)
    # Below the waist brown trousers pass for skin in the shade, so only hands may be dark there.
    nearest = np.where((body.height > 0.85) & (body.hand > 1), lit, nearest)
    hue = np.logical_or.reduce([_hue(lab, mean) for mean, _ in models])
    return SkinDistance(
        models[0][0], np.asarray(lit, np.float32), np.asarray(nearest, np.float32), hue, (face & head.plain) | found
    )


def _akin(first: Array, second: Array) -> bool:
    """Whether two skin colours may be one person's: about the same direction in a, b, and not far apart."""
    ab, other = first[1:], second[1:]
    cosine = float(ab @ other) / max(float(np.linalg.norm(ab)) * float(np.linalg.norm(other)), 1e-3)
    return bool(cosine > 0.93 and abs(first[0] - second[0]) < 35 and np.linalg.norm(ab) > 6)


def _colour(samples: Array) -> tuple[Array, Array]:
    if len(samples) <= 40:
        return _TYPICAL, _TYPICAL_SPREAD
    median = np.median(samples, 0)
    samples = samples[np.abs(samples - median).sum(1) < 35]
    mean = np.median(samples, 0).astype(np.float32)
    return mean, (np.cov(samples.T) + np.diag([45.0, 7.0, 9.0])).astype(np.float32)


def _shaded(lab: Array, mean: Array, spread: Array) -> Array:
    rgb = cv2.cvtColor(mean.reshape(1, 1, 3), cv2.COLOR_LAB2RGB)
    distances = [
        distance(lab, cv2.cvtColor((rgb * share).astype(np.float32), cv2.COLOR_RGB2LAB)[0, 0], spread) + extra
        for share, extra in _SHADES
    ]
    return np.asarray(np.minimum.reduce(distances), np.float32)


def _hue(lab: Array, mean: Array) -> Mask:
    chroma, own = np.hypot(lab[..., 1], lab[..., 2]), float(np.hypot(mean[1], mean[2])) + 1e-3
    along = (lab[..., 1] * mean[1] + lab[..., 2] * mean[2]) / (chroma * own + 1e-3)
    return np.asarray((along > 0.965) & (chroma > 0.5 * own) & (chroma < 2 * own) & (chroma > 7))
