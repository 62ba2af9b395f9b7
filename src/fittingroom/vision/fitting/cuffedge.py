"""Where the edge of an old long sleeve lies on the hand that comes out of it: the new sleeve ends right there."""

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import soften
from fittingroom.vision.fitting.frame import pixels
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components

#: An old sleeve that ends before this share of the arm is none that a cuff's edge is looked for at.
_LONG = 0.85
#: How far across, and before and past the wrist's place, the edge is looked for, units; and in which steps.
_ACROSS, _BEFORE, _PAST, _STEP = 0.28, 0.35, 0.35, 0.01
#: How far off the labels' edge the colours' edge is looked for, and how far off both sides' own colours are learnt.
_OFF, _LEARN = 0.12, (0.03, 0.2)
#: How many columns of a hand, units, have to be seen; and which share of one below the edge is skin.
_HAND, _SKIN = 0.1, 0.8
#: Colours are told apart that lie so many of their spreads asunder.
_TOLD = 2.0
#: How far off a smooth edge what is found may lie, units; how far it may bow (a share of the hand's width) and slant.
_STRAY, _BOW, _SLANT = 0.03, 0.15, 0.6
#: How far beyond the hand the cuff's sides lie, and how far the new cuff lies over the old one's edge, units.
_ROUND, _OVER = 0.02, 0.01
#: How far up from the edge a sleeve's width is that of the hand that comes out of it; how far beyond the hand it may go
#: at the edge, and how much further for each pixel above it. All but the last in units.
_UP, _WIDER, _OPENS = 0.25, 0.09, 0.5


class CuffEdge(NamedTuple):
    """The edge, u = level + slope·(v − middle) + bow·(v − middle)² in an arm's coordinates (pixels), on a hand that
    lies within `half` pixels of `middle`."""

    level: float
    slope: float
    bow: float
    middle: float
    half: float

    def at(self, v: NDArray[np.floating]) -> Array:
        """u of the edge at each `v`; beyond the hand it goes on as far down the arm as it is there."""
        off = np.clip(v - self.middle, -self.half, self.half)
        return f32(self.level + self.slope * off + self.bow * off**2)


def seen_cuff(person: Person, arm: Arm) -> CuffEdge | None:
    """Where an old sleeve ends on its hand; None where it is short or no hand is seen to come out of it.

    Labels are coarse there. So which colours the cuff and the hand have is learnt to both sides of the labels' edge,
    and in each line along the arm the edge is put where it parts the two best; a smooth curve goes through them."""
    limb, unit = arm.limb, arm.unit
    if arm.crossed or arm.sleeve_end < _LONG * limb.length:
        return None
    across = np.arange(-_ACROSS, _ACROSS, _STEP, dtype=np.float32) * unit
    along = np.arange(-_BEFORE, _PAST, _STEP / 2, dtype=np.float32) * unit + limb.length
    spots = limb.point(along[:, None], across[None])
    rows, columns = pixels(spots, person.labels.shape)
    labels, inside = person.labels[rows, columns], person.alpha[rows, columns] > 0.5
    skin, cloth = (labels == Label.SKIN) & inside, (labels == Label.UPPER) & inside
    steps = 2 / _STEP
    first = _best_cut(f32(cloth) - f32(skin))
    hand = _columns(skin, cloth, first, steps)
    if hand.sum() < _HAND / _STEP:
        return None
    rough = float(np.median(first[hand]))
    score = _told_apart(person.image, spots, skin & hand, cloth & hand, rough, steps)
    if score is None:
        return None
    near = np.abs(np.arange(len(along))[:, None] - rough) < _OFF * steps
    cut = _best_cut(f32(score * near * inside))
    return _smooth(along, across, cut, hand, unit)


def _best_cut(score: Array) -> Array:
    """Where each column of `score` (K×N, positive for cloth) is best parted into cloth above and skin below."""
    return f32(np.vstack([np.zeros_like(score[:1]), np.cumsum(score, axis=0)]).argmax(0))


def _columns(skin: Mask, cloth: Mask, cut: Array, steps: float) -> Mask:
    """Which columns show a hand below a sleeve: the longest run of them."""
    rows = np.arange(len(skin))[:, None]
    below = (rows >= cut) & (rows < cut + 0.12 * steps)
    above = (rows < cut) & (rows >= cut - 0.08 * steps)
    shows = ((skin & below).sum(0) > _SKIN * 0.12 * steps) & ((cloth & above).sum(0) > 0.5 * 0.08 * steps)
    parts, areas = components(shows[None])
    if len(areas) < 2:
        return flags(np.zeros_like(shows))
    return flags(parts[0] == 1 + int(areas[1:].argmax()))


