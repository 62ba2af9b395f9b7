"""The front edge of a neck opening: the curve of a neck's shape that lies on the strongest edge of the photo."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.nearest import nearest_known
from fittingroom.vision.product.arrays import Floats, Mask
from fittingroom.vision.product.masks import morph
from fittingroom.vision.product.outline import Outline
from fittingroom.vision.product.paths import least_path
from fittingroom.vision.product.sleeves import resample

#: Exponents of y = depth (1 - |u|^p): a V, softer ones, a round neck, a square one.
POWERS = (1.0, 1.25, 1.6, 2.2, 3.4)
#: An edge this strong (Lab units) is as good as any: a print must not outdo the neck's own edge by its contrast.
CLEAR = 12.0
#: Beyond this difference of lightness (L units) it is no shade on one cloth but another cloth, or a print.
SHADE = 20.0
#: How broad a neck's rib is at most, in half-widths.
RIB = 0.3
U = np.linspace(-0.94, 0.94, 51)


@dataclass(frozen=True)
class Opening:
    """curve: N×2 from left to right. half: half its width. depth: below its ends, pixels. power: its exponent.

    score: strength of the edge (Lab units) under it, weighted by how usual its shape is. sure: 0…1.
    """

    curve: Floats
    half: float
    depth: float
    power: float
    score: float
    sure: float


@dataclass(frozen=True)
class Search:
    """Where to look: half-widths to try, in pixels, the usual one, depths below the back, and the usual one.

    banded: the edge may be bound with a rib, whose upper edge is wanted.
    """

    axis: float
    halves: Floats
    usual_half: float
    half_spread: float
    depths: Floats
    usual_depth: float
    banded: bool = True


def find_opening(shape: Outline, cloth: Floats, search: Search) -> Opening:
    """Try every half-width, depth and exponent; the best is then bent to the edge itself. cloth: `fabric_only`."""
    smooth = _without_label(cloth, shape, search)
    tried = np.vstack([_tried(shape, smooth, search, half) for half in search.halves])
    best = _inner(tried, RIB * search.usual_half) if search.banded else tried[int(np.argmax(tried[:, 0]))]
    score, half, depth, power = (float(v) for v in best)
    reach = 0.1
    if search.banded:
        found = half, depth
        half, depth, seen = _without_rib(shape, smooth, search, (half, depth, power))
        # an edge lost in the dark can't be bent to; else it would go back to the rib's stronger lower edge
        reach = 0.0 if not seen else 0.1 if found == (half, depth) else 0.03
    ends, _ = _ends(shape, search.axis, half)
    curve = _curves(search.axis, half, ends, np.array([depth]), np.array([power]), np.linspace(-1, 1, 61))[0]
    bent = bend(smooth, curve, reach * search.usual_half) if reach else curve
    bent = _below_label(smooth, bent, search)
    return Opening(bent, half, depth, power, score, float(np.clip(score / (score + 3.0), 0, 1)))


def _tried(shape: Outline, smooth: Floats, search: Search, half: float) -> Floats:
    """Rows of score, half-width, depth, power. A score is how far the edge stands out among all depths' edges."""
    ends, floor = _ends(shape, search.axis, half)
    deepest = max(0.0, floor - float(np.mean(ends)))
    depth, power = (a.ravel() for a in np.meshgrid(deepest + search.depths, POWERS))
    curves = _curves(search.axis, half, ends, depth, power)
    edge = _edges(smooth, curves, max(2.5, 0.035 * search.usual_half))
    common = float(np.median(edge))
    stands_out = np.maximum(edge - 0.8 * common, 0) / (1 + 0.15 * common)
    score = stands_out * _usual(search, half, depth - deepest, depth / half, power)
    score = score * _lit(smooth, curves, 0.08 * search.usual_half)
    return np.stack([score, np.full(len(score), half), depth, power], axis=1)


def _inner(tried: Floats, widest: float) -> Floats:
    """The best curve; of a band's two edges, the one that bounds the opening: nearly as good, and less deep by no more
    than a band may be wide, pixels."""
    best = tried[int(np.argmax(tried[:, 0]))]
    close = (
        (tried[:, 0] > 0.72 * best[0]) & (tried[:, 2] < best[2]) & (tried[:, 2] > max(0.55 * best[2], best[2] - widest))
    )
    peaks = tried[close & (np.abs(tried[:, 3] - best[3]) < 1.3)]
    inner = peaks[int(np.argmax(peaks[:, 0] - 0.25 * best[0] * peaks[:, 2] / best[2]))] if len(peaks) else best
    return np.asarray(inner if inner[2] < 0.93 * best[2] else best)


