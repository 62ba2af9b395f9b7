"""The background behind a head: whether it is calm, how it goes on where hair hid it, and loose hairs before it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import mean
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.ears import ears_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.soft import blur, narrowed, thin_lines, widened
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_LED_ON = 0.35  # units behind the hair up to which a background goes on
_BRIGHT, _BULB, _GLOW = 90.0, 0.8, 0.06  # 0…255 above a background; units: largest bulb, width of its glow
_CALM = 4.0  # deviations from slow changes that a plain wall has, 0…255
_PATTERN = 0.1  # share of thin lines in a background from which on they are its own


def continued(photo: Array, filled: Array, known: Mask, unit: float) -> Array:
    """H×W×3: `filled` with what is `known` led on from its edge: lamps, shelves and bars that ran behind the hair go on
    for a third of a unit, ever softer.

    By M. Bertalmio, A. Bertozzi and G. Sapiro (Navier-Stokes, Fluid Dynamics, and Image and Video Inpainting, 2001), at
    a size where `unit` pixels are about forty.
    """
    if not known.any():
        return filled
    height, width = known.shape
    factor = max(1.0, unit / 40)
    size = (max(1, int(width / factor)), max(1, int(height / factor)))
    small = cv2.resize(np.where(known[..., None], photo, filled), size, interpolation=cv2.INTER_AREA)
    unknown = cv2.resize((~known).astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    led_on = cv2.inpaint(np.clip(small, 0, 255).astype(np.uint8), unknown.astype(np.uint8), 4, cv2.INPAINT_NS)
    led_on = cv2.resize(led_on.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    away = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 5) / (_LED_ON * unit)
    share = np.clip(2 - 2 * away, 0, 1)[..., None]
    return f32(filled + (led_on - filled) * share)


def small_lamps(photo: Array, known: Mask, hair: Mask, unit: float) -> Mask:
    """H×W: bulbs, far brighter than the `known` background near the `hair`. All of one is seen; led on behind the hair
    it is a smear of light. Tubes and windows do go on there."""
    grey = mean(photo)
    near = known & widened(hair, unit)
    if not near.any():
        return np.zeros_like(known)
    bright = ~hair & (grey > np.median(grey[near]) + _BRIGHT)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(bright.astype(np.uint8))
    small = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(1) < _BULB * unit
    return flags(widened(flags(bright & small[pieces]), _GLOW * unit))


def is_calm(photo: Array, wall: Mask, hair: Mask, unit: float) -> bool:
    """Whether the `wall` round the `hair` has no more than a slow change of light."""
    near = narrowed(wall, 0.1 * unit) & widened(hair, 0.8 * unit)
    if near.sum() < unit**2 / 4:
        return False
    share = blur(near.astype(np.float32), 0.2 * unit)[..., None]
    slow = blur(f32(photo * near[..., None]), 0.2 * unit) / np.maximum(share, 1e-3)
    return bool(np.percentile(mean(f32(np.abs(photo - slow)))[near], 95) < _CALM)


def loose_hairs(photo: Array, person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """Hairs that stand off the head before a calm background: thin things unlike what lies on both sides of them.

    Slow changes, such as a wall's shading, are no hairs: only what an opening or closing takes away counts. Thin bits
    that are labelled skin count as background."""
    grey = f32(cv2.GaussianBlur(mean(photo), (0, 0), 0.8))
    thin = np.maximum(*thin_lines(grey, 0.06 * frame.unit))
    outside = person.alpha < 0.04
    ring = outside & widened(matte.mask, 2.0 * frame.unit) & ~widened(matte.mask, 1.5 * frame.unit)
    if ring.sum() < 200:
        return np.zeros_like(matte.mask)
    rough = float(np.percentile(thin[ring], 75))
    if rough > 6:
        return np.zeros_like(matte.mask)
    skin = np.isin(person.labels, (Label.FACE, Label.SKIN))
    solid = widened(narrowed(skin | person.worn, 0.04 * frame.unit), 0.08 * frame.unit)  # their edge is no hair
    wall = ((person.labels == Label.BACKGROUND) | (person.labels == Label.SKIN)) & ~solid
    near = widened(matte.mask, 1.5 * frame.unit) & wall & ~_earrings(matte, frame)
    drawn = near & (thin > max(3.0, 3 * rough))
    further = near & ~widened(matte.mask, 0.6 * frame.unit)
    if drawn[further].sum() > _PATTERN * further.sum():  # things that stand there, not hairs
        return np.zeros_like(matte.mask)
    return flags(widened(drawn, 0.05 * frame.unit) & near)


def _earrings(matte: HairMatte, frame: HeadFrame) -> Mask:
    """Where earrings hang, below ears that no hair reaches."""
    found = np.zeros(matte.mask.shape, np.bool_)
    for ear in ears_of(frame):
        below = ear.below(found.shape)
        if below.any() and not (below & matte.mask).any():
            found = flags(found | below)
    return found
