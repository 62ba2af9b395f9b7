"""Where a person's joints are: MediaPipe's pose detector and landmarks (BlazePose), decoded here.

Constants (strides, margins, key point numbers) are those of MediaPipe's pose graphs.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.anchors import Detection, decode, grid
from fittingroom.vision.people.rivals import against, is_another
from fittingroom.vision.people.roi import Roi, angle_of, cut, paste, to_image

LANDMARKS = 33
#: Landmarks that change places when the picture is mirrored.
_MIRRORED = (0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, 33)))
#: Each limb's chain of joints, and the landmarks that follow it.
_LIMBS = (
    ((11, 13, 15), (13, 15, 17, 19, 21)),
    ((12, 14, 16), (14, 16, 18, 20, 22)),
    ((23, 25, 27), (25, 27, 29, 31)),
    ((24, 26, 28), (26, 28, 30, 32)),
)
_STRIDES = (8, 16, 32, 32, 32)
_MARGIN = 1.25
#: A logit beyond this is certainty in float32, and e to more than 88 overflows it.
_SURE = 80.0


@dataclass(frozen=True)
class Pose:
    """landmarks: 33×4 (x, y, depth in pixels, visibility). mask: H×W, 0…1, a soft silhouette. people: how many the
    detector saw. score: how sure the detector is, 0…1. clear: the share of `mask` that is sure. People have scores over
    .7 and are clear by over .8; cats, and bodies whose upper half isn't in the picture, under .6 and .7."""

    landmarks: Array
    mask: Array
    people: int
    score: float
    clear: float


def find_pose(image: NDArray[np.uint8], networks: PersonNetworks) -> Pose | None:
    """The largest person of uint8 H×W×3 RGB, or None.

    After a first look that centres the cut-out, it is looked at in two sizes, each as it is and mirrored; each limb is
    where most looks agree that lie within the silhouette, since a single look may put an arm into the background.
    """
    found = _detect(image, networks)
    for detection in sorted(found, key=lambda one: -_roi(one).size * one.score)[:3]:
        crop = cut(image, _roi(detection), networks.pose_landmarks.side)
        points, _, score = _infer(crop, networks)
        if score < 0.4:
            continue
        roi = _roi_of(_placed(points, _roi(detection), networks.pose_landmarks.side))
        looks = [look for size in (1.0, 1.15) for look in _both_ways(image, roi.scaled(size), networks)]
        if looks[0].score >= 0.4:
            mask = np.mean([look.mask for look in looks], axis=0).astype(np.float32)
            clear = float((mask > 0.9).sum()) / max(int((mask > 0.1).sum()), 1)
            points = _agreed([look.points for look in looks], mask)
            mask = against(mask, _rivals(image, [one for one in found if one is not detection], points, networks))
            return Pose(points, mask, _count(found), detection.score, clear)
    return None


def _rivals(image: NDArray[np.uint8], found: list[Detection], own: Array, networks: PersonNetworks) -> list[Array]:
    """The masks (H×W, 0…1) of at most two other people who were found beside the one with the landmarks `own`."""
    masks = []
    for detection in sorted(found, key=lambda one: -one.score)[:3]:
        looks = _both_ways(image, _roi(detection), networks)
        if looks[0].score > 0.5 and all(is_another(look.points, own) for look in looks):
            masks.append(np.asarray(np.mean([look.mask for look in looks], axis=0), np.float32))
    return masks[:2]


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


def _infer(crop: Array, networks: PersonNetworks) -> tuple[Array, Array, float]:
    raw, score, mask = networks.pose_landmarks(crop)[:3]
    rows = raw.reshape(-1, 5)[: LANDMARKS + 2]
    seen = 1 / (1 + np.exp(-np.clip(rows[:, 3:4], -_SURE, _SURE)))
    points = np.concatenate([rows[:, :3], seen], 1).astype(np.float32)
    return points, mask[..., 0], float(score.reshape(-1)[0])


def _placed(points: Array, roi: Roi, side: int) -> Array:
    return np.concatenate([to_image(points[:, :3], roi, side), points[:, 3:]], 1).astype(np.float32)


@dataclass(frozen=True)
class _Look:
    points: Array  # 33×4 in the image
    mask: Array  # H×W
    score: float


def _both_ways(image: NDArray[np.uint8], roi: Roi, networks: PersonNetworks) -> list[_Look]:
    """The cut-out as it is and mirrored."""
    side = networks.pose_landmarks.side
    crop = cut(image, roi, side)
    points, mask, score = _infer(crop, networks)
    mirrored, mirrored_mask, mirrored_score = _infer(np.ascontiguousarray(crop[:, ::-1]), networks)
    mirrored = mirrored[[*_MIRRORED, LANDMARKS, LANDMARKS + 1]]
    mirrored[:, 0] = side - 1 - mirrored[:, 0]
    looks = ((points, mask, score), (mirrored, mirrored_mask[:, ::-1], mirrored_score))
    return [_look(*look, roi, image.shape[:2], side) for look in looks]


def _look(points: Array, logits: Array, score: float, roi: Roi, shape: tuple[int, int], side: int) -> _Look:
    soft = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return _Look(_placed(points, roi, side)[:LANDMARKS], paste(soft, roi, shape, 0.0), score)


def _agreed(looks: list[Array], mask: Array) -> Array:
    """The median of the looks; for each limb the mean of those that lie well within `mask`, near the best of them."""
    agreed = np.asarray(np.median(looks, axis=0), np.float32)
    near = 0.15 * max(float(np.linalg.norm(agreed[11, :2] - agreed[12, :2])), 1.0)
    for chain, dragged in _LIMBS:
        inside = [_inside(look[list(chain), :2], mask) for look in looks]
        centre = np.median([look[list(dragged), :2] for look in looks], axis=0)
        away = [float(np.linalg.norm(look[list(dragged), :2] - centre, axis=1).mean()) for look in looks]
        best = int(np.argmax([value - 0.03 * far / near for value, far in zip(inside, away, strict=True)]))
        same = [
            look
            for look, value in zip(looks, inside, strict=True)
            if value > inside[best] - 0.1
            and np.linalg.norm(look[list(dragged), :2] - looks[best][list(dragged), :2], axis=1).max() < near
        ]
        agreed[list(dragged)] = np.mean(same or [looks[best]], axis=0)[list(dragged)]
    return agreed


def _inside(points: Array, mask: Array) -> float:
    """Mean of `mask` along the line through `points`; points outside the picture don't count."""
    line = np.concatenate([a + (b - a) * np.linspace(0, 1, 12)[:, None] for a, b in pairwise(points)])
    column, row = np.round(line).astype(np.int64).T
    within = (row >= 0) & (row < mask.shape[0]) & (column >= 0) & (column < mask.shape[1])
    return float(mask[row[within], column[within]].mean()) if within.any() else 0.5