def _without_rib(
    shape: Outline, smooth: Floats, search: Search, found: tuple[float, float, float]
) -> tuple[float, float, bool]:
    """Half-width and depth of the rib's upper edge, if the curve found (half, depth, power) is a rib's lower edge, and
    whether that upper edge is seen; where a dark neck swallows it, it lies as high as the rib is wide on the shoulder.

    A rib is an even band unlike what lies below it, and its upper edge stands out among the curves beside it.
    """
    half, depth, power = found
    ends, floor = _ends(shape, search.axis, half)
    heights = np.arange(0.05, 0.32, 0.01) * search.usual_half
    heights = heights[depth - heights > max(0.0, floor - float(ends.mean())) + 0.06 * search.usual_half]
    if len(heights) < 8:
        return half, depth, True
    halves = np.unique(np.minimum(half, np.array([1.0, 0.95, 0.9, 0.86, 0.82]) * search.usual_half))
    edges = [_edges(smooth, _level(shape, search, h, depth - heights, power), 2.5) for h in halves]
    best = int(np.argmax([e.max() for e in edges]))
    edge, k = edges[best], int(np.argmax(edges[best]))
    if edge[k] < max(3.0, 2.5 * float(np.median(edge))) or k in (0, len(heights) - 1):
        rib = _rib_on_shoulder(shape, smooth, search, found)
        return half, depth - rib, rib == 0
    band = _sample(smooth, _level(shape, search, half, depth - heights[k] * np.array([0.3, 0.5, 0.7]), power))
    under = _sample(smooth, _level(shape, search, half, np.array([depth + 0.06 * search.usual_half]), power))
    middle = band[:, band.shape[1] // 6 : -band.shape[1] // 6].reshape(-1, 3)
    contrast = np.linalg.norm(np.median(under[0], axis=0) - np.median(middle, axis=0))
    even = middle.std(0).max() < 6 and contrast > 8
    return (float(halves[best]), float(depth - heights[k]), True) if even else (half, depth, True)


def _rib_on_shoulder(shape: Outline, smooth: Floats, search: Search, found: tuple[float, float, float]) -> float:
    """How far a rib that contrasts with the fabric goes on along the shoulders beyond the curve's ends; 0 for none.

    It shows a rib even where its upper edge is lost in a dark neck. On the shoulder it is cut aslant, so it is broader.
    """
    half, depth, power = found
    sides = [depth + d * search.usual_half for d in (-0.06, 0.06)]
    above, below = (
        np.median(_sample(smooth, _level(shape, search, half, np.array([d]), power))[0], axis=0) for d in sides
    )
    if np.linalg.norm(above - below) < 15:
        return 0.0
    widths = []
    for s in (-1, 1):
        x = np.arange(2, int(0.5 * search.usual_half))
        columns = np.clip(np.round(search.axis + s * (half + x)).astype(int), 0, shape.mask.shape[1] - 1)
        colours = _sample(smooth, np.stack([columns, shape.top[columns] + 6], axis=1))
        like_rib = np.linalg.norm(colours - above, axis=1) < np.linalg.norm(colours - below, axis=1)
        widths.append(float(np.argmin(like_rib)) if not like_rib.all() else 0.0)
    width = float(np.mean(widths))  # the curve may lie somewhat to one side
    return width if 0.05 * search.usual_half < width and max(widths) < 0.4 * search.usual_half else 0.0


def _level(shape: Outline, search: Search, half: float, depth: Floats, power: float) -> Floats:
    ends, _ = _ends(shape, search.axis, half)
    return _curves(search.axis, half, ends, depth, np.full(len(depth), power))


def fabric_only(lab: Floats, mask: Mask) -> Floats:
    """The photo, smoothed, with the nearest fabric in place of the background, so that the outline is no edge."""
    core = cv2.erode(mask.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    whole = lab.copy()
    if core.any():
        rows, columns, _ = nearest_known(core, ~core)
        whole[~core] = lab[rows, columns]
    return np.asarray(cv2.GaussianBlur(whole, (0, 0), 1.5), np.float32)


def _without_label(smooth: Floats, shape: Outline, search: Search) -> Floats:
    """The photo with the label sewn inside the back neck painted over, for its edges outdo a neckline of one colour: a
    small compact patch near the axis, unlike all that is round it."""
    half, low = search.usual_half, _ends(shape, search.axis, search.usual_half)[1]
    top, left = max(0, int(low - 0.1 * half)), max(0, int(search.axis - 0.9 * half))
    part = smooth[top : int(low + 1.2 * half), left : int(search.axis + 0.9 * half)]
    if min(part.shape[:2]) < 12:
        return smooth
    wide = max(1.0, 0.25 * half)
    calm = np.stack([ndimage.median_filter(part[::3, ::3, k], round(2 * wide / 3) | 1) for k in range(3)], -1)
    calm = cv2.resize(calm, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    unlike = morph(np.linalg.norm(part - calm, axis=-1) > 14, cv2.MORPH_OPEN, 0.05 * half)  # seams hang on to it
    count, labels, stats, centres = cv2.connectedComponentsWithStats(unlike.astype(np.uint8), connectivity=4)
    found = np.zeros(unlike.shape, bool)
    for i in range(1, count):
        _, y, w, h, area = stats[i]
        central = abs(centres[i][0] + left - search.axis) < 0.35 * half
        size = 0.15 * half < w < 0.9 * half and 0.08 * half < h < 0.5 * half and area > 0.6 * w * h
        if central and size and y + h < len(part) - 3:
            found |= labels == i
    if not found.any():
        return smooth
    found = cv2.dilate(found.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    out = smooth.copy()
    rows, columns = ndimage.distance_transform_edt(found, return_distances=False, return_indices=True)
    filled = cv2.GaussianBlur(part[rows, columns], (0, 0), 3)
    out[top : top + part.shape[0], left : left + part.shape[1]] = np.where(found[..., None], filled, part)
    return out


def _ends(shape: Outline, axis: float, half: float) -> tuple[Floats, float]:
    """Rows of the top edge at both ends, and the row of the edge between them."""
    x = np.clip([axis - half, axis + half], 0, shape.mask.shape[1] - 1)
    inner = shape.top[int(axis - 0.2 * half) : int(axis + 0.2 * half) + 1]
    return shape.top[np.round(x).astype(int)], float(np.median(inner)) if len(inner) else 0.0


def _curves(axis: float, half: float, ends: Floats, depth: Floats, power: Floats, u: Floats = U) -> Floats:
    """M curves, M×N×2, between the same ends."""
    line = ends[0] + (ends[1] - ends[0]) * (u + 1) / 2
    y = line[None] + depth[:, None] * (1 - np.abs(u)[None] ** power[:, None])
    return np.stack([np.broadcast_to(axis + u * half, y.shape), y], axis=-1)


def _edges(smooth: Floats, curves: Floats, step: float) -> Floats:
    """How strong an edge runs all along each curve, gaps counting heavily; sides are compared pairwise."""
    above, below = _sides(smooth, curves, step)
    along = np.minimum(_change(above), _change(below))
    jump = np.maximum(np.linalg.norm(above - below, axis=-1) - 0.7 * along, 0)
    pair = np.sqrt(jump * jump[:, ::-1])
    pair = np.minimum(pair, CLEAR)
    typical = np.exp(np.log1p(pair).mean(1)) - 1
    return np.asarray(0.5 * typical + 0.5 * np.percentile(pair, 25, axis=1))


def _sides(smooth: Floats, curves: Floats, step: float) -> tuple[Floats, Floats]:
    """Colours above and below each point of the curves, `step` pixels off."""
    tangent = np.gradient(curves, axis=1)
    normal = np.stack([-tangent[..., 1], tangent[..., 0]], -1)
    normal = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6) * step
    return _sample(smooth, curves - normal), _sample(smooth, curves + normal)


def _lit(smooth: Floats, curves: Floats, step: float) -> Floats:
    """Weight of each of M curves, 0…1: less where one and the same cloth gets darker below it.

    The front lies in the light, the inside of the back in its shade; a seam across the back, though its line may be the
    clearer one, has its own shade below it.
    """
    above, below = _sides(smooth, curves, step)
    darker = below - above
    tint = np.linalg.norm(darker[..., 1:], axis=-1)
    shade = (np.abs(darker[..., 0]) < SHADE) & (tint < 3 + np.abs(darker[..., 0]))
    light = np.where(shade, np.clip(darker[..., 0], -CLEAR, CLEAR), 0.0)
    return np.asarray(1 / (1 + np.maximum(-np.median(light, axis=1) - 0.5, 0)))


def _change(colours: Floats) -> Floats:
    """How much the colour changes along each curve; beside a true edge at least one side stays the same."""
    step = np.linalg.norm(colours[:, 2:] - colours[:, :-2], axis=-1)
    return np.pad(step, ((0, 0), (1, 1)), mode="edge")


def _sample(image: Floats, points: Floats) -> Floats:
    x = np.clip(np.round(points[..., 0]).astype(int), 0, image.shape[1] - 1)
    y = np.clip(np.round(points[..., 1]).astype(int), 0, image.shape[0] - 1)
    return np.asarray(image[y, x])


def _usual(search: Search, half: float, below: Floats, depth: Floats, power: Floats) -> Floats:
    """Weight of a shape, 0…1. Round necks lie some half-width below the back, V necks deeper."""
    width = np.exp(-(((half - search.usual_half) / (search.half_spread * search.usual_half)) ** 2))
    pointed = power < 1.3
    centre = np.where(pointed, 2.0, 1.0) * search.usual_depth
    off = below / search.usual_half - centre
    spread = np.where(off < 0, 0.6, 1.3) * centre + 0.1
    return np.asarray(
        width * np.exp(-((off / spread) ** 2)) * np.where(pointed, np.where(depth < 0.55, 0.4, 0.85), 1.0)
    )


def bend(smooth: Floats, curve: Floats, reach: float) -> Floats:
    """Move each point of the curve across it, smoothly, on to the edge itself."""
    tangent = np.gradient(curve, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], 1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    offsets = np.arange(-int(max(2, reach)), int(max(2, reach)) + 1)
    places = curve[:, None] + offsets[None, :, None] * normal[:, None]
    step = 2.0 * normal[:, None]
    jump = np.linalg.norm(_sample(smooth, places + step) - _sample(smooth, places - step), axis=-1)
    scale = max(2.0, float(np.percentile(jump.max(1), 60)))
    cost = 1 - np.minimum(jump / scale, 1) + 0.6 * np.abs(offsets)[None] / len(offsets)
    path = offsets[least_path(cost, 2, 0.08)].astype(np.float32)
    path = ndimage.gaussian_filter1d(ndimage.median_filter(path, 9, mode="nearest"), 3.0, mode="nearest")
    return resample(curve + path[:, None] * normal, 61)


def _below_label(smooth: Floats, curve: Floats, search: Search) -> Floats:
    """Lower the curve's middle where it cuts through a label: a small patch unlike the fabric below, near the axis."""
    half = search.usual_half
    top, low = float(curve[:, 1].min()), float(curve[:, 1].max())
    x = slice(max(0, int(search.axis - 0.5 * half)), int(search.axis + 0.5 * half))
    y = slice(max(0, int(top)), int(low + 0.4 * half))
    fabric = np.median(smooth[int(low + 0.45 * half) : int(low + 0.75 * half), x].reshape(-1, 3), axis=0)
    unlike = np.linalg.norm(smooth[y, x] - fabric, axis=-1) > 18
    _, labels, stats, _ = cv2.connectedComponentsWithStats(unlike.astype(np.uint8), connectivity=4)
    row = int(low) - y.start
    crossing = {int(i) for i in labels[max(0, row - 2) : row + 1].ravel()} - {0}
    for i in crossing:
        height, end = int(stats[i, cv2.CC_STAT_HEIGHT]), int(stats[i, 1] + stats[i, 3]) + y.start
        width, area = int(stats[i, cv2.CC_STAT_WIDTH]), int(stats[i, cv2.CC_STAT_AREA])
        small = width < 0.75 * half and height < 0.45 * half and end < low + 0.25 * half
        oblong = width > 0.25 * half and area > 0.6 * width * height
        if small and (oblong or low - (stats[i, 1] + y.start) > 0.35 * height):
            curve = curve + np.outer(np.clip((curve[:, 1] - top) / max(1.0, low - top), 0, 1), [0.0, end + 3 - low])
            low = float(curve[:, 1].max())
    return curve
