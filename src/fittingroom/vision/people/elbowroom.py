"""Who stands so close beside a person that the picture's edge cuts them off: no network sees them as somebody else."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array
from fittingroom.vision.pieces import holding

Mask = NDArray[np.bool_]

# Between shoulders and hips no clothes stand off this far from a body's own bones, in body units, and reach the
# picture's edge as well; how large, in square units, a neighbour is at least; and over how much of that edge: a raised
# arm that the joints miss, wide sleeve and all, is narrower.
_OFF, _LEAST, _BROAD = 0.3, 0.05, 0.55
# Closer than this to the bones a pixel is rather the person's own, further off rather the neighbour's.
_OWN = 0.18
# How much is worked at, pixels of the long side; and how thin slips are, body units, that go with what is beside them.
_FINE, _SLIP = 320, 0.03


def neighbour_at_edge(image: NDArray[np.uint8], likely: Array, core: Mask, landmarks: Array, size: float) -> Mask:
    """Where, between shoulders and hips, somebody is that the picture's left or right edge cuts off, H×W.

    likely: 0…1 that there is a person, whoever it is. core: what the joints say is surely this person's body.
    landmarks: 33×2 or more columns, x and y in pixels. size: the body's unit in pixels.
    """
    height, width = likely.shape
    factor = min(1.0, _FINE / max(height, width))
    small = (max(1, round(width * factor)), max(1, round(height * factor)))
    bones = cv2.resize(core.astype(np.uint8), small, interpolation=cv2.INTER_NEAREST)
    person = cv2.resize(likely, small, interpolation=cv2.INTER_AREA) > 0.5
    off = cv2.distanceTransform(1 - bones, cv2.DIST_L2, 5) / max(size * factor, 1)
    row = np.arange(small[1])[:, None] / factor
    hips = landmarks[[23, 24], 1].mean()
    between = (row > landmarks[[11, 12], 1].mean()) & (row < hips)
    unit = size * factor
    seeds = _at_edge(person & (off > _OFF) & between, _LEAST * unit**2, _BROAD * unit)
    if not seeds.any() or not (bones & between).any():
        return np.zeros((height, width), np.bool_)
    mask = np.where(off > _OWN, cv2.GC_PR_BGD, cv2.GC_PR_FGD).astype(np.uint8)
    mask[~person | seeds] = cv2.GC_BGD
    mask[bones > 0] = cv2.GC_FGD
    cv2.setRNGSeed(1)
    pixels = np.asarray(cv2.resize(image, small, interpolation=cv2.INTER_AREA), np.uint8)
    cv2.grabCut(pixels, mask, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    chin = row > landmarks[[9, 10], 1].mean()  # higher up hair may stand as far off
    other = person & np.isin(mask, (cv2.GC_BGD, cv2.GC_PR_BGD)) & (between | (chin & (off > _OFF) & (row < hips)))
    slip = 2 * max(1, round(_SLIP * size * factor)) + 1
    other = cv2.medianBlur(other.astype(np.uint8) * np.uint8(255), slip) > 127
    other = holding(other & (bones == 0), seeds)
    large = cv2.resize(other.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large > 0.5, np.bool_)


def _at_edge(mask: Mask, least: float, broad: float) -> Mask:
    """The connected parts of `mask` of `least` pixels or more, of which `broad` pixels or more lie at the picture's
    left or right edge."""
    count, parts = cv2.connectedComponents(mask.astype(np.uint8))
    pieces = parts.astype(np.int64)
    sides = [np.bincount(pieces[:, side], minlength=count) for side in (0, -1)]
    kept = (np.maximum(*sides) >= broad) & (np.bincount(pieces.ravel(), minlength=count) >= least)
    kept[0] = False
    return np.asarray(kept[parts], np.bool_)
