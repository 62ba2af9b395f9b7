"""The outline of hands before background that comes to light where an old jacket's tail or sleeve hung behind them."""

from typing import NamedTuple

import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import even_edge, grow, push_pull, shrink
from fittingroom.vision.person import Label, Person

#: How far round its landmarks a hand is itself, units.
_REACH = 0.1
#: How much of a hand's outline is evened (deviation, pixels), and how far from it photo and background are mixed anew.
_EVEN, _RIM = 1.5, 3.0


class HandEdges(NamedTuple):
    """rim: H×W, the pixels along such outlines. share: H×W, 0…1, of the hand in each of them. drawn: H×W×3 RGB, hand
    and background mixed by it."""

    rim: Mask
    share: Array
    drawn: Array


def hand_edges(person: Person, seen: Array, open_: Array, unit: float) -> HandEdges:
    """The edges of hands on background that comes to light once the old clothes are off: `seen` (H×W×3), which is that
    as far as it is `open_` (H×W, 0…1). What is taken off ends in labels' steps there."""
    shape = person.labels.shape
    found, shares, drawn = np.zeros(shape, np.bool_), np.zeros(shape, np.float32), seen.copy()
    for hand in person.hands:
        if hand is None:
            continue
        near = grow(spread(hand, shape), _REACH * unit)
        box = box_round(near, 4 * _RIM)
        skin, stays = person.labels[box] == Label.SKIN, flags(open_[box] < 0.5)
        inner, beyond = shrink(stays, 1.5) & grow(skin, 1), shrink(~stays, 1.5)
        if not inner.any() or not beyond.any():
            continue
        rim = near[box] & grow(skin, _RIM) & grow(stays, _RIM) & grow(~stays, _RIM) & ~person.front.objects[box]
        rim &= ~grow(stays & (person.alpha[box] < 0.5), _RIM + 2)  # there the photo's own background begins
        share = even_edge(stays, _EVEN)
        own = np.where(inner[..., None], seen[box], push_pull(seen[box], inner))
        behind = np.where(beyond[..., None], seen[box], push_pull(seen[box], beyond))
        drawn[box] = np.where(rim[..., None], behind + (own - behind) * share[..., None], drawn[box])
        shares[box], found[box] = np.where(rim, share, shares[box]), found[box] | rim
    return HandEdges(found, f32(shares), f32(drawn))
