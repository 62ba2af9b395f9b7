"""How long trousers' hems lie on shoes: fronts lift their middle, and the side that the toes point to lies higher."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32, flags
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
LEAST, MOST = 0.06, 0.11
#: How much one end of a hem lies lower than the other at most, in shares of its width.
STEEPEST = 0.18
#: How much higher the end above the toes lies, in widths of the hem for each unit that they point aside, where no old
#: hem tells: the back falls to the heel, the front rests on the instep. Nearer to the camera's line than this (units)
#: they point to neither side.
RISES, AHEAD = 0.6, 0.06


def lifted(person: Person, leg: Arm, other: Arm) -> float | None:
    """How far the middle of the old hem hung below its ends, in shares of its width, where this leg's shoe lifted it:
    less than 0; None where it hung, or lay on no shoe. What lies nearer to the `other` leg is not this one's."""
    found = _old_hem(person, leg, other)
    if found is None:
        return None
    place, u, wide = found
    parts = [u[(place >= a) & (place <= b)] for a, b in ((-1, 0.2), (0.3, 0.7), (0.8, 2))]
    if min(len(part) for part in parts) < 3:
        return None
    first, middle, last = (float(np.median(part)) for part in parts)
    hang = (middle - 0.5 * (first + last)) / wide
    return max(hang, -MOST) if hang < -LEAST else None


def tilt(person: Person, leg: Arm, other: Arm) -> float:
    """How much lower the outer end of the hem on this leg's shoe lies than the inner one, square to the leg, in shares
    of its width: as the old one did, or as the shoe that is seen whole points."""
    found = _old_hem(person, leg, other)
    if found is None:
        return float(np.clip(-RISES * points_outwards(person, leg, other), -STEEPEST, STEEPEST))
    place, u, wide = found
    low, high = np.median(u[place < 0.3]), np.median(u[place > 0.7])  # 0.15 and 0.85 in the middle
    return float(np.clip((high - low) / (0.7 * wide), -STEEPEST, STEEPEST))


def points_outwards(person: Person, leg: Arm, other: Arm) -> float:
    """How far the toes of this leg's shoe lie outside the line through its ankle, units; 0 where they point at the
    camera, or no shoe is seen."""
    u, v, length = leg.limb.u, leg.limb.v, leg.limb.length
    shoe = (person.labels == Label.SHOES) & (u > length) & (np.abs(v) < leg.unit) & nearer(leg, other)
    if shoe.sum() < (0.1 * leg.unit) ** 2:
        return 0.0
    toes = shoe & (u > np.median(u[shoe]))
    aside = float(np.median(v[toes])) / leg.unit
    return float(np.sign(aside) * max(abs(aside) - AHEAD, 0.0))


def _old_hem(person: Person, leg: Arm, other: Arm) -> tuple[Array, Array, float] | None:
    """Points along the edge in which the old trousers' hem lies on this leg's shoe: places across (0 the inner end, 1
    the outer), pixels along the leg, and the hem's width in pixels."""
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
    if min((place < 0.3).sum(), (place > 0.7).sum()) < 3:
        return None
    return f32(place), f32(u[edge]), wide
