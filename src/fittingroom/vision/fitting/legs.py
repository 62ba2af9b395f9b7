"""Legs in their own coordinates: how wide they are clothed and bare, where the old garment on them ends.

A leg is measured in the same words as an arm (`outline.Arm`): its "sleeve" is what covers it.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, opened
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.limbs import Limb, locate, trace
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: So far down its length, and its foot, another leg is in the way of cloth.
PAST = 1.12
#: A leg beside which the other one ends so far up, in legs, is a step ahead.
STEPS = 0.88
#: How much further down than on its middle line trousers end at the sides of a leg, in legs: hems slope.
SLOPES = 0.06
#: Half widths of a usual bare leg in units, by the share of its length from hip joint to ankle: thigh, the narrowing
#: above the knee, the knee, the hollow below it, the calf, the ankle.
_SHARES = (0.0, 0.25, 0.4, 0.47, 0.53, 0.58, 0.67, 0.75, 0.85, 0.93, 0.98, 1.1)
_HALVES = (0.27, 0.225, 0.176, 0.158, 0.153, 0.148, 0.157, 0.143, 0.111, 0.088, 0.086, 0.085)

#: How far from a leg's middle the edge of wide trousers may be, in units, however thin the leg is there.
FLARED = 0.42

#: How far below the crotch the cloth of long trousers parts on legs that stand side by side, in units, and from what
#: angle between the thighs (radians) on it parts right there.
PARTING, STRIDE = 0.3, 0.3

#: An ankle that shows as many squares of its own half width is the leg's end, and no strip in the trousers' shade.
WHOLE = 2.5


def leg_half_width(u: NDArray[np.floating] | float, length: float, unit: float) -> Array:
    """Half the width of a usual bare leg at `u` pixels from the hip joint, in pixels. Measured on frontal photos."""
    return f32(np.interp(np.asarray(u, np.float32) / max(length, 1.0), _SHARES, _HALVES) * unit)


#: Old clothes that end further down a leg than this show an ankle alone, as a share of its length.
LONG = 0.8

#: How far below an old hem a leg's edges must be seen for the drawn ones to meet them there, how far up they are moved
#: for that, in legs, and by how much at most, in units.
_SEEN_BELOW, _MEETS, _STEP = 0.15, 0.12, 0.08


def trace_legs(person: Person, frame: Frame) -> tuple[Arm, Arm]:
    """Both legs, image's left first. A leg that the photo cuts off goes on as the pose network supposes."""
    shape = person.labels.shape
    limbs = []
    for side, sign in ((0, -1.0), (1, 1.0)):
        joints = np.stack([frame.hips[side], frame.knees[side], frame.ankles[side]])
        found = person.figure.legs[side]
        if found is not None and found.measured.any():
            joints = np.concatenate([found.axis[[0, 6, 12, 16, 20, 26]], joints[2:]])
        limbs.append(trace(joints, frame.across * sign, shape, 0.75 * frame.unit))
    legs = [_measure(person, limbs[side], limbs[1 - side], frame.unit) for side in (0, 1)]
    return legs[0], legs[1]


def _measure(person: Person, limb: Limb, other: Limb, unit: float) -> Arm:
    stations = np.linspace(0.0, 1.1, 56, dtype=np.float32) * limb.length
    usual = leg_half_width(stations, limb.length, unit)
    end = covered_to(person, limb, unit)
    outer, outer_free = _edge(person, limb, other, stations, usual, 1.0, end, unit)
    inner, inner_free = _edge(person, limb, other, stations, usual, -1.0, end, unit)
    bare = _bare(stations, usual, outer, inner, outer_free & inner_free, end)
    covered = outer_free & (stations <= end)  # thighs touch, but none is wider than its cloth
    slim = np.where(covered, np.minimum(bare, 0.94 * np.maximum(outer, inner)), bare)
    bare = f32(bare + ndimage.gaussian_filter1d(slim - bare, 1.5, mode="nearest"))
    half = leg_half_width(limb.u, limb.length, unit)
    return Arm(limb, half, stations, outer, inner, outer_free, inner_free, end, bare, unit)


def covered_to(person: Person, limb: Limb, unit: float) -> float:
    """Pixels along a leg down to where the old lower garment ends: the split that agrees best with its labels."""
    places = np.arange(0.06, 1.02, 0.02, dtype=np.float32) * limb.length
    across = np.linspace(-0.6, 0.6, 13, dtype=np.float32)
    spots = limb.point(places[:, None], across[None] * leg_half_width(places, limb.length, unit)[:, None])
    rows, columns = pixels(spots, person.labels.shape)
    labels = person.labels[rows, columns]
    cloth = np.isin(labels, [Label.LOWER, Label.UPPER]).sum(1) - (labels == Label.SKIN).sum(1)
    total = np.concatenate([[0], np.cumsum(cloth)])
    best = int(total.argmax())
    return 0.0 if best == 0 else float(places[best - 1])


