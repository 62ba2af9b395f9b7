"""The trunk: shoulder tips, where the neck stands, its sides, waist, hips, and the hem of what is worn on it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.people.body import Body
from fittingroom.vision.person import Label, Limb, NeckBase, Torso

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_HEIGHTS = np.linspace(0.05, 1.35, 27, dtype=np.float32)
# Half-widths in S of an average trunk by height; the first prototype's fit.
_MODEL = ((0.05, 0.25, 0.6, 1.0, 1.35), (0.56, 0.54, 0.47, 0.54, 0.56))


def frame(body: Body) -> tuple[Array, Array, Array]:
    """Middle of the shoulders, and the unit vectors up and right of the torso."""
    top, bottom = body.shoulders.mean(0), body.hips.mean(0)
    up = (top - bottom) / max(float(np.linalg.norm(top - bottom)), 1.0)
    return top.astype(np.float32), up.astype(np.float32), np.array([-up[1], up[0]], np.float32)


def shoulder_frame(body: Body) -> tuple[Array, Array, Array]:
    """As `frame`, but along the shoulders' own line, which in a leaning person isn't square to the torso."""
    top, up, right = frame(body)
    line = body.shoulders[1] - body.shoulders[0]
    length = float(np.linalg.norm(line))
    if length < 0.5 * body.size or line @ right < 0.85 * length:
        return top, up, right
    along = (line / length).astype(np.float32)
    return top, np.array([along[1], -along[0]], np.float32), along


def shoulder_tips(body: Body, alpha: Array, labels: NDArray[np.uint8]) -> Array:
    """2×2: on the silhouette's upper edge, .12 S outside the joint or the nearest place inwards where that edge is
    above the joint. Where hair or nothing is there, .12 S outside and .1 S above the joint."""
    _, up, right = shoulder_frame(body)
    tips = np.zeros((2, 2), np.float32)
    for side, sign in enumerate((-1.0, 1.0)):
        joint = body.shoulders[side]
        fallback = joint + right * (sign * 0.10 * body.size) + up * (0.10 * body.size)
        found = None
        for out in np.arange(0.12, -0.05, -0.02):
            found = _top_edge(joint + right * (sign * out * body.size), up, body.size, alpha, labels)
            if found is not None and (found - joint) @ up > 0.04 * body.size:
                break
        tips[side] = fallback if found is None else found
    return tips


def _top_edge(
    start: Array, up: Array, size: float, alpha: Array, labels: NDArray[np.uint8], limit: float = 0.3
) -> Array | None:
    """Going up from `start` − .1 S to + `limit` S: where the person ends, if not in hair."""
    path = start + up * np.arange(-0.1 * size, limit * size, 0.5, dtype=np.float32)[:, None]
    values, kinds = _sampled(alpha, path), _sampled(labels, path)
    inside = values > 0.5
    if not inside[0] or inside.all():
        return None
    last = int(np.argmin(inside)) - 1
    before, after = float(values[last]), float(values[last + 1])
    if kinds[last] in (Label.HAIR, Label.FACE):
        return None
    share = np.clip((before - 0.5) / max(before - after, 1e-3), 0, 1)
    return np.asarray(path[last] + (path[last + 1] - path[last]) * share, np.float32)


def _sampled(values: NDArray[Any], path: Array) -> NDArray[Any]:
    """The nearest pixels' values; outside the picture 0."""
    column, row = np.round(path[:, 0]).astype(np.int64), np.round(path[:, 1]).astype(np.int64)
    height, width = values.shape[:2]
    inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
    picked = values[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)]
    return np.where(inside, picked, np.zeros_like(picked))


