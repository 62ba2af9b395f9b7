"""What dangles from an old top beside the body: straps, ties and hem ends in a gap between waist and arm.

Nothing of the person is hidden there but the background, and the arm and the body beside it are seen: they stay as
they are photographed, and only what dangles is replaced, along a smooth edge.
"""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, opened, signed_distance, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components

#: Half the width of what may dangle, in units.
WIDEST = 0.07
#: What is smaller than a square with this side, in units, is a rim.
LEAST = 0.06
#: Between which heights of the torso (t) something may dangle: below the hips it is no end of a top.
HIGHEST, LOWEST = 0.36, 1.15
#: How far its labels' steps are smoothed, in units, and how far it is taken to reach beyond them, pixels: its border
#: pixels are mixed with what lies beside.
SMOOTH, BEYOND = 0.008, 1.3


def danglers(person: Person, frame: Frame, arms: tuple[Arm, Arm], cloth: Array, trunk: Array) -> Mask:
    """Thin parts of the old top, H×W, that new `cloth` (0…1) leaves uncovered, that lie off the `trunk` (0…1) and on
    no arm that an old sleeve covers."""
    t = frame.fields(person.labels.shape)[0]
    bared = (person.labels == Label.UPPER) & (cloth < 0.5)
    removed = bared & (trunk < 0.5) & (t > HIGHEST) & (t < LOWEST)
    sleeves = np.zeros(removed.shape, np.bool_)
    for arm in arms:
        sleeve = (arm.limb.u < arm.sleeve_end + 0.1 * arm.limb.length) & (np.abs(arm.limb.v) < 3.5 * arm.half)
        sleeves |= sleeve & (arm.sleeve_end > 0.1 * arm.limb.length)
    removed &= ~sleeves
    wide = grow(opened(flags(removed), WIDEST * frame.unit), 3)
    thin = flags(removed & ~wide)
    parts, areas = components(thin)
    held = areas > (LEAST * frame.unit) ** 2
    # the end of something wider, such as a sleeve, goes with it
    held[np.unique(parts[grow(flags(wide | (bared & sleeves)), 3)])] = False
    return flags(thin & held[parts])


def matte(person: Person, found: Mask, unit: float) -> Array:
    """How much of each pixel is taken by what dangles (`found`), H×W, 0…1, along a smooth edge and with no crumbs left
    in it; further out into the background, of which nothing is lost."""
    if not found.any():
        return np.zeros(found.shape, np.float32)
    whole = closed(found, 0.02 * unit)
    whole = flags(whole & ~(np.isin(person.labels, [Label.FACE, Label.HAIR, Label.SHOES])))
    edge = even_distance(whole, SMOOTH * unit)
    behind = grow(whole, 3) & (person.alpha < 0.5) & ~grow(person.labels == Label.SKIN, 1)
    smooth = np.clip((edge + BEYOND) / 1.6 + 0.5, 0, 1)
    thread = flags(whole & ~opened(whole, 3))  # smoothing would leave it half there
    thread |= grow(thread, 1.5) & behind  # with the background that it is mixed into
    return f32(np.maximum.reduce([smooth, soften(behind, 0.8), thread.astype(np.float32)]))


def even_distance(mask: Mask, sigma: float) -> Array:
    """Pixels to the edge of `mask`, inside positive, with the steps of that edge smoothed over `sigma` pixels."""
    return f32(cv2.GaussianBlur(np.clip(signed_distance(mask), -6 * sigma, 6 * sigma), (0, 0), max(sigma, 0.8)))
