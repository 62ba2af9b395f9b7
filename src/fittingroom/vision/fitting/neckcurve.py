"""The new neckline as one smooth curve on the person: where it runs, and the garment's own neckline laid upon it.

Plain openings are meant here: round, V-shaped, square or wide. What stands up round the neck has rules of its own.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.fill import opened, polygon, soften
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.ribs import rib_along
from fittingroom.vision.fitting.ribturn import before_turn
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label, Person

#: How far inside the photographed neckline a new one that takes its place runs, so that no rim of the old peeps out;
#: in units, like all that follows.
OVERLAP = 0.012
#: An own neckline that lies at most this much inside the photographed one, or outside it, takes its place: outside by
#: the mean distance and this many deviations.
INSIDE, OUTSIDE, UNEVEN = 0.05, 0.18, 1.2
#: Nor does it where that is so many times as broad as it: a round one close to the neck is no boat neck.
WIDER = 1.4
#: Nor where that bulges out so far, in units, below one of its ends: it is the opening of a collar that stands.
COLLARED = 0.03
#: Where a neckline sags inwards between its ends and its middle by so much of its depth, it is a round one laid out
#: unevenly; by less it is as it is cut, by more it has a slit.
SAGS = 0.05, 0.3
#: Where the directions of a neckline's two sides agree less than this (their cosine) at its lowest point, it is a V.
POINTED = 0.6
#: How far from the line the garment lies just as in its photo, as wide as ribs are, and turned with the line, and over
#: what distance the turn fades out: stripes further down stay level.
RIB, TURNED, LEVELS = 0.08, 0.04, 0.06
#: How far a neckline goes on past its ends, over the shoulder.
PAST = 0.10
#: How near the ends of a neckline cloth is blunted, and by what radius.
TIP, BLUNT = 0.16, 0.018
#: Depth of a close crew neck's middle below its ends, in half necks: no plain opening lies higher on the throat.
SHALLOWEST = 0.7


@dataclass(frozen=True)
class NeckLine:
    """target: N×2, from the image's left to its right, carried on past the shoulder line at both ends. source: N×2,
    what lies there in the garment's photo. ends: 2×2, where it meets the shoulder line. middle, source_middle: its
    lowest point half-way, in the image and in the photo. collared: whether the old top opens in a standing collar."""

    target: Array
    source: Array
    ends: Array
    middle: Array
    source_middle: Array
    collared: bool = False


def smoothed(curve: NDArray[np.floating], count: int, sigma: float) -> Array:
    """A curve without wobble, `count` points, its ends kept: what strays from the line between them is smoothed."""
    even = resample(curve, count).astype(np.float64)
    chord = np.linspace(even[0], even[-1], count)
    # odd mirroring about the ends keeps them where they are
    off = even - chord
    padded = np.concatenate([-off[:0:-1], off, -off[-2::-1]])
    calm = ndimage.gaussian_filter1d(padded, sigma, axis=0)[count - 1 : 2 * count - 1]
    return f32((chord + calm).astype(np.float32))


def is_v(even: Array) -> bool:
    """Whether both sides of a neckline (81 points evenly spaced) run straight into its lowest point at an angle."""
    low = int(np.argmax(even[24:57, 1])) + 24
    left, right = even[low] - even[low - 8], even[low + 8] - even[low]
    turn = float(left @ right) / max(float(np.linalg.norm(left) * np.linalg.norm(right)), 1e-6)
    return turn <= POINTED


def pointed(curve: Array, sigma: float) -> Array:
    """`smoothed` to 81 points with the point of a V kept: each of its sides is smoothed for itself."""
    even = resample(curve, 81)
    if not is_v(even):
        return smoothed(curve, 81, sigma)
    low = int(np.argmax(even[24:57, 1])) + 24
    halves = smoothed(even[: low + 1], 41, sigma), smoothed(even[low:], 41, sigma)
    return f32(resample(np.concatenate([halves[0][:-1], halves[1]]), 81))


def hung(neckline: Array, frame: Frame, neck: Array, scale: float, least: float = 0.0) -> Array:
    """The garment's neckline (N×2, its photo) hung from the neck points (2×2) on the person: as deep as in the photo
    at `scale`, shallower in a narrower opening, at least `least` pixels; evened where it is nearly symmetric."""
    first, last = neckline[0], neckline[-1]
    share = (neckline[:, 0] - first[0]) / max(float(last[0] - first[0]), 1e-3)
    depth = neckline[:, 1] - (first[1] + (last[1] - first[1]) * share)
    lowest = float(share[np.argmax(depth)])
    if abs(lowest - 0.5) < 0.12:  # else its mirror image's point lies beside it, and both become blunt
        share = np.interp(share, [0.0, lowest, 1.0], [0.0, 0.5, 1.0])
    mirrored = 1 - share[::-1], depth[::-1]
    if np.abs(depth - mirrored[1]).mean() < 0.12 * max(float(depth.max()), 1.0):
        share, depth = 0.5 * (share + mirrored[0]), 0.5 * (depth + mirrored[1])
    full = envelope(share, depth)
    if SAGS[0] < (full - depth).max() / max(float(depth.max()), 1.0) < SAGS[1]:
        depth = np.maximum(full, depth.max() * (1 - (2 * share - 1) ** 2))
    width = max(float(np.linalg.norm(last - first)), 1.0)
    stretch = float(np.linalg.norm(neck[1] - neck[0])) / (width * scale)
    depth = depth * scale * float(np.clip(stretch, 0.75, 1.05))
    middle = float(depth[len(depth) // 3 : -len(depth) // 3].max())
    if 2 < middle < least:
        depth = depth * least / middle
    return f32(neck[0] + (neck[1] - neck[0]) * share[:, None] - frame.up * depth[:, None])


def envelope(x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.float64]:
    """The lowest curve over the points (x ascending, y) that bends nowhere towards them."""
    kept: list[int] = []
    for k in range(len(x)):
        while len(kept) > 1:
            a, b = kept[-2], kept[-1]
            if (y[b] - y[a]) * (x[k] - x[a]) > (y[k] - y[a]) * (x[b] - x[a]):
                break
            kept.pop()
        kept.append(k)
    return np.asarray(np.interp(x, x[kept], y[kept]), np.float64)


def photographed(person: Person, frame: Frame) -> Array | None:
    """The old top's neckline (N×2, from the image's left to its right), smooth: along rays from the neck, where skin
    gives way to cloth. A half that hair hides is taken from the other one. None where too little of it is seen."""
    unit = frame.unit
    angles = np.radians(np.arange(-40, 221, 2.0))
    reach = np.arange(0.03 * unit, 0.8 * unit, 0.5)
    spokes = -np.cos(angles)[:, None] * frame.across - np.sin(angles)[:, None] * frame.up
    hub = _bare_spot(person, frame)
    rows, columns = pixels(hub + spokes[:, None] * reach[None, :, None], person.labels.shape)
    labels = person.labels[rows, columns]
    cloth = ndimage.minimum_filter1d((labels == Label.UPPER).astype(np.uint8), 5, axis=1, origin=-2) > 0
    first = cloth.argmax(1)
    before = labels[np.arange(len(angles)), np.maximum(first - 4, 0)]
    known = cloth.any(1) & (first > 4) & np.isin(before, [Label.SKIN, Label.FACE])
    if known.sum() < 20:
        return None
    radius = reach[first]
    known &= np.abs(radius - ndimage.median_filter(radius, 9)) < 0.06 * unit
    middle = slice(len(angles) // 2 - 20, len(angles) // 2 + 20)
    if known[middle].mean() < 0.6:
        return None
    radius = _to_last_thread(person, (rows, columns), first, known, reach)
    radius, known = _with_mirrored(radius, known)
    seen = np.flatnonzero(known)
    span = np.arange(seen[0], seen[-1] + 1)
    calm = np.interp(span, seen, radius[seen])
    calm = ndimage.gaussian_filter1d(ndimage.median_filter(calm, 9, mode="nearest"), 4.0, mode="nearest")
    return f32(hub + spokes[span] * calm[:, None])


def _to_last_thread(
    person: Person, rays: tuple[NDArray[np.intp], NDArray[np.intp]], first: NDArray[np.intp], known: Mask,
    reach: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """How far along each ray the cloth begins (`first` by the labels), drawn in to the last pixel that looks unlike
    the skin further in: a thin rib's colour or the cloth's rim is often labelled as skin."""
    rows, columns = rays
    lab = cv2.cvtColor(person.image, cv2.COLOR_RGB2LAB).astype(np.float32)[rows, columns] * np.array(
        [0.5, 1, 1], np.float32
    )
    size, out = len(reach), reach[first].astype(np.float64)
    wide = max(4, round(0.05 * size))
    drawn = np.zeros(len(first))
    seen = np.flatnonzero(known)
    for k in seen:
        inner = max(0, first[k] - wide)
        skin = np.median(lab[k, max(0, inner - wide) : inner + 1], axis=0)
        unlike = np.linalg.norm(lab[k, inner : first[k] + 1] - skin, axis=-1) > 14
        like = np.flatnonzero(~unlike)
        drawn[k] = out[k] - reach[inner + like[-1]] if len(like) else 0.0
    # what goes on all along is a rim; what comes and goes are the shades of the skin
    rim = np.interp(np.arange(len(first)), seen, ndimage.percentile_filter(drawn[seen], 35, 41, mode="nearest"))
    return np.asarray(out - rim, np.float64)


def _bare_spot(person: Person, frame: Frame) -> Array:
    """A point of the bare neck above the old cloth."""
    heights = np.arange(0.3, -0.5, -0.01) * frame.unit
    rows, columns = pixels(frame.neck_mid + heights[:, None] * frame.up, person.labels.shape)
    labels = person.labels[rows, columns]
    cloth = labels == Label.UPPER
    above = np.isin(labels, [Label.SKIN, Label.FACE]) & (np.arange(len(cloth)) < (cloth.argmax() if cloth.any() else 0))
    lowest = heights[above][-1] if above.any() else 0.0
    return f32(frame.neck_mid + frame.up * max(0.0, float(lowest) + 0.08 * frame.unit))


def _with_mirrored(radius: NDArray[np.float64], known: Mask) -> tuple[NDArray[np.float64], Mask]:
    """Radii with an end that isn't known taken from the other side, turned by what both sides differ by."""
    both = known & known[::-1]
    if both.sum() < 8:
        return radius, known
    ratio = float(np.median(radius[both] / radius[::-1][both]))
    seen = np.flatnonzero(known)
    outer = np.ones(len(known), np.bool_)
    outer[seen[0] : seen[-1] + 1] = False
    lent = outer & known[::-1]
    side = np.arange(len(known)) > len(known) // 2
    at_edge = np.where(side, radius[seen[-1]] / radius[::-1][seen[-1]], radius[seen[0]] / radius[::-1][seen[0]])
    factor = np.where(known[::-1][np.where(side, seen[-1], seen[0])], at_edge, ratio)
    return np.where(lent, radius[::-1] * factor, radius), known | lent


