"""Arms as they are seen. Some are hidden, and the pose network only guesses at them: it lays them somewhere on the
body."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import Mask
from fittingroom.vision.fitting.frame import ELBOWS, Frame, pixels
from fittingroom.vision.fitting.limbs import FAR, arm_half_width
from fittingroom.vision.fitting.outline import Arm, trace_arms
from fittingroom.vision.person import Label, Person

#: Below this visibility of its elbow an arm is guessed; along which shares of it its outer side is looked at; how far
#: beyond its edge, units, which lies at most so many usual half widths off; and how much of that must be background for
#: it to be an arm beside the body all the same.
_GUESSED, _FROM, _BEYOND, _WIDEST, _SEEN = 0.3, (0.25, 1.0), 0.013, 1.8, 0.3


def seen_arms(person: Person, frame: Frame) -> tuple[Arm, Arm]:
    """Both arms along the labels, those that are nowhere to be seen put out of the way."""
    return without_hidden(person, trace_arms(person, frame))


def relabelled(
    person: Person, frame: Frame, arms: tuple[Arm, Arm], found: Mask, label: Label
) -> tuple[Person, tuple[Arm, Arm]]:
    """`person` with what was `found` on their arms (H×W) labelled so, and the `arms` as they are then."""
    if not found.any():
        return person, arms
    person = replace(person, labels=np.where(found, np.uint8(label), person.labels))
    return person, seen_arms(person, frame)


def without_hidden(person: Person, arms: tuple[Arm, Arm]) -> tuple[Arm, Arm]:
    """`arms` with those that are nowhere to be seen put out of the way: what the pose network takes for them is chest
    and clothes, where a sleeve must not be drawn nor skin stay bare."""
    first, second = (_away(arm) if _is_hidden(person, arm, side) else arm for side, arm in enumerate(arms))
    return first, second


def _is_hidden(person: Person, arm: Arm, side: int) -> bool:
    """Whether an arm is guessed and lies, as far as the picture goes, on the person rather than at their edge."""
    if person.pose[ELBOWS[side], 3] >= _GUESSED:
        return False
    along = (arm.stations > _FROM[0] * arm.limb.length) & (arm.stations < _FROM[1] * arm.limb.length)
    stations = arm.stations[along]
    widest = _WIDEST * arm_half_width(stations, arm.limb.length, arm.unit)
    points = arm.limb.point(stations, np.minimum(arm.outer[along], widest) + _BEYOND * arm.unit)
    height, width = person.labels.shape
    x, y = points.T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    if inside.mean() < 0.5:
        return False
    rows, columns = pixels(points[inside], person.labels.shape)
    return bool((person.alpha[rows, columns] < 0.5).mean() < _SEEN)


def _away(arm: Arm) -> Arm:
    """`arm` with no pixel near it, and no sleeve on it."""
    nowhere = np.full(arm.limb.u.shape, FAR, np.float32)
    limb = replace(arm.limb, u=nowhere, v=nowhere)
    return replace(arm, limb=limb, sleeve_end=0.0, hidden=True)
