"""Where a plain neckline ends beside the neck: the shoulder's outline runs on to the neck, and no gap is left there."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import length
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, opened, soften
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.neckcurve import NeckLine, neck_gate
from fittingroom.vision.fitting.undress import Undressed
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components

#: How far outside the end of a neckline (units) the shoulder's outline is straight enough to be carried on.
BESIDE = 0.03, 0.16
#: How far from that end the gap is looked for, units, and how large it is, units squared: less would stand on the
#: outline as a spike, more is no gap beside a band, but an outline that was measured wrongly.
NEAR, AREA = 0.15, (0.02**2, 0.1**2)
#: How far from the neck's middle a close neckline ends at most, half necks: a wider one lies flat on the shoulder.
CLOSE = 1.5
#: What is thinner (half of it, units) where the cloth runs out is a thorn.
THORN = 0.006
#: How broad a nick between the cloth and what is added is closed (half of it, units).
NICK = 0.016
#: How far (RGB) skin differs from the background at least.
FOREIGN = 24.0


def flush(cloth: Array, body: Array, line: NeckLine, frame: Frame) -> Array:
    """`cloth` (H×W, 0…1) with the gap filled that lies between it and the neck at the ends of the `line`, below the
    shoulder's outline carried on: a band goes on behind the neck there, and an end that stands off it looks like an
    ear. body: H×W, 0…1, what isn't background once the old top is off; it is covered outside the line only, so that
    line and outline meet at the neck."""
    whole, gate = cloth, neck_gate(line, frame, (cloth.shape[0], cloth.shape[1]))
    for end, sign in zip(line.ends, (-1.0, 1.0), strict=True):
        aside = abs(float(frame.lateral(end) - frame.lateral(frame.neck_mid)))
        top = _outline(cloth, end, sign, frame) if aside < CLOSE * frame.neck_half else None
        if top is None:
            continue
        ys, xs = np.mgrid[: cloth.shape[0], : cloth.shape[1]].astype(np.float32)
        off = np.stack([xs, ys], -1) - end
        out, high = sign * (off @ frame.across), off @ frame.up
        below = np.clip(np.polyval(top, out) - high + 0.5, 0, 1)
        near = (np.abs(out) < NEAR * frame.unit) & (np.abs(high) < NEAR * frame.unit) & (out < 0.05 * frame.unit)
        skin = near * np.minimum(gate, np.clip(2 * body - 1, 0, 1))
        skin = skin * grow(np.minimum(skin, below) - cloth > 0.5, 2)  # elsewhere the cloth's edge is smoother
        gap = _between(flags(near & (below > 0) & (cloth < 0.98) & (body < 0.98)), cloth, body)
        if not AREA[0] < gap.sum() / frame.unit**2 < AREA[1]:
            gap = np.zeros_like(gap)
        covered = flags(np.maximum(cloth, below * skin) > 0.5)
        gap = _on_cloth(gap, covered)
        gap &= opened(gap | covered, THORN * frame.unit)
        added = below * np.maximum(gap * (1 - np.clip(2 * body - 1, 0, 1)), skin)
        whole = np.maximum(whole, added)
        beside = near & grow(added - cloth > 0.5, 2 * NICK * frame.unit)
        nick = soften(closed(whole > 0.5, NICK * frame.unit), 0.6) * np.minimum(below, gate)
        whole = np.maximum(whole, nick * beside)
    return f32(whole)


def bared(person: Person, undressed: Undressed, redrawn: Array, picture: Array) -> Array:
    """What isn't background once the old top is off, 0…1, H×W: by the outlines, and by its colour in the `picture`
    (H×W×3) where that was `redrawn` (0…1) beside the neck."""
    worn = soften(person.labels == Label.UPPER, 0.8) * (1 - undressed.erased)  # an old collar's rim hides no gap
    body = person.alpha * (1 - undressed.open_) * (1 - worn)
    off = np.clip(length(f32(picture - undressed.behind)) / FOREIGN - 0.5, 0, 1)
    return f32(np.where(redrawn > 0.5, cv2.GaussianBlur(f32(off), (0, 0), 0.8), body))


def _outline(cloth: Array, end: NDArray[np.floating], sign: float, frame: Frame) -> NDArray[np.float64] | None:
    """The shoulder's upper outline just outside a neckline's `end` as a straight line: slope and height above the end
    over the distance outwards, pixels. None where it isn't one."""
    unit = frame.unit
    out = np.linspace(*BESIDE, 24) * unit
    heights = np.arange(0.16, -0.24, -0.5 / unit) * unit
    places = end + sign * out[:, None, None] * frame.across + heights[None, :, None] * frame.up
    rows, columns = pixels(f32(places), cloth.shape)
    solid = cloth[rows, columns] > 0.5
    if not solid.any(1).all() or solid[:, 0].any():
        return None
    top = heights[solid.argmax(1)]
    fit = np.polyfit(out, top, 1)
    return fit if np.abs(np.polyval(fit, out) - top).max() < 0.02 * unit else None


def _on_cloth(gap: Mask, cloth: Mask) -> Mask:
    """The part of `gap` with `cloth` straight below it, H×W: what lies on the slope of the neck is a thorn."""
    kept = np.zeros_like(gap)
    for row in np.flatnonzero(gap.any(1))[::-1]:
        below = min(row + 1, len(gap) - 1)
        kept[row] = gap[row] & (cloth[row] | cloth[below] | kept[below])
    return kept


def _between(gap: Mask, cloth: Array, body: Array) -> Mask:
    """The part of `gap` that touches both `cloth` and `body` (0…1), the largest of them, H×W."""
    parts, areas = components(gap)
    meets = [np.bincount(parts[grow(flags(each > 0.5), 1)], minlength=len(areas)) > 0 for each in (cloth, body)]
    areas = np.where(meets[0] & meets[1], areas, 0)
    areas[0] = 0
    return flags(parts == int(areas.argmax())) if areas.any() else np.zeros(gap.shape, np.bool_)
