"""Laying a sleeve along an arm: both are given coordinates along and across, and fabric goes from one to the other."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.armpits import fineness
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.bareoutline import Outline
from fittingroom.vision.fitting.bends import about_bend
from fittingroom.vision.fitting.contour import TopEdge, top_edge
from fittingroom.vision.fitting.crossed import hand_begins
from fittingroom.vision.fitting.cuffedge import CuffEdge
from fittingroom.vision.fitting.curves import arc_length, evened
from fittingroom.vision.fitting.elbowfolds import fold_inside
from fittingroom.vision.fitting.elbows import evened_inside, inside_bends, spread_round_bend
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import grow, largest
from fittingroom.vision.fitting.flare import corner_of, longer_by, old_corner, slant_of
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.fullness import flounce, fuller
from fittingroom.vision.fitting.limbs import FAR, locate
from fittingroom.vision.fitting.outline import Arm, ShoulderLine, hanging, raised
from fittingroom.vision.fitting.raisedsleeves import edges_of_raised
from fittingroom.vision.fitting.roundarms import round_bare_arm
from fittingroom.vision.fitting.sleeveheads import beside, hidden_share
from fittingroom.vision.fitting.sleevelength import FORESHORTENED, SET_IN, UPPER_ARM, even_ends, own_end
from fittingroom.vision.fitting.torso import TorsoFit
from fittingroom.vision.fitting.underarms import from_armpit
from fittingroom.vision.garment import Garment, Sleeve
from fittingroom.vision.person import Label, Person

#: A sleeve whose inner edge is shorter than this share of its outer one is boxy: it is laid flat.
BOXY = 0.62
#: How far out across a flat sleeve its fabric is taken from: at its very edge a cut-out is mixed with the backdrop.
EDGE = 0.93
#: How far from the armhole its fabric has gone over from the body's, units.
JOINS = 0.5
#: In less than this share of that the body's fabric would be pressed into dots along the armhole.
_SEAM = 0.1
#: An old sleeve is followed past the wrist in so many steps of such a share of the arm.
CUFF_STRIPS, CUFF_STEP = 25, 0.01
#: Where along such an upper arm its armpit is, share of it.
_HIDDEN_PIT = 0.5
#: From which share of an arm on a sleeve ends at the wrist; where along it it narrows to the cuff; and how much of what
#: it is wider than the arm is gone there.
WRIST, CLOSE = (0.9, (0.86, 0.98)), 0.9
#: How far a cuff's round end bows, in shares of its width.
ROUND = 0.15
#: How widely the outline inside a bent elbow is evened, half widths of the sleeve: cloth bridges the corner there.
BRIDGED = 0.55
#: How far within the cut-out's edge that holds in full, chests.
WELL_IN = 0.03


@dataclass(frozen=True)
class SleeveFit:
    """One sleeve in the person's image. end: u of the cuff in pixels along the arm. along: H×W, 0 at the armhole, 1 at
    the cuff (outside too, where the arm's coordinates reach). outer, inner: H×W, half widths at each pixel's u.
    map: H×W×2, garment (x, y). edge: the garment's outline from the neck over the shoulder down the sleeve. stands:
    whether it keeps the shape it has in its photo. light: H×W, relative, in the fold inside a bent elbow. cuff: where
    it ends on the hand, if that is where the old sleeve was seen to."""

    end: float
    along: Array
    outer: Array
    inner: Array
    map: Array
    edge: TopEdge
    stands: bool = False
    light: Array | None = None
    cuff: CuffEdge | None = None

    def joined_to(
        self, body: Array, garment: Garment, unit: float, hangs: float = 1.0, fine: float | None = None
    ) -> "SleeveFit":
        """This with its fabric going over into that of the body of `garment` (`body`: H×W×2, its map) at the armhole,
        so that a seam is drawn once, by whichever piece. What the body's map finds near the edge of the cut-out or
        beyond it stays out of it: there a sleeve hangs in the photo that stands off the body on the person. Cloth of
        an arm held away from the body (`hangs`: 1 beside it, 0 level) runs another way than the body's: there the two
        meet at a seam, for to go over from one into the other it would have to be drawn out; and so they do in a fine
        pattern, which shows a seam less than it shows cloth that is drawn out. fine: the garment's `fineness`, where it
        is known."""
        fine = fineness(garment) if fine is None else fine
        joins = min(beside(hangs), 1 - fine)
        if joins < _SEAM:
            return self
        inside = cv2.distanceTransform((garment.alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
        deep = sample(f32(inside), body)
        chest = float(garment.armpits[1][0] - garment.armpits[0][0])
        pit = min(float(point[1]) for point in garment.armpits)
        above = (pit - body[..., 1]) / (WELL_IN * chest)  # below it, a gap parts the two
        within = cv2.GaussianBlur(f32(np.clip(np.minimum(deep / (WELL_IN * chest), above), 0, 1)), (0, 0), 0.03 * unit)
        reach = min(JOINS * unit, 0.4 * self.end) * joins
        share = within * (1 - eased(self.along * self.end / reach))
        return replace(self, map=f32(self.map + (body - self.map) * share[..., None]))


def ends_of(
    sleeves: tuple[Sleeve | None, Sleeve | None], frame: Frame, arms: tuple[Arm, Arm], torso: TorsoFit
) -> tuple[float | None, float | None]:
    """u along each arm at which its sleeve ends by the garment's cut, None where there is none or no arm is seen."""
    first, second = (
        None if sleeve is None or arm.hidden else _own_end(sleeve, frame, arm, torso, side)
        for side, (sleeve, arm) in enumerate(zip(sleeves, arms, strict=True))
    )
    if first is None or second is None or sleeves[0] is None or sleeves[1] is None:
        return first, second
    elbows = _elbow(frame, arms[0], 0), _elbow(frame, arms[1], 1)
    return even_ends((first, second), elbows, (sleeves[0], sleeves[1]), arms)


def _own_end(sleeve: Sleeve, frame: Frame, arm: Arm, torso: TorsoFit, side: int) -> float:
    begins = float(locate(arm.limb, torso.tips[side][None])[0, 0])
    long = torso.scale * arc_length(outline_of(sleeve)[0])
    return own_end(sleeve, arm, min(begins, SET_IN * frame.unit), long, frame.unit, _elbow(frame, arm, side))


def _elbow(frame: Frame, arm: Arm, side: int) -> float:
    """u of the elbow along `arm`."""
    return float(locate(arm.limb, frame.elbows[side][None])[0, 0])


def old_cuff(person: Person, arm: Arm) -> float:
    """u where an old sleeve ends that goes on past the wrist's place, as it does where a hand in a pocket was guessed;
    the arm's length if none does."""
    length = arm.limb.length
    if arm.crossed:  # old cloth past it is the other arm's
        return hand_begins(person, arm.limb, arm.half, arm.unit)
    if arm.sleeve_end < 0.97 * length:
        return length
    strips = np.floor((arm.limb.u / length - 1) / CUFF_STEP)
    near = (np.abs(arm.limb.v) < 0.7 * arm.half) & (strips >= 0) & (strips < CUFF_STRIPS)
    index, old = strips[near].astype(int), person.labels[near] == Label.UPPER
    whole = np.bincount(index, minlength=CUFF_STRIPS)
    there = np.bincount(index, old, CUFF_STRIPS) > 0.12 * np.maximum(whole, 1)
    return length * (1 + CUFF_STEP * float(np.append(~there, True).argmax()))


def keeps_old(arm: Arm) -> bool:
    """Whether the photographed sleeve's outline is the new one's: it is long. Short ones stand off as they are cut."""
    return arm.sleeve_end > 0.6 * arm.limb.length


def fit_sleeve(
    sleeve: Sleeve, person: Person, frame: Frame, arm: Arm, line: ShoulderLine, torso: TorsoFit, side: int,
    ease: float = 1.0, seen: CuffEdge | None = None, bare: Outline | None = None, end: float | None = None,
) -> SleeveFit:  # fmt: skip
    """Lay `sleeve` along `arm` from the armhole between the torso's tip and armpit on `side`. seen: where the old
    sleeve ends on the hand, if that is known. bare: the shoulder below it, which it covers. end: u at which it ends,
    if that isn't for this arm alone to say."""
    limb, unit = arm.limb, frame.unit
    tip, armpit = torso.tips[side], torso.armpits[side]
    marks = locate(limb, np.stack([tip, armpit]))
    begins = float(marks[0, 0])
    elbow = _elbow(frame, arm, side)
    if marks[1, 0] > elbow and elbow < FORESHORTENED * UPPER_ARM * unit:  # beside the forearm that leads back to it
        marks[1] = _HIDDEN_PIT * elbow, -float(np.interp(_HIDDEN_PIT * elbow, arm.stations, arm.bare))
    end = _own_end(sleeve, frame, arm, torso, side) if end is None else end
    seen = seen if end >= limb.length else None
    if end >= limb.length:
        end = seen.level if seen else old_cuff(person, arm)
    end = max(end, float(marks[:, 0].max()) + 0.05 * unit)
    upper, lower = outline_of(sleeve)
    lower = _past_corner(lower, 0.06 * arc_length(upper))
    inner, wider, own = _widths(
        arm,
        end,
        marks,
        0.5 * torso.scale * ease * _flat_widths(upper, lower),
        unit,
        CLOSE * beside(hanging(frame, side)),
    )
    inner = round_bare_arm(_beside_body(inner, arm, frame, armpit, side), inner, arm, float(marks[1, 0]), end)
    if end < 0.6 * limb.length:  # a long one has its folds where it bends
        inner = from_armpit(inner, arm.stations, marks[1], unit)
    corner, kept = None, keeps_old(arm)
    if end < 0.6 * limb.length:
        longer, flat = longer_by(end, begins, torso.scale, arc_length(upper)), float(np.interp(end, arm.stations, own))
        corner, old = corner_of(arm, frame, end, flat, side, longer), old_corner(arm, end, flat)
        if old is not None:
            corner, kept, own = max(corner, old), True, f32(own + unit)  # nothing of it is drawn in
    shoulder = None if bare is None or raised(frame, side) > 0 else np.concatenate([bare.neck, bare.shoulder])
    edge = top_edge(person, frame, arm, line, side, torso.neck[side], tip, end, kept, wider, own, corner, shoulder)
    u, v = limb.u, limb.v
    outer = _outer(edge, arm, unit)
    half_out, half_in = (f32(np.interp(u, arm.stations, width)) for width in (outer, inner))
    wide = float(np.median(outer))
    bends, fold = inside_bends(limb, wide), fold_inside(limb, wide)
    near = np.where(u < FAR, v, 0)
    half_in = evened_inside(f32(half_in + near), limb, bends, wide, BRIDGED) - near
    across = f32((2 * v + half_in - half_out) / np.maximum(half_in + half_out, 2))
    halves = f32(np.where(v >= 0, v / np.maximum(half_out, 1), v / np.maximum(half_in, 1)))
    hole = _armhole(halves if sleeve.fused else across, marks)  # fused: its seam in the photo shows if it is moved out
    slant = slant_of(arm, frame, end, begins, corner)
    hangs_below = _bow(end, limb.length, float(np.interp(end, arm.stations, inner + arm.bare)), unit)
    cuff = np.maximum(end + slant * v, 0.3 * end) + hangs_below * (1 - np.clip(across, -1, 1) ** 2)
    cuff = seen.at(v) if seen else cuff
    along = (u - hole) / np.maximum(cuff - hole, 1)
    along[u >= FAR] = -1
    if is_boxy(sleeve, upper, lower) and raised(frame, side) < 0.5:  # the underside of a raised one is in plain view
        ends = tuple(float(np.interp(end, arm.stations, width)) for width in (outer, inner))
        long = (end - begins) / max(arc_length(upper), 1.0)
        mapped = _flat(sleeve, lower, f32(u - cuff), v, (ends[0], ends[1]), torso.scale, long)
    else:
        even = spread_round_bend(limb, wide)
        even = ((fold.laid(even) if fold else even) - hole) / np.maximum(cuff - hole, 1)
        even[u >= FAR] = -1
        wanted = (end - float(marks[0, 0])) / torso.scale, (end - float(marks[1, 0])) / torso.scale
        upper, lower = edges_of_raised(upper, lower, wanted, raised(frame, side))
        first, second = (
            _at(edge, f32(np.clip((arm.stations - mark) / max(end - mark, 1.0), -0.3, 1.15)))
            for edge, mark in ((upper, float(marks[0, 0])), (lower, float(marks[1, 0])))
        )
        spread = f32(torso.scale * np.linalg.norm(first - second, axis=1))
        share = 1 - hidden_share(spread, f32(outer + inner), arm.stations, end) * beside(hanging(frame, side))
        shown = 1 - (1 - folded(across)) * np.interp(u, arm.stations, share)
        mapped = between_edges(upper, lower, f32(np.clip(even, -0.3, 1.15)), f32(EDGE * shown))
    light = fold.light() if fold else None
    return SleeveFit(end, f32(along), half_out, half_in, mapped, edge, light=light, cuff=seen)


def _bow(end: float, length: float, width: float, unit: float) -> float:
    """How far the middle of a sleeve's end lies beyond its corners, pixels. A wrist is seen from above, as the round
    end of a tube `width` pixels broad; wide short sleeves hang in folds and end straighter."""
    low = float(np.interp(end / length, (0.6, WRIST[0]), (0, 1)))
    return 0.018 * unit + low * max(ROUND * width - 0.018 * unit, 0.0)


def folded(across: Array) -> Array:
    """Shares across a sleeve with what lies beyond its edges folded back, so that fabric there is mirrored, not drawn
    out into streaks."""
    beyond = np.clip(np.abs(across) - 1, 0, 1)
    return f32(np.sign(across) * (np.minimum(np.abs(across), 1) - beyond))


def _outer(edge: TopEdge, arm: Arm, unit: float) -> Array:
    """The edge as half widths at the arm's stations."""
    marks = locate(arm.limb, edge.points())
    marks = marks[(marks[:, 0] > -0.15 * unit) & (marks[:, 1] > 0)]
    if len(marks) < 2:
        return arm.bare
    marks = marks[np.argsort(marks[:, 0])]
    return f32(np.interp(arm.stations, marks[:, 0], marks[:, 1]))


def _widths(arm: Arm, end: float, marks: Array, flat: Array, unit: float, close: float) -> tuple[Array, Array, Array]:
    """At the arm's stations: half widths of the new sleeve inside, how much wider it is than what it covers, and the
    half widths of the flat sleeve.

    Under the old sleeve the photographed edge stands, unless that one ends sooner and flares. Elsewhere the sleeve is
    as wide as its own width allows, a little wider than the arm, never much; it widens gradually from the armpit, so
    that there is no step. flat: half widths of the flat sleeve, armhole to cuff. close: 0…1, how much closer its end
    lies round a wrist than the rest of it round the arm.
    """
    stations = arm.stations
    under_old = (stations < min(arm.sleeve_end, end)) & keeps_old(arm)
    bare_here = stations >= arm.sleeve_end
    seen_out = np.where(arm.outer_free & (bare_here | under_old), arm.outer, arm.bare)
    seen_in = np.where(arm.inner_free & (bare_here | under_old), arm.inner, arm.bare)
    body = 0.5 * (seen_out + seen_in)
    start, (pit_u, pit_v) = 0.5 * (marks[0, 0] + marks[1, 0]), marks[1]
    share = np.clip((stations - start) / max(end - start, 1.0), 0, 1)
    own = np.interp(share, np.linspace(0, 1, len(flat)), flat)
    loosest = 0.26 if end < 0.6 * arm.limb.length else 0.2 + fuller(own / np.maximum(body, 1), stations / end)
    wider = np.clip(0.55 * (own - body), 0.06 * body, loosest * body)
    wider = np.where(under_old, np.clip(wider, 0, 0.12 * body), wider)
    if end > WRIST[0] * arm.limb.length:  # a cuff lies closer round the wrist than the sleeve round the arm
        gathered, more = flounce(own, f32(stations / end))
        closes = np.array(WRIST[1]) - (WRIST[1][1] - min(gathered, WRIST[1][1]))
        wider = wider * np.interp(stations / end, closes, (1, 1 - close)) + np.where(under_old, 0, more)
    inner = seen_in + wider * np.clip((stations - pit_u) / (0.25 * unit), 0, 1)
    inner = np.minimum(inner, max(-float(pit_v), 0.05 * unit) + 0.45 * np.clip(stations - pit_u, 0, None))
    inner = _held(inner, stations, end) if keeps_old(arm) else inner
    inner, wider = (ndimage.gaussian_filter1d(each, 3, mode="nearest") for each in (inner, wider))
    inner = over_elbow(inner, f32(np.where(arm.inner_free, seen_in + wider, 0)), arm)
    return f32(inner), f32(wider), f32(own)


def over_elbow(width: Array, whole: Array, arm: Arm) -> Array:
    """`width` at an arm's stations, evened out along it, but about a sharply bent elbow no less than the `whole`: its
    point would stick out of the sleeve."""
    return f32(np.maximum(width, whole * about_bend(arm.limb, arm.stations)))


def _beside_body(inner: Array, arm: Arm, frame: Frame, armpit: Array, side: int) -> Array:
    """The inner half widths such that close below the armpit the sleeve hangs beside the body: it may lie over the
    body's side a little, ever more further down, where an arm may bend before the body."""
    sign, unit = (-1.0, 1.0)[side], frame.unit
    normal = (arm.limb.point(arm.stations, 1.0) - arm.limb.point(arm.stations)) @ frame.across * sign
    places = arm.limb.point(arm.stations, -inner)
    gap = np.linalg.norm(places - armpit, axis=1)
    allowed = 0.01 * unit + 0.06 * gap + gap**2 / (2 * unit)
    too_far = sign * (float(frame.lateral(armpit)) - frame.lateral(places)) - allowed
    drawn = inner - np.where(normal > 0.3, np.maximum(too_far, 0) / np.maximum(normal, 0.3), 0)
    return f32(ndimage.gaussian_filter1d(np.maximum(drawn, 0.02 * unit), 2, mode="nearest"))


def _held(width: Array, stations: Array, end: float) -> Array:
    """A photographed sleeve's width carried on past its end, where its slanting hem would narrow it."""
    last = int(np.searchsorted(stations, 0.85 * end))
    return f32(np.where(stations > 0.85 * end, np.maximum(width, width[max(last - 1, 0)]), width))


def _armhole(across: Array, marks: Array) -> Array:
    """u of the armhole at each share across: the outer edge begins at the tip, the inner one at the armpit."""
    share = 0.5 * (1 - np.clip(across, -1.1, 1.1))
    return f32(marks[0, 0] + (marks[1, 0] - marks[0, 0]) * share)


def outline_of(sleeve: Sleeve, count: int = 48) -> tuple[Array, Array]:
    """The sleeve's two long edges in its photo, count×2 each, from the armhole to the cuff: the outer one from the
    tip, the inner one from the armpit. Cut from the mask's contour at the four corners."""
    mask = largest(np.asarray(sleeve.mask, np.bool_), 0.99)
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    corners = np.stack([sleeve.tip, sleeve.cuff[0], sleeve.cuff[1], sleeve.armpit]).astype(np.float32)
    if not contours:
        return evened(corners[[0, 1]], count), evened(corners[[3, 2]], count)
    line = max(contours, key=cv2.contourArea)[:, 0].astype(np.float32)
    tip, far_out, far_in, pit = (int(np.linalg.norm(line - corner, axis=1).argmin()) for corner in corners)
    outer = _stretch(line, tip, far_out, avoid=pit)
    inner = _stretch(line, pit, far_in, avoid=tip)
    outer, inner = evened(outer, count), evened(inner, count)
    if sleeve.fused:  # it lies against the body and has no inner edge of its own: what was cut there wavers
        chord = inner[0] + (inner[-1] - inner[0]) * np.linspace(0, 1, count, dtype=np.float32)[:, None]
        inner = f32(chord + ndimage.gaussian_filter1d(inner - chord, 7, axis=0, mode="mirror"))
    return outer, inner


def _stretch(line: Array, start: int, stop: int, avoid: int) -> Array:
    """The part of a closed contour from one index to another that doesn't pass a third."""
    count = len(line)
    forward = np.arange(start, start + (stop - start) % count + 1) % count
    if avoid in forward[1:-1]:
        forward = np.arange(start, start - (start - stop) % count - 1, -1) % count
    return line[forward]


def _flat_widths(outer: Array, inner: Array) -> Array:
    """Widths of the flat sleeve along it, without the wedge by the armpit."""
    widths = np.linalg.norm(outer - inner, axis=1)
    return f32(np.minimum(widths, 1.4 * np.median(widths[len(widths) // 3 :])))


def between_edges(outer: Array, inner: Array, along: Array, across: Array) -> Array:
    """Garment points at shares along (0…1) two curves and across from the inner (−1) to the outer one (+1)."""
    share = (0.5 * (1 + across))[..., None]
    return f32(_at(inner, along) * (1 - share) + _at(outer, along) * share)


def _past_corner(inner: Array, skip: float) -> Array:
    """The inner edge without its first `skip` pixels: in the armpit's corner a photo shows shadow and other pieces."""
    return evened(
        inner[min(int(np.ceil(len(inner) * skip / max(arc_length(inner), 1.0))), len(inner) // 3) :], len(inner)
    )


def over_armhole(sleeve: Sleeve) -> Mask:
    """H×W: the sleeve in its photo, and a little of the body beside its armhole."""
    rows = np.arange(len(sleeve.mask))[:, None] < sleeve.armpit[1]
    return sleeve.mask | flags(grow(sleeve.mask, 0.4 * float(np.linalg.norm(sleeve.armpit - sleeve.tip))) & rows)


def _square(sleeve: Sleeve) -> tuple[Array, Array, float]:
    """Unit vectors of the flat sleeve, along towards the cuff and across outwards, square to each other; and the
    cuff's width."""
    outer, inner = sleeve.cuff
    width = max(float(np.linalg.norm(outer - inner)), 1.0)
    across = (outer - inner) / width
    down = np.array([-across[1], across[0]], np.float32)
    towards = 0.5 * (outer + inner) - 0.5 * (sleeve.tip + sleeve.armpit)
    return f32(down if down @ towards > 0 else -down), f32(across), width


def is_boxy(sleeve: Sleeve, upper: Array, lower: Array) -> bool:
    """Whether a sleeve is short and straight, with a much shorter inner edge, and its cuff square to the outer one."""
    chord = upper[-1] - upper[0]
    long = max(float(np.linalg.norm(chord)), 1.0)
    square = float(chord @ _square(sleeve)[0]) / long > 0.94
    return (
        sleeve.reach < 0.55
        and square
        and long > 0.93 * arc_length(upper)
        and arc_length(lower) < BOXY * arc_length(upper)
    )


def _flat(
    sleeve: Sleeve, lower: Array, past: Array, v: Array, half: tuple[float, float], scale: float, long: float
) -> Array:
    """Garment points of a boxy sleeve, laid flat with its cuff on the new end and its outer corner on the outer edge:
    one scale everywhere, so that the short inner edge isn't stretched; what lies beyond that edge is mirrored about it.
    lower: that edge. past: pixels beyond the cuff, H×W. half: widths outside and inside at the cuff. scale: person
    pixels a garment pixel; long: those along the outer edge."""
    down, across, width = _square(sleeve)
    scale = max(scale, sum(half) / width)
    long, most = float(np.clip(long, 0.8 * scale, 2.0 * scale)), 3 * width
    along, beside = np.clip(past / long, -most, most), np.clip((v - half[0]) / scale - 0.01 * width, -most, most)
    inner = _inner_edge(sleeve, lower, down, across)
    edge = f32(np.interp(along, inner[:, 0], inner[:, 1])) + np.float32(0.03 * width)
    beside = np.where(beside < edge, np.minimum(2 * edge - beside, 0.5 * edge), beside)
    x, y = (f32(sleeve.cuff[0, axis] + along * down[axis] + beside * across[axis]) for axis in (0, 1))
    return f32(cv2.merge([x, y]))


def _inner_edge(sleeve: Sleeve, lower: Array, down: Array, across: Array) -> Array:
    """Where the flat sleeve's fabric ends towards the body, from the shoulder's tip by the armhole and the inner edge
    to the cuff: N×2, along (rising) and across, from the cuff's outer corner."""
    armhole = sleeve.tip + np.linspace(0, 1, 12)[:, None] * (sleeve.armpit - sleeve.tip)
    gap = np.concatenate([armhole[:-1], lower]) - sleeve.cuff[0]
    marks = np.stack([gap @ down, gap @ across], axis=1)
    return f32(marks[np.argsort(marks[:, 0])])


def _at(curve: Array, share: Array) -> NDArray[np.float32]:
    """Points of an evenly spaced curve; straight on beyond its ends."""
    place = share * (len(curve) - 1)
    low = np.clip(place, 0, len(curve) - 2).astype(np.intp)
    rest = (place - low)[..., None]
    steps = ndimage.gaussian_filter1d(np.diff(curve, axis=0), 2, axis=0, mode="nearest")
    outside = (place < 0) | (place > len(curve) - 1)
    step = np.where(outside[..., None], steps[low], np.diff(curve, axis=0)[low])
    return f32(curve[low] + step * rest)


def mask_of(fit: SleeveFit, arm: Arm) -> Mask:
    """Where the sleeve lies by its own widths alone."""
    v = arm.limb.v
    return (fit.along > 0) & (fit.along < 1) & (v < fit.outer) & (v > -fit.inner)
