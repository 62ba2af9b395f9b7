"""A hood worn down: how high its roll stands round the neck, what is seen of its inside, and the light on both.

Roll: the front of the hood, which lies on the shoulders and before the neck. Inside: what is seen past it, behind neck
and head. Both come from the product's photo, through the garment's map.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.fitting.shading import contact_shadow
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How far above the neck points a hood worn down reaches at most, in units: about to the corner of the jaw.
TALLEST = 0.34
#: How much lower than in its photo any hood lies once its back has sunk.
SINKS = 1.15
#: How smooth the neck's outline is before the hood's inside, in units.
CALM = 0.02
#: How many times steeper than a blurred edge, in its reach (pixels), one is that takes about a pixel and a half.
STEEP = 1.7
#: Light on the inside: in the hood's own shade, and how much of it neck and roll take away close by, in units.
INSIDE, HIDDEN, NEAR = 0.9, 0.35, 0.07
#: Light across the roll, from its upper edge to the seam: where, and how much.
ACROSS, ROUND = (0.0, 0.15, 0.4, 0.75, 1.0), (0.98, 1.03, 1.03, 0.95, 0.86)
#: Shadow that the roll casts on what lies below and before it: how deep, and how far, in units.
CAST, CAST_REACH = 0.26, 0.03


#: How far a hood's edges are mixed with the dark behind them in its photo, and how large the notches beside it are, in
#: distances of the neck points; how dark, in their surroundings' luminance.
MIXED, NOTCH, DARK = 0.012, 0.16, 0.88


def has_hood(garment: Garment) -> bool:
    """Whether the garment has a hood that is seen in its photo."""
    return garment.neck is Neck.HOOD and bool(garment.collar.any())


def sinking(garment: Garment, frame: Frame, scale: float) -> float:
    """How many times as low as in its photo the hood lies: one photographed standing up falls down round the neck.
    scale: person's pixels a garment's pixel."""
    rows = np.flatnonzero((garment.collar | garment.inside).any(axis=1))
    level = float(np.mean([point[1] for point in garment.neck_points]))
    tall = (level - float(rows[0])) * scale if rows.size else 0.0
    return max(SINKS, tall / (TALLEST * frame.unit))


def outside(garment: Garment) -> Mask:
    """H×W: the garment without the inside of its neck; a hood's without what its edge mixes with the dark behind it."""
    if not has_hood(garment):
        return ~garment.inside
    return ~grow(garment.inside, max(1.5, MIXED * _breadth(garment)))


def within(garment: Garment) -> Mask:
    """H×W: the inside of the garment's neck without the front's edge; a hood's is found less exactly."""
    return shrink(garment.inside, max(3.0, 0.025 * _breadth(garment)) if has_hood(garment) else 3)


def without_notches(garment: Garment) -> NDArray[np.uint8]:
    """The garment's fabric, H×W×3, with the dark notches where a hood meets the shoulders' outline fading out: the
    outline closes over them once it is worn."""
    if not has_hood(garment):
        return garment.fabric
    ys, xs = np.mgrid[: garment.alpha.shape[0], : garment.alpha.shape[1]].astype(np.float32)
    away = np.min([np.hypot(xs - x, ys - y) for x, y in garment.neck_points], axis=0) / (NOTCH * _breadth(garment))
    share, light = f32(np.clip(2 - 2 * away, 0, 1)), luminance(garment.fabric)
    near = (share > 0) & (garment.alpha > 0.8)
    if not near.any():
        return garment.fabric
    dark = np.clip((DARK - light / float(np.median(light[near]))) / 0.1 + 0.5, 0, 1)
    beside = push_pull(garment.fabric.astype(np.float32), near & (dark <= 0))
    faded = garment.fabric + (beside - garment.fabric) * (share * dark)[..., None]
    return np.asarray(np.clip(np.round(faded), 0, 255), np.uint8)


def _breadth(garment: Garment) -> float:
    """Distance of the neck points, in the garment's pixels."""
    return float(garment.neck_points[1][0] - garment.neck_points[0][0])


