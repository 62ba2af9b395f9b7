"""Laying a sleeve along an arm: both are given coordinates along and across, and fabric goes from one to the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.limbs import FAR, Limb, locate
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.garment import Sleeve

Array = NDArray[np.float32]


@dataclass(frozen=True)
class SleeveFit:
    """One sleeve in the person's image. end: u of the cuff in pixels along the arm. along: H×W, 0 at the armhole, 1 at
    the cuff (outside too, where the arm's coordinates reach). outer, inner: H×W, half widths at each pixel's u.
    margin: H×W, how much further out the photographed edge is trusted. map: H×W×2, garment (x, y)."""

    end: float
    along: Array
    outer: Array
    inner: Array
    margin: Array
    map: Array


def sleeve_reach(sleeve: Sleeve) -> float:
    """How far along the arm a sleeve goes, 0…1; nearly to the wrist is to the wrist."""
    return 1.0 if sleeve.reach > 0.9 else float(np.clip(sleeve.reach, 0.14, 1.0))


def fit_sleeve(
    sleeve: Sleeve, arm: Arm, frame: Frame, tip: Array, armpit: Array, scale: float, ease: float = 1.0
) -> SleeveFit:
    """Lay `sleeve` along `arm` from the armhole between `tip` and `armpit`."""
    limb, unit = arm.limb, frame.unit
    marks = locate(limb, np.stack([tip, armpit]))
    length = max(limb.length, 1.35 * unit)
    end = min(sleeve_reach(sleeve) * length, 1.0 * limb.length)
    end = max(end, float(marks[:, 0].max()) + 0.05 * unit)
    source = _trace_source(sleeve)
    outer, inner, margin = _widths(sleeve, arm, frame, end, marks, scale * ease)
    u, v = limb.u, limb.v
    half_out, half_in = (np.interp(u, arm.stations, width).astype(np.float32) for width in (outer, inner))
    across = np.where(v >= 0, v / np.maximum(half_out, 1), v / np.maximum(half_in, 1)).astype(np.float32)
    along = _along(u, v, across, marks, end, unit)
    mapped = _to_source(source, sleeve, along, across, marks, end, unit)
    far = u >= FAR
    along[far] = -1
    return SleeveFit(end, along, half_out, half_in, np.interp(u, arm.stations, margin).astype(np.float32), mapped)


def _widths(
    sleeve: Sleeve, arm: Arm, frame: Frame, end: float, marks: Array, scale: float
) -> tuple[Array, Array, Array]:
    """Half widths of the new sleeve at the arm's stations, outside and inside, and the margin for photographed edges.

    Under the old sleeve the photographed edge stands, unless that one ends sooner and flares. Elsewhere the sleeve is
    as wide as its own width allows, a little wider than the arm, never much."""
    unit, stations = frame.unit, arm.stations
    keeps = arm.sleeve_end > 0.6 * arm.limb.length or (
        arm.sleeve_end > 0 and abs(arm.sleeve_end - end) < 0.12 * arm.limb.length
    )
    under_old = (stations < min(arm.sleeve_end, end)) & keeps
    body = np.where(under_old, 0.5 * (arm.outer + arm.inner), arm.bare)
    start = float(marks[:, 0].mean())
    share = np.clip((stations - start) / max(end - start, 1.0), 0, 1)
    own = np.interp(share, np.linspace(0, 1, len(sleeve.halfwidth)), _calm(sleeve.halfwidth)) * scale
    loosest = 1.55 if end < 0.6 * arm.limb.length else 1.4
    wanted = np.clip(own, 1.08 * body, loosest * body)
    wanted = np.where(under_old, np.clip(own, 0.97 * body, 1.15 * body), wanted)
    extra = wanted - body
    outer = np.where(under_old & arm.outer_free, arm.outer, body) + np.where(under_old, 0, extra)
    inner = np.where(under_old & arm.inner_free, arm.inner, body) + np.where(under_old, 0, extra)
    margin = np.where(under_old, 0.07 * unit, 0.0)
    smooth = [ndimage.gaussian_filter1d(each, 1.5, mode="nearest") for each in (outer, inner, margin)]
    return smooth[0].astype(np.float32), smooth[1].astype(np.float32), smooth[2].astype(np.float32)


def _calm(widths: Array) -> Array:
    """A sleeve's half widths without the jumps near the armhole, where body and sleeve are one."""
    calm = ndimage.median_filter(np.asarray(widths, np.float32), 5, mode="nearest")
    steady = float(np.median(calm[len(calm) // 4 :]))
    return f32(np.clip(calm, 0.5 * steady, 1.5 * steady))


def _along(u: Array, v: Array, across: Array, marks: Array, end: float, unit: float) -> Array:
    """Share of the sleeve's length: its lines run parallel to the armhole first and across the arm by the cuff."""
    hole = _armhole(v, marks, 0.4 * unit)
    turn = min(end, float(marks[:, 0].max()) + 0.55 * unit)
    share = _turn_share(marks, end, unit)
    early = share * (u - hole) / np.maximum(turn - hole, 1)
    late = share + (1 - share) * (u - turn) / max(end - turn, 1.0)
    return np.where((u < turn) | (share >= 0.999), early, late).astype(np.float32)


def _armhole(v: Array, marks: Array, beyond: float) -> Array:
    """u of the line through two marks ((u, v) of its outer and its inner end) at each `v`; it goes on past its outer
    end, so that the cap of the shoulder is the sleeve's, but no further than `beyond`."""
    (outer_u, outer_v), (inner_u, inner_v) = marks
    share = (outer_v - v) / max(outer_v - inner_v, 1e-3)
    line = outer_u + (inner_u - outer_u) * np.minimum(share, 1)
    return f32(np.maximum(line, min(outer_u, inner_u) - beyond).astype(np.float32))


def _turn_share(marks: Array, end: float, unit: float) -> float:
    """The share of the sleeve over which its lines turn from the armhole's slant to straight across."""
    middle = float(marks[:, 0].mean())
    turn = min(end, float(marks[:, 0].max()) + 0.55 * unit)
    return float(np.clip((turn - middle) / max(end - middle, 1.0), 0.05, 1.0))


def _trace_source(sleeve: Sleeve) -> Limb:
    """The sleeve's own middle line as a limb without fields (its points are asked for, never its pixels)."""
    axis = np.asarray(sleeve.axis, np.float64)
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(axis, axis=0), axis=1))])
    length = max(float(arc[-1]), 2.0)
    places = np.linspace(0, length, 60)
    line = np.stack([np.interp(places, arc, axis[:, column]) for column in (0, 1)], axis=1)
    line = ndimage.gaussian_filter1d(line, 5, axis=0, mode="nearest")
    tangent = np.gradient(line, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-6)
    normals = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    if normals[0] @ (sleeve.tip - sleeve.armpit) < 0:
        normals = -normals
    nothing = np.zeros((0, 0), np.float32)
    step = length / 59
    return Limb(line.astype(np.float32), normals.astype(np.float32), 0.0, step, length, nothing, nothing)


