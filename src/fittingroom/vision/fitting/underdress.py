"""The body under a dress, as far as taking the old clothes off must know it."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.fill import push_pull, shrink
from fittingroom.vision.fitting.leftovers import within
from fittingroom.vision.fitting.limbs import arm_half_width
from fittingroom.vision.fitting.outline import Arm, Sides
from fittingroom.vision.person import Person

#: Down to here (t) there is chest between the arms, however high a dress's armholes end.
CHEST = 0.38


def slim_arm(arm: Arm) -> Arm:
    """`arm` with its bare width under an old short sleeve in proportion to what is seen of it below the sleeve."""
    end, length = arm.sleeve_end, arm.limb.length
    if not 0.1 * length < end < 0.75 * length:
        return arm
    spots = f32([end - 0.08 * length, end + 0.08 * length])
    (above, below), (own, seen) = arm_half_width(spots, length, arm.unit), arm.bare_at(spots)
    share = float(np.clip((seen / below) / max(own / above, 1e-3), 0.8, 1.1))
    under = np.clip((end + 0.06 * length - arm.stations) / (0.1 * length), 0, 1)
    return replace(arm, bare=f32(arm.bare * (1 + (share - 1) * under)))


def hidden_sides(sides: Sides, pit: float) -> Sides:
    """The torso's sides drawn in below the armpits (t = `pit`): whatever is uncovered beside a dress there is
    background, not skin."""
    inwards = 1 - 0.35 * np.clip((sides.t - max(pit, CHEST) - 0.02) / 0.06, 0, 1)
    return replace(sides, width=f32(sides.width * inwards))


def close_by(person: Person, plate: Array) -> Array:
    """A plain background's `plate` (H×W×3) carried on behind the person from where it is seen closest by, narrow gaps
    between arm and body included."""
    known = shrink(person.alpha < 0.02, 1.5) & ~within(person.worn, 3)
    if not known.any():
        return plate
    rest = push_pull(f32(person.image - plate), known)
    return f32(plate + cv2.GaussianBlur(rest, (0, 0), 2.0))
