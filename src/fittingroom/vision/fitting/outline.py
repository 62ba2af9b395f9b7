"""What a person's photographed outline says: shoulder line, sides, arms, and where the old clothes end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision import parallel
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.bends import about_bend
from fittingroom.vision.fitting.crossed import carried_along, crossed
from fittingroom.vision.fitting.frame import Frame, Points, pixels
from fittingroom.vision.fitting.limbs import Limb, arm_half_width, shifted, trace
from fittingroom.vision.people.akimbo import arm_begins
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far below an old sleeve's end, as a share of the arm, it is seen how wide the arm in it is: no further than where
#: the elbow's bones show, for a slender arm is nearly as wide there as a strong one.
BESIDE = 0.12
#: What lies so many times further off an arm's middle line than the arm's edge is no hand of it.
_OFF = 3.0
#: How much further than the arm elsewhere a bent elbow's point may lie off the middle line, usual half widths.
_POINT = 0.9
#: How far from the usual shoulder line (units) one that is seen may lie where it is whole: without a greater step
#: (units) from sample to sample, from near the neck to the shoulder's end, units aside of the neck; further out than
#: the last it is the arm's.
_SLOPES, _STEP, _WHOLE, _ASIDE = 0.2, 0.02, (0.3, 0.44), 0.56
#: How soon the difference between the two is forgotten from there to the neck, of how soon elsewhere: whoever's
#: shoulders are higher than usual has a neck that begins higher, and a line that doesn't rise to it looks padded.
_UNDER_HAIR = 0.3


@dataclass(frozen=True)
class Arm:
    """One arm. limb: its coordinates. half: usual half width at every pixel's u (H×W). stations: u of the samples;
    outer, inner: photographed half widths there; outer_free, inner_free: whether that edge was seen against something
    else. sleeve_end: u where the old sleeve ends (0 where there is none). bare: half width of the bare arm at the
    stations, from what can be seen of it. unit: the frame's. slant: how much further down the old sleeve's end lies for
    each pixel outwards. crossed: whether it lies bent across the body under a long sleeve. hidden: whether it is
    nowhere to be seen, so that no pixel is near it."""

    limb: Limb
    half: Array
    stations: Array
    outer: Array
    inner: Array
    outer_free: Mask
    inner_free: Mask
    sleeve_end: float
    bare: Array
    unit: float
    slant: float = 0.0
    crossed: bool = False
    hidden: bool = False

    def bare_at(self, u: NDArray[np.floating]) -> Array:
        """Half width of the bare arm at `u`."""
        return f32(np.interp(u, self.stations, self.bare).astype(np.float32))


def trace_arms(person: Person, frame: Frame) -> tuple[Arm, Arm]:
    """Both arms, image's left first."""
    across, starts = crossed(person, frame), arm_starts(person)

    def traced(side: int) -> Arm:
        joints = np.stack([starts[side], frame.elbows[side], frame.wrists[side]])
        outward, reach, shape = outer_side(frame, side), 0.75 * frame.unit, person.labels.shape[:2]
        rough = _measure_arm(person, frame, trace(joints, outward, shape, reach), across[side])
        limb = shifted(rough.limb, _off_middle(rough), outward, shape, reach)
        return _measure_arm(person, frame, limb, across[side], pointed=True)

    other = parallel.beside(traced, 1)
    return traced(0), other.result()


def outer_side(frame: Frame, side: int) -> Points:
    """The way that the outer side of the upper arm on `side` faces: away from the body while it hangs, up when it is
    held out, towards the head when it is raised."""
    bone, out = frame.elbows[side] - frame.shoulders[side], frame.across * (-1.0, 1.0)[side]
    turned = -float(bone @ frame.up) * out + float(bone @ out) * frame.up
    return f32(turned / max(float(np.linalg.norm(turned)), 1e-6))


def hanging(frame: Frame, side: int) -> float:
    """How steeply the upper arm on `side` hangs: 1 along the body, 0 level, -1 straight up."""
    bone = frame.elbows[side] - frame.shoulders[side]
    return -float(bone @ frame.up) / max(float(np.linalg.norm(bone)), 1e-6)


