"""Tops that go on below the hips: a coat, a tunic, a hoodie that reaches the picture's lower edge. There the thighs,
from which the lower garment's colours are learnt, show the top's own cloth, and its lower part passes for trousers."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram, overlap
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.hem import cheapest_path, contrast_of, path_cost
from fittingroom.vision.person import Label

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Half the width of the trunk's middle, in which hems are looked for, S; and the chest there, from which the top's
#: cloth is learnt (0 shoulders, 1 hips).
_MIDDLE, _CHEST = 0.38, (0.2, 0.62)
#: Colours that the chest shows at least so often are its cloth's; of a strip so far below the border found (torsos) at
#: least this share is of them where the cloth goes on.
_RARE, _STRIP, _GOES_ON = 0.05, (0.03, 0.25), 0.3
#: A hem or waistband is an edge this much stronger than what the top shows elsewhere, and of so many grey levels; and
#: it runs so level, torsos.
_CLEAR, _LEAST, _LEVEL = 2.5, 6.0, 0.35
_LOWER = 0.15  # a hem that is found further down lies so much lower at least, torsos
#: How tall the lowest part is from which another garment's colours are learnt, torsos, and how unlike they are.
_DEEP, _UNLIKE = 0.35, 0.5
#: In darker cloth than this (Lab's lightness) a hem may be there and not be seen.
_DARK = 20.0
#: So far down the picture's edge may lie for a top to be taken to go on beyond it, torsos; and for one without long
#: sleeves, which may as well be a dress.
_CROPPED, _SHORT = 1.45, 1.25
_SLEEVED = 0.5  # share of the forearms that is cloth
_ROUND = 0.6  # half the width in which what lies above a hem is the top's, S
#: No lower garment begins so high (0 shoulders, 1 hips) without an edge that one sees; where the top shows edges of so
#: many grey levels itself, that is: of plain dark cloth it may well not be seen.
_HIGH, _BUSY = 0.78, 8.0


@dataclass(frozen=True)
class _Border:
    """Where a lower garment was found to begin, with no edge between it and the top. own: H×W, what has the top's
    colours. begins, ends: t of the lower garment. usual: how strong the top's own edges are; seen: how strong a hem's
    would be, at least."""

    middle: Mask
    chest: Mask
    cells: NDArray[np.int32]
    own: Mask
    begins: float
    ends: float
    contrast: Array
    usual: float
    seen: float


def long_hem(guide: Array, lab: Array, labels: NDArray[np.uint8], body: Body) -> tuple[Array, Mask] | None:
    """Where a top really ends of which a part was labelled as lower garment: the row of its hem at each column (W; the
    picture's height where it goes on beyond the lower edge), and H×W what above that is the top's. None where the
    labels are right, and where nothing tells a long top from a dress or from trousers of the same cloth.

    guide: H×W×3 RGB, 0…1. lab: H×W×3. labels: H×W of `Label`. All of one size, as is the body."""
    found = _unparted(guide, lab, labels, body)
    if found is None:
        return None
    t, upper, lower = body.height, labels == Label.UPPER, labels == Label.LOWER
    top = upper & (t < _CHEST[1])
    deep = lower & (t > max(found.ends - _DEEP, found.begins + _STRIP[1]))
    region = (np.abs(body.sideways) < _ROUND) | found.own
    if deep.sum() > 200 and overlap(histogram(found.cells[top]), histogram(found.cells[deep])) < _UNLIKE:
        hem = _hem_between(found, top, deep, upper | lower, body)
        return (hem, region) if _lies_well(hem, found, t) else None
    if _goes_on(lab, lower, found.chest, labels, body):
        return np.full(body.shape[1], body.shape[0], np.float32), region
    return None


def hem_untold(guide: Array, lab: Array, labels: NDArray[np.uint8], body: Body) -> bool:
    """Whether the lower garment begins far above the hips in the middle of the top's own pattern: labels that can't be
    right. guide, lab, labels, body: as above."""
    found = _unparted(guide, lab, labels, body)
    return found is not None and found.begins < _HIGH and found.usual > _BUSY


def _unparted(guide: Array, lab: Array, labels: NDArray[np.uint8], body: Body) -> _Border | None:
    """The lower garment's beginning where the top's colours go on below it and no hem is seen there, else None."""
    t = body.height
    middle = (np.abs(body.sideways) < _MIDDLE) & (body.arm > 1) & (body.hand > 1.15)
    upper, below = (labels == Label.UPPER) & middle, (labels == Label.LOWER) & middle
    chest = upper & (t > _CHEST[0]) & (t < _CHEST[1])
    if chest.sum() < 200 or below.sum() < 100:
        return None
    cells = bins(lab)
    likely = histogram(cells[chest])[cells]
    own = likely >= np.quantile(likely[chest], _RARE)
    begins, ends = (float(np.percentile(t[below], percent)) for percent in (2, 98))
    strip = below & (t > begins + _STRIP[0]) & (t < begins + _STRIP[1])
    if strip.sum() < 60 or own[strip].mean() < _GOES_ON or not _meet(labels == Label.UPPER, below):
        return None
    contrast = contrast_of(guide)
    usual = _usual(begins, contrast, upper, t)
    seen = max(_CLEAR * usual, _LEAST)
    if _parted_at(begins, contrast, upper | below, below, t, seen):
        return None
    return _Border(middle, chest, cells, own, begins, ends, contrast, usual, seen)


def _meet(upper: Mask, below: Mask) -> bool:
    """Whether the lower garment begins where the top ends in most columns, and no bare belly lies between them."""
    columns = np.flatnonzero(below.any(0))
    above = np.maximum(below.argmax(0)[columns] - 3, 0)
    return float(upper[above, columns].mean()) > 0.5


def _parted_at(begins: float, contrast: Array, cloth: Mask, below: Mask, t: Array, seen: float) -> bool:
    """Whether the border found is a hem that one sees: level, and an edge of more than `seen` grey levels."""
    columns = np.flatnonzero(below.any(0))
    border = t[below.argmax(0)[columns], columns]
    if float(np.subtract(*np.quantile(border, [0.9, 0.1]))) > _LEVEL:
        return False
    return max(_edge(contrast, cloth, t, at) for at in np.arange(begins - 0.08, begins + 0.1, 0.02)) > seen


def _usual(begins: float, contrast: Array, cloth: Mask, t: Array) -> float:
    """How strong the edges are that the top shows above its border, grey levels."""
    places = np.arange(_CHEST[0] + 0.1, begins - 0.1, 0.02)
    return float(np.median([_edge(contrast, cloth, t, at) for at in places])) if len(places) else 0.0


def _lies_well(hem: Array, found: _Border, t: Array) -> bool:
    """Whether a hem (W) runs well below the border `found`, along an edge that one sees."""
    columns = np.flatnonzero(found.middle.any(0))
    rows = np.clip(np.round(hem[columns]), 1, len(t) - 2).astype(np.intp)
    strength = np.max([found.contrast[rows + step, columns] for step in (-1, 0, 1)], axis=0)
    return bool(np.median(t[rows, columns]) > found.begins + _LOWER and np.median(strength) > found.seen)


def _edge(contrast: Array, cloth: Mask, t: Array, at: float) -> float:
    """The strongest contrast near `at` (torsos), as half of the columns show it at least."""
    band = cloth & (np.abs(t - at) < 0.025)
    if band.sum() < 60:
        return 0.0
    return float(np.median(np.where(band, contrast, 0).max(0)[band.any(0)]))


def _hem_between(found: _Border, top: Mask, deep: Mask, cloth: Mask, body: Body) -> Array:
    """W: the row of the edge that parts the colours of `top` best from those of what lies `deep` below."""
    cells, t = found.cells, body.height
    ratio = np.log(histogram(cells[top])[cells] / histogram(cells[deep])[cells])
    ratio = np.clip(cv2.blur(ratio.astype(np.float32), (3, 3)), -1.5, 1.5)
    ratio = np.where(cloth & (body.arm > 0.9), ratio, 0).astype(np.float32)
    rows, columns = np.nonzero((t > found.begins - 0.05) & (t < found.ends) & (np.abs(body.sideways) < _ROUND))
    box = slice(int(rows.min()), int(rows.max()) + 1), slice(int(columns.min()), int(columns.max()) + 1)
    path = cheapest_path(path_cost(ratio[box], found.contrast[box])) + box[0].start
    hem = np.empty(body.shape[1], np.float32)
    hem[box[1]] = path
    hem[: box[1].start], hem[box[1].stop :] = path[0], path[-1]
    return hem


def _goes_on(lab: Array, lower: Mask, chest: Mask, labels: NDArray[np.uint8], body: Body) -> bool:
    """Whether a top of one cloth with what lies below it goes on beyond the picture's lower edge."""
    last = lower[-3:].any(0) & (np.abs(body.sideways[-1]) < _MIDDLE)
    if last.sum() < 5 or float(np.median(lab[chest][:, 0])) < _DARK:
        return False
    sleeves = [segment.distance < 0.8 for segment in body.segments if segment.name == "forearm"]
    along = np.logical_or.reduce(sleeves) if sleeves else np.zeros(labels.shape, np.bool_)
    worn = int((along & np.isin(labels, [Label.UPPER, Label.LOWER])).sum())
    bare = int((along & (labels == Label.SKIN)).sum())
    sleeved = bare <= worn * (1 - _SLEEVED) / _SLEEVED
    return float(np.median(body.height[-1][last])) < (_CROPPED if sleeved else _SHORT)
