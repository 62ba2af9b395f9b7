"""Forearms that aren't where the pose network has them.

Seen from the front, a forearm that is raised before its own upper arm is foreshortened, and the network sees one in
many an arm whose hand isn't in the picture. And it leads many an arm whose hand it doesn't see to the face.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array
from fittingroom.vision.person import Hand, Label, Person

#: Each arm's landmarks from the wrist on; the image's left one of a frontal person first.
HANDS = ((16, 18, 20, 22), (15, 17, 19, 21))
#: Each arm's shoulder, elbow and wrist, and what follows the wrist.
_ARMS = (((12, 14, 16), HANDS[0]), ((11, 13, 15), HANDS[1]))
#: Shoulder, elbow and wrist that enclose less than this, degrees, are folded: the forearm hides the upper arm.
FOLDED = 35.0
#: How steeply an upper arm must hang, 1 along the body; a forearm's length, upper arms; how much of the hanging arm
#: must lie in the silhouette; and how visible a guessed hand is at most.
_HANGS, _FOREARM, _WITHIN, _GUESSED = 0.8, 0.85, 0.95, 0.3
#: By how much a folded arm's upper arm is turned at most to hang in the silhouette, degrees, in such steps: a little,
#: and far where its elbow was led out of the silhouette.
_LITTLE, _MUCH, _STEP = 6, 30, 3
#: Where along a forearm its sleeve is looked for, and how much of that is sleeve at least.
_FOREARM_SEEN, _SLEEVED = (0.1, 0.6), 0.8
_OVAL, _TOP, _CHIN = 468, 10, 152  # points of the face's mesh without the irises; two of them
#: Half face heights from the face within which an arm would lie on hair, and a guessed one on long or wide hair; up to
#: which visibility of its elbow an arm is guessed; and steps along it in which its end is sought.
_HAIR, _WIDE_HAIR, _DOUBTFUL, _STEPS = 0.6, 1.0, 0.6, 24


def bend(pose: Array, side: int) -> float:
    """The angle at an elbow between upper arm and forearm, degrees: 180 for a straight arm."""
    shoulder, elbow, wrist = pose[list(_ARMS[side][0]), :2]
    upper, fore = shoulder - elbow, wrist - elbow
    cosine = float(upper @ fore) / max(float(np.linalg.norm(upper) * np.linalg.norm(fore)), 1e-6)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def raised_before(person: Person, side: int) -> bool:
    """Whether the forearm on `side` is raised before its own upper arm, in a long sleeve all along and with a hand that
    is seen past it."""
    if person.hands[side] is None or bend(person.pose, side) >= FOLDED:
        return False
    _, elbow, wrist = person.pose[list(_ARMS[side][0]), :2]
    column, row = np.round(elbow + (wrist - elbow) * np.linspace(*_FOREARM_SEEN, 24)[:, None]).astype(np.int64).T
    height, width = person.labels.shape
    within = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    sleeve = person.labels[row[within], column[within]] == Label.UPPER
    return bool(within.mean() > 0.5 and sleeve.mean() > _SLEEVED)


def unfolded(pose: Array, hands: tuple[Hand | None, Hand | None], alpha: Array) -> Array:
    """`pose` (33×4) with folded arms let hang where no hand was found at their end and there is room for a hanging
    arm in the silhouette `alpha` (H×W, 0…1)."""
    pose = pose.copy()
    down = pose[[23, 24], :2].mean(0) - pose[[11, 12], :2].mean(0)
    down = down / max(float(np.linalg.norm(down)), 1e-6)
    for side, (chain, dragged) in enumerate(_ARMS):
        shoulder, elbow, wrist = pose[list(chain), :2]
        bone = elbow - shoulder
        hangs = float(bone @ down) > _HANGS * float(np.linalg.norm(bone))
        if hands[side] is not None or bend(pose, side) >= FOLDED or not hangs:
            continue
        turned = _hanging(shoulder, bone, down, alpha)
        if turned is not None:
            hanging = shoulder + (1 + _FOREARM) * turned
            reach = np.linalg.norm(pose[list(dragged), :2] - wrist, axis=1)  # the hand hangs on from the wrist
            pose[chain[1], :2] = shoulder + turned
            pose[list(dragged), :2] = hanging + reach[:, None] * turned / max(float(np.linalg.norm(turned)), 1e-6)
            pose[list(dragged), 3] = np.minimum(pose[list(dragged), 3], _GUESSED)
    return pose


def outside_hair(pose: Array, hands: tuple[Hand | None, Hand | None], face: Array | None) -> Array:
    """`pose` (33×4) with arms ended where they come up to the hair round the `face` (478×3) if they would lead a hand
    that was not found onto it, or are guessed: that hand lies behind the hair, and what is seen there is hair."""
    if face is None:
        return pose
    pose = pose.copy()
    oval = cv2.convexHull(np.ascontiguousarray(face[:_OVAL, :2], np.float32))
    half = float(np.linalg.norm(face[_CHIN, :2] - face[_TOP, :2])) / 2

    def away(point: Array) -> float:
        return -cv2.pointPolygonTest(oval, (float(point[0]), float(point[1])), True)

    for side, ((_, elbow, wrist), dragged) in enumerate(_ARMS):
        guessed = pose[elbow, 3] < _DOUBTFUL
        zone = half * (_WIDE_HAIR if guessed else _HAIR)
        on_face = min(away(pose[index, :2]) for index in (wrist, dragged[2])) < 0  # where a hand would be found
        if hands[side] is not None or away(pose[elbow, :2]) < zone or not (guessed or on_face):
            continue
        for start, ends in ((elbow, dragged), (wrist, dragged[1:])):
            if away(pose[ends[0], :2]) < zone:
                line = pose[start, :2] + (pose[ends[0], :2] - pose[start, :2]) * np.linspace(0, 1, _STEPS)[:, None]
                pose[list(ends), :2] = next(point for point in line[::-1] if away(point) >= zone)
                pose[list(ends), 3] = np.minimum(pose[list(ends), 3], _GUESSED)
                break
    return pose


def _hanging(shoulder: Array, bone: Array, down: Array, alpha: Array) -> Array | None:
    """The upper arm as it hangs in a silhouette: `bone`, or that turned as little as need be towards the body, which
    points `down`: an elbow may be led out of it, as onto flowers before an arm. None if there's no room."""
    inwards = float(np.sign(bone[0] * down[1] - bone[1] * down[0]))
    x, y = np.round(shoulder + bone).astype(np.int64)
    outside = 0 <= y < alpha.shape[0] and 0 <= x < alpha.shape[1] and alpha[y, x] < 0.5
    for angle in range(0, (_MUCH if outside else _LITTLE) + 1, _STEP):
        cosine, sine = np.cos(np.radians(angle)), inwards * np.sin(np.radians(angle))
        turned = np.array([cosine * bone[0] - sine * bone[1], sine * bone[0] + cosine * bone[1]], np.float32)
        if _within(shoulder, shoulder + (1 + _FOREARM) * turned, alpha) > _WITHIN:
            return turned
    return None


def _within(start: Array, end: Array, alpha: Array) -> float:
    """The share of a line that lies in the silhouette, of what of it lies in the picture."""
    line = start + (end - start) * np.linspace(0, 1, 48)[:, None]
    column, row = np.round(line).astype(np.int64).T
    within: NDArray[np.bool_] = (row >= 0) & (row < alpha.shape[0]) & (column >= 0) & (column < alpha.shape[1])
    return float((alpha[row[within], column[within]] > 0.5).mean()) if within.any() else 0.0
