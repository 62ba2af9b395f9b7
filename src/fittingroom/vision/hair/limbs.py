"""The outline of shoulders and arms beside hair: where bare skin ends before a wall its rim is a mixture of both, which
before a light wall may be as dark as thin hair, but has the skin's hue."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import from_mixtures
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.soft import blur, narrowed, opened, smooth_fill, widened
from fittingroom.vision.person import Label

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_NEAR, _CLEAR = 0.15, 0.03  # units from bare skin within which its rim lies; inside it where its colours are its own
_SHADES = (1.0, 0.75, 0.5, 0.3)  # shares of its light in which skin's rim may lie
_STRIP = 0.06  # half the width, units, of strips along the outline that the labels take for hair
_BESIDE = 0.012  # units beside the labels' hair where a soft edge goes on
_TOLD, _SURE = 3.0, 9.0  # distance in Lab by which a colour is nearer to skin's than to hair's: little, and all
_REACH = 0.9  # units from the hair within which anything is taken for it
_CALM = 0.01  # units over which colours are averaged


def rim_of_skin(lab: Array, labels: NDArray[np.uint8], mask: Mask, hair: Array, unit: float) -> Array:
    """H×W, 0…1: what beside the hair of `mask` (H×W) is rather bare skin, in light or shade, before a wall than hair
    before it. lab: H×W×3. hair: H×W×3 Lab, the hair's colours. unit: the head's, pixels."""
    bare = (labels == Label.SKIN) & ~mask
    mass = widened(opened(mask, _STRIP * unit), _BESIDE * unit)  # strips of it along a shoulder are its rim
    near = widened(bare, _NEAR * unit)
    zone = near & ~mass & widened(mask, _REACH * unit)
    known = narrowed(bare, _CLEAR * unit)
    wall = (labels == Label.BACKGROUND) & ~near & ~widened(mask, _CLEAR * unit)  # the rim itself is labelled so
    rim = np.zeros(mask.shape, np.float32)
    if min(known.sum(), wall.sum()) < 100 or not zone.any():
        return rim
    skin, behind = (smooth_fill(lab, flags(there), unit)[zone] for there in (known, wall))
    calm = f32(cv2.GaussianBlur(lab, (0, 0), max(0.6, _CALM * unit))[zone])
    row = [f32(each)[None] for each in (calm, skin, hair[zone], behind)]  # as a picture of one row
    as_skin = np.min([from_mixtures(row[0], f32(row[1] * share), row[3]) for share in _SHADES], axis=0)
    nearer = (from_mixtures(row[0], row[2], row[3]) - as_skin)[0]
    rim[zone] = eased((nearer - _TOLD) / (_SURE - _TOLD))
    return f32(rim * blur(zone.astype(np.float32), _BESIDE * unit))
