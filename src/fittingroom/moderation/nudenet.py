"""NudeNet's detector, run by OpenCV.

The network is a YOLOv8 for 18 parts of the body. It is cut before its last layers, which OpenCV can't read, and what
those did is done here: each cell of three grids guesses the distances from its centre to the four sides of a box, each
as a distribution over 16 bins (Li et al., Generalized Focal Loss, 2020), and a score for each part.
Against the same network in onnxruntime, boxes are equal to a thousandth of a pixel.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.moderation.findings import Finding, Sight
from fittingroom.moderation.onnx_graph import cut

MODEL = "nudenet"

_SIDE = 320  # pixels of the network's square input
_STRIDES = (8, 16, 32)
_HEADS = ("/model.22/Concat_output_0", "/model.22/Concat_1_output_0", "/model.22/Concat_2_output_0")
_BINS = 16
_MIN_SCORE, _MAX_OVERLAP = 0.25, 0.45  # NudeNet's own

#: The network's parts by index; the ones that moderation doesn't ask about are left out.
_SIGHTS = {
    0: Sight.GENITALS_COVERED,
    2: Sight.BUTTOCKS_BARE,
    3: Sight.BREAST_BARE,
    4: Sight.GENITALS_BARE,
    5: Sight.CHEST_BARE,
    6: Sight.BUTTOCKS_BARE,
    13: Sight.BELLY_BARE,
    14: Sight.GENITALS_BARE,
    17: Sight.BUTTOCKS_COVERED,
}


class NudeNet:
    """A `Detector`. Not for use by two threads at once."""

    def __init__(self, weights: Path) -> None:
        model = cut(weights.read_bytes(), "images", (1, 3, _SIDE, _SIDE), _HEADS)
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8))

    def find(self, pixels: NDArray[np.uint8]) -> Sequence[Finding]:
        """What is seen in `pixels` (height × width × 3, RGB in sRGB)."""
        square, scale = _square(pixels)
        self._net.setInput(cv2.dnn.blobFromImage(square, 1 / 255))
        boxes, scores = _decode([np.asarray(head, np.float64) for head in self._net.forward(_HEADS)])
        return _best(boxes / scale, scores)


def _square(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """`pixels` made to fit the network's input, with black to the right and below; and by how much they were scaled."""
    height, width = pixels.shape[:2]
    scale = _SIDE / max(height, width)
    small = cv2.resize(pixels, (max(1, round(width * scale)), max(1, round(height * scale))))
    square = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    square[: small.shape[0], : small.shape[1]] = small
    return square, scale


def _decode(heads: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Boxes (cells × 4: x, y, width, height in pixels of the square) and scores (cells × parts, 0…1)."""
    boxes, scores = [], []
    for head, stride in zip(heads, _STRIDES, strict=True):
        rows, columns = head.shape[2:]
        flat = head.reshape(head.shape[1], rows * columns).T
        centres = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2) + 0.5
        left_top, right_bottom = np.split(_distances(flat[:, : 4 * _BINS]), 2, axis=1)
        boxes.append(np.hstack([centres - left_top, left_top + right_bottom]) * stride)
        scores.append(1 / (1 + np.exp(-flat[:, 4 * _BINS :])))
    return np.vstack(boxes), np.vstack(scores)


def _distances(bins: NDArray[np.float64]) -> NDArray[np.float64]:
    """The means of four distributions over bins 0…15, given as logits (cells × 64), in cells."""
    logits = bins.reshape(-1, 4, _BINS)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    means: NDArray[np.float64] = (weights * np.arange(_BINS)).sum(axis=2) / weights.sum(axis=2)
    return means


def _best(boxes: NDArray[np.float64], scores: NDArray[np.float64]) -> list[Finding]:
    parts, best = scores.argmax(axis=1), scores.max(axis=1)
    chosen = cv2.dnn.NMSBoxes(boxes.tolist(), best.tolist(), _MIN_SCORE, _MAX_OVERLAP)
    return [
        Finding(_SIGHTS[int(parts[i])], float(best[i]), (boxes[i, 0], boxes[i, 1], boxes[i, 2], boxes[i, 3]))
        for i in chosen
        if int(parts[i]) in _SIGHTS
    ]
