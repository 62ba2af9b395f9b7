"""New cloth below the waist drawn out to the old cloth's outline where it is hardly narrower: what the old cloth hid
beside it, a hand or the ground, is not known, and a leg in tight trousers is as wide as these."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.person import Label, Person

#: A gap narrower than the first share of the new cloth's width is closed, one wider than the second is left as it is.
_CLOSED, _OPEN = 0.07, 0.15
#: As wide as this, in units, is a leg at most: above the crotch the cloth's whole width says nothing.
_BROAD = 0.55
#: Over so many units down the edge the change of its width is evened.
_EVEN = 0.05
#: Steeper edges (pixels across a pixel down) are no sides but hems and waists.
_STEEP = 0.9
#: How much at most that change differs from row to row, pixels a pixel: a bulge at the old hem would be a step.
_EASY = 0.09
#: How far new cloth goes on behind a hand that lay beside the old one, in pixels: under its soft edge.
_BEHIND = 3.0


def out_to_old(person: Person, parts: list[Array], unit: float) -> list[Array]:
    """`parts` (each H×W, 0…1) with their outer sides moved out over a narrow strip of the old lower garment."""
    found = [part.copy() for part in parts]
    for flip in (False, True):
        views = [part[:, ::-1] if flip else part for part in found]
        labels = person.labels[:, ::-1] if flip else person.labels
        edge, step = _moved(np.max(views, axis=0), labels, unit)
        rows = np.flatnonzero(step > 0.3)
        if not len(rows):
            continue
        inner = np.clip(np.round(edge[rows] + 2), 0, labels.shape[1] - 1).astype(np.intp)
        owner = np.argmax([view[rows, inner] for view in views], axis=0)
        x = np.arange(labels.shape[1], dtype=np.float32)
        ends = edge_between(np.max(views, axis=0))[rows, None]
        reach = np.clip(x + 1 - ends + step[rows, None], 0, 1) * (x <= edge[rows, None] + 2)
        for index, view in enumerate(views):
            own = rows[owner == index]
            view[own] = np.maximum(view[own], reach[owner == index])
    return [f32(part) for part in found]


def edge_between(cloth: Array) -> Array:
    """Where the left edge of `cloth` (H×W, 0…1) lies in each row, pixels from the picture's left side: within those
    pixels that it covers in part."""
    rows, first = np.arange(len(cloth)), (cloth > 0.5).argmax(1)
    before = np.where(first > 0, cloth[rows, np.clip(first - 1, 0, None)], 0)
    return f32(first + 1 - cloth[rows, first] - before)


def _moved(cloth: Array, labels: NDArray[np.uint8], unit: float) -> tuple[Array, Array]:
    """x of the left edge of `cloth` in each row, and how many pixels it is to be moved to the left (H). Where what is
    worn above or an arm hides the edge, any move behind that will do."""
    worn, skin, hiding = labels == Label.LOWER, labels == Label.SKIN, np.isin(labels, [Label.SKIN, Label.UPPER])
    height, width = cloth.shape
    solid = cloth > 0.5
    here = solid.any(1)
    first = solid.argmax(1)
    edge = np.where(here, first, 0).astype(np.float32)
    before = np.clip(first - 1, 0, None)
    rows = np.arange(height)
    edge -= np.where(here & (first > 0), np.clip(cloth[rows, before], 0, 0.5), 0)  # where between pixels it lies
    if here.sum() < 8:
        return edge, np.zeros(height, np.float32)
    x = np.arange(width)
    left = x < first[:, None]
    stop = np.where(~worn & left, x, -1).max(1)  # the run of old cloth ends here
    gap = np.where(here & (stop >= 0), np.maximum(edge - stop - 1, 0), 0)
    broad = ndimage.gaussian_filter1d(_run(solid, first).astype(np.float32), _EVEN * unit, mode="nearest")
    share = gap / np.clip(broad, 1, _BROAD * unit)
    hand = skin[rows, np.clip(stop, 0, None)] & (gap > 0)
    step = (gap + _BEHIND * hand) * np.clip((_OPEN - share) / (_OPEN - _CLOSED), 0, 1)
    slope = np.abs(np.gradient(ndimage.gaussian_filter1d(edge, 1.5, mode="nearest")))
    side = ndimage.binary_opening(here & (slope < _STEEP), iterations=max(2, round(0.03 * unit)))
    widest = ndimage.maximum_filter1d(np.where(side, step, 0), max(3, round(_EVEN * unit)), mode="nearest")
    hidden = here & hiding[rows, np.clip(first, 0, width - 1)]
    room = edge - np.where(~hiding & left, x, -1).max(1) - 1
    easy = _eased(np.where(hidden, np.maximum(room, widest), widest))
    beside = ndimage.maximum_filter1d(hand & side, max(3, round(_EVEN * unit)))
    easy = np.maximum(easy, -_eased(np.where(beside, -widest, 0)))
    return edge, f32(ndimage.gaussian_filter1d(easy, _EVEN * unit, mode="nearest") * side)


def _eased(step: Array) -> Array:
    """The largest steps (H) that are nowhere larger than `step` and change by no more than `_EASY` a row."""
    down = _EASY * np.arange(len(step))
    falling = np.minimum.accumulate(step - down) + down
    rising = (np.minimum.accumulate((step + down)[::-1])[::-1]) - down
    return f32(np.minimum(falling, rising))


def _run(solid: Mask, first: np.ndarray) -> np.ndarray:
    """How many pixels of each row from its `first` on are `solid`, without a break."""
    x = np.arange(solid.shape[1])
    ends = np.where(~solid & (x > first[:, None]), x, solid.shape[1]).min(1)
    return np.asarray(np.where(solid.any(1), ends - first, 0))
