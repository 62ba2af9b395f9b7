"""Filling what is not known from what is: smooth fields, and mirrored fabric."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.nearest import overscan as overscan
from fittingroom.vision.pieces import components

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]
#: Discs wider than this (pixels) are quicker by a map of distances.
_WIDE = 14


def _within(mask: Mask, radius: float) -> Mask:
    """Where `mask` is at most `radius` away, from a map of distances: a wide disc takes no longer than a small one."""
    found = np.zeros(mask.shape, np.bool_)
    box = _box(mask.astype(np.uint8), round(radius) + 1)
    apart = cv2.distanceTransform((~mask[box]).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    found[box] = apart <= round(radius) + 0.35
    return found


def _box(mask: NDArray[np.uint8], rim: int) -> tuple[slice, slice]:
    """Rows and columns of the picture that hold all of `mask`, and `rim` more on every side."""
    left, top, width, height = cv2.boundingRect(mask)
    return slice(max(0, top - rim), top + height + rim), slice(max(0, left - rim), left + width + rim)


def grow(mask: Mask, radius: float) -> Mask:
    """`mask` dilated by a disc; a radius under half a pixel changes nothing."""
    if radius < 0.5 or not mask.any():
        return mask.copy()
    return _within(mask, radius) if radius > _WIDE else cv2.dilate(mask.astype(np.uint8), disc(radius)) > 0


def shrink(mask: Mask, radius: float) -> Mask:
    """`mask` eroded by a disc; a radius under half a pixel changes nothing."""
    if radius < 0.5 or mask.all():
        return mask.copy()
    if radius > _WIDE:
        kept, box = np.zeros(mask.shape, np.bool_), _box(mask.astype(np.uint8), 1)
        kept[box] = ~_within(~mask[box], radius)
        return kept
    return cv2.erode(mask.astype(np.uint8), disc(radius)) > 0


def opened(mask: Mask, radius: float) -> Mask:
    """`mask` without what is thinner than a disc."""
    return flags(_changed(mask.astype(np.uint8), cv2.MORPH_OPEN, radius) > 0)


def closed(mask: Mask, radius: float) -> Mask:
    """`mask` with gaps thinner than a disc closed; the border counts as outside."""
    pad = round(radius) + 2
    padded = np.asarray(cv2.copyMakeBorder(mask.astype(np.uint8), pad, pad, pad, pad, cv2.BORDER_REPLICATE), np.uint8)
    return flags(_changed(padded, cv2.MORPH_CLOSE, radius)[pad:-pad, pad:-pad] > 0)


def _changed(mask: NDArray[np.uint8], way: int, radius: float) -> NDArray[np.uint8]:
    """`mask` opened or closed by a disc: only the box that holds it is looked at, for neither reaches beyond it."""
    result = np.zeros_like(mask)
    if mask.any():
        box = _box(mask, round(radius) + 2)
        result[box] = cv2.morphologyEx(mask[box], way, disc(radius))
    return result


def soften(mask: Mask, sigma: float = 0.8) -> Array:
    """A mask with an edge as soft as a photograph's, 0…1."""
    return f32(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), sigma))


def edge_steps(unit: float) -> float:
    """Over how many pixels the steps of cloth's edges are rounded off, for a body of that `unit`: labels' steps are a
    pixel or two, whatever the body's size."""
    return max(1.6, 0.007 * unit)


def evened(alpha: Array, sigma: float) -> Array:
    """A mask (0…1) with the steps of its edge rounded off over `sigma` pixels and its softness kept; what is thinner
    than four of these, and gaps as thin, stay as they are."""
    solid = alpha > 0.5
    thin = (solid & ~opened(solid, 2 * sigma)) | (closed(solid, 2 * sigma) & ~solid)
    calm, plain = (_steep(alpha, blur) for blur in (sigma, 0.7))
    thick = 1 - soften(grow(opened(thin, 1), 2 * sigma), sigma)
    return f32(np.clip(alpha + (calm - plain) * thick, 0, 1))


def _steep(alpha: Array, sigma: float) -> Array:
    """`alpha` blurred, with an edge about two pixels wide all the same."""
    slope = 1.25 * sigma
    return f32(np.clip((cv2.GaussianBlur(alpha, (0, 0), sigma) - 0.5) * max(slope, 1.0) + 0.5, 0, 1))


def at_least(mask: Mask, area: float) -> Mask:
    """The connected parts of `mask` of at least `area` pixels."""
    parts, areas = components(mask)
    large = areas >= area
    large[0] = False
    return flags(large[parts])