def raised(frame: Frame, side: int) -> float:
    """How far the upper arm on `side` is raised: 0 while it hangs or stands off somewhat, 1 when it is level or
    higher."""
    return float(np.clip((0.35 - hanging(frame, side)) / 0.3, 0, 1))


def _off_middle(arm: Arm) -> Array:
    """How far the pose's line lies off the photographed middle, at each point of the limb's axis: measured where both
    edges of the arm are seen, or one with a bare arm's usual width."""
    usual = arm_half_width(arm.stations, arm.limb.length, arm.unit)
    both = arm.outer_free & arm.inner_free
    off = np.where(both, 0.5 * (arm.outer - arm.inner), arm.outer - 1.15 * usual)
    known = (both | arm.outer_free) & (arm.stations > 0.12 * arm.limb.length) & (arm.stations < arm.limb.length)
    loose = (arm.outer > 1.45 * usual) | (both & (arm.outer + arm.inner > 2.9 * usual))
    if arm.sleeve_end < 0.6 * arm.limb.length:
        bare = known & (arm.stations > arm.sleeve_end)
        # A short sleeve hangs as it likes; the arm that comes out of it tells more.
        known = bare if bare.sum() >= 8 else known & ((arm.stations > arm.sleeve_end) | ~loose)
    where = arm.limb.start + arm.limb.step * np.arange(len(arm.limb.axis))
    if known.sum() < 4:
        return np.zeros(len(where), np.float32)
    steady = ndimage.gaussian_filter1d(ndimage.median_filter(off[known], 7, mode="nearest"), 2, mode="nearest")
    found = np.interp(where, np.concatenate([[0], arm.stations[known]]), np.concatenate([[0], steady]))
    limit = 0.11 * arm.unit
    if arm.crossed:  # of its forearm neither edge is seen
        found = found * np.clip(3 - 4 * where / arm.limb.length, 0, 1)
    return f32(np.clip(found, -limit, limit))


def _measure_arm(person: Person, frame: Frame, limb: Limb, across: bool = False, pointed: bool = False) -> Arm:
    """pointed: whether a bent elbow's point, which says nothing of where the arm's middle is, counts as its edge."""
    half = arm_half_width(limb.u, limb.length, frame.unit)
    stations = np.linspace(-0.1, 1.1, 61, dtype=np.float32) * limb.length
    usual = arm_half_width(stations, limb.length, frame.unit)
    end = limb.length if across else _sleeve_end(person, limb, frame.unit)  # skin on crossed arms is another's hand
    point = _POINT * about_bend(limb, stations) if pointed else 0.0
    outer, outer_free = _edge(person, limb, stations, usual, 1.0, end, frame.unit, point)
    inner, inner_free = _edge(person, limb, stations, usual, -1.0, end, frame.unit, point)
    bare = _bare_width(stations, usual, outer, inner, outer_free, inner_free, end, limb.length)
    slant = _sleeve_slant(person, limb, end, frame.unit) if 0 < end < 0.7 * limb.length else 0.0
    if across:
        outer = carried_along(outer, outer_free, usual, stations / limb.length)
        inner = f32(np.where(stations > 0.6 * limb.length, outer, inner))
    return Arm(limb, half, stations, outer, inner, outer_free, inner_free, end, bare, frame.unit, slant, across)


def _sleeve_slant(person: Person, limb: Limb, end: float, unit: float) -> float:
    """Slope of the old sleeve's end across the arm: the furthest cloth in each strip along the arm, a line through."""
    across = np.arange(-0.12, 0.34, 0.03, dtype=np.float32) * unit
    along = np.arange(0.02 * limb.length, end + 0.2 * limb.length, 2.0, dtype=np.float32)
    rows, columns = pixels(limb.point(along[None], across[:, None]), person.labels.shape)
    cloth = (person.labels[rows, columns] == Label.UPPER) & (person.alpha[rows, columns] > 0.5)
    gone = ~cloth & (along[None] > 0.35 * end)
    last = np.where(gone.any(1), along[gone.argmax(1)], np.nan)
    good = np.isfinite(last) & (cloth.sum(1) > 4) & (np.abs(last - end) < 0.2 * limb.length)
    if good.sum() < 4:
        return 0.0
    return float(np.clip(np.polyfit(across[good], last[good], 1)[0], -1.0, 0.4))


