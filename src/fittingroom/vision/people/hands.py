"""Where hands are: MediaPipe's palm detector and hand landmarks, decoded here and led by the pose."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.anchors import Detection, decode, grid
from fittingroom.vision.people.roi import Roi, angle_of, cut, to_image
from fittingroom.vision.person import Hand

_STRIDES = (8, 16, 16, 16)
#: Pose landmarks of (wrist, index, little finger, elbow), for the image's left hand of a frontal person and its right.
_POSE_HANDS = ((16, 20, 18, 14), (15, 19, 17, 13))


def find_hands(image: NDArray[np.uint8], pose: Array, networks: PersonNetworks) -> tuple[Hand | None, Hand | None]:
    """The hands of a person with landmarks `pose` (33×4), in the order of _POSE_HANDS; None where none is seen."""
    size = float(np.linalg.norm(pose[11, :2] - pose[12, :2]))
    torso = float(np.linalg.norm(pose[[11, 12], :2].mean(0) - pose[[23, 24], :2].mean(0)))
    size = max(size, 0.55 * torso)
    return _hand(image, pose, 0, size, networks), _hand(image, pose, 1, size, networks)


def _hand(image: NDArray[np.uint8], pose: Array, which: int, size: float, networks: PersonNetworks) -> Hand | None:
    wrist, index, little, elbow = (pose[i] for i in _POSE_HANDS[which])
    height, width = image.shape[:2]
    if wrist[3] < 0.3 or not (0 <= wrist[0] < width and 0 <= wrist[1] < height):
        return None
    knuckles = (index[:2] + little[:2]) / 2
    centre = wrist[:2] + (knuckles - wrist[:2]) * 0.8
    around = Roi(float(centre[0]), float(centre[1]), 1.1 * size)
    rois = [_roi(one) for one in _palms(image, around, networks) if _near(one, centre, size)]
    forward = wrist[:2] + (wrist[:2] - elbow[:2]) * 0.2
    guess = Roi(
        float(centre[0]), float(centre[1]), 0.75 * size, angle_of(wrist[:2], (knuckles + forward) / 2, np.pi / 2)
    )
    found = [hand for roi in [*rois[:1], guess] if (hand := _landmarks(image, roi, networks)) is not None]
    near = [hand for hand in found if np.linalg.norm(hand.points[0, :2] - wrist[:2]) < 0.35 * size]
    return max(near, key=lambda hand: hand.score, default=None)


def _near(palm: Detection, centre: Array, size: float) -> bool:
    return float(np.linalg.norm((palm.box[:2] + palm.box[2:]) / 2 - centre)) < 0.4 * size


@lru_cache
def _anchors(side: int) -> Array:
    return grid(side, _STRIDES)


def _palms(image: NDArray[np.uint8], roi: Roi, networks: PersonNetworks) -> list[Detection]:
    network = networks.hand_detector
    boxes, scores = network(cut(image, roi, network.side))
    return [
        Detection(
            to_image(one.box.reshape(2, 2), roi, network.side).reshape(4),
            to_image(one.points, roi, network.side),
            one.score,
        )
        for one in decode(boxes, scores, _anchors(network.side), least=0.4)
    ]


def _roi(palm: Detection) -> Roi:
    """Key points 0 and 2 are the wrist and the middle finger's knuckle; the hand reaches beyond the palm's box."""
    middle, size = (palm.box[:2] + palm.box[2:]) / 2, float((palm.box[2:] - palm.box[:2]).max())
    angle = angle_of(palm.points[0], palm.points[2], np.pi / 2)
    ahead = np.array([np.sin(angle), -np.cos(angle)]) * 0.5 * size
    return Roi(float(middle[0] + ahead[0]), float(middle[1] + ahead[1]), size * 2.6, angle)


def _landmarks(image: NDArray[np.uint8], roi: Roi, networks: PersonNetworks) -> Hand | None:
    network = networks.hand_landmarks
    outputs = network(cut(image, roi, network.side))
    score = float(outputs[1].reshape(-1)[0])
    if score < 0.4:
        return None
    return Hand(to_image(outputs[0].reshape(21, 3), roi, network.side), score)
