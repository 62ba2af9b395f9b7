"""Laying trousers and shorts on the hips and along both legs, a panel a leg."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.legs import off_middle
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.limbs import locate
from fittingroom.vision.fitting.outline import Arm, OldTop, Sides
from fittingroom.vision.fitting.panels import Panel, Rows, hip_widths, settle, side_at, smooth_panel
from fittingroom.vision.fitting.rowfill import row_edges
from fittingroom.vision.garment import Garment

#: From this reach on trousers are meant to go down to the shoes.
FULL_LENGTH = 0.92

#: How far the front of a hem hangs below its sides, in shares of its width: legs are tubes, seen from above.
HANG = 0.07

#: How much shorter, in legs, the sample is that is worn shorter.
SHORTER = 0.06

#: A top whose hem lies lower than this (t) hides any waistband.
LOWEST_WAIST = 0.93


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
    worn_to: tuple[float, float], fit: Fit,
) -> TrousersFit:  # fmt: skip
    """Place the garment, which must have a crotch and two legs. worn_to: pixels along each leg down to where the old
    lower garment goes. fit: how it is worn."""
    scale = hip_scale(garment, frame, sides, crotch)
    waist = choose_waist(garment, frame, old, crotch, scale)
    panels, ends = [], []
    for side in (0, 1):
        end = choose_end(garment, legs[side], waist, frame, worn_to[side])
        end -= (SHORTER if fit.turned else 0.0) * legs[side].limb.length
        hip = _hip_rows(garment, frame, sides, side, waist, crotch, scale, fit.ease)
        leg = _leg_rows(garment, frame, legs, side, crotch, end, scale, fit.ease)
        rows = hip + leg
        hang = max(0.0, HANG - own_sag(garment, side)) * np.linspace(0, 1, leg.own.shape[1])
        sag = f32(np.concatenate([np.zeros(hip.own.shape[1]), hang]))
        panels.append(smooth_panel(_without_step(rows, side), frame.unit, 1 - side, sag))
        ends.append(end)
    low = frame.ankles[:, 1] + 0.5 * frame.knees[:, 1]
    front = int(low[1] > low[0])
    return TrousersFit(
        (panels[0], panels[1]), (ends[0], ends[1]), waist, crotch, scale, front
    )  # fmt: skip


def _without_step(rows: Rows, side: int) -> Rows:
    """The outer edge run smoothly from the hip's rows into the leg's."""
    target = rows.target.copy()
    target[side] = ndimage.gaussian_filter1d(target[side], min(2.5, 0.08 * len(target[side])), axis=0, mode="nearest")
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
    """t of the waistband: as high above the crotch as the garment's rise, but where the old one is seen, there.

    scale: person pixels per garment pixel at the hips; long trousers are measured by their legs where that is less,
    for people differ more in length than in width."""
    assert garment.crotch is not None
    if garment.reach >= FULL_LENGTH:
        below = frame.at(crotch, 0.0)
        inseam = float(np.linalg.norm(frame.ankles - below, axis=1).mean())
        scale = min(scale, inseam / max(float(np.median(garment.hem[:, 1]) - garment.crotch[1]), 1.0))
    rise = float(garment.crotch[1] - garment.waist[:, 1].mean()) * scale
    natural = float(np.clip(crotch - rise / frame.torso, 0.55, 0.97))
    return waist_under_top(old, natural)


def waist_under_top(old: OldTop, natural: float) -> float:
    """`natural` (t), but where the old waistband shows below the top and the new one would lie about as high, there;
    never below the top that hides it; over a bare belly, where the old waist was."""
    if old.waist is None:
        return natural
    bare = old.belly and (old.hem is None or old.hem < old.waist - 0.02)
    if bare:
        return old.waist
    shown = old.waist < LOWEST_WAIST and abs(natural - old.waist) < 0.2
    return old.waist - 0.012 if shown else min(natural, old.waist - 0.05)


def choose_end(garment: Garment, leg: Arm, waist: float, frame: Frame, worn_to: float) -> float:
    """Pixels along a leg down to the hem. Full length goes to the shoe, or as far as the old ones did (`worn_to`)."""
    length = leg.limb.length
    if garment.reach >= FULL_LENGTH:
        return float(np.clip(worn_to + 0.035 * length, 1.04 * length, 1.13 * length))
    above = max(float(frame.t(leg.limb.point(0.0))) - waist, 0) * frame.torso
    return max(garment.reach * (length + above) - above, 0.1 * length)


def own_sag(garment: Garment, side: int) -> float:
    """How far the middle of a leg's hem hangs below its ends in the garment's photo, in shares of its width."""
    leg = garment.legs[side]
    if leg is None or len(leg.hem) < 5:
        return 0.0
    x, y = leg.hem[:, 0], leg.hem[:, 1]
    middle, ends = y[len(y) // 3 : -(len(y) // 3)].mean(), y[[1, -2]].mean()
    return float(np.clip((middle - ends) / max(float(np.ptp(x)), 1.0), 0, 0.2))


def _hip_rows(
    garment: Garment, frame: Frame, sides: Sides, side: int, waist: float, crotch: float, scale: float, ease: float,
    count: int = 9,
) -> Rows:  # fmt: skip
    """From the waistband to the crotch: the outer edge and the middle line."""
    assert garment.crotch is not None
    share = np.linspace(-0.12, 0.88, count, dtype=np.float32)
    top = float(np.median(garment.waist[:, 1]))
    y = top + share * (float(garment.crotch[1]) - top)
    t = f32(waist + share * (crotch - waist))
    middle = np.interp(y, [top, garment.crotch[1]], [float(garment.waist[:, 0].mean()), float(garment.crotch[0])])
    outer_x = piece_edges(garment, side, y)[0]
    seen, body = hip_widths(frame, sides, side, t)
    give = f32(1 + (ease - 1) * 0.6 * np.clip(share, 0, 1))  # the waist stays where it is
    width, own = settle(f32(np.abs(outer_x - middle) * scale * give), seen * give, body, 1.6)
    sign = (-1.0, 1.0)[side]
    target = np.stack([frame.at(t, sign * width), frame.at(t, 0.0)])
    source = np.stack([np.stack([outer_x, y], 1), np.stack([middle, y], 1)])
    owns = np.stack([own, np.ones(count, np.bool_)])
    order = [0, 1] if side == 0 else [1, 0]
    return Rows(f32(target[order]), f32(source[order]), owns[order])


def _leg_rows(
    garment: Garment, frame: Frame, legs: tuple[Arm, Arm], side: int, crotch: float, end: float, scale: float,
    ease: float, apart: float = 0.11,
) -> Rows:  # fmt: skip
    """From the crotch to a little below the hem, along the leg, a row every `apart` units."""
    cloth, leg = garment.legs[side], legs[side]
    assert garment.crotch is not None and cloth is not None
    parting = frame.at(crotch, 0.0)
    start, away = (float(part) for part in locate(leg.limb, parting[None])[0])
    start = float(np.clip(start, 0.02 * leg.limb.length, max(end - 0.06 * leg.limb.length, 1)))
    count = int(np.clip((end - start) / (apart * frame.unit), 5, 24))
    share = np.linspace(0.02, 1.08, count, dtype=np.float32)
    u = f32(start + share * (end - start))
    bottom = float(np.median(cloth.hem[:, 1]))
    y = float(garment.crotch[1]) + share * (bottom - float(garment.crotch[1]))
    outer_x, inner_x = piece_edges(garment, side, y)
    own = f32(0.5 * np.abs(outer_x - inner_x) * scale * ease)
    body = leg.bare_at(u)
    outer_seen, inner_seen = (f32(np.interp(u, leg.stations, each)) for each in (leg.outer, leg.inner))
    covered = (u < leg.sleeve_end + 0.03 * leg.limb.length) & (end < leg.sleeve_end + 0.12 * leg.limb.length)
    seen = f32(np.where(covered, 0.5 * (outer_seen + inner_seen) * ease, body))
    widest = 2.4 * np.maximum(body, 0.16 * frame.unit)  # wide legs stay wide at the ankle
    own = f32(np.minimum(own, widest))
    half, owns = settle(own, seen, body, 9.0)
    owns = owns | ~covered
    half = f32(np.where(covered, half, np.maximum(own, 1.06 * body)))
    half = f32(ndimage.gaussian_filter1d(half, min(2.0, 0.09 * count), mode="nearest"))
    shift = np.interp(u, leg.stations, off_middle(leg))
    outer, inner = half + shift, half - shift
    shown = u > leg.sleeve_end  # a bare leg must not show beside the cloth
    outer = np.where(shown & _free(leg, leg.outer_free, u), np.maximum(outer, outer_seen + 0.02 * frame.unit), outer)
    inner = np.where(shown & _free(leg, leg.inner_free, u), np.maximum(inner, inner_seen + 0.02 * frame.unit), inner)
    inner = np.minimum(inner, max(-away, 0.02 * frame.unit) + 0.9 * np.clip(u - start, 0, None))
    inner = np.where(owns, np.minimum(inner, _to_other(leg, legs[1 - side], u, body)), inner)
    inner = np.maximum(inner, _parting(leg, legs[1 - side], u, np.where(shown, 9e3, inner_seen)))
    inner = ndimage.gaussian_filter1d(inner, min(1.0, 0.05 * count), mode="nearest")
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


def _parting(leg: Arm, other: Arm, u: Array, old: Array) -> Array:
    """How far inwards a leg's cloth goes at least: trousers part slowly below the crotch, unless the old ones (`old`)
    were seen to part faster."""
    between = -locate(other.limb, leg.limb.point(u))[:, 1]
    slowly = 0.5 * between - 0.17 * np.clip(u - u[0], 0, None)
    return f32(np.where(between > 0, np.minimum(slowly, old + 0.06 * leg.unit), 0))


def _free(leg: Arm, free: Mask, u: Array) -> Mask:
    """Whether the edge is seen at `u`."""
    return np.asarray(np.interp(u, leg.stations, free.astype(np.float32)) > 0.5)


def piece_edges(garment: Garment, side: int, y: Array) -> tuple[Array, Array]:
    """x of a trouser leg's outer and inner edge in its photo at rows `y`, a little inside its cut-out. Beyond the last
    row that is whole, where a slanting or rounded hem leaves only a corner, they are that row's."""
    leg = garment.legs[side]
    assert leg is not None
    solid = leg.mask & (garment.alpha > 0.5)
    widths = solid.sum(1)
    usual = float(np.median(widths[widths > 0]))
    edges = row_edges(solid, 1.5 + 0.045 * usual)
    places = np.arange(leg.mask.shape[0])
    y = np.minimum(y, float(np.flatnonzero(widths > 0.8 * usual)[-1]) - 0.06 * usual)
    return f32(np.interp(y, places, edges[side])), f32(np.interp(y, places, edges[1 - side]))
