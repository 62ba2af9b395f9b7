"""The outline of a shoulder and an arm that a sleeve hid: one smooth curve from the neck over the shoulder down to the
arm that is seen below the sleeve, and from there up its inner side."""

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, closed, grow, opened, polygon, soften
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.limbs import arm_half_width
from fittingroom.vision.fitting.outline import Arm, ShoulderLine
from fittingroom.vision.fitting.wrists import seen_wrist
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How thick straps and seams lie on the shoulders, in units.
THICK = 0.014
#: Skin so many steps of the line beside cloth lies next to it.
NEXT = 4
#: How much wider than its middle a bare upper arm is, by the share of the arm's length; measured on photographs of
#: sleeveless people, slim and strong.
_PROFILE = ((0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6), (1.4, 1.3, 1.2, 1.13, 1.08, 1.05, 1.0, 1.0))
#: How wide a forearm is beside the usual evenly tapering one, by the share of the arm's length: it swells below the
#: slim elbow and goes slimmer to the wrist; the medians of hanging bare arms on photographs.
_FOREARM = (
    (0.4, 0.46, 0.52, 0.58, 0.64, 0.7, 0.76, 0.82, 0.9, 1.0),
    (0.88, 0.93, 1.03, 1.08, 1.07, 1.04, 0.98, 0.94, 0.92, 0.94),
)
#: How wide a hidden forearm is drawn beside that and the usual one: the median of those bare ones.
_SLIM = 0.89
#: Never wider than this share of the sleeve that it was in.
_IN_SLEEVE = 0.95
#: Where the curve over the shoulder begins, units inwards of the joint, and where it meets the upper arm, as a share of
#: the arm.
_BEGIN, _MEET = 0.03, 0.2
#: Half as wide as the gaps are, in units, that are no gaps between an arm and the cloth beside it.
_SLIT = 0.012
#: How far on either side of the line where an arm touches cloth both are soft, pixels.
_SEAM = 2
#: Half as wide as what lies between an arm and cloth that touch, pixels: soft edges, no gap.
_TOUCHING = 1
#: How fast a gap opens from its point, pixels across for each along.
_POINTED = 0.1
#: As far down the arm, as a share of it, a gap beside it may begin that goes on upwards.
_GAP = 0.6
#: An upper arm's edge goes no faster away from its middle line than this.
_SLOPE = 0.08
#: A sleeve's flare goes faster away from an arm's middle line than this, along so many stations at most.
_FLARE, _FLARED = 0.14, 2
#: An arm is slimmest so far above where its hand comes out of a sleeve, as a share of how far it widens into the hand.
_ABOVE_HAND = 0.7
#: An old sleeve that ends between these shares of an arm may hide its inner side down to the elbow, which lies between
#: those; an upper arm is no slimmer than this share of what leads straight to that.
_PINCHED, _ELBOW, _WAIST = (0.14, 0.45), (0.46, 0.62), 0.9
#: So far beside an arm's edge, units, is what hides more of it; and how far past the last of that, as a share of the
#: arm, its edge is cleared of old cloth.
_BESIDE, _PAST = 0.02, 0.04
#: Fewer stations say nothing of that.
_OVERLAPPED = 3
#: How far down the arm the shoulder's curve is followed, as a share of the arm.
_CAP = 0.42
#: Over which share of the arm above its end that curve goes over into the arm's edge.
_INTO_ARM = 0.07


class Edges(NamedTuple):
    """How far a bare arm goes from its middle line, pixels at the arm's stations: to the outer side, to the inner side,
    and as far to the inner side as it lies before the body. lifted: u as far as which old cloth overlaps the arm's
    inner side, which is drawn before it."""

    outer: Array
    inner: Array
    before: Array
    lifted: float = 0.0

    def inside(self, arm: Arm, before: bool = False) -> Array:
        """H×W, 0…1: the arm, or only what of it lies before the body."""
        u, v = arm.limb.u, arm.limb.v
        outer, inner = (
            np.interp(u, arm.stations, each) for each in (self.outer, self.before if before else self.inner)
        )
        return f32((np.clip((outer - v) / 1.3 + 0.5, 0, 1) * np.clip((inner + v) / 1.3 + 0.5, 0, 1)).astype(np.float32))


class Outline(NamedTuple):
    """One side of a bare body. neck, shoulder: N×2 and M×2 image points, from the neck to shortly before the joint
    and from there over the shoulder down the outer side of the upper arm; edges: the arm's."""

    edges: Edges
    neck: Array
    shoulder: Array


