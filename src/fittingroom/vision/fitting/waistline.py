"""Where the top's hem meets what is worn below it, told from colour: labels are wrong by some pixels just there."""

from dataclasses import replace

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.channels import dot, length
from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.claims import fingers
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import (
    at_least,
    closed,
    even_edge,
    grow,
    opened,
    push_pull,
    shrink,
    soften,
    with_above,
)
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.hands import lost_fingers
from fittingroom.vision.fitting.outline import OldTop, Sides
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How far from the labels' border colours are asked, in units, and how much a label weighs there (log-likelihood)
#: at that distance from the border.
_REACH, _TRUST = 0.06, 2.0

#: How far from the border shade goes, units; how far apart two tints (chroma over lightness) are at least to be told,
#: and below which lightness they can't be; how far the border is evened.
_SHADED, _TINTED, _BLACK, _EVEN = 0.12, 0.1, 4.0, 0.015

#: What a shadow darker than both weighs for the one that lies behind.
_SHADE = 2.0

#: Belt loops, buttons and bright threads that are taken for the top are narrower than this, in units.
_TONGUE = 0.026

#: What is labelled as the lower garment and is thinner than twice this beside the top is the top's shade, in units.
_SLIVER = 0.03

#: Over how much a hem's line is smoothed, in units.
_SMOOTH = 0.012

#: How far below the waist a top's hem is looked for that nothing may stand out from, in torsos.
_OUT = 0.25

#: How far under a top's soft hem a lower garment goes on, in units.
_UNDER = 0.03

#: So many times further out than an arm lets it be seen a hip may reach.
_BEHIND = 1.25

#: How far the waist may be raised under a slanting hem, in torsos; a seam's breadth of cloth shows above it.
_RAISE = 0.04

#: The same where so broad a stretch of the lower garment (units) is seen up there: between the fronts of an open jacket
#: its waistband shows, though most of it begins lower down.
_RAISE_OPEN, _STRETCH = 0.12, 0.12

#: The same on a bare belly, where old trousers dip between the hips: no more, or their own height would be lost.
_RAISE_BARE = 0.07

#: Pieces of cloth and skin in a shoe that are smaller than this, in units squared, are trimmings of its own.
_PIECE = 0.012


def with_hem(person: Person, unit: float) -> Person:
    """The person with upper and lower garment parted where their colours part, without tongues of one in the other.

    A dark fold in the top, with more of the top below it, is the top's. Where the two have the same colours the labels
    stay as they are."""
    upper, lower = person.labels == Label.UPPER, person.labels == Label.LOWER
    beside = _slivers(lower, upper, unit)
    upper, lower = upper | beside, lower & ~beside
    band, leaning = leaning_to(person, lower, upper, unit)
    top = (leaning < 0) & (upper | lower)
    under_fold = with_above(_opened_across(top & upper, 2 * _TONGUE * unit)) & upper
    top = opened(closed(top, 0.5 * _TONGUE * unit), max(2.0, _TONGUE * unit)) | under_fold
    weight = cv2.GaussianBlur((top * 1.0).astype(np.float32), (0, 0), 0.5 + _SMOOTH * unit)
    either = cv2.GaussianBlur(((upper | lower) * 1.0).astype(np.float32), (0, 0), 0.5 + _SMOOTH * unit)
    top = flags(np.where(band, weight > 0.5 * either, upper))
    labels = np.where(beside, np.uint8(Label.UPPER), person.labels)
    labels[band & top], labels[band & ~top] = Label.UPPER, Label.LOWER
    labels[_slivers(labels == Label.LOWER, labels == Label.UPPER, unit)] = Label.UPPER
    return replace(person, labels=labels)


