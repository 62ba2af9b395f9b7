"""How the old trousers' hem lay on the shoes: their fronts lift its middle, and will lift the new one's as far."""

import numpy as np

from fittingroom.vision.fitting.arrays import flags
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.legs import ahead_of, nearer, seen_ankle
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: From this share of a leg on trousers are long enough to lie on shoes.
LONG = 0.9
#: An ankle that shows as many units squared tells that the hem hung free above the shoe.
FREE = 0.06
#: How much of a leg's own width the hem touches the shoe on, at least.
LIES = 0.6
#: How far the middle of a hem is lifted at least and at most, in shares of its width: more would look torn.
LEAST, MOST = 0.06, 0.22


def lifted(person: Person, leg: Arm, other: Arm) -> float | None:
    """How far the middle of the old hem hung below its ends, in shares of its width, where this leg's shoe lifted it:
    less than 0; None where it hung, or lay on no shoe. What lies nearer to the `other` leg is not this one's."""
    u, v = leg.limb.u, leg.limb.v
    if leg.sleeve_end < LONG * leg.limb.length or seen_ankle(person, leg).sum() > (FREE * leg.unit) ** 2:
        return None
    shoes, worn = person.labels == Label.SHOES, person.labels == Label.LOWER
    own = (np.abs(v) < 3 * leg.half) & (u > LONG * leg.limb.length)
    if ahead_of(leg, other):
        own &= nearer(leg, other)
    edge = flags(grow(flags(shoes & own), 1.5) & worn)
    if edge.sum() < 20:
        return None
    left, right = np.percentile(v[edge], [2, 98])
    wide = float(right - left)
    if wide < 2 * LIES * float(leg.bare[-1]):
        return None
    place = (v[edge] - left) / wide
    parts = [u[edge][(place >= a) & (place <= b)] for a, b in ((-1, 0.2), (0.3, 0.7), (0.8, 2))]
    if min(len(part) for part in parts) < 3:
        return None
    first, middle, last = (float(np.median(part)) for part in parts)
    hang = (middle - 0.5 * (first + last)) / wide
    return max(hang, -MOST) if hang < -LEAST else None