def bare_edges(person: Person, arms: tuple[Arm, Arm]) -> tuple[Edges, Edges]:
    """Both arms' edges as they are without sleeves.

    Below a short sleeve they are the seen ones; above they lead on from where, and in which direction, those come out
    of it to a usual upper arm's, in proportion. Of an arm that a long sleeve hides nothing but its usual width is
    known, and its wrist. An inner side behind the body lies a usual width from the outer one.
    """
    seen = [_seen(person, arm) for arm in arms]
    shares = [_share(arm, edges) for arm, edges in zip(arms, seen, strict=True)]
    known = [share for share in shares if np.isfinite(share)]
    build = float(max(known)) if known else 1.0
    first, second = (
        _unpinched(person, arm, _led_up(arm, edges, build)) if np.isfinite(edges[0]).any() else _to_wrist(person, arm)
        for arm, edges in zip(arms, seen, strict=True)
    )
    return first, second


def _to_wrist(person: Person, arm: Arm) -> Edges:
    """The usual edges of a hidden arm, along the forearm drawn ever more to the wrist that shows at a long sleeve's
    end."""
    length = arm.limb.length
    elbow, middle = 0.5 * length, 0.92 * float(arm.bare_at(f32([0.55 * length]))[0])
    upper = middle * _profile(arm.stations, length)
    share = np.clip((arm.stations / length - 0.4) / 0.12, 0, 1)
    forearm = _SLIM * arm.bare * np.interp(arm.stations / length, *_FOREARM)
    cloth = np.where(arm.outer_free & arm.inner_free, 0.5 * (arm.outer + arm.inner), np.inf)
    whole = np.minimum(upper + (forearm - upper) * share, np.maximum(_IN_SLEEVE * cloth, _SLIM * arm.bare))
    usual = f32(ndimage.gaussian_filter1d(whole, 1.5, mode="nearest"))
    wrist = seen_wrist(person, arm)
    if wrist is None:
        return Edges(usual, usual, usual)
    sides = []
    for sign, edge in zip((1, -1), wrist, strict=True):
        slim, straight = (
            f32(_drawn_to(arm, usual, edge.width, elbow, u) + edge.beyond(arm.stations))
            for u in (edge.u - _ABOVE_HAND * edge.reach, edge.u)
        )
        sides.append(straight if _on_lower(person, arm, sign, slim, usual) else slim)
    return Edges(sides[0], sides[1], sides[1])


def _drawn_to(arm: Arm, usual: Array, width: float, elbow: float, u: float) -> Array:
    """The `usual` edge, by ever more of itself wider or slimmer from the elbow on, as wide as the wrist at `u`."""
    at_wrist = float(np.interp(u, arm.stations, usual))
    drawn = usual * (1 + (width / max(at_wrist, 1.0) - 1) * _towards(arm.stations, elbow, u))
    return f32(np.where(arm.stations > u, width, drawn))


def _towards(stations: Array, elbow: float, wrist: float) -> Array:
    """How near to the wrist each station is, 0 at the elbow and above it, 1 from the wrist on."""
    return f32(np.clip((stations - elbow) / max(wrist - elbow, 1), 0, 1) ** 1.2)


def _on_lower(person: Person, arm: Arm, sign: int, slim: Array, wide: Array) -> bool:
    """Whether lower clothes seem to begin between two edges on one side of a hidden forearm: that is a cuff of their
    colour, of which the slim one would leave scraps beside it."""
    share = np.linspace(0, 1, 6, dtype=np.float32)
    across = slim[:, None] + np.maximum(wide - slim, 0)[:, None] * share
    rows, columns = pixels(arm.limb.point(arm.stations[:, None], sign * across), person.labels.shape)
    hidden = (arm.stations > 0.5 * arm.limb.length) & (arm.stations < arm.sleeve_end) & (wide > slim + 0.005 * arm.unit)
    return bool(((person.labels[rows, columns] == Label.LOWER).any(1) & hidden).sum() > 3)


def _profile(u: Array, length: float) -> Array:
    return f32(np.interp(u / length, *_PROFILE).astype(np.float32))


def _usual(arm: Arm) -> Array:
    return arm_half_width(arm.stations, arm.limb.length, arm.unit)


def _share(arm: Arm, seen: tuple[Array, Array]) -> float:
    """How wide the seen part is, as a share of the usual."""
    shares = (seen[0] + seen[1]) / (2 * _usual(arm))
    return float(np.clip(np.nanmedian(shares), 0.7, 1.4)) if np.isfinite(shares).sum() >= 5 else np.nan


