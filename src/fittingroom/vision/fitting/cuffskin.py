"""Cuffs of about skin's colour that pass for the hand's skin, told from it by their hue."""

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, grow, opened
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hiddenarms import relabelled
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: A sleeve that ends sooner than this share of the arm has no cuff at the hand.
_LONG = 0.75
#: How far beyond a long sleeve's seeming end, as a share of the arm, its cuff may reach, and above it the sleeve tells
#: its colour.
_BEYOND, _ABOVE = 0.14, 0.2
#: Sleeve and hand differ at least so much in hue (a and b of Lab), and what has gone this share of the way from the
#: hand's to the sleeve's is the sleeve.
_DIFFER, _SLEEVES = 5.0, 0.55
#: A cuff is no further from the sleeve in lightness (Lab L): beside dark cloth it is the hand's shade that has no hue.
_AS_LIGHT = 18.0
#: The narrowest cuff, half its height, and the smallest piece of one, units.
_NARROW, _LEAST = 0.008, 0.03
#: On the whole a cuff has gone this share of the way: less is a shade on the hand.
_ALIKE = 0.83
#: Fewer pixels say nothing of a colour.
_FEW = 60


def with_wrist_cuffs(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> tuple[Person, tuple[Arm, Arm]]:
    """`person` with cuffs that passed for skin given back to the old top, and the `arms` as they are then."""
    cuffs = flags(np.logical_or(*(cuff_as_skin(person, arm) for arm in arms)))
    return relabelled(person, frame, arms, cuffs, Label.UPPER)


def cuff_as_skin(person: Person, arm: Arm) -> Mask:
    """H×W: what is labelled skin at the end of a long sleeve and is its cuff by its hue."""
    found = np.zeros(person.labels.shape, np.bool_)
    u, v, long, end = arm.limb.u, arm.limb.v, arm.limb.length, arm.sleeve_end
    near = (np.abs(v) < 2.5 * arm.half) & (u > end - _ABOVE * long) & (u < 1.4 * long)
    if end < _LONG * long or not near.any():
        return found
    box = box_round(near)
    u, near, labels, solid = u[box], near[box], person.labels[box], person.alpha[box] > 0.9
    worn, skin = near & (labels == Label.UPPER), near & (labels == Label.SKIN)
    sleeve, hand = worn & solid & (u < end - 0.02 * long), skin & solid & (u > end + _BEYOND * long)
    if min(sleeve.sum(), hand.sum()) < _FEW:
        return found
    lab = f32(cv2.GaussianBlur(to_lab(person.image[box]), (0, 0), 1.0))
    light, hue = lab[..., 0], lab[..., 1:]
    to, own = np.median(hue[sleeve], axis=0), np.median(hue[hand], axis=0)
    if np.linalg.norm(to - own) < _DIFFER:
        return found
    share = (hue - own) @ (to - own) / float(((to - own) ** 2).sum())
    cuff = skin & (u < end + _BEYOND * long) & (share > _SLEEVES)
    cuff &= np.abs(light - np.median(light[sleeve])) < _AS_LIGHT
    cuff = flags(opened(flags(cuff | worn), _NARROW * arm.unit) & cuff)
    found[box] = _like_sleeve(at_least(holding(cuff, grow(worn, 1.5)), (_LEAST * arm.unit) ** 2), f32(share))
    return found


def _like_sleeve(parts: Mask, share: Array) -> Mask:
    """Those of `parts` that are mostly the sleeve's hue (`share`, H×W: 0 the hand's, 1 the sleeve's), not a shade that
    lies between the two."""
    count, numbers = cv2.connectedComponents(parts.astype(np.uint8))
    alike = [float(np.median(share[numbers == part])) > _ALIKE for part in range(1, count)]
    return flags(np.array([False, *alike])[numbers])
