"""Laying trousers and shorts on the hips and along both legs, a panel a leg."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.legrows import leg_rows, piece_edges, slanted
from fittingroom.vision.fitting.legwidth import closeness
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import Arm, OldTop, Sides
from fittingroom.vision.fitting.panels import Panel, Rows, hip_widths, settle, side_at, smooth_panel
from fittingroom.vision.fitting.shoetops import Shoe
from fittingroom.vision.garment import Garment

#: From this reach on trousers are meant to go down to the shoes.
FULL_LENGTH = 0.92

#: How much shorter, in legs, the sample is that is worn shorter.
SHORTER = 0.06

#: How far below the lowest of the old hem the new one lies, in legs: usually, and where that is its ends beside a shoe
#: that lifts its middle.
BELOW, BESIDE = 0.035, 0.028

#: How far the panels of both legs overlap above the crotch, in units.
OVERLAP = 0.015

#: Legs of long trousers are scaled across by no more than so many times as along, and by less where hips ask for far
#: more than that: seen from the side, with what hangs over them, they are a bad measure of how wide legs are.
WIDEST, DOUBTED = 1.25, 1.06

#: How wide a waistband is at most on a bare belly, in waists, and over which share of the rise down it comes to be as
#: wide as it will.
SNUG, EASES = 1.03, 1.2

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
    parts: float, worn_to: tuple[float, float], fit: Fit, hangs: tuple[float | None, ...] = (None, None),
    level: bool = False, shoes: tuple[Shoe | None, ...] = (None, None),
) -> TrousersFit:  # fmt: skip
    """Place the garment, which must have a crotch and two legs. crotch, parts: t of the body's crotch and of the place
    where long trousers' legs part. worn_to: pixels along each leg down to where the old
    lower garment goes. fit: how it is worn. hangs: for each leg whether its shoe lifts the hem (`lifted`).
    level: whether both hems lie as high, whatever length the legs are thought to be.
    shoes: what long legs hang over."""
    scale = hip_scale(garment, frame, sides, crotch)
    waist = choose_waist(garment, frame, old, crotch, scale)
    long = garment.reach >= FULL_LENGTH
    wide = across_scale(scale, leg_scale(garment, frame, crotch)) if long else scale
    close = closeness(garment) if long else 1.0
    ends = [
        choose_end(garment, leg, waist, frame, worn, BELOW if lifts is None else BESIDE)
        - (SHORTER if fit.turned else 0.0) * leg.limb.length
        for leg, worn, lifts in zip(legs, worn_to, hangs, strict=True)
    ]
    if level:
        ends = level_ends(frame, legs, ends)
    panels = []
    for side, end in enumerate(ends):
        hip = _hip_rows(garment, frame, sides, side, waist, crotch, scale, fit.ease, old.belly)
        leg = leg_rows(
            garment, frame, legs, side, crotch, parts if long else crotch, end, wide, fit.ease, close, shoes=shoes
        )
        rows = hip + leg
        overlap = np.concatenate([np.full(hip.own.shape[1], OVERLAP), np.zeros(leg.own.shape[1])])
        panels.append(smooth_panel(hung(_without_step(rows, side), side), 1 - side, f32(overlap * frame.unit)))
    low = frame.ankles[:, 1] + 0.5 * frame.knees[:, 1]
    front = int(low[1] > low[0])
    return TrousersFit(
        (panels[0], panels[1]), (ends[0], ends[1]), waist, crotch, scale, front
    )  # fmt: skip


def level_ends(frame: Frame, legs: tuple[Arm, Arm], ends: list[float]) -> list[float]:
    """Pixels along each leg down to the same height on the body, the mean of both `ends`'."""
    heights = [float(frame.t(leg.limb.point(end))) for leg, end in zip(legs, ends, strict=True)]
    found = []
    for leg in legs:
        along = np.linspace(0, leg.limb.length, 400, dtype=np.float32)
        found.append(float(np.interp(np.mean(heights), frame.t(leg.limb.point(along)), along)))
    return found


def _without_step(rows: Rows, side: int) -> Rows:
    """The outer edge run smoothly from the hip's rows into the leg's."""
    target = rows.target.copy()
    target[side] = ndimage.gaussian_filter1d(target[side], min(2.5, 0.08 * len(target[side])), axis=0, mode="nearest")
    ends = [0, 1, -2, -1]
    target[side, ends] = rows.target[side, ends]
    return replace(rows, target=f32(target))


def hung(rows: Rows, side: int) -> Rows:
    """The outer edge hanging from the hip to the hem: where it is more hollow than the garment's own edge is between
    its hip and its hem, cloth spans the hollow."""
    hollow, own = _hollow(rows.target[side], side), _hollow(rows.source[side], side)
    long = [float(np.linalg.norm(edge[-1] - edge[0])) for edge in (rows.target[side], rows.source[side])]
    spanned = np.maximum(hollow - own * long[0] / max(long[1], 1.0), 0)
    target = rows.target.copy()
    row = target[side] - target[1 - side]
    target[side] += row / np.maximum(np.linalg.norm(row, axis=1, keepdims=True), 1e-3) * spanned[:, None]
    return replace(rows, target=f32(target))