def neck_base(body: Body, alpha: Array, labels: NDArray[np.uint8], tips: Array) -> NeckBase:
    """Where the neck stands on the shoulders: going inwards from a shoulder tip along the silhouette's upper edge,
    where that edge turns up. Where hair or a collar hides it, as far from the neck's middle as the neck is wide there.

    The neck's width is that of bare skin between chin and shoulders, .15…0.25 S.
    """
    top, up, right = shoulder_frame(body)
    centre, halfwidth, seen = _neck_width(body, labels, top, up, right)
    base = top + right * float((centre - top) @ right)
    points, measured = np.zeros((2, 2), np.float32), np.zeros(2, np.bool_)
    for side, sign in enumerate((-1.0, 1.0)):
        turn = _turning_point(tips[side], base, up, right * -sign, body.size, alpha, labels)
        apart = 0.0 if turn is None else abs(float((turn - base) @ right))
        if turn is not None and 0.9 * halfwidth < apart < 2.0 * halfwidth:
            points[side], measured[side] = turn, seen
        else:
            points[side] = base + right * (sign * 1.2 * halfwidth) + up * (0.15 * body.size)
        height = float((points[side] - top) @ up)
        points[side] += up * (np.clip(height, 0.08 * body.size, 0.26 * body.size) - height)
    for side in (0, 1):
        if measured[1 - side] and not measured[side]:
            mirrored = points[1 - side] - right * (2 * float((points[1 - side] - base) @ right))
            points[side] = mirrored
    middle = np.asarray(points.mean(0), np.float32)
    return NeckBase(points, _round_front(points, up, halfwidth), middle, halfwidth, measured)


def _turning_point(
    tip: Array, base: Array, up: Array, inward: Array, size: float, alpha: Array, labels: NDArray[np.uint8]
) -> Array | None:
    """Where the upper edge, smoothed over .03 S, first rises more than 1.4 across 1; None where hair comes first."""
    reach = float((base - tip) @ inward)
    start = tip - up * float((tip - base) @ up)  # on the shoulder line, below the tip
    edge = []
    for away in np.arange(0.05 * size, reach, 1.0):
        found = _top_edge(start + inward * away, up, size, alpha, labels, limit=0.45)
        if found is None:
            break
        edge.append(found)
    if len(edge) < 5:
        return None
    heights = np.array([(point - start) @ up for point in edge])
    steep = np.gradient(ndimage.gaussian_filter1d(heights, max(1.0, 0.03 * size), mode="nearest")) > 1.4
    return np.asarray(edge[int(steep.argmax())] if steep.any() else edge[-1], np.float32)


def _neck_width(
    body: Body, labels: NDArray[np.uint8], top: Array, up: Array, right: Array
) -> tuple[Array, float, bool]:
    """Centre and half-width from rows of skin between the chin and just above the shoulder line."""
    size = body.size
    rows = []
    for rise in np.arange(0.14, 0.45, 0.015):
        path = top + up * (rise * size) + right * np.arange(-0.4 * size, 0.4 * size, 1.0, dtype=np.float32)[:, None]
        skin = _sampled(labels, path) == Label.SKIN
        if skin.sum() > 0.16 * size:
            hits = np.flatnonzero(skin)
            rows.append((hits[0] - 0.4 * size, hits[-1] - 0.4 * size))
    if len(rows) < 3:
        return top, 0.19 * size, False
    left, far = np.array(rows).T
    widths = (far - left) / 2
    middle = float(np.median((left + far)[widths <= np.percentile(widths, 60)])) / 2
    halfwidth = float(np.clip(np.percentile(widths, 30), 0.15 * size, 0.25 * size))
    return np.asarray(top + right * np.clip(middle, -0.15 * size, 0.15 * size)), halfwidth, True


def _round_front(points: Array, up: Array, halfwidth: float) -> Array:
    """Half an ellipse through the points, hanging .62 half-widths down: a crew neck's front."""
    angle = np.linspace(np.pi, 0, 33)[:, None]
    middle, reach = points.mean(0), (points[1] - points[0]) / 2
    return np.asarray(middle + np.cos(angle) * reach - up * (np.sin(angle) * 0.75 * halfwidth), np.float32)


