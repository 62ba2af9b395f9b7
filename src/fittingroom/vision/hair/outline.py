"""The outline of face and neck where hair came off before a wall: as calm as a lens draws one."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.beneath import Beneath
from fittingroom.vision.hair.soft import blur, narrowed, widened

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CALM = 0.07  # units over which the outline is evened out
_LENS = 0.85  # deviation of its softness, pixels
_NEAR = 0.08  # units from removed hair up to which an outline is its own
_INSIDE = 0.05  # units from the outline from which on skin and wall have their own colours
_LEAST = 1.5  # pixels of that at least: a lens mixes skin and hair


def calm_outline(
    image: Array, body: Array, hair: Mask, beneath: NDArray[np.uint8], spared: Mask, unit: float
) -> tuple[Array, Array, Array]:
    """`image` (H×W×3) and `body` (H×W, 0…1) with an even outline of skin before the wall that `hair` (H×W) hid: no rim
    of half-seen curls; and how far each pixel is so, H×W, 0…1. beneath: uint8 H×W of Beneath. spared: H×W, what
    keeps its outline, such as ears."""
    wall = beneath == Beneath.BACKGROUND
    whole = body > 0.5
    bare = widened(hair & wall, _NEAR * unit) & ~widened(beneath == Beneath.CLOTHES, 2 * _NEAR * unit)
    share = blur(f32(bare & ~widened(spared, _NEAR * unit)), 0.5 * _NEAR * unit)
    calm = _CALM * unit
    even = f32(np.clip(0.5 + (blur(f32(whole), calm) - 0.5) * calm / _LENS, 0, 1))
    reach = max(_LEAST, _INSIDE * unit)
    edge = widened(whole, reach) & widened(~whole, reach)
    skin = _carried(image, flags(narrowed(whole, reach)), edge)
    outside = _carried(image, flags(narrowed(~whole, reach)), edge)
    mixed = outside + (skin - outside) * even[..., None]
    share = f32(share * edge)
    return f32(image + (mixed - image) * share[..., None]), f32(body + (even - body) * share), share


def _carried(image: Array, known: Mask, where: Mask) -> Array:
    """`image` with the nearest colour of `known` in all other pixels of `where`, run together a little."""
    if not known.any():
        return image
    _, places = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(places.max()) + 1, 3), np.float32)
    colours[places[known]] = image[known]
    carried = f32(np.where((where & ~known)[..., None], colours[places], image))
    return f32(np.where(known[..., None], image, cv2.GaussianBlur(carried, (0, 0), 1.0)))