def _told_apart(
    image: NDArray[np.uint8], spots: Array, skin: Mask, cloth: Mask, rough: float, steps: float
) -> Array | None:
    """How much more each spot looks like the sleeve than like the hand, -1…1; None where the two are too alike."""
    off = (np.arange(len(spots))[:, None] - rough) / steps
    low, high = _LEARN
    seen = cv2.remap(image, spots[..., 0], spots[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    colours = to_lab(np.asarray(seen, np.uint8))
    own, worn = colours[skin & (off > low) & (off < high)], colours[cloth & (off < -low) & (off > -high)]
    if min(len(own), len(worn)) < 40:
        return None
    spread = np.cov(own.T) + np.cov(worn.T) + 4 * np.eye(3)
    way = np.linalg.solve(spread, worn.mean(0) - own.mean(0))
    gap = float((worn.mean(0) - own.mean(0)) @ way)
    if gap < _TOLD:
        return None
    middle = 0.5 * (worn.mean(0) + own.mean(0))
    return f32(np.clip(4 * ((colours - middle) @ way) / gap, -1, 1))


def _smooth(along: Array, across: Array, cut: Array, hand: Mask, unit: float) -> CuffEdge | None:
    """A curve through the cuts of the `hand`'s columns."""
    v, u = across[hand], along[np.clip(cut[hand].astype(int), 0, len(along) - 1)]
    middle, half = 0.5 * float(v[0] + v[-1]), 0.5 * float(v[-1] - v[0])
    off = (v - middle) / half
    lit = 1 - 0.5 * off**4  # at its sides a hand is in the shade, and as dark as a sleeve
    weight = f32(lit)
    for _ in range(6):  # what strays counts ever less
        bow, slope, level = np.polyfit(off, u, 2, w=weight)
        stray = np.abs(u - np.polyval([bow, slope, level], off))
        weight = f32(lit / (1 + (stray / (0.4 * _STRAY * unit)) ** 2))
    if (stray < _STRAY * unit).mean() < 0.6:
        return None
    limit = _BOW * 2 * half
    bow, slope = float(np.clip(bow, -limit, limit)), float(np.clip(slope, -_SLANT * half, _SLANT * half))
    level = float(np.average(u - bow * off**2 - slope * off, weights=weight))
    return CuffEdge(level + _OVER * unit, slope / half, bow / half**2, middle, half)


def parted_at(person: Person, arm: Arm, edge: CuffEdge) -> Person:
    """`person` with what lies to both sides of the cuff's `edge` labelled so: sleeve above it, hand below."""
    u, v, unit = arm.limb.u, arm.limb.v, arm.unit
    past = u - edge.at(v)
    beside = np.abs(v - edge.middle) < edge.half + _ROUND * unit
    reach = _OFF * unit
    labels = person.labels.copy()
    labels[beside & (labels == Label.SKIN) & (past < 0) & (past > -2 * reach)] = Label.UPPER
    labels[beside & (labels == Label.UPPER) & (past >= 0) & (past < reach)] = Label.SKIN
    return replace(person, labels=labels)


def round_hand(person: Person, arm: Arm, edge: CuffEdge, alpha: Array) -> tuple[Array, Array]:
    """A sleeve's `alpha` (H×W, 0…1) with its end as wide as the hand that comes out of it, and what that adds: where
    the arm was thought to lie beside it, the old cuff would be seen there. person: with labels parted at the `edge`."""
    u, v, unit = arm.limb.u, arm.limb.v, arm.unit
    above, off = edge.at(v) - u, np.abs(v - edge.middle)
    end = (above > -2) & (above < _UP * unit)
    worn = end & (off < edge.half + _ROUND * unit) & (person.labels == Label.UPPER)
    ends = np.clip(above / 1.5 + 0.5, 0, 1) * np.clip((_UP * unit - above) / (0.5 * _UP * unit), 0, 1)
    closed = soften(flags(worn), 0.8) * person.alpha * ends
    most = edge.half + _WIDER * unit + _OPENS * np.maximum(above, 0)
    within = np.clip(most - off + 0.5, 0, 1)
    alpha = np.where(end | (above < 0), alpha * within, alpha)
    return f32(np.maximum(alpha, closed)), f32(closed)
