"""The shade that an old short sleeve throws on the arm below it."""

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.crops import box_round, limb_in, person_in
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: How far such a shade goes at least and at most, units: a soft one ends right below the sleeve, the noon sun's does
#: not.
LEAST, MOST = 0.025, 0.14
#: Lightness is read in steps so long (units), as far as this; the skin lies in the light where it has this share of
#: what its lighter steps have.
_STEP, _FAR, _LIT = 0.01, 0.24, 0.95
#: Which percentile of the steps is the light's.
_LIGHTER = 65
#: How much of an arm's half width is looked at: its edges have a shade of their own.
_MIDDLE = 0.7
#: Fewer pixels, and fewer steps, say nothing.
_FEW, _FEW_STEPS = 8, 10
#: Which sleeves are short, as shares of the arm.
SHORT = (0.08, 0.75)
#: How much higher than the old one a new sleeve must end to lay bare what that one hid, in lengths of the arm.
_ABOVE = 0.06


def is_short(arm: Arm) -> bool:
    """Whether the old sleeve ends on the arm well above its wrist."""
    return SHORT[0] < arm.sleeve_end / arm.limb.length < SHORT[1]


def ends_above(arm: Arm, start: float) -> bool:
    """Whether a new sleeve that ends at `start` (u, 0 for none) ends well above the old one, and lays the skin bare
    that this one's end and shade lay on. Else the new sleeve throws its own shade there, and seen skin may stay."""
    return start < arm.sleeve_end - _ABOVE * arm.limb.length


def shade_reach(person: Person, arm: Arm) -> float:
    """How far below the end of its old short sleeve the arm's skin lies in that one's shade, in units: to where it is
    as light as it is further down. `LEAST` where that can't be told."""
    share = arm.limb.u / arm.limb.length
    skin = shrink((person.labels == Label.SKIN) & (np.abs(arm.limb.v) < _MIDDLE * arm.half), 1)
    skin &= (share > SHORT[0]) & (share < 0.95)
    if not is_short(arm) or not skin.any():
        return LEAST
    box = box_round(skin, _FAR * arm.unit)
    person, limb, skin = person_in(person, box), limb_in(arm, box).limb, skin[box]
    sleeve = (person.labels == Label.UPPER) & (np.abs(limb.u - arm.sleeve_end) < 0.2 * limb.length)
    if not sleeve.any():  # the top's label ends above where the arm's sleeve does
        return LEAST
    away = cv2.distanceTransform((~sleeve).astype(np.uint8), cv2.DIST_L2, 5) / (_STEP * arm.unit)
    light = f32(to_lab(person.image[skin][None])[0, :, 0])
    steps = away[skin].astype(np.intp)
    found = [light[steps == k] for k in range(round(_FAR / _STEP))]
    profile = np.array([float(np.median(each)) if len(each) > _FEW else np.nan for each in found])
    if np.isfinite(profile).sum() < _FEW_STEPS:
        return LEAST
    lit = np.flatnonzero(profile >= _LIT * np.nanpercentile(profile, _LIGHTER))
    runs = lit[:-1][np.diff(lit) == 1]  # one light step alone is a hem's reflection
    return float(np.clip(_STEP * runs[0] if len(runs) else MOST, LEAST, MOST))
