"""The neck of a top or dress: where shoulders end, which kind of neck it is, and the front edge of its opening."""

from dataclasses import dataclass

import numpy as np

from fittingroom.vision.garment import Neck
from fittingroom.vision.product.arrays import SIDES, Floats, Mask, Pair
from fittingroom.vision.product.masks import largest
from fittingroom.vision.product.opening import Opening, Search, fabric_only, find_opening
from fittingroom.vision.product.outline import Outline
from fittingroom.vision.product.shoulders import Shoulders, find_shoulders
from fittingroom.vision.product.sleeves import Armholes, resample
from fittingroom.vision.product.slit import with_slit
from fittingroom.vision.product.wings import find_wings

#: From this rise on (shoulder widths) something stands on the shoulders: a collar, a hood, a high neck.
RISEN = 0.07
#: From this rise on it is a hood.
HOODED = 0.24
#: A collar that lies flat stands on no shoulder, but its fold hides the dip of the back between its corners, and they
#: are nearer to each other (half of it, shoulder widths) than the ends of any neckline without a collar.
FLAT, NARROW = 0.005, 0.17


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


def find_neck(shape: Outline, lab: Floats, arms: Armholes) -> NeckFound:
    """Everything about the neck."""
    shoulders = find_shoulders(shape, arms)
    bare = _bare_neck(shape, shoulders, arms)
    if bare is not None and shoulders.dip * shoulders.width > 0.9 * shoulders.top_half:
        return bare
    cloth = fabric_only(lab, shape.mask)
    winged = _has_wings(shoulders)
    if winged:
        opening = find_wings(shape, cloth, shoulders.axis, shoulders.top_half)
    else:
        opening = find_opening(shape, cloth, _search(shoulders))
    if bare is not None and (opening.sure < 0.45 or bare.kind is Neck.STRAPLESS):
        return bare
    kind, sure = (Neck.COLLAR, 0.6) if winged and shoulders.rise <= RISEN else _kind(shoulders, opening)
    curve = opening.curve
    if kind not in (Neck.HIGH, Neck.HOOD):
        curve = with_slit(cloth, curve, opening.half)
    points = shoulders.points if shoulders.rise > RISEN else _on_outline(shape, curve)
    back = _top_edge(shape, curve[0, 0], curve[-1, 0])
    inside = _above(curve, shape.mask)
    collar = _collar(shape, shoulders, kind) & ~inside
    return NeckFound(kind, points, curve, back, inside, collar, _behind(collar, kind, shoulders), sure, opening.sure)


def _on_outline(shape: Outline, curve: Floats) -> Pair:
    ends = [
        np.array([c[0], shape.top[int(np.clip(round(c[0]), 0, len(shape.top) - 1))]]) for c in (curve[0], curve[-1])
    ]
    return ends[0], ends[1]


def _search(shoulders: Shoulders) -> Search:
    """Where the front edge may lie: from corner to corner, in what stands on the shoulders somewhat narrower."""
    half = shoulders.top_half
    if shoulders.rise <= RISEN:
        shares, depths, usual, spread = (
            np.array([0.88, 0.92, 0.96, 1.0, 1.04]),
            np.arange(0.08, 2.3, 0.03),
            0.6,
            0.14,
        )
    elif _upright(shoulders):
        shares, depths, usual, spread = np.array([0.8, 0.88, 0.95, 1.0]), np.arange(0.1, 0.6, 0.03), 0.25, 0.3
    else:
        shares, depths, usual, spread = (
            np.array([0.55, 0.65, 0.75, 0.85, 0.93, 1.0]),
            np.arange(0.1, 2.5, 0.03),
            0.8,
            0.6,
        )
    return Search(shoulders.axis, shares * half, half, spread, depths * half, usual, banded=shoulders.rise <= RISEN)


def _upright(shoulders: Shoulders) -> bool:
    """Whether what stands on the shoulders goes straight up, as a high neck does, not a collar."""
    return RISEN < shoulders.rise < HOODED and shoulders.top_half > 0.82 * shoulders.half


def _has_wings(shoulders: Shoulders) -> bool:
    """Whether a collar is folded down round the neck, or stands open: its front edge goes down along two wings."""
    if shoulders.rise > RISEN:
        return shoulders.rise < HOODED and not _upright(shoulders)
    return shoulders.dip < FLAT and shoulders.top_half < NARROW * shoulders.width


def _kind(shoulders: Shoulders, opening: Opening) -> tuple[Neck, float]:
    """Hood, collar and high neck stand on the shoulders; the others differ by their curve."""
    if shoulders.rise > HOODED:
        return Neck.HOOD, 0.8
    low = float(opening.curve[:, 1].max())
    level = float(shoulders.points[0][1] + shoulders.points[1][1]) / 2
    if shoulders.rise > RISEN:
        upright = _upright(shoulders) or low < level - 0.1 * shoulders.half
        return (Neck.HIGH if upright else Neck.COLLAR), 0.6
    if opening.power < 1.3 and opening.depth > 0.7 * opening.half:
        return Neck.V, opening.sure
    if 2 * opening.half > 0.62 * shoulders.width and opening.depth < 0.6 * opening.half:
        return Neck.BOAT, opening.sure
    return Neck.CREW, opening.sure


