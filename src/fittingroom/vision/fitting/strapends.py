"""Thin straps at the ends of a neckline whose sides are not told apart from it, as over flounces: in their photo they
run out into tips, on a body they go on over the shoulder with edges side by side."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.contour import ribbon
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.neckcurve import NeckLine, inwards
from fittingroom.vision.fitting.regions import Regions
from fittingroom.vision.fitting.ribbons import on_bare, on_body
from fittingroom.vision.fitting.straps import WIDEST
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Person
from fittingroom.vision.spans import runs

#: How long a strap stands free at least, in chests: a shoulder's slope gets broader at once.
_FREE = 0.05
#: Where its foot is: so many times its usual width, and so many pixels more.
_FOOT = 1.5, 2.0
#: How far beside a neck point, chests, its top is looked for.
_BESIDE = 0.06
#: How far down along the neckline, in units, the strap is drawn into what it holds.
_INTO = 0.06
#: How far, in pixels, its inner edge keeps off the line, or it would stand over the soft edge of what it holds.
_INNER = 0.7


def free_straps(garment: Garment) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """For each side of a neckline that isn't one of straps alone, width and length (pixels of the photo) of a thin
    strap in which it ends; None where it ends otherwise."""
    if garment.neck not in (Neck.CREW, Neck.V, Neck.BOAT):
        return None, None
    chest = max(float(garment.armpits[1][0] - garment.armpits[0][0]), 8.0)
    mask = garment.alpha > 0.5
    return _free(mask, garment.neck_points[0], chest), _free(mask, garment.neck_points[1], chest)


def _free(mask: Mask, point: Array, chest: float) -> tuple[float, float] | None:
    left = max(0, round(float(point[0]) - _BESIDE * chest))
    rows = np.flatnonzero(mask[:, left : round(float(point[0]) + _BESIDE * chest)].any(1))
    if not len(rows):
        return None
    top, at = int(rows[0]), float(point[0])
    widths: list[float] = []
    for row in mask[top + 2 : top + round(0.5 * chest)]:
        spans = runs(row)
        if not len(spans):
            break
        first, last = min(spans, key=lambda span: max(span[0] - at, at - span[1], 0.0))
        width = float(last - first)
        if widths and width > _FOOT[0] * float(np.median(widths)) + _FOOT[1]:
            break
        widths.append(width)
        at = 0.5 * float(first + last)
    usual = float(np.median(widths)) if widths else np.inf
    return (usual, float(len(widths))) if len(widths) >= _FREE * chest and usual < 2 * WIDEST * chest else None


def strap_ends(garment: Garment, person: Person, frame: Frame, line: NeckLine, scale: float) -> Array:
    """Where free straps go on along the ends of the `line` and over the shoulder, 0…1, H×W: as wide as they are, from
    their foot to where the body ends. scale: pixels on the person for one in the garment's photo."""
    shape = person.labels.shape
    drawn = np.zeros(shape, np.float32)
    target = line.target
    for strap, end, along in zip(free_straps(garment), line.ends, (target, target[::-1]), strict=True):
        if strap is None:
            continue
        width, length = strap[0] * scale, strap[1] * scale + _INTO * frame.unit
        at = int(np.argmin(np.linalg.norm(along - end, axis=1)))
        away = np.cumsum(np.linalg.norm(np.diff(along[at:], axis=0), axis=1))
        inner = along[: at + 2 + int(np.searchsorted(away, length))]
        out = -1 if along is target else 1
        inner, outer = inwards(inner, out * _INNER), inwards(inner, out * width)
        drawn = np.maximum(drawn, ribbon(inner, outer, shape) * on_body(person, frame.unit, width))
    return f32(drawn)


def with_strap_ends(regions: Regions, ends: Array) -> Regions:
    """`regions` with the `ends` (H×W, 0…1) of straps as parts of the garment's body: what they lie on goes, and nothing
    but what is in front lies before them."""
    if not ends.any():
        return regions
    own = f32(ends * (1 - regions.front))
    cloth = np.maximum(regions.cloth, own)
    return replace(regions, cloth=f32(cloth), torso=f32(np.maximum(regions.torso, own)))


def lowered_ends(regions: Regions, ends: Array, open_: Array, unit: float) -> Regions:
    """`regions` with nothing of the `ends` (H×W, 0…1) left where the background comes in place of old cloth (`open_`:
    H×W, 0…1), which may have stood above the bare shoulder."""
    left = f32(1 - ends * (1 - on_bare(open_, unit)))
    return replace(regions, cloth=f32(regions.cloth * left), torso=f32(regions.torso * left))
