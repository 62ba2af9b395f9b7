"""A jacket's tail that a hand on the hip holds back: beside the hand it was taken for more of it."""

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.fitting.claims import between, spread
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, closed, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Hand, Label, Person
from fittingroom.vision.pieces import holding

#: How far round its landmarks a hand is itself, and how far beyond old cloth may hang behind it, units.
_HAND, _REACH = 0.05, 0.6
#: How broad such cloth is at least, and the side of the smallest square of it, units: less is the hand's edge.
_BROAD, _LEAST = 0.06, 0.15
#: From this share of the way from the hand's colour to the cloth's on, a colour is the cloth's.
_SHARE = 0.6
#: Closer to the hand and beside the body it lies in the shade: how far from the rest of it (units), and from which
#: share on; its edge, mixed with what lies beside it, is as wide as this, pixels.
_SHADE, _SHADED, _RIM = 0.25, 0.15, 1.5
_FEW = 100  # fewer pixels say nothing of a colour


def behind_hands(person: Person, arms: tuple[Arm, Arm], unit: float) -> Mask:
    """What is labelled skin beyond a hand but has the colour of its arm's old sleeve rather than its own, H×W."""
    found = np.zeros(person.labels.shape, np.bool_)
    on_arms = np.logical_or.reduce([(np.abs(arm.limb.v) < arm.half) & (arm.limb.u < arm.limb.length) for arm in arms])
    for hand, arm in zip(person.hands, arms, strict=True):
        if hand is not None:
            found |= _behind(person, hand, arm, unit)
    return flags(found & ~on_arms)


def _behind(person: Person, hand: Hand, arm: Arm, unit: float) -> Mask:
    """`behind_hands` for one hand, H×W."""
    palm, skin = spread(hand, person.labels.shape), person.labels == Label.SKIN
    found, own = np.zeros(skin.shape, np.bool_), grow(palm, _HAND * unit)
    beyond = flags(skin & ~own & grow(own, _REACH * unit))
    sleeve = (np.abs(arm.limb.v) < arm.half) & (arm.limb.u > 0.5 * arm.limb.length) & (arm.limb.u < arm.limb.length)
    sleeve, sure = shrink(flags(sleeve & (person.labels == Label.UPPER)), 3), shrink(flags(skin & palm), 2)
    if beyond.sum() < (_LEAST * unit) ** 2 or min(sure.sum(), sleeve.sum()) < _FEW:
        return found
    box = box_round(flags(beyond | sure | sleeve), 4)
    lab = f32(to_lab(person.image[box]))
    cloth = np.broadcast_to(np.median(lab[sleeve[box]], axis=0), lab.shape)
    share = cv2.blur(between(lab, push_pull(lab, sure[box]), f32(cloth)), (3, 3))
    broad = opened(flags(beyond[box] & (share > _SHARE)), 0.5 * _BROAD * unit)
    broad = at_least(broad, (_LEAST * unit) ** 2)
    rest = flags(skin[box] & ~palm[box] & (share > _SHADED) & grow(broad, _SHADE * unit)) | broad
    whole = closed(holding(rest, broad), _RIM)
    found[box] = grow(whole, _RIM) & skin[box] & ~palm[box]
    return found
