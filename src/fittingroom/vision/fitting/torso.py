"""Laying the body of a top (or dress) on a torso: which garment point goes where, and which outline is the new edge."""

from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.mesh import Pins, pins
from fittingroom.vision.fitting.outline import Arm, OldTop, ShoulderLine, Sides
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Person

Array = NDArray[np.float32]


class Hem(StrEnum):
    """Which edge the new hem is."""

    OWN = "own"  # the garment's, over whatever the person wears below
    PHOTO = "photo"  # the photographed hem of the old top
    WAIST = "waist"  # tucked into the lower garment


@dataclass(frozen=True)
class Fit:
    """How loosely a garment is worn: `ease` multiplies its width; `tuck` forces it in or out, None leaves it open."""

    ease: float = 1.0
    tuck: bool | None = None


@dataclass(frozen=True)
class TorsoFit:
    """A torso's fit. scale: person pixels per garment pixel. landmarks: for the map. neck, tips, armpits: 2×2, in the
    person's image. outer: polygon within which the photographed outline is the edge. inner: polygon that is fabric
    whatever the photograph shows. hem: which edge ends it, at `end` torsos. natural: torsos down to the garment's own
    hem."""

    scale: float
    landmarks: Pins
    neck: Array
    tips: Array
    armpits: Array
    outer: Array
    inner: Array
    hem: Hem
    end: float
    natural: float
    widths: Array


def sleeved(garment: Garment) -> bool:
    """Whether a garment has sleeves on both sides."""
    return all(sleeve is not None for sleeve in garment.sleeves)


def strapped(garment: Garment) -> bool:
    """Whether a garment hangs on straps, or on nothing."""
    return garment.neck in (Neck.STRAPS, Neck.STRAPLESS)


def middle_of(garment: Garment) -> float:
    """x of the garment's middle line."""
    points = np.concatenate([np.stack(garment.armpits), np.stack(garment.tips)])
    return float(points[:, 0].mean())


def choose_scale(garment: Garment, frame: Frame, line: ShoulderLine, sides: Sides) -> float:
    """Person pixels per garment pixel: shoulders to shoulders, but near what the chest says."""
    chest = float(sides.at(0, 0.36) + sides.at(1, 0.36))
    garment_chest = float(abs(garment.armpits[1][0] - garment.armpits[0][0]))
    by_chest = chest / max(garment_chest, 1.0)
    if not sleeved(garment) or strapped(garment):
        return 1.05 * by_chest
    joints = np.abs(frame.lateral(frame.shoulders)).sum() + 0.10 * frame.unit
    by_shoulders = joints / max(1.0, float(np.linalg.norm(garment.tips[1] - garment.tips[0])))
    return float(np.clip(by_shoulders, 0.83 * by_chest, 1.04 * by_chest))


def choose_hem(garment: Garment, old: OldTop, natural: float, fit: Fit) -> tuple[Hem, float]:
    """Which edge ends the top, and how far down.

    Where the garment's own hem comes near the photographed one, that one stays, folds and all. What is tucked in stays
    tucked in, and over a bare belly a long enough top is tucked into what is worn below; but a hood or a gathered hem
    says that the garment is worn over it."""
    if fit.tuck is False:
        return Hem.OWN, natural
    if old.hem is None:
        return Hem.OWN, natural
    worn_over = garment.neck is Neck.HOOD or (is_gathered(garment) and natural - old.hem < 0.4)
    worn_over = worn_over and not fit.tuck
    if old.belly:
        if abs(natural - old.hem) < 0.15 and not worn_over:
            return Hem.PHOTO, old.hem
        if old.waist is not None and natural > old.waist - 0.12:
            return (Hem.OWN, max(natural, old.waist + 0.08)) if worn_over else (Hem.WAIST, old.waist)
        return Hem.OWN, natural
    if worn_over:
        return (Hem.OWN, max(natural, old.hem + 0.03))
    if abs(natural - old.hem) < 0.2 or (old.tucked and natural > old.hem - 0.1) or fit.tuck:
        return Hem.PHOTO, old.hem
    if natural < old.hem and old.hem - natural < 0.45:
        return Hem.PHOTO, old.hem
    return Hem.OWN, natural


def is_gathered(garment: Garment) -> bool:
    """Whether the hem is drawn in: ribbed or elastic, narrower than the body just above it."""
    left, right = (resample(side, 24) for side in garment.sides)
    widths = right[:, 0] - left[:, 0]
    return bool(widths[-2:].mean() < 0.94 * widths[12:].max())


