"""What stands up round the neck, a hood, a collar, a high neck: laid down as it is worn, with an outline of its own."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import closed, grow, largest, opened, overscan, soften
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.hoods import sinking
from fittingroom.vision.garment import Garment, Neck

#: How much lower than in its photo what stands up round the neck lies once it is worn; hoods have a rule of their own.
SETTLES = {Neck.COLLAR: 1.3, Neck.HIGH: 1.0}
#: How wide the upper edge of what stands up is at least, in necks, so that it stands round the neck, not before it; an
#: open collar's folds lie aside of it, and its back is seen between them and the neck.
ROUND_NECK = {Neck.COLLAR: 1.6, Neck.HOOD: 1.5, Neck.HIGH: 1.0}
#: How far below the neck points the map turns from the stand's into the torso's; in units, like what follows.
TURN = 0.12
#: How far the stand reaches out beyond the neck points at most, in distances of the neck points.
ASIDE = 0.15
#: Over what distance beside it, at least, the map turns from the stand's into the torso's, units.
BESIDE = 0.3
#: Cloth's width in the photo for its width on a shoulder, which draws it out a little.
DRAWN_OUT = 0.75
#: How round its upper edge is where it meets the neck: half the thickness of a fold.
FOLD = 0.035
#: Crumbs of the inside below a collar's edge: how far down, how wide and high at most, in distances of the neck points,
#: and how unlike the cloth (Lab units).
CRUMBS, SMALL, UNLIKE = 0.10, 0.25, 25.0
#: How round the corner is where the stand's outline meets the shoulder's.
ROUND = 0.07


def stands(garment: Garment) -> bool:
    """Whether something stands up round the garment's neck."""
    return garment.neck in ROUND_NECK and bool(garment.collar.any())


def without_crumbs(garment: Garment) -> Garment:
    """A garment whose collar's inside, a label or its shade, still shows just below the front's edge, with the cloth
    around it in its place."""
    if garment.neck not in (Neck.COLLAR, Neck.HOOD) or len(garment.neckline) < 3:
        return garment
    line, wide = garment.neckline, float(garment.neck_points[1][0] - garment.neck_points[0][0])
    xs, ys = np.arange(garment.alpha.shape[1]), np.arange(garment.alpha.shape[0])[:, None]
    edge = np.interp(xs, line[:, 0], line[:, 1], left=np.inf, right=np.inf)
    band = (ys > edge + 1) & (ys < edge + CRUMBS * wide) & (garment.alpha > 0.5)
    if band.sum() < 50:
        return garment
    lab = to_lab(garment.image)
    unlike = band & (np.linalg.norm(lab - np.median(lab[band], axis=0), axis=-1) > UNLIKE)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(unlike.astype(np.uint8))
    touching = set(np.unique(parts[band & (ys < edge + 4)]).tolist()) - {0}
    small = [part for part in touching if stats[part, 2:4].max() < SMALL * wide]
    # many are a print
    if not 0 < len(small) < 8 or count > 40:
        return garment
    crumbs = grow(np.isin(parts, small), max(2.0, 0.015 * wide))
    return replace(garment, fabric=overscan(garment.fabric, (garment.alpha > 0.8) & ~garment.inside & ~crumbs))


def settle(where: Array, garment: Garment, frame: Frame, neck: Array, scale: float) -> Array:
    """The torso's map (H×W×2) with the stand laid down: above the neck points (2×2, on the person) the garment's photo
    is as wide as they are and `settling` times as low. scale: person pixels per garment pixel."""
    if not stands(garment):
        return where
    t, lateral = frame.fields((where.shape[0], where.shape[1]))
    first, last = np.stack(garment.neck_points)
    ends = frame.lateral(neck)
    share = (lateral - ends[0]) / max(float(ends[1] - ends[0]), 1.0)
    heights = frame.t(neck)
    above = (heights[0] + (heights[1] - heights[0]) * np.clip(share, -0.2, 1.2) - t) * frame.torso
    settles = settling(garment, frame, scale)
    down = np.where(above > 0, settles, 1.0) * above / scale
    x = first[0] + (last[0] - first[0]) * (0.5 + (share - 0.5) / _widened(garment, frame, ends, above, scale / settles))
    y = first[1] + (last[1] - first[1]) * np.clip(share, -0.2, 1.2) - down
    weight = np.clip(1 + above / (TURN * frame.unit), 0, 1)
    # past the stand the shoulders go on as they are: drawn on as the neck is they would leave the cut-out
    out = np.clip(np.abs(share - 0.5) - 0.5 - ASIDE, 0, None) * abs(float(ends[1] - ends[0]))
    steep = float(last[0] - first[0]) / max(float(ends[1] - ends[0]), 1.0)
    x = x + np.sign(share - 0.5) * out * (DRAWN_OUT / scale - steep)
    edges = np.stack([neck[0] + ASIDE * (neck[0] - neck[1]), neck[1] + ASIDE * (neck[1] - neck[0])])
    rows, columns = pixels(edges, (where.shape[0], where.shape[1]))
    apart = float(np.abs(x - where[..., 0])[rows, columns].max())
    reach = max(BESIDE * frame.unit, 2 * scale * apart)  # in less the two would fold
    weight = eased(np.minimum(weight, np.clip(1 - out / reach, 0, 1)))
    return f32(where + (np.stack([x, y], -1) - where) * weight[..., None])


