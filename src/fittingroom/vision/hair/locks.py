"""Ends of locks that hang before clothes and are taken for these: the hair's colour gives them away."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte, hanging
from fittingroom.vision.hair.soft import narrowed, opened, widened
from fittingroom.vision.person import Person

Mask = NDArray[np.bool_]

_ALIKE = 24.0  # distance in Lab from the hair's colours up to which something is hair
_NEAR, _APART = 1.5, 0.6  # units from the hair within which its ends lie, and from which on cloth shows its own colours
_OWN = 0.01  # share of cloth that may be as near to the hair's colours as what is taken for hair
_STOPS = (10, 30, 50, 70, 90)  # percentiles of lightness at which the hair's colours are taken
_HELD = 0.4  # units from the hair within which a lock begins
_STRAP = 0.14  # half the width of cloth that is no strap, units
_LEAST = 0.5  # squared units of hair, and of cloth, that tell their colours


def lost_locks(person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """H×W: what is labelled clothes near the hair and has the hair's colour, which the clothes have nowhere else."""
    none = np.zeros_like(matte.mask)
    least = _LEAST * frame.unit**2
    core = narrowed(matte.alpha > 0.9, 0.06 * frame.unit)
    cloth = person.worn & (person.alpha > 0.9) & ~matte.mask
    own = cloth & ~widened(matte.mask, _APART * frame.unit)
    if not hanging(matte.mask, frame) or core.sum() < least or own.sum() < least:
        return none
    lab = to_lab(person.image)
    hair = lab[core]
    hair = hair[np.argsort(hair[:, 0])]
    step = max(1, len(hair) // 100)
    stops = [np.median(hair[max(0, at - 5 * step) : at + 5 * step + 1], axis=0)
             for at in (len(hair) * stop // 100 for stop in _STOPS)]  # fmt: skip
    apart = np.min([length(f32(lab - stop)) for stop in stops], axis=0)
    within = min(_ALIKE, float(np.quantile(apart[own], _OWN)))
    broad = opened(person.worn | matte.mask, _STRAP * frame.unit)
    found = cloth & broad & (apart < within) & widened(matte.mask, _NEAR * frame.unit)
    count, pieces = cv2.connectedComponents(widened(found, 0.02 * frame.unit).astype(np.uint8))
    held = np.bincount(pieces[widened(matte.mask, _HELD * frame.unit)], minlength=count) > 0  # locks hang from hair
    found &= held[pieces]
    return flags(widened(found, 0.05 * frame.unit) & person.worn)
