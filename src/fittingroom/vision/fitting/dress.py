"""A dress is a top that ends at the waist and a skirt that goes on from there, under one map."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.barearms import on_arms
from fittingroom.vision.fitting.fill import grow, opened, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.gown import armhole_pins, seen_sides, side_widths, without_ledges
from fittingroom.vision.fitting.length import Fit, Hem, height_share
from fittingroom.vision.fitting.mesh import Pins, pins
from fittingroom.vision.fitting.outline import Arm, OldTop, ShoulderLine, Sides
from fittingroom.vision.fitting.panels import fall, fall_t, hip_widths, side_at, widest_leg
from fittingroom.vision.fitting.skirt import hanging_width
from fittingroom.vision.fitting.torso import TorsoFit, fit_torso
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label, Person

#: Flat cloth of a fitted dress is this much wider than the body seen from the front, so it is that much longer too.
ROUND = 1.14
#: Between which heights on the torso (t) a dress's waist may lie.
WAIST = (0.55, 0.74)
#: From armpit to ankle in flat chests, as product photos show them.
LENGTH = 3.65
#: By how much of itself a skirt may be longer than judged to hide what little of old trousers would show.
HIDES = 0.2
#: Rows in which the dress is described.
ROWS = 90


def one_cloth(person: Person, frame: Frame, arms: tuple[Arm, Arm], sides: Sides, old: OldTop) -> Person:
    """The person with all old clothes labelled as one, for they all go; with a bare belly between them, which the
    dress covers as well, and with slivers between arm and body that have the old clothes' colours."""
    labels = np.where(person.labels == Label.LOWER, np.uint8(Label.UPPER), person.labels).astype(np.uint8)
    t, lateral = frame.fields(labels.shape)
    skin = labels == Label.SKIN
    if old.belly and old.hem is not None and old.waist is not None:
        wide = np.where(lateral < 0, *(sides.at(side, t.ravel()).reshape(t.shape) for side in (0, 1)))
        between = (t > old.hem - 0.1) & (t < old.waist + 0.1) & (np.abs(lateral) < 1.05 * wide)
        labels[skin & between & ~on_arms(arms)] = Label.UPPER
    labels[skin & _cloth_coloured(person, labels, frame.unit)] = Label.UPPER
    return replace(person, labels=labels)


def _cloth_coloured(person: Person, labels: NDArray[np.uint8], unit: float) -> Mask:
    """Pixels close to the old clothes that are far likelier in their colours than in the skin's."""
    cloth, skin = (shrink(labels == label, 3) for label in (Label.UPPER, Label.SKIN))
    if cloth.sum() < 200 or skin.sum() < 200:
        return np.zeros(labels.shape, np.bool_)
    cells = bins(to_lab(person.image))
    of_cloth, of_skin = histogram(cells[cloth])[cells], histogram(cells[skin])[cells]
    alike = (of_cloth > 5 * of_skin) & (of_skin < 0.05 * float(np.median(of_skin[skin])))
    worn = labels == Label.UPPER
    return (opened(alike, 1) & grow(worn, 0.1 * unit)) | (alike & grow(worn, 3))


def bodice(garment: Garment, row: float) -> Garment:
    """The dress cut off at `row` of its photo, as a top."""
    left, right = (side_at(side, np.array([row], np.float32))[0] for side in garment.sides)
    xs = np.linspace(left, right, 21, dtype=np.float32)
    hem = np.stack([xs, np.full(21, row, np.float32)], axis=1)
    sides = []
    for side in garment.sides:
        kept = side[side[:, 1] < row]
        end = np.array([[side_at(side, np.array([row], np.float32))[0], row]], np.float32)
        sides.append(np.concatenate([kept if len(kept) else side[:1], end]).astype(np.float32))
    return replace(garment, hem=hem, sides=(sides[0], sides[1]))


@dataclass(frozen=True)
class DressFit:
    """A whole dress on a person. torso: the map's landmarks, scale, shoulders; `end` is the hem's t. t: K heights from
    the armpits to a little below the hem. edges: 2×K×2, the left and the right end of the dress there."""

    torso: TorsoFit
    t: Array
    edges: Array


def fit_dress(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], legs: tuple[Arm, Arm],
    line: ShoulderLine, sides: Sides, old: OldTop, fit: Fit,
) -> DressFit:  # fmt: skip
    """Place the whole dress: its bodice as a top's, row by row down to its hem."""
    row = waist_row(garment)
    above = fit_torso(person, bodice(garment, row), frame, arms, line, sides, old, replace(fit, tuck=False))
    above = at_creases(person, frame, arms, above)
    waist = float(np.clip(above.end, *WAIST))
    end = over_old_hem(dress_end(garment, frame, above, row, waist), waist, frame, legs)
    pit = float(frame.t(above.armpits).mean())
    tall = above.scale * height_share(frame, sides) * (waist - pit) / max(above.end - pit, 0.1)
    t = f32(np.linspace(pit, end + 0.08, ROWS))
    down = float(np.median(garment.hem[:, 1])) - row
    y = np.where(t < waist, row + (t - waist) * frame.torso / tall, row + (t - waist) / max(end - waist, 0.1) * down)
    source = [side_at(side, y) for side in garment.sides]
    flat = 0.5 * (source[1] - source[0])
    along = max(end - waist, 0.1) * frame.torso / max(down, 1.0)
    at_waist = float(np.interp(waist, t, flat))
    hung = hanging_width(flat, at_waist, above.scale, along)
    own = f32(np.where(t < waist, flat * above.scale, hung) * fit.ease)
    seen, free = seen_sides(person, frame, arms, t)
    edges = []
    for side, sign in ((0, -1.0), (1, 1.0)):
        _, body = hip_widths(frame, sides, side, t)
        low = np.clip((t - 1.05) / 0.2, 0, 1)
        body = f32(1.03 * (body * (1 - low) + np.maximum(widest_leg(frame, legs, t, side), 0.1 * frame.unit) * low))
        width = side_widths(own, seen[side], free[side], body, 0.03 * frame.unit)
        width = without_ledges(width, own, f32(t * frame.torso))
        # the sides begin at the armpits, which a lifted arm draws up
        start, own_pit = (float(f(above.armpits[side])) for f in (frame.lateral, frame.t))
        start, fade = abs(start), np.clip((t - max(own_pit, pit)) / 0.12, 0, 1)
        width = f32(start + (width - start) * fade * (2 - fade))
        edges.append(fall(frame, t, f32(sign * width)))
    landmarks = above_rows(above.landmarks, garment, frame, pit)
    some = slice(4, None, 3)
    for share, weight in ((0.0, 0.8), (0.25, 0.4), (0.5, 0.4), (0.75, 0.4), (1.0, 0.8)):
        target = edges[0] + (edges[1] - edges[0]) * share
        landmarks += pins(target[some], np.stack([source[0] + (source[1] - source[0]) * share, y], 1)[some], weight)
    for side in (0, 1):
        if garment.sleeves[side] is None:
            landmarks += armhole_pins(garment, above.tips[side], above.armpits[side], side)
    torso = replace(above, landmarks=landmarks, hem=Hem.OWN, end=end, natural=end)
    return DressFit(torso, t, f32(np.stack(edges)))


