"""How large a top is on a person, how far down it reaches, and which edge ends it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.cut import sleeved, strapped
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import OldTop, ShoulderLine, Sides
from fittingroom.vision.garment import Garment, Neck


class Hem(StrEnum):
    """Which edge the new hem is."""

    OWN = "own"  # the garment's, over whatever the person wears below
    PHOTO = "photo"  # the photographed hem of the old top
    WAIST = "waist"  # tucked into the lower garment


@dataclass(frozen=True)
class Fit:
    """How loosely a garment is worn: `ease` multiplies its width; `tuck` forces it in or out, None leaves it open."""

    ease: float = 1.0
    tuck: bool | None = None


def choose_scale(garment: Garment, frame: Frame, line: ShoulderLine, sides: Sides) -> float:
    """Person pixels per garment pixel: shoulders to shoulders, but near what the chest says."""
    chest = float(sides.at(0, 0.36) + sides.at(1, 0.36))
    garment_chest = float(abs(garment.armpits[1][0] - garment.armpits[0][0]))
    by_chest = chest / max(garment_chest, 1.0)
    if not sleeved(garment) or strapped(garment):
        return 1.05 * by_chest
    joints = np.abs(frame.lateral(frame.shoulders)).sum() + 0.10 * frame.unit
    by_shoulders = joints / max(1.0, float(np.linalg.norm(garment.tips[1] - garment.tips[0])))
    return float(np.clip(by_shoulders, 0.83 * by_chest, 1.04 * by_chest))


def height_share(frame: Frame, sides: Sides) -> float:
    """How much less a garment grows in length than in width on a wide body."""
    chest = float(sides.at(0, 0.36) + sides.at(1, 0.36)) / frame.unit
    return float(np.clip(1.1 / chest, 0.75, 1.0) ** 0.8)


def choose_hem(garment: Garment, old: OldTop, natural: float, fit: Fit) -> tuple[Hem, float]:
    """Which edge ends the top, and how far down.

    Where the garment's own hem comes near the photographed one, that one stays, folds and all. What is tucked in stays
    tucked in, and over a bare belly a long enough top is tucked into what is worn below; but a hood or a gathered hem
    says that the garment is worn over it."""
    if fit.tuck is False:
        return Hem.OWN, natural
    if old.hem is None:
        return Hem.OWN, natural
    worn_over = garment.neck is Neck.HOOD or (is_gathered(garment) and natural - old.hem < 0.4)
    worn_over = worn_over and not fit.tuck
    if old.belly:
        if abs(natural - old.hem) < 0.15 and not worn_over:
            return Hem.PHOTO, old.hem
        if old.waist is not None and natural > old.waist - 0.12:
            return (Hem.OWN, max(natural, old.waist + 0.08)) if worn_over else (Hem.WAIST, old.waist)
        return Hem.OWN, natural
    if worn_over:
        return (Hem.OWN, max(natural, old.hem + 0.03))
    if abs(natural - old.hem) < 0.2 or (old.tucked and natural > old.hem - 0.1) or fit.tuck:
        return Hem.PHOTO, old.hem
    if natural < old.hem and old.hem - natural < 0.45:
        return Hem.PHOTO, old.hem
    return Hem.OWN, natural


def is_gathered(garment: Garment) -> bool:
    """Whether the hem is drawn in: ribbed or elastic, narrower than the body just above it."""
    left, right = (resample(side, 24) for side in garment.sides)
    widths = right[:, 0] - left[:, 0]
    return bool(widths[-2:].mean() < 0.94 * widths[12:].max())


def beyond_picture(end: float, frame: Frame, shape: tuple[int, ...]) -> float:
    """Where a garment ends whose hem would lie close above the picture's lower border, with the old one going on beyond
    it: beyond it as well, for a hem that just shows would leave a strip of old cloth."""
    border = float(frame.t(np.array([frame.at(1, 0)[0], shape[0] - 1], np.float32)))
    return border + 0.08 if border - 0.12 < end < border + 0.08 and border < 1.1 else end
