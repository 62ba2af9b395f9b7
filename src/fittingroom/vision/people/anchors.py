"""Boxes from the outputs of MediaPipe's single-shot detectors.

Each output row belongs to an anchor: a point of a regular grid. A box is (x centre, y centre, width, height) and its
key points are offsets from that point, all in input pixels. The grids are those of MediaPipe's
`ssd_anchors_calculator` with fixed anchor size, so that an anchor is a position only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array


@dataclass(frozen=True)
class Detection:
    """box: x0, y0, x1, y1. points: N×2. Both in the units that they were decoded to. score: 0…1."""

    box: Array
    points: Array
    score: float


def grid(side: int, strides: tuple[int, ...]) -> Array:
    """N×2 anchor centres in input pixels: two a cell for each entry of `strides`, cells row by row.

    Equal strides that follow each other share their cells: (16, 16, 16) gives six anchors a cell.
    """
    centres: list[Array] = []
    done = 0
    while done < len(strides):
        stride = strides[done]
        same = sum(1 for other in strides[done:] if other == stride)
        cells = -(-side // stride)
        y, x = np.mgrid[:cells, :cells].astype(np.float32)
        centres.append(np.repeat((np.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride, 2 * same, axis=0))
        done += same
    return np.concatenate(centres).astype(np.float32)


def decode(boxes: Array, scores: Array, anchors: Array, least: float) -> list[Detection]:
    """Detections with a score of at least `least`, overlapping ones merged, best first, in input pixels.

    boxes: N×(4 + 2K). scores: N×1 before the sigmoid.
    """
    score = (1 / (1 + np.exp(-np.clip(scores.reshape(-1), -50, 50)))).astype(np.float32)
    kept = np.flatnonzero(score >= least)
    rows = boxes[kept].astype(np.float32)
    points = rows[:, 4:].reshape(len(kept), (boxes.shape[1] - 4) // 2, 2) + anchors[kept][:, None]
    centre, half = rows[:, :2] + anchors[kept], rows[:, 2:4] / 2
    return merge(np.concatenate([centre - half, centre + half], 1), points, score[kept])


def merge(boxes: Array, points: Array, scores: Array, overlap: float = 0.3) -> list[Detection]:
    """Weighted non-maximum suppression: boxes that overlap the best one are averaged with it, by score."""
    found: list[Detection] = []
    left = np.argsort(-scores)
    while len(left):
        same = _iou(boxes[left[0]], boxes[left]) > overlap
        same[0] = True
        group = left[same]
        weight = (scores[group] / scores[group].sum()).astype(np.float32)
        found.append(
            Detection(weight @ boxes[group], np.tensordot(weight, points[group], axes=1), float(scores[left[0]]))
        )
        left = left[~same]
    return found


def _iou(box: Array, boxes: Array) -> NDArray[np.float32]:
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) + np.prod(box[2:] - box[:2]) - shared
    return np.asarray(shared / np.maximum(areas, 1e-6), np.float32)
