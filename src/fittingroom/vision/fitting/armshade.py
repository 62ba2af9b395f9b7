"""The inner side of a bare arm in the shade between it and the body, which passes for the old top."""

import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round, person_in
from fittingroom.vision.fitting.fill import at_least, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hiddenarms import relabelled
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How far into what is labelled top the shade of an arm goes on beside its skin, and half the width of what is no more
#: than the edge between the two, units.
_REACH, _EDGE = 0.065, 0.009
#: So far above the old sleeve's end, as a share of the arm, its shade may begin.
_ABOVE = 0.06
#: A shade is that skin's where its a and b are less than this from the skin's, made darker, and it is darker than this
#: share of the cloth beside it: no crease is so dark, and black cloth can't be told from black shade.
_OFF, _DARK = 8.0, 0.45
#: Fewer pixels say nothing of a colour.
_FEW = 100


def with_shaded_rims(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> tuple[Person, tuple[Arm, Arm]]:
    """`person` with the shaded inner sides of bare arms given back to the skin, and the `arms` as they are then."""
    shaded = flags(np.logical_or(*(shaded_rim(person, arm) for arm in arms)))
    return relabelled(person, frame, arms, shaded, Label.SKIN)


def shaded_rim(person: Person, arm: Arm) -> Mask:
    """H×W: what lies along the inner side of a bare arm's skin, is labelled top, but is that skin, only darker."""
    found = np.zeros(person.labels.shape, np.bool_)
    u, v, long = arm.limb.u, arm.limb.v, arm.limb.length
    zone = (v < 0.3 * arm.half) & (v > -1.7 * arm.half) & (u < 0.9 * long)
    zone &= u > max(0.15 * long, arm.sleeve_end - _ABOVE * long)
    bare = zone & (person.labels == Label.SKIN)
    if not 0 < arm.sleeve_end < 0.75 * long or bare.sum() < _FEW:
        return found
    box = box_round(bare, 0.15 * arm.unit)
    person, zone, bare = person_in(person, box), zone[box], bare[box]
    worn = person.labels == Label.UPPER
    near = worn & zone & grow(bare, _REACH * arm.unit)
    sure, cloth = shrink(bare, 1) & ~grow(worn, 2), shrink(worn & ~near, 3)
    if not near.any() or sure.sum() < _FEW or cloth.sum() < _FEW:
        return found
    image = person.image.astype(np.float32)
    seen, own, other = (_lab(each) for each in (image, push_pull(image, sure), push_pull(image, cloth)))
    darker = np.minimum(seen[..., 0] / np.maximum(own[..., 0], 1), 1)
    like = length(f32(seen[..., 1:] - own[..., 1:] * darker[..., None])) < _OFF
    like &= (seen[..., 0] < own[..., 0]) & (seen[..., 0] < _DARK * other[..., 0])
    calm = opened(flags((near & like) | bare), 2 * _EDGE * arm.unit) & near & like
    piece = holding(flags(calm), grow(bare, 1.5))
    piece = holding(piece, opened(piece, _EDGE * arm.unit))
    piece = at_least(flags(piece), (3 * _EDGE * arm.unit) ** 2)
    rim = grow(person.alpha < 0.5, 2 * _EDGE * arm.unit) & grow(piece, 2 * _EDGE * arm.unit)
    found[box] = piece | (rim & worn & zone)  # its own soft edge
    return found


def _lab(image: Array) -> Array:
    return f32(to_lab(np.clip(image, 0, 255).astype(np.uint8)))
