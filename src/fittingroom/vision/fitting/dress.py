"""A dress is a top that ends at the waist and a skirt that goes on from there, under one map."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.barearms import on_arms
from fittingroom.vision.fitting.fill import grow, opened, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import Fit, Hem
from fittingroom.vision.fitting.outline import Arm, OldTop, ShoulderLine, Sides
from fittingroom.vision.fitting.panels import fall_t, panel, side_at
from fittingroom.vision.fitting.skirt import skirt_rows
from fittingroom.vision.fitting.torso import TorsoFit, fit_torso
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label, Person

#: Flat cloth of a fitted dress is this much wider than the body seen from the front, so it is that much longer too.
ROUND = 1.14
#: Between which heights on the torso (t) a dress's waist may lie, and where it lies when in doubt.
WAIST, USUAL_WAIST = (0.5, 0.82), 0.66


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
    return opened(alike, 1) & grow(labels == Label.UPPER, 0.1 * unit)


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


def fit_dress(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], legs: tuple[Arm, Arm],
    line: ShoulderLine, sides: Sides, old: OldTop, fit: Fit,
) -> TorsoFit:  # fmt: skip
    """Place the whole dress. The result's polygons and landmarks go down to the hem, its `end` is the hem's t."""
    row = waist_row(garment)
    above = fit_torso(person, bodice(garment, row), frame, arms, line, sides, old, replace(fit, tuck=False))
    waist, end = above.end, dress_end(garment, frame, above, row)
    rows = skirt_rows(garment, frame, legs, sides, (waist, end), row, above.scale * fit.ease)
    skirt = panel(rows, frame.unit)
    return replace(
        above, landmarks=above.landmarks + skirt.landmarks, hem=Hem.OWN, end=end, natural=end,
        outer=_joined(frame, above.outer, skirt.outer, waist), inner=_joined(frame, above.inner, skirt.inner, waist),
    )  # fmt: skip


def waist_row(garment: Garment) -> float:
    """Row of the dress's waist in its photo: the found one where it is a plausible one, else by proportion."""
    chest = float(garment.armpits[1][0] - garment.armpits[0][0])
    top = float(np.mean([point[1] for point in garment.armpits]))
    found = float(np.median(garment.waist[:, 1])) if len(garment.waist) else top
    return float(np.clip(found, top + 0.30 * chest, top + 0.62 * chest))


def dress_end(garment: Garment, frame: Frame, above: TorsoFit, row: float) -> float:
    """t of the hem: by the garment's own proportions, no lower than the ankles."""
    below = (float(np.median(garment.hem[:, 1])) - row) * above.scale * ROUND / frame.torso
    ankle = float(fall_t(frame, frame.ankles.mean(0)[None])[0])
    return min(above.end + below, ankle)


def _joined(frame: Frame, above: Array, below: Array, waist: float) -> Array:
    """Two polygons, each down the left and up the right side, as one: the first as far as the waist."""
    halves = []
    for part in (0, 1):
        first, second = (np.split(each, [len(each) // 2])[part] for each in (above, below))
        first = first[frame.t(first) < waist - 0.02]
        second = second[frame.t(second) > waist + 0.02]
        halves.append(np.concatenate([first, second] if part == 0 else [second, first]))
    return f32(np.concatenate(halves))
