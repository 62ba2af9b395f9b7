"""Where a hand comes out of a sleeve that covers most of the arm."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: Half a usual wrist, in units; how many of these a wrist may be wide (on photographs of bare arms 0.12 to 0.145 units
#: in all), and which share of the hand.
_WRIST, _WIDEST, _OF_HAND = 0.075, 1.75, 0.74
#: Of what the hand is wider, so much lies on the outer side; the rest is the thumb's.
_OUTER = 0.35


class Edge(NamedTuple):
    """One side of a hand's outline where it comes out of a sleeve: u; how far from the arm's middle line the wrist's
    edge lies, pixels; and how far beyond that the hand's."""

    u: float
    width: float
    hand: float

    def beyond(self, u: Array) -> Array:
        """How far the edge lies beyond the wrist's at each `u` along the arm, pixels: the hand, and the ball of its
        thumb, rise from the wrist in a curve."""
        return f32(self.hand * np.clip((u - self.u) / self.reach + 1, 0, 1) ** 2)

    @property
    def reach(self) -> float:
        """How far above this the edge begins to rise, pixels."""
        return max(1.8 * self.hand + 0.05 * self.u, 1.0)


def seen_wrist(person: Person, arm: Arm) -> tuple[Edge, Edge] | None:
    """Where the outer and the inner side of the hand's outline come out of a sleeve that covers most of the arm; None
    where it can't be told. A sleeve that ends aslant leaves the two sides at different places."""
    length, end = arm.limb.length, arm.sleeve_end
    if end < 0.7 * length:
        return None
    usual = max(float(arm.bare_at(f32([end]))[0]), _WRIST * arm.unit)
    u, v = arm.limb.u, arm.limb.v
    step = 0.01 * length
    # The sleeve's end is only as sure as a few hundredths of the arm.
    skin = (person.labels == Label.SKIN) & (person.alpha > 0.5) & (np.abs(v) < 2.4 * usual)
    strips, asides = np.floor((u[skin] - end) / step), v[skin]
    reach = np.full((2, 22), np.nan)
    for k in range(22):
        across = asides[strips == k - 4]
        if len(across) > 0.4 * usual:
            reach[:, k] = np.percentile(across, 99.5) + 0.5, 0.5 - np.percentile(across, 0.5)
    edges = [_emerges(side, step) for side in reach]
    if edges[0] is None or edges[1] is None:
        return None
    outer, inner = edges[0], edges[1]
    # A strip that the sleeve's end is mixed into is wider than the hand.
    past = [float(np.nanmin(side[strip : strip + 3])) for side, strip in zip(reach, (outer, inner), strict=True)]
    width = past[0] + past[1]
    if width < 1.1 * usual:
        return None
    wider = width - min(_WIDEST * usual, _OF_HAND * width)
    found = []
    for strip, side, hand in ((outer, past[0], _OUTER * wider), (inner, past[1], (1 - _OUTER) * wider)):
        found.append(Edge(end + (strip - 3.5) * step, side - hand, hand))
    return found[0], found[1]


def _emerges(reach: NDArray[np.floating], step: float) -> int | None:
    """The first strip from which on skin goes no faster outwards than a hand's outline does: before, its edge is the
    slanting end of the sleeve."""
    slope = (reach[3:] - reach[:-3]) / (3 * step)
    steady = np.isfinite(slope) & (np.abs(slope) < 0.6) & (np.abs(reach[1:-2] - reach[:-3]) < 1.0 * step)
    return int(steady.argmax()) + 1 if steady.any() else None
