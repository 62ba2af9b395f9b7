"""Where a person's joints are: MediaPipe's pose detector and landmarks (BlazePose), decoded here.

Constants (strides, margins, key point numbers) are those of MediaPipe's pose graphs.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.anchors import Detection, decode, grid
from fittingroom.vision.people.roi import Roi, angle_of, cut, paste, to_image

LANDMARKS = 33
#: Landmarks that change places when the picture is mirrored.
_MIRRORED = (0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, 33)))
_STRIDES = (8, 16, 32, 32, 32)
_MARGIN = 1.25


@dataclass(frozen=True)
class Pose:
    """landmarks: 33×4 (x, y, depth in pixels, visibility). mask: H×W, 0…1, a soft silhouette. score: 0…1.
    people: how many the detector saw."""

    landmarks: Array
    mask: Array
    score: float
    people: int


def find_pose(image: NDArray[np.uint8], networks: PersonNetworks) -> Pose | None:
    """The largest person of uint8 H×W×3 RGB, or None. Landmarks are the mean of the cut-out and its mirror image,
    after a first look that centres the cut-out."""
    found = _detect(image, networks)
    for detection in sorted(found, key=lambda one: -_roi(one).size * one.score)[:3]:
        points, _, score = _landmarks(image, _roi(detection), networks)
        if score < 0.4:
            continue
        roi = _roi_of(points)
        points, mask, score = _both_ways(image, roi, networks)
        if score >= 0.4:
            return Pose(points[:LANDMARKS], mask, score, _count(found))
    return None


def _count(found: list[Detection]) -> int:
    """People that are about as large as the largest."""
    sizes = [_roi(one).size for one in found if one.score > 0.5]
    return max(1, sum(1 for size in sizes if size > 0.6 * max(sizes)))


@lru_cache
def _anchors(side: int) -> Array:
    return grid(side, _STRIDES)


def _detect(image: NDArray[np.uint8], networks: PersonNetworks) -> list[Detection]:
    """Detections in image pixels. Looks at the whole picture; where that shows nobody, with a margin round it."""
    network = networks.pose_detector
    height, width = image.shape[:2]
    for margin in (1.0, 1.5):
        whole = Roi(width / 2, height / 2, max(height, width) * margin)
        boxes, scores = network(cut(image, whole, network.side, low=-1))
        found = decode(boxes, scores, _anchors(network.side), least=0.3)
        if found:
            return [_moved(one, whole, network.side) for one in found]
    return []


def _moved(detection: Detection, roi: Roi, side: int) -> Detection:
    corners = to_image(detection.box.reshape(2, 2), roi, side).reshape(4)
    return Detection(corners, to_image(detection.points, roi, side), detection.score)


def _roi(detection: Detection) -> Roi:
    """Key point 0 is the middle of the hips, 1 lies on the circle round the whole body."""
    centre, rim = detection.points[0], detection.points[1]
    size = 2 * float(np.linalg.norm(rim - centre)) * _MARGIN
    return Roi(float(centre[0]), float(centre[1]), size, angle_of(centre, rim, np.pi / 2))


def _roi_of(points: Array) -> Roi:
    """The same from the two auxiliary landmarks after the 33, which are more exact than the detector's."""
    return _roi(Detection(np.zeros(4, np.float32), points[LANDMARKS : LANDMARKS + 2, :2], 1.0))


def _landmarks(image: NDArray[np.uint8], roi: Roi, networks: PersonNetworks) -> tuple[Array, Array, float]:
    """Landmarks (35×4 in the image), silhouette in the cut-out, and how sure."""
    crop = cut(image, roi, networks.pose_landmarks.side)
    points, mask, score = _infer(crop, networks)
    return _placed(points, roi, networks.pose_landmarks.side), mask, score


def _infer(crop: Array, networks: PersonNetworks) -> tuple[Array, Array, float]:
    raw, score, mask = networks.pose_landmarks(crop)[:3]
    rows = raw.reshape(-1, 5)[: LANDMARKS + 2]
    points = np.concatenate([rows[:, :3], 1 / (1 + np.exp(-rows[:, 3:4]))], 1).astype(np.float32)
    return points, mask[..., 0], float(score.reshape(-1)[0])


def _placed(points: Array, roi: Roi, side: int) -> Array:
    return np.concatenate([to_image(points[:, :3], roi, side), points[:, 3:]], 1).astype(np.float32)


def _both_ways(image: NDArray[np.uint8], roi: Roi, networks: PersonNetworks) -> tuple[Array, Array, float]:
    """`_landmarks`, averaged over the cut-out and its mirror image; the silhouette H×W."""
    side = networks.pose_landmarks.side
    crop = cut(image, roi, side)
    points, mask, score = _infer(crop, networks)
    mirrored, mirrored_mask, _ = _infer(np.ascontiguousarray(crop[:, ::-1]), networks)
    mirrored = mirrored[[*_MIRRORED, LANDMARKS, LANDMARKS + 1]]
    mirrored[:, 0] = side - 1 - mirrored[:, 0]
    mean = np.where(
        np.linalg.norm(points - mirrored, axis=1, keepdims=True) < side / 8, (points + mirrored) / 2, points
    )
    logits = (mask + mirrored_mask[:, ::-1]) / 2
    soft = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return _placed(mean, roi, side), paste(soft.astype(np.float32), roi, image.shape[:2], 0.0), score
