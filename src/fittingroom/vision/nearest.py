"""The nearest pixel that is known, for pixels that are not; and pictures carried on with it."""

import cv2
import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


def nearest_known(known: Mask, wanted: Mask | None = None) -> tuple[Index, Index, NDArray[np.float32]]:
    """Row, column and distance (pixels) of the pixel of `known` (H×W, not empty) that is nearest to each of the N
    pixels of `wanted` (H×W; all if not given), in the order of `np.nonzero`. Distances are counted in steps to
    neighbours and knight's moves, a fiftieth off at most, in a fifth of the time that exact ones take."""
    distance, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(known)
    place = np.zeros(len(rows) + 1, np.intp)
    place[labels[known]] = rows * known.shape[1] + columns
    where = slice(None) if wanted is None else wanted.ravel()
    found = place[labels.ravel()[where]]
    row = found // known.shape[1]
    return row, found - row * known.shape[1], np.asarray(distance.ravel()[where], np.float32)


def overscan(image: NDArray[np.uint8], inside: Mask, mirror: float = 14) -> NDArray[np.uint8]:
    """`image` carried on beyond `inside`: mirrored about the outline for `mirror` pixels, then slid along.

    Fabric sampled from it has no holes wherever a map reaches."""
    if not inside.any() or inside.all():
        return image
    height, width = inside.shape
    rows, columns, distance = (np.asarray(each, np.float32).reshape(inside.shape) for each in nearest_known(inside))
    reach = np.minimum(1, mirror / np.maximum(distance, 1))
    ys, xs = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)
    mirrored_y = np.floor(np.clip(rows + (rows - ys) * reach, 0, height - 1))
    mirrored_x = np.floor(np.clip(columns + (columns - xs) * reach, 0, width - 1))
    stray = cv2.remap(inside.astype(np.uint8), mirrored_x, mirrored_y, cv2.INTER_NEAREST) == 0
    np.copyto(mirrored_y, rows, where=stray)
    np.copyto(mirrored_x, columns, where=stray)
    return np.asarray(cv2.remap(image, mirrored_x, mirrored_y, cv2.INTER_NEAREST), np.uint8)
