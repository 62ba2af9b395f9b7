"""What stands or hangs beside the neck and was labelled skin, because it is about as bright and as brown: an old hood,
which rises from the top and ends below the chin, and fair hair, which comes down past it."""

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import Box
from fittingroom.vision.fitting.fill import at_least, grow, opened, shrink
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.outline import usual_shoulder
from fittingroom.vision.people.head import hull
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: The face mesh's points on both corners of the jaw and on the chin.
_JAW, _CHIN = [172, 397], 152
#: How wide a neck is at most, in widths of the jaw there, and half of it at least, units: a face turned away is narrow.
_WIDEST, _LEAST = 1.15, 0.18
#: How far above a usual shoulder line skin beside the neck may lie, units; and from where on what hangs together with
#: such as lies higher goes with it.
_HIGH, _DOWN_TO = 0.09, 0.0
#: The least area's root of what stands beside the neck, units; how much of what surrounds it is old cloth at least; and
#: how much of it (units) may lie below skin above the chin, from which a hood doesn't hang.
_CRUMB, _BESIDE, _FROM_ABOVE = 0.05, 0.2, 0.04
#: How far from what was found it goes on within the neck, units; how even its hue is taken to be there, units.
_REACH, _EVEN = 0.5, 0.012
#: How far apart (radians) the hues of neck and hood are at least to be told, and in deviations.
_APART, _DEVIATIONS = 0.15, 1.0
#: Skin closer to the chin (units) than this is the neck's.
_UNDER_CHIN = 0.14
#: So close to the face (units) a beard's edge may pass for skin of another hue.
_BEARD = 0.04
#: How far above and below the chin hair beside the face is seen at least, units: ears end above it, hoods below it; how
#: far outside the face's outline it begins, and how much of what surrounds it is known hair at least.
_PAST_CHIN, _OUTSIDE, _ALONG = (0.2, 0.08), 0.02, 0.01


class _Part(NamedTuple):
    """The surroundings of the neck, `box` of the picture. labels: h×w. skin: skin that is no arm. below: how far below
    the chin, above: how far above a usual shoulder line, units. away: pixels from the neck's middle, which leans as
    the head does. half: half the width that a neck has at most, pixels."""

    box: Box
    labels: NDArray[np.uint8]
    free: Mask
    below: Array
    above: Array
    away: Array
    half: float


def hood_as_skin(person: Person, frame: Frame) -> Mask:
    """What is labelled skin, but stands further out beside the neck than a neck is wide and higher than a shoulder
    lies, and hangs together with old cloth, H×W; with what goes on from it before the neck, told by its hue."""
    nothing = np.zeros(person.labels.shape, np.bool_)
    part = _round_neck(person, frame)
    if part is None:
        return nothing
    bearded = grow(part.labels == Label.FACE, _BEARD * frame.unit)
    skin, low = flags((part.labels == Label.SKIN) & part.free & ~bearded), part.below > -0.02
    aside = flags(skin & low & (part.away > part.half) & (part.above > _DOWN_TO))
    seeds = at_least(opened(flags(aside & (part.above > _HIGH)), 1), (_CRUMB * frame.unit) ** 2)
    if not seeds.any():
        return nothing
    hangs = np.isin(part.labels, [Label.SKIN, Label.FACE]) & ~low & (part.away > part.half)
    found = _standing(holding(aside, seeds), part.labels == Label.UPPER, flags(hangs), frame.unit)
    if found.any():
        nothing[part.box] = found | _before_neck(person, part, found, flags(skin & low), frame.unit)
    return nothing


def hair_as_skin(person: Person, frame: Frame) -> Mask:
    """What is labelled skin or face, but hangs beside face and neck from hair above the chin to below it, H×W."""
    nothing = np.zeros(person.labels.shape, np.bool_)
    part = _round_neck(person, frame)
    if part is None or person.face is None:
        return nothing
    unit, labels = frame.unit, part.labels
    corner = np.array([part.box[1].start, part.box[0].start], np.float32)
    outside = ~grow(hull(labels.shape, f32(person.face[:468, :2] - corner)), _OUTSIDE * unit)
    beside = np.where(part.below > 0, part.away > part.half, outside) & (part.above > _DOWN_TO)
    skin = np.isin(labels, [Label.SKIN, Label.FACE]) & part.free & beside
    numbers, size = _numbered(opened(flags(skin), 0.5 * _CRUMB * unit)), (_CRUMB * unit) ** 2
    places = (part.below < -_PAST_CHIN[0], part.below > _PAST_CHIN[1])
    broad = (part.below < 0, part.below > 0)
    good = np.logical_and.reduce([_count(numbers, each) > 0 for each in places])
    good &= np.logical_and.reduce([_count(numbers, each) > size for each in broad])
    ring = _ring(numbers)
    around, hair = (_count(ring, each, len(good)) for each in (ring > 0, labels == Label.HAIR))
    good &= hair > _ALONG * np.maximum(around, 1)
    good[0] = False
    places_of_arms = _along_arms(person, frame) - corner
    inside = ((places_of_arms >= 0) & (places_of_arms < np.array(numbers.shape[::-1]))).all(1)
    rows, columns = pixels(places_of_arms[inside], numbers.shape)
    good[numbers[rows, columns]] = False
    if good.any():
        nothing[part.box] = grow(flags(good[numbers]), 0.5 * _CRUMB * unit) & skin
    return nothing


