"""Where a face is: MediaPipe's short-range face detector and its 478-point mesh, decoded here."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.anchors import Detection, decode, grid
from fittingroom.vision.people.roi import Roi, angle_of, cut, to_image

_STRIDES = (8, 16, 16, 16)
_MARGIN = 1.5


def find_face(image: NDArray[np.uint8], pose: Array | None, networks: PersonNetworks) -> Array | None:
    """Face mesh 478×3 in pixels of uint8 H×W×3 RGB, or None.

    Looks round the head of `pose` (33×4) first, since the detector misses faces that are small in its input, then at
    the whole picture. With a pose, only a face near its head counts.
    """
    for roi in _places(image, pose):
        found = _detect(image, roi, networks)
        if pose is not None:
            found = [one for one in found if _belongs(one, pose)]
        if found:
            mesh = _mesh(image, _roi(found[0]), networks)
            if mesh is not None and _eyes_inside(mesh, image.shape[:2]):
                return mesh
    return None


def _eyes_inside(mesh: Array, shape: tuple[int, int]) -> bool:
    """Whether the picture shows the eyes: a mesh drawn round a mouth alone is a guess."""
    eyes = mesh[[33, 133, 362, 263], :2]
    return bool((eyes >= 0).all() and (eyes < [shape[1], shape[0]]).all())


def _head(pose: Array) -> tuple[Array, float]:
    """Middle and rough half-size of the head from the pose's face points and shoulders."""
    spread = max(np.ptp(pose[:9, 0]), np.ptp(pose[:11, 1]), 0.35 * np.linalg.norm(pose[11, :2] - pose[12, :2]))
    return pose[:9, :2].mean(0), float(spread)


def _places(image: NDArray[np.uint8], pose: Array | None) -> list[Roi]:
    height, width = image.shape[:2]
    places = [Roi(width / 2, height / 2, max(height, width))]
    if pose is not None:
        centre, half = _head(pose)
        places = [Roi(float(centre[0]), float(centre[1]), half * k) for k in (4.4, 2.8)] + places
    return places


def _belongs(detection: Detection, pose: Array) -> bool:
    centre, half = _head(pose)
    middle = (detection.box[:2] + detection.box[2:]) / 2
    return float(np.linalg.norm(middle - centre)) < 1.2 * half


@lru_cache
def _anchors(side: int) -> Array:
    return grid(side, _STRIDES)


def _detect(image: NDArray[np.uint8], roi: Roi, networks: PersonNetworks) -> list[Detection]:
    network = networks.face_detector
    boxes, scores = network(cut(image, roi, network.side, low=-1))
    found = decode(boxes, scores, _anchors(network.side), least=0.4)
    moved = [
        Detection(
            to_image(one.box.reshape(2, 2), roi, network.side).reshape(4),
            to_image(one.points, roi, network.side),
            one.score,
        )
        for one in found
    ]
    return sorted(moved, key=lambda one: -one.score * float(one.box[2] - one.box[0]))


def _roi(detection: Detection) -> Roi:
    """Turned so that the eyes (key points 0 and 1) lie level."""
    middle, size = (detection.box[:2] + detection.box[2:]) / 2, float((detection.box[2:] - detection.box[:2]).max())
    angle = angle_of(detection.points[0], detection.points[1], 0.0)
    return Roi(float(middle[0]), float(middle[1]), size * _MARGIN, angle)


def _mesh(image: NDArray[np.uint8], roi: Roi, networks: PersonNetworks) -> Array | None:
    """Two looks: the second cut-out follows from the first one's points. None where the network sees no face."""
    network = networks.face_landmarks
    mesh: Array | None = None
    for _ in range(2):
        outputs = network(cut(image, roi, network.side, border=cv2.BORDER_REPLICATE))
        points = outputs[0].reshape(-1, 3)
        score = 1 / (1 + np.exp(-float(outputs[1].reshape(-1)[0])))
        if score < 0.5:
            return mesh
        mesh = to_image(points, roi, network.side)
        roi = _roi_of(mesh)
    return mesh


def _roi_of(mesh: Array) -> Roi:
    """33 and 263 are the outer corners of the eyes."""
    low, high = mesh[:, :2].min(0), mesh[:, :2].max(0)
    middle = (low + high) / 2
    angle = angle_of(mesh[33], mesh[263], 0.0)
    return Roi(float(middle[0]), float(middle[1]), float((high - low).max()) * _MARGIN, angle)
