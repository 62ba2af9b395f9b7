"""What shade and skin do to the lightness of hair: depths that no light reaches, and rims that skin shines through.

Neither tells how light a strand is: a dye leaves the first dark, and does not make the second shine.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.ears import ears_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.soft import blur, narrowed, opened, smooth_fill
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_AVERAGE, _TEXTURE = 0.18, 0.18  # units over which lightness and the contrast of strands are averaged
_LIGHTS = 80  # percentile of the hair's lightness that counts as lit
_DARK, _DARKER = 0.5, 0.2  # shares of that below which light fails, and is gone
_DRAWN, _BARE = 1.0, 0.4  # shares of the usual contrast of strands: drawn still, and none to be seen
_ROOTS = 0.22  # units from the face over which hair comes out into the light
_DEEPEST, _AS_LIT = 0.45, 0.95  # least share of light that skin beside hair tells; from which on it is lit
_THIN, _NEAR, _SPARSE = 0.04, 0.1, 0.35  # units across strands; out to roots; share of hair that is all roots
_RIM, _NARROW = 0.25, 0.05  # units inside hair's edge over which what lies beside it shines in; and averaged over there


def unlit(light: Array, sure: Mask, unit: float) -> Array:
    """H×W, 0…1: how far hair lies in a shade where no strand is seen, carried over its edge. light: H×W, Lab L.

    sure: H×W, where nothing but hair is. unit: the head's, pixels."""
    if sure.sum() < 50:
        return np.zeros_like(light)
    mean = _within(light, sure, _AVERAGE * unit)
    strands = np.sqrt(_within(f32((light - mean) ** 2), sure, _TEXTURE * unit))
    bright = max(float(np.percentile(light[sure], _LIGHTS)), 1.0)
    usual = max(float(np.median(strands[sure])), 0.1)
    dark = eased((_DARK - mean / bright) / (_DARK - _DARKER))
    bare = eased((_DRAWN - strands / usual) / (_DRAWN - _BARE))
    found = f32(dark * bare)
    beyond = smooth_fill(np.repeat(found[..., None], 2, -1), sure, unit)[..., 0]
    return f32(np.where(sure, found, beyond))


def evened(fine: Array, sure: Mask, unit: float) -> Array:
    """`fine` (H×W, contrast with surroundings) with no rim brighter than the `sure` hair within. Strands stay."""
    depth = cv2.distanceTransform(sure.astype(np.uint8), cv2.DIST_L2, 5) / np.float32(_RIM * unit)
    slow = np.maximum(_within(fine, sure, _NARROW * unit), 0)
    return f32(fine - slow * eased(2 - 2 * depth) * sure)


def beside_face(person: Person, alpha: Array, frame: HeadFrame) -> Array:
    """H×W, 0…1: where hair is in the shade of its own roots, and of the face and ears it lies beside. alpha: H×W, its
    share."""
    ears = np.logical_or.reduce([ear.zone(alpha.shape) for ear in ears_of(frame)]) & (person.labels == Label.HAIR)
    face = ((person.labels == Label.FACE) | ears) & (alpha < 0.5)
    face = narrowed(flags(face), 0.02 * frame.unit)  # not what is seen between strands
    away = cv2.distanceTransform((~face).astype(np.uint8), cv2.DIST_L2, 5) / np.float32(_ROOTS * frame.unit)
    return blur(eased(1.5 - 1.5 * away), _NARROW * frame.unit)


def grown_out(alpha: Array, unit: float) -> Array:
    """H×W, 0…1: how far hair with a share `alpha` (H×W) is the thin edge of the hair's mass, where it grows; strands
    that lie farther out are lengths."""
    mass = opened(alpha > 0.97, _THIN * unit)
    away = cv2.distanceTransform((~mass).astype(np.uint8), cv2.DIST_L2, 5) / np.float32(_NEAR * unit)
    return f32((1 - eased((alpha - _SPARSE) / (1 - _SPARSE))) * eased(2 - away))


def shaded_skin(light: Array, face: float, near: Array) -> Array:
    """H×W, _DEEPEST…1: the share of the face's light that reaches hair beside skin in the shade. light: H×W, Lab L of
    the skin beside the hair; face: that of the face; near: H×W, 0…1, where hair lies beside it."""
    share = np.clip(light / max(face, 1.0), _DEEPEST, 1)
    return f32(1 - near * (1 - share) * eased((_AS_LIT - share) / 0.1))


def _within(values: Array, sure: Mask, sigma: float) -> Array:
    """H×W: `values` averaged over the `sure` ones alone."""
    return f32(blur(f32(values * sure), sigma) / np.maximum(blur(sure.astype(np.float32), sigma), 1e-3))
