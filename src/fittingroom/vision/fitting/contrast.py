"""Sleeves of another colour than the body: where they are sewn in is seen."""

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.garment import Garment, Sleeve

#: Lab distance from which on colours are told apart, and the least share of a sleeve that is nearer to its own.
OTHER, PURE = 20.0, 0.85
#: How far below the outline colours are looked at, and how far within and beyond a tip a seam is looked for, in chests.
DEEP, WITHIN, BEYOND = 0.035, 0.06, 0.2
#: How far outside the armpit a sleeve is sewn in at most, in chests, and the least share of it that lies beyond.
FURTHEST, MOST = 0.16, 0.6
#: The least share of a way that must have the colour it should.
SURE = 0.85


def two_colours(garment: Garment, sleeve: Sleeve) -> tuple[Array, Array] | None:
    """Lab of the body above the armpits and of a `sleeve` of one other colour; None where they aren't so."""
    solid = garment.alpha > 0.9
    above = np.arange(len(garment.torso))[:, None] < sleeve.armpit[1]
    body, own = garment.fabric[garment.torso & above & solid], garment.fabric[_far_end(sleeve) & solid]
    if len(body) < 50 or len(own) < 50:
        return None
    seen = to_lab(np.stack([np.median(body, axis=0), np.median(own, axis=0)])[None].astype(np.uint8))[0]
    if float(np.linalg.norm(seen[1] - seen[0])) < OTHER:
        return None
    if float((_nearer(to_lab(own[None])[0], seen[1], seen[0]) > 0).mean()) < PURE:
        return None
    return f32(seen[0]), f32(seen[1])


def upper_outline(garment: Garment, chest: float) -> Array:
    """y of the garment's highest point in each column, smooth. chest: its width, pixels."""
    solid = garment.alpha > 0.5
    top = np.where(solid.any(0), solid.argmax(0), solid.shape[0]).astype(np.float32)
    return f32(cv2.GaussianBlur(top[None], (0, 0), 0.015 * chest)[0])


def seam_on(garment: Garment, side: int) -> Array | None:
    """Where the sleeve on `side`, of another colour than the body, begins on the upper outline; None where it doesn't,
    or not near the shoulder's end."""
    sleeve, chest = garment.sleeves[side], max(float(garment.armpits[1][0] - garment.armpits[0][0]), 8.0)
    if sleeve is None:
        return None
    top, sign = upper_outline(garment, chest), (-1, 1)[side]
    colours = two_colours(garment, sleeve)
    if colours is None:
        return None
    columns = round(float(sleeve.tip[0])) + sign * np.arange(-round(WITHIN * chest), round(BEYOND * chest) + 1)
    columns = columns[(columns >= 0) & (columns < len(top))]
    deep = np.clip(np.round(top[columns] + DEEP * chest), 0, len(garment.fabric) - 1).astype(np.intp)
    soft = np.asarray(cv2.GaussianBlur(garment.fabric, (0, 0), 1.0), np.uint8)
    seen = to_lab(soft[deep, columns][None])[0]
    body_like = np.sign(_nearer(f32(seen), *colours))
    so_far = np.cumsum(np.append(0, body_like))
    at = int(so_far.argmax())  # most of the body's colour lies before it, most of the sleeve's behind
    if not 0 < at < len(columns) or so_far[at] < SURE * at or body_like[at:].mean() > 1 - 2 * SURE:
        return None
    seam = f32(np.array([columns[at], top[columns[at]]], np.float32))
    return seam if _at_armhole(sleeve, seam, chest) else None


def _at_armhole(sleeve: Sleeve, seam: Array, chest: float) -> bool:
    """Whether a change of colour at `seam` is where the sleeve is sewn in, not where a cuff or a stripe begins: it lies
    above the armpit, and most of the sleeve beyond."""
    rows, columns = np.nonzero(sleeve.mask)
    line, cuff = sleeve.armpit - seam, sleeve.cuff.mean(0) - seam
    side = line[0] * (rows - seam[1]) - line[1] * (columns - seam[0])
    beyond = float((side * (line[0] * cuff[1] - line[1] * cuff[0]) > 0).mean())
    return abs(float(line[0])) < FURTHEST * chest and beyond > MOST


def own_cloth(garment: Garment, side: int, where: Mask) -> Mask:
    """What of `where` (H×W) shows the own cloth of the sleeve on `side`, if that is sewn in where the colour changes;
    else all."""
    sleeve = garment.sleeves[side]
    colours = None if sleeve is None or seam_on(garment, side) is None else two_colours(garment, sleeve)
    if colours is None:
        return where
    x, y, width, height = cv2.boundingRect(where.astype(np.uint8))
    window = slice(y, y + height), slice(x, x + width)
    own = where.copy()
    seen = to_lab(np.asarray(cv2.GaussianBlur(garment.fabric[window], (0, 0), 1.0), np.uint8))
    own[window] &= shrink(flags(_nearer(f32(seen), colours[1], colours[0]) > 0), 2)
    return own


def _far_end(sleeve: Sleeve) -> Mask:
    """H×W: the half of a sleeve towards its cuff: the other may hold some of the body."""
    start = 0.5 * (sleeve.tip + sleeve.armpit)
    way = sleeve.cuff.mean(0) - start
    rows, columns = np.nonzero(sleeve.mask)
    far = (np.stack([columns, rows], axis=1) - start) @ way > 0.5 * float(way @ way)
    mask = np.zeros(sleeve.mask.shape, np.bool_)
    mask[rows[far], columns[far]] = True
    return mask


def _nearer(seen: Array, one: Array, other: Array) -> Array:
    """By how much colours (…×3) are nearer to `one` than to the `other`."""
    return f32(np.linalg.norm(seen - other, axis=-1) - np.linalg.norm(seen - one, axis=-1))