def _edge(
    person: Person, limb: Limb, other: Limb, stations: Array, usual: Array, sign: float, end: float, unit: float
) -> tuple[Array, Mask]:
    """How far from its middle a leg goes to one side at each station, and whether that was seen against background.
    Skin beside covered parts (down to `end`) is a hand's."""
    reach = np.arange(0, 2.9 * float(usual.max()), dtype=np.float32)
    rows, columns = pixels(limb.point(stations[:, None], sign * reach[None]), person.labels.shape)
    inside = person.alpha[rows, columns] > 0.5
    closer = np.abs(other.v[rows, columns]) < np.abs(limb.v[rows, columns])
    closer &= other.u[rows, columns] < PAST * other.length  # below a leg that a step has taken back is ground
    hand = (person.labels[rows, columns] == Label.SKIN) & (reach[None] > 0.75 * usual[:, None]) & (sign > 0)
    hand &= (stations < max(end, 0.3 * limb.length))[:, None]
    stop = ~inside | closer | hand
    stop[:, -1] = True
    edge = stop.argmax(1)
    widest = np.maximum(2.6 * usual, np.where(stations <= end, FLARED * unit, 0))
    free = ~inside[np.arange(len(stations)), edge] & (edge > 0.3 * usual) & (edge < widest)
    width = np.where(free, edge, np.minimum(edge, 1.05 * usual))
    return f32(ndimage.median_filter(np.maximum(width, 0.3 * usual), 5)), flags(free)


def _bare(stations: Array, usual: Array, outer: Array, inner: Array, seen: Mask, end: float) -> Array:
    """Half widths of the bare leg: what is seen where it is bare, the usual in that proportion under cloth, and never
    wider than the cloth."""
    middle = 0.5 * (outer + inner)
    bare_seen = seen & (stations > end + 2)
    factor = float(np.clip(np.median((middle / usual)[bare_seen]), 0.7, 1.4)) if bare_seen.sum() > 3 else 1.0
    width = np.where(bare_seen, middle, usual * factor)
    if bare_seen.sum() > 3:  # cloth's end must show no step
        first = int(np.argmax(bare_seen))
        here = float(np.clip(np.median((middle / usual)[bare_seen][:5]), 0.7, 1.4))
        near = np.exp(-np.clip(stations[first] - stations, 0, None) / (0.15 * stations[-1]))
        width = np.where(stations < stations[first], usual * (factor + (here - factor) * near), width)
    under = seen & (stations <= end)
    width = np.where(under, np.minimum(width, 0.94 * middle), width)
    if bare_seen.sum() <= 3 and under.sum() > 8:  # the cloth is tight somewhere, and tells how stout the leg is
        factor = float(np.clip(0.97 * np.percentile((middle / usual)[under], 25), 0.8, 1.2))
        width = np.where(under, np.minimum(usual * factor, 0.95 * middle), usual * factor)
    return f32(ndimage.gaussian_filter1d(width, 2.0, mode="nearest"))


def worn_to(person: Person, leg: Arm, other: Arm) -> float:
    """Pixels along a leg down to the lowest of the old lower garment's hem, 0 where there is none: hems slope. What
    lies nearer to the `other` leg, which may stand before or a step ahead of it, is not its own."""
    u, v = leg.limb.u, leg.limb.v
    cloth = (person.labels == Label.LOWER) & (np.abs(v) < 2 * leg.half) & (u < 1.2 * leg.limb.length)
    cloth &= nearer(leg, other)
    if ahead_of(leg, other):
        cloth &= u < _core_end(person, leg) + SLOPES * leg.limb.length
    if cloth.sum() < 50:
        return 0.0
    low = cloth & (u > np.percentile(u[cloth], 98) - 0.12 * leg.limb.length)
    edges = np.percentile(v[low], [0, 33, 67, 100])
    parts = [u[low & (v >= edges[k]) & (v <= edges[k + 1])] for k in range(3)]
    return max(float(np.percentile(part, 95)) for part in parts if len(part) > 15) if low.sum() > 50 else 0.0