def _seen(person: Person, arm: Arm) -> tuple[Array, Array]:
    """The outer and the inner edge of the skin that is seen along an arm, NaN where cloth hides them."""
    found = np.full((2, len(arm.stations)), np.nan)
    if arm.sleeve_end > 0.75 * arm.limb.length:
        return f32(found[0]), f32(found[1])
    usual = _usual(arm)
    reach = np.arange(-0.45 * arm.unit, 0.45 * arm.unit, dtype=np.float32)
    rows, columns = pixels(arm.limb.point(arm.stations[:, None], reach[None]), person.labels.shape)
    skin = (person.labels[rows, columns] == Label.SKIN) & (person.alpha[rows, columns] > 0.5)
    cloth = person.labels[rows, columns] == Label.UPPER
    for k, u in enumerate(arm.stations):
        if not max(arm.sleeve_end, 0.08 * arm.limb.length) < u < 0.85 * arm.limb.length:
            continue
        run = _run(skin[k], reach, float(usual[k]))
        if run is None:
            continue
        low, high = run
        if not cloth[k, high + 1 : high + 5].any():
            found[0, k] = reach[high] + 0.5
        if not cloth[k, max(low - 4, 0) : low].any() or u > _inner_end(arm, -float(reach[low])):
            found[1, k] = 0.5 - reach[low]
    width = found.sum(0)
    odd = (width < 0.35 * usual) | (width > 3.4 * usual)
    found[:, odd] = np.nan
    outer, inner = (f32(_steady(edge)) for edge in found)
    return outer, inner


def _run(skin: Mask, reach: Array, usual: float) -> tuple[int, int] | None:
    """First and last index of the stretch of `skin` with most of it near the middle line."""
    parts, count = ndimage.label(skin)
    if count == 0:
        return None
    inside = np.bincount(parts[np.abs(reach) < usual], minlength=count + 1)
    inside[0] = 0
    if inside.max() < 0.5 * usual:
        return None
    at = np.nonzero(parts == inside.argmax())[0]
    return int(at[0]), int(at[-1])


def _inner_end(arm: Arm, inner: float) -> float:
    """u below which cloth beside the arm's inner edge is the body's, not the sleeve's."""
    return arm.sleeve_end - arm.slant * inner + 0.03 * arm.limb.length


def _steady(edge: NDArray[np.floating]) -> NDArray[np.floating]:
    """`edge` without single stations that stray, from the first on that two others follow; NaN where it isn't known."""
    known = np.isfinite(edge)
    known &= ndimage.binary_opening(known, np.ones(3))
    if known.sum() < 3:
        return np.full_like(edge, np.nan)
    places = np.arange(len(edge))
    whole = np.interp(places, places[known], edge[known])
    whole = ndimage.gaussian_filter1d(ndimage.median_filter(whole, 5, mode="nearest"), 1.0, mode="nearest")
    return np.where(known, whole, np.nan)


def _led_up(arm: Arm, seen: tuple[Array, Array], build: float) -> Edges:
    """The whole edges. build: how wide arms like these are, as a share of the usual."""
    outer, inner = seen
    whole = 2 * build * _usual(arm)
    both = np.nonzero(np.isfinite(outer + inner))[0][:8]
    if len(both) and np.median((outer + inner)[both] / whole[both]) > 0.75:
        before = _led(arm, inner, seen, -1.0)
        return Edges(_led(arm, outer, seen, 1.0), before, before)
    behind = f32(whole - outer)
    opposite = outer, behind
    before = inner if np.isfinite(inner).any() else behind
    known = np.isfinite(before)
    flat = f32(np.interp(arm.stations, arm.stations[known], before[known]))
    return Edges(_led(arm, outer, opposite, 1.0), _led(arm, behind, opposite, -1.0), flat)


