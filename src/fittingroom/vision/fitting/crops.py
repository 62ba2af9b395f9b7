"""Parts of a picture: what concerns one limb, or the trunk, is worked out in the box round it alone."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Person

#: Rows and columns of a picture.
Box = tuple[slice, slice]
WHOLE: Box = (slice(None), slice(None))


def box_round(mask: Mask, margin: float = 0) -> Box:
    """The smallest box that holds `mask` (H×W) with `margin` pixels more on every side, as far as the picture goes; of
    no size where nothing is in it."""
    ends = []
    for axis, size in ((1, mask.shape[0]), (0, mask.shape[1])):
        found = np.flatnonzero(mask.any(axis))
        first, last = (found[0], found[-1] + 1) if len(found) else (0, -margin)
        ends.append(slice(max(0, int(first - margin)), min(size, max(0, int(np.ceil(last + margin))))))
    return ends[0], ends[1]


def limb_box(limb: Arm, shape: Array) -> Box:
    """The box round what of a limb is to be drawn (`shape`, H×W, 0…1) and all of it that may be seen, with what lies
    beside it."""
    u, v, length = limb.limb.u, limb.limb.v, limb.limb.length
    along = (np.abs(v) < 1.15 * limb.half) & (u > 0) & (u < 1.25 * length)
    return box_round((shape > 0) | along, 0.12 * length)


def person_in(person: Person, box: Box) -> Person:
    """The person with image, labels and alpha cut to `box`; landmarks and all else stay the whole picture's."""
    return replace(person, image=person.image[box], labels=person.labels[box], alpha=person.alpha[box])


def limb_in(limb: Arm, box: Box) -> Arm:
    """The limb with `u`, `v` and `half` cut to `box`; its points stay the whole picture's."""
    fields = limb.limb
    return replace(limb, limb=replace(fields, u=fields.u[box], v=fields.v[box]), half=limb.half[box])


def laid(picture: Array, patch: Array, share: Array, box: Box) -> Array:
    """`picture` (H×W×3) with `patch`, which has the size of `box`, laid over it by its `share` (H×W, 0…1)."""
    result = picture.copy()
    part = result[box]
    part += f32(patch - part) * f32(share[box])[..., None]
    return result
