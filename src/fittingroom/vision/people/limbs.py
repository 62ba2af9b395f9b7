"""Arms and legs as tubes: where their middle runs, how wide they are, how far clothes cover them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.channels import magnitude
from fittingroom.vision.people.body import Body
from fittingroom.vision.person import WORN, Label, Limb
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

STATIONS = 33
# Half-widths in S by the share of the limb's length; of bare limbs of average build.
_ARM_MODEL = ((0, 0.15, 0.45, 0.6, 0.97, 1.1), (0.165, 0.15, 0.118, 0.115, 0.075, 0.08))
_LEG_MODEL = ((0, 0.25, 0.5, 0.7, 1.0), (0.27, 0.22, 0.16, 0.15, 0.09))
_CLOTH = {True: Label.UPPER, False: Label.LOWER}


@dataclass(frozen=True)
class _Line:
    """The joints' line at the stations: points, unit vectors across (to the outer side), share of the length."""

    points: Array
    normal: Array
    along: Array
    length: float


def find_arms(body: Body, alpha: Array, labels: NDArray[np.uint8]) -> tuple[Limb | None, Limb | None]:
    """Both arms. body, alpha and labels at the same size. Mends `labels`: specks of cloth on a bare piece become
    skin, and the other way round."""
    return _arm(body, alpha, labels, 0), _arm(body, alpha, labels, 1)


def find_legs(body: Body, alpha: Array, labels: NDArray[np.uint8]) -> tuple[Limb | None, Limb | None]:
    """Both legs; as `find_arms`."""
    return _leg(body, alpha, labels, 0), _leg(body, alpha, labels, 1)


def _arm(body: Body, alpha: Array, labels: NDArray[np.uint8], side: int) -> Limb | None:
    landmarks = ((12, 14, 16), (11, 13, 15))[side]
    tip = body.wrists[side] + (body.fingers[side] - body.wrists[side]) * 1.5
    return _limb(body, alpha, labels, side, landmarks, tip, arm=True)


def _leg(body: Body, alpha: Array, labels: NDArray[np.uint8], side: int) -> Limb | None:
    landmarks = ((24, 26, 28), (23, 25, 27))[side]
    tip = body.pose[(32, 31)[side], :2]
    return _limb(body, alpha, labels, side, landmarks, tip, arm=False)


def _limb(
    body: Body, alpha: Array, labels: NDArray[np.uint8], side: int, landmarks: tuple[int, ...], tip: Array, arm: bool
) -> Limb | None:
    joints = body.pose[list(landmarks), :2]
    seen = float(body.pose[list(landmarks), 3].min())
    if body.pose[landmarks[1], 3] < 0.3 or not _inside(joints[1], labels.shape):
        return None
    roots = body.shoulders if arm else body.hips
    window = _window(np.vstack([joints, tip]), 0.5 * body.size, labels.shape)
    corner = np.array([window[1].start, window[0].start], np.float32)
    found = _measured(
        alpha[window], labels[window], np.vstack([joints, tip]) - corner, roots[side] - roots[1 - side], body.size, arm
    )
    region = np.zeros(labels.shape, np.bool_)
    region[window] = found.region
    return replace(found, axis=found.axis + corner, region=region, seen=seen)