def _unpinched(person: Person, arm: Arm, edges: Edges) -> Edges:
    """`edges` without the waist that an arm seems to have above its elbow where the old top hangs before its inner
    side: from the armpit to the elbow that goes nowhere far inside a straight line."""
    stations, length, inner = arm.stations, arm.limb.length, edges.inner
    if not _PINCHED[0] * length < arm.sleeve_end < _PINCHED[1] * length:
        return edges
    about = flags((stations > _ELBOW[0] * length) & (stations < _ELBOW[1] * length))
    elbow = int(np.flatnonzero(about)[inner[about].argmax()])
    top = int(np.abs(stations - _PINCHED[0] * length).argmin())
    line = np.interp(stations, stations[[top, elbow]], inner[[top, elbow]])
    slim = flags((inner < _WAIST * line) & (np.arange(len(stations)) < elbow) & (stations > arm.sleeve_end))
    rows, columns = pixels(arm.limb.point(stations, -inner - _BESIDE * arm.unit), person.labels.shape)
    hidden = slim & (person.labels[rows, columns] == Label.UPPER)
    if hidden.sum() < _OVERLAPPED:  # no more than the sleeve's own end
        return edges
    last = int(np.flatnonzero(hidden)[-1])
    above = np.arange(len(stations)) <= last
    lifted = np.where(above, np.maximum(inner, _WAIST * line), inner)
    lifted = f32(np.maximum(ndimage.gaussian_filter1d(lifted, 1.2, mode="nearest"), inner))
    return Edges(edges.outer, lifted, lifted, float(stations[last]) + _PAST * length)


def _led(arm: Arm, edge: Array, seen: tuple[Array, Array], sign: float) -> Array:
    """One edge, NaN where it isn't known, led up from where it begins to be, in its direction there, to what is usual
    for an arm as wide, and as far off its middle line, as it is `seen` to be; below the known part it is the usual."""
    stations, length = arm.stations, arm.limb.length
    known = np.nonzero(np.isfinite(edge))[0]
    known = known[_flared(edge[known], stations[1] - stations[0]) :]
    both = np.nonzero(np.isfinite(seen[0] + seen[1]))[0][:4]
    if len(known) < 4 or not len(both):
        return arm.bare
    profile = _profile(stations, length)
    base = float(np.median((0.5 * (seen[0] + seen[1]) / profile)[both]))
    off = float(np.median((0.5 * (seen[0] - seen[1]))[both]))
    at = float(stations[known[0]])
    led = base * profile + sign * off * (1 - eased(1 - stations / max(at, 1.0)))
    slope, height = float(np.polyfit(stations[known[:5]], edge[known[:5]], 1)[0]), float(edge[known[:2]].mean())
    near = eased(1 - (at - stations) / max(0.6 * at, 1.0))
    straight = height + np.clip(slope, -_SLOPE, _SLOPE) * (stations - at)
    led = led + (straight - led) * near
    own = np.interp(stations, stations[known], edge[known])
    own = np.where(stations > stations[known[-1]], arm.bare, own)
    return f32(ndimage.gaussian_filter1d(np.where(stations < at, led, own), 1.2, mode="nearest"))


def _flared(edge: Array, step: float) -> int:
    """How many of an `edge`'s first stations, each a `step` (pixels) further down, are the flare of the sleeve above,
    taken for skin: it ends at once. An edge that goes on slanting like that is an elbow's."""
    steep = edge[:-1] - edge[1:] > _FLARE * step
    count = int(np.argmin(steep)) if len(steep) else 0
    return 0 if count > _FLARED or len(edge) - count < 8 else count


def bare_outlines(person: Person, frame: Frame, arms: tuple[Arm, Arm], line: ShoulderLine) -> tuple[Outline, Outline]:
    """Both sides of the bare body, image's left first. line: the photographed one."""
    bare = bare_line(person, frame, line)
    first, second = (
        _outline(person, frame, arms[side], bare, edges, side) for side, edges in enumerate(bare_edges(person, arms))
    )
    return first, second


def _outline(person: Person, frame: Frame, arm: Arm, line: ShoulderLine, edges: Edges, side: int) -> Outline:
    """The bare `line` from the neck to shortly before the joint; from there a rounded shoulder that goes over into the
    arm's outer edge in its direction. Nowhere further out than the clothed person."""
    unit, sign = frame.unit, (-1.0, 1.0)[side]
    neck = float(frame.lateral(frame.neck_mid)) + sign * frame.neck_half
    joint = float(frame.lateral(frame.shoulders)[side])
    begin = sign * max(sign * joint - _BEGIN * unit, sign * neck + 0.1 * unit)
    across = np.linspace(neck, begin, 30).astype(np.float32)
    heights = np.interp(across, line.lateral, line.height)
    slope = float(np.polyfit(np.abs(across - neck)[8:], heights[8:], 1)[0])
    top = frame.at(-heights / frame.torso, across)
    along = np.linspace(_MEET, _CAP, 20).astype(np.float32) * arm.limb.length
    down = arm.limb.point(along, np.interp(along, arm.stations, edges.outer))
    leaves = frame.across * sign + frame.up * float(np.clip(slope, -0.5, 0.05))
    cap = _bridge(top[-1], leaves, down[0], down[3] - down[0])
    curve = _within(person, f32(np.concatenate([top[:-1], cap, down[1:]])), unit)
    return Outline(edges, curve[: len(top)], curve[len(top) - 1 :])


