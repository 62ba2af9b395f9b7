"""The lower edge of the old top as one smooth line, and a new garment's own hem laid upon it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.channels import greatest
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, opened, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm, Sides
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label, Person

#: Width of the columns in which the hem is looked for, in units.
STEP = 0.02
#: Half the width of the widest strap or tie, in units.
STRAP = 0.035
#: A parabola that strays further than this (torsos, median) from what is seen is no hem.
ROUGH = 0.03
#: How much of the weight is that of points below a bunched hem's line: it hides nearly all of the old one.
HANGING = 0.85
#: How far the line may follow single columns, torsos.
CLOSE = 0.012
#: Over how much what it follows of them is smoothed, units.
CALM = 0.1
#: Which share of `CLOSE` is left to a hem's ends where what is seen there runs away from the line.
LOOSE_END = 0.4
#: A hem whose thirds differ by more than this (torsos) is several garments' hems.
ASKEW = 0.22
#: So much is enough where both sides end lower than the middle.
PARTED = 0.1
#: So much is enough where on both sides the outline stands this much further off the body (shares of a usual torso's
#: width) above the lowest hem than at it: a jacket flung open, over a shirt that hangs close.
FLUNG, STANDS_OFF = 0.13, 0.4
STANDING_FROM = 0.45  # below the chest, torsos

#: How far a new hem's ends bend down at most where it can't follow the old one: torsos, half a unit beside its middle.
#: It follows one that bends more where less than a share of `CLOSE` strays from that.
BENDS, SURE = 0.03, 0.5
#: A step from one column to the next (torsos) that no hem makes, and how far from the middle it ends one, units.
JUMP, BESIDE = 0.06, 0.35


@dataclass(frozen=True)
class HemLine:
    """lateral: N rising places across the torso, pixels. t: N, how far down the hem lies there, torsos."""

    lateral: Array
    t: Array

    def at(self, lateral: NDArray[np.floating]) -> Array:
        """t of the hem at `lateral`; level beyond its ends."""
        return f32(np.interp(lateral, self.lateral, self.t).astype(np.float32))


def photographed_hem(person: Person, frame: Frame, arms: tuple[Arm, Arm], end: float) -> HemLine | None:
    """The old top's lower edge near `end` (torsos): the lowest cloth in each column that no arm hides, through which
    a smooth line is laid that passes stray columns by. None where there is no such line."""
    t, lateral = frame.fields(person.labels.shape)
    clear = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms)) > 1.15
    cloth = (person.labels == Label.UPPER) & clear & (np.abs(t - end) < 0.22) & (np.abs(lateral) < 0.8 * frame.unit)
    column = np.round(lateral[cloth] / (STEP * frame.unit)).astype(np.intp) + 40
    if len(column) < 200:
        return None
    lowest = np.full(81, -np.inf)
    np.maximum.at(lowest, column, t[cloth])
    count = np.bincount(column, minlength=81)
    seen = np.flatnonzero((count > 0.25 * np.median(count[count > 0])) & np.isfinite(lowest))
    if len(seen) < 12:
        return None
    places, heights = (seen - 40) * STEP * frame.unit, lowest[seen]
    line = _through(np.asarray(places / frame.unit, np.float64), heights)
    return None if line is None else HemLine(f32(places), f32(line))


def one_hem(places: NDArray[np.float64], heights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which columns, at `places` (N, units) and so far down (`heights`: N, torsos), lie between the innermost jumps
    beside the body's middle: beyond those hang cuffs. Behind an arm, where no column is, a hem may slant."""
    jumps = (np.abs(np.diff(heights)) > JUMP) & (np.diff(places) < 1.5 * STEP)
    middle = 0.5 * (places[1:] + places[:-1])
    first = places[1:][jumps & (middle < -BESIDE)].max(initial=-np.inf)
    last = places[:-1][jumps & (middle > BESIDE)].min(initial=np.inf)
    return np.asarray((places >= first) & (places <= last), np.bool_)


