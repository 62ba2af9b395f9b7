"""Things that people carry: boxes from MediaPipe's EfficientDet-Lite object detector, decoded here."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array, Network
from fittingroom.vision.people.anchors import Detection, merge

#: Rows of the detector's classes (COCO's, from nought) that somebody may hold or carry. A ball, bowl or vase stands for
#: whatever is round and hollow: helmets, hats in the hand, pots.
CARRIED = {
    26: "backpack", 27: "umbrella", 30: "handbag", 32: "suitcase", 36: "sports ball", 38: "baseball bat",
    42: "tennis racket", 43: "bottle", 45: "wine glass", 46: "cup", 50: "bowl", 63: "potted plant", 72: "laptop",
    74: "remote", 75: "keyboard", 76: "cell phone", 83: "book", 85: "vase", 87: "teddy bear", 88: "hair drier",
}  # fmt: skip
#: A phone's box is small and often wrong below the first of these; a person's pose vouches for the rest.
LEAST = 0.15
_LEVELS = (8, 16, 32, 64, 128)
_SIZE = 3.0  # an anchor's side in strides: `anchor_scale` of EfficientDet-Lite0


def find_carried(image: NDArray[np.uint8], detector: Network) -> list[Detection]:
    """Boxes of carried things in uint8 H×W×3 RGB, in its pixels, best first."""
    factor = detector.side / max(image.shape[:2])
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    given = np.zeros((detector.side, detector.side, 3), np.float32)
    given[: small.shape[0], : small.shape[1]] = small[: detector.side, : detector.side]
    first, second = detector(given)
    scores, boxes = (first, second) if first.shape[1] > second.shape[1] else (second, first)
    return decode(boxes, scores[:, sorted(CARRIED)].max(1), detector.side, 1 / factor)


def decode(boxes: Array, scores: Array, side: int, scale: float) -> list[Detection]:
    """Boxes (N×4: dy, dx, log height, log width against the anchors) with scores (N, 0…1) of LEAST or more, overlapping
    ones merged, in input pixels times `scale`."""
    kept = np.flatnonzero(scores >= LEAST)
    anchor, row = anchors(side)[kept], boxes[kept].astype(np.float32)
    centre = anchor[:, :2] + row[:, 1::-1] * anchor[:, 2:]
    half = np.exp(np.clip(row[:, 3:1:-1], -6, 6)) * anchor[:, 2:] / 2
    found = np.concatenate([centre - half, centre + half], 1) * np.float32(scale)
    return merge(found.astype(np.float32), np.zeros((len(kept), 0, 2), np.float32), scores[kept])


@lru_cache
def anchors(side: int) -> Array:
    """N×4: x, y, width, height in input pixels; nine a cell (three sizes of square, wide, tall), cells row by row."""
    found = []
    for stride in _LEVELS:
        cells = -(-side // stride)
        y, x = np.mgrid[:cells, :cells].astype(np.float32)
        centre = np.repeat((np.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride, 9, axis=0)
        shapes = [
            (_SIZE * stride * 2 ** (octave / 3) * aspect**0.5, _SIZE * stride * 2 ** (octave / 3) / aspect**0.5)
            for octave in range(3)
            for aspect in (1.0, 2.0, 0.5)
        ]
        found.append(np.concatenate([centre, np.tile(shapes, (cells * cells, 1))], 1))
    return np.concatenate(found).astype(np.float32)