def largest(mask: Mask, share: float = 0.05) -> Mask:
    """The parts of `mask` that are at least `share` of its largest part."""
    parts, areas = components(mask)
    if len(areas) < 2:
        return mask
    keep = np.concatenate([[False], areas[1:] >= share * areas[1:].max()])
    return flags(keep[parts])


def signed_distance(mask: Mask) -> Array:
    """Pixels to the edge of `mask`: positive inside, negative outside, nought on it."""
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    outside = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3)
    return f32(np.where(mask, inside - 0.5, 0.5 - outside))


def even_edge(mask: Mask, deviation: float) -> Array:
    """A mask, 0…1, a pixel soft, without what its edge does over less than about two `deviation` pixels."""
    away = np.clip(signed_distance(mask), -4 * deviation, 4 * deviation)
    return f32(np.clip(cv2.GaussianBlur(away, (0, 0), max(deviation, 0.8)) / 1.6 + 0.5, 0, 1))


def push_pull(image: Array, known: NDArray[np.floating] | Mask) -> Array:
    """`image` (H×W×C or H×W) where `known` (0…1), a smooth continuation elsewhere: averages taken up a pyramid of the
    known pixels, then brought back down. After Gortler et al., The Lumigraph (1996), section 3.4."""
    levels = [(_weighted(f32(image), known), known.astype(np.float32))]
    while max(levels[-1][1].shape) > 1:  # to a single cell, or a far corner would take on black
        height, width = levels[-1][1].shape
        size = (max(1, width // 2), max(1, height // 2))
        colour, weight = (f32(cv2.resize(each, size, interpolation=cv2.INTER_AREA)) for each in levels[-1])
        levels.append((colour.reshape(size[1], size[0], *image.shape[2:]), weight))
    colour, weight = levels.pop()
    filled = f32(colour / np.maximum(_across_channels(weight, colour), 1e-6))
    while levels:
        colour, weight = levels.pop()
        above = cv2.resize(filled, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
        filled = f32(above).reshape(colour.shape)
        filled *= _across_channels(1 - weight, colour)  # in place: pages of memory never touched before cost most
        filled += colour
    return filled


def _weighted(image: Array, weight: NDArray[np.floating] | Mask) -> Array:
    """`image` (H×W×C or H×W), black where `weight` (H×W, 0…1) is nought."""
    if weight.dtype == np.bool_:
        return f32(cv2.copyTo(image, weight.astype(np.uint8))).reshape(image.shape)
    return f32(image * _across_channels(f32(weight), image))


def _across_channels(values: Array, image: Array) -> Array:
    """`values` (H×W) in a shape that `image` (H×W×C or H×W) can be multiplied by."""
    # repeated: NumPy takes four times as long to stretch a last axis of one over a few channels
    return values if image.ndim == 2 else f32(cv2.merge([values] * image.shape[2])).reshape(image.shape)


def nearest(image: NDArray[np.generic], known: Mask) -> NDArray[np.generic]:
    """`image` with each pixel outside `known` given the colour of the nearest one inside."""
    if known.all() or not known.any():
        return image
    rows, columns = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    return f32(image[rows, columns])


def polygon(points: NDArray[np.floating], shape: tuple[int, int], soft: float = 0.8) -> Array:
    """A filled polygon (N×2, x and y) drawn to a fraction of a pixel, with a soft edge, 0…1."""
    canvas = np.zeros(shape, np.uint8)
    corners = np.round(np.asarray(points, np.float64) * 16).astype(np.int32)
    cv2.fillPoly(canvas, [corners], 255, cv2.LINE_AA, shift=4)
    drawn = canvas.astype(np.float32) / 255
    return f32(cv2.GaussianBlur(drawn, (0, 0), soft) if soft > 0 else drawn)


def noise(shape: tuple[int, int], sigma: float, seed: int) -> Array:
    """Gaussian noise of unit deviation, correlated over `sigma` pixels; the same for the same seed."""
    random = np.random.default_rng(seed).standard_normal(shape, np.float32)
    blurred = cv2.GaussianBlur(random, (0, 0), sigma) if sigma > 0 else random
    return f32(blurred / max(float(blurred.std()), 1e-6))


def with_above(mask: Mask) -> Mask:
    """`mask` and what lies above it in the picture, H×W."""
    return flags(np.logical_or.accumulate(mask[::-1], axis=0)[::-1])
