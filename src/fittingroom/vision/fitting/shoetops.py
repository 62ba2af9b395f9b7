"""The tops of shoes: what of one reaches above the hem of long trousers is inside them, and bare legs end in it."""

from dataclasses import dataclass

import numpy as np

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.frame import pixels
from fittingroom.vision.fitting.legs import leg_shape, middle_at, nearer
from fittingroom.vision.fitting.limbs import locate
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import WORN, Label, Person

#: Shoes are measured down to this share of a leg, in steps of that share of it, aside as far as so many units.
_DOWN, _EACH, _ASIDE = 1.2, 0.01, 0.45
#: So far above the hem, in legs, a shoe that stands out beside it is covered, by so much more than its own breadth in
#: units, unless it reaches further out of the leg than so many units: that is a toe.
_ABOVE, _MARGIN, _TOE = 0.13, 0.012, 0.16
#: From so far above the hem on, in legs, a leg comes to hang over the shoe.
_BENDS = 0.35
#: So much of what the cloth is let out on one side it gives up on the other, where it lies beyond the shoe there.
_MOVES = 0.8
#: A hem gets no wider by it than by such a share of its width.
_WIDER = 0.15
#: Cloth that hangs over a heel passes the halfway line between both legs by no more than so much, in units; where the
#: other leg's does as well, both keep so far away from it.
_PASSED, _PARTED = 0.02, 0.02
#: The collar of a shoe is its first part down the leg that is seen on both sides, so long, in legs; a bare leg is
#: narrower by so much on either side, in units, and leads to it from so far up, in legs.
_COLLAR, _WITHIN, _NARROWS = 0.045, 0.008, 0.28
#: It gets narrower by no more than such a share of itself: what is seen of a collar may not be all of it.
_THINNER = 0.15


@dataclass(frozen=True)
class Shoe:
    """What is seen of a leg's shoe. places: pixels along the leg (K). outer, inner: how far it reaches from the leg's
    middle line to either side there, pixels (nan where none is seen)."""

    places: Array
    outer: Array
    inner: Array

    def above(self, edge: Array, end: float, length: float) -> Array:
        """What is seen of one `edge` above a hem at `end`, both pixels along a leg of this `length`."""
        near = (self.places > end - _ABOVE * length) & (self.places < end) & np.isfinite(edge)
        return edge[near]


def shoe_of(person: Person, leg: Arm, other: Arm) -> Shoe:
    """The shoe at the end of this `leg`: what of it hangs together with the leg. What lies nearer to the `other` leg is
    not its own."""
    places = f32(np.arange(0.85, _DOWN, _EACH) * leg.limb.length)
    reach = np.arange(0, _ASIDE * leg.unit, dtype=np.float32)
    own = nearer(leg, other) & (person.alpha > 0.5) & np.isin(person.labels, (*WORN, Label.SHOES, Label.SKIN))
    edges = []
    for sign in (1.0, -1.0):
        rows, columns = pixels(leg.limb.point(places[:, None], sign * reach[None]), person.labels.shape)
        joined = np.logical_and.accumulate(own[rows, columns], axis=1)
        shoe = joined & (person.labels[rows, columns] == Label.SHOES)
        last = (shoe * reach).max(1)
        edges.append(np.where(shoe.any(1), last, np.nan))
    return Shoe(places, f32(edges[0]), f32(edges[1]))


def over_shoe(outer: Array, inner: Array, u: Array, end: float, shoe: Shoe, leg: Arm) -> tuple[Array, Array]:
    """How far the cloth of a leg reaches from its middle line to either side (K, pixels) at `u` along it, with its end,
    at `end`, brought over what the `shoe` shows above it."""
    beyond = []
    for edge, seen in ((outer, shoe.outer), (inner, shoe.inner)):
        shown = shoe.above(seen, end, leg.limb.length)
        past = float(shown.max(initial=0)) + _MARGIN * leg.unit - float(np.interp(end, u, edge))
        beyond.append(past if len(shown) and past < _TOE * leg.unit else 0.0)
    out = [max(past, 0.0) for past in beyond]
    spare = [max(-past, 0.0) for past in beyond]
    moved = [out[side] - min(_MOVES * out[1 - side], spare[side]) for side in (0, 1)]
    wider = sum(moved)
    most = _WIDER * float(np.interp(end, u, outer) + np.interp(end, u, inner))
    moved = [part - 0.5 * max(wider - most, 0.0) for part in moved]
    bends = eased(f32((u - end) / (_BENDS * leg.limb.length) + 1))
    return f32(outer + bends * moved[0]), f32(inner + bends * moved[1])


def past_halfway(inner: Array, u: Array, end: float, shoe: Shoe | None, leg: Arm, other: Arm) -> Array:
    """How far inwards the cloth of a `leg` that hangs over its shoe may reach at `u` along it (K, pixels), so that both
    legs part. inner: how far it does without. end: its hem. shoe: the `other` leg's, whose heel may need room as well.
    """
    halfway = -0.5 * locate(other.limb, leg.limb.point(u))[:, 1]
    heel = 0.0 if shoe is None else float(shoe.above(shoe.inner, end, leg.limb.length).max(initial=0))
    meets = heel > float(np.interp(end, u, inner))
    return f32(halfway + (-_PARTED if meets else _PASSED) * leg.unit)


def shod_shape(person: Person, leg: Arm, other: Arm) -> Array:
    """`leg_shape` of a leg that long old clothes covered, H×W, 0…1, led into the collar of its shoe: legs are traced
    along their bones alone, and feet stand aside of these. Below the collar it is nowhere beside the shoe."""
    shoe, length = shoe_of(person, leg, other), leg.limb.length
    both = np.flatnonzero(np.isfinite(shoe.outer) & np.isfinite(shoe.inner))
    if not len(both) or shoe.places[both[0]] > 1.08 * length:
        return leg_shape(leg)
    top = float(shoe.places[both[0]])
    collar = both[shoe.places[both] < top + _COLLAR * length]
    half, middle = float(leg.bare_at(f32([top]))[0]), float(middle_at(leg, f32([top]))[0])
    spare = [
        float(edge[collar].max()) - _WITHIN * leg.unit - drawn
        for edge, drawn in ((shoe.outer, half + middle), (shoe.inner, half - middle))
    ]
    out = [min(each, 0.0) for each in spare]
    moved = [out[side] + min(-out[1 - side], max(spare[side], 0.0)) for side in (0, 1)]
    narrower = max(-sum(moved) - _THINNER * 2 * half, 0.0)
    moved = [each + 0.5 * narrower for each in moved]
    leads = eased(f32((leg.limb.u - top) / (_NARROWS * length) + 1))
    led = leg_shape(leg, further=(f32(leads * moved[0]), f32(leads * moved[1])))
    u, v, below = leg.limb.u, leg.limb.v, top + _COLLAR * length
    outer, inner = (np.interp(u, shoe.places, np.nan_to_num(edge, nan=0.0)) for edge in (shoe.outer, shoe.inner))
    beside = np.clip(np.minimum(outer - v, v + inner) / 1.6 + 0.5, 0, 1)
    return f32(np.where(u > below, led * beside, led))
