"""A garment as the vision functions found it in its product photo. How it is found is in the modules beside this one.

Coordinates are pixels of `Garment.image`, x to the right and y down; pairs are (image's left, image's right).
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fittingroom.tryon.kinds import Subcategory

Point = NDArray[np.float32]  # (x, y)


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
    """One sleeve. mask: bool H×W. axis: N×2, its middle line from the armhole to the cuff. halfwidth: N, across the
    axis at each of its points. tip, armpit: where the armhole meets the shoulder line and the side seam."""

    mask: NDArray[np.bool_]
    axis: NDArray[np.float32]
    halfwidth: NDArray[np.float32]
    tip: Point
    armpit: Point


@dataclass(frozen=True)
class Garment:
    """One analysed product photo.

    image: uint8 H×W×3 RGB. alpha: float32 H×W, the cut-out.
    inside: bool H×W, the inner side of the back seen through the neck opening (with its label): never drawn in front.
    collar: bool H×W, the collar, hood or high neck, drawn round the neck; empty where there is none.
    neckline: N×2, the front edge of the opening from the left neck point to the right one.
    hem: N×2, the lower edge from left to right.
    tips, armpits: shoulder tips and armpits (for straps: where a strap ends at the top, where the side begins).
    """

    image: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    subcategory: Subcategory
    neck: Neck
    inside: NDArray[np.bool_]
    collar: NDArray[np.bool_]
    neckline: NDArray[np.float32]
    hem: NDArray[np.float32]
    tips: tuple[Point, Point]
    armpits: tuple[Point, Point]
    sleeves: tuple[Sleeve | None, Sleeve | None] = (None, None)
    record: dict[str, str] = field(default_factory=dict)