def _window(points: Array, margin: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The part of the picture round a limb; everything else about it is reckoned there."""
    low = np.maximum(points.min(0) - margin, 0).astype(np.int64)
    high = np.minimum(points.max(0) + margin, [shape[1], shape[0]]).astype(np.int64)
    return slice(int(low[1]), int(max(high[1], low[1] + 1))), slice(int(low[0]), int(max(high[0], low[0] + 1)))


def _measured(alpha: Array, labels: NDArray[np.uint8], points: Array, outward: Array, size: float, arm: bool) -> Limb:
    """Looks twice: the pose's line is a few pixels off the limb's middle, and the second look starts from what the
    first one found."""
    joints, tip = points[:3], points[3:]
    for last in (False, True):
        line = _line(joints, outward)
        model = (np.interp(line.along, *(_ARM_MODEL if arm else _LEG_MODEL)) * size).astype(np.float32)
        along, across = along_and_across(np.vstack([joints, tip]), labels.shape)
        along = along / np.float32(line.length)
        bare = _bareness(labels, alpha, along, across, model, _CLOTH[arm])
        cover = _cover(bare, line.along)
        region = _region(alpha, labels, along, across, model, cover, arm)
        axis, halfwidth, measured = _widths(line, region, labels, alpha, model)
        if not last:
            knee = int(np.argmin(np.linalg.norm(line.points - joints[1], axis=1)))
            joints = axis[[0, knee, STATIONS - 1]]
    limb = Limb(axis, line.along, line.normal, halfwidth, measured, bare, cover, 1.0, region)
    _mend(labels, alpha, along, across, limb, arm)
    return limb


def _mend(labels: NDArray[np.uint8], alpha: Array, along: Array, across: Array, limb: Limb, arm: bool) -> None:
    """Within the limb, beyond where its clothes end nearly all is skin, and before that nearly all is cloth."""
    width = np.interp(along, limb.along, limb.halfwidth.min(1))
    bare = np.interp(along, limb.along, np.nan_to_num(limb.bare, nan=0.5))
    near = (alpha > 0.5) & (along > 0.05) & (along < 1.0) & (across < 0.9 * width)
    cloth = np.isin(labels, WORN)
    labels[near & cloth & (along > limb.cover + 0.04) & (bare > 0.7)] = Label.SKIN
    if limb.cover > 0.25:  # a shoulder's skin beside a strap or armhole is real
        covered = (along < limb.cover - 0.04) & (bare < 0.3)
        covered &= arm | (along > 0.5)  # hands lie on thighs
        labels[near & (labels == Label.SKIN) & covered] = _CLOTH[arm]
    hand = (labels == Label.SKIN) & (along > limb.cover) & (across < width)
    if arm and limb.cover > 0.5 and hand.sum() > 0.5 * float(width.max()) ** 2:  # sleeve and trousers may look alike
        cuff = (alpha > 0.5) & (across < width) & (along > 0.05) & (along < min(limb.cover + 0.12, 1.12))
        labels[cuff & (labels == Label.LOWER)] = Label.UPPER


def _inside(point: Array, shape: tuple[int, ...]) -> bool:
    return bool(0 <= point[0] < shape[1] and 0 <= point[1] < shape[0])


def _line(joints: Array, outward: Array) -> _Line:
    """The joints' line, its corner rounded so that stations don't cross at a bent elbow or knee."""
    lengths = np.linalg.norm(np.diff(joints, axis=0), axis=1)
    length = max(float(lengths.sum()), 1.0)
    at = np.array([0, lengths[0], length])
    along = np.linspace(0, 1, STATIONS)
    fine = np.linspace(0, length, 4 * STATIONS)
    points = np.stack([np.interp(fine, at, joints[:, k]) for k in (0, 1)], -1)
    points = ndimage.gaussian_filter1d(points, 4, axis=0, mode="nearest")
    points[0], points[-1] = joints[0], joints[-1]
    placed = np.stack([np.interp(along * length, fine, points[:, k]) for k in (0, 1)], -1)
    direction = np.gradient(placed, axis=0)
    direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6)
    normal = np.stack([-direction[:, 1], direction[:, 0]], -1)
    if normal[0] @ outward < 0:
        normal = -normal
    return _Line(placed.astype(np.float32), normal.astype(np.float32), along.astype(np.float32), length)


def along_and_across(points: Array, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """For every pixel: how far along the line through `points` (N×2) its nearest point lies, in pixels, negative
    before the first; and its distance from the line."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    nearest, along, done = np.full(shape, 1e9, np.float32), np.zeros(shape, np.float32), 0.0
    for k in range(len(points) - 1):
        start, step = points[k], points[k + 1] - points[k]
        length = max(float(np.linalg.norm(step)), 1.0)
        step = step / length
        share = (x - start[0]) * step[0] + (y - start[1]) * step[1]
        held = np.clip(share, -np.inf if k == 0 else 0, length)
        away = magnitude(x - start[0] - held * step[0], y - start[1] - held * step[1])
        closer = away < nearest
        nearest, along = np.where(closer, away, nearest), np.where(closer, done + held, along)
        done += length
    return along.astype(np.float32), nearest.astype(np.float32)


def _region(
    alpha: Array, labels: NDArray[np.uint8], along: Array, across: Array, model: Array, cover: float, arm: bool
) -> Mask:
    """The limb's pixels: near its line, skin, and cloth as far as it is covered, in one piece with its middle."""
    width = np.interp(along, np.linspace(0, 1, len(model)), model)
    skin = (labels == Label.SKIN) & (across < 1.7 * width)
    cloth = np.isin(labels, (Label.UPPER,) if arm else (Label.LOWER, Label.SHOES))
    cloth &= ((along < cover + 0.03) | (labels == Label.SHOES)) & (across < 1.1 * width)
    near = (alpha > 0.5) & (along > 0) & (skin | cloth)
    return holding(near, across < 0.5 * width)


def _bareness(
    labels: NDArray[np.uint8], alpha: Array, along: Array, across: Array, model: Array, cloth: Label
) -> Array:
    """Share of skin among skin and cloth near the line, by station; NaN where neither is seen."""
    width = np.interp(along, np.linspace(0, 1, len(model)), model)
    core = (across < 0.65 * width) & (alpha > 0.5) & (along >= 0) & (along <= 1)
    station = np.clip(np.round(along[core] * (STATIONS - 1)), 0, STATIONS - 1).astype(np.int64)
    skin = np.bincount(station, labels[core] == Label.SKIN, STATIONS)
    covered = np.bincount(station, labels[core] == cloth, STATIONS)
    total = skin + covered
    return np.where(total >= 3, skin / np.maximum(total, 1), np.nan).astype(np.float32)


def _cover(bare: Array, along: Array) -> float:
    """The split of the limb that best agrees with `bare`: cloth before, skin after."""
    known = np.isfinite(bare)
    if not known.any():
        return 1.0
    skin = np.where(known, np.nan_to_num(bare), 0.5)
    before = np.concatenate([[0], np.cumsum(skin)])
    after = np.concatenate([np.cumsum((1 - skin)[::-1])[::-1], [0]])
    split = int(np.argmin(before + after))
    return float(split / len(along)) if split < len(along) else 1.0


def _widths(
    line: _Line, region: Mask, labels: NDArray[np.uint8], alpha: Array, model: Array
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Axis, half-widths (inner, outer) and whether they were measured. The axis moves to the middle where both
    edges are seen; where one isn't, the model counts, scaled to the person's own limbs."""
    halfwidth, measured = np.stack([model, model], -1), np.zeros((STATIONS, 2), np.bool_)
    for side, sign in enumerate((-1.0, 1.0)):
        reach, edge = _edge(line, sign, region, labels, alpha, model)
        measured[:, side] = edge & (reach > 1) & (reach < 1.9 * model)
        halfwidth[:, side] = np.where(measured[:, side], reach, np.nan)
    total = halfwidth.sum(1) / 2
    measured &= ~(total < 0.28 * model)[:, None]
    both = measured.all(1)
    own = float(np.median((total / model)[both])) if both.sum() > 3 else 1.0
    usual = model * np.float32(np.clip(own, 0.4, 1.5))
    shift = np.where(both, (halfwidth[:, 1] - halfwidth[:, 0]) / 2, 0)
    # One edge alone also tells where the middle is, given the usual width.
    inner, outer = measured[:, 0] & ~both, measured[:, 1] & ~both
    shift = np.where(inner, usual - halfwidth[:, 0], np.where(outer, halfwidth[:, 1] - usual, shift))
    shift = np.clip(shift, -0.5 * usual, 0.5 * usual)
    shift = ndimage.gaussian_filter1d(ndimage.median_filter(shift, 5), 1.5, mode="nearest")
    axis = line.points + line.normal * shift[:, None]
    halfwidth += np.stack([shift, -shift], -1)
    halfwidth = np.where(measured, halfwidth, usual[:, None])
    smooth = ndimage.gaussian_filter1d(halfwidth, 1.0, axis=0, mode="nearest")
    return axis.astype(np.float32), np.maximum(smooth, 1).astype(np.float32), measured


def _edge(
    line: _Line, sign: float, region: Mask, labels: NDArray[np.uint8], alpha: Array, model: Array
) -> tuple[Array, NDArray[np.bool_]]:
    """How far from each station the limb's region goes, and whether the background begins there, or cloth beside
    skin (rather than the picture's border or the region's own limit)."""
    steps = np.arange(0, 2.0 * float(model.max()), 0.5, dtype=np.float32)
    points = line.points[:, None] + sign * line.normal[:, None] * steps[None, :, None]
    column, row = (np.round(points[..., k]).astype(np.int64) for k in (0, 1))
    height, width = region.shape
    within = (row >= 0) & (row < height) & (column >= 0) & (column < width)
    row, column = np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)
    inside = region[row, column] & within
    begun = np.maximum.accumulate(inside, axis=1)
    out = begun & ~inside
    first = np.where(out.any(1), out.argmax(1), len(steps) - 1)
    at = np.arange(len(first))
    beyond, before = np.minimum(first + 3, len(steps) - 1), np.maximum(first - 2, 0)
    background = alpha[row[at, beyond], column[at, beyond]] < 0.5
    last, next_ = labels[row[at, before], column[at, before]], labels[row[at, beyond], column[at, beyond]]
    clothed = (last == Label.SKIN) & np.isin(next_, (Label.UPPER, Label.LOWER))
    return steps[first], out.any(1) & within[at, first] & (background | clothed)
