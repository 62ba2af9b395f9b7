"""What shows between an old cuff and the pocket that its hand is in: a sliver of the wrist, and the cuff's last edge,
which passed for the lower garment."""

import cv2
import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hiddenarms import relabelled
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.skincolour import OwnColour, in_light, own_colour
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: A sleeve that ends sooner than this share of the arm has no cuff at a pocket.
_LONG = 0.8
#: Where along the arm (shares of its length) and how far beside it (its half widths) a cuff meets a pocket.
_ALONG, _ACROSS = (0.85, 1.3), 2.6
#: A hand that shows more skin than a square of this side (units) is in no pocket, and one that less of the lower
#: garment surrounds isn't either.
_HAND, _POCKET = 0.17, 0.2
#: How far below the cuff a wrist shows at most; how deep within it a garment has its own colour; half the width of
#: mixed edges, in which colours say nothing, and of scraps of a garment, units.
_BELOW, _INSIDE, _MIXED, _SCRAP = 0.17, 0.03, 0.007, 0.02
#: The smallest piece, the side of a square, units.
_LEAST = 0.025
#: Weight of lightness against hue: folds are lighter and darker, skin and cuff lie in each other's shade.
_LIGHT = 0.4
#: So far (Lab, so weighed) from the lower garment's own colour a colour is another thing's, if it is nearer to that.
_OTHER = 9.0
#: Over how much one looks to tell wrist from cuff, units, and from which difference on a pixel counts no more.
_EVEN, _FAR = 0.012, 20.0
#: Skin is no darker than this share of its usual Lab L, nor brighter.
_DARKEST, _BRIGHTEST = 0.3, 1.3
#: Fewer pixels say nothing of a colour.
_FEW = 60


def with_pocket_wrists(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> tuple[Person, tuple[Arm, Arm]]:
    """`person` with wrists before pockets labelled skin and the ends of their old cuffs labelled the top's, and the
    `arms` as they are then."""
    if not any(_covered(arm) for arm in arms):
        return person, arms
    own = own_colour(person)
    for side in range(2):
        wrist, cuff = at_pocket(person, arms[side], own)
        person, arms = relabelled(person, frame, arms, cuff, Label.UPPER)
        person, arms = relabelled(person, frame, arms, wrist, Label.SKIN)
    return person, arms


def at_pocket(person: Person, arm: Arm, own: OwnColour | None) -> tuple[Mask, Mask]:
    """What is labelled the lower garment where a long sleeve goes into its pocket but has the colour of skin (that is
    usually `own`), and what has the sleeve's; both H×W."""
    nothing = np.zeros(person.labels.shape, np.bool_)
    u, v, long, unit = arm.limb.u, arm.limb.v, arm.limb.length, arm.unit
    near = (u > _ALONG[0] * long) & (u < _ALONG[1] * long) & (np.abs(v) < _ACROSS * arm.half)
    if not _covered(arm) or not near.any():
        return nothing, nothing
    box = box_round(near, 2 * _BELOW * unit)
    near, labels = near[box], person.labels[box]
    bare, lower, worn = near & (labels == Label.SKIN), labels == Label.LOWER, near & (labels == Label.UPPER)
    if bare.sum() > (_HAND * unit) ** 2 or (near & lower).sum() < (_POCKET * unit) ** 2:
        return nothing, nothing
    lab = f32(to_lab(person.image[box]) * np.array([_LIGHT, 1, 1], np.float32))
    below = grow(flags(worn), _BELOW * unit)
    cloth, sleeve = shrink(flags(lower & ~below), _INSIDE * unit), shrink(flags(worn), _INSIDE * unit)
    if min(cloth.sum(), sleeve.sum()) < _FEW:
        return nothing, nothing
    to_lower, to_sleeve = (length(f32(lab - push_pull(lab, each))) for each in (cloth, sleeve))
    to_skin = np.full(near.shape, np.inf, np.float32) if own is None else _off_skin(lab, own)
    beside = near & lower & below & (person.alpha[box] > 0.5)
    other = flags(beside & (to_lower > _OTHER) & (np.minimum(to_skin, to_sleeve) < to_lower))
    other = at_least(holding(_broad(other, unit), grow(flags(worn | bare), 2.5)), (_LEAST * unit) ** 2)
    if other.any():  # what they leave of the garment beside it isn't the garment's
        other |= beside & grow(other, _BELOW * unit) & ~grow(opened(lower & ~other, _SCRAP * unit), 1)
    wrist, cuff = nothing.copy(), nothing.copy()
    skin = cv2.GaussianBlur(f32(np.clip(to_sleeve - to_skin, -_FAR, _FAR)), (0, 0), _EVEN * unit) > 0
    wrist[box], cuff[box] = other & skin, other & ~skin
    return wrist, cuff


def _covered(arm: Arm) -> bool:
    """Whether the old sleeve is so long that its cuff may be at a pocket."""
    return arm.sleeve_end >= _LONG * arm.limb.length


def _broad(mask: Mask, unit: float) -> Mask:
    """`mask` (H×W) without what is no broader than an edge in which two colours are mixed."""
    core = opened(mask, _MIXED * unit)
    return flags(grow(core, _MIXED * unit) & mask)


def _off_skin(lab: Array, own: OwnColour) -> Array:
    """How far colours (`lab`, H×W×3, lightness weighed) are from a person's skin in the same light, H×W."""
    light = lab[..., 0] / _LIGHT
    chroma, hue = in_light(own, light)
    off = length(f32(lab[..., 1:] - np.stack([chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)))
    beyond = np.maximum(light - _BRIGHTEST * own.lightness, 0) + np.maximum(_DARKEST * own.lightness - light, 0)
    return f32(off + beyond)
