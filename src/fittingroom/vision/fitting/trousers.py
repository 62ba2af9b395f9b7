"""Laying trousers and shorts on the hips and along both legs, a panel a leg."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.limbs import locate
from fittingroom.vision.fitting.outline import Arm, OldTop, Sides
from fittingroom.vision.fitting.panels import Panel, Rows, hip_widths, panel, settle, side_at
from fittingroom.vision.garment import Garment, Leg

#: From this reach on trousers are meant to go down to the shoes.
FULL_LENGTH = 0.92


@dataclass(frozen=True)
class TrousersFit:
    """panels: image's left and right. ends: pixels along each leg. waist, crotch: t. scale: person pixels per garment
    pixel. front: which panel lies before the other."""

    panels: tuple[Panel, Panel]
    ends: tuple[float, float]
    waist: float
    crotch: float
    scale: float
    front: int


def fit_trousers(
    garment: Garment, frame: Frame, legs: tuple[Arm, Arm], sides: Sides, old: OldTop, crotch: float,
    worn_to: tuple[float, float], ease: float,
) -> TrousersFit:  # fmt: skip
    """Place the garment, which must have a crotch and two legs. worn_to: pixels along each leg down to where the old
    lower garment goes."""
    scale = hip_scale(garment, frame, sides, crotch)
    waist = choose_waist(garment, frame, old, crotch, scale)
    panels, ends = [], []
    for side in (0, 1):
        end = choose_end(garment, legs[side], waist, frame, worn_to[side])
        rows = _hip_rows(garment, frame, sides, side, waist, crotch, scale * ease)
        rows += _leg_rows(garment, frame, legs, side, crotch, end, scale * ease)
        panels.append(panel(_without_step(rows, side), frame.unit, inside=1 - side))
        ends.append(end)
    low = frame.ankles[:, 1] + 0.5 * frame.knees[:, 1]
    front = int(low[1] > low[0])
    return TrousersFit(
        (panels[0], panels[1]), (ends[0], ends[1]), waist, crotch, scale, front
    )  # fmt: skip


def _without_step(rows: Rows, side: int) -> Rows:
    """The outer edge run smoothly from the hip's rows into the leg's."""
    target = rows.target.copy()
    target[side] = ndimage.gaussian_filter1d(target[side], 1.4, axis=0, mode="nearest")
    ends = [0, 1, -2, -1]
    target[side, ends] = rows.target[side, ends]
    return replace(rows, target=f32(target))


def hip_scale(garment: Garment, frame: Frame, sides: Sides, crotch: float) -> float:
    """Person pixels per garment pixel: hips to hips. Flat cloth is wider than the body that it goes round."""
    assert garment.crotch is not None
    top, bottom = float(garment.waist[:, 1].mean()), float(garment.crotch[1])
    row = np.array([top + 0.75 * (bottom - top)], np.float32)
    flat = float(side_at(garment.sides[1], row)[0] - side_at(garment.sides[0], row)[0])
    t = np.array([min(1.0, crotch - 0.1)], np.float32)
    body = sum(float(hip_widths(frame, sides, side, t)[1][0]) for side in (0, 1))
    return 1.06 * body / max(flat, 1.0)


def choose_waist(garment: Garment, frame: Frame, old: OldTop, crotch: float, scale: float) -> float:
    """t of the waistband: as high above the crotch as the garment's rise, but where the old one is seen, there."""
    assert garment.crotch is not None
    rise = float(garment.crotch[1] - garment.waist[:, 1].mean()) * scale
    natural = float(np.clip(crotch - rise / frame.torso, 0.55, 0.97))
    return waist_under_top(old, natural)


def waist_under_top(old: OldTop, natural: float) -> float:
    """`natural` (t), but never below the top that hides it; over a bare belly, where the old waist was."""
    if old.waist is None:
        return natural
    bare = old.belly and (old.hem is None or old.hem < old.waist - 0.02)
    return old.waist if bare else min(natural, old.waist - 0.05)


def choose_end(garment: Garment, leg: Arm, waist: float, frame: Frame, worn_to: float) -> float:
    """Pixels along a leg down to the hem. Full length goes to the shoe, or as far as the old ones did (`worn_to`)."""
    length = leg.limb.length
    if garment.reach >= FULL_LENGTH:
        return float(np.clip(worn_to + 0.015 * length, 1.03 * length, 1.12 * length))
    above = max(float(frame.t(leg.limb.point(0.0))) - waist, 0) * frame.torso
    return max(garment.reach * (length + above) - above, 0.1 * length)


