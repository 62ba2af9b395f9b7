"""What lies between long trousers and shoes: bare ankles and turned-up cuffs that were labelled as shoes."""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, largest, opened
from fittingroom.vision.fitting.legs import like_skin
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: A bare ankle shows at least this share of the square of its own half width.
_LEAST = 0.3
#: Bare over such a share of its breadth, an ankle parts what lies above it from the shoe.
_BARE = 0.65
#: It lies round the joint, no further down the leg than this share of it: below there is the shoe.
_LOWEST = 1.09


def with_bare_ankles(person: Person, legs: tuple[Arm, Arm]) -> Person:
    """The person with ankles in the middle of "shoes" labelled skin, and with what lies above them, up to the trousers,
    labelled trousers where its colour is not the shoe's."""
    labels = person.labels.copy()
    skin, cells = like_skin(person), bins(to_lab(person.image))
    worn = person.labels == Label.SHOES
    rows = np.arange(worn.shape[0])[:, None]
    core = worn & ~skin & (rows > (np.median(np.nonzero(worn)[0]) if worn.any() else 0))
    if core.sum() < 60:
        return person
    likely = histogram(cells[core])[cells]
    unlike = likely < 0.25 * np.median(likely[core])
    for leg, other in (legs, legs[::-1]):
        u, v, length = leg.limb.u, leg.limb.v, leg.limb.length
        if leg.sleeve_end < 0.8 * length:
            continue
        near = np.abs(v) < 1.7 * leg.half
        foot = worn | (person.labels == Label.SKIN)  # part of it may be known for skin already
        shoes = flags(near & worn & (u > 0.8 * length) & (u < 1.35 * length))
        nearer = (np.abs(v) < np.abs(other.limb.v)) | (other.limb.u > 1.1 * other.limb.length)
        wide = (np.abs(v) < 2.6 * leg.half) & nearer  # an ankle's joint may lie far from its middle
        ankle = opened(flags(wide & foot & skin & (u > 0.8 * length) & (u < 1.2 * length)), 2)
        ankle = holding(ankle, flags(np.abs(v) < leg.half))
        if not ankle.any():
            continue
        ankle = closed(largest(ankle, 0.3), 2) & foot & wide
        half = float(np.median(leg.half[ankle]))
        if ankle.sum() < _LEAST * half**2 or np.median(u[ankle]) > _LOWEST * length:
            continue
        other_than = unlike | (cut_off(person, ankle, u, v, half) & ~held_by(worn & ~ankle, core, half))
        above = shoes & ~ankle & (u < _top(ankle, u, v, half)) & other_than
        labels[ankle] = Label.SKIN
        thick = grow(closed(opened(flags(above), 0.2 * half), 3), 3)  # laces are thin
        rim = other_than | grow(person.labels == Label.BACKGROUND, 4)
        labels[thick & worn & ~ankle & rim & (np.abs(v) < 2.3 * leg.half)] = Label.LOWER
        slits = closed(labels == Label.LOWER, 3) & shoes & ~ankle & (u < _top(ankle, u, v, half))
        labels[slits] = Label.LOWER
    return replace(person, labels=labels)


def cut_off(person: Person, ankle: Mask, u: Array, v: Array, half: float) -> Mask:
    """H×W: what lies above an `ankle` that is bare nearly all round: no shoe, whatever its colour. Dark trousers
    over dark shoes have the same."""
    low, high = np.percentile(u[ankle], [15, 50])
    across = (u >= low) & (u <= high) & (np.abs(v) < 1.7 * half) & (person.alpha > 0.5)
    if not across.any() or float(ankle[across].mean()) < _BARE:
        return np.zeros(ankle.shape, np.bool_)
    return flags(u < high)


def held_by(shoes: Mask, core: Mask, half: float) -> Mask:
    """Those parts of the `shoes` that are broadly joined to their `core`, as another foot's heel beside this leg is."""
    return flags(grow(holding(opened(shoes, 0.2 * half), core), 2) & shoes)


def _top(ankle: Mask, u: Array, v: Array, half: float) -> Array:
    """How far along the leg the bare ankle begins at each pixel's place across it, in pixels."""
    count = 9
    places = np.linspace(-1.7 * half, 1.7 * half, count)
    step = places[1] - places[0]
    tops = np.full(count, np.nan)
    for k, place in enumerate(places):
        here = u[ankle & (np.abs(v - place) < 0.5 * step)]
        if len(here) > 4:
            tops[k] = np.percentile(here, 4)
    known = np.flatnonzero(np.isfinite(tops))
    if not len(known):
        return np.full(u.shape, -np.inf, np.float32)
    line = ndimage.median_filter(np.interp(np.arange(count), known, tops[known]), 3, mode="nearest")
    return f32(np.interp(v, places, line))
