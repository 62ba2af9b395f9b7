"""How likely each pixel is to show the person: the segmenter's looks at several cut-outs, and the pose's mask."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import unit
from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.odds import logit
from fittingroom.vision.people.pose import Pose

Box = tuple[float, float, float, float]  # x0, y0, x1, y1


def person_probability(image: NDArray[np.uint8], pose: Pose, face: Array | None, networks: PersonNetworks) -> Array:
    """float32 H×W: mean of the logits of the segmenter on the picture, the person's box and the head, and the pose's
    mask."""
    height, width = image.shape[:2]
    whole = (0.0, 0.0, float(width), float(height))
    first, everywhere = _segment(image, whole, networks)
    total, weights = logit(first) + 0.7 * logit(pose.mask), everywhere + np.float32(0.7)
    for box, weight, taper in (
        (_person_box(first, pose), 1.0, 0.0),
        (_head_box(pose.landmarks, face), 3.0, 0.18),
    ):
        seen, inside = _segment(image, box, networks)
        share = weight * (_taper(inside, box, taper) if taper else inside)
        total, weights = total + share * logit(seen), weights + share
    return np.asarray(1 / (1 + np.exp(-1.3 * total / weights)), np.float32)


def _segment(image: NDArray[np.uint8], box: Box, networks: PersonNetworks) -> tuple[Array, Array]:
    """The segmenter on a box that may overlap the picture's border; its answer H×W and where it looked (1 or 0)."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (round(value) for value in box)
    before, after = (max(0, -y0), max(0, -x0)), (max(0, y1 - height), max(0, x1 - width))
    padded = cv2.copyMakeBorder(image, before[0], after[0], before[1], after[1], cv2.BORDER_REPLICATE)
    crop = padded[y0 + before[0] : y1 + before[0], x0 + before[1] : x1 + before[1]]
    network = networks.selfie_segmenter
    size = (network.side, network.side)
    small = unit(np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8))
    answer = (network(small)[0][..., 0] + network(np.ascontiguousarray(small[:, ::-1]))[0][:, ::-1, 0]) / 2
    grown = cv2.resize(answer.astype(np.float32), (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    seen, inside = np.full((height, width), 0.5, np.float32), np.zeros((height, width), np.float32)
    top, left, bottom, right = max(0, y0), max(0, x0), min(height, y1), min(width, x1)
    seen[top:bottom, left:right] = grown[top - y0 : bottom - y0, left - x0 : right - x0]
    inside[top:bottom, left:right] = 1
    return seen, inside


def _taper(inside: Array, box: Box, share: float) -> Array:
    """Fade from the box's own border inwards, so that its answer joins the others' without a step."""
    height, width = inside.shape
    x, y = np.arange(width, dtype=np.float32)[None], np.arange(height, dtype=np.float32)[:, None]
    rim = np.minimum(np.minimum(x - box[0], box[2] - x), np.minimum(y - box[1], box[3] - y))
    return np.asarray(inside * np.clip(rim / max(1.0, share * (box[2] - box[0])), 0, 1), np.float32)


def _person_box(first: Array, pose: Pose) -> Box:
    """Round the largest piece of the segmenter's first answer or the pose's mask, with a margin."""
    height, width = first.shape
    mask = ((first > 0.5) | (pose.mask > 0.5)).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return 0.0, 0.0, float(width), float(height)
    x, y, w, h = (float(v) for v in stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()), :4])
    return (
        max(0.0, x - 0.12 * w),
        max(0.0, y - 0.06 * h),
        min(float(width), x + 1.12 * w),
        min(float(height), y + 1.06 * h),
    )


def _head_box(landmarks: Array, face: Array | None) -> Box:
    """3.2 faces wide and high."""
    if face is not None:
        low, high = face[:, :2].min(0), face[:, :2].max(0)
        centre, size = np.asarray((low + high) / 2, np.float32), float((high - low).max())
    else:
        centre = landmarks[:9, :2].mean(0)
        size = 0.6 * float(np.linalg.norm(landmarks[11, :2] - landmarks[12, :2]))
    x, y, size = float(centre[0]), float(centre[1]), max(size, 8.0)
    return x - 1.6 * size, y - 1.5 * size, x + 1.6 * size, y + 1.7 * size