def resample(curve: NDArray[np.floating], count: int) -> Array:
    """`count` points, evenly spaced along a curve (N×2)."""
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    places = np.linspace(0, arc[-1], count)
    return np.stack([np.interp(places, arc, curve[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)


def beyond_picture(end: float, frame: Frame, shape: tuple[int, ...]) -> float:
    """Where a garment ends whose hem would lie close above the picture's lower border, with the old one going on beyond
    it: beyond it as well, for a hem that just shows would leave a strip of old cloth."""
    border = float(frame.t(np.array([frame.at(1, 0)[0], shape[0] - 1], np.float32)))
    return border + 0.08 if border - 0.12 < end < border + 0.08 and border < 1.1 else end


def fit_torso(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], line: ShoulderLine, sides: Sides,
    old: OldTop, fit: Fit,
) -> TorsoFit:  # fmt: skip
    """Place the garment's body on the person's torso."""
    scale = choose_scale(garment, frame, line, sides)
    neck, tips = _place_shoulders(garment, frame, line, old, scale)
    armpits = _place_armpits(garment, frame, arms, sides, scale)
    hang = _hang(garment, frame, neck, scale, old)
    tall = scale * _height_share(frame, sides)
    natural = hang.t + (float(np.median(garment.hem[:, 1])) - hang.y) * tall / frame.torso
    hem, end = choose_hem(garment, old, natural, fit)
    if old.waist is None:
        end = beyond_picture(end, frame, person.labels.shape)
    rows = _rows(garment, frame, armpits, tall, hang, natural, end, hem)
    widths, grown = _side_widths(frame, sides, rows, armpits, scale, fit, hem, end)
    landmarks = _landmarks(garment, frame, line, neck, tips, armpits, rows, widths, hang)
    outer, inner = _polygons(garment, frame, line, neck, tips, armpits, rows, widths, grown)
    return TorsoFit(scale, landmarks, neck, tips, armpits, outer, inner, hem, end, natural, widths)


#: Half the neck's opening, in half necks, at most; straps and boat necks may go further.
_WIDEST_NECK = {Neck.HIGH: 1.10, Neck.COLLAR: 1.25, Neck.HOOD: 1.45, Neck.CREW: 1.75, Neck.V: 1.8}


def _place_shoulders(
    garment: Garment, frame: Frame, line: ShoulderLine, old: OldTop, scale: float
) -> tuple[Array, Array]:
    """Neck points and shoulder tips on the person's shoulder line. An opening about as wide as the old one takes that
    one's width."""
    unit, middle = frame.unit, middle_of(garment)
    neck_at, neck, tips = float(frame.lateral(frame.neck_mid)), [], []
    strap = strapped(garment)
    for side, sign in ((0, -1.0), (1, 1.0)):
        half = abs(float(garment.neck_points[side][0]) - middle) * scale
        half = float(np.clip(half, 1.03 * frame.neck_half, (0.52 if strap else 0.42) * unit))
        half = min(half, _WIDEST_NECK.get(garment.neck, 9.0) * frame.neck_half)
        if takes_old_neck(garment) and old.neck_half is not None and abs(old.neck_half - half) < 0.11 * unit:
            half = max(old.neck_half, 1.03 * frame.neck_half)
        neck.append(line.at(frame, neck_at + sign * half))
        joint = abs(float(frame.lateral(frame.shoulders)[side])) + 0.06 * unit
        wide = abs(float(garment.tips[side][0]) - middle) * scale
        if strap or garment.sleeves[side] is None:
            at = float(np.clip(wide, half + 0.04 * unit, joint - 0.02 * unit))
        else:
            at = float(np.clip(wide, joint - 0.05 * unit, joint + 0.04 * unit))
        tips.append(line.at(frame, sign * at))
    return np.stack(neck), np.stack(tips)


def takes_old_neck(garment: Garment) -> bool:
    """Whether a photographed neckline may be the new one: for plain openings, not for collars."""
    return garment.neck in (Neck.CREW, Neck.V, Neck.BOAT, Neck.STRAPS)


def _place_armpits(garment: Garment, frame: Frame, arms: tuple[Arm, Arm], sides: Sides, scale: float) -> Array:
    """Armpits: as deep as the garment's armhole, within what a body allows; raised arms lift them."""
    found = []
    for side, sign in ((0, -1.0), (1, 1.0)):
        depth = float(garment.armpits[side][1] - min(garment.tips[side][1], garment.armpits[side][1])) * scale
        low, high = (0.38, 0.54) if garment.sleeves[side] is not None else (0.38, 0.60)
        depth = float(np.clip(depth, low * frame.unit, high * frame.unit))
        bone = frame.elbows[side] - frame.shoulders[side]
        hanging = float(-(bone / max(np.linalg.norm(bone), 1e-6)) @ frame.up)
        depth *= float(np.clip(0.6 + 0.5 * hanging, 0.5, 1.0))
        if 0.1 * arms[side].limb.length < arms[side].sleeve_end < 0.6 * arms[side].limb.length:
            depth = float(np.clip(depth, 0, max(0.32 * frame.unit, arms[side].sleeve_end + 0.04 * frame.unit)))
        joint_t = float(frame.t(frame.shoulders[side]))
        t = joint_t + (depth - 0.08 * frame.unit) / frame.torso
        usual = float(np.interp(max(t, 0.28), sides.t, sides.usual))
        half = float(np.clip(sides.at(side, max(t, 0.30)), 0.9 * usual, 1.2 * usual))
        found.append(frame.at(t, sign * half))
    return np.stack(found)


def _height_share(frame: Frame, sides: Sides) -> float:
    """How much less a garment grows in length than in width on a wide body."""
    chest = float(sides.at(0, 0.36) + sides.at(1, 0.36)) / frame.unit
    return float(np.clip(1.1 / chest, 0.75, 1.0) ** 0.8)


@dataclass(frozen=True)
class _Hang:
    """What the garment hangs from: the neckline's lowest middle point, y in its photo and t on the person. depth: of
    the neckline below the neck points, photo pixels; target_depth: on the person, pixels."""

    y: float
    t: float
    depth: float
    target_depth: float


def _hang(garment: Garment, frame: Frame, neck: Array, scale: float, old: OldTop) -> _Hang:
    """The neckline is as deep as the garment's, scaled by the opening's width; one that comes near the photographed
    neckline falls on it."""
    first, last = np.stack(garment.neck_points)
    base = float(0.5 * (first[1] + last[1]))
    if len(garment.neckline) < 3:
        return _Hang(base, float(frame.t(neck.mean(0))), 0.0, 0.0)
    middle = resample(garment.neckline, 21)[7:14, 1]
    depth = max(float(middle.max()) - base, 0.0)
    width = max(float(np.linalg.norm(last - first)), 1.0)
    stretch = float(np.linalg.norm(neck[1] - neck[0])) / (width * scale)
    target = depth * scale * float(np.clip(stretch, 0.75, 1.05))
    if old.neck_low is not None and takes_old_neck(garment):
        photographed = float((neck.mean(0) - old.neck_low) @ frame.up)
        if abs(photographed - target) < max(0.16 * frame.unit, 0.3 * target) and photographed > 0:
            target = photographed
    return _Hang(base + depth, float(frame.t(neck.mean(0))) + target / frame.torso, depth, target)


@dataclass(frozen=True)
class _Rows:
    """Corresponding rows from armpit to hem, 2×K (the sides start at their own armpits): t on the person, source_y in
    the photo. left, right: K, garment side x at the rows."""

    source_y: Array
    left: Array
    right: Array
    t: Array


def _rows(
    garment: Garment, frame: Frame, armpits: Array, scale: float, hang: _Hang, natural: float, end: float, hem: Hem,
    count: int = 11,
) -> _Rows:  # fmt: skip
    """Rows of the garment and where they go: at its natural scale below the neckline, so that no print is squeezed. A
    photographed hem cuts the garment off, a little beyond the edge; one that lies further down stretches it."""
    begin = frame.t(armpits)
    target_end = end + (0.06 if hem is not Hem.OWN else 0.0)
    share = np.linspace(0, 1, count, dtype=np.float32)
    own, common = np.clip(1 - share * 3, 0, 1), np.clip(share * 3, 0, 1)
    starts = begin[:, None] * own + float(begin.mean()) * common
    t = starts + share * (target_end - float(begin.mean()))
    stretch = max(1.0, (target_end - hang.t) / max(natural - hang.t, 0.1))
    source_y = hang.y + (t - hang.t) * frame.torso / (scale * stretch)
    left, right = (_side_at(side, source_y.mean(0)) for side in garment.sides)
    return _Rows(f32(source_y), left, right, f32(t))


def _side_at(side: Array, rows: Array) -> Array:
    """x of a garment side at some rows; beyond its ends its end's."""
    order = np.argsort(side[:, 1], kind="stable")
    return f32(np.interp(rows, side[order, 1], side[order, 0]).astype(np.float32))


def _side_widths(
    frame: Frame, sides: Sides, rows: _Rows, armpits: Array, scale: float, fit: Fit, hem: Hem, end: float
) -> tuple[Array, NDArray[np.bool_]]:
    """New half widths (2×K pixels), and where the garment's own width rules instead of the photographed edge."""
    # the flat garment's half width, measured about its own middle, so that a leaning product photo does no harm
    own = 0.5 * (rows.right - rows.left) * scale * fit.ease
    widths, grown = [], []
    for side in (0, 1):
        seen = sides.at(side, np.clip(rows.t[side], 0.28, 1.38))
        at_pit = abs(float(frame.lateral(armpits[side])))
        fade = np.clip(1 - np.arange(len(seen)) / 4, 0, 1) * 0.8
        seen = f32(fade * at_pit + (1 - fade) * seen)
        ratio = own / np.maximum(seen, 1)
        wanted = np.where(ratio > 1.16, np.minimum(1 + 0.7 * (ratio - 1), 1.2), 1.0)
        if fit.ease < 1:
            wanted = np.maximum(wanted * fit.ease, 0.95)
        if hem is not Hem.OWN:
            wanted = 1 + (wanted - 1) * np.clip((end - rows.t[side]) / 0.18, 0, 1)
        wanted = 1 + (wanted - 1) * np.clip(np.arange(len(seen)) / 3, 0, 1)
        wanted = ndimage.gaussian_filter1d(wanted, 1.0, mode="nearest")
        widths.append(ndimage.gaussian_filter1d(seen, 0.8, mode="nearest") * wanted)
        grown.append(np.abs(wanted - 1) > 0.03)
    return np.stack(widths).astype(np.float32), np.stack(grown)


def _landmarks(
    garment: Garment, frame: Frame, line: ShoulderLine, neck: Array, tips: Array, armpits: Array, rows: _Rows,
    widths: Array, hang: _Hang,
) -> Pins:  # fmt: skip
    """Everything that ties the garment's body to the person's."""
    found = pins(neck, np.stack(garment.neck_points), 3.0) + pins(tips, np.stack(garment.tips), 1.5)
    middle = 0.5 * (rows.left + rows.right)
    for side, sign, xs in ((0, -1.0, rows.left), (1, 1.0, rows.right)):
        places = frame.at(rows.t[side], sign * widths[side])
        found += pins(places, np.stack([xs, rows.source_y[side]], axis=1), 0.3)
        shares = np.array([0.33, 0.66], np.float32)[:, None]
        between = neck[side] * (1 - shares) + tips[side] * shares
        across = frame.lateral(between)
        source = garment.neck_points[side] * (1 - shares) + garment.tips[side] * shares
        found += pins(line.at(frame, across), source, 0.7)
        if garment.sleeves[side] is not None:
            pit = np.array([garment.armpits[side][0], rows.source_y[side, 0]], np.float32)
            found += pins(tips[side] * (1 - shares) + armpits[side] * shares,
                          garment.tips[side] * (1 - shares) + pit * shares, 0.7)  # fmt: skip
    t = rows.t.mean(0)
    found += pins(frame.at(t, 0.0), np.stack([middle, rows.source_y.mean(0)], axis=1), 0.8)
    return found + _neckline_pins(garment, frame, neck, hang)


def _neckline_pins(garment: Garment, frame: Frame, neck: Array, hang: _Hang) -> Pins:
    """The neckline hangs from the neck points down to where it was decided to."""
    if hang.depth < 2:
        return pins(np.zeros((0, 2)), np.zeros((0, 2)))
    curve = resample(garment.neckline, 11)
    first, last = np.stack(garment.neck_points)
    share = np.clip((curve[:, 0] - first[0]) / max(last[0] - first[0], 1e-3), -0.2, 1.2)
    chord = first + (last - first) * share[:, None]
    depth = (curve[:, 1] - chord[:, 1]) * (hang.target_depth / hang.depth)
    target = neck[0] + (neck[1] - neck[0]) * share[:, None] - frame.up * depth[:, None]
    return pins(target[1:-1], curve[1:-1], 0.5)


def _polygons(
    garment: Garment, frame: Frame, line: ShoulderLine, neck: Array, tips: Array, armpits: Array, rows: _Rows,
    widths: Array, grown: NDArray[np.bool_],
) -> tuple[Array, Array]:  # fmt: skip
    """The outer and inner bounds: outer pushed out where the photographed edge rules, inner drawn in there; both the
    same where the garment's own width rules."""
    unit, outer, inner = frame.unit, [], []
    for side, sign in ((0, -1.0), (1, 1.0)):
        lift = frame.up * 0.06 * unit
        shares = np.array([0.0, 0.33, 0.66], np.float32)[:, None]
        top = line.at(frame, frame.lateral(neck[side] * (1 - shares) + tips[side] * shares))
        out = [frame.at(0, frame.lateral(neck[side])) + frame.up * 0.75 * unit]
        out += [*(top + lift), tips[side] + lift * 0.8, armpits[side] + frame.across * sign * 0.02 * unit]
        into = [*(top - frame.up * 0.012 * unit), tips[side] - frame.up * 0.012 * unit]
        into += [armpits[side] - frame.across * sign * 0.02 * unit]
        ends = rows.t[side], widths[side]
        wide = np.where(grown[side], ends[1], ends[1] + 0.07 * unit)
        narrow = np.where(grown[side], ends[1], ends[1] - 0.03 * unit)
        out += [*frame.at(ends[0][1:], sign * wide[1:])]
        into += [*frame.at(ends[0][1:], sign * narrow[1:])]
        below = frame.up * -0.12 * unit
        out.append(out[-1] + below)
        into.append(into[-1] + below)
        outer.append(np.stack(out))
        inner.append(np.stack(into))
    return np.concatenate([outer[0], outer[1][::-1]]), np.concatenate([inner[0], inner[1][::-1]])


def label_share(person: Person, points: Array, label: int) -> float:
    """The share of `points` (N×2) where the person shows `label`."""
    rows, columns = pixels(points, person.labels.shape)
    return float((person.labels[rows, columns] == label).mean())


#: How much lower than in its photo what stands up round the neck lies once it is worn.
_SETTLES = {Neck.COLLAR: 1.3, Neck.HOOD: 2.1}


def settle(where: Array, garment: Garment, frame: Frame, fit: TorsoFit) -> Array:
    """The torso's map with collar or hood laid down: above the neck points it runs on faster."""
    factor = _SETTLES.get(garment.neck)
    if factor is None:
        return where
    t, _ = frame.fields((where.shape[0], where.shape[1]))
    above = np.clip(float(frame.t(fit.neck).mean()) - t, 0, None) * frame.torso
    ys, xs = np.mgrid[: where.shape[0], : where.shape[1]].astype(np.float32)
    more = (factor - 1) * above
    x, y = f32(xs + frame.up[0] * more), f32(ys + frame.up[1] * more)
    inside = np.minimum(y, 0)
    moved = f32(cv2.remap(where, x, y, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE))
    moved[..., 1] += inside / fit.scale
    return f32(moved)


def with_strap_tops(garment: Garment) -> Garment:
    """A strapped garment whose neck points and tips are where its straps are highest: thin straps may go on above what
    was taken for their tops."""
    if garment.neck is not Neck.STRAPS:
        return garment
    height, width = garment.alpha.shape
    neck, tips = list(garment.neck_points), list(garment.tips)
    for side in (0, 1):
        middle = 0.5 * float(neck[side][0] + tips[side][0])
        left = max(0, int(middle - 0.12 * width))
        part = garment.alpha[:, left : int(middle + 0.12 * width)] > 0.4
        rows = np.nonzero(part.any(axis=1))[0]
        if not len(rows) or rows[0] > float(neck[side][1]) - 0.02 * height:
            continue
        columns = np.nonzero(part[rows[0] : rows[0] + max(2, height // 100)].any(axis=0))[0] + left
        ends = (columns[-1], columns[0]) if side == 0 else (columns[0], columns[-1])
        neck[side], tips[side] = (np.array([x, rows[0]], np.float32) for x in ends)
    return replace(garment, neck_points=(neck[0], neck[1]), tips=(tips[0], tips[1]))
