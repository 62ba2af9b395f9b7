"""Laying the body of a top (or dress) on a torso: which garment point goes where, and which outline is the new edge."""

from dataclasses import dataclass

import numpy as np

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.bounds import polygons
from fittingroom.vision.fitting.drape import ABOVE, falls_over, hangs_straight
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import (
    Fit,
    Hem,
    at_least_seen,
    beyond_picture,
    choose_hem,
    choose_scale,
    cut_wide,
    height_share,
    is_loose,
    natural_length,
    old_end,
)
from fittingroom.vision.fitting.mesh import Pins, pins
from fittingroom.vision.fitting.neckcurve import NeckLine, draw_neckline
from fittingroom.vision.fitting.necks import (
    Hang,
    hang_of,
    is_plain,
    neckline_pins,
    place_shoulders,
    takes_old_neck,
    with_lifted,
)
from fittingroom.vision.fitting.outline import Arm, OldTop, ShoulderLine, Sides, raised
from fittingroom.vision.fitting.rows import Rows, rows_of, side_widths
from fittingroom.vision.fitting.tips import lent_tip
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Person


@dataclass(frozen=True)
class TorsoFit:
    """A torso's fit. scale: person pixels per garment pixel. landmarks: for the map. neck, tips, armpits: 2×2, in the
    person's image. outer: polygon within which the photographed outline is the edge. inner: polygon that is fabric
    whatever the photograph shows. hem: which edge ends it, at `end` torsos. natural: torsos down to the garment's own
    hem. neckline: of plain openings, where it runs. falls: t from where on it falls free over other clothes, and the
    old ones' outline says nothing about its own; None where it doesn't."""

    scale: float
    landmarks: Pins
    neck: Array
    tips: Array
    armpits: Array
    outer: Array
    inner: Array
    hem: Hem
    end: float
    natural: float
    widths: Array
    neckline: NeckLine | None = None
    falls: float | None = None


def fit_torso(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], line: ShoulderLine, sides: Sides,
    old: OldTop, fit: Fit,
) -> TorsoFit:  # fmt: skip
    """Place the garment's body on the person's torso."""
    scale = choose_scale(garment, frame, line, sides)
    neck, tips = place_shoulders(garment, frame, line, old, scale)
    tips = _on_raised_arms(garment, frame, arms, tips)
    neckline = None
    if is_plain(garment):
        neckline = draw_neckline(person, frame, garment.neckline, neck, scale, takes_old_neck(garment))
        neck = neck if neckline is None else neckline.ends
    armpits = _place_armpits(garment, frame, arms, sides, scale)
    for side in (0, 1):
        if garment.sleeves[side] is not None:
            armpits[side] = _seen_armpit(person, frame, armpits[side], side)
    hang = hang_of(garment, frame, neck, scale, old, neckline)
    armpits = with_lifted(armpits, hang, frame)
    tall = scale * height_share(frame, sides)
    scaled = hang.t + (float(np.median(garment.hem[:, 1])) - hang.y) * tall / frame.torso
    natural = at_least_seen(garment, old, natural_length(garment, scaled))
    hem, end = choose_hem(garment, old, natural, fit)
    if old.waist is None:
        hem, end = beyond_picture(hem, end, frame, person.labels)
    if hem is Hem.OWN:
        tall *= (natural - hang.t) / max(scaled - hang.t, 0.1)
    rows = rows_of(garment, frame, armpits, tall, hang, natural if hem is Hem.OWN else scaled, end, hem)
    widths, grown = side_widths(frame, sides, rows, armpits, scale, fit, hem, end)
    begin, falls = old_end(old), None
    if hem is Hem.OWN and garment.subcategory is Subcategory.TOPS and begin is not None and end > begin:
        falls = begin - ABOVE
        widths, grown = falls_over(person, frame, arms, rows.t, widths, grown, begin, is_loose(garment))
    wide = cut_wide(garment)
    if wide > 0:
        kept = None if hem is Hem.OWN else end
        widths, grown = hangs_straight(frame, arms, rows.t, widths, grown, rows.right - rows.left, wide, kept)
    landmarks = _landmarks(garment, frame, line, neck, tips, armpits, rows, widths, hang, neckline, scale)
    outer, inner = polygons(frame, line, neck, tips, armpits, rows, widths, grown)
    return TorsoFit(scale, landmarks, neck, tips, armpits, outer, inner, hem, end, natural, widths, neckline, falls)


