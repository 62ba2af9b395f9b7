"""Arms on hips that the pose network missed: hair hides where they begin, or the body where they end, and it lays the
arm somewhere on the body. What sticks out beside the body tells where the elbow is and which way the forearm leads."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.torso import frame
from fittingroom.vision.person import Hand, Label
from fittingroom.vision.pieces import components

Mask = NDArray[np.bool_]

#: Each arm's shoulder, elbow, wrist, and what follows the wrist; the image's left one of a frontal person first.
_ARMS = (((12, 14, 16), (18, 20, 22)), ((11, 13, 15), (17, 19, 21)))
#: Up to this visibility of its elbow an arm is guessed; shoulder joints this far apart at least, torsos, are a frontal
#: person's; an arm is more than the third, S², beside the body.
_GUESSED, _FRONTAL, _ARM = 0.3, 0.65, 0.15
#: What lies further out than the first is beyond the shoulder, S: an arm, from so much above the joint (S) down to so
#: much of the torso.
_BEYOND, _ABOVE, _DOWN = 0.12, 0.2, 0.9
#: Half an arm's width at the elbow, S. An elbow is what lies within the second of the outermost, half widths; what is
#: further from its middle than the third belongs to the upper arm or the forearm, each of which is so much, S².
_HALF, _TIP, _OFF, _PART = 0.12, 1.6, 1.6, 0.015
#: An upper arm's middle lies so far below its upper edge, S, which is followed for so much of S from where it is first
#: seen; a shoulder's joint is moved there by so much at most, S.
_THICK, _EDGE, _MOVED = 0.15, 0.15, 0.3
_LEAST = 3  # pixels that tell an edge
#: An upper arm hangs that leads so steeply down, 1 along the body; how much of it, as the pose has it, hair covers.
_HANGS, _UNDER_HAIR = 0.7, 0.2
#: Upper arm and forearm of an arm on the hip enclose less than this, degrees: a hanging arm isn't one.
_BENT = 140.0
#: How long a forearm is at most, upper arms; how far past where it is last seen it leads at least, S; how visible a
#: found elbow is; and how far behind the shoulders a hand lies that the body hides, S.
_FOREARM, _PAST, _SEEN, _BEHIND = 0.95, 0.1, 0.6, 1.0


def beyond_shoulder(labels: NDArray[np.uint8], body: Body, side: int) -> Mask:
    """H×W: cloth and skin beside the body, beyond the shoulder joint on `side` (0 the image's left)."""
    _, up, right = frame(body)
    joint, out = body.shoulders[side], right * (-1.0, 1.0)[side]
    y, x = np.mgrid[: labels.shape[0], : labels.shape[1]].astype(np.float32)
    beyond = (x - joint[0]) * out[0] + (y - joint[1]) * out[1]
    below = -((x - joint[0]) * up[0] + (y - joint[1]) * up[1])
    beside = (beyond > _BEYOND * body.size) & (below > -_ABOVE * body.size) & (below < _DOWN * body.torso)
    return np.asarray(beside & np.isin(labels, [Label.UPPER, Label.SKIN]))


def sticks_out(labels: NDArray[np.uint8], body: Body, side: int) -> bool:
    """Whether there is as much of a person seen from the front beyond the shoulder on `side` as of half an arm."""
    if np.linalg.norm(body.shoulders[0] - body.shoulders[1]) < _FRONTAL * body.torso:
        return False
    return float(beyond_shoulder(labels, body, side).sum()) > _ARM * body.size**2


def on_hips(pose: Array, hands: tuple[Hand | None, Hand | None], labels: NDArray[np.uint8]) -> Array:
    """`pose` (33×4) with arms led to the elbows that stick out beside the body (`labels`: H×W) where theirs are guessed
    and no hand was found; from there the forearm leads to where it goes behind the body."""
    body, pose = Body(pose, labels.shape), pose.copy()
    for side, (chain, rest) in enumerate(_ARMS):
        if pose[chain[1], 3] >= _GUESSED or hands[side] is not None or not sticks_out(labels, body, side):
            continue
        joints = _bent_arm(beyond_shoulder(labels, body, side), body, side)
        if joints is None:
            continue
        wrist, forearm = chain[2], joints[1] - joints[0]
        reach = np.linalg.norm(pose[list(rest), :2] - pose[wrist, :2], axis=1)
        pose[list(chain[1:]), :2], pose[chain[1], 3] = joints, _SEEN
        pose[list(rest), :2] = joints[1] + reach[:, None] * forearm / max(float(np.linalg.norm(forearm)), 1e-6)
        pose[[wrist, *rest], 2] = pose[[11, 12], 2].mean() + _BEHIND * body.size
    return pose


def arm_begins(pose: Array, labels: NDArray[np.uint8], side: int) -> Array:
    """Where an arm's middle line begins (x, y): at the shoulder's joint, but for one that is held out under hair. Hair
    hides that joint too, and the pose network lays it lower on the chest than the visible arm leads to."""
    body = Body(pose, labels.shape)
    joint = np.asarray(body.shoulders[side], np.float32)
    elbow = body.elbows[side]
    _, up, right = frame(body)
    bone, size = elbow - joint, body.size
    if -float(bone @ up) > _HANGS * float(np.linalg.norm(bone)) or not sticks_out(labels, body, side):
        return joint
    column, row = np.round(joint + bone * np.linspace(0, 1, 24)[:, None]).astype(np.int64).T
    column, row = np.clip(column, 0, labels.shape[1] - 1), np.clip(row, 0, labels.shape[0] - 1)
    points = _largest(beyond_shoulder(labels, body, side))
    upper = (points - elbow) @ up > 0
    if (labels[row, column] == Label.HAIR).mean() < _UNDER_HAIR or upper.sum() < _PART * size**2:
        return joint
    found = _joint_below(points[upper], up, right * np.float32((-1.0, 1.0)[side]), size)
    return found if np.linalg.norm(found - joint) < _MOVED * size else joint


def _bent_arm(beside: Mask, body: Body, side: int) -> Array | None:
    """Elbow and wrist (2×2) of the arm that is the largest piece of what lies `beside` the body (H×W), or None where
    that is no bent arm."""
    points = _largest(beside)
    if not len(points):
        return None
    _, up, right = frame(body)
    half, lateral = _HALF * body.size, points @ (right * np.float32((-1.0, 1.0)[side]))
    elbow = points[lateral > lateral.max() - _TIP * half].mean(0)
    gap = points - elbow
    parts = np.linalg.norm(gap, axis=1) > _OFF * half
    upper, fore = parts & (gap @ up > 0), parts & (gap @ up < 0)
    if min(upper.sum(), fore.sum()) < _PART * body.size**2:
        return None
    bone, leads = body.shoulders[side] - elbow, gap[fore].mean(0)
    leads /= max(float(np.linalg.norm(leads)), 1e-6)
    cosine = float(bone @ leads) / max(float(np.linalg.norm(bone)), 1e-6)
    if np.degrees(np.arccos(np.clip(cosine, -1, 1))) > _BENT:
        return None
    seen = float(np.percentile(gap[fore] @ leads, 98))
    length = max(seen + _PAST * body.size, _FOREARM * float(np.linalg.norm(bone)))
    return np.stack([elbow, elbow + length * leads]).astype(np.float32)


def _largest(mask: Mask) -> Array:
    """The points (N×2, x and y) of the largest piece of `mask` (H×W)."""
    pieces, areas = components(mask)
    largest = 1 + int(np.argmax(areas[1:])) if len(areas) > 1 else -1
    rows, columns = np.nonzero(pieces == largest)
    return np.stack([columns, rows], axis=1).astype(np.float32)


def _joint_below(points: Array, up: Array, out: Array, size: float) -> Array:
    """Where the middle of an upper arm (`points`: N×2) lies below its upper edge, which falls outwards from the highest
    that is seen of it."""
    lateral, height = points @ out, points @ up
    start = float(lateral[height > height.max() - _LEAST].mean())
    near = (lateral >= start) & (lateral < start + _EDGE * size)
    columns = np.round(lateral[near] - start).astype(np.int64)
    edge = np.full(int(columns.max()) + 1, -np.inf)
    np.maximum.at(edge, columns, height[near])
    places = np.nonzero(np.isfinite(edge))[0]
    slope = float(np.polyfit(places, edge[places], 1)[0]) if len(places) > _LEAST else 0.0
    normal = np.array([-slope, 1.0]) / np.hypot(slope, 1.0)
    middle = np.array([start, float(height.max())]) - _THICK * size * normal
    return np.asarray(middle[0] * out + middle[1] * up, np.float32)
