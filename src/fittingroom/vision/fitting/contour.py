"""The upper and outer edge of a top as one smooth curve: from the neck over the shoulder and down the sleeve.

Drawn piece by piece, shoulder and sleeve each follow the photograph as far as they trust it, and every change of mind
is a step in the outline. Here one spine runs from between the shoulders over the joint down the arm, and the garment's
edge is a single function of the place along it, smoothed once.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.limbs import Limb, locate, through
from fittingroom.vision.fitting.outline import Arm, ShoulderLine, Sides, raised
from fittingroom.vision.fitting.shoulderskin import before_hair
from fittingroom.vision.fitting.torso import TorsoFit
from fittingroom.vision.person import Label, Person

#: Distance between the edge's samples, and how far it is smoothed along (deviation), in units.
STEP, SMOOTH = 0.012, 0.035
#: The same of a short sleeve, units: a taut string is smooth already, and a shoulder's point shows in it.
TAUT = 0.016
#: How far within the joint's place a shoulder's tip lies, units.
SET_IN = 0.06
#: How steeply a shoulder rises to the neck at least, pixels a pixel.
RISES = 0.1
#: Share of its way to the neck up to which a shoulder that falls there has a dip.
DIP = 0.5
#: How far above bare skin the edge lies at least, units.
COVERS = 0.006
#: How far above a bare shoulder that isn't seen it lies, units.
OVER = 0.006
#: From which share of the way from the neck to its tip on a shoulder's cloth is pulled tight to a short sleeve's end:
#: where the bare outline isn't known, and where it is.
HELD, ON_SHOULDER = 0.3, 0.75
#: How far an edge that would run within the bare shoulder goes out to it: guessed below clothes, that shoulder is as
#: often too square as the edge slopes too much.
HALFWAY = 0.5
#: How far fabric is drawn up to the edge at least, and at most, units; over how many times that below it is spread.
_DRAWN, _FURTHEST, _SPREADS = 0.022, 0.12, 2.5
#: How near an arm cloth is that meets it, pixels.
MEETS = 2.5
#: How far along from where it leaves the picture an old sleeve is drawn in wholly, units.
BORDER = 0.7


@dataclass(frozen=True)
class TopEdge:
    """One side's edge. limb: coordinates along the spine, u = 0 between the shoulders, v upwards and outwards.
    stations: K, u in pixels; height: K, v of the edge there. begins: u from where on the edge counts; further in the
    neck rules."""

    limb: Limb
    stations: Array
    height: Array
    begins: float

    def beneath(self) -> Array:
        """H×W, 1 but above the edge, where it is 0, a pixel wide between."""
        counts = self.stations >= self.begins
        stations, height = self.stations[counts], self.height[counts]
        far = height - 0.4 * self.limb.start
        return f32(1 - ribbon(self.limb.point(stations, height), self.limb.point(stations, far), self.limb.u.shape))

    def band(self, depth: float) -> Array:
        """H×W, 1 beneath the edge as far as `depth` pixels below the spine, 0 elsewhere."""
        counts = self.stations >= self.begins
        stations, height = self.stations[counts], self.height[counts]
        return ribbon(self.limb.point(stations, height), self.limb.point(stations, -depth), self.limb.u.shape)

    def drawn_up(self, where: Array, unit: float, solid: Mask) -> Array:
        """The map `where` (H×W×2) with what lies just below the edge drawn up to it, so that the garment's own outline
        falls on the edge or past it, and nothing from beyond the garment is looked up. solid: the garment's photo,
        True within its outline."""
        u, v = self.limb.u, self.limb.v
        below = np.interp(u, self.stations, self.height) - v
        near = (u > self.begins) & (u < self.stations[-1]) & (v > -0.3 * unit) & (below > -0.1 * unit)
        outside = self._outside(where, unit, solid)
        most = np.interp(u, self.stations, np.maximum(outside, _DRAWN * unit))
        step = most * np.clip(1 - below / np.maximum(0.16 * unit, _SPREADS * most), 0, 1) * near
        box = box_round(near, 10)  # as far as the step's blur goes
        if not near.any():
            return where
        down, right = (-slope for slope in np.gradient(v[box]))
        step = cv2.GaussianBlur(f32(step[box]), (0, 0), 2.0) / np.maximum(np.hypot(right, down), 1e-3)
        ys, xs = np.mgrid[box]
        x, y = f32(xs + right * step), f32(ys + down * step)
        drawn = where.copy()
        drawn[box] = cv2.remap(where, x, y, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
        return drawn

    def _outside(self, where: Array, unit: float, solid: Mask) -> Array:
        """At the stations, how far below the edge the map `where` comes to what is `solid` of the garment, pixels: 0
        where it doesn't within reach."""
        depths = np.arange(0, _FURTHEST * unit, 1, dtype=np.float32)
        rows, columns = pixels(self.limb.point(self.stations[:, None], self.height[:, None] - depths), where.shape[:2])
        there = solid[pixels(where[rows, columns], solid.shape)]
        gaps = np.where(there.any(1), depths[there.argmax(1)], 0)
        return f32(ndimage.gaussian_filter1d(gaps, SMOOTH / STEP, mode="nearest"))

    def points(self) -> Array:
        """The edge in the image, K×2."""
        return self.limb.point(self.stations, self.height)