def _sleeve_end(person: Person, limb: Limb, unit: float) -> float:
    """Where cloth gives way to skin along an arm: the first share of cloth below half, u in pixels."""
    places = np.arange(0.10, 1.0, 0.02, dtype=np.float32) * limb.length
    across = np.linspace(-0.7, 0.7, 15, dtype=np.float32)
    spots = limb.point(places[:, None], across[None] * arm_half_width(places, limb.length, unit)[:, None])
    rows, columns = pixels(spots, person.labels.shape)
    inside, labels = person.alpha[rows, columns] > 0.5, person.labels[rows, columns]
    cloth, skin = ((inside & (labels == label)).sum(1) for label in (Label.UPPER, Label.SKIN))
    share = 1.0
    for place, worn, bare, seen in zip(places, cloth, skin, inside.sum(1), strict=True):
        if worn + bare > max(3, 0.25 * seen):
            share = worn / (worn + bare)
        if share < 0.5:
            return float(place) if place > 0.11 * limb.length else 0.0
    return limb.length


def _edge(
    person: Person, limb: Limb, stations: Array, usual: Array, sign: float, sleeve_end: float, unit: float,
    point: Array | float = 0.0,
) -> tuple[Array, Mask]:  # fmt: skip
    """How far from the middle line the arm goes to one side at each station, and whether its edge was seen there.
    point: how much further than elsewhere bare skin may go there, usual half widths."""
    reach = np.arange(0, 0.45 * unit, dtype=np.float32)
    rows, columns = pixels(limb.point(stations[:, None], sign * reach[None]), person.labels.shape)
    inside, labels = person.alpha[rows, columns] > 0.5, person.labels[rows, columns]
    bare = (stations >= sleeve_end)[:, None]
    stop = ~inside | (bare & (labels != Label.SKIN) & (reach[None] > 0.5 * usual[:, None]))
    stop[:, -1] = True
    edge = stop.argmax(1)
    against_background = ~inside[np.arange(len(stations)), edge]
    free = against_background | (bare[:, 0] & (edge < len(reach) - 1))
    limit = np.where(bare[:, 0], 1.9 + point, 2.8) * usual
    # The pose's line may lie near an edge of the arm; what ends against the background is an edge all the same.
    free &= (edge < limit) & (edge > np.where(against_background & bare[:, 0], 0.08, 0.3) * usual)
    width = np.where(free, edge, usual)
    return f32(ndimage.median_filter(width, 5)), flags(free)


def _bare_width(
    stations: Array, usual: Array, outer: Array, inner: Array, outer_free: Mask, inner_free: Mask, end: float,
    length: float,
) -> Array:  # fmt: skip
    """Half width of the bare arm: the usual one times what the visible part says, and never wider than the cloth.

    Under a sleeve the share of the usual width begins as what is seen just below its end, so that arm and sleeve don't
    part in a step, and goes some of the way back to 1 at the shoulder."""
    both = outer_free & inner_free
    seen = both & (stations > end + 0.05 * length) & (stations < 1.0 * length)
    shares = np.clip((outer + inner) / (2 * usual), 0.55, 1.35)
    factor = float(np.median(shares[seen])) if seen.sum() >= 3 else 1.0
    factor = 0.5 * (1 + factor) if seen.sum() < 10 else factor
    beside = seen & (stations < end + BESIDE * length)
    at_end = float(np.median(shares[beside])) if beside.sum() >= 3 else factor
    up = np.clip((end - stations) / max(end, 1.0), 0, 1)
    width = usual * np.where(stations < end, at_end + (1 - at_end) * 0.3 * up, factor)
    width = np.where(both & (stations < end), np.minimum(width, 0.46 * (outer + inner)), width)
    width = np.where(both & (stations >= end), 0.5 * (outer + inner), width)
    return f32(ndimage.gaussian_filter1d(width, 2, mode="nearest"))