def _along_arms(person: Person, frame: Frame) -> Array:
    """Points in the middle of arms and hands, N×2: held up beside the head, they come out of the hair."""
    share = np.linspace(0, 1, 24, dtype=np.float32)[:, None]
    joints = (frame.shoulders, frame.elbows, frame.wrists, frame.knuckles)
    bones = [start[side] + (end[side] - start[side]) * share for start, end in pairwise(joints) for side in (0, 1)]
    return f32(np.concatenate([*bones, *(hand.points[:, :2] for hand in person.hands if hand is not None)]))


def _round_neck(person: Person, frame: Frame) -> _Part | None:
    """The surroundings of the neck, None for a person without a face."""
    if person.face is None:
        return None
    unit = frame.unit
    chin, jaw = person.face[_CHIN, :2], person.face[_JAW, :2]
    ends = np.concatenate([chin[None] + 0.75 * unit * side for side in np.array([[[-1, -1]], [[1, 1]]], np.float32)])
    rows, columns = pixels(ends, person.labels.shape)
    box = slice(int(rows[0]), int(rows[1]) + 1), slice(int(columns[0]), int(columns[1]) + 1)
    t, lateral = (each[box] for each in frame.fields(person.labels.shape))
    middle = jaw.mean(0)
    base, high = float(frame.t(frame.neck_mid)), float(frame.t(middle))
    share = np.clip((t - base) / min(high - base, -0.01), 0, 1)
    start, end = float(frame.lateral(frame.neck_mid)), float(frame.lateral(middle))
    usual = usual_shoulder(frame, f32(lateral.ravel())).reshape(t.shape)
    free = ~(person.front.objects | person.front.arms[0] | person.front.arms[1])[box]
    wide = abs(float(np.diff(frame.lateral(jaw))[0]))
    return _Part(
        box=box,
        labels=person.labels[box],
        free=flags(free),
        below=f32((t - float(frame.t(chin))) * frame.torso / unit),
        above=f32((-t * frame.torso - usual) / unit),
        away=f32(np.abs(lateral - (start + (end - start) * share))),
        half=max(0.5 * _WIDEST * wide, _LEAST * unit),
    )


def _numbered(mask: Mask) -> NDArray[np.intp]:
    """The connected parts of a mask, numbered from 1."""
    return np.asarray(cv2.connectedComponents(mask.astype(np.uint8))[1], np.intp)


def _count(numbers: NDArray[np.intp], mask: Mask, count: int = 0) -> NDArray[np.intp]:
    """How many pixels of `mask` each of the numbered parts has."""
    return np.bincount(numbers[mask], minlength=count or int(numbers.max()) + 1)


def _ring(numbers: NDArray[np.intp]) -> NDArray[np.intp]:
    """The numbers of parts on what lies right beside them."""
    grown = cv2.dilate(numbers.astype(np.float32), np.ones((5, 5), np.uint8))
    return np.asarray(np.where(numbers == 0, grown, 0), np.intp)


def _standing(parts: Mask, cloth: Mask, above: Mask, unit: float) -> Mask:
    """Those of `parts` whose border runs along `cloth` for a good deal, and scarcely along what hangs `above`."""
    numbers = _numbered(parts)
    ring, count = _ring(numbers), int(numbers.max()) + 1
    around, along, under = (_count(ring, each, count) for each in (ring > 0, cloth, above))
    good = (along > _BESIDE * np.maximum(around, 1)) & (under < 2 * max(_FROM_ABOVE * unit, 2))
    good[0] = False
    return flags(good[numbers])


def _before_neck(person: Person, part: _Part, hood: Mask, skin: Mask, unit: float) -> Mask:
    """What of the `skin` goes on from the `hood` and has its hue rather than that of the neck right below the chin:
    unlike lightness, that is the same in the shade."""
    lab = to_lab(np.ascontiguousarray(person.image[part.box]))
    even = cv2.GaussianBlur(lab, (0, 0), max(_EVEN * unit, 0.8))
    hue = np.arctan2(even[..., 1], even[..., 2])
    seen = (lab[..., 0] > 12) & (np.hypot(even[..., 1], even[..., 2]) > 4)  # what is darker or greyer has none
    under = grow(part.labels == Label.FACE, _UNDER_CHIN * unit)
    neck = shrink(flags(skin & under & (part.away < 0.7 * part.half)), 2) & seen
    cloth = (hood | ((part.labels == Label.UPPER) & grow(hood, 0.12 * unit))) & seen
    if neck.sum() < 60 or cloth.sum() < 60:
        return np.zeros_like(hood)
    middles = [float(np.median(hue[each])) for each in (neck, cloth)]
    spread = 0.37 * sum(float(np.subtract(*np.percentile(hue[each], [75, 25]))) for each in (neck, cloth))
    gap = middles[0] - middles[1]
    if abs(gap) < max(_APART, _DEVIATIONS * spread):
        return np.zeros_like(hood)
    lit = lab[..., 0] >= float(np.percentile(lab[cloth][:, 0], 5)) - 1  # in its darkest folds there is no hue
    nearer = flags(((hue - 0.5 * sum(middles)) * np.sign(gap) < 0) & lit)
    maybe = opened(flags(nearer & skin & ~neck & grow(hood, _REACH * unit)), 1)
    return holding(flags(grow(maybe, 1) & skin & nearer), grow(hood, 3))