def _place_armpits(garment: Garment, frame: Frame, arms: tuple[Arm, Arm], sides: Sides, scale: float) -> Array:
    """Armpits: as deep as the garment's armhole, within what a body allows; raised arms lift them."""
    found = []
    for side, sign in ((0, -1.0), (1, 1.0)):
        depth = float(garment.armpits[side][1] - min(garment.tips[side][1], garment.armpits[side][1])) * scale
        sleeved = garment.sleeves[side] is not None
        depth = float(np.clip(depth, 0.38 * frame.unit, (0.54 if sleeved else 0.60) * frame.unit))
        bone = frame.elbows[side] - frame.shoulders[side]
        hanging = float(-(bone / max(np.linalg.norm(bone), 1e-6)) @ frame.up)
        depth *= float(np.clip(0.6 + 0.5 * hanging, 0.5, 1.0))
        if 0.1 * arms[side].limb.length < arms[side].sleeve_end < 0.6 * arms[side].limb.length:
            depth = float(np.clip(depth, 0, max(0.32 * frame.unit, arms[side].sleeve_end + 0.04 * frame.unit)))
        joint_t = float(frame.t(frame.shoulders[side]))
        t = joint_t + (depth - 0.08 * frame.unit) / frame.torso
        usual = float(np.interp(max(t, 0.28), sides.t, sides.usual))
        half = float(np.clip(sides.at(side, max(t, 0.30)), (0.8 if sleeved else 0.9) * usual, 1.2 * usual))
        found.append(frame.at(t, sign * half))
    return np.stack(found)


def _on_raised_arms(garment: Garment, frame: Frame, arms: tuple[Arm, Arm], tips: Array) -> Array:
    """Tips of shoulders whose arm is raised: a shoulder goes up with its arm, so a sleeve begins on the arm's edge."""
    moved = tips.copy()
    for side, arm in enumerate(arms):
        if garment.sleeves[side] is not None:
            u = 0.1 * frame.unit
            edge = arm.limb.point(u, arm.bare_at(f32([u]))[0])
            moved[side] += (edge - tips[side]) * raised(frame, side)
    return moved


def _seen_armpit(person: Person, frame: Frame, armpit: Array, side: int) -> Array:
    """`armpit`, but below a raised arm where it is seen: in the corner where the background between arm and flank comes
    nearest to the shoulder's joint, and a little out of it, as cloth falls."""
    share = raised(frame, side)
    if share == 0:
        return armpit
    ys, xs = np.nonzero(person.alpha < 0.5)
    places = np.stack([xs, ys], axis=1).astype(np.float32)
    gap = places - frame.shoulders[side]
    away = np.linalg.norm(gap, axis=1)
    bone = frame.elbows[side] - frame.shoulders[side]
    bisector = bone / max(float(np.linalg.norm(bone)), 1e-6) - frame.up
    bisector = bisector / max(float(np.linalg.norm(bisector)), 1e-6)
    between = (away < 0.7 * frame.unit) & (gap @ bisector > 0.6 * away)
    if between.sum() < 20:
        return armpit
    nearest = places[between][away[between].argmin()] + 0.03 * frame.unit * bisector
    return np.asarray(armpit + (nearest - armpit) * share, np.float32)


def _landmarks(
    garment: Garment, frame: Frame, line: ShoulderLine, neck: Array, tips: Array, armpits: Array, rows: Rows,
    widths: Array, hang: Hang, neckline: NeckLine | None, scale: float,
) -> Pins:  # fmt: skip
    """Everything that ties the garment's body to the person's."""
    wide = np.linalg.norm(tips - neck, axis=1)
    lent = np.stack([lent_tip(garment, side, float(wide[side]), scale) for side in (0, 1)])
    found = pins(neck, np.stack(garment.neck_points), 3.0) + pins(tips, lent, 1.5)
    middle = 0.5 * (rows.left + rows.right)
    for side, sign, xs in ((0, -1.0, rows.left), (1, 1.0, rows.right)):
        places = frame.at(rows.t[side], sign * widths[side])
        found += pins(places, np.stack([xs, rows.source_y[side]], axis=1), 0.3)
        shares = np.array([0.33, 0.66], np.float32)[:, None]
        between = neck[side] * (1 - shares) + tips[side] * shares
        across = frame.lateral(between)
        source = garment.neck_points[side] * (1 - shares) + lent[side] * shares
        found += pins(line.at(frame, across), source, 0.7)
        if garment.sleeves[side] is not None:
            pit = np.array([garment.armpits[side][0], rows.source_y[side, 0]], np.float32)
            found += pins(tips[side] * (1 - shares) + armpits[side] * shares,
                          lent[side] * (1 - shares) + pit * shares, 0.7)  # fmt: skip
    t = rows.t.mean(0)
    y = rows.source_y.mean(0)
    found += pins(frame.at(t, 0.0), np.stack([middle, y], axis=1), 0.8)
    # From the neckline on, so that a print hangs as far below it as in the photo.
    high = np.linspace(hang.t, t[0], 6, dtype=np.float32)[2:-1]
    above = y[0] + (high - t[0]) * (y[1] - y[0]) / max(float(t[1] - t[0]), 1e-3)
    found += pins(frame.at(high, 0.0), np.stack([np.full_like(high, middle[0]), above], axis=1), 0.8)
    if neckline is not None:
        return found + pins(neckline.target[14:-14:8], neckline.source[14:-14:8], 0.5)
    return found + neckline_pins(garment, frame, neck, hang)