def _hollow(edge: Array, side: int) -> Array:
    """How far each point of an outer edge (K×2, from the top down) lies inside a taut string along it, pixels."""
    down = edge[-1] - edge[0]
    down = down / max(float(np.linalg.norm(down)), 1e-3)
    out = np.array([-down[1], down[0]]) * (1.0, -1.0)[side]
    along, away = (edge - edge[0]) @ down, (edge - edge[0]) @ out
    kept: list[int] = []
    for index in range(len(edge)):
        while len(kept) > 1:
            first, last = kept[-2], kept[-1]
            step = (along[index] - along[first]) * (away[last] - away[first])
            if step > (along[last] - along[first]) * (away[index] - away[first]):
                break
            kept.pop()
        kept.append(index)
    return f32(np.maximum(np.interp(along, along[kept], away[kept]) - away, 0))


def hip_scale(garment: Garment, frame: Frame, sides: Sides, crotch: float) -> float:
    """Person pixels per garment pixel: hips to hips. Flat cloth is wider than the body that it goes round."""
    assert garment.crotch is not None
    top, bottom = float(garment.waist[:, 1].mean()), float(garment.crotch[1])
    row = np.array([top + 0.75 * (bottom - top)], np.float32)
    flat = float(side_at(garment.sides[1], row)[0] - side_at(garment.sides[0], row)[0])
    t = np.array([min(1.0, crotch - 0.1)], np.float32)
    body = sum(float(hip_widths(frame, sides, side, t)[1][0]) for side in (0, 1))
    return 1.06 * body / max(flat, 1.0)


def leg_scale(garment: Garment, frame: Frame, crotch: float) -> float:
    """Person pixels per garment pixel of long trousers: inseam to inseam."""
    assert garment.crotch is not None
    inseam = float(np.linalg.norm(frame.ankles - frame.at(crotch, 0.0), axis=1).mean())
    return inseam / max(float(np.median(garment.hem[:, 1]) - garment.crotch[1]), 1.0)


def across_scale(hips: float, along: float) -> float:
    """Person pixels per garment pixel across the legs of long trousers, from what the hips ask for and what holds along
    the legs: the hips', as far as both agree."""
    believed = np.interp(hips / along, [WIDEST, 1.2 * WIDEST], [WIDEST, DOUBTED])
    return float(min(hips, along * believed))


def choose_waist(garment: Garment, frame: Frame, old: OldTop, crotch: float, scale: float) -> float:
    """t of the waistband: as high above the crotch as the garment's rise, but where the old one is seen, there.

    scale: person pixels per garment pixel at the hips; long trousers are measured by their legs where that is less,
    for people differ more in length than in width."""
    assert garment.crotch is not None
    if garment.reach >= FULL_LENGTH:
        scale = min(scale, leg_scale(garment, frame, crotch))
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


def choose_end(garment: Garment, leg: Arm, waist: float, frame: Frame, worn_to: float, below: float = BELOW) -> float:
    """Pixels along a leg down to the hem. Full length goes to the shoe, or as far as the old ones did (`worn_to`), and
    `below` (in legs) further."""
    length = leg.limb.length
    if garment.reach >= FULL_LENGTH:
        return float(np.clip(worn_to + below * length, 1.025 * length, 1.13 * length))
    above = max(float(frame.t(leg.limb.point(0.0))) - waist, 0) * frame.torso
    return max(garment.reach * (length + above) - above, 0.1 * length)


def _hip_rows(
    garment: Garment, frame: Frame, sides: Sides, side: int, waist: float, crotch: float, scale: float, ease: float,
    bare: bool = False, count: int = 9,
) -> Rows:  # fmt: skip
    """From the waistband to the crotch: the outer edge and the middle line. bare: whether skin is seen above the
    waistband, which then lies close to it all round: nothing would hold up a wider one."""
    assert garment.crotch is not None
    share = np.linspace(-0.12, 0.88, count, dtype=np.float32)
    top = float(np.median(garment.waist[:, 1]))
    y = top + share * (float(garment.crotch[1]) - top)
    t = f32(waist + share * (crotch - waist))
    outer_y, inner_y = slanted(garment, side, y)
    middle = np.interp(inner_y, [top, garment.crotch[1]], [float(garment.waist[:, 0].mean()), float(garment.crotch[0])])
    outer_x = piece_edges(garment, side, outer_y)[0]
    seen, body = hip_widths(frame, sides, side, t)
    give = f32(1 + (ease - 1) * 0.6 * np.clip(share, 0, 1))  # the waist stays where it is
    width, own = settle(f32(np.abs(outer_x - middle) * scale * give), seen * give, body, 1.6)
    if bare:
        width = np.minimum(width, seen * (SNUG + np.clip(share / EASES, 0, 1)))
    sign = (-1.0, 1.0)[side]
    target = np.stack([frame.at(t, sign * width), frame.at(t, 0.0)])
    source = np.stack([np.stack([outer_x, outer_y], 1), np.stack([middle, inner_y], 1)])
    owns = np.stack([own, np.ones(count, np.bool_)])
    order = [0, 1] if side == 0 else [1, 0]
    return Rows(f32(target[order]), f32(source[order]), owns[order])
