"""Wide blurs at reduced size, and wide outlines by distance: what takes long the plain way on large photos."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.blurs import coarse_blur
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import push_pull

Array = NDArray[np.float32]

_FINE, _EVEN = 0.04, 0.06  # units over which strands show, and over which their contrast is averaged
_REACHES = (0.16, 0.06)  # units over which colours are carried on, one after the other
_FEW = 0.15  # share of known pixels within such a reach from which on they tell all


def widened(mask: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """`mask` and all within `reach` pixels of it."""
    box, result = box_round(mask, reach + 1), np.zeros(mask.shape, np.bool_)
    if mask[box].any():
        result[box] = cv2.distanceTransform((~mask[box]).astype(np.uint8), cv2.DIST_L2, 5) <= reach
    return result


def narrowed(mask: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """What of `mask` lies more than `reach` pixels inside; the picture's border is no edge."""
    box, result = box_round(mask, 1), np.zeros(mask.shape, np.bool_)
    if mask[box].any():
        result[box] = cv2.distanceTransform(mask[box].astype(np.uint8), cv2.DIST_L2, 5) > reach
    return result


def away_from(mask: NDArray[np.bool_]) -> Array:
    """H×W: pixels to the nearest one of `mask`, 0 inside; far everywhere where there is none."""
    if not mask.any():
        return np.full(mask.shape, 1e6, np.float32)
    return f32(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5))


def depth_in(mask: NDArray[np.bool_]) -> Array:
    """H×W: how many pixels within a mask, negative outside; the picture's border is no edge."""
    within, out = (cv2.distanceTransform(part.astype(np.uint8), cv2.DIST_L2, 5) for part in (mask, ~mask))
    return f32(within - out)


def closed(mask: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """`mask` with what is narrower than twice `reach` pixels between its parts."""
    return np.asarray(~widened(~widened(mask, reach), reach))


def opened(mask: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """`mask` without what of it is narrower than twice `reach` pixels."""
    return widened(narrowed(mask, reach), reach)


def thin_lines(values: Array, reach: float) -> tuple[Array, Array]:
    """H×W each: by how much `values` are lower, and higher, than round them within `reach` pixels, in things thinner
    than twice that."""
    size = 2 * int(reach) + 3
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    low, high = (cv2.morphologyEx(values, way, disc) for way in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT))
    return f32(low), f32(high)


def blur(values: Array, sigma: float) -> Array:
    """Gaussian blur of H×W or H×W×C by `sigma` pixels, at a size where that is about four."""
    if sigma <= 0.3:
        return f32(values)
    return coarse_blur(values, sigma, max(1, int(sigma / 4)))


def smooth_fill(image: Array, known: NDArray[np.bool_] | Array, unit: float) -> Array:
    """The colours of what is `known`, or by how much (0…1), carried smoothly over all of H×W×C, at a size where
    `unit` pixels are about forty."""
    factor = max(1, int(unit / 40))
    height, width = image.shape[:2]
    size = (max(1, width // factor), max(1, height // factor))
    weight = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(image * known[..., None], size, interpolation=cv2.INTER_AREA)
    filled = push_pull(f32(colour / np.maximum(weight, 1e-4)[..., None]), f32(weight))
    return f32(cv2.resize(filled, (width, height), interpolation=cv2.INTER_LINEAR))


def near_fill(image: Array, known: NDArray[np.bool_] | Array, unit: float) -> Array:
    """As `smooth_fill`, but what lies right beside `known` has the colours just there, not those of all round."""
    filled, weight = smooth_fill(image, known, unit), known.astype(np.float32)
    for reach in _REACHES:
        here = blur(weight, reach * unit)
        local = blur(f32(image * weight[..., None]), reach * unit) / np.maximum(here, 1e-4)[..., None]
        filled = f32(filled + (local - filled) * np.clip(here / _FEW, 0, 1)[..., None])
    return filled


def carried(values: Array, sure: NDArray[np.bool_], unit: float) -> Array:
    """`values` (H×W) where they are `sure`, carried on to everywhere else. unit: the head's, pixels."""
    return near_fill(np.repeat(values[..., None], 2, -1), sure, unit)[..., 0]


def wavering(light: Array, unit: float) -> Array:
    """H×W: by what share of itself `light` (H×W, Lab L) wavers as strands make it. unit: the head's, pixels."""
    fine = blur(np.abs(light - blur(light, _FINE * unit)), _EVEN * unit)
    return f32(fine / (blur(light, _EVEN * unit) + 5))
