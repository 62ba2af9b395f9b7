"""The neck of a top or dress: where shoulders end, which kind of neck it is, and the front edge of its opening."""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.vision.garment import Neck
from fittingroom.vision.product.arrays import Floats, Mask, Pair
from fittingroom.vision.product.cutout import largest
from fittingroom.vision.product.outline import Outline
from fittingroom.vision.product.sleeves import Armholes, resample

U = np.linspace(-0.92, 0.92, 47)


@dataclass(frozen=True)
class NeckFound:
    """What `Garment` says of the neck, under the same names. sure: how sure kind and curve are, 0…1."""

    kind: Neck
    points: Pair
    neckline: Floats
    back: Floats
    inside: Mask
    collar: Mask
    behind: Mask
    sure_kind: float
    sure_line: float


@dataclass(frozen=True)
class Shoulders:
    """The top edge by distance from the axis, both sides averaged, and where the straight shoulder line ends.

    height: for each distance (pixels) how far the edge lies above the tips. neck: distance of the neck point.
    rise: how far the edge rises over the shoulder line's continuation inside it; dip: how far it falls below the
    neck point at the axis. half: distance of the tips. base: row of the tips.
    corner: the neck point is a clear peak of the edge.
    """

    height: Floats
    neck: float
    rise: float
    dip: float
    half: float
    base: float
    corner: bool


def find_shoulders(shape: Outline, arms: Armholes) -> Shoulders:
    """The longest straight stretch of the top edge from the tips inwards is the shoulder; the neck begins there."""
    half = float(np.mean([shape.side(t[0], s) for t, s in zip(arms.tips, (-1, 1), strict=True)]))
    base = float(np.mean([t[1] for t in arms.tips]))
    u = np.arange(int(max(8.0, half)) + 1)
    columns = [np.clip(np.round(shape.axis + s * u).astype(int), 0, shape.mask.shape[1] - 1) for s in (-1, 1)]
    height = base - (shape.top[columns[0]] + shape.top[columns[1]]) / 2
    outer = int(0.96 * half)
    tolerance = max(1.5, 0.014 * half * 2)
    neck, line = 0.85 * half, np.array([0.0, 0.0])
    for start in np.arange(0.9, 0.1, -0.02) * half:
        part = np.arange(int(start), outer + 1)
        fit = np.polyfit(part, height[part], 1) if len(part) > 3 else np.zeros(2)
        if len(part) > 0.12 * half and np.abs(height[part] - np.polyval(fit, part)).max() > tolerance:
            break
        neck, line = float(start), fit
    peak = _corner(height, half)
    inner = u[: int(neck) + 1]
    over = height[inner] - np.polyval(line, np.maximum(inner, 0.5 * neck))
    dip = float(height[int(neck)] - np.median(height[: max(2, int(0.2 * neck))]))
    rise = float(np.percentile(over, 92))
    if peak is not None and rise < 0.15 * half:
        return Shoulders(height, peak, rise, dip, half, base, True)
    return Shoulders(height, neck, rise, dip, half, base, False)


def _corner(height: Floats, half: float) -> float | None:
    """The neck point where the top edge has a clear peak beside a dip at the axis, or None."""
    low = int(0.15 * half)
    at = low + int(np.argmax(height[low:]))
    dip = height[at] - np.median(height[: max(2, int(0.1 * half))])
    return float(at) if dip > max(2.0, 0.02 * half) and at > 0.2 * half else None


def find_neck(shape: Outline, lab: Floats, arms: Armholes) -> NeckFound:
    """Everything about the neck."""
    shoulders = find_shoulders(shape, arms)
    width = 2 * shoulders.half
    kind, sure = _kind_by_outline(shape, shoulders, arms)
    points = _on_top(shape, shoulders.neck)
    if kind in (Neck.STRAPS, Neck.STRAPLESS):
        return _open_neck(shape, arms, kind, sure)
    curve, score, e, d, p = _front_curve(shape, lab, shoulders, kind)
    if kind is Neck.CREW:
        kind = _kind_by_curve(e, d, p, width)
    back = _top_edge(shape, curve[0, 0], curve[-1, 0])
    inside = _above(curve, shape.mask)
    collar = _collar(shape, curve, points, kind, shoulders) & ~inside
    behind = _behind(collar, kind, points)
    return NeckFound(kind, points, curve, back, inside, collar, behind, sure, score)


def _on_top(shape: Outline, u: float) -> Pair:
    xs = [shape.axis + s * u for s in (-1, 1)]
    a, b = (np.array([x, shape.top[int(np.clip(round(x), 0, len(shape.top) - 1))]], float) for x in xs)
    return a, b