def _core_end(person: Person, leg: Arm) -> float:
    """Pixels along a leg down to where trousers end on its middle line, infinite where they don't."""
    u = leg.limb.u / leg.limb.length
    core = (np.abs(leg.limb.v) < 0.35 * leg.half) & (u > 0.75) & (u < 1.2)
    step = np.floor((u[core] - 0.75) / 0.015).astype(np.intp)
    worn = np.bincount(step, (person.labels[core] == Label.LOWER) * 1.0, minlength=30)
    ends = np.flatnonzero(worn < 0.3 * np.bincount(step, minlength=30))
    return (0.75 + 0.015 * float(ends[0])) * leg.limb.length if len(ends) else np.inf


def ahead_of(leg: Arm, other: Arm) -> bool:
    """Whether the `other` leg is a step ahead of `leg`: it ends so much further down beside it."""
    return float(locate(other.limb, leg.limb.point(leg.limb.length)[None])[0, 0]) < STEPS * other.limb.length


def nearer(leg: Arm, other: Arm) -> Mask:
    """What lies nearer to the middle line of `leg` than to that of the `other`, H×W."""
    return flags(np.abs(leg.limb.v) < np.abs(other.limb.v))


def with_cuffs(person: Person, legs: tuple[Arm, Arm]) -> Person:
    """The person with what lies round the ankles at the end of long trousers labelled by its colour: hems and turned-up
    cuffs that are taken for shoes, and shoes that are taken for trousers. Above the ankle what is unlike the shoe
    belongs to the trousers as well; what has the hue of the skin is an ankle."""
    cells = bins(to_lab(person.image))
    labels = person.labels.copy()
    for leg, other in (legs, legs[::-1]):
        share = leg.limb.u / leg.limb.length
        near = (np.abs(leg.limb.v) < 2.0 * leg.half) & nearer(leg, other)
        shoes, worn = (near & (person.labels == label) for label in (Label.SHOES, Label.LOWER))
        shoe, above = shoes & (share > 1.04), shoes & (share < 1.0) & (share > 0.8)
        cloth = worn & (np.abs(leg.limb.v) < leg.half) & (share > 0.55) & (share < 0.95)
        if leg.sleeve_end < 0.8 * leg.limb.length or shoe.sum() < 60 or cloth.sum() < 100:
            continue
        likely, alike = histogram(cells[shoe])[cells], histogram(cells[cloth])[cells]
        unlike = above & (likely < 0.25 * np.median(likely[shoe])) & (above.sum() >= 20)
        round_ankle = near & (share > 0.7) & (share < 1.15)
        leaning = cv2.GaussianBlur(np.log(alike / likely).astype(np.float32), (0, 0), 0.008 * leg.unit + 0.5)
        like = shoes & round_ankle & (leaning > 1) & (alike > 0.02 * np.median(alike[cloth]))
        hanging = closed(opened(unlike, 1), 4) & above | closed(opened(like, 1), 4) & round_ankle & shoes & (
            leaning > 0
        )
        hanging = holding(hanging, grow(person.labels == Label.LOWER, 2))
        labels[hanging] = Label.LOWER
        stray = worn & round_ankle & (share > 0.9) & (leaning < -1) & (likely > 0.02 * np.median(likely[shoe]))
        stray = closed(opened(stray, 1), 2) & worn & (leaning < 0)
        labels[holding(stray, grow(shoes, 2))] = Label.SHOES
        ankle = shoes & near & (share > 0.85) & (share < 1.1) & (likely < 0.2 * np.median(likely[shoe]))
        labels[closed(opened(ankle & like_skin(person), 1), 2) & shoes] = Label.SKIN
    return replace(person, labels=labels)


def like_skin(person: Person) -> Mask:
    """Where the hue is that of the person's skin, in whatever light."""
    lab = to_lab(person.image)
    known = np.isin(person.labels, [Label.SKIN, Label.FACE]) & (person.alpha > 0.95)
    if known.sum() < 100:
        return np.zeros(person.labels.shape, np.bool_)
    hue, chroma = np.arctan2(lab[..., 2], lab[..., 1]), np.hypot(lab[..., 1], lab[..., 2])
    spread = max(0.25, 2 * float(np.std(hue[known])))
    return flags((np.abs(hue - np.median(hue[known])) < min(spread, 0.5)) & (chroma > 0.45 * np.median(chroma[known])))


def near_leg(frame: Frame) -> int:
    """Index of the leg that stands nearer to the camera, and so lower in the picture: it is drawn before the other."""
    low = frame.ankles[:, 1] + 0.5 * frame.knees[:, 1]
    return int(low[1] > low[0])