def bare_line(person: Person, frame: Frame, line: ShoulderLine) -> ShoulderLine:
    """The shoulders' line without the cloth on it: from skin to skin under straps, lower by a seam's thickness where
    else cloth lies, so that skin rebuilt there goes on where bare skin beside it ends."""
    spots = line.at(frame, line.lateral) - frame.up * 0.02 * frame.unit
    rows, columns = pixels(spots, person.labels.shape)
    clothed = flags(np.isin(person.labels[rows, columns], [Label.UPPER, Label.LOWER]))
    lower = ndimage.gaussian_filter1d(ndimage.binary_dilation(clothed, iterations=2).astype(np.float32), 1.0)
    bridged, strap = under_straps(line.height, clothed, flags(person.labels[rows, columns] == Label.SKIN))
    return replace(line, height=f32(np.where(strap, bridged, line.height - THICK * frame.unit * lower)))


def under_straps(height: Array, clothed: Mask, skin: Mask) -> tuple[Array, Mask]:
    """`height` (K) led straight from skin to skin where cloth lies between the two, and where that is (K)."""
    bridged, found = height.copy(), np.zeros(clothed.shape, np.bool_)
    parts, count = ndimage.label(clothed)
    for (part,) in ndimage.find_objects(parts)[:count]:
        before, after = np.flatnonzero(skin[: part.start]), part.stop + np.flatnonzero(skin[part.stop :])
        if not len(before) or not len(after):
            continue
        first, last = before[-1], after[0]
        if part.start - first > NEXT or last - part.stop + 1 > NEXT:
            continue
        inside = np.arange(first, last + 1)
        bridged[inside] = np.minimum(height[inside], np.interp(inside, [first, last], height[[first, last]]))
        found[inside] = True
    return bridged, found


def _bridge(start: Array, leaves: Array, end: Array, arrives: Array) -> Array:
    """A smooth curve between two points with the directions given (a cubic of Bézier), 25×2."""
    leaves, arrives = leaves / np.linalg.norm(leaves), arrives / max(float(np.linalg.norm(arrives)), 1e-6)
    handle = 0.42 * float(np.linalg.norm(end - start))
    s = np.linspace(0, 1, 25)[:, None]
    first, second = start + handle * leaves, end - handle * arrives
    return f32((1 - s) ** 3 * start + 3 * s * (1 - s) ** 2 * first + 3 * s**2 * (1 - s) * second + s**3 * end)