def _kind_by_outline(shape: Outline, shoulders: Shoulders, arms: Armholes) -> tuple[Neck, float]:
    """Straps, strapless, hood, collar or high by the outline alone; anything else is called crew for now."""
    width = 2 * shoulders.half
    y0 = shape.box[1]
    pit = float(np.mean([p[1] for p in arms.armpits]))
    drop = float(np.median(shape.top[int(shape.axis - 0.04 * width) : int(shape.axis + 0.04 * width) + 1]) - y0)
    chest = float(arms.armpits[1][0] - arms.armpits[0][0])
    if not arms.sleeved:
        if pit - y0 < 0.12 * chest:
            return Neck.STRAPLESS, 0.6
        if drop > 0.12 * chest and _strap_width(shape, y0 + 0.4 * drop) < 0.17 * chest:
            return Neck.STRAPS, 0.8
    if shoulders.rise > 0.26 * width:
        return Neck.HOOD, 0.8
    if shoulders.rise > 0.075 * width:
        top = shape.box[1] + 0.25 * (shoulders.rise)
        run = np.diff(shape.central_run(int(top)))[0]
        return (Neck.HIGH if run > 1.45 * shoulders.neck else Neck.COLLAR), 0.5
    return Neck.CREW, 0.7


def _strap_width(shape: Outline, y: float) -> float:
    row = shape.mask[int(y)]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
    runs = edges[1::2] - edges[::2]
    return float(runs.max()) if len(runs) else 0.0


def _kind_by_curve(e: float, d: float, p: float, width: float) -> Neck:
    if p < 1.3 and d > 0.7 * e:
        return Neck.V
    if 2 * e > 0.6 * width and d < 0.6 * e:
        return Neck.BOAT
    return Neck.CREW


def _curve(shape: Outline, e: float, d: float, p: float, u: Floats) -> Floats:
    """A mirrored curve from the top edge at distance e down to depth d: y = end + d (1 - |u|^p)."""
    ends = _on_top(shape, e)
    end = (ends[0][1] + ends[1][1]) / 2
    return np.stack([shape.axis + u * e, end + d * (1 - np.abs(u) ** p)], axis=-1)