def hangs_open(person: Person, frame: Frame, arms: tuple[Arm, Arm], sides: Sides) -> bool:
    """Whether the old top ends much higher in one place than in another, as an open jacket over a shirt does."""
    t, lateral = frame.fields(person.labels.shape)
    clear = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms)) > 1.15
    cloth = (person.labels == Label.UPPER) & clear & (t > 0.3) & (t < 1.5) & (np.abs(lateral) < 0.6 * frame.unit)
    column = np.round(lateral[cloth] / (STEP * frame.unit)).astype(np.intp) + 30
    lowest, count = np.full(61, np.nan), np.bincount(column, minlength=61)
    ys, xs = np.nonzero(cloth)
    heights = t[cloth]
    for place in np.flatnonzero(count > 8):
        here = np.flatnonzero(column == place)
        end = here[heights[here].argmax()]
        if _ends_free(person, frame, int(ys[end]), int(xs[end])):
            lowest[place] = heights[end]
    thirds = [part[np.isfinite(part)] for part in (lowest[5:22], lowest[24:37], lowest[39:56])]
    if any(len(part) < 5 for part in thirds):
        return False
    ends = [float(np.median(part)) for part in thirds]
    askew = max(ends) - min(ends)
    parted = min(ends[0], ends[2]) - ends[1] > PARTED
    return askew > ASKEW or parted or (askew > FLUNG and _stands_off(sides, max(ends)))


def _stands_off(sides: Sides, end: float) -> bool:
    """Whether on both sides what is worn stands off the body and ends above a hem at `end` (torsos), at which the
    outline is the body's again."""
    rows = (sides.t > STANDING_FROM) & (sides.t < end)
    wide = sides.width[:, rows] / sides.usual[rows]
    narrows = np.maximum.accumulate(wide, axis=1) - wide
    return bool((narrows.max(1, initial=0) > STANDS_OFF).all())


def _ends_free(person: Person, frame: Frame, y: int, x: int) -> bool:
    """Whether cloth that is lowest at (x, y) ends there: not at the picture's edge, nor behind a hand, an arm, a lap or
    a bag, where it may go on."""
    down = y + max(2, round(0.03 * frame.unit))
    if down >= person.labels.shape[0]:
        return False
    hidden = person.front.objects[y : down + 1, x].any() or (person.labels[y : down + 1, x] == Label.SKIN).any()
    return not hidden


def _through(places: NDArray[np.float64], heights: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """A parabola through `heights`, drawn towards what is seen where it runs close by. A hem that is bunched or half
    tucked in follows none: the new one hangs straight down to where most of the old one ends, or below. Nor do the
    edges of an open jacket with something shorter between them: there it is nearly level besides. None where there is
    no hem to be made out."""
    fitted = _robust(places, heights, 0.5)
    stray = float(np.median(np.abs(fitted - heights)))
    if stray > ROUGH:
        return None
    if stray > SURE * CLOSE and _bend(places, fitted) > BENDS:
        kept = one_hem(places, heights)
        level = _robust(places[kept], heights[kept], HANGING, BENDS)
        return np.asarray(np.interp(places, places[kept], level), np.float64)
    if stray > CLOSE:
        return _robust(places, heights, HANGING)
    # What runs away from the parabola at an end, by the hip, is no longer the hem, and must not step it.
    away = np.abs(heights - fitted) > 2 * CLOSE
    ends = np.logical_and.accumulate(away) | np.logical_and.accumulate(away[::-1])[::-1]
    held = np.where(ends, np.clip(heights, fitted - LOOSE_END * CLOSE, fitted + LOOSE_END * CLOSE), heights)
    calm = ndimage.gaussian_filter1d(ndimage.median_filter(held, 7, mode="nearest"), 2.0, mode="nearest")
    # the folds that draw the old hem up and down in short waves aren't the new cloth's
    along = ndimage.gaussian_filter1d(np.clip(calm - fitted, -CLOSE, CLOSE), CALM / STEP, mode="nearest")
    return np.asarray(fitted + along, np.float64)


def _bend(places: NDArray[np.float64], line: NDArray[np.float64]) -> float:
    """How far the parabola `line` lies below its tangent (torsos) half a unit to the side of where they touch."""
    return float(np.polyfit(places, line, 2)[0]) * 0.25


def _robust(
    places: NDArray[np.float64], heights: NDArray[np.float64], above: float, most: float = np.inf
) -> NDArray[np.float64]:
    """A parabola laid again and again, stray points counting less each time (Cauchy's weights). above: the share of
    weight that points higher up than the parabola, which have a smaller t, leave to those below it. most: how far its
    ends bend down at most (see `_bend`)."""
    weight, fitted = np.ones(len(heights)), np.asarray(heights, np.float64)
    for _ in range(8):
        fitted = np.asarray(np.polyval(np.polyfit(places, heights, 2, w=np.sqrt(weight)), places), np.float64)
        bend = _bend(places, fitted)
        if bend > most:
            bent = 4 * most * places**2
            fitted = bent + np.polyval(np.polyfit(places, heights - bent, 1, w=np.sqrt(weight)), places)
        off = heights - fitted
        scale = max(1.5 * float(np.median(np.abs(off))), 0.004)
        weight = np.where(off > 0, above, 1 - above) / (1 + (off / scale) ** 2)
    return fitted


def trim_below(person: Person, frame: Frame, arms: tuple[Arm, Arm], line: HemLine) -> Person:
    """`person` with what lies below the hem and has the lower garment's colour given to the lower garment, but for
    straps and ties that hang free beside it."""
    t, lateral = frame.fields(person.labels.shape)
    clear = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms)) > 1.0
    stray = (person.labels == Label.UPPER) & clear & (t > line.at(lateral) + 1.5 / frame.torso)
    hanging = person.worn & ~opened(person.worn, STRAP * frame.unit)
    stray &= ~hanging
    lower = (person.labels == Label.LOWER) & (t < line.at(lateral) + 0.5)
    if lower.sum() < 500 or not stray.any():
        return person
    lab = cv2.cvtColor(person.image, cv2.COLOR_RGB2LAB).astype(np.float32)
    like = greatest(f32(np.abs(lab - np.median(lab[lower], axis=0)))) < 22
    like = cv2.medianBlur(like.astype(np.uint8), 7) > 0
    labels = person.labels.copy()
    labels[stray & like] = Label.LOWER
    return replace(person, labels=labels)


