"""How cloth lies along a leg: rows of a trouser leg from the crotch to its hem, on the person and in its photo."""

import numpy as np
from scipy import ndimage
from scipy.signal import savgol_filter

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.legs import ahead_of, off_middle
from fittingroom.vision.fitting.legwidth import seen_width, within_old
from fittingroom.vision.fitting.limbs import locate
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.panels import Rows
from fittingroom.vision.fitting.rowfill import row_edges
from fittingroom.vision.fitting.shoetops import Shoe, over_shoe, past_halfway
from fittingroom.vision.garment import Garment

#: How fast each leg's cloth leaves the middle line below the crotch, pixels a pixel: at least, and at most.
QUICKLY, SLOWLY = 0.3, 0.3
#: Over how much of a leg's length its own width is evened.
EVEN = 0.6
#: From where on the cloth of a leg that is a step ahead hangs before the other's, in legs.
SHIN = 0.55
#: One leg is before the other where their middles are less apart than so many half widths of both; from a knee (in
#: legs) on thin ankles tell less of that.
CROSSED, KNEE = 0.6, 0.5
#: Further down, in legs, what is seen below the old cloth is a shoe.
ANKLE = 0.95
#: How far the old cloth's outline may lie beyond the new one's, in units, for the new one to be moved out to it.
BEYOND = 0.025
#: How much of the width that a leg's cloth has no room for between the legs is found outside.
SPREAD = 0.6