def settling(garment: Garment, frame: Frame, scale: float) -> float:
    """How many times as low as in its photo what stands up round the neck lies."""
    return sinking(garment, frame, scale) if garment.neck is Neck.HOOD else SETTLES[garment.neck]


def _widened(garment: Garment, frame: Frame, ends: Array, above: Array, scale: float) -> Array:
    """How much wider than in its photo the stand is at each height `above` the neck points (pixels, H×W), so that its
    upper edge goes round the neck. ends: laterals of the neck points on the person. scale: person's
    pixels of its height a garment's pixel."""
    first, last = np.stack(garment.neck_points)
    edge = garment.neckline[[0, -1]] if len(garment.neckline) else np.stack([first, last])
    narrow = float(edge[1][0] - edge[0][0]) / max(float(last[0] - first[0]), 1.0)
    tall = float((first[1] + last[1] - edge[0][1] - edge[1][1]) / 2) * scale
    if tall < 2 or narrow < 0.1:
        return np.ones_like(above)
    half = 0.5 * float(ends[1] - ends[0]) * narrow
    most = max(1.0, ROUND_NECK[garment.neck] * frame.neck_half / max(half, 1.0))
    return f32(1 + (most - 1) * np.clip(above / tall, 0, 1))


def stand(garment: Garment, where: Array) -> Array:
    """What stands above the line through the neck points, inside and out, seen through `where` (H×W×2), 0…1: its
    outline smooth, and carried on a little below that line."""
    if not stands(garment):
        return np.zeros(where.shape[:2], np.float32)
    first, last = np.stack(garment.neck_points)
    wide = float(last[0] - first[0])
    ys, xs = np.mgrid[: garment.alpha.shape[0], : garment.alpha.shape[1]].astype(np.float32)
    share = (xs - first[0]) / max(wide, 1.0)
    line = first[1] + (last[1] - first[1]) * share
    above = (garment.alpha > 0.5) & (ys < line) & (share > -ASIDE) & (share < 1 + ASIDE)
    below = (ys >= line - 0.02 * wide) & (ys < line + 0.25 * wide) & (share > 0.02) & (share < 0.98)
    solid = largest(above | below, 0.2).astype(np.float32)
    calm = cv2.GaussianBlur(solid, (0, 0), max(1.0, 0.02 * wide))
    edge = max(1.5, 0.012 * wide)
    drawn = np.where(np.abs(calm - 0.5) < 0.49, calm, solid)
    drawn = np.clip((drawn - 0.5) * 0.05 * wide / edge + 0.5, 0, 1)
    return np.clip(sample(f32(drawn), where), 0, 1)


def joined_to_shoulders(cloth: Array, frame: Frame, neck: Array) -> Array:
    """`cloth` (0…1, H×W) with the corners round that stand and shoulders make beside the neck points (2×2)."""
    ys, xs = np.mgrid[: cloth.shape[0], : cloth.shape[1]].astype(np.float32)
    near = np.zeros(cloth.shape, np.float32)
    for point in neck:
        away = np.hypot(xs - point[0], ys - point[1]) / frame.unit
        near = np.maximum(near, np.clip((0.3 - away) / 0.05, 0, 1))
    return f32(np.maximum(cloth, soften(closed(cloth > 0.5, ROUND * frame.unit), 0.8) * near))


def folded(cloth: Array, frame: Frame, neck: Array) -> Array:
    """`cloth` (0…1, H×W) with the upper ends of what stands beside the neck as round as a fold: no tips. neck: 2×2, the
    neck points."""
    t, lateral = frame.fields((cloth.shape[0], cloth.shape[1]))
    low, ends = float(frame.t(neck).mean()), frame.lateral(neck)
    near = np.clip((low + 0.02 - t) * frame.torso / 6, 0, 1) * (np.abs(lateral - ends.mean()) < np.ptp(ends))
    round_ = soften(opened(cloth > 0.5, FOLD * frame.unit), 0.8)
    return f32(cloth + (np.minimum(cloth, round_) - cloth) * near)