def above(line: HemLine, frame: Frame, shape: tuple[int, int], lower_by: float) -> Array:
    """1 above the line moved down by `lower_by` pixels, 0 below it, H×W, its edge a pixel and a half wide."""
    t, lateral = frame.fields(shape)
    return f32(np.clip(((line.at(lateral) - t) * frame.torso + lower_by) / 1.5 + 0.5, 0, 1))


def lay_hem(garment: Garment, frame: Frame, line: HemLine, where: Array, most: float, lower_by: float) -> Array:
    """The map `where` (H×W×2) bent so that the garment's own hem falls on `line`, and its stitches show; what is bent
    fades out upwards, so that prints aren't squeezed. Where the two lie further apart than `most` (torsos), the cloth
    goes on under a waistband and only runs along the line: cut aslant, a stripe would make it look wavy."""
    t, lateral = frame.fields(where.shape[:2])
    own = np.interp(where[..., 0], garment.hem[:, 0], ndimage.gaussian_filter1d(garment.hem[:, 1], 3, mode="nearest"))
    away = (line.at(lateral) - t) * frame.torso + lower_by
    near = (np.abs(away) < 1.0) & (np.abs(lateral) < np.abs(line.lateral).max())
    if near.sum() < 20:
        return where
    column = np.round(lateral[near] / (STEP * frame.unit)).astype(np.intp) + 40
    gap = ndimage.median(own[near] - where[..., 1][near], column, np.unique(column))
    scale = float(np.median(np.abs(np.gradient(where[..., 1], axis=0))[near]))
    limit = most * frame.torso * max(scale, 1e-3)
    far = abs(float(np.median(gap))) > limit
    if far:
        gap = np.clip(gap - np.median(gap), -limit, limit)
    gaps = ndimage.gaussian_filter1d(np.asarray(gap, np.float64), 3, mode="nearest")
    shift = np.interp(lateral, (np.unique(column) - 40) * STEP * frame.unit, gaps)
    reach = max(4.5 * float(np.abs(gaps).max()) / max(scale, 1e-3), 0.1 * frame.torso)
    bent = where.copy()
    bent[..., 1] += (shift - (not far)) * eased(1 - away / reach)
    return f32(bent)


def without_whiskers(cloth: Array, where: Mask, radius: float) -> Array:
    """`cloth` (0…1) without what is thinner than a disc, `where` it follows an old hem: rings and buckles on that are
    no part of the new one."""
    calm = opened(flags(cloth > 0.5), radius)
    gone = grow((cloth > 0.5) & ~grow(calm, 1.5) & where, 2) & ~calm
    return f32(cloth * np.where(gone, 1 - soften(gone, 0.7), 1))
