"""The body under a dress, as far as taking the old clothes off must know it."""

from dataclasses import replace

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import push_pull, shrink
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.leftovers import within
from fittingroom.vision.fitting.limbs import arm_half_width
from fittingroom.vision.fitting.outline import Arm, ShoulderLine, Sides, usual_shoulder
from fittingroom.vision.person import Label, Person

#: How thick straps and seams lie on the shoulders, in units.
THICK = 0.018
#: Skin so many steps of the line beside cloth lies next to it.
NEXT = 4
#: Down to here (t) there is chest between the arms, however high a dress's armholes end.
CHEST = 0.38


def bare_shoulders(person: Person, frame: Frame, line: ShoulderLine) -> ShoulderLine:
    """The shoulders' line without the cloth on it: from skin to skin under straps, lower by a seam's thickness where
    else the old clothes lie, so that skin rebuilt there goes on where bare skin beside it ends, and a usual shoulder's
    round where a sleeve begins."""
    spots = line.at(frame, line.lateral) - frame.up * 0.02 * frame.unit
    rows, columns = pixels(spots, person.labels.shape)
    clothed = np.isin(person.labels[rows, columns], [Label.UPPER, Label.LOWER])
    lower = ndimage.gaussian_filter1d(ndimage.binary_dilation(clothed, iterations=2).astype(np.float32), 1.0)
    height = line.height - THICK * frame.unit * lower
    joints = frame.lateral(frame.shoulders)
    outside = (line.lateral < joints[0]) | (line.lateral > joints[1])
    usual = ndimage.gaussian_filter1d(usual_shoulder(frame, line.lateral), 5, mode="nearest")
    usual = np.minimum(usual, height)
    bridged, strap = under_straps(line.height, clothed, person.labels[rows, columns] == Label.SKIN)
    share = ndimage.gaussian_filter1d((clothed & outside & ~strap).astype(np.float32), 1.0)
    return replace(line, height=f32(np.where(strap, bridged, height + (usual - height) * share)))


def under_straps(height: Array, clothed: Mask, skin: Mask) -> tuple[Array, Mask]:
    """`height` (K) led straight from skin to skin where cloth lies between the two, and where that is (K)."""
    bridged, found = height.copy(), np.zeros(clothed.shape, np.bool_)
    parts, count = ndimage.label(clothed)
    for (part,) in ndimage.find_objects(parts)[:count]:
        before, after = np.flatnonzero(skin[: part.start]), part.stop + np.flatnonzero(skin[part.stop :])
        if not len(before) or not len(after):
            continue
        first, last = before[-1], after[0]
        if part.start - first > NEXT or last - part.stop + 1 > NEXT:
            continue
        inside = np.arange(first, last + 1)
        bridged[inside] = np.minimum(height[inside], np.interp(inside, [first, last], height[[first, last]]))
        found[inside] = True
    return bridged, found


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


def above_shoulders(frame: Frame, line: ShoulderLine, shape: tuple[int, int]) -> Array:
    """What lies above the shoulders' `line` and round the outside of hanging upper arms' tops, H×W, 0…1. Over an arm
    that is lifted, and further out than shoulders go, there is nothing of it."""
    t, lateral = frame.fields(shape)
    top = np.interp(lateral, line.lateral, line.height)
    above = np.clip((-t * frame.torso - top) / 1.5 + 0.5, 0, 1)
    for side, sign in ((0, -1.0), (1, 1.0)):
        joint = float(frame.lateral(frame.shoulders)[side])
        bone = frame.elbows[side] - frame.shoulders[side]
        hangs = -float(bone @ frame.up) > 0.88 * float(np.linalg.norm(bone))
        reach = joint + sign * (0.24 if hangs else 0.0) * frame.unit
        above = np.where(sign * lateral > sign * reach, 0, above)
    return f32(above)


def hidden_sides(sides: Sides, pit: float) -> Sides:
    """The torso's sides drawn in below the armpits (t = `pit`): whatever is uncovered beside a dress there is
    background, not skin."""
    inwards = 1 - 0.35 * np.clip((sides.t - max(pit, CHEST) - 0.02) / 0.06, 0, 1)
    return replace(sides, width=f32(sides.width * inwards))


def close_by(person: Person, plate: Array) -> Array:
    """A plain background's `plate` (H×W×3) carried on behind the person from where it is seen closest by, narrow gaps
    between arm and body included."""
    known = shrink(person.alpha < 0.02, 1.5) & ~within(np.isin(person.labels, [Label.UPPER, Label.LOWER]), 3)
    if not known.any():
        return plate
    rest = push_pull(f32(person.image - plate), known)
    return f32(plate + cv2.GaussianBlur(rest, (0, 0), 2.0))