def _to_source(
    source: Limb, sleeve: Sleeve, along: Array, across: Array, marks: Array, end: float, unit: float
) -> Array:
    """Garment coordinates of every pixel: the same shares along and across in the product photo's sleeve."""
    hole_marks = locate(source, np.stack([sleeve.tip, sleeve.armpit]))
    cuff_marks = locate(source, sleeve.cuff)
    share = _turn_share(marks, end, unit)
    middle, last = float(hole_marks[:, 0].mean()), float(cuff_marks[:, 0].mean())
    held, clipped = np.clip(across, -1.25, 1.25), np.clip(along, -0.3, 1.15)
    widths = _calm(sleeve.halfwidth).astype(np.float32)
    places = np.linspace(0, source.length, len(widths))
    half = np.interp(middle + clipped * (last - middle), places, widths).astype(np.float32)
    v = held * half
    hole = _armhole(v, hole_marks, 0.5 * source.length)
    cuff = _armhole(v, cuff_marks, 0.0)
    turn = middle + share * (last - middle) if share < 0.999 else cuff
    early = hole + (turn - hole) * clipped / share
    late = turn + (cuff - turn) * (clipped - share) / max(1 - share, 1e-3)
    u = np.where((clipped < share) | (share >= 0.999), early, late).astype(np.float32)
    return source.point(u, v)
