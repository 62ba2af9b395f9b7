"""What lies before the torso: hair, forearms and hands, and things that are neither body nor clothes."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.body import Body
from fittingroom.vision.person import Front, Label, Limb, Torso

Mask = NDArray[np.bool_]
Array = NDArray[np.float32]


def find_front(
    body: Body, labels: NDArray[np.uint8], torso: Torso, arms: tuple[Limb | None, Limb | None], objects: Mask
) -> Front:
    """Masks of what stays in front when the clothes change. objects: what is neither body nor clothes."""
    trunk = _trunk(labels.shape, torso)
    before = tuple(_arm_before(body, arm, side, trunk) for side, arm in enumerate(arms))
    return Front(labels == Label.HAIR, (before[0], before[1]), objects)


def _trunk(shape: tuple[int, ...], torso: Torso) -> Mask:
    outline = np.concatenate([torso.sides[:, 0], torso.sides[::-1, 1]])
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 1)
    return mask > 0


def _arm_before(body: Body, arm: Limb | None, side: int, trunk: Mask) -> Mask:
    """The part of the arm's region over the trunk from the elbow on, if the forearm lies across it; not if it merely
    hangs beside it or the wrist lies well behind the hips."""
    if arm is None or not _across(arm, trunk):
        return np.zeros(trunk.shape, np.bool_)
    depth = body.pose[(16, 15)[side], 2] - body.pose[[11, 12], 2].mean()
    if depth > 0.6 * body.size:
        return np.zeros(trunk.shape, np.bool_)
    # A little of the upper arm belongs to it, so that no gap opens at a bent elbow.
    elbow = body.elbows[side]
    y, x = np.mgrid[: trunk.shape[0], : trunk.shape[1]].astype(np.float32)
    wrist = body.wrists[side] - elbow
    beyond = (x - elbow[0]) * wrist[0] + (y - elbow[1]) * wrist[1] > -0.05 * body.size * np.linalg.norm(wrist)
    return np.asarray(arm.region & trunk & beyond)


def _across(arm: Limb, trunk: Mask) -> bool:
    """Whether a quarter of the forearm's middle line lies within the trunk, well away from its sides."""
    forearm = arm.axis[len(arm.axis) // 2 :]
    column, row = np.round(forearm).astype(np.int64).T
    within = (row >= 0) & (row < trunk.shape[0]) & (column >= 0) & (column < trunk.shape[1])
    depth = cv2.distanceTransform(trunk.astype(np.uint8), cv2.DIST_L2, 3)[row[within], column[within]]
    return bool((depth > 0.5 * float(arm.halfwidth.mean())).sum() > len(forearm) / 4)