@dataclass(frozen=True)
class ShoulderLine:
    """The upper edge of the shoulders. lateral: N pixels from the middle line; height: N pixels above the joints'
    middle, along the torso."""

    lateral: Array
    height: Array

    def at(self, frame: Frame, lateral: NDArray[np.floating] | float) -> Array:
        """Image points of the line at `lateral`."""
        height = np.interp(lateral, self.lateral, self.height)
        return frame.at(-height / frame.torso, lateral)


def shoulder_line(person: Person, frame: Frame, bared: bool = False) -> ShoulderLine:
    """The photographed upper edge where it can be seen, a usual one (moved by what is seen) under hair. It is believed
    where it lies far from the usual too, if it is seen whole, as that of a turned person is. bared: whether no sleeves
    come over it; else its outer end may be the old sleeve's that stands off, and is believed only near the usual."""
    unit = frame.unit
    lateral = np.linspace(-0.85, 0.85, 137, dtype=np.float32) * unit
    usual = usual_shoulder(frame, lateral, arm_starts(person))
    heights = np.arange(0.5, -0.45, -1 / unit, dtype=np.float32) * unit
    points = frame.at(-heights[None] / frame.torso, lateral[:, None])
    rows, columns = pixels(points, person.labels.shape)
    labels, inside = person.labels[rows, columns], person.alpha[rows, columns] > 0.5
    body = inside & np.isin(labels, [Label.UPPER, Label.SKIN])
    first = body.argmax(1)
    above = np.maximum(first - 3, 0)
    hidden = np.isin(labels[np.arange(len(lateral)), above], [Label.HAIR, Label.FACE])
    measured = heights[first]
    off_neck = np.abs(lateral - frame.lateral(frame.neck_mid)) > 1.02 * frame.neck_half
    seen = body.any(1) & ~hidden & off_neck & (first > 0)
    good = flags(seen & (np.abs(measured - usual) < 0.13 * unit))
    aside = f32(np.abs(lateral - frame.lateral(frame.neck_mid)) / unit)
    likely = flags(seen & (np.abs(measured - usual) < _SLOPES * unit) & (aside < _ASIDE))
    whole = whole_slopes(likely, f32(measured / unit), aside)
    good = flags(good | (whole if bared else whole & (aside < _WHOLE[1])))
    if good.sum() < 8:
        return ShoulderLine(lateral, usual)
    residual = np.interp(lateral, lateral[good], ndimage.median_filter((measured - usual)[good], 5))
    away = ndimage.distance_transform_edt(~good) * (lateral[1] - lateral[0]) / (0.25 * unit)
    inwards = not bared and aside < np.interp(lateral, lateral[good], aside[good])  # under hair it slopes as usual
    residual = residual * np.exp(-away * np.where(inwards, _UNDER_HAIR, 1))
    return ShoulderLine(lateral, ndimage.gaussian_filter1d(usual + residual, 1.0, mode="nearest").astype(np.float32))


def whole_slopes(likely: Mask, heights: Array, aside: Array) -> Mask:
    """Which of the `likely` places (K) of a shoulder line lie on one slope that leads without a step of the `heights`
    (K, units) from near the neck to where the shoulder ends: how far `aside` (K, units) of the neck each is. A hood or
    a strap ends before."""
    steps = np.abs(np.diff(heights, prepend=heights[:1])) > _STEP
    runs = np.cumsum(steps | np.diff(likely, prepend=False))
    count = int(runs[-1]) + 1
    most = np.bincount(runs[likely & (aside > _WHOLE[1])], minlength=count) > 0
    least = np.bincount(runs[likely & (aside < _WHOLE[0])], minlength=count) > 0
    return flags(likely & (most & least)[runs])


def arm_starts(person: Person) -> Points:
    """Where each arm's middle line begins, the image's left one first (2×2)."""
    return f32(np.stack([arm_begins(person.pose, person.labels, side) for side in (0, 1)]))