def _hip_rows(
    garment: Garment, frame: Frame, sides: Sides, side: int, waist: float, crotch: float, scale: float, count: int = 7
) -> Rows:
    """From the waistband to the crotch: the outer edge and the middle line."""
    assert garment.crotch is not None
    share = np.linspace(-0.12, 0.94, count, dtype=np.float32)
    top = float(np.median(garment.waist[:, 1]))
    y = top + share * (float(garment.crotch[1]) - top)
    t = f32(waist + share * (crotch - waist))
    middle = np.interp(y, [top, garment.crotch[1]], [float(garment.waist[:, 0].mean()), float(garment.crotch[0])])
    outer_x = side_at(garment.sides[side], y)
    seen, body = hip_widths(frame, sides, side, t)
    width, own = settle(f32(np.abs(outer_x - middle) * scale), seen, body, 1.6)
    sign = (-1.0, 1.0)[side]
    target = np.stack([frame.at(t, sign * width), frame.at(t, 0.0)])
    source = np.stack([np.stack([outer_x, y], 1), np.stack([middle, y], 1)])
    owns = np.stack([own, np.ones(count, np.bool_)])
    order = [0, 1] if side == 0 else [1, 0]
    return Rows(f32(target[order]), f32(source[order]), owns[order])


def _leg_rows(
    garment: Garment, frame: Frame, legs: tuple[Arm, Arm], side: int, crotch: float, end: float, scale: float,
    count: int = 15,
) -> Rows:  # fmt: skip
    """From the crotch to a little below the hem, along the leg."""
    cloth, leg = garment.legs[side], legs[side]
    assert garment.crotch is not None and cloth is not None
    parting = frame.at(crotch, 0.0)
    start, away = (float(part) for part in locate(leg.limb, parting[None])[0])
    start = float(np.clip(start, 0.02 * leg.limb.length, max(end - 0.06 * leg.limb.length, 1)))
    share = np.linspace(0.02, 1.08, count, dtype=np.float32)
    u = f32(start + share * (end - start))
    bottom = float(np.median(cloth.hem[:, 1]))
    y = float(garment.crotch[1]) + share * (bottom - float(garment.crotch[1]))
    outer_x, inner_x = side_at(garment.sides[side], y), inner_edge(cloth, y, side)
    own = f32(0.5 * np.abs(outer_x - inner_x) * scale)
    body = leg.bare_at(u)
    outer_seen, inner_seen = (f32(np.interp(u, leg.stations, each)) for each in (leg.outer, leg.inner))
    covered = (u < leg.sleeve_end + 0.03 * leg.limb.length) & (end < leg.sleeve_end + 0.12 * leg.limb.length)
    seen = f32(np.where(covered, 0.5 * (outer_seen + inner_seen), body))
    half, owns = settle(own, seen, body, 2.4)
    owns = owns | ~covered
    half = f32(np.where(covered, half, np.clip(own, 1.06 * body, 2.4 * body)))
    half = f32(ndimage.gaussian_filter1d(half, 1.0, mode="nearest"))
    shift = np.where(owns, 0, 0.5 * (outer_seen - inner_seen))
    outer, inner = half + shift, half - shift
    inner = np.minimum(inner, max(-away, 0.02 * frame.unit) + 0.9 * np.clip(u - start, 0, None))
    inner = np.where(owns, np.minimum(inner, _to_other(leg, legs[1 - side], u, body)), inner)
    points = np.stack([leg.limb.point(u, outer), leg.limb.point(u, -inner)])
    source = np.stack([np.stack([outer_x, y], 1), np.stack([inner_x, y], 1)])
    order = [0, 1] if side == 0 else [1, 0]
    flags = np.stack([owns, owns])
    return Rows(f32(points[order]), f32(source[order]), flags[order])


def _to_other(leg: Arm, other: Arm, u: Array, body: Array) -> Array:
    """How far inwards a leg's own cloth goes before it meets the other leg's, unless one leg is before the other: they
    part at once below the crotch, so that shorts don't look like a skirt."""
    notch = leg.unit * np.clip(0.3 * (u - u[0]) / leg.unit, 0.005, 0.04)
    middle = locate(other.limb, leg.limb.point(u))
    between = -middle[:, 1]
    crossing = between < 1.2 * body
    return f32(np.where(crossing, 9e3, np.maximum(0.5 * between - notch, 0.9 * body)))


def inner_edge(leg: Leg, y: Array, side: int) -> Array:
    """x of a trouser leg's inner edge in its photo at rows `y`; below the hem its end's."""
    rows = np.flatnonzero(leg.mask.any(1))
    edge = leg.mask.shape[1] - 1 - leg.mask[rows, ::-1].argmax(1) if side == 0 else leg.mask[rows].argmax(1)
    low = float(np.percentile(leg.hem[:, 1], 20)) - 3
    kept = rows < low
    smooth = ndimage.gaussian_filter1d(ndimage.median_filter(edge[kept].astype(np.float64), 9), 3, mode="nearest")
    return f32(np.interp(y, rows[kept], smooth))