def gap(own: Array, old: Array, frame: Frame) -> tuple[float, float]:
    """How far outside `old` the curve `own` runs: mean and deviation, pixels."""
    high = frame.up * 2 * frame.unit
    ring = np.concatenate([old, old[-1:] + high, old[:1] + high]).astype(np.float32)
    points = resample(own, 41)[4:-4]
    off = [-cv2.pointPolygonTest(ring[:, None], (float(x), float(y)), True) for x, y in points]
    return float(np.mean(off)), float(np.std(off))


def rounded(curve: Array) -> Array:
    """A round neckline without dents, 81×2: each coordinate a polynomial along it that stray stretches hardly pull, but
    its ends as they are, for beside the neck it must cover what they cover."""
    even = resample(curve, 81).astype(np.float64)
    places, weights = np.linspace(-1, 1, 81), np.ones(81)
    for _ in range(4):
        drawn = np.stack([np.polyval(np.polyfit(places, even[:, axis], 6, w=weights), places) for axis in (0, 1)], 1)
        off = np.linalg.norm(even - drawn, axis=1)
        weights = 1 / (1 + (off / max(float(np.median(off)), 0.3)) ** 2)
    share = np.clip((0.85 - np.abs(places)) / 0.3, 0, 1)[:, None]
    return f32(even + (drawn - even) * share)


