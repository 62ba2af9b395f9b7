"""The head's frame of reference: for every pixel where it lies by the face mesh.

u runs from −1 to 1 over the face's width, v from −1 (hairline point of the mesh) to 1 (chin), both along the face's
own axes; `rim` is the signed distance to the mesh's oval in half face heights, negative inside.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.body import Body

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

# Point numbers of MediaPipe's canonical face mesh.
_OVAL: tuple[int, ...] = (
    10,
    338,
    297,
    332,
    284,
    251,
    389,
    356,
    454,
    323,
    361,
    288,
    397,
    365,
    379,
    378,
    400,
    377,
    152,
    148,
    176,
    149,
)
_OVAL += (150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)
EYES = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382),
)
BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_CHEEKS = ((117, 118, 101, 36, 206, 207, 187, 123), (346, 347, 330, 266, 426, 427, 411, 352))
NOSE = (6, 197, 195, 5, 4, 48, 278, 131, 360)


@dataclass(frozen=True)
class Head:
    """found: whether there is a face mesh; without one the frame is a guess from the pose's nose.

    half: half the face's height in pixels. u, v, rim: H×W. features: eyes, brows and lips. plain: cheeks and nose,
    where skin is seen even under a fringe. brow: v of the eyebrows.
    """

    found: bool
    half: float
    u: Array
    v: Array
    rim: Array
    features: Mask
    plain: Mask
    brow: float


def head_of(face: Array | None, body: Body) -> Head:
    """The head's frame from its mesh (478×3, pixels of body.shape) or, without one, from the pose."""
    return _from_mesh(face[:, :2], body.shape) if face is not None else _from_pose(body)


def _polygon(shape: tuple[int, ...], points: NDArray[Any]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(points).astype(np.int32)], 1)
    return mask > 0


def hull(shape: tuple[int, ...], points: Array) -> Mask:
    """H×W: the filled convex hull of N×2 points."""
    return _polygon(shape, cv2.convexHull(points.astype(np.float32))[:, 0])


def face_oval(shape: tuple[int, ...], face: Array | None) -> Mask:
    """H×W: the face within the outline of its mesh (478×3, pixels, of which the last ten are the irises); nothing
    without one."""
    return np.zeros(shape[:2], np.bool_) if face is None else hull(shape, np.asarray(face[:468, :2], np.float32))


def _from_mesh(mesh: Array, shape: tuple[int, int]) -> Head:
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    oval = _polygon(shape, mesh[list(_OVAL)])
    mesh = np.asarray(mesh, np.float32)
    centre, axis = (mesh[10] + mesh[152]) / 2, mesh[152] - mesh[10]
    half = max(float(np.linalg.norm(axis)) / 2, 2.0)
    down = axis / (2 * half)
    across = np.array([-down[1], down[0]], np.float32)
    if across @ (mesh[454] - mesh[234]) < 0:
        across = -across
    half_width = max(0.5 * abs(float((mesh[454] - mesh[234]) @ across)), 0.6 * half)
    inside = cv2.distanceTransform(oval.astype(np.uint8), cv2.DIST_L2, 5)
    outside = cv2.distanceTransform((~oval).astype(np.uint8), cv2.DIST_L2, 5)
    features = np.zeros(shape, bool)
    for part in (*EYES, *BROWS, LIPS):
        features |= hull(shape, mesh[list(part)])
    reach = max(1, int(0.04 * half))
    features = cv2.dilate(features.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=reach) > 0
    plain = np.logical_or.reduce([hull(shape, mesh[list(part)]) for part in (*_CHEEKS, NOSE)]) & ~features
    return Head(
        True,
        half,
        ((x - centre[0]) * across[0] + (y - centre[1]) * across[1]) / np.float32(half_width),
        ((x - centre[0]) * down[0] + (y - centre[1]) * down[1]) / np.float32(half),
        np.asarray((outside - inside) / half, np.float32),
        features,
        plain,
        float(np.mean([(mesh[i] - centre) @ down / half for part in BROWS for i in part])),
    )


def _from_pose(body: Body) -> Head:
    y, x = np.mgrid[: body.shape[0], : body.shape[1]].astype(np.float32)
    nose, half = body.pose[0, :2], 0.28 * body.size
    u, v = (x - nose[0]) / np.float32(0.75 * half), (y - nose[1]) / np.float32(half) + np.float32(0.2)
    rim = np.hypot(u, v) - 1
    nothing = np.zeros(body.shape, bool)
    plain = rim < -0.4 if nose[1] >= 0 else nothing
    return Head(False, half, u, v, np.asarray(rim, np.float32), nothing, plain, -0.3)
