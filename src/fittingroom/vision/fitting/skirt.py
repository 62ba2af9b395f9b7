"""Laying a skirt, or the lower part of a dress, from the waist down: its own outline rules where it stands off."""

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import Arm, OldTop, Sides
from fittingroom.vision.fitting.panels import Panel, Rows, fall, fall_t, hip_widths, panel, settle, side_at, widest_leg
from fittingroom.vision.fitting.trousers import waist_under_top
from fittingroom.vision.garment import Garment

#: How much shorter, as a share of its length, the sample is that is worn shorter.
SHORTER = 0.08


def skirt_scale(garment: Garment, frame: Frame, sides: Sides, waist: float) -> float:
    """Person pixels per garment pixel: waist to waist."""
    flat = float(np.ptp(garment.waist[:, 0]))
    t = np.array([waist], np.float32)
    body = sum(float(hip_widths(frame, sides, side, t)[1][0]) for side in (0, 1))
    return 1.04 * body / max(flat, 1.0)


def skirt_waist(old: OldTop, usual: float = 0.72) -> float:
    """t of a skirt's waist: a body's, or the old one where that is seen."""
    return waist_under_top(old, usual)


def skirt_end(garment: Garment, frame: Frame, waist: float) -> float:
    """t of the hem: as far from waist to ankle as the garment reaches."""
    ankle = float(fall_t(frame, frame.ankles.mean(0)[None])[0])
    return waist + float(np.clip(garment.reach, 0.15, 1.0)) * (ankle - waist)


def skirt_rows(
    garment: Garment, frame: Frame, legs: tuple[Arm, Arm], sides: Sides, span: tuple[float, float], top: float,
    scale: float, count: int = 16,
) -> Rows:  # fmt: skip
    """Rows from the waist to a little below the hem. span: t of waist and hem. top: the waist's row in the photo."""
    share = np.linspace(-0.04, 1.06, count, dtype=np.float32)
    t = f32(span[0] + share * (span[1] - span[0]))
    y = top + share * (float(np.median(garment.hem[:, 1])) - top)
    xs = [side_at(side, y) for side in garment.sides]
    along = (span[1] - span[0]) * frame.torso / max(height_of(garment, garment.waist), 1.0)
    own = hanging_width(0.5 * (xs[1] - xs[0]), float(0.5 * np.ptp(garment.waist[:, 0])), scale, along)
    targets, owns = [], []
    for side, sign in ((0, -1.0), (1, 1.0)):
        seen, body = hip_widths(frame, sides, side, t)
        leg = widest_leg(frame, legs, t, side)
        low = np.clip((t - 1.05) / 0.2, 0, 1)
        body = f32(body * (1 - low) + np.maximum(leg, 0.1 * frame.unit) * low)
        width, free = settle(f32(own), f32(seen), body, 9.0)
        below = np.clip((t - 1.15) / 0.2, 0, 1)  # where the photographed edge may still be the old garment's
        width = width * (1 - below) + np.maximum(own, 1.05 * body) * below
        width = ndimage.gaussian_filter1d(width, 0.8, mode="nearest")
        targets.append(fall(frame, t, f32(sign * width)))
        owns.append(free | (t > 1.2))
    source = np.stack([np.stack([x, y], 1) for x in xs])
    return Rows(f32(np.stack(targets)), f32(source), np.stack(owns))


def hanging_width(flat: Array, waist: float, across: float, along: float) -> Array:
    """Half widths on the person (pixels) of cloth whose half widths in its photo are `flat` (K) and half `waist` at the
    waist. across: person pixels per garment pixel round the waist. along: the same down to the hem. What a skirt is
    wider than its waist falls from there as steeply as in its photo: a wide waist makes it no tent."""
    own = f32(flat)
    return f32(np.minimum(own, waist) * across + np.maximum(own - waist, 0) * min(across, along))


def fit_skirt(
    garment: Garment, frame: Frame, legs: tuple[Arm, Arm], sides: Sides, old: OldTop, fit: Fit
) -> tuple[Panel, tuple[float, float], float]:
    """The skirt's panel, t of its waist and hem, and its scale."""
    waist = skirt_waist(old)
    end = skirt_end(garment, frame, waist)
    span = waist, end - (SHORTER if fit.turned else 0.0) * (end - waist)
    scale = skirt_scale(garment, frame, sides, waist)
    top = float(np.median(garment.waist[:, 1]))
    rows = skirt_rows(garment, frame, legs, sides, span, top, scale * fit.ease)
    return panel(rows, frame.unit), span, scale


def height_of(garment: Garment, top: Array) -> float:
    """Photo pixels from the row of `top` (N×2) to the hem."""
    return float(np.median(garment.hem[:, 1]) - np.median(top[:, 1]))