def _front_curve(
    shape: Outline, lab: Floats, shoulders: Shoulders, kind: Neck
) -> tuple[Floats, float, float, float, float]:
    """The mirrored curve that lies on the strongest edge, weighted by what necks look like."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 1.5)
    n = shoulders.neck
    risen = kind in (Neck.COLLAR, Neck.HIGH, Neck.HOOD)
    texture = _texture(shape, smooth, shoulders)
    best = (0.0, n, 0.5 * n, 2.2)
    for e in np.array(_widths(risen, shoulders.corner)) * n:
        if e > 0.97 * shoulders.half:
            continue
        here = _on_top(shape, e)
        floor = np.median(shape.top[int(shape.axis - 0.15 * e) : int(shape.axis + 0.15 * e) + 1])
        deepest = float(floor - (here[0][1] + here[1][1]) / 2)
        for d in np.arange(max(deepest, 0) + 0.06 * n, max(deepest, 0) + 2.4 * n, max(1.5, 0.02 * n)):
            for p in (1.0, 1.5, 2.2, 3.2):
                score = _edge(smooth, _curve(shape, e, d, p, U), 0.035 * n, shape.mask)
                score *= _prior(e / n, (d - max(deepest, 0)) / n, d / e, p, risen)
                if score > best[0]:
                    best = (score, float(e), float(d), p)
    score, e, d, p = best
    sure = float(np.clip(score / (score + 2.5 + 0.5 * texture), 0, 1))
    return _curve(shape, e, d, p, np.linspace(-1, 1, 41)), sure, e, d, p


def _widths(risen: bool, corner: bool) -> tuple[float, ...]:
    """Half-widths of the opening that are tried, in neck point distances."""
    if risen:
        return 0.5, 0.62, 0.74, 0.84, 0.92, 1.0, 1.1
    return (0.95, 1.0, 1.04) if corner else (0.8, 0.87, 0.94, 1.0, 1.06, 1.14)


def _prior(e: float, below: float, depth: float, p: float, risen: bool) -> float:
    width = 1.0 if risen else float(np.exp(-(((e - 0.98) / 0.2) ** 2)))
    centre, under, over = (0.5, 0.3, 0.7) if p > 1.2 else (1.1, 0.6, 0.9)
    spread = under if below < centre else over
    return width * float(np.exp(-(((below - centre) / spread) ** 2))) * (1.0 if p > 1.2 or depth > 0.55 else 0.5)


def _edge(smooth: Floats, curve: Floats, step: float, mask: Mask) -> float:
    """How strong an edge runs all along a curve: the weaker third counts most; sides are compared pairwise."""
    tangent = np.gradient(curve, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], 1) / np.maximum(np.linalg.norm(tangent, axis=1), 1e-6)[:, None]
    step = max(2.5, step)
    a, b = _sample(smooth, curve + step * normal), _sample(smooth, curve - step * normal)
    jump = np.linalg.norm(a - b, axis=1)
    pair = np.sqrt(jump * jump[::-1])
    return float(np.percentile(pair, 30) + 0.25 * np.mean(np.minimum(pair, 30)))


def _sample(image: Floats, points: Floats) -> Floats:
    x = np.clip(np.round(points[:, 0]).astype(int), 0, image.shape[1] - 1)
    y = np.clip(np.round(points[:, 1]).astype(int), 0, image.shape[0] - 1)
    return np.asarray(image[y, x])


def _texture(shape: Outline, smooth: Floats, shoulders: Shoulders) -> float:
    y = int(shoulders.base + 1.2 * shoulders.neck)
    x = slice(int(shape.axis - shoulders.neck), int(shape.axis + shoulders.neck))
    patch = smooth[y : y + int(shoulders.neck), x]
    return float(np.abs(np.diff(patch, axis=0)).mean() * 3) if patch.size else 0.0


def _top_edge(shape: Outline, left: float, right: float, points: int = 41) -> Floats:
    x = np.arange(round(left), round(right) + 1)
    x = np.clip(x, 0, len(shape.top) - 1)
    line = np.stack([x, shape.top[x]], axis=1).astype(float)
    return resample(line, points) if len(x) > 1 else np.repeat(line, points, axis=0)


def _above(curve: Floats, mask: Mask) -> Mask:
    limit = np.full(mask.shape[1], -1.0)
    x = np.arange(int(np.ceil(curve[0, 0])), int(curve[-1, 0]) + 1)
    limit[x] = np.interp(x, curve[:, 0], curve[:, 1])
    found = mask & (np.arange(mask.shape[0])[:, None] < limit[None])
    return largest(found, 0.05) if found.sum() > 20 else np.zeros_like(mask)


def _collar(shape: Outline, curve: Floats, points: Pair, kind: Neck, shoulders: Shoulders) -> Mask:
    """What lies above the seam where collar, hood or high neck begins."""
    if kind not in (Neck.COLLAR, Neck.HIGH, Neck.HOOD):
        return np.zeros_like(shape.mask)
    n = shoulders.neck
    deep = {Neck.HIGH: 0.22, Neck.HOOD: 0.5, Neck.COLLAR: 0.75}[kind] * n
    x = np.arange(shape.mask.shape[1])
    u = np.clip(np.abs(x - shape.axis) / n, 0, 1.0)
    base = (points[0][1] + points[1][1]) / 2
    seam = np.where(np.abs(x - shape.axis) <= n, base + deep * (1 - u**2), -1)
    return shape.mask & (np.arange(shape.mask.shape[0])[:, None] < seam[None])


def _behind(collar: Mask, kind: Neck, points: Pair) -> Mask:
    rows = np.arange(collar.shape[0])[:, None]
    base = (points[0][1] + points[1][1]) / 2
    return collar & (rows < base) if kind is Neck.HOOD else np.zeros_like(collar)


def _open_neck(shape: Outline, arms: Armholes, kind: Neck, sure: float) -> NeckFound:
    """Straps or strapless: the upper edge of the outline is the neckline; nothing of the back is told apart."""
    nothing = np.zeros_like(shape.mask)
    points = arms.armpits if kind is Neck.STRAPLESS else _strap_tops(shape, arms)
    edge = _top_edge(shape, points[0][0], points[1][0])
    return NeckFound(kind, points, edge, edge, nothing, nothing, nothing, sure, 0.7)


def _strap_tops(shape: Outline, arms: Armholes) -> Pair:
    """The inner side of each strap's top."""
    out = []
    for tip, s in zip(arms.tips, (-1, 1), strict=True):
        y = int(tip[1] + 0.02 * shape.height)
        x = int(tip[0])
        while (
            0 < x < shape.mask.shape[1] - 1
            and (x - shape.axis) * s > 0
            and (shape.mask[y, x] or (x - tip[0]) * s > -0.02 * shape.width)
        ):
            x -= s
        out.append(np.array([x + s, shape.top[int(np.clip(x + 2 * s, 0, len(shape.top) - 1))]], float))
    return out[0], out[1]
