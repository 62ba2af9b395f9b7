"""Sleeves that hang against the body in their product photo: the gap's dark, the sliver of body past it and the light
along the sleeve's turned away side are no part of the cloth that comes to lie on an arm."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.armpits import plainness
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.cut import SMALLEST, chest_width
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.garment import Garment, Sleeve

#: From how much less light than a sleeve's middle what lies at its inner side is the gap, and up to how far in, in the
#: sleeve's widths.
GAP, WIDEST = 0.64, 0.45
#: From how much less light than its middle a sleeve's outer side is turned away from the lamp.
TURNED = 0.91
#: How much less deep such a strip may be from a row to the next, pixels.
_TAPER = 0.1
#: A middle darker than this (luminance) shows no gap, nor does one that is dark itself in more than such a share.
DARKEST, PATTERNED = 0.1, 0.1
#: How wide a ridge of light along a sleeve's turned away side may be, in chests, and how much light is taken off it.
RIDGE, TAKEN = 0.035, 0.14
#: How far past the gap's edge cloth carried on has the colour that the sleeve mostly has, chests.
EVENED = 0.04
#: Down to which share of a sleeve its gap may begin, and how many rows below its begin the gap's edge is sure.
HIGHEST, SETTLES = 0.4, 12


def without_gap(fabric: NDArray[np.uint8], garment: Garment, sleeve: Sleeve) -> NDArray[np.uint8]:
    """`fabric` (H×W×3) of a sleeve that hangs against the body, carried on, row by row, from where the dark gap
    between the two begins, and without the ridge of light where its outer side turns away. Patterned cloth, and sleeves
    photographed apart from the body, stay as they are."""
    rows = np.flatnonzero(sleeve.mask.sum(axis=1) >= 8)
    if not sleeve.fused or len(rows) < 20 or plainness(garment) < 0.5:
        return fabric
    sign = inner_sign(garment, sleeve)
    # the gap's depth by the armpit is filled in `fabric` by now, and seen in the photo alone
    light = cv2.GaussianBlur(np.minimum(luminance(fabric), luminance(garment.image)), (0, 0), 1.0)
    edge = gap_edge(f32(light), sleeve.mask, rows, sign)
    if edge is None:
        return fabric
    chest = chest_width(garment, SMALLEST)
    edge = up_to_shoulder(edge, _inner_end(sleeve.mask, rows, sign), sign)
    xs = np.arange(fabric.shape[1], dtype=np.float64)[None]
    past = sign * (xs - edge[:, None])
    source = np.where(past > 0, edge[:, None] - sign * np.minimum(past, float(np.median(sleeve.halfwidth))), xs)
    ys = np.broadcast_to(rows[:, None], source.shape)
    drawn = without_ridges(fabric, RIDGE * chest)
    carried = cv2.remap(drawn, f32(source), f32(ys), cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    calm = cv2.GaussianBlur(carried, (0, 0), sigmaX=0.5, sigmaY=0.03 * chest)  # or every row were a streak
    share = np.clip(past / 3 + 0.5, 0, 1)[..., None]
    even = np.clip(past / (EVENED * chest), 0, 1)[..., None]
    filled = calm + (_evened(f32(calm), f32(np.median(drawn[sleeve.mask], axis=0))) - calm) * even
    drawn[rows] = np.clip(np.round(carried + (filled - carried.astype(np.float32)) * share), 0, 255)
    return drawn


def _evened(carried: Array, usual: Array) -> Array:
    """`carried` (H×W×3) about of its `usual` colour everywhere: a fold that meets the gap's edge would else be carried
    on into a stain."""
    return f32(carried * np.clip(usual / np.maximum(carried, 4), 0.7, 1.4))


def turned_away(garment: Garment, sleeve: Sleeve) -> Mask:
    """H×W: the strip of a plain `sleeve` that hangs against the body where its outer side turns away from the photo's
    lamp, a dark strip behind a ridge of light. On a person a sleeve has the shade of the arm, and carried on this one
    would lie across the shoulder as a tear."""
    found = np.zeros(sleeve.mask.shape, np.bool_)
    rows = np.flatnonzero(sleeve.mask.sum(axis=1) >= 8)
    if not sleeve.fused or len(rows) < 20 or plainness(garment) < 0.5:
        return found
    sign = -inner_sign(garment, sleeve)
    light = f32(cv2.GaussianBlur(luminance(garment.image), (0, 0), 1.0))
    edge = gap_edge(light, sleeve.mask, rows, sign, TURNED)
    if edge is not None:
        outer = _inner_end(sleeve.mask, rows, sign)
        deep = np.clip(sign * (outer - edge), 0, None)
        deep = _tapered(deep + 0.5 * RIDGE * chest_width(garment, SMALLEST) * (deep > 0))
        found[rows] = sign * (np.arange(sleeve.mask.shape[1]) - (outer - sign * deep)[:, None]) > 0
    return found & sleeve.mask


def _tapered(deep: NDArray[np.float64]) -> NDArray[np.float64]:
    """The depth of a strip in each row (pixels), none more than a `_TAPER` of a pixel less deep than the row before:
    where a strip broke off, its end would be seen as a corner."""
    fall = _TAPER * np.arange(len(deep))
    return np.asarray(np.maximum.accumulate(deep + fall) - fall, np.float64)


def inner_sign(garment: Garment, sleeve: Sleeve) -> int:
    """1 where the body lies to the right of the sleeve in the photo, −1 where to its left."""
    return 1 if float(np.mean(garment.armpits, axis=0)[0]) > float(sleeve.armpit[0]) else -1


def gap_edge(
    light: Array, mask: Mask, rows: NDArray[np.intp], sign: int, share: float = GAP
) -> NDArray[np.float64] | None:
    """x where in each of its `rows` a sleeve (`mask`, H×W) has its last lit cloth before the gap on the body's side
    (`sign`), smooth; beyond the sleeve where no gap is. None where there is none at all, or the sleeve's middle is too
    dark or too uneven to tell. light: H×W, 0…1. share: of the middle's light, from which down it is the gap's."""
    width = mask.shape[1]
    first, last = mask[rows].argmax(axis=1), width - 1 - mask[rows, ::-1].argmax(axis=1)
    inner, wide = (last if sign > 0 else first), np.maximum(last - first, 1)
    out = 1 - sign * (inner[:, None] - np.arange(width)[None]) / wide[:, None]  # 0 at the outer side, 1 at the inner
    middle = (out > 0.3) & (out < 0.6)
    level = np.nanmedian(np.where(middle, light[rows], np.nan), axis=1)
    level = ndimage.gaussian_filter1d(ndimage.median_filter(level, 15, mode="nearest"), 6, mode="nearest")
    dark = light[rows] < share * level[:, None]
    if float(np.median(level)) < DARKEST or dark[middle].mean() > PATTERNED:
        return None
    side = dark & (out > 1 - WIDEST) & (out <= 1.1)
    if not side.any():
        return None
    reach = np.where(side.any(axis=1), np.where(side, out, 2).min(axis=1), 1.3)
    reach = ndimage.minimum_filter1d(ndimage.median_filter(reach, 5, mode="nearest"), 15, mode="nearest")
    reach = ndimage.gaussian_filter1d(reach, 6, mode="nearest")
    return np.asarray(inner - sign * ((1 - reach) * wide + 2), np.float64)


def up_to_shoulder(edge: NDArray[np.float64], inner: NDArray[np.float64], sign: int) -> NDArray[np.float64]:
    """The `edge` of a gap (x in each row, beyond the sleeve where there is none) carried on from the gap's upper end to
    the shoulder, straight on: what lies between it and the `inner` side of the sleeve (x in each row) up there is the
    armhole, with its seam and folds, and not the sleeve's own cloth."""
    open_ = sign * (inner - edge) > 2
    first = int(open_.argmax())
    if not open_.any() or not 0 < first < HIGHEST * len(edge):
        return edge
    begins = min(first + SETTLES, len(edge) - 9)
    long = max(8, min(first, len(edge) - begins))
    at = np.arange(begins, begins + long)
    slope = float(np.polyfit(at, edge[at], 1)[0])
    slope = sign * max(sign * slope, 0.0)  # towards the body as it goes down
    above = np.arange(begins)
    line = edge[begins] + slope * (above - begins)
    above_gap = sign * np.minimum(sign * edge[:begins], sign * line)
    return np.asarray(np.concatenate([above_gap, edge[begins:]]), np.float64)


