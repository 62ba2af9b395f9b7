"""The sides of a top that falls over what is worn below it: cloth that hangs from the chest and clears the hips."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.outline import Arm, hanging
from fittingroom.vision.person import Label, Person

#: How far cloth that hangs over other clothes stands off them, units.
EASE = 0.025
#: How far above the old top's end the cloth's own sides take over, torsos.
ABOVE = 0.12
#: How much further from the middle than its armpits wide cloth hangs, over how many torsos it gets there, and from how
#: far above an old hem that stays (torsos) it comes back to that.
STANDS_OFF, WIDENS, COMES_BACK = 0.04, 0.3, 0.18
#: How far behind an arm, in its half widths, such cloth goes on at most; and up to what distance from an arm it is
#: drawn on to it, for a slit between the two looks like a fault, units.
BEHIND, SLIT = 0.8, 0.03
#: How much of the way across a hollow waist cloth spans: cut close, cut loosely.
SPANS_CLOSE, SPANS_LOOSE = 0.4, 0.85


def falls_over(
    person: Person, frame: Frame, arms: tuple[Arm, Arm], t: Array, widths: Array, grown: Mask, begin: float, loose: bool
) -> tuple[Array, Mask]:
    """Half widths (2×K pixels) at the rows `t` (2×K torsos), and where they rather than the photographed edge bound
    the cloth: from a little above `begin`, where the old top ends, on down. The lower garment is covered, an arm close
    by is not."""
    found, own = [], []
    for side in (0, 1):
        wide = _spanned(t[side], widths[side], SPANS_LOOSE if loose else SPANS_CLOSE)
        wide = wide + EASE * frame.unit * np.clip((t[side] - begin) / ABOVE + 1, 0, 1)
        room = room_beside(frame, arms[side], side, t[side])
        wide = np.maximum(wide, lower_extent(person, frame, side, t[side], room) + 0.4 * EASE * frame.unit)
        wide = np.minimum(wide, np.maximum(room, 0.96 * widths[side]))
        wide = np.maximum(ndimage.gaussian_filter1d(wide, 0.7, mode="nearest"), 0.96 * widths[side])
        wide[:2] = widths[side, :2]
        found.append(wide)
        own.append(grown[side] | (t[side] > begin - ABOVE) | (wide > 1.03 * widths[side]))
    return f32(np.stack(found)), np.stack(own)


def hangs_straight(
    frame: Frame, arms: tuple[Arm, Arm], t: Array, widths: Array, grown: Mask, own: Array, share: float,
    kept: float | None = None,
) -> tuple[Array, Mask]:  # fmt: skip
    """Half widths (2×K pixels) of wide cloth at the rows `t` (2×K torsos, the first at the armpits), and where they
    rather than the photographed edge bound it: it falls from the armpits as it is cut and follows no waist.

    own: K, half widths of the flat garment at the rows, in any measure. share: 0…1, how far that holds. kept: t of an
    old hem that stays, to which the sides come back; None where the garment's own ends it. An arm close by lies before
    the cloth, which ends behind it."""
    found, bounds = [], []
    cut = np.asarray(own, np.float64) / max(float(own[0]), 1e-6)
    for side in (0, 1):
        down = np.clip((t[side] - t[side, 0]) / WIDENS, 0, 1)
        straight = widths[side, 0] * (1 + (np.clip(cut, 0.95, 1.15) - 1 + STANDS_OFF) * down)
        arm = arms[side]
        bare = arm.sleeve_end < 0.6 * arm.limb.length  # one that a long sleeve hid is drawn anew, and before nothing
        room, behind = room_beside(frame, arm, side, t[side]), bare * BEHIND * float(np.median(arm.bare))
        touches = bare * np.clip(2 - (room - straight) / (SLIT * frame.unit), 0, 1) * down
        touches *= np.clip((float(frame.t(frame.wrists[side])) - t[side]) / 0.15 - 0.6, 0, 1)  # hands are free
        straight = np.minimum(straight + np.maximum(room + 0.5 * behind - straight, 0) * touches, room + behind)
        beside = float(np.clip((hanging(frame, side) - 0.8) / 0.1, 0, 1))  # an arm held otherwise pulls on the cloth
        more = beside * share * np.maximum(ndimage.gaussian_filter1d(straight, 0.7, mode="nearest") - widths[side], 0)
        if kept is not None:
            more = more * np.clip((kept - t[side]) / COMES_BACK, 0, 1)
        found.append(widths[side] + more)
        bounds.append(grown[side] | (more > 0.01 * frame.unit))
    return f32(np.stack(found)), np.stack(bounds)


def _spanned(t: Array, width: Array, share: float) -> NDArray[np.float64]:
    """`width` (K) drawn out towards its convex hull: taut cloth spans hollows."""
    hull = width.astype(np.float64)
    for first in range(len(t)):
        for last in range(first + 2, len(t)):
            between = slice(first + 1, last)
            chord = np.interp(t[between], [t[first], t[last]], [width[first], width[last]])
            hull[between] = np.maximum(hull[between], chord)
    return np.asarray(width + share * (hull - width), np.float64)


def lower_extent(person: Person, frame: Frame, side: int, t: NDArray[np.floating], room: Array) -> Array:
    """How far (K pixels) from the middle line the lower garment is seen at the rows `t`, no further than `room` (K);
    nought where it isn't. What lies apart from its body by more than a slit is not it."""
    reach = np.arange(0, 1.2 * frame.unit, dtype=np.float32)
    places = frame.at(np.asarray(t)[:, None], (1 if side else -1) * reach[None])
    rows, columns = pixels(places, person.labels.shape)
    worn = (person.labels[rows, columns] == Label.LOWER) & (reach[None] <= room[:, None])
    slit = max(3, round(0.05 * frame.unit))
    found = np.zeros(len(worn), np.float32)
    for row, here in enumerate(worn):
        marks = np.flatnonzero(here)
        if len(marks) > slit:
            breaks = np.flatnonzero((np.diff(marks) > slit) & (marks[1:] > 0.3 * frame.unit))
            found[row] = reach[marks[breaks[0] if len(breaks) else -1]]
    return found


def room_beside(frame: Frame, arm: Arm, side: int, t: NDArray[np.floating]) -> Array:
    """How far (K pixels) from the middle line at the rows `t` the arm on `side` begins; 2 units where it is nowhere."""
    reach = np.arange(0, 2 * frame.unit, dtype=np.float32)
    rows, columns = pixels(frame.at(np.asarray(t)[:, None], (1 if side else -1) * reach[None]), arm.limb.u.shape)
    u, v = arm.limb.u[rows, columns], arm.limb.v[rows, columns]
    inside = (np.abs(v) < arm.bare_at(u)) & (u > 0.3 * arm.limb.length) & (u < arm.limb.length + 0.35 * frame.unit)
    return f32(np.where(inside.any(1), reach[inside.argmax(1)], 2 * frame.unit))
