"""A garment as the vision functions found it in its product photo. How it is found is in the modules beside this one.

Coordinates are pixels of `Garment.image`, x to the right and y down; pairs are (image's left, image's right).
Curves are float32 N×2 of (x, y). A curve or mask that a garment does not have is empty (0×2, or all False).
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fittingroom.tryon.kinds import Subcategory

Point = NDArray[np.float32]  # (x, y)
Curve = NDArray[np.float32]  # N×2
Mask = NDArray[np.bool_]  # H×W


class Neck(StrEnum):
    """How a top or dress ends at the neck."""

    CREW = "crew"
    V = "v"
    BOAT = "boat"
    COLLAR = "collar"  # shirt, polo, blazer: a folded band round the neck
    HIGH = "high"  # mock or turtle: fabric up the neck
    HOOD = "hood"
    STRAPS = "straps"
    STRAPLESS = "strapless"


@dataclass(frozen=True)
class Sleeve:
    """One sleeve.

    mask: bool H×W. axis: N×2, its middle line from the armhole to the cuff. halfwidth: N, across the axis at each
    of its points. tip, armpit: where the armhole meets the shoulder line and the side seam. cuff: 2×2, the ends of
    the cuff line, the outer (upper) one first. reach: how far it goes along an arm, 0 at the shoulder, 1 at the
    wrist, judged by the garment's own proportions. fused: it lies against the body in the photo, so that its inner
    edge is a guess.
    """

    mask: Mask
    axis: Curve
    halfwidth: NDArray[np.float32]
    tip: Point
    armpit: Point
    cuff: NDArray[np.float32]
    reach: float
    fused: bool = False


@dataclass(frozen=True)
class Leg:
    """One trouser leg. mask: bool H×W. axis: N×2 from the hip to the hem. halfwidth: N. hem: N×2, left to right."""

    mask: Mask
    axis: Curve
    halfwidth: NDArray[np.float32]
    hem: Curve


@dataclass(frozen=True)
class Garment:
    """One analysed product photo.

    Everywhere:
    image: uint8 H×W×3 RGB, the photo at working size.
    alpha: float32 H×W, 0…1, the cut-out; holes (between strap and body) are open.
    fabric: uint8 H×W×3 RGB, `image` with the background's colour taken out of the edge and the nearest fabric's
        colour carried on outwards, so that it may be sampled a little beyond the outline. Over `inside` it shows
        the front's fabric carried on upwards; `image` has the inner side itself.
    hem: N×2, the lower edge from left to right (trousers: both legs, one after the other).
    sides: the outer edges, each N×2 from the armpit (bottoms: from the waist) down to the hem.
    reach: how far down it goes. Tops: in torsos, 0 at the shoulder line, 1 at the hip joint. Bottoms: in legs, 0 at
        the waist, 1 at the ankle. Dresses: as bottoms, with 0 at the waist.
    end_hidden: whether the photo leaves open where it ends: a top that its wearer has tucked in, or that the picture's
        edge cuts off. It goes down to there at least.
    metal: bool H×W, rings, buckles and brooches on straps; None where there are none.
    record: what was decided, as words. confidence: 0…1 for each of "cutout", "category", "neck", "neckline",
        "sleeves", "length" that was decided.

    Tops and dresses (bottoms have empty ones):
    inside: bool H×W, the inner side of the back seen through the neck opening (with its label): never drawn in front.
        A garment that somebody wears in its photo has none.
    collar: bool H×W, the collar, hood or high neck, drawn round the neck; empty where there is none.
    behind: bool H×W, the part of `collar` that belongs behind the neck and head (the hood, a stand-up collar's back).
    neckline: N×2, the front edge of the opening from the left neck point to the right one. With straps, the front
        upper edge from strap to strap; strapless, the upper edge from armpit to armpit. On collars, hoods and high
        necks it runs between their upper corners, which stand above the neck points.
    back_neckline: N×2, the outline's upper edge from the left neck point to the right one.
    neck_points: where neckline and shoulder line meet (straps: the inner side of a strap's top).
    tips, armpits: shoulder tips and armpits (straps: the outer side of a strap's top, where the side begins).
    torso: bool H×W, the body of the garment without sleeves, collar and inside. Bottoms: everything.
    waist: N×2, a dress's or bottom's waist line from left to right; empty for tops.

    Bottoms:
    crotch: where the legs part, None for skirts. legs: None for skirts.
    """

    image: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    fabric: NDArray[np.uint8]
    subcategory: Subcategory
    neck: Neck
    inside: Mask
    collar: Mask
    behind: Mask
    torso: Mask
    neckline: Curve
    back_neckline: Curve
    hem: Curve
    waist: Curve
    sides: tuple[Curve, Curve]
    neck_points: tuple[Point, Point]
    tips: tuple[Point, Point]
    armpits: tuple[Point, Point]
    reach: float
    sleeves: tuple[Sleeve | None, Sleeve | None] = (None, None)
    crotch: Point | None = None
    legs: tuple[Leg | None, Leg | None] = (None, None)
    end_hidden: bool = False
    metal: Mask | None = None
    record: dict[str, str] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
