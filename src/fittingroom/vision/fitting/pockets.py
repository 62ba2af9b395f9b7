"""Hands in pockets: where a bare arm that comes back goes down into the lower garment."""

from typing import NamedTuple

import cv2
import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.compose import deepened
from fittingroom.vision.fitting.danglers import even_distance
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink, soften
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: Which share of what lies past an arm's wrist the lower garment covers at least where the hand is in a pocket, and how
#: far past it that is looked for, in lengths of the arm.
_COVERED, _PAST = 0.6, (1.05, 1.3)
#: Over how much the rim's steps are smoothed, how wide a band along it is drawn anew, units.
_SMOOTH, _BAND = 0.02, 0.03
#: Depth of the shade on the arm right before the rim, and how far up it falls, units.
_SHADE, _REACH = 0.38, 0.035


class Rim(NamedTuple):
    """image: H×W×3, the picture with clean rims. share: 0…1, H×W, where it was drawn."""

    image: Array
    share: Array


def in_pocket(person: Person, arm: Arm) -> Mask:
    """H×W: round the end of an arm, hand and all, if a lower garment lies before it; else nothing."""
    u, v = arm.limb.u, arm.limb.v
    long, near = arm.limb.length, np.abs(v) < 1.6 * arm.half
    hand = (u > _PAST[0] * long) & (u < _PAST[1] * long) & (np.abs(v) < 0.5 * arm.half)
    covered = float((person.labels[hand] == Label.LOWER).mean()) if hand.any() else 0.0
    return flags(near & (u > 0.75 * long) & (u < 1.4 * long) & (covered > _COVERED))


def _like_skin(person: Person, lower: Mask, skin: Mask, unit: float) -> Mask:
    """What of the `lower` garment has the colour of `skin` (H×W, where that is seen) rather than its own further in: a
    wrist below the old cuff."""
    lab = f32(to_lab(person.image))
    own = push_pull(lab, shrink(lower, _BAND * unit))
    return flags(lower & (length(f32(lab - np.median(lab[skin], axis=0))) < length(f32(lab - own))))


def clean_rims(person: Person, arms: tuple[Arm, Arm], bare: Array, erase: Mask, limbs: Array, unit: float) -> Rim:
    """`bare` (H×W×3, the person without the old top, which is filled in on `erase`) with the rims of pockets that arms
    (`limbs`, 0…1) go into drawn as smooth edges, and their shade on these. The photo shows the old cuff there and no
    rim."""
    zone = np.logical_or.reduce([in_pocket(person, arm) for arm in arms])
    lower = opened(person.labels == Label.LOWER, 0.02 * unit) & (person.alpha > 0.5)
    gone = erase & ~lower & zone
    skin = shrink(np.isin(person.labels, [Label.SKIN, Label.FACE]), 2)
    if not gone.any() or not lower.any() or not skin.any():
        return Rim(bare, np.zeros(erase.shape, np.float32))
    lower &= ~(opened(_like_skin(person, lower, skin, unit), 1.5) & zone)
    band = zone & grow(gone & (limbs > 0.5), _BAND * unit)
    keep = f32(np.clip(even_distance(lower, _SMOOTH * unit) / 1.6 + 0.5, 0, 1))
    garment = push_pull(person.image.astype(np.float32), shrink(lower, _BAND * unit))
    cast = np.clip(1.6 * cv2.GaussianBlur(keep, (0, 0), _REACH * unit), 0, 1) * limbs * zone
    above = np.where(gone[..., None], bare, push_pull(bare, flags(gone & ~grow(lower, 2))))
    above = deepened(f32(above), f32(1 - _SHADE * cast)[..., None])
    drawn = f32(above + (garment - above) * keep[..., None])
    share = np.where(keep > 0.98, 0, soften(band, 1.0))  # well within it the garment is as photographed
    share = f32(np.maximum(share, gone * np.clip(4 * cast, 0, 1)))
    return Rim(f32(bare + (drawn - bare) * share[..., None]), share)