def _within(person: Person, curve: Array, unit: float) -> Array:
    """`curve` (N×2) moved inwards, smoothly, where it would leave the photographed person."""
    tangent = np.gradient(ndimage.gaussian_filter1d(curve, 2, axis=0, mode="nearest"), axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    normal = normal if normal[:10, 1].sum() > 0 else -normal  # downwards at the neck: inwards
    steps = np.arange(0, 0.12 * unit, 0.5, dtype=np.float32)
    spots = curve[:, None] + normal[:, None] * steps[None, :, None]
    rows, columns = pixels(spots, person.labels.shape)
    inside = person.alpha[rows, columns] > 0.5
    need = np.where(inside.any(1), steps[inside.argmax(1)], 0)
    need = ndimage.gaussian_filter1d(ndimage.maximum_filter1d(need, 3), 2.0, mode="nearest")
    return f32(curve + normal * need[:, None])


def keeps_sleeve(arm: Arm, start: float) -> bool:
    """Whether a new sleeve that ends at `start` (u, 0 for none) covers all that the old one did."""
    return start > 0 and arm.sleeve_end <= start - 0.03 * arm.limb.length


def bared_arm(arm: Arm, outline: Outline, start: float, shape: tuple[int, int]) -> Array:
    """Where the arm that a new sleeve as far as `start` (u, 0 for none) leaves bare would be, H×W, 0…1; nowhere where
    it covers all that the old one did."""
    if keeps_sleeve(arm, start):
        return np.zeros(shape, np.float32)
    u, length = arm.limb.u, arm.limb.length
    along = np.linspace(_CAP, 0.0, 20).astype(np.float32) * length
    inner = arm.limb.point(along, -np.interp(along, arm.stations, outline.edges.inner))
    cap = polygon(np.concatenate([outline.shoulder, inner]), shape, 0.6)
    below = cv2.GaussianBlur(f32(outline.edges.inside(arm) * (u < 1.3 * length)), (0, 0), 0.55)
    # the two edges are a pixel apart where the clothed outline bounds the shoulder's: no step
    whole = cap + (below - cap) * np.clip((u - (_CAP - _INTO_ARM) * length) / (_INTO_ARM * length), 0, 1)
    return f32(whole * np.clip((u - start + 0.08 * length) / 4, 0, 1)) if start > 0 else f32(whole)


def without_corners(web: Mask, gap: Mask, least: float) -> Mask:
    """`web` without parts of it smaller than `least` pixels beside a `gap`: closed up by a disc, a gap's narrow end is
    rounded off, and what fills its corners is no skin."""
    small = web & ~at_least(web, least)
    return web & ~holding(small, grow(gap, 1)) if small.any() else web


def pointed(web: Mask, gap: Mask, beyond: Array) -> Array:
    """`web` (0…1) without a wedge where it ends at a `gap`: an arm and what is beside it part at a point, where a slit
    that is closed up to some width would end in a step. beyond: H×W, how far from the arm's edge, pixels."""
    found = soften(web, 0.6)
    if web.any():
        box = box_round(web, 4.0)
        to_gap = cv2.distanceTransform((~gap[box]).astype(np.uint8), cv2.DIST_L2, 5)
        wedge = cv2.GaussianBlur(f32(np.clip(_POINTED * to_gap - beyond[box] + 0.5, 0, 1)), (0, 0), 0.8)
        found[box] *= wedge
    return found


def at_armpit(person: Person, arm: Arm, outline: Outline, bare: Array, cloth: Array, t: Array, start: float) -> Array:
    """The fold between an upper arm and the body, 0…1: what little lies between `bare` skin and the new `cloth` (both
    0…1) close to the inside of the arm, not far below the armpits (by `t`), is skin; nor is a slit further down a gap.
    Not so where a sleeve as far as `start` (u, 0 for none) hides the arm, nor what opens into background that is seen:
    that is the gap's upper end; nor, below a sleeve, where no armpit is seen, what opens into a gap further down."""
    u, v, unit = arm.limb.u, arm.limb.v, arm.unit
    whole = flags((bare > 0.5) | (cloth > 0.5))
    inner = np.interp(u, arm.stations, outline.edges.inner)
    near = (u > start) & (v < 0) & (-v < inner + 0.1 * unit) & ~whole
    fold = closed(whole, 0.06 * unit) & near & (u < _CAP * arm.limb.length) & (t < 0.45)
    fold &= ~holding(fold, grow(person.alpha < 0.3, 0.06 * unit))
    last = max(0.95 * arm.limb.length, arm.sleeve_end)  # the hand itself is seen
    slit = closed(whole, _SLIT * unit) & near & (u < last) & (person.alpha > 0.7)
    # beside a lower garment that stays to be seen the arm's own edge is enough: skin would reach it in scraps
    lower = opened(flags((person.labels == Label.LOWER) & (cloth < 0.5)), 0.02 * unit)
    hem = flags((cloth > 0.5) & (u > start + 0.05 * arm.limb.length))
    level = cv2.dilate(lower.astype(np.uint8), np.ones((1, 2 * round(0.1 * unit) + 1), np.uint8)) > 0
    slit &= ~level | grow(hem, 3 * _SLIT * unit)
    web = flags(fold | slit)
    if start > 0:
        gap = flags(near & (u < _GAP * arm.limb.length) & ~web)
        web &= ~holding(web, grow(opened(gap, 0.5 * _SLIT * unit), 2))
    web = without_corners(web, flags(near & ~web), (_SLIT * unit) ** 2)
    gap = opened(flags(near & ~web & (u < last)), _SLIT * unit)  # no crumbs beside the slit
    web = grow(web, 2)  # under the soft edges beside it
    # where the two touch as well: each half seen through, both would let the background shine through
    touching = (np.abs(-v - inner) < _SEAM) & (u > start) & (u < last) & (v < 0) & (person.alpha > 0.7)
    touching &= closed(whole, _TOUCHING)  # a narrow gap is no seam: it would be crossed by dashes
    web |= touching & grow(flags(cloth > 0.5), _SEAM)
    return pointed(web, gap, f32(-v - inner))
