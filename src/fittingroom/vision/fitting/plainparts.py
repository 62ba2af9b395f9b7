"""Plain parts of a background that has detail elsewhere, an open sky beside trees: behind the person they go on as
plain as they are beside them. Mirrored from further off, a tree would stand in the gap between arm and body."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.nearest import nearest_known

#: Grey levels by which what is seen strays from its own slow gradient up to which it is plain, and from which on it
#: isn't.
_PLAIN, _DETAIL = 3.0, 6.0
#: Over how much that gradient goes, how far round is looked for detail, and over how much both are evened behind the
#: person, in shares of `reach`.
_SLOW, _ROUND, _EVEN = 0.1, 0.3, (0.25, 0.15)
#: Over how much the plain goes over into what is seen, in shares of `reach`.
_JOINS = 0.1


def with_plain_parts(plate: Array, image: Array, known: Mask, reach: float, seed: int) -> Array:
    """`plate`, the background behind a person (H×W×3), as plain as the nearest of what is `known` of it in the `image`
    where that is. reach: how far the background is carried on, pixels."""
    if not known.any() or known.all():
        return plate
    weight = known.astype(np.float32)
    slow = _spread(image, weight, _SLOW * reach)
    stray, fine = (
        f32(np.abs(image - calm).mean(axis=-1, keepdims=True)) for calm in (slow, cv2.GaussianBlur(image, (0, 0), 1.0))
    )
    uneven, grain = (_spread(each, weight, _ROUND * reach) for each in (stray, fine))
    rows, columns, distance = (each.reshape(known.shape) for each in nearest_known(known))
    colour = cv2.GaussianBlur(slow[rows, columns], (0, 0), _EVEN[0] * reach)
    unlike = cv2.GaussianBlur(uneven[rows, columns], (0, 0), _EVEN[1] * reach)
    share = np.clip((_DETAIL - unlike) / (_DETAIL - _PLAIN), 0, 1) * np.clip(distance / (_JOINS * reach), 0, 1)
    grained = colour + (noise(known.shape, 0.8, seed) * np.minimum(grain[rows, columns], _PLAIN / 2))[..., None]
    return f32(plate + (grained - plate) * share[..., None])


def _spread(values: Array, weight: NDArray[np.float32], sigma: float) -> Array:
    """Mean of `values` (H×W×C) about each pixel, of those with `weight` (H×W); H×W where C is 1."""
    total = cv2.GaussianBlur(f32(values * weight[..., None]), (0, 0), sigma).reshape(values.shape)
    mean = total / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)[..., None]
    return f32(mean[..., 0] if values.shape[-1] == 1 else mean)
