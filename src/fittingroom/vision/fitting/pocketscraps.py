"""What little is seen of a hand in a pocket below an old cuff: too little to go on from where the arm is bared."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import Mask, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import grow, opened
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: A sleeve that ends sooner than this share of the arm has no cuff at a pocket.
_LONG = 0.8
#: Where along the arm (shares of its length) and how far beside it (its half widths) a cuff meets a pocket.
_ALONG, _ACROSS = (0.9, 1.3), 2.6
#: The side of the largest square of skin below a cuff that is a scrap, and of the smallest of the lower garment beside
#: it that is a pocket's, units.
_SCRAP, _POCKET = 0.13, 0.2
#: How far from the cuff what passed for background may still be the cuff's, units, and from which alpha on it is.
_RIM, _SOME = 0.05, 0.1


def without_pocket_scraps(person: Person, arms: Sequence[Arm]) -> Person:
    """`person` with scraps of skin between the cuffs of `arms` that are to be bared and the pockets their hands are in
    labelled the old top's, as what is left of the cuff beside them: one arm is drawn down to the pocket instead of
    these."""
    found = np.zeros(person.labels.shape, np.bool_)
    for arm in arms:
        found |= _scraps(person, arm)
    return replace(person, labels=np.where(found, np.uint8(Label.UPPER), person.labels))


def _scraps(person: Person, arm: Arm) -> Mask:
    """`without_pocket_scraps` for one arm, H×W."""
    found = np.zeros(person.labels.shape, np.bool_)
    u, v, long, unit = arm.limb.u, arm.limb.v, arm.limb.length, arm.unit
    near = (u > _ALONG[0] * long) & (u < _ALONG[1] * long) & (np.abs(v) < _ACROSS * arm.half)
    if arm.sleeve_end < _LONG * long or not near.any():
        return found
    box = box_round(near, 4 * _RIM * unit)
    near, labels, alpha = near[box], person.labels[box], person.alpha[box]
    skin, cuff = near & (labels == Label.SKIN), near & (labels == Label.UPPER)
    if not skin.any() or skin.sum() > (_SCRAP * unit) ** 2 or not cuff.any():
        return found
    if (near & (labels == Label.LOWER)).sum() < (_POCKET * unit) ** 2:
        return found
    scraps = holding(skin, grow(cuff, 2.5))
    own = flags(scraps | cuff)
    rim = (labels == Label.BACKGROUND) & (alpha > _SOME) & near & grow(own, _RIM * unit)
    scraps |= holding(opened(flags(rim | own), 1), own) & rim
    found[box] = scraps
    return found