def with_shaded_lower(person: Person, unit: float) -> Person:
    """The person with what of the lower garment lies in the shade of an open jacket's hem given back to it, told by its
    tint, which shade leaves as it is; and with an even border between the two: it is a hem."""
    upper, lower = person.labels == Label.UPPER, person.labels == Label.LOWER
    near = grow(lower, _SHADED * unit) & grow(upper, _SHADED * unit) & (upper | lower)
    if not near.any():
        return person
    box = box_round(near, 0.4 * unit)
    upper, lower, near = upper[box], lower[box], near[box]
    lab = f32(cv2.GaussianBlur(to_lab(person.image[box]), (0, 0), 0.8))
    tint = f32(lab[..., 1:] / (lab[..., :1] + 16))
    known = [shrink(each, 2) & ~grow(other, _SHADED * unit) for each, other in ((upper, lower), (lower, upper))]
    if min(each.sum() for each in known) < 100:
        return person
    tops, lowers = (push_pull(tint, flags(each)) for each in known)
    way = lowers - tops
    share = dot(f32(tint - tops), f32(way)) / np.maximum(dot(f32(way), f32(way)), 1e-6)
    told = near & (length(f32(way)) > _TINTED) & (length(lowers) > _TINTED) & (lab[..., 0] > _BLACK)  # grey has none
    found = opened(flags(told & upper & (share > 0.6)), max(1.0, 0.006 * unit))
    upper = flags(upper & ~holding(found, grow(lower, 2)))
    even = even_edge(upper, _EVEN * unit) > 0.5
    border = near & grow(upper, 2 * _EVEN * unit) & ~shrink(upper, 2 * _EVEN * unit)
    upper = flags(np.where(border & (lower | upper), even, upper))
    labels = person.labels.copy()
    labels[box] = np.where(near, np.where(upper, np.uint8(Label.UPPER), np.uint8(Label.LOWER)), labels[box])
    return replace(person, labels=labels)


def _slivers(lower: Mask, upper: Mask, unit: float) -> Mask:
    """What of `lower` runs up thinly beside `upper`: the shade along an arm."""
    whole = grow(opened(lower, _SLIVER * unit), 2)  # corners are no slivers
    return flags(lower & ~whole & grow(upper, _SLIVER * unit))


def _opened_across(mask: Mask, width: float) -> Mask:
    """`mask` without what is narrower than `width` pixels from left to right."""
    line = np.ones((1, 2 * round(0.5 * width) + 1), np.uint8)
    return flags(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, line) > 0)


def with_hands(person: Person, unit: float) -> Person:
    """The person with skin and lower garment parted where their colours part: what shows between fingers is cloth, and
    fingers in the shade are skin, as are those that were lost in what is behind them."""
    person = _parted(person, Label.SKIN, unit)
    for hand in person.hands:
        if hand is not None:
            lost = lost_fingers(person, hand, unit)
            labels = np.where(lost, np.uint8(Label.SKIN), person.labels).astype(np.uint8)
            person = replace(person, labels=labels, alpha=f32(np.where(lost, 1, person.alpha)))
            found = fingers(person, hand, unit, Label.LOWER)
            person = replace(person, labels=np.where(found, np.uint8(Label.SKIN), person.labels).astype(np.uint8))
    return person


def with_shoes(person: Person, unit: float) -> Person:
    """The person with shoes and lower garment parted where their colours part, and with small pieces of
    either kind, or of skin, that lie by themselves in a shoe given to it."""
    person = _parted(person, Label.SHOES, unit)
    shoes, others = person.labels == Label.SHOES, np.isin(person.labels, [Label.LOWER, Label.SKIN])
    pieces = flags(others & ~at_least(flags(others), _PIECE * unit**2))
    stray = holding(pieces, grow(shoes, 1.5)) & ~holding(pieces, grow(person.labels == Label.UPPER, 1.5))
    return replace(person, labels=np.where(stray, np.uint8(Label.SHOES), person.labels))


def _parted(person: Person, label: Label, unit: float) -> Person:
    skin, lower = person.labels == label, person.labels == Label.LOWER
    band, leaning = leaning_to(person, lower, skin, unit)
    upper = person.labels == Label.UPPER
    cloth = opened(band & (leaning > 0), 1)
    if upper.any():  # the top's shade beside an arm is no lower garment
        cloth &= _away_from(lower) <= _away_from(upper)
    labels = person.labels.copy()
    labels[cloth] = Label.LOWER
    labels[opened(band & ~cloth & (leaning < 0), 1) & band] = label
    return replace(person, labels=labels)


