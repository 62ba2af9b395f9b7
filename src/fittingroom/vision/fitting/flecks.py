"""Flecks: tiny holes in new cloth, and tiny glimpses of the background between it and the body."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, push_pull, soften
from fittingroom.vision.pieces import components

#: A glimpse smaller than a square with this side, in units, is a fleck.
_FLECK = 0.055
#: New cloth runs along at least so much of a fleck's outline; what lies between hand and hip is a gap.
_ALONG = 0.25
#: How much darker than what lies beside it the depth between cloth and body is.
_DEPTH = 0.75
#: Cloth that covers so much of what lies round a pixel goes on over it.
_WITHIN = 0.9


def without_pinholes(cloth: Array) -> Array:
    """`cloth` (H×W, 0…1) with holes and slits up to two pixels wide well within it closed: seams of what it was put
    together from."""
    whole = cv2.morphologyEx(f32(cloth), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return f32(np.where(cv2.blur(f32(cloth), (9, 9)) > _WITHIN, whole, cloth))


def flecks(open_: Mask, cloth: Array, unit: float) -> Array:
    """Glimpses of the background (`open_`, H×W) that new `cloth` (0…1) leaves between itself and the body, and that are
    too small to be read as a gap; 0…1, a little wider than they are, as far as the cloth."""
    seen = flags(open_ & (cloth < 0.5))
    parts, areas = components(seen)
    small = areas < (_FLECK * unit) ** 2
    round_ = np.where(seen, 0, cv2.dilate(parts.astype(np.float32), np.ones((3, 3), np.uint8))).astype(np.intp)
    border, covered = (np.bincount(round_[each], minlength=len(small)) for each in (round_ > 0, cloth >= 0.5))
    small &= covered > _ALONG * border
    small[0] = False
    return soften(grow(flags(small[parts]), 1.5), 0.6)


def depth_between(bare: Array, found: Array, seen: Mask) -> Array:
    """`bare` (H×W×3) with `found` flecks (0…1) filled with the colour of what is `seen` of the body beside them (H×W),
    in the shade."""
    beside = push_pull(bare, flags(seen & (found < 0.02)))
    return f32(bare + (_DEPTH * beside - bare) * found[..., None])
