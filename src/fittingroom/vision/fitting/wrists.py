"""Where a hand comes out of a sleeve that covers most of the arm."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: Half a usual wrist, in units; how many of these a wrist may be wide.
_WRIST, _WIDEST = 0.075, 2.3


class Edge(NamedTuple):
    """Where one side of a hand's outline comes out of a sleeve: u, and how far from the arm's middle line, pixels."""

    u: float
    width: float


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
    strips = np.floor((u - end) / step)
    skin &= (strips >= -4) & (strips < 18)
    reach = np.full((2, 22), np.nan)
    for k in range(22):
        across = v[skin & (strips == k - 4)]
        if len(across) > 0.4 * usual:
            reach[:, k] = np.percentile(across, 99.5) + 0.5, 0.5 - np.percentile(across, 0.5)
    edges = [_emerges(side, step) for side in reach]
    if edges[0] is None or edges[1] is None:
        return None
    outer, inner = edges[0], edges[1]
    width = reach[0, outer] + reach[1, inner]
    if width < 1.1 * usual:
        return None
    # The outer side of a hand goes on as the forearm's; the inner one has the thumb.
    thumb = max(0.0, width - _WIDEST * usual)
    return Edge(end + (outer - 3.5) * step, reach[0, outer]), Edge(end + (inner - 3.5) * step, reach[1, inner] - thumb)


def _emerges(reach: NDArray[np.floating], step: float) -> int | None:
    """The first strip from which on skin goes no faster outwards than a hand's outline does: before, its edge is the
    slanting end of the sleeve."""
    slope = (reach[3:] - reach[:-3]) / (3 * step)
    steady = np.isfinite(slope) & (np.abs(slope) < 0.6) & (np.abs(reach[1:-2] - reach[:-3]) < 1.0 * step)
    return int(steady.argmax()) + 1 if steady.any() else None