def breadth(old: Array, own: Array, frame: Frame) -> float:
    """How many times as broad `old` is as `own` is between its ends, at the height of these."""
    level = float(frame.t(own[[0, -1]]).mean())
    within = frame.lateral(old[frame.t(old) >= level])
    ends = frame.lateral(own[[0, -1]])
    return float(np.ptp(within)) / max(float(np.ptp(ends)), 1.0) if len(within) else 1.0


def overhang(line: Array, frame: Frame) -> float:
    """How far, in units, a line (N×2, from the image's left to its right) reaches out beyond one of its ends."""
    aside = frame.lateral(line)
    return float(max(aside[0] - aside.min(), aside.max() - aside[-1])) / frame.unit


def draw_neckline(
    person: Person, frame: Frame, neckline: Array, neck: Array, scale: float, takes_old: bool
) -> NeckLine | None:
    """The new neckline. neckline: N×2, the garment's. neck: 2×2, where it meets the shoulder line by the garment's
    width. takes_old: whether it may fall on the photographed one. None for a garment without an opening."""
    if len(neckline) < 3:
        return None
    source = pointed(neckline, 2.0)
    if source[20:61, 1].max() - 0.5 * (source[0, 1] + source[-1, 1]) < 2:
        return None
    own = pointed(hung(source, frame, neck, scale, SHALLOWEST * frame.neck_half), 2.0)
    target, collared = own, frame.in_collar
    old = photographed(person, frame) if takes_old else None
    if old is not None and is_v(own) == is_v(resample(old, 81)):  # each kind stays what it is wherever the other ended
        old = old if is_v(resample(old, 81)) else rounded(old)
        mean, spread = gap(own, old, frame)
        near = mean > -INSIDE * frame.unit and mean + UNEVEN * spread < OUTSIDE * frame.unit
        collared = collared or overhang(old, frame) >= COLLARED
        if near and breadth(old, own, frame) < WIDER and not collared:
            target = inwards(resample(old, 81), OVERLAP * frame.unit)
    lowest = int(np.argmin((target @ frame.up)[24:57])) + 24
    below = int(np.argmax(source[24:57, 1])) + 24
    width = float(np.linalg.norm(target[0] - target[-1])) / frame.unit
    target, source = _halves(target, lowest), before_turn(_halves(source, below), width)
    middle, ends = target[40].copy(), np.stack([target[0], target[-1]])
    past, lowest_source = PAST * frame.unit, source[40].copy()
    target, source = _carried_on(target, frame.up, past), _carried_on(source, np.array([0.0, -1.0]), past / scale)
    return NeckLine(target, source, ends, middle, lowest_source, collared)