def _inner_end(mask: Mask, rows: NDArray[np.intp], sign: int) -> NDArray[np.float64]:
    """x of the last pixel of `mask` (H×W) on the body's side (`sign`) in each of its `rows`."""
    across = mask[rows] if sign < 0 else mask[rows, ::-1]
    far = across.argmax(axis=1).astype(np.float64)
    return np.asarray(far if sign < 0 else mask.shape[1] - 1 - far, np.float64)


def without_ridges(fabric: NDArray[np.uint8], wide: float) -> NDArray[np.uint8]:
    """`fabric` (H×W×3) with upright lines of light up to `wide` pixels across as light as what lies beside them, as far
    as they are faint enough for light."""
    tall = cv2.GaussianBlur(fabric.astype(np.float32), (0, 0), sigmaX=1.0, sigmaY=max(1.5, 0.35 * wide))
    line = np.ones((1, 2 * max(1, round(wide / 2)) + 1), np.uint8)
    calm = cv2.GaussianBlur(cv2.morphologyEx(tall, cv2.MORPH_OPEN, line), (0, 0), 1.0)
    gain = np.minimum(calm / np.maximum(tall, 4), 1)
    taken = np.where(gain.min(axis=-1, keepdims=True) < 1 - TAKEN, 1, gain)
    return np.asarray(np.clip(np.round(fabric * taken), 0, 255), np.uint8)
