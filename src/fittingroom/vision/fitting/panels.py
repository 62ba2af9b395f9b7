"""Panels: pieces of cloth that hang from the waist, described row by row, on the person and in the garment's photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.interpolate import PchipInterpolator

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.mesh import Pins, pins
from fittingroom.vision.fitting.outline import Arm, Sides

#: How far beside the middle seam both legs' cloth is laid as one, units, and above the crotch until it is, torsos.
SEAM = 0.3, 0.1


@dataclass(frozen=True)
class Rows:
    """Corresponding rows from the top down. target, source: 2×K×2, left and right end of each row in the person's
    image and in the garment's. own: 2×K, whether the garment's width rules that end rather than the photographed edge.
    """

    target: Array
    source: Array
    own: Mask

    def __add__(self, other: "Rows") -> "Rows":
        return Rows(
            np.concatenate([self.target, other.target], 1), np.concatenate([self.source, other.source], 1),
            np.concatenate([self.own, other.own], 1),
        )  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """One piece. landmarks: for its map. outer: polygon within which the photographed outline is the edge. inner:
    polygon that is cloth whatever the photograph shows."""

    landmarks: Pins
    outer: Array
    inner: Array


def panel(rows: Rows, unit: float, inside: int | None = None) -> Panel:
    """The piece that `rows` describe. inside: the side (0 or 1) that meets another panel, where the edge is the rows'
    own but for a little overlap."""
    left, right = rows.target
    across = (right - left) / np.maximum(np.linalg.norm(right - left, axis=1, keepdims=True), 1e-3)
    push, pull = (np.where(rows.own, 0.0, share * unit) for share in (0.06, -0.03))
    if inside is not None:
        push[inside], pull[inside] = np.maximum(push[inside], 0.015 * unit), np.maximum(pull[inside], 0.015 * unit)
    edges = [
        np.concatenate([left - across * by[0][:, None], (right + across * by[1][:, None])[::-1]])
        for by in (push, pull)
    ]  # fmt: skip
    marks = pins(left, rows.source[0], 0.6) + pins(right, rows.source[1], 0.6)
    for share in (0.25, 0.5, 0.75):
        between = [ends[0] + (ends[1] - ends[0]) * share for ends in (rows.target, rows.source)]
        marks += pins(between[0], between[1], 0.4)
    return Panel(marks, f32(edges[0]), f32(edges[1]))


def smooth_panel(rows: Rows, inside: int = 0, overlap: Array | float = 0.0) -> Panel:
    """The piece that `rows` describe with both edges as smooth curves through them, whatever the photograph's outline.

    inside: the side (0 or 1) that meets another panel. overlap: how far the rows (K, or one for all) go beyond their
    end there, pixels."""
    left, right = rows.target
    row = right - left
    across = row / np.maximum(np.linalg.norm(row, axis=1, keepdims=True), 1e-3)
    push = across * np.broadcast_to(np.asarray(overlap, np.float32), len(left))[:, None]
    edges = [through(left - push * (inside == 0)), through(right + push * (inside == 1))[::-1]]
    marks = pins(left, rows.source[0], 0.6) + pins(right, rows.source[1], 0.6)
    for share in (0.25, 0.5, 0.75):
        between = [ends[0] + (ends[1] - ends[0]) * share for ends in (rows.target, rows.source)]
        marks += pins(between[0], between[1], 0.4)
    outline = f32(np.concatenate(edges))
    return Panel(marks, outline, outline)


def agreed(maps: tuple[Array, Array], frame: Frame, crotch: float) -> tuple[Array, Array]:
    """Both legs' maps (H×W×2) as one along the seam in the middle above the crotch (t), each as it was further off:
    laid apart, they show what lies on the seam, a button, twice."""
    t, lateral = frame.fields(maps[0].shape[:2])
    near = np.clip(1 - np.abs(lateral) / (SEAM[0] * frame.unit), 0, 1) * np.clip((crotch - t) / SEAM[1], 0, 1)
    step = f32(0.5 * near)[..., None] * (maps[1] - maps[0])
    return f32(maps[0] + step), f32(maps[1] - step)


def through(points: NDArray[np.floating], fine: int = 6) -> Array:
    """`points` (N×2, from the top down) with a smooth curve between them, which does not overshoot."""
    place = np.arange(len(points), dtype=np.float64)
    between = np.linspace(0, len(points) - 1, fine * (len(points) - 1) + 1)
    return f32(PchipInterpolator(place, np.asarray(points, np.float64), axis=0)(between))


def settle(own: Array, seen: Array, body: Array, loosest: float = 3.0) -> tuple[Array, Mask]:
    """Half widths for new cloth, and whether they are the garment's own: the photographed ones (`seen`) where the
    garment's (`own`) come near them, else its own, never narrower than the body nor wider than `loosest` bodies."""
    wanted = np.clip(own, 1.04 * body, loosest * body)
    apart = np.log(np.maximum(wanted, 1) / np.maximum(seen, 1))
    apart = np.where(apart > 0, apart, -0.28 * apart)  # cloth over a wider old outline is less of a lie than a hole
    weight = ndimage.gaussian_filter1d(np.clip((apart - 0.10) / 0.08, 0, 1), 1.0, mode="nearest")
    return f32(seen + (wanted - seen) * weight), np.asarray(weight > 0.25)