def _halves(curve: Array, at: int) -> Array:
    """81 points, the 41st of them the `at`-th of `curve`, evenly spaced on either side of it."""
    return np.concatenate([resample(curve[: at + 1], 41)[:-1], resample(curve[at:], 41)])


def inwards(curve: Array, distance: float) -> Array:
    """A curve that runs from left to right below its opening, moved into the opening."""
    tangent = np.gradient(curve, axis=0)
    normal = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    return f32(curve + distance * normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6))


def _carried_on(curve: Array, up: NDArray[np.floating], length: float) -> Array:
    """A curve with ten points more at each end: as it runs there, but turned towards `up`."""
    parts = [curve]
    for end, inner in ((curve[0], curve[4]), (curve[-1], curve[-5])):
        run = (end - inner) / max(float(np.linalg.norm(end - inner)), 1e-6)
        run = run + 1.2 * up
        run = run / max(float(np.linalg.norm(run)), 1e-6)
        parts.append(end + run * np.linspace(length / 10, length, 10)[:, None])
    return f32(np.concatenate([parts[1][::-1], curve, parts[2]]).astype(np.float32))


def neck_gate(line: NeckLine, frame: Frame, shape: tuple[int, int]) -> Array:
    """0 inside the opening above the line, 1 elsewhere (H×W), its edge as soft as a photograph's."""
    high = frame.up * 2 * frame.unit
    return f32(1 - polygon(np.concatenate([line.target, line.target[-1:] + high, line.target[:1] + high]), shape, 0.6))


def near_line(line: NeckLine, shape: tuple[int, int], reach: float) -> Mask:
    """Within `reach` pixels of the line, H×W."""
    canvas = np.ones(shape, np.uint8)
    cv2.polylines(canvas, [np.round(line.target).astype(np.int32)], False, 0, 1)
    return np.asarray(cv2.distanceTransform(canvas, cv2.DIST_L2, 3) < reach)