def at_creases(person: Person, frame: Frame, arms: tuple[Arm, Arm], above: TorsoFit) -> TorsoFit:
    """The armpits of a dress where the arm parts from the body, not out on the arm."""
    pits = above.armpits.copy()
    for side, sign in ((0, -1.0), (1, 1.0)):
        t = frame.t(pits[side][None])
        seen, free = seen_sides(person, frame, arms, t)
        own = abs(float(frame.lateral(pits[side])))
        if not free[side, 0]:
            pits[side] = frame.at(t, sign * float(np.clip(seen[side, 0], 0.5 * own, 1.15 * own)))[0]
    return replace(above, armpits=pits)


def above_rows(landmarks: Pins, garment: Garment, frame: Frame, pit: float) -> Pins:
    """Those landmarks of a bodice that lie above its armpits (t = `pit`) or on its neckline: the rest is laid row by
    row down to the hem."""
    low = float(garment.neckline[:, 1].max()) if len(garment.neckline) else -np.inf
    kept = (frame.t(landmarks.target) < pit - 0.01) | (landmarks.source[:, 1] <= low)
    return Pins(landmarks.target[kept], landmarks.source[kept], landmarks.weight[kept])


def waist_row(garment: Garment) -> float:
    """Row of the dress's waist in its photo: the found one where it is a plausible one, else by proportion."""
    chest = float(garment.armpits[1][0] - garment.armpits[0][0])
    top = pit_row(garment)
    found = float(np.median(garment.waist[:, 1])) if len(garment.waist) else top
    return float(np.clip(found, top + 0.30 * chest, top + 0.62 * chest))


def pit_row(garment: Garment) -> float:
    """Row of the armpits in the photo. A sleeve that lies against the body hides where they are: no armhole is deeper
    than .6 of the chest."""
    chest = float(garment.armpits[1][0] - garment.armpits[0][0])
    tip = float(np.mean([point[1] for point in garment.tips]))
    return min(float(np.mean([point[1] for point in garment.armpits])), tip + 0.6 * chest)


def dress_end(garment: Garment, frame: Frame, above: TorsoFit, row: float, waist: float) -> float:
    """t of the hem, no lower than the ankles: the mean of two measures, for photos show dresses pinned and hung. One
    is the scale of the chest, the other how many chests the dress is long where a body has LENGTH from armpit to
    ankle."""
    hem = float(np.median(garment.hem[:, 1]))
    ankle = float(fall_t(frame, frame.ankles.mean(0)[None])[0])
    by_scale = waist + (hem - row) * above.scale * ROUND / frame.torso
    chest = float(garment.armpits[1][0] - garment.armpits[0][0])
    pit = float(frame.t(above.armpits).mean())
    by_chests = pit + (hem - pit_row(garment)) / (LENGTH * max(chest, 1.0)) * (ankle - pit)
    return min(0.5 * (by_scale + by_chests), ankle)


def over_old_hem(end: float, waist: float, frame: Frame, legs: tuple[Arm, Arm]) -> float:
    """`end`, or a little lower where just the last of old trousers would show under the hem."""
    worn = [float(fall_t(frame, leg.limb.point(leg.sleeve_end)[None])[0]) for leg in legs if leg.sleeve_end > 0]
    lowest = max(worn, default=0.0) + 0.03
    return lowest if end < lowest < end + HIDES * (end - waist) else end


def with_armpits(garment: Garment) -> Garment:
    """The dress with its armpits no deeper than armholes are: a sleeve that lies against the body hides them."""
    row = pit_row(garment)
    pits = [np.array([x, min(float(y), row)], np.float32) for x, y in garment.armpits]
    return replace(garment, armpits=(pits[0], pits[1]))


def wide_open(garment: Garment) -> Garment:
    """A dress whose opening takes more than half of its chest's width hangs from the shoulders' ends, whatever its
    neck was taken for."""
    chest = float(garment.armpits[1][0] - garment.armpits[0][0])
    opening = float(garment.neck_points[1][0] - garment.neck_points[0][0])
    open_ = garment.neck in (Neck.CREW, Neck.V) and opening > 0.58 * chest
    return replace(garment, neck=Neck.BOAT) if open_ else garment