def leaning_to(person: Person, one: Mask, other: Mask, unit: float) -> tuple[Mask, Array]:
    """Along the border of two labels' areas: where it is asked, and how much more likely (in natural logarithms) each
    pixel there belongs to `one` than to the `other`, by its colour and how deep its label lies. What is darker than
    both is the shadow on `one`."""
    reach = max(4.0, _REACH * unit)
    band = grow(one, reach) & grow(other, reach) & (one | other)
    near = grow(band, 0.5 * unit)
    ones, others = one & near & ~band, other & near & ~band
    if band.sum() < 30 or min(ones.sum(), others.sum()) < 200:
        return np.zeros_like(band), np.zeros(band.shape, np.float32)
    lab = to_lab(person.image)
    cells = bins(lab)
    told = np.log(histogram(cells[ones])[cells] / histogram(cells[others])[cells])
    told = cv2.GaussianBlur(np.clip(told, -4, 4).astype(np.float32), (0, 0), 0.6)
    light = cv2.GaussianBlur(lab[..., 0].astype(np.float32), (0, 0), 0.6)
    shaded = light < min(float(np.percentile(lab[..., 0][each], 5)) for each in (ones, others))
    told = told + _SHADE * shaded
    deep = _depth(one) - _depth(other)
    return band, f32(np.where(band, told + _TRUST * np.clip(deep / reach, -1, 1), 9.0 * np.sign(deep)))


def _away_from(mask: Mask) -> Array:
    """How far outside `mask` each pixel lies, 0 inside."""
    return _depth(~mask)


def _depth(mask: Mask) -> Array:
    """How far inside `mask` each pixel lies, 0 outside."""
    return f32(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5))


def with_highest_waist(person: Person, frame: Frame, old: OldTop) -> OldTop:
    """`old` with the waist nearer to the highest place where the lower garment is seen below a slanting hem, so that a
    new one laid there shows its waistband's end nowhere, and on a bare belly nothing of the old one beside it."""
    if old.waist is None:
        return old
    t, lateral = frame.fields(person.labels.shape)
    seen = flags((person.labels == Label.LOWER) & (np.abs(lateral) < 0.75 * frame.unit))
    seen = opened(seen, 0.02 * frame.unit) & (t > old.waist - 0.12)
    if not seen.any():
        return old
    highest = float(t[seen].min())
    if old.belly or not old.open:  # under a whole hem a waistband raised further would hide its button
        most = _RAISE_BARE if old.belly else _RAISE
        return replace(old, waist=float(np.clip(highest, old.waist - most, old.waist)))
    broad = _opened_across(seen, _STRETCH * frame.unit)
    least = max(float(t[broad].min(initial=old.waist)), old.waist - _RAISE_OPEN)
    return replace(old, waist=float(np.clip(highest, min(least, old.waist - _RAISE), old.waist)))


def with_hips(person: Person, frame: Frame, sides: Sides) -> Sides:
    """`sides` with hips that go on behind a hand or a forearm as far out as the lower garment is seen beyond it."""
    width = sides.width.copy()
    for side, sign in ((0, -1.0), (1, 1.0)):
        reach = np.arange(0, 1.5 * float(sides.usual.max()), dtype=np.float32)
        rows, columns = pixels(frame.at(sides.t[:, None], sign * reach[None]), person.labels.shape)
        worn = (person.labels[rows, columns] == Label.LOWER) & (reach[None] < _BEHIND * width[side][:, None])
        outmost = np.where(worn.any(1), worn.shape[1] - worn[:, ::-1].argmax(1), 0)
        hips = np.where(sides.free[side], width[side], np.maximum(width[side], outmost))
        hips = ndimage.gaussian_filter1d(ndimage.median_filter(hips, 5, mode="nearest"), 1.5, mode="nearest")
        width[side] = np.maximum(width[side], hips)
    return replace(sides, width=f32(width))


def up_to_hem(person: Person, t: Array, waist: float, unit: float) -> Array:
    """Where a lower garment may show, H×W, 0…1: above the `waist` (t) that was seen only where the old one did, and
    behind arms; never standing out from behind the top."""
    old = grow(person.labels == Label.LOWER, max(3.0, _UNDER * unit)) | (person.labels == Label.SKIN)
    beside = _beside_top(person) & (t < waist + _OUT)
    return f32(np.where(t < waist, soften(old, 0.8), 1) * (1 - soften(beside, 0.7)))


def _beside_top(person: Person) -> Mask:
    """Background whose nearest part of the person to the left or to the right, in its row, is the top."""
    solid = person.alpha > 0.5
    found = np.zeros(solid.shape, np.bool_)
    for turn in (slice(None), slice(None, None, -1)):
        inside, labels = solid[:, turn], person.labels[:, turn]
        last = np.maximum.accumulate(np.where(inside, np.arange(solid.shape[1]), -1), axis=1)
        top = (np.take_along_axis(labels, np.maximum(last, 0), axis=1) == Label.UPPER) & (last >= 0) & ~inside
        found |= top[:, turn]
    return found
