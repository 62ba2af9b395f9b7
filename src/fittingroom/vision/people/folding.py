"""Arms that the pose network folds up although they hang: seen from the front, a forearm that is raised before its own
upper arm is foreshortened, and the network sees one in many an arm whose hand isn't in the picture."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array
from fittingroom.vision.person import Hand

#: Each arm's shoulder, elbow and wrist, and what follows the wrist; the image's left one of a frontal person first.
_ARMS = (((12, 14, 16), (16, 18, 20, 22)), ((11, 13, 15), (15, 17, 19, 21)))
#: Shoulder, elbow and wrist that enclose less than this, degrees, are folded: the forearm hides the upper arm.
FOLDED = 35.0
#: How steeply an upper arm must hang, 1 along the body; a forearm's length, upper arms; how much of the hanging arm
#: must lie in the silhouette; and how visible a guessed hand is at most.
_HANGS, _FOREARM, _WITHIN, _GUESSED = 0.8, 0.85, 0.95, 0.3


def bend(pose: Array, side: int) -> float:
    """The angle at an elbow between upper arm and forearm, degrees: 180 for a straight arm."""
    shoulder, elbow, wrist = pose[list(_ARMS[side][0]), :2]
    upper, fore = shoulder - elbow, wrist - elbow
    cosine = float(upper @ fore) / max(float(np.linalg.norm(upper) * np.linalg.norm(fore)), 1e-6)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


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
        hanging = elbow + _FOREARM * bone
        if hands[side] is None and bend(pose, side) < FOLDED and hangs and _within(shoulder, hanging, alpha) > _WITHIN:
            reach = np.linalg.norm(pose[list(dragged), :2] - wrist, axis=1)  # the hand hangs on from the wrist
            pose[list(dragged), :2] = hanging + reach[:, None] * bone / max(float(np.linalg.norm(bone)), 1e-6)
            pose[list(dragged), 3] = np.minimum(pose[list(dragged), 3], _GUESSED)
    return pose


def _within(start: Array, end: Array, alpha: Array) -> float:
    """The share of a line that lies in the silhouette, of what of it lies in the picture."""
    line = start + (end - start) * np.linspace(0, 1, 48)[:, None]
    column, row = np.round(line).astype(np.int64).T
    within: NDArray[np.bool_] = (row >= 0) & (row < alpha.shape[0]) & (column >= 0) & (column < alpha.shape[1])
    return float((alpha[row[within], column[within]] > 0.5).mean()) if within.any() else 0.0
