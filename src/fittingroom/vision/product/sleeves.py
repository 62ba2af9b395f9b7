"""Sleeves and armholes: where the armpits are, and what of the cut-out is sleeve."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.garment import Sleeve
from fittingroom.vision.pieces import components
from fittingroom.vision.product.arrays import SIDES, Floats, Image, Mask, Pair
from fittingroom.vision.product.masks import largest, morph
from fittingroom.vision.product.outline import Outline
from fittingroom.vision.product.paths import least_path

#: Sleeve length from shoulder tip to wrist, in lengths from shoulder to hem of a top that ends at the hip.
ARM = 1.12
#: How much an armpit's place further in counts beside one further up, under a short sleeve that stands off.
SPREAD = 2.2

#: From this symmetry on armpits lie alike on both sides, and by so much of a chest one lies further out that doesn't.
EVEN, UNEVEN = 0.9, 0.08


@dataclass(frozen=True)
class Armholes:
    """tips, armpits: (left, right), each (x, y). sleeved: whether there are sleeves. fused: their inner edge is
    a guess. bottom: for fused sleeves, x of the border between body and sleeve for each row; else None. sure: 0…1."""

    tips: Pair
    armpits: Pair
    sleeved: bool
    fused: bool
    borders: Pair | None
    sure: float


def chest_width(shape: Outline) -> float:
    """Width of the body, a robust guess: the central run over the middle of the garment."""
    top = shape.box[1]
    rows = np.linspace(top + 0.45 * shape.height, top + 0.75 * shape.height, 15).astype(int)
    return float(np.median([np.diff(shape.central_run(y))[0] + 1 for y in rows]))


def find_armholes(shape: Outline, image: Image) -> Armholes:
    """Sleeved, sleeveless or fused, and the points that go with it."""
    found = [_gap(shape, s) for s in SIDES]
    pits = _agree(shape, found)
    if pits is not None:
        sure = 0.9 if all(f is not None for f in found) else 0.6
        return Armholes((_tip(shape, pits[0], -1), _tip(shape, pits[1], 1)), pits, True, False, None, sure)
    fused = _fused(shape, image)
    return fused if fused is not None else _sleeveless(shape)


def _gap(shape: Outline, s: int) -> Floats | None:
    """The armpit of side s by the outline: the inmost upper end of the gap between sleeve and body, or None."""
    hull = np.zeros(shape.mask.shape, np.uint8)
    cv2.fillPoly(hull, [cv2.convexHull(shape.contour.astype(np.int32))], 1)
    xs = np.arange(shape.mask.shape[1])
    open_ = (hull > 0) & ~shape.mask & ((xs - shape.axis) * s > 0.1 * shape.width)
    labels, areas = components(open_, connectivity=4)
    best: Floats | None = None
    chest = chest_width(shape)
    for i in range(1, len(areas)):
        if areas[i] < 0.002 * shape.width * shape.height:
            continue
        rows, columns = np.nonzero(labels == i)
        point = _inmost(shape, rows, columns, s, 1.0)
        if not _is_armpit(shape, point, s, chest):
            # over a short sleeve that stands off, the gap reaches higher at the cuff than at the armpit
            point = _inmost(shape, rows, columns, s, SPREAD)
            if not (_is_armpit(shape, point, s, chest) and _under_sleeve(rows, columns, point, s, chest)):
                continue
        if best is None or point[1] < best[1]:
            best = point
    return None if best is None else _apex(shape, best, s, chest)


def _inmost(shape: Outline, rows: NDArray[np.int_], columns: NDArray[np.int_], s: int, lean: float) -> Floats:
    """The inmost and uppermost of these pixels: one further in is worth `lean` further up."""
    k = int(np.argmax(-lean * (columns - shape.axis) * s - rows))
    return np.array([columns[k], rows[k]], float)


def _under_sleeve(rows: NDArray[np.int_], columns: NDArray[np.int_], point: Floats, s: int, chest: float) -> bool:
    """Whether the gap's upper edge runs flat enough away from the point to be a sleeve's lower edge; from a waist it
    rises steeply to the chest."""
    run = 0.1 * chest
    beside = np.abs(columns - (point[0] + s * run)) < 2
    return bool(beside.any() and point[1] - rows[beside].min() < 1.2 * run)


def _apex(shape: Outline, point: Floats, s: int, chest: float) -> Floats:
    """Where the two sides of a gap would meet: the cut-out rounds its narrow upper end off."""
    rows = np.arange(int(point[1] + 3), int(min(point[1] + 0.18 * chest, shape.box[3])))
    widths = []
    for row in rows:
        line = (
            shape.mask[row, int(point[0] - s * 0.1 * chest) :]
            if s > 0
            else shape.mask[row, int(point[0] + 0.1 * chest) :: -1]
        )
        gap = np.flatnonzero(~line)
        after = line[gap[0] :] if len(gap) else line[:0]
        widths.append(float(np.argmax(after)) if after.any() else np.nan)
    known = ~np.isnan(widths) if len(widths) else np.zeros(0, bool)
    if known.sum() < 8:
        return point
    slope, start = np.polyfit(rows[known] - point[1], np.array(widths)[known], 1)
    up = start / slope if slope > 0.05 else 0.0
    return np.asarray(point - np.array([0.0, float(np.clip(up, 0, 0.22 * chest))]))


def _is_armpit(shape: Outline, point: Floats, s: int, chest: float) -> bool:
    """Whether a sleeve hangs out above and beyond this point."""
    y0 = shape.box[1]
    if not y0 + 0.06 * shape.height < point[1] < y0 + 0.72 * shape.height:
        return False
    edge = shape.extents[0 if s < 0 else 1][y0 : int(point[1]) + 1]
    beyond = float(shape.side(edge, s).max() - shape.side(point[0], s))
    above = shape.mask[max(0, int(point[1]) - round(0.06 * chest)) : int(point[1]), int(point[0]) + s * 2]
    below = shape.mask[int(min(point[1] + 0.12 * chest, shape.mask.shape[0] - 1))]
    inward = (
        below[int(point[0] - s * 0.25 * chest) : int(point[0]) : s]
        if s > 0
        else below[int(point[0]) : int(point[0] + 0.25 * chest)]
    )
    if not inward.any():
        return False
    return bool(beyond > 0.10 * min(chest, 2 * float(shape.side(point[0], s))) and above.mean() > 0.6)


def _agree(shape: Outline, found: list[Floats | None]) -> Pair | None:
    """Two armpits from what was found on each side, mirroring the one that is missing or out of line."""
    left, right = found
    if left is None and right is None:
        return None
    if left is None or right is None:
        only = left if left is not None else right
        assert only is not None
        if shape.symmetry < 0.9:
            return None
        return (only, shape.mirrored(only)) if left is not None else (shape.mirrored(only), only)
    if abs(left[1] - right[1]) > 0.18 * shape.height:
        upper = left if left[1] < right[1] else right
        return (upper, shape.mirrored(upper)) if upper is left else (shape.mirrored(upper), upper)
    level = (left[1] + right[1]) / 2
    left, right = np.array([left[0], level]), np.array([right[0], level])
    further = float(shape.side(left[0], -1)) - float(shape.side(right[0], 1))
    if shape.symmetry > EVEN and abs(further) > UNEVEN * chest_width(shape):
        # a gap that backdrop fills in part seems to end out under the sleeve
        return (shape.mirrored(right), right) if further > 0 else (left, shape.mirrored(left))
    return left, right


def _tip(shape: Outline, armpit: Floats, s: int) -> Floats:
    """The shoulder tip over an armpit: on the top edge, moved inward until the edge is no steeper than a shoulder."""
    chest = chest_width(shape)
    xs = np.arange(shape.mask.shape[1])
    top = cv2.GaussianBlur(shape.top[None].astype(np.float32), (0, 0), 0.015 * chest)[0]
    slope = np.gradient(top) * s
    x = armpit[0] - s * 0.02 * chest
    for step in np.arange(0, 0.18 * chest):
        i = int(np.clip(x - s * step, 0, len(xs) - 1))
        if slope[i] < 0.75 and top[i] < armpit[1] - 0.15 * chest:
            return np.array([i, shape.top[i]], float)
    i = int(np.clip(x - s * 0.05 * chest, 0, len(xs) - 1))
    return np.array([i, min(shape.top[i], armpit[1] - 0.2 * chest)], float)


def _sleeveless(shape: Outline) -> Armholes:
    """Armpits where the side begins: the outline has reached most of the body's width and turns downwards."""
    chest = chest_width(shape)
    deepest = shape.box[1] + min(0.55 * shape.height, 0.9 * chest)
    tips = [_outer_top(shape, s, deepest) for s in SIDES]
    rows = [_strap_ends(shape, k, t, chest) or _side_begins(shape, k, t, deepest) for k, t in enumerate(tips)]
    if abs(rows[0] - rows[1]) < 0.12 * shape.height:
        rows = [round(float(np.mean(rows)))] * 2
    pits = [np.array([shape.extents[k][row], row], float) for k, row in enumerate(rows)]
    return Armholes((tips[0], tips[1]), (pits[0], pits[1]), False, False, None, 0.7)


