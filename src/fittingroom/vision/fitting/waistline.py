"""Where the top's hem meets what is worn below it, told from colour: labels are wrong by some pixels just there."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, opened, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import OldTop
from fittingroom.vision.person import Label, Person

#: How far from the labels' border colours are asked, in units, and how much a label weighs there (log-likelihood)
#: at that distance from the border.
_REACH, _TRUST = 0.06, 2.0

#: What a shadow darker than both weighs for the one that lies behind.
_SHADE = 2.0

#: Belt loops, buttons and bright threads that are taken for the top are narrower than this, in units.
_TONGUE = 0.026

#: Over how much a hem's line is smoothed, in units.
_SMOOTH = 0.012

#: How far the waist may be raised under a slanting hem, in torsos; a seam's breadth of cloth shows above it.
_RAISE = 0.04


def with_hem(person: Person, unit: float) -> Person:
    """The person with upper and lower garment parted where their colours part, without tongues of one in the other.

    Where the two have the same colours the labels stay as they are."""
    upper, lower = person.labels == Label.UPPER, person.labels == Label.LOWER
    band, leaning = leaning_to(person, lower, upper, unit)
    top = (leaning < 0) & (upper | lower)
    top = opened(closed(top, 0.5 * _TONGUE * unit), max(2.0, _TONGUE * unit))
    weight = cv2.GaussianBlur((top * 1.0).astype(np.float32), (0, 0), 0.5 + _SMOOTH * unit)
    either = cv2.GaussianBlur(((upper | lower) * 1.0).astype(np.float32), (0, 0), 0.5 + _SMOOTH * unit)
    top = flags(np.where(band, weight > 0.5 * either, upper))
    labels = person.labels.copy()
    labels[band & top], labels[band & ~top] = Label.UPPER, Label.LOWER
    return replace(person, labels=labels)


def with_hands(person: Person, unit: float) -> Person:
    """The person with skin and lower garment parted where their colours part: what shows between fingers is cloth."""
    return _parted(person, Label.SKIN, unit)


def with_shoes(person: Person, unit: float) -> Person:
    """The person with shoes and lower garment parted where their colours part."""
    return _parted(person, Label.SHOES, unit)


def _parted(person: Person, label: Label, unit: float) -> Person:
    skin, lower = person.labels == label, person.labels == Label.LOWER
    band, leaning = leaning_to(person, lower, skin, unit)
    cloth = opened(band & (leaning > 0), 1)
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


def _depth(mask: Mask) -> Array:
    """How far inside `mask` each pixel lies, 0 outside."""
    return f32(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5))


def with_highest_waist(person: Person, frame: Frame, old: OldTop) -> OldTop:
    """`old` with the waist nearer to the highest place where the lower garment is seen below a slanting hem, so that a
    new one laid there shows its waistband's end nowhere; as it is where a bare belly shows."""
    if old.waist is None or old.belly:
        return old
    t, lateral = frame.fields(person.labels.shape)
    seen = flags((person.labels == Label.LOWER) & (np.abs(lateral) < 0.75 * frame.unit))
    seen = opened(seen, 0.02 * frame.unit) & (t > old.waist - 0.12)
    if not seen.any():
        return old
    return replace(old, waist=float(np.clip(t[seen].min(), old.waist - _RAISE, old.waist)))


def up_to_hem(person: Person, t: Array, waist: float, unit: float) -> Array:
    """Where a lower garment may show, H×W, 0…1: above the `waist` (t) that was seen only where the old one did, and
    behind arms."""
    old = grow(person.labels == Label.LOWER, max(2.0, 0.012 * unit)) | (person.labels == Label.SKIN)
    seen = soften(old, 0.8)
    return f32(np.where(t < waist, seen, 1))
