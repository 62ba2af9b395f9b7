"""Slivers labelled as the old top that lie between an arm and the lower garment, and show nothing but these two."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import from_mixtures
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink
from fittingroom.vision.person import Label

#: Half the width of a sliver, units.
_WIDEST = 0.03
#: Half the width of a soft edge, pixels.
_EDGE = 1.5
#: How far (Lab) from all mixtures of skin and lower garment a colour is that is neither.
_MIXED = 14.0


def between_arm_and_lower(labels: NDArray[np.uint8], image: NDArray[np.uint8], unit: float) -> Mask:
    """H×W: thin parts of the old top that touch skin on one side and the lower garment on the other, that hang together
    with no wider part of it, and whose colours are mixtures of those two: an arm's soft, shaded edge before the
    garment, which the photo shows better than anything put in its place. A hand's edge no wider than pixels mix may
    run on from its sleeve. image: H×W×3 RGB."""
    upper = flags(labels == Label.UPPER)
    wide = opened(upper, _WIDEST * unit)
    slivers = _mixed(labels, image, flags(upper & ~grow(wide, 2)), wide, unit)
    edges = flags(upper & ~grow(opened(upper, _EDGE), 1) & ~grow(wide, 5))
    return slivers | _mixed(labels, image, edges, np.zeros_like(wide), unit)


def _mixed(labels: NDArray[np.uint8], image: NDArray[np.uint8], thin: Mask, wide: Mask, unit: float) -> Mask:
    """The connected parts of what is `thin` (H×W) that touch both skin and the lower garment but nothing `wide`, and
    whose colours are mixtures of those two."""
    skin, lower = labels == Label.SKIN, labels == Label.LOWER
    count, parts = cv2.connectedComponents(thin.astype(np.uint8))
    held = np.ones(count, np.bool_)
    held[0] = False
    for beside in (skin, lower):
        held &= np.isin(np.arange(count), parts[grow(beside, 1.5)])
    held[np.unique(parts[grow(wide, 4)])] = False
    found = flags(held[parts])
    sure = [shrink(mask, 3) for mask in (skin, lower)]
    if not found.any() or not sure[0].any() or not sure[1].any():
        return np.zeros(found.shape, np.bool_)
    box = box_round(found, 0.4 * unit)
    if min(mask[box].sum() for mask in sure) < 50:
        return np.zeros(found.shape, np.bool_)
    lab = f32(to_lab(image[box]))
    off = from_mixtures(lab, *(push_pull(lab, mask[box]) for mask in sure))
    foreign = np.bincount(parts[box].ravel(), (off > _MIXED).ravel(), count)
    return flags((held & (foreign < 0.2 * np.bincount(parts.ravel(), minlength=count)))[parts])
