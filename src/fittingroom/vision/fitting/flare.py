"""How a short sleeve's end hangs about an arm: how far it stands off on the outside, and how aslant it ends."""

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm, hanging

#: How wide a tube of cloth stays of how wide it lies flat; how much of what is more than an arm that hangs straight
#: down stands off outside, and the most that is, units: most of it falls in folds before and behind the arm.
TUBE, OUTSIDE, LOOSEST = 0.85, 0.36, 0.24
#: Cloth to spare, units, from which on a sleeve falls as a plumb line does from the widest place of the upper arm.
FALLS = 0.08
#: At this slope of an arm that is held away from the body all that is to spare hangs below it.
BELOW = 0.6
#: The most that a tube of cloth with an arm in it is seen as wide, of how wide it is in its photo.
SEEN = 1.25
#: To this share of an arm two sleeves end at the same place.
THERE = 0.03
#: A sleeve that is laid longer than its scale says is wider by as much, up to this.
LONGER = 1.5
#: The least that a sleeve's end stands off, units.
LEAST = 0.025
#: How aslant a sleeve ends at most, and how much of what it stands off shows in that.
SLANT, ASLANT = 0.22, 0.8


def corner_of(arm: Arm, frame: Frame, end: float, flat: float, side: int, longer: float = 1.0) -> float:
    """How far from the arm's middle line (pixels) the outer corner of a short sleeve's end, u = `end`, hangs: what its
    own width leaves over once the arm is in it falls outwards from the shoulder, the more the steeper the arm hangs.
    flat: half its width lying flat, pixels. longer: how much longer than at that scale it is laid along the arm."""
    bare = float(arm.bare_at(f32([end]))[0])
    spare = 2 * (TUBE * flat * float(np.clip(longer, 1, LONGER)) - bare)
    down = hanging(frame, side)
    slope = float(np.sqrt(max(1 - down * down, 0.0))) / max(down, 1e-3)
    off = OUTSIDE * float(np.clip(spare, 0, LOOSEST * frame.unit)) * float(np.clip(1 - slope / BELOW, 0, 1))
    plumb = _plumb(arm, frame, end, bare, side) * float(np.clip(spare / (FALLS * frame.unit), 0, 1))
    return bare + max(off, plumb, LEAST * frame.unit)


def old_corner(arm: Arm, end: float, flat: float) -> float | None:
    """How far from the arm's middle line (pixels) the outer corner of the old short sleeve hangs, where the new one,
    which ends there too (u = `end`), has cloth enough to hang as that one does: so cloth really falls on this arm.
    None elsewhere. flat: half the new sleeve's width lying flat, pixels."""
    near = arm.outer_free & (arm.stations > 0.5 * end) & (arm.stations <= end)
    if abs(end - arm.sleeve_end) > THERE * arm.limb.length or near.sum() < 3:
        return None
    corner, bare = float(arm.outer[near].max()), float(arm.bare_at(f32([end]))[0])
    return corner if bare < corner < 2 * SEEN * flat - bare else None


def _plumb(arm: Arm, frame: Frame, end: float, bare: float, side: int) -> float:
    """How far outside the bare arm at u = `end`, pixels, a line passes that hangs from where it is widest above."""
    sign = (-1.0, 1.0)[side]
    above = arm.stations[(arm.stations > 0) & (arm.stations < end)]
    if not len(above):
        return 0.0
    widest = float((sign * arm.limb.point(above, arm.bare_at(above))[:, 0]).max())
    at_end = sign * float(arm.limb.point(end, bare)[0])
    return max(widest - at_end, 0.0)


def slant_of(arm: Arm, frame: Frame, end: float, begins: float, corner: float | None) -> float:
    """How much further down a sleeve ends for each pixel outwards. One that takes over the old one's end slants as that
    did, within what looks right on an arm; one that stands off (`corner`: its outer corner's distance from the middle
    line; None for what lies along the arm) is cut square to itself, and it leans outwards. begins: u of its start."""
    if end == arm.sleeve_end:
        return float(np.clip(arm.slant, -SLANT, SLANT))
    if corner is None:
        return 0.0
    off = corner - float(arm.bare_at(f32([end]))[0]) - LEAST * frame.unit
    return -float(np.clip(ASLANT * off / max(end - begins, 0.2 * frame.unit), 0, SLANT))


def longer_by(end: float, begins: float, scale: float, length: float) -> float:
    """How much longer a sleeve of `length` garment pixels is laid than its `scale` says, from u = `begins` to `end`."""
    return (end - begins) / max(scale * length, 1.0)