def _outer_top(shape: Outline, s: int, deepest: float) -> Floats:
    contour = shape.contour
    upper = contour[(shape.side(contour[:, 0], s) > 0) & (contour[:, 1] <= deepest)]
    if not len(upper):
        return np.array([shape.axis, shape.box[1]], float)
    return np.asarray(upper[np.argmax(shape.side(upper[:, 0], s) * 0.8 - upper[:, 1])], float)


def _side_begins(shape: Outline, k: int, tip: Floats, deepest: float) -> int:
    """The row where the outer edge bulges most over the straight line down from the tip: the armhole's lower end.

    Where it does not bulge, at the usual depth.
    """
    rows = np.arange(int(tip[1]) + 2, int(deepest) + 1)
    if len(rows) < 8:
        return int(deepest)
    span = shape.side(shape.extents[k][rows], SIDES[k])
    bulge = span - np.linspace(float(shape.side(tip[0], SIDES[k])), float(span[-1]), len(rows))
    late = rows > tip[1] + 0.25 * (deepest - tip[1])
    best = int(np.argmax(np.where(late, bulge, -np.inf)))
    return int(rows[best]) if bulge[best] > 0.015 * chest_width(shape) else int(tip[1] + 0.48 * (deepest - tip[1]))


def _strap_ends(shape: Outline, k: int, tip: Floats, chest: float) -> int:
    """The row where a strap has widened into the body; 0 if it is no narrow strap."""
    rows = np.arange(int(tip[1]) + 2, int(min(tip[1] + 0.9 * chest, shape.box[3])))
    edge = shape.extents[k][rows].astype(int)
    widths = np.array([_run_from(shape.mask[r], e, -SIDES[k]) for r, e in zip(rows, edge, strict=True)], float)
    if not len(widths) or np.median(widths[: max(3, len(widths) // 8)]) > 0.16 * chest:
        return 0
    wide = np.flatnonzero(widths > 0.22 * chest)
    return int(rows[wide[0]]) if len(wide) else 0


def _run_from(row: Mask, start: int, step: int) -> int:
    """Length of the run of mask that begins at `start` and goes left (step -1) or right (1)."""
    part = row[start:] if step > 0 else row[start::-1]
    return int(len(part) if part.all() else part.argmin())


def _fused(shape: Outline, image: Image) -> Armholes | None:
    """Sleeves that lie against the body: a mirrored pair of edges from the armpit down to the cuff or hem, or None."""
    _, y0, _, y1 = shape.box
    high, middle, low = shape.span_at(0.05), shape.span_at(0.45), shape.span_at(0.85)
    broad = middle > 1.9 * high or (middle > 1.35 * high and low < 1.25 * middle)
    if not broad or shape.height > 1.9 * middle:
        return None
    offsets, rows = (
        np.arange(int(0.17 * shape.width), int(0.43 * shape.width)),
        np.arange(int(y0 + 0.38 * shape.height), int(y1 - 0.02 * shape.height)),
    )
    strength = _edge_strength(shape, image, offsets, rows)
    place = np.abs(offsets - 0.28 * shape.width) / shape.width
    columns = least_path(1 - strength + 1.5 * place[None], 2, 0.02)
    if strength[np.arange(len(rows)), columns].mean() < 0.6:
        return None
    path = offsets[columns]
    path = cv2.GaussianBlur(path[None].astype(np.float32), (0, 0), 0.01 * shape.height)[0]
    borders = []
    for s in SIDES:
        border = np.full(shape.mask.shape[0], np.nan)
        border[rows] = shape.axis + s * path
        border[rows[-1] :] = border[rows[-1]]
        borders.append(border)
    pits = tuple(np.array([b[rows[0]], rows[0]], float) for b in borders)
    tips = (_tip(shape, pits[0], -1), _tip(shape, pits[1], 1))
    return Armholes(tips, (pits[0], pits[1]), True, True, (borders[0], borders[1]), 0.4)


def _edge_strength(shape: Outline, image: Image, offsets: NDArray[np.int_], rows: NDArray[np.int_]) -> Floats:
    """Strength 0…1 of an upright edge at each offset from the axis, both sides together; 1 in a gap inside the hull."""
    smooth = cv2.GaussianBlur(image, (0, 0), 1.5).astype(np.float32)
    edge = np.abs(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3)).max(2) / 8
    scale = max(2.0, float(np.percentile(edge[shape.mask], 90)))
    strength = np.clip(edge / scale, 0, 1)
    inner = morph(shape.mask, cv2.MORPH_ERODE, 0.035 * shape.width)
    strength = np.where(inner, strength, 0.0)
    strength[~shape.mask & _between_extents(shape)] = 1.0
    both = [
        strength[rows][:, np.clip(np.round(shape.axis + s * offsets).astype(int), 0, image.shape[1] - 1)] for s in SIDES
    ]
    return np.asarray((both[0] + both[1]) / 2)


def _between_extents(shape: Outline) -> Mask:
    x = np.arange(shape.mask.shape[1])[None]
    return np.asarray((x > shape.extents[0][:, None]) & (x < shape.extents[1][:, None]))


def split_sleeves(shape: Outline, arms: Armholes) -> tuple[Mask, Mask]:
    """The masks of the left and the right sleeve, empty where there are none."""
    masks = []
    for k, s in enumerate(SIDES):
        masks.append(_sleeve_mask(shape, arms, k, s) if arms.sleeved else np.zeros_like(shape.mask))
    return masks[0], masks[1]


def _sleeve_mask(shape: Outline, arms: Armholes, k: int, s: int) -> Mask:
    tip, pit = arms.tips[k], arms.armpits[k]
    y, x = np.mgrid[: shape.mask.shape[0], : shape.mask.shape[1]]
    line = tip[0] + (pit[0] - tip[0]) * np.clip((y - tip[1]) / max(1.0, pit[1] - tip[1]), 0, 1)
    beyond = shape.mask & ((x - line) * s > 0)
    if arms.borders is not None:
        border = np.where(np.isnan(arms.borders[k]), 1e6 * s, arms.borders[k])[:, None]
        return largest(beyond & ((y <= pit[1]) | ((x - border) * s > 0)), 0.3)
    border = _gap_border(shape, pit, s)
    both = beyond & ((y <= pit[1]) | ((x - border[:, None]) * s > 0))
    _, labels = cv2.connectedComponents(both.astype(np.uint8), connectivity=8)
    ids = np.unique(labels[both & (y <= pit[1])])
    return largest(np.isin(labels, ids[ids > 0]), 0.3)


def _gap_border(shape: Outline, pit: Floats, s: int) -> Floats:
    """x of the border between body and sleeve in each row under the armpit: through the gap wherever there is one."""
    start = int(pit[1])
    rows = np.arange(start, shape.box[3] + 1)
    reach = abs(pit[0] - shape.axis)
    offsets = np.arange(int(0.5 * reach), int(2.2 * reach))
    columns = np.clip(np.round(shape.axis + s * offsets).astype(int), 0, shape.mask.shape[1] - 1)
    grid = np.ix_(rows, columns)
    cost = np.where(shape.mask[grid], 1.2, np.where(_between_extents(shape)[grid], 0.0, 0.6))
    cost[0] += 3 * np.abs(offsets - reach)
    border = np.full(shape.mask.shape[0], pit[0], float)
    border[rows] = shape.axis + s * offsets[least_path(cost, 2, 0.05)]
    return border


def describe_sleeve(mask: Mask, tip: Floats, armpit: Floats, s: int, reach: float, fused: bool) -> Sleeve | None:
    """Axis, half-widths and cuff of a sleeve, from its outer edge (tip to cuff) and inner edge (armpit to cuff)."""
    if mask.sum() < 50:
        return None
    outer, inner = _cuff(mask, (tip + armpit) / 2, s)
    contour = _contour(mask)
    upper, lower = _between(contour, tip, outer, inner), _between(contour, armpit, inner, outer)
    axis = (upper + lower) / 2
    half = np.linalg.norm(upper - lower, axis=1) / 2
    curves: list[Floats] = [np.asarray(a, np.float32) for a in (axis, half, tip, armpit, [outer, inner])]
    return Sleeve(mask, curves[0], curves[1], curves[2], curves[3], curves[4], reach, fused)


def _contour(mask: Mask) -> Floats:
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return max(found, key=len)[:, 0].astype(float)


def _cuff(mask: Mask, root: Floats, s: int) -> tuple[Floats, Floats]:
    """Outer and inner corner of a sleeve's far end."""
    contour = _contour(mask)
    away = np.linalg.norm(contour - root, axis=1)
    far = contour[away >= np.percentile(away, 94)].mean(0)
    along = (far - root) / max(1e-6, float(np.linalg.norm(far - root)))
    across = np.array([-along[1], along[0]]) * -s
    across = across if across @ np.array([s, -1.0]) > 0 else -across
    u, v = (contour - root) @ along, (contour - root) @ across
    end = u > 0.5 * u.max()
    upper, lower = (np.where(end, u + sign * 0.8 * v, -1e9) for sign in (1, -1))
    return contour[int(np.argmax(upper))], contour[int(np.argmax(lower))]


def _between(contour: Floats, start: Floats, end: Floats, avoid: Floats, points: int = 14) -> Floats:
    """The stretch of a closed contour from `start` to `end` that does not pass `avoid`, at equal steps."""
    a, b, c = (int(np.argmin(((contour - p) ** 2).sum(1))) for p in (start, end, avoid))
    n = len(contour)
    forward = np.arange(a, a + (b - a) % n + 1) % n
    path = forward if c not in forward else np.arange(a, a - (a - b) % n - 1, -1) % n
    line = contour[path]
    return resample(np.vstack([start[None], line]), points)


def resample(line: Floats, points: int) -> Floats:
    """The polyline at `points` places at equal steps along it."""
    step = np.r_[0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    at = np.linspace(0, step[-1], points)
    return np.stack([np.interp(at, step, line[:, i]) for i in (0, 1)], axis=1)