def off_middle(leg: Arm) -> Array:
    """How far the photographed leg's middle lies outside its traced line, at each station: measured where both edges
    are seen, carried on from there, fading towards the hip."""
    share = leg.stations / leg.limb.length
    known = leg.outer_free & leg.inner_free & (share < 0.95)
    bare = known & (leg.stations > leg.sleeve_end + 2)
    known = bare if bare.sum() >= 5 else known  # wide shorts don't say where the thigh is
    if known.sum() < 5:
        return np.zeros(len(leg.stations), np.float32)
    off = np.interp(leg.stations, leg.stations[known], 0.5 * (leg.outer - leg.inner)[known])
    limit = 0.1 * leg.unit
    steady = ndimage.gaussian_filter1d(np.clip(off, -limit, limit), 3.0, mode="nearest")
    first = float(share[known][0])
    return f32(steady * np.clip((share - first + 0.25) / 0.25, 0, 1))


def crotch_height(person: Person, frame: Frame, legs: tuple[Arm, Arm]) -> float:
    """t where the legs part: the top of the gap seen between them, within what bodies allow. Thighs that hang side by
    side may touch below it; those that stride apart do not."""
    hips = float(frame.t(frame.hips).mean())
    share = frame.unit / frame.torso
    usual = hips + 0.30 * share
    gap = gap_top(person, frame, legs)
    seen = usual if gap is None else gap - 0.03 * share
    stride = float(np.clip((thighs_apart(frame) - 0.25) / 0.15, 0, 1))
    if seen > usual + (0.3 + 0.2 * stride) * share:
        return usual
    return float(np.clip(seen, hips + 0.2 * share, hips + (0.44 + 0.26 * stride) * share))


def thighs_apart(frame: Frame) -> float:
    """The angle between both thighs as seen, radians, positive where the knees are further apart than the hips."""
    left, right = frame.knees - frame.hips
    return float(np.arctan2(right[0] * left[1] - right[1] * left[0], left @ right))


def gap_top(person: Person, frame: Frame, legs: tuple[Arm, Arm]) -> float | None:
    """t of the highest background seen between the legs, None where there is none."""
    hips = float(frame.t(frame.hips).mean())
    t, _ = frame.fields(person.labels.shape)
    between = (legs[0].limb.v < 0) & (legs[1].limb.v < 0) & (legs[0].limb.u < 0.5 * legs[0].limb.length)
    gap = t[between & (person.alpha < 0.5) & (t > hips + 0.1 * frame.unit / frame.torso)]
    return float(np.percentile(gap, 1)) if len(gap) > 20 else None


def cloth_parts(person: Person, frame: Frame, legs: tuple[Arm, Arm], crotch: float) -> float:
    """t where the cloth of long trousers parts: at the `crotch` (t), or where the old ones, if they were long, were
    seen to part below it, for there thighs touch. Where those were short, a little below the crotch, but not where
    thighs stride apart."""
    gap, share = gap_top(person, frame, legs), frame.unit / frame.torso
    if min(leg.sleeve_end / leg.limb.length for leg in legs) < 0.8:
        touching = PARTING * share * float(np.clip(1 - thighs_apart(frame) / STRIDE, 0, 1))
        return crotch + touching if gap is None else float(np.clip(gap, crotch, crotch + touching))
    return crotch if gap is None else float(np.clip(gap, crotch, crotch + 0.4 * share))


def seen_ankle(person: Person, leg: Arm) -> Mask:
    """The skin of this leg's ankle that shows between long trousers and the shoe."""
    share, away = leg.limb.u / leg.limb.length, np.abs(leg.limb.v) / leg.half
    if leg.sleeve_end < 0.8 * leg.limb.length:
        return np.zeros(person.labels.shape, np.bool_)
    strip = (person.labels == Label.SKIN) & (away < 2) & (share > 0.88) & (share < 1.12)
    return holding(flags(strip), flags(away < 1))


def shaded_ankle(person: Person, leg: Arm, ankle: Mask) -> Mask:
    """`ankle` with what beside it was taken for trousers, but has the skin's hue, which these have not further up."""
    share, away = leg.limb.u / leg.limb.length, np.abs(leg.limb.v) / leg.half
    worn, skin = person.labels == Label.LOWER, like_skin(person)
    shin = worn & (share > 0.6) & (share < 0.85) & (away < 1)
    if not ankle.any() or not shin.any() or skin[shin].mean() > 0.05:
        return ankle
    beside = opened(flags(worn & skin & (share > 0.9) & (share < 1.12) & (away < 2)), 1)
    return holding(flags(ankle | beside), ankle)