def roll(garment: Garment, where: Array, cloth: Array) -> Array:
    """The front of the hood on the person, 0…1, within `cloth` (both H×W), seen through the map `where` (H×W×2)."""
    if not has_hood(garment):
        return np.zeros(cloth.shape, np.float32)
    return f32(np.clip(sample(garment.collar.astype(np.float32), where), 0, 1) * cloth)


def before_inside(person: Person, frame: Frame) -> Array:
    """Neck, face and hair, which lie before a hood's inside, 0…1, H×W: the outline of skin calm, for an old collar
    bites into it, and drawn in a little, for the old background shines through its rim."""
    skin = flags(np.isin(person.labels, [Label.SKIN, Label.FACE]))
    reach = max(1.0, CALM * frame.unit)
    calm = cv2.GaussianBlur(opened(skin, 1.5).astype(np.float32), (0, 0), reach) > 0.5
    calm = shrink(flags(calm & (skin | (person.labels == Label.UPPER))), 2)
    # on its way through a blurred edge the half is a curve, where the mask's own edge has steps
    curve = 0.5 + (cv2.GaussianBlur(calm.astype(np.float32), (0, 0), reach) - 0.5) * (STEEP * reach)
    return np.maximum(f32(np.clip(curve, 0, 1)), soften(shrink(hair_of(person), 2), 0.7))


def hair_of(person: Person) -> Mask:
    """Hair without single strands, H×W."""
    return opened(person.labels == Label.HAIR, 1.5)


def in_one_piece(shown: Array, solid: Mask) -> Mask:
    """The connected parts of what is `shown` (H×W, 0…1) that hold some of what is `solid`: their thin ends as well."""
    return holding(shown > 0.05, solid)


def face_before(person: Person, front: Array, inside: Array) -> Array:
    """`front` with jaw and neck ending on the calm outline that the hood's `inside` (both 0…1, H×W) has beside them:
    the photographed rim beyond it is ragged, and light from what lay there. Hair keeps its own."""
    skin = np.isin(person.labels, [Label.SKIN, Label.FACE]) & ~grow(person.labels == Label.HAIR, 3)
    return f32(np.where(grow(flags(skin), 2), np.minimum(front, 1 - inside), front))


def before_hood(person: Person, front: Array, hood: Array) -> Array:
    """`front` (0…1, H×W: what stays before the clothes) as fine as the person's own outline where the hood (0…1) takes
    the place of the background behind face and hair: else a line of that background stays round them."""
    edge = grow(person.alpha < 0.5, 5) & (hood > 0.02)
    return f32(np.where(edge, np.minimum(front, np.clip(1.25 * person.alpha - 0.25, 0, 1)), front))


def inside_light(person: Person, frame: Frame, cloth: Array) -> Array:
    """Light on the hood's inside, H×W: in the shade of the hood, and darker where neck, head and `cloth` (0…1) come
    close."""
    near = np.maximum(np.isin(person.labels, [Label.SKIN, Label.FACE, Label.HAIR]).astype(np.float32), cloth)
    hidden = cv2.GaussianBlur(f32(near), (0, 0), NEAR * frame.unit)
    return f32(INSIDE * (1 - HIDDEN * np.clip(hidden, 0, 1)))


def roll_light(roll: Array, cloth: Array, unit: float) -> Array:
    """Light on new `cloth` with the `roll` of a hood on it (both 0…1, H×W), 1 where nothing is changed: the roll is
    round from its upper edge to its seam, and casts a soft shadow on what lies below it."""
    on = roll > 0.5
    if not on.any():
        return np.ones(cloth.shape, np.float32)
    edge, seam = (cloth < 0.5) & ~on, (cloth >= 0.5) & ~on
    up, down = (cv2.distanceTransform((~each).astype(np.uint8), cv2.DIST_L2, 5) for each in (edge, seam))
    across = np.interp(up / np.maximum(up + down, 1), ACROSS, ROUND).astype(np.float32)
    across = cv2.GaussianBlur(np.where(on, across, 1).astype(np.float32), (0, 0), max(1.0, 0.012 * unit))
    below = contact_shadow(roll, unit, CAST, CAST_REACH)
    return f32((1 + (across - 1) * roll) * below)