def find_torso(body: Body, alpha: Array, labels: NDArray[np.uint8], arms: tuple[Limb | None, Limb | None]) -> Torso:
    """The trunk's sides: from its middle outwards to where the person ends or an arm begins."""
    top, up, right = frame(body)
    sides, measured = np.zeros((len(_HEIGHTS), 2, 2), np.float32), np.zeros((len(_HEIGHTS), 2), np.bool_)
    span = 0.5 * float(np.linalg.norm(body.hips[0] - body.hips[1]))
    for k, height in enumerate(_HEIGHTS):
        middle = top - up * (height * body.torso)
        model = float(np.interp(height, *_MODEL)) * body.size
        if height > 0.6:
            model = max(model, span * float(np.interp(height, [0.6, 1, 1.35], [1.2, 1.5, 1.55])))
        for side, sign in enumerate((-1.0, 1.0)):
            reach, seen = _side(middle, right * sign, model, alpha, labels, arms[side], float(height))
            sides[k, side], measured[k, side] = middle + right * (sign * reach), seen
    for side in (0, 1):
        sides[:, side] = ndimage.gaussian_filter1d(sides[:, side], 0.8, axis=0, mode="nearest")
    return Torso(_HEIGHTS.copy(), sides, measured)


def _side(
    middle: Array,
    outward: Array,
    model: float,
    alpha: Array,
    labels: NDArray[np.uint8],
    arm: Limb | None,
    height: float,
) -> tuple[float, bool]:
    steps = np.arange(0, 1.7 * model, 0.5, dtype=np.float32)
    path = middle + outward * steps[:, None]
    inside = _sampled(alpha, path) > 0.5
    kinds = _sampled(labels, path)
    limb = _sampled(arm.region, path).astype(bool) if arm is not None else np.zeros(len(steps), bool)
    bare_arm = limb & (kinds == Label.SKIN) & (steps > 0.55 * model)
    sleeve = limb & (kinds != Label.SKIN) & (steps > 0.9 * model)
    ends = ~inside | bare_arm | sleeve
    if not ends.any():
        return model, False
    first = int(ends.argmax())
    reach = float(np.clip(steps[first], 0.72 * model, 1.5 * model))
    clear = (not inside[first] or bare_arm[first]) and reach == steps[first] and height > 0.12
    return reach, bool(clear)


def line_at(torso: Torso, height: float) -> Array:
    """2×2: left and right end of the trunk at `height`."""
    return np.stack(
        [[np.interp(height, torso.height, torso.sides[:, side, k]) for k in (0, 1)] for side in (0, 1)]
    ).astype(np.float32)


def waist_of(torso: Torso) -> Array:
    """2×2: the narrowest line between .5 and .85."""
    between = np.flatnonzero((torso.height >= 0.5) & (torso.height <= 0.85))
    widths = np.linalg.norm(torso.sides[between, 1] - torso.sides[between, 0], axis=1)
    return np.array(torso.sides[between[int(widths.argmin())]], np.float32)


def hem_of(path: Array, labels: NDArray[np.uint8], torso: Torso) -> Array:
    """N×2, left to right between the trunk's sides: `path` (row by column, NaN where unknown) where it is known, else
    the lower end of UPPER, where that isn't the picture's; empty where there is none."""
    left, right = max(0, int(torso.sides[:, 0, 0].min())), int(torso.sides[:, 1, 0].max())
    points = []
    for x in range(left, min(labels.shape[1], right + 1)):
        row = path[x] if np.isfinite(path[x]) else _lower_end(labels[:, x] == Label.UPPER)
        if row is not None and _between(x, float(row), torso):
            points.append((x, row))
    if len(points) < 8:
        return np.zeros((0, 2), np.float32)
    hem = np.array(points, np.float32)
    hem[:, 1] = ndimage.median_filter(hem[:, 1], 9)
    return hem


def _lower_end(column: Mask) -> float | None:
    rows = np.flatnonzero(column)
    return float(rows[-1] + 1) if len(rows) and rows[-1] < len(column) - 2 else None


def _between(x: float, y: float, torso: Torso) -> bool:
    sides = [np.interp(y, torso.sides[:, side, 1], torso.sides[:, side, 0]) for side in (0, 1)]
    return bool(torso.sides[0, :, 1].min() < y < torso.sides[-1, :, 1].max() and sides[0] <= x <= sides[1])