def side_at(side: NDArray[np.floating], rows: NDArray[np.floating]) -> Array:
    """x of a garment's outer edge at some rows; beyond its ends its end's."""
    order = np.argsort(side[:, 1], kind="stable")
    return f32(np.interp(rows, side[order, 1], side[order, 0]))


def hip_widths(frame: Frame, sides: Sides, side: int, t: Array) -> tuple[Array, Array]:
    """Photographed half widths at `t` and the body's under the clothes, pixels from the middle line: clothes lie close
    at the hips, unless they stand off more than bodies differ."""
    seen = sides.at(side, np.clip(t, 0.28, 1.38))
    body = f32(np.minimum(0.97 * seen, 1.2 * np.interp(t, sides.t, sides.usual)))
    return seen, body


def fall(frame: Frame, t: Array, lateral: NDArray[np.floating] | float) -> Array:
    """Points at `t` torsos and `lateral` pixels, but below the hips straight down between the legs, as cloth falls."""
    hips, ankles = frame.hips.mean(0), frame.ankles.mean(0)
    down = ankles - hips
    down = down / max(float(np.linalg.norm(down)), 1e-3)
    down = down * 0.5 + np.array([0, 1], np.float32) * 0.5
    down = down / np.linalg.norm(down)
    across = np.array([down[1], -down[0]], np.float32)
    start = float(frame.t(hips))
    above = frame.at(np.minimum(t, start), lateral)
    below = np.maximum(t - start, 0)[:, None] * frame.torso
    bend = np.clip(below / (0.5 * frame.torso), 0, 1)
    turn = (across - frame.across) * np.broadcast_to(np.asarray(lateral, np.float32), t.shape)[:, None] * bend
    return f32(above + below * down + turn)


def fall_t(frame: Frame, points: NDArray[np.floating]) -> Array:
    """The `t` at which `fall` reaches the height of `points` (N×2)."""
    grid = np.linspace(0.3, 5.0, 400, dtype=np.float32)
    return f32(np.interp(points[:, 1], fall(frame, grid, 0.0)[:, 1], grid))


def widest_leg(frame: Frame, legs: tuple[Arm, Arm], t: Array, side: int) -> Array:
    """How far from the middle line the bare legs reach to one side at `t`; 0 above the hips and below the feet."""
    sign = (-1.0, 1.0)[side]
    middle = fall(frame, t, 0.0)
    reach = np.zeros(len(t), np.float32)
    for leg in legs:
        u = leg.stations[leg.stations < 0.95 * leg.limb.length]
        for edge in (-1.0, 1.0):
            seen = leg.outer_free & (leg.stations > leg.sleeve_end) & (edge > 0)
            wide = np.where(seen, np.maximum(leg.outer, leg.bare), leg.bare)
            spots = leg.limb.point(u, edge * np.interp(u, leg.stations, wide))
            x = np.interp(middle[:, 1], spots[:, 1], spots[:, 0], left=middle[0, 0], right=np.nan)
            away = np.where(np.isnan(x), 0, (x - middle[:, 0]) * sign)
            reach = np.maximum(reach, np.where(middle[:, 1] > frame.hips[:, 1].mean(), away, 0))
    return f32(reach)