def kept_ankle(person: Person, leg: Arm) -> Mask:
    """The ankle where so much of it shows that the leg goes on into it; what is less lay in the trousers' shade."""
    ankle = seen_ankle(person, leg)
    half = float(leg_half_width(0.98 * leg.limb.length, leg.limb.length, leg.unit))
    return ankle if ankle.sum() > WHOLE * half**2 else np.zeros_like(ankle)


def with_ankle(person: Person, leg: Arm) -> Arm:
    """The leg with the ankle where it is seen between long trousers and the shoe, as wide as there."""
    strip = shaded_ankle(person, leg, seen_ankle(person, leg))
    if strip.sum() < 0.003 * leg.unit**2:
        return leg
    above, at, widest = 0.72, 0.92, 1.15
    if (kept := kept_ankle(person, leg)).any():  # its lower end is the shoe's edge
        strip, widest = flags(kept & (leg.limb.u < np.percentile(leg.limb.u[kept], 60))), 1.5
        at = max(at, float(np.percentile(leg.limb.u[strip], 20)) / leg.limb.length)
        above = max(above, at - 0.1)
    low, high = np.percentile(leg.limb.v[strip], [4, 96])
    along = leg.stations / leg.limb.length
    usual = float(leg.bare_at(np.array([0.98 * leg.limb.length], np.float32))[0])
    ratio = float(np.clip(0.5 * (high - low) / usual, 0.6, widest))
    share = np.clip((along - above) / (at - above), 0, 1)
    # An ankle that is kept is as wide as it is seen, however far the leg was taken to narrow further down.
    bare = leg.bare + share * (ratio * (usual if kept.any() else leg.bare) - leg.bare)
    near = (along > 0.9) & (along < 0.95)
    outer, inner = np.where(near, high, leg.outer), np.where(near, -low, leg.inner)
    return replace(
        leg, bare=f32(bare), outer=f32(outer), inner=f32(inner), outer_free=flags(leg.outer_free | near),
        inner_free=flags(leg.inner_free | near),
    )  # fmt: skip


def middle_at(leg: Arm, u: Array) -> Array:
    """How far outside its traced line a bare leg's middle lies at `u`: the thigh and the upper calf bulge outwards, the
    lower calf inwards."""
    share = u / leg.limb.length

    def bulge(at: float, wide: float) -> Array:
        return f32(np.exp(-(((share - at) / wide) ** 2)))

    bulges = 0.04 * bulge(0.25, 0.12) + 0.05 * bulge(0.62, 0.08) - 0.04 * bulge(0.76, 0.08)
    return f32(np.interp(u, leg.stations, off_middle(leg)) + leg.bare_at(u) * bulges)


def leg_shape(leg: Arm, further: tuple[Array | float, Array | float] = (0.0, 0.0)) -> Array:
    """Where the bare leg would be, 0…1. further: how many pixels its outer and its inner edge lie further out."""
    u, v = leg.limb.u, leg.limb.v
    middle, half = middle_at(leg, u), leg.bare_at(u)
    outer, inner = (
        half + np.interp(u, leg.stations, each) + more for each, more in zip(_meeting(leg), further, strict=True)
    )
    inside = np.clip(np.minimum(middle + outer - v, v - middle + inner) / 1.6 + 0.5, 0, 1)
    return f32(inside * np.clip(u / 3, 0, 1) * (u < 1.15 * leg.limb.length))


def _meeting(leg: Arm) -> tuple[Array, Array]:
    """How much further out than usual the outer and the inner edge of a bare leg lie at each station, so that under
    the old hem they go on from where both are seen just below it."""
    below = leg.outer_free & leg.inner_free & (leg.stations > leg.sleeve_end + 2)
    first = np.flatnonzero(below)[:3]
    near = leg.sleeve_end + _SEEN_BELOW * leg.limb.length
    if len(first) < 3 or leg.stations[first[-1]] > near or leg.sleeve_end > LONG * leg.limb.length:
        return np.zeros_like(leg.stations), np.zeros_like(leg.stations)
    at = leg.stations[first]
    up = np.exp(-np.clip(at[0] - leg.stations, 0, None) / (_MEETS * leg.limb.length)) * (leg.stations < at[-1])
    most = _STEP * leg.unit
    gaps = []
    for edge, sign in ((leg.outer, 1.0), (leg.inner, -1.0)):
        drawn = leg.bare_at(at) + sign * middle_at(leg, at)
        gaps.append(f32(up * np.clip(np.median(edge[first] - drawn), -most, most)))
    return gaps[0], gaps[1]