def _bare_neck(shape: Outline, shoulders: Shoulders, arms: Armholes) -> NeckFound | None:
    """Straps, strapless, or an opening so deep that no back is seen behind it: the outline itself is the neckline."""
    chest = float(arms.armpits[1][0] - arms.armpits[0][0])
    top = float(shoulders.corners[0][1] + shoulders.corners[1][1]) / 2
    pit = float(arms.armpits[0][1] + arms.armpits[1][1]) / 2
    level = float(arms.tips[0][1] + arms.tips[1][1]) / 2
    sloping = level - top > 0.085 * shoulders.width
    level_edge = shoulders.dip * shoulders.width < 0.35 * shoulders.top_half
    if not arms.sleeved and level_edge and (pit - top < 0.1 * chest or not (sloping or _armholes(shape, arms))):
        return _open_neck(shape, arms.tips, Neck.STRAPLESS, 0.6)
    if shoulders.dip * shoulders.width < 0.5 * shoulders.top_half:
        return None
    points = shoulders.corners
    thin = max(float(arms.tips[1][0] - points[1][0]), float(points[0][0] - arms.tips[0][0])) < 0.2 * chest
    if not arms.sleeved and thin:
        return _open_neck(shape, _strap_tops(shape, arms), Neck.STRAPS, 0.8)
    return _open_neck(shape, points, _kind_by_outline(shape, points), 0.6)


def _armholes(shape: Outline, arms: Armholes) -> bool:
    """Whether the sides go in below the tips, as armholes do; a strapless edge goes straight down."""
    for k, s in enumerate(SIDES):
        rows = np.arange(int(arms.tips[k][1]), int(arms.armpits[k][1]) + 1)
        span = shape.side(shape.extents[k][rows], s)
        line = np.linspace(span[0], span[-1], len(span))
        if (line - span).max() > 0.012 * shape.width:
            return True
    return False


def _kind_by_outline(shape: Outline, points: Pair) -> Neck:
    """V where the outline runs straight to its lowest point, else a round neck."""
    edge = _top_edge(shape, points[0][0], points[1][0])
    depth = edge[:, 1] - (points[0][1] + points[1][1]) / 2
    return Neck.V if np.median(depth) < 0.56 * np.percentile(depth, 97) else Neck.CREW


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


def _collar(shape: Outline, shoulders: Shoulders, kind: Neck) -> Mask:
    """What lies above the seam where collar, hood or high neck begins."""
    if kind not in (Neck.COLLAR, Neck.HIGH, Neck.HOOD):
        return np.zeros_like(shape.mask)
    half = shoulders.half
    deep = {Neck.HIGH: 0.22, Neck.HOOD: 0.15, Neck.COLLAR: 0.75}[kind] * half
    x = np.arange(shape.mask.shape[1])
    u = np.clip((x - shoulders.points[0][0]) / half - 1, -1.0, 1.0)
    line = np.interp(x, [p[0] for p in shoulders.points], [p[1] for p in shoulders.points])
    seam = np.where(np.abs(u) < 1, line + deep * (1 - u**2), line)
    over = shape.mask & (np.arange(shape.mask.shape[0])[:, None] < seam[None])
    return largest(over, 0.5) if over.any() else over


def _behind(collar: Mask, kind: Neck, shoulders: Shoulders) -> Mask:
    rows = np.arange(collar.shape[0])[:, None]
    level = float(shoulders.points[0][1] + shoulders.points[1][1]) / 2
    return collar & (rows < level) if kind is Neck.HOOD else np.zeros_like(collar)


def _open_neck(shape: Outline, points: Pair, kind: Neck, sure: float) -> NeckFound:
    """The upper edge of the outline is the neckline; nothing of the back is told apart."""
    nothing = np.zeros_like(shape.mask)
    edge = _top_edge(shape, points[0][0], points[1][0])
    return NeckFound(kind, points, edge, edge, nothing, nothing, nothing, sure, 0.7)


def _strap_tops(shape: Outline, arms: Armholes) -> Pair:
    """The inner side of each strap's top."""
    out = []
    for tip, s in zip(arms.tips, SIDES, strict=True):
        row = shape.mask[int(min(tip[1] + 0.015 * shape.height, shape.mask.shape[0] - 1))]
        run = np.flatnonzero(row & (shape.side(np.arange(len(row)), s) > 0))
        outer = run[-1] if s > 0 else run[0]
        gaps = np.flatnonzero(~row[outer::-s])
        x = float(outer - s * (gaps[0] - 1)) if len(gaps) else float(outer)
        out.append(np.array([x, shape.top[int(x)]], float))
    return out[0], out[1]