def blunted(cloth: Array, line: NeckLine, frame: Frame) -> Array:
    """`cloth` (0…1, H×W) without the sharp tips that stand off the neck where the line meets the shoulders."""
    ys, xs = np.mgrid[: cloth.shape[0], : cloth.shape[1]].astype(np.float32)
    away = np.min([np.hypot(xs - x, ys - y) for x, y in line.ends], axis=0) / frame.unit
    near = np.clip((TIP - away) / 0.03, 0, 1)
    round_ = soften(opened(cloth > 0.5, BLUNT * frame.unit), 0.8)
    return f32(cloth + (np.minimum(cloth, round_) - cloth) * near)


def lay_neckline(where: Array, line: NeckLine, frame: Frame, scale: float, garment: Garment | None = None) -> Array:
    """The map `where` (H×W×2) bent so that the garment's own neckline lies on the line, and a rib along it, turned with
    it, is as wide as in the photo all along; one of a colour of its own, where the `garment` is given, as wide as it
    was cut. What is bent fades out with the distance, so that prints aren't squeezed. scale: person's pixels a photo
    pixel."""
    target, source = resample(line.target, 401), _along(line, 401)
    rows, columns = np.clip(target[:, 1], 0, where.shape[0] - 1), np.clip(target[:, 0], 0, where.shape[1] - 1)
    found = cv2.remap(where, f32(columns[None]), f32(rows[None]), cv2.INTER_LINEAR)[0]
    off = ndimage.gaussian_filter1d(np.asarray(source - found, np.float64), 4.0, axis=0, mode="nearest")
    band, reach = RIB * frame.unit, max(2.6 * float(np.linalg.norm(off, axis=1).max()) * scale, 0.14 * frame.unit)
    left, top = np.floor(np.clip(target.min(0) - band - reach, 0, None)).astype(int)
    right, bottom = np.ceil(target.max(0) + band + reach).astype(int) + 1
    box = where[top:bottom, left:right]
    ys, xs = np.mgrid[top : top + box.shape[0], left : left + box.shape[1]]
    places = np.stack([xs.ravel(), ys.ravel()], 1)
    away, index = cKDTree(target).query(places, distance_upper_bound=band + reach)
    index = np.minimum(index, len(target) - 1)
    beside, ways = places - target[index], _directions(source)
    run, own = _directions(target)[index], ways[index]
    along, across = (beside * run).sum(1), beside[:, 1] * run[:, 0] - beside[:, 0] * run[:, 1]
    rib = rib_along(garment, source, f32(np.stack([-ways[:, 1], ways[:, 0]], 1))) if garment is not None else None
    across = across if rib is None else rib.drawn_out(f32(across), index, scale) * scale
    laid = source[index] + (along[:, None] * own + across[:, None] * np.stack([-own[:, 1], own[:, 0]], 1)) / scale
    share, turned = eased(1 - (away - band) / reach), eased(1 - (away / frame.unit - TURNED) / LEVELS)
    shifted = off[index] * share[:, None]
    moved = shifted + (laid - box.reshape(-1, 2) - shifted) * np.where(np.isfinite(away), turned, 0)[:, None]
    # the nearest point jumps where two are as near: level that out, but not on the line itself
    moved = moved.reshape(*box.shape[:2], 2).astype(np.float32)
    calm = cv2.GaussianBlur(moved, (0, 0), 0.02 * frame.unit)
    weight = np.clip(away / (0.05 * frame.unit), 0, 1).reshape(box.shape[:2])[..., None]
    bent = where.copy()
    bent[top:bottom, left:right] += moved + (calm - moved) * f32(weight)
    return f32(bent)


def _directions(curve: Array) -> Array:
    """Unit vectors along a curve, N×2, without its small wobble."""
    run = ndimage.gaussian_filter1d(np.gradient(curve.astype(np.float64), axis=0), 6.0, axis=0, mode="nearest")
    return f32((run / np.maximum(np.linalg.norm(run, axis=1, keepdims=True), 1e-6)).astype(np.float32))


def _along(line: NeckLine, count: int) -> Array:
    """The line's source at `count` points evenly spaced along its target."""
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line.target, axis=0), axis=1))])
    places = np.linspace(0, arc[-1], count)
    return f32(np.stack([np.interp(places, arc, line.source[:, axis]) for axis in (0, 1)], 1).astype(np.float32))