def usual_shoulder(frame: Frame, lateral: Array, starts: Points | None = None) -> Array:
    """Height of a usual shoulder line: from the neck's base over the joint down the upper arm. starts: where the arms
    begin (2×2), if not at the joints."""
    shoulders = frame.shoulders if starts is None else starts
    unit, neck = frame.unit, float(frame.lateral(frame.neck_mid))
    joints = frame.lateral(shoulders), -frame.t(shoulders) * frame.torso
    xs, ys = [neck - frame.neck_half, neck + frame.neck_half], [0.21 * unit, 0.21 * unit]
    for side, sign in ((0, -1), (1, 1)):
        x, y = float(joints[0][side]), float(joints[1][side])
        x = sign * max(sign * x, sign * neck + frame.neck_half + 0.15 * unit)
        more = [(x, y + 0.10 * unit), (x + sign * 0.13 * unit, y), (x + sign * 0.2 * unit, y - 0.2 * unit)]
        xs += [place for place, _ in more]
        ys += [height for _, height in more]
    order = np.argsort(xs)
    return f32(np.interp(lateral, np.array(xs)[order], np.array(ys)[order]).astype(np.float32))


@dataclass(frozen=True)
class Sides:
    """The torso's half widths. t: K; width: 2×K pixels, the photographed clothed half widths; free: 2×K, whether the
    edge stands against the background there; usual: K, of a usual body. hidden: whether another outline than theirs was
    photographed, as that of a top which hangs open."""

    t: Array
    width: Array
    free: Mask
    usual: Array
    hidden: bool = False

    def at(self, side: int, t: NDArray[np.floating] | float) -> Array:
        """Half width on `side` at `t`."""
        return f32(np.interp(t, self.t, self.width[side]).astype(np.float32))


def measure_sides(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> Sides:
    """Half widths of the torso from .2 to 1.4 torsos, arms left aside."""
    ts = np.linspace(0.2, 1.4, 61, dtype=np.float32)
    unit = frame.unit
    hip = float(np.linalg.norm(frame.hips[0] - frame.hips[1]))
    usual = np.interp(ts, [0.25, 0.6, 1.0, 1.25], [0.54, 0.47, 0.54, 0.56]) * unit
    usual = np.where(ts > 0.6, np.maximum(usual, hip * 0.5 * np.interp(ts, [0.6, 1, 1.3], [1.2, 1.5, 1.55])), usual)
    reach = np.arange(0, 1.3 * unit, dtype=np.float32)
    off_arms = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms))
    widths, frees = [], []
    for side, sign in ((0, -1.0), (1, 1.0)):
        rows, columns = pixels(frame.at(ts[:, None], sign * reach[None]), person.labels.shape)
        inside = person.alpha[rows, columns] > 0.5
        limb = arms[side].limb
        across = np.abs(limb.v[rows, columns]) / np.maximum(arms[side].half[rows, columns], 1)
        far = reach[None] > 0.7 * usual[:, None]
        arm = (across < 0.85) & far & (limb.u[rows, columns] > 0.12 * limb.length)
        arm |= (person.labels[rows, columns] == Label.SKIN) & (across < 1.6) & (reach[None] > 0.55 * usual[:, None])
        stop = ~inside | arm | _beyond_clothes(person.labels[rows, columns], far & (off_arms[rows, columns] > _OFF))
        stop[:, -1] = True
        edge = stop.argmax(1)
        frees.append(~inside[np.arange(len(ts)), edge])
        width = ndimage.median_filter(np.clip(edge, 0.78 * usual, 1.5 * usual), 7)
        widths.append(ndimage.gaussian_filter1d(width, 1.5, mode="nearest"))
    return Sides(ts, np.stack(widths).astype(np.float32), np.stack(frees), usual.astype(np.float32))


def _beyond_clothes(labels: NDArray[np.uint8], far: Mask) -> Mask:
    """Skin further out than clothes in its row (K×N, from the middle outwards) where that is `far` out: no belly, but
    a bag of the same colour that hangs beside the body."""
    worn = np.isin(labels, [Label.UPPER, Label.LOWER])
    return flags((labels == Label.SKIN) & far & (np.cumsum(worn, axis=1) > 0.5 * np.cumsum(np.ones_like(worn), axis=1)))


