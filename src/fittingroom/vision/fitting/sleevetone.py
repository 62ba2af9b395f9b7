"""One even tone across a sleeve: a product photo lights the two sides of a flat sleeve differently, and sheer cloth is
darker where it lies double. Worn, a sleeve has one layer before the arm, and its shading comes from the arm's form."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.blurs import coarse_blur
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32

#: What is told apart as tone, in widths of the armhole: pleats and prints are finer.
_WIDTH = 0.1
#: How much of its unevenness is taken out.
_SHARE = 0.8
#: Lab distance that nearly all of a sleeve's tone stays within, or it is of several colours.
_ALIKE = 24.0
#: Cloth whose fine detail strays further than this from its tone (grey levels, on average) is printed or woven in
#: colours: what is broad in it is then its pattern.
_PLAIN = 14.0
#: Lab distance up to which a body's tone is that of the same cloth, only lit or layered otherwise in the photo.
_SAME = 12.0


def even_tone(fabric: NDArray[np.uint8], sleeve: Mask, armhole: float, body: Mask | None = None) -> NDArray[np.uint8]:
    """`fabric` (H×W×3 RGB) with the broad differences of tone within a `sleeve` (H×W) of one colour evened out.
    armhole: its width, pixels. body: H×W, the garment's body; a sleeve of about its tone takes it on, so that both
    sleeves read as its cloth."""
    if sleeve.sum() < 200:
        return fabric
    x, y, width, height = cv2.boundingRect(sleeve.astype(np.uint8))
    window = slice(y, y + height), slice(x, x + width)
    inside, colours = sleeve[window], fabric[window].astype(np.float32)
    broad = _broad(colours, inside, max(_WIDTH * armhole, 2.0))
    if float(np.abs(colours - broad)[inside].mean()) > _PLAIN:
        return fabric
    usual = f32(np.median(broad[inside], axis=0))
    if body is not None and body.any():
        usual = _alike(usual, f32(np.median(fabric[body], axis=0)))
    tones = np.stack([broad[inside], np.broadcast_to(usual, (int(inside.sum()), 3))])
    seen, middle = to_lab(np.clip(tones, 0, 255).astype(np.uint8))
    if np.percentile(np.linalg.norm(seen - middle, axis=-1), 95) > _ALIKE:
        return fabric
    gain = np.clip(usual / np.maximum(broad, 1), 0.6, 1.6) ** _SHARE
    evened = fabric.copy()
    evened[window] = np.where(inside[..., None], np.clip(np.round(colours * gain), 0, 255), fabric[window])
    return np.asarray(evened, np.uint8)


def _alike(own: Array, other: Array) -> Array:
    """The `other` of two colours (RGB) where they are about alike, else one's `own`."""
    both = to_lab(np.stack([own, other])[None].astype(np.uint8))[0]
    return other if float(np.linalg.norm(both[0] - both[1])) < _SAME else own


def _broad(colours: Array, inside: Mask, sigma: float) -> Array:
    """Mean colour (H×W×3) of what is `inside` about each pixel."""
    weight = inside.astype(np.float32)
    factor = max(1, int(sigma / 3))
    total = coarse_blur(f32(colours * weight[..., None]), sigma, factor)
    return f32(total / np.maximum(coarse_blur(weight, sigma, factor), 1e-3)[..., None])