def ribbon(first: Array, second: Array, shape: tuple[int, ...], fine: int = 4) -> Array:
    """What lies between two curves of as many points (K×2 each), drawn quadrilateral by quadrilateral so that it may
    overlap itself, 0…1, H×W; edges are as soft as a camera's."""
    corners = np.stack([first[:-1], first[1:], second[1:], second[:-1]], axis=1)
    size = shape[1], shape[0]
    if not len(corners):
        return np.zeros((shape[0], shape[1]), np.float32)
    left, top = np.clip(np.floor(corners.min((0, 1))) - 4, 0, size).astype(int)
    right, bottom = np.clip(np.ceil(corners.max((0, 1))) + 5, 0, size).astype(int)
    drawn = np.zeros((shape[0], shape[1]), np.float32)
    if right <= left or bottom <= top:
        return drawn
    canvas = np.zeros(((bottom - top) * fine, (right - left) * fine), np.uint8)
    for quad in np.round((corners - [left, top] + 0.5) * fine - 0.5).astype(np.int32):
        cv2.fillConvexPoly(canvas, cv2.convexHull(quad), 255)
    part = cv2.resize(canvas, (right - left, bottom - top), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    drawn[top:bottom, left:right] = cv2.GaussianBlur(part, (0, 0), 0.65)
    return drawn


def spine(frame: Frame, arm: Arm, shape: tuple[int, int]) -> Limb:
    """From between the shoulders over one joint, its corner rounded, down the arm."""
    axis = arm.limb.axis[(np.arange(len(arm.limb.axis)) * arm.limb.step + arm.limb.start) > 0.2 * arm.limb.length]
    joint = arm.limb.point(0.0)
    middle = frame.at(float(frame.t(joint)), float(frame.lateral(frame.neck_mid)))
    inwards = (joint - middle) / max(float(np.linalg.norm(joint - middle)), 1.0)
    shoulder = [middle + (joint - middle) * share for share in (0.0, 0.35, 0.7)]
    rounded = joint * 0.5 + 0.25 * (shoulder[-1] + axis[0])
    reach = 0.6 * frame.unit
    line = np.concatenate([[middle - inwards * reach], shoulder, [rounded], axis])
    return through(np.asarray(line, np.float64), frame.up, shape, reach, arm.limb.length + frame.unit / 2)


def top_edge(
    person: Person, frame: Frame, arm: Arm, line: ShoulderLine, side: int, neck: Array, tip: Array, end: float,
    keeps: bool, ease: Array, own: Array, corner: float | None = None, shoulder: Array | None = None,
) -> TopEdge:  # fmt: skip
    """The new edge on one side.

    The shoulder's is the photographed one, a little higher where it is bare; so is the arm's where it is bare, or
    where the old sleeve's outline is kept (`keeps`). An old sleeve that stands off where a closer one takes its place
    is drawn in to the arm, and one wider than the new one's cloth is drawn in to that. neck, tip: where the shoulder
    begins and ends. end: u of the cuff along the arm. At the arm's stations: ease, how much wider than what it covers
    the sleeve is, and own, half widths of the flat sleeve, both in pixels. corner: how far from the arm's middle line a
    short sleeve's end hangs at least, pixels; None for long ones, which lie along the arm. shoulder: N×2, in the image,
    the bare outline below it from the neck down the arm, where that is known: an edge within it goes out towards it.
    """
    unit, limb = frame.unit, spine(frame, arm, person.labels.shape)
    last = float(locate(limb, arm.limb.point(np.array([max(end, 0.2 * arm.limb.length)])))[0, 0]) + 0.15 * unit
    stations = np.arange(0, last, STEP * unit, dtype=np.float32)
    ends = locate(limb, np.stack([neck, tip]))
    begins, tip_u = (float(u) for u in ends[:, 0])
    set_in = (1 if side else -1) * (abs(float(frame.lateral(frame.shoulders)[side])) - SET_IN * unit)
    along = locate(arm.limb, limb.point(stations))[:, 0]
    seen, known, bare, leaves = _photographed(person, limb, stations, unit)
    if raised(frame, side) < 0.5:
        set_u = min(tip_u, float(locate(limb, line.at(frame, set_in)[None])[0, 0]))
        high = seen - _usual(frame, line, arm, limb, stations, along, side, set_u)
        near = known & ~bare & (stations > set_u) & (stations < set_u + 0.4 * unit)
        tip_u = arm_begins(tip_u, set_u, f32(high[near]), unit)
    usual = _usual(frame, line, arm, limb, stations, along, side, tip_u)
    naked = arm.bare_at(along)
    straight = np.where(stations < tip_u, np.interp(stations, ends[:, 0], ends[:, 1]), naked)
    usual = f32(usual + np.maximum(straight - usual, 0) * raised(frame, side))  # a shoulder goes up with its arm
    skin, shown = before_hair(person, limb, stations, usual, unit)
    shown &= stations > 0.5 * (begins + tip_u)  # further in skin is the neck's
    seen, known, bare = f32(np.where(shown, skin, seen)), known | shown, bare | shown
    if arm.crossed:
        sleeve = np.interp(along, arm.stations, arm.outer)
        usual = f32(np.where(along > 0.5 * arm.limb.length, sleeve, usual))
        known &= (along < 0.5 * arm.limb.length) | (seen < 1.15 * sleeve)  # past the elbow the trunk lies beneath
    height = np.where(known, seen, usual)
    past = np.clip((stations - tip_u) / (0.2 * unit), 0, 1)
    cloth = np.maximum(1.06 * naked, naked + 0.75 * (np.interp(along, arm.stations, own) - naked))
    drawn_in = np.minimum(height, np.maximum(cloth, 0.85 * usual))
    sleeved = stations < last - 0.15 * unit  # a hand that leaves the picture past its cuff says nothing of the sleeve
    past = past * _off_border(flags(leaves & known & sleeved)) if keeps and corner is None else past
    past = past * (0 if arm.crossed and keeps else 1)  # what stands off there is sleeve, with no body beside it
    height = np.where(bare, height, height + (drawn_in - height) * past)
    # No shoulder is much higher or wider than its joint says: what stands off there is the old top's cut.
    by_tip = np.clip((stations - tip_u) / (0.12 * unit) + 1, 0, 1) * np.clip(
        1.8 - (stations - tip_u) / (0.2 * unit), 0, 1
    )
    capped = np.minimum(height, 1.08 * usual + 0.02 * unit)
    height = np.where(bare, height, height + (capped - height) * by_tip)
    floor = _above_bare(shoulder, limb, stations, unit)
    height = _out_to(floor, height)
    holds = HELD if shoulder is None else ON_SHOULDER
    held = begins + (holds + (1 - holds) * raised(frame, side)) * (tip_u - begins)
    if keeps and corner is None:
        height = _carried_on(height, along, arm.sleeve_end)
    else:
        if not keeps:  # what the old sleeve showed is its cut
            free = None if corner is None or end > arm.sleeve_end else (end, corner)
            arc = _shoulder_arc(f32(height), stations, along, tip_u, limb, arm, free)
            height = np.where(bare, height, _out_to(floor, arc))
        height = ndimage.gaussian_filter1d(ndimage.median_filter(height, 9, mode="nearest"), 2, mode="nearest")
        below = end if corner is not None else max(arm.sleeve_end + 0.05 * arm.limb.length, 0.4 * arm.limb.length)
        first, last = int(np.searchsorted(stations, held)), int((along >= below).argmax())
        height = hung(f32(height), stations, limb, first, last, corner)
    steady = ndimage.median_filter(height, 9, mode="nearest")
    height = steady if corner is None else np.where(stations < held, steady, height)
    wider = np.interp(along, arm.stations, ease) * np.clip((stations - tip_u - 0.12 * unit) / (0.4 * unit), 0, 1)
    wider = wider if corner is None else 0 * wider
    thick = np.where(bare, 0.009, 0.006) * unit
    height = height + np.maximum(wider, thick)
    taut = (0.0 if corner is None else 1.0) * np.clip((stations - held) / (0.1 * unit), 0, 1)
    closely, widely = (ndimage.gaussian_filter1d(height, far / STEP, mode="nearest") for far in (TAUT, SMOOTH))
    height = up_to_neck(f32(widely + (closely - widely) * taut), stations, begins, held)
    return TopEdge(limb, stations, over_skin(f32(height), seen + COVERS * unit, flags(bare & known)), begins)


def _off_border(leaves: Mask) -> Array:
    """0 where an edge (N samples) leaves the picture, rising to 1 some way before and after: a wide old sleeve isn't
    drawn in there, which would bring its arm's end into the picture before a background that nobody has seen."""
    if not leaves.any():
        return np.ones(len(leaves), np.float32)
    return f32(np.clip(ndimage.distance_transform_edt(~leaves) * STEP / BORDER, 0, 1))


def _out_to(floor: Array, height: Array) -> Array:
    """`height` where it lies below `floor` (at the stations; −∞ where no bare shoulder is known), HALFWAY to it."""
    return f32(height + HALFWAY * np.maximum(np.where(np.isfinite(floor), floor - height, 0), 0))


def _above_bare(shoulder: Array | None, limb: Limb, stations: Array, unit: float) -> Array:
    """How far above the spine cloth would lie at each station that covers the bare `shoulder` (N×2): −∞ where that
    isn't known."""
    none = np.full(len(stations), -np.inf, np.float32)
    if shoulder is None:
        return none
    marks = locate(limb, shoulder)
    marks = marks[np.isfinite(marks).all(1) & (np.abs(marks[:, 1]) < unit)]
    if len(marks) < 4:
        return none
    marks = marks[np.argsort(marks[:, 0])]
    return f32(np.interp(stations, marks[:, 0], marks[:, 1], left=-np.inf, right=-np.inf) + OVER * unit)


def arm_begins(tip: float, set_in: float, high: Array, unit: float) -> float:
    """Where along the edge the shoulder turns down to the arm, between the seam's `tip` and the place of a sleeve that
    is set in: there where the seam has dropped from it, and where the old top stands off the shoulder far higher than
    bodies do (high: by how many pixels, N). Else the photographed shoulder is believed up to the tip."""
    square = float(np.percentile(high, 90)) / unit if len(high) else 0.0
    share = float(np.clip(max((tip - set_in) / unit / 0.03 - 1.7, (square - 0.085) / 0.03), 0, 1))
    return tip + share * (set_in - tip)


def up_to_neck(height: Array, stations: Array, begins: float, ends: float) -> Array:
    """`height` (N samples) between two stations, the neck and some way out on the shoulder, nowhere lower than further
    out, for a shoulder rises to the neck: a dip there would cut the end of a collar off. One that falls all the way
    is drawn up, and stays."""
    near = (stations >= begins) & (stations <= ends)
    rises = height[near] + RISES * stations[near]
    lifted = height.copy()
    lifted[near] = np.maximum.accumulate(rises[::-1])[::-1] - RISES * stations[near]
    return lifted if (lifted > height).sum() < DIP * near.sum() else height


def over_skin(height: Array, skin: Array, seen: Mask) -> Array:
    """`height` (N samples) raised over `skin` where that is `seen`, gently: no skin shows above the cloth. The ends of
    what is seen don't count, where an old sleeve's edge is taken for skin."""
    sure = ndimage.binary_erosion(seen, iterations=4, border_value=1)
    lift = ndimage.grey_dilation(np.where(sure, np.maximum(skin - height, 0), 0), 5)
    return f32(height + ndimage.gaussian_filter1d(lift, 2, mode="nearest"))


def hung(height: Array, stations: Array, limb: Limb, first: int, last: int, corner: float | None) -> Array:
    """`height` with what lies between two stations drawn as cloth hangs that is held at the first and ends at the
    last: as a string pulled tight over whatever stands out, straight elsewhere. Where it ends free it is at least
    `corner` pixels from the spine there, and stays as far off beyond; else it goes on as it was."""
    free, corner = corner is not None, max(float(height[last]), corner or 0.0)
    if last <= first:  # an arm so short or so bent in the picture that nothing lies between
        return height
    marks = np.arange(first, last + 1)
    places = limb.point(stations[marks], np.where(marks == last, corner, height[marks]))
    kept: list[Array] = []
    turn = np.sign(_cross(limb.axis[-1] - limb.axis[-2], limb.normals[-1]))
    for place in places:
        while len(kept) > 1 and turn * _cross(kept[-1] - kept[-2], place - kept[-2]) > 0:
            kept.pop()  # it lies within the string
        kept.append(place)
    string = locate(limb, resample(np.stack(kept), 4 * len(marks)))
    order = np.argsort(string[:, 0])
    drawn = np.interp(stations, string[order, 0], string[order, 1])
    index = np.arange(len(stations))
    return f32(np.where(index < first, height, np.where(index > last, corner if free else height, drawn)))


def _shoulder_arc(
    height: Array, stations: Array, along: Array, tip_u: float, limb: Limb, arm: Arm,
    free: tuple[float, float] | None = None,
) -> Array:  # fmt: skip
    """The edge from the shoulder's tip to the bare arm below an old short sleeve, drawn as a shoulder runs: it leaves
    the tip as the shoulder's line comes in, and ends along the arm (a cubic Hermite curve in the image). What the old
    sleeve showed there is its cut; only where it lay closer, it says where the arm is. free: u along the arm where a
    new sleeve ends that is shorter still, and how far off the arm's middle line its corner hangs: the arc ends there.
    Drawn to where the old one ended it would bulge beside the new one's end."""
    below = along > arm.sleeve_end + 0.05 * arm.limb.length
    if free is not None:
        below = along >= free[0]
        height = f32(np.where(below, np.minimum(height, free[1]), height))
    first, last = int(np.searchsorted(stations, tip_u)), int(below.argmax())
    if arm.sleeve_end <= 0 or not below.any() or last - first < 4:
        return height
    ends = limb.point(stations[[first, last]], height[[first, last]])
    before = limb.point(stations[first] - 0.2 * arm.unit, np.interp(stations[first] - 0.2 * arm.unit, stations, height))
    along_arm = limb.point(stations[last] + 0.1 * arm.unit) - limb.point(stations[last])
    leaving, arriving = (way / max(float(np.linalg.norm(way)), 1e-3) for way in (ends[0] - before, along_arm))
    chord = float(np.linalg.norm(ends[1] - ends[0]))
    pull = float(np.clip(1.7 * float((ends[1] - ends[0]) @ leaving), 0.2 * chord, 0.4 * chord))
    t = np.linspace(0, 1, 40)[:, None]
    start, finish = (1 + 2 * t) * (1 - t) ** 2, t**2 * (3 - 2 * t)
    curve = (
        start * ends[0] + finish * ends[1] + t * (1 - t) ** 2 * pull * leaving + t**2 * (t - 1) * 0.7 * chord * arriving
    )
    marks = locate(limb, f32(curve))
    order = np.argsort(marks[:, 0])
    arc = np.interp(stations, marks[order, 0], marks[order, 1])
    inside = (np.arange(len(stations)) > first) & (np.arange(len(stations)) < last)
    return f32(np.where(inside, np.minimum(height, arc), height))


def _cross(first: Array, second: Array) -> float:
    return float(first[0] * second[1] - first[1] * second[0])


def _photographed(person: Person, limb: Limb, stations: Array, unit: float) -> tuple[Array, Mask, Mask, Mask]:
    """Where the person ends above each station (v in pixels), whether that is to be believed, whether what ends there
    is bare skin, and whether it leaves the picture there."""
    reach = np.arange(0, 0.5 * unit, 1.0, dtype=np.float32)
    places = limb.point(stations[:, None], reach[None])
    alpha = cv2.remap(
        person.alpha, np.ascontiguousarray(places[..., 0]), np.ascontiguousarray(places[..., 1]), cv2.INTER_LINEAR,
        None, cv2.BORDER_REPLICATE,
    )  # fmt: skip
    rows, columns = pixels(places, person.labels.shape)
    labels = person.labels[rows, columns]
    size = np.array(person.labels.shape[::-1]) - 1
    gone = flags(np.any((places < 0) | (places > size), axis=-1))
    outside = (alpha < 0.5) | gone
    outside[:, 0] = False
    found = outside.any(1)
    edge = np.where(found, outside.argmax(1), len(reach) - 1)
    index = np.arange(len(stations))
    before, after = alpha[index, np.maximum(edge - 1, 0)], alpha[index, edge]
    exact = edge - 1 + np.clip((before - 0.5) / np.maximum(before - after, 1e-3), 0, 1)
    # An arm that leaves the picture goes on beyond its border: the edge must not come back into the picture there.
    exact = np.where(gone[index, edge], edge + 0.06 * unit, exact)
    within = np.maximum(edge - 3, 0)
    at_edge = labels[index, within]
    hidden = np.isin(labels, [Label.HAIR, Label.FACE]) & (reach[None] <= edge[:, None])
    held = (person.front.objects[rows, columns] & (reach[None] <= edge[:, None] + 2)).any(1)
    known = found & ~hidden.any(1) & ~held & (edge > 0.03 * unit)
    return f32(exact), flags(known), flags(at_edge == Label.SKIN), flags(gone[index, edge])


def _usual(
    frame: Frame, line: ShoulderLine, arm: Arm, limb: Limb, stations: Array, along: Array, side: int, tip_u: float
) -> Array:
    """The edge where none can be seen: the shoulder line as far as the tip, the bare arm's width from there on."""
    lateral = np.linspace(0.05, 0.6, 40, dtype=np.float32) * frame.unit * (-1 if side == 0 else 1)
    marks = locate(limb, line.at(frame, lateral))
    order = np.argsort(marks[:, 0])
    shoulder = np.interp(stations, marks[order, 0], marks[order, 1])
    share = np.clip((stations - tip_u) / (0.12 * frame.unit), 0, 1)
    return f32(shoulder + (arm.bare_at(along) - shoulder) * share)


def _carried_on(height: Array, along: Array, sleeve_end: float) -> Array:
    """A kept sleeve's width past its end, where a slanting hem would narrow it and the arm below is thinner."""
    past = along > 0.85 * sleeve_end
    if not past.any() or past.all():
        return height
    return f32(np.where(past, np.maximum(height, height[int(past.argmax()) - 1]), height))


def with_smooth_sides(body: Array, inner: Array, frame: Frame, sides: Sides, fit: TorsoFit) -> Array:
    """`body` (0…1) with each side below its armpit drawn anew as one smooth curve: as wide as it was at each height,
    but where an arm lies before the side, as wide as `inner` (0…1), which no arm widens."""
    t, lateral = frame.fields(body.shape)
    drawn = body.copy()
    reach = np.arange(0, 1.6 * frame.unit, dtype=np.float32)
    for side, sign in ((0, -1.0), (1, 1.0)):
        start, end = float(frame.t(fit.armpits[side])), fit.end + 0.1
        heights = np.arange(start - 0.02, max(end, start + 0.1), 2.0 / frame.torso, dtype=np.float32)
        rows, columns = pixels(frame.at(heights[:, None], sign * reach[None]), body.shape)
        free = np.interp(heights, sides.t, sides.free[side].astype(np.float32)) > 0.5
        width = np.where(free, first_gap(body[rows, columns]), first_gap(inner[rows, columns]) + 0.02 * frame.unit)
        width = ndimage.median_filter(width, 21, mode="nearest")
        width = ndimage.gaussian_filter1d(width, 0.03 * frame.unit, mode="nearest")
        beside = np.clip(np.interp(t, heights, width) - np.abs(lateral) + 0.5, 0, 1)
        share = np.clip((t - start) * frame.torso / 6, 0, 1) * (sign * lateral > 0)
        drawn = drawn + (beside - drawn) * share
    return f32(drawn)


def smooth_flanks(cloth: Array, front: Array, sleeves: Array, frame: Frame, fit: TorsoFit) -> tuple[Array, Array]:
    """`cloth` (0…1) with what wavers along its sides, from the armpits to the hem, drawn as one curve on each side; and
    `front` (0…1), of which nothing overlaps that curve.

    Folds of the old top, scraps between it and an arm, and bites all make a side waver, and an arm's mask beside it.
    Where a sleeve (`sleeves`, 0…1) or an arm lies across the side, or the side really turns (further than a thirtieth
    of a unit from the curve), all stays."""
    t, lateral = frame.fields(cloth.shape)
    drawn, before, unit, seen = cloth.copy(), front.copy(), frame.unit, cloth * (1 - front)
    reach = np.arange(0, 1.6 * unit, dtype=np.float32)
    for side, sign in ((0, -1.0), (1, 1.0)):
        heights = np.arange(float(frame.t(fit.armpits[side])) + 0.04, fit.end - 0.09, 2.0 / frame.torso)
        if len(heights) < 30:
            continue
        rows, columns = pixels(frame.at(heights[:, None], sign * reach[None]), cloth.shape)
        edge, whole = first_gap(seen[rows, columns]), first_gap(cloth[rows, columns])
        at = np.clip(np.round(edge).astype(np.intp), 4, len(reach) - 5)
        covered = np.max([sleeves[rows, columns][np.arange(len(heights)), at + k] for k in (-4, 0, 4)], axis=0)
        clear = (covered < 0.3) & (edge < len(reach) - 6) & (whole - edge < 0.05 * unit)
        if clear.sum() < 15:
            continue
        width = ndimage.median_filter(np.interp(heights, heights[clear], edge[clear]), 31, mode="nearest")
        width = ndimage.gaussian_filter1d(width, 0.035 * unit, mode="nearest")
        trusted = clear & (np.abs(width - edge) < 0.035 * unit)
        share = np.interp(
            t,
            heights,
            ndimage.gaussian_filter1d(ndimage.binary_erosion(trusted, iterations=5).astype(float), 1),
            left=0,
            right=0,
        )
        gap = np.interp(t, heights, width) - np.abs(lateral)
        share = (
            share
            * np.clip((fit.end - 0.10 - t) / 0.04, 0, 1)
            * (sign * lateral > 0)
            * np.clip((0.055 * unit - np.abs(gap)) / 3, 0, 1)
            * (1 - sleeves)  # past a narrow gap begins a sleeve, which has its own edge
        )
        inside = np.clip(gap + 0.5, 0, 1)
        drawn = drawn + (inside - drawn) * share
        before = before * (1 - inside * share)
    # Beneath an arm, and up to it, cloth may end anywhere but before it meets the arm, where it does.
    arm = before > 0.5
    meets = grow(flags((cloth > 0.5) & grow(arm, MEETS)), 0.05 * unit)
    drawn = np.where(grow(arm, 0.05 * unit) & meets, np.maximum(drawn, cloth), drawn)
    return f32(drawn), f32(before)


def first_gap(rays: Array) -> Array:
    """For each ray (a row, outwards): how many pixels until less than half is covered, to a fraction."""
    out = rays < 0.5
    out[:, 0], out[:, -1] = False, True
    edge = out.argmax(1)
    index = np.arange(len(rays))
    before, after = rays[index, edge - 1], rays[index, edge]
    return f32(edge - 1 + np.clip((before - 0.5) / np.maximum(before - after, 1e-3), 0, 1))