@dataclass(frozen=True)
class OldTop:
    """Where the old top ends. hem: t of its lower edge, None where it can't be seen. waist: t where the lower garment
    begins. belly: whether bare skin lies between them. tucked: whether the lower garment covers its hem. open: whether
    it is a jacket that hangs open over another top, and the hem its lowest end.
    neck_low: the middle of its neckline, in the image; neck_half: half the neckline's width on the shoulder line; both
    None where hair or a bare chest leave them open."""

    hem: float | None
    waist: float | None
    belly: bool
    tucked: bool
    neck_low: Points | None = None
    neck_half: float | None = None
    open: bool = False


def old_top(person: Person, frame: Frame, arms: tuple[Arm, Arm], line: ShoulderLine) -> OldTop:
    """How the old top meets neck and lower garment."""
    t, lateral = frame.fields(person.labels.shape)
    off_arms = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms)) > 1.1
    middle = off_arms & (np.abs(lateral) < 0.6 * frame.unit)
    upper = t[(person.labels == Label.UPPER) & middle]
    lower = t[(person.labels == Label.LOWER) & middle]
    hem = float(np.percentile(upper, 98.5)) if len(upper) > 200 else None
    waist = float(np.percentile(lower, 2)) if len(lower) > 200 else None
    belly = _shows_belly(person, frame)
    tucked = hem is not None and waist is not None and hem < 0.97 and not belly
    low, half = _old_neckline(person, frame, line)
    return OldTop(hem, waist, belly, tucked, low, half)


def _shows_belly(person: Person, frame: Frame) -> bool:
    """Whether, going down the middle of the torso, bare skin lies between upper and lower garment in most columns."""
    ts = np.linspace(0.25, 1.25, 101, dtype=np.float32)
    across = np.linspace(-0.28, 0.28, 15, dtype=np.float32) * frame.unit
    rows, columns = pixels(frame.at(ts[:, None], across[None]), person.labels.shape)
    labels = person.labels[rows, columns]
    shown = 0
    for column in labels.T:
        below = np.nonzero(column == Label.LOWER)[0]
        above = np.nonzero(column == Label.UPPER)[0]
        if len(below) and len(above):
            between = column[above[above < below[0]].max(initial=0) : below[0]]
            shown += int((between == Label.SKIN).sum() >= 4)
    return shown > 0.5 * len(across)


def _old_neckline(person: Person, frame: Frame, line: ShoulderLine) -> tuple[Points | None, float | None]:
    """Lowest middle point and half width of the old neckline, from where skin gives way to cloth."""
    unit, neck = frame.unit, float(frame.lateral(frame.neck_mid))
    across = np.linspace(-0.5, 0.5, 81, dtype=np.float32) * unit
    base = float(np.interp([neck - frame.neck_half, neck + frame.neck_half], line.lateral, line.height).mean())
    down = np.arange(-0.12, 0.62, 0.006, dtype=np.float32) * unit
    rows, columns = pixels(frame.at((down[:, None] - base) / frame.torso, neck + across[None]), person.labels.shape)
    cloth = person.labels[rows, columns] == Label.UPPER
    bare = np.isin(person.labels[rows, columns], [Label.SKIN, Label.FACE])
    first = cloth.argmax(0)
    known = cloth.any(0) & (bare[np.maximum(first - 3, 0), np.arange(len(across))])
    depths = down[first]
    centre = known & (np.abs(across) < 0.07 * unit)
    depth = float(np.median(depths[centre])) if centre.sum() >= 4 else None
    top = base - np.interp(neck + across, line.lateral, line.height)
    inside = known & (depths - top > 0.035 * unit)
    if depth is None:
        return None, None
    low = frame.at((depth - base) / frame.torso, neck)
    if inside.sum() < 8:
        return low, None
    left, right = -across[inside].min(), across[inside].max()
    return low, float(max(left, right)) if min(left, right) > 0.08 * unit else None