def own_sag(garment: Garment, side: int) -> float:
    """How far the middle of a leg's hem hangs below its ends in the garment's photo, in shares of its width; corners
    that are cut short say nothing."""
    leg = garment.legs[side]
    if leg is None or len(leg.hem) < 5:
        return 0.0
    x, y = even_hem(leg.hem).T
    middle, ends = y[len(y) // 3 : -(len(y) // 3)].mean(), y[[1, -2]].mean()
    return float(np.clip((middle - ends) / max(float(np.ptp(x)), 1.0), 0, 0.2))


def even_hem(hem: Array) -> Array:
    """A leg's hem (N×2, left to right) as one even curve that lies on cloth all along: drawn small, fringes look like
    a torn edge."""
    x, y = hem[:, 0].astype(np.float64), hem[:, 1].astype(np.float64)
    if len(hem) < 12 or np.ptp(x) < 12:
        return hem
    place = (x - x.mean()) / np.ptp(x)
    weight = np.ones(len(x))
    for _ in range(4):
        curve = np.polyval(np.polyfit(place, y, 2, w=weight), place)
        spread = max(1.4826 * float(np.median(np.abs(y - curve))), 0.3)
        weight = np.clip(1 - ((y - curve) / (4 * spread)) ** 2, 0.01, None)
    return f32(np.stack([x, curve - (4 * spread if spread > 0.5 else 0)], 1))


def hem_drop(garment: Garment, side: int) -> float:
    """How much lower the inner end of a leg's hem lies than the outer one in the garment's photo, photo pixels: legs
    that are laid out spread have hems square to themselves, not to the photo."""
    leg = garment.legs[side]
    if leg is None or len(leg.hem) < 8:
        return 0.0
    x, y = leg.hem[:, 0].astype(np.float64), leg.hem[:, 1].astype(np.float64)
    wide = float(np.ptp(x))
    inner = (x > x.min() + 0.08 * wide) & (x < x.max() - 0.08 * wide)
    if inner.sum() < 8 or wide < 8:
        return 0.0
    slope = float(np.polyfit(x[inner], y[inner], 1)[0]) * (1.0, -1.0)[side]
    return float(np.clip(slope, -0.3, 0.3)) * wide


def slanted(garment: Garment, side: int, y: Array) -> tuple[Array, Array]:
    """Photo rows of the outer and the inner end of the rows that lie at `y` in the middle of a piece: level at the
    waist, parallel to the leg's hem there."""
    leg = garment.legs[side]
    assert leg is not None
    top, bottom = float(np.median(garment.waist[:, 1])), float(np.median(leg.hem[:, 1]))
    drop = hem_drop(garment, side) * np.clip((y - top) / max(bottom - top, 1.0), 0, 1.1)
    return f32(y - 0.5 * drop), f32(y + 0.5 * drop)


def leg_rows(
    garment: Garment, frame: Frame, legs: tuple[Arm, Arm], side: int, crotch: float, parts: float, end: float,
    scale: float, ease: float, close: float = 1.0, apart: float = 0.11,
    shoes: tuple[Shoe | None, ...] = (None, None),
) -> Rows:  # fmt: skip
    """From the crotch to a little below the hem, along the leg, a row every `apart` units. parts: t where both legs'
    cloth parts. close: how much of its flat width is seen on a leg (`closeness`). shoes: what long legs hang over."""
    cloth, leg = garment.legs[side], legs[side]
    assert garment.crotch is not None and cloth is not None
    parting = frame.at(crotch, 0.0)
    start, away = (float(part) for part in locate(leg.limb, parting[None])[0])
    start = float(np.clip(start, 0.02 * leg.limb.length, max(end - 0.06 * leg.limb.length, 1)))
    count = int(np.clip((end - start) / (apart * frame.unit), 7, 24))
    share = np.linspace(0.02, 1.08, count, dtype=np.float32)
    u = f32(start + share * (end - start))
    bottom = float(np.median(cloth.hem[:, 1]))
    y = float(garment.crotch[1]) + share * (bottom - float(garment.crotch[1]))
    outer_y, inner_y = slanted(garment, side, y)
    outer_x, inner_x = piece_edges(garment, side, outer_y)[0], piece_edges(garment, side, inner_y)[1]
    drawn = f32(0.5 * np.hypot(outer_x - inner_x, outer_y - inner_y) + piece_inset(garment, side))
    own = seen_width(even_width(f32(drawn * scale * ease)), close)
    body = leg.bare_at(u)
    outer_seen, inner_seen = (f32(np.interp(u, leg.stations, each)) for each in (leg.outer, leg.inner))
    covered = (u < leg.sleeve_end + 0.03 * leg.limb.length) & (end < leg.sleeve_end + 0.12 * leg.limb.length)
    seen = f32(np.where(covered, 0.5 * (outer_seen + inner_seen) * ease, body))
    widest = 2.4 * np.maximum(body, 0.16 * frame.unit)  # wide legs stay wide at the ankle
    own = f32(np.minimum(own, widest))
    half = within_old(f32(np.maximum(own, 1.04 * body)), seen)
    half = f32(np.where(covered, half, np.maximum(own, 1.06 * body)))
    wider = ndimage.gaussian_filter1d(
        half / own, max(1.0, 0.2 * count), mode="nearest"
    )  # the legs keep their own taper
    half = np.maximum(own * wider, np.where(covered, 1.04, 1.06) * body)
    half = f32(ndimage.gaussian_filter1d(half, min(2.0, 0.09 * count), mode="nearest"))
    shift = np.interp(u, leg.stations, off_middle(leg))
    outer = _out_to(f32(half + shift), outer_seen, covered, BEYOND * frame.unit)
    inner = _out_to(f32(half - shift), inner_seen, covered, BEYOND * frame.unit)
    shown = u > leg.sleeve_end
    skin = shown & (u < ANKLE * leg.limb.length)  # a bare leg must not show beside the cloth; a shoe is wider and may
    outer = np.where(skin & _free(leg, leg.outer_free, u), np.maximum(outer, outer_seen + 0.02 * frame.unit), outer)
    inner = np.where(skin & _free(leg, leg.inner_free, u), np.maximum(inner, inner_seen + 0.02 * frame.unit), inner)
    inner = np.minimum(inner, max(-away, 0.02 * frame.unit) + 0.9 * np.clip(u - start, 0, None))
    below = np.clip(u - max(start, float(locate(leg.limb, frame.at(parts, 0.0)[None])[0, 0])), 0, None)
    old = np.where(_free(leg, leg.inner_free, u) & ~shown, inner_seen, np.nan)
    room = _room(leg, legs[1 - side], u, f32(below), body, f32(old))
    squeezed = np.clip(inner - room[1], 0, 0.1 * frame.unit)
    outer = outer + SPREAD * squeezed  # what has no room between the legs hangs further out
    inner = ndimage.gaussian_filter1d(np.clip(inner, *room), min(1.0, 0.05 * count), mode="nearest")
    if (shoe := shoes[side]) is not None:
        outer, hung = over_shoe(f32(outer), f32(inner), u, end, shoe, leg)
        most = past_halfway(f32(inner), u, end, shoes[1 - side], leg, legs[1 - side])
        inner = np.minimum(hung, np.maximum(inner, most))
    points = np.stack([leg.limb.point(u, outer), leg.limb.point(u, -inner)])
    source = np.stack([np.stack([outer_x, outer_y], 1), np.stack([inner_x, inner_y], 1)])
    order = [0, 1] if side == 0 else [1, 0]
    return Rows(f32(points[order]), f32(source[order]), np.ones((2, count), np.bool_))


def even_width(width: Array) -> Array:
    """Widths down a leg (K) without the wobble of patches and tatters, which on a body looks like swollen flesh; flare
    and taper stay."""
    window = 2 * int(EVEN * len(width) / 2) + 1
    return f32(savgol_filter(width, window, 2)) if window > 4 else width


def _out_to(edge: Array, seen: Array, covered: Mask, most: float) -> Array:
    """`edge` moved out to the old cloth's (`seen`) where that lies at most `most` pixels further out, for what was
    photographed behind it is not known; less where it lies further out, and not at all by twice as much."""
    over = np.maximum(seen - edge, 0)
    further = np.where(covered, np.minimum(over, np.maximum(2 * most - over, 0)), 0)
    return f32(edge + ndimage.gaussian_filter1d(further, 2.5, mode="nearest"))


def _room(leg: Arm, other: Arm, u: Array, below: Array, body: Array, old: Array) -> tuple[Array, Array]:
    """How far inwards a leg's cloth goes at least and at most, at `u` along it and `below` the place where both legs'
    cloth parts, pixels: from there quickly enough that shorts don't look like a skirt, as far as the bare leg (`body`)
    lets it; slowly enough that no gap reaches up to the seam; and not much faster or slower than the `old` cloth was
    seen to (nan where that was not seen). No limits where one leg is before the other, and from the knee on, once
    that is so, down to the foot, unless a gap shows; nor for the shin of one that a step takes forward."""
    half = -0.5 * locate(other.limb, leg.limb.point(u))[:, 1]
    between = np.maximum(half - 1.08 * body, 0.04 * leg.unit)
    most = np.fmax(half - np.minimum(QUICKLY * below, between), np.fmin(old, half - 0.04 * leg.unit * (below > 0)))
    least = np.fmin(half - SLOWLY * below, old + 0.06 * leg.unit)
    least = np.maximum(least, np.minimum(half, 0.85 * body))
    crossing = half < CROSSED * body
    crossing |= np.maximum.accumulate(crossing & (u > KNEE * leg.limb.length)) & np.isnan(old)
    if ahead_of(other, leg):
        crossing |= u > SHIN * leg.limb.length
    most = np.where(crossing, 9e3, np.maximum(most, 0.9 * body))
    least = np.where(half > 0, np.minimum(least, most), 0)
    return f32(least), f32(most)


def _free(leg: Arm, free: Mask, u: Array) -> Mask:
    """Whether the edge is seen at `u`."""
    return np.asarray(np.interp(u, leg.stations, free.astype(np.float32)) > 0.5)


def piece_inset(garment: Garment, side: int) -> float:
    """How far inside its cut-out a trouser leg's cloth is taken from, photo pixels: its rim is dark or blurred."""
    return 1.5 + 0.045 * _usual_width(_solid_leg(garment, side))


def piece_edges(garment: Garment, side: int, y: Array) -> tuple[Array, Array]:
    """x of a trouser leg's outer and inner edge in its photo at rows `y`, a little inside its cut-out. Beyond the last
    row that is whole, where a slanting or rounded hem leaves only a corner, they are that row's."""
    solid = _solid_leg(garment, side)
    usual = _usual_width(solid)
    edges = row_edges(solid, piece_inset(garment, side))
    places = np.arange(len(solid))
    y = np.minimum(y, float(np.flatnonzero(solid.sum(1) > 0.8 * usual)[-1]) - 0.06 * usual)
    return f32(np.interp(y, places, edges[side])), f32(np.interp(y, places, edges[1 - side]))


def _solid_leg(garment: Garment, side: int) -> Mask:
    """What of its photo is surely a trouser leg, H×W."""
    leg = garment.legs[side]
    assert leg is not None
    return flags(leg.mask & (garment.alpha > 0.5))


def _usual_width(solid: Mask) -> float:
    """The commonest width of the rows of a trouser leg (H×W), photo pixels."""
    widths = solid.sum(1)
    return float(np.median(widths[widths > 0]))
