"""Bare chests and shoulders that the labels take for clothes: skin goes on there without a neckline."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import at_least
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.soft import narrowed, widened
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

Mask = NDArray[np.bool_]

_CELLS = 80  # pixels a unit at which it is looked for
_CALM = 0.02  # units over which colours are averaged before edges are looked for
_EDGE = 30.0  # Lab a unit's tenth by which colours change at a neckline, more than light does over skin
#: Cosine to the skin's hue; shares of its chroma that skin has in other light; share of the face's lightness.
_HUE, _CHROMA, _DARK = 0.95, (0.5, 1.9), 0.4
_LEAST = 0.1  # squared units of skin that is labelled so, and of what goes on from it
_RIM = 0.05  # units of skin's soft edges
_COLOURED = 0.3  # share of the rest of a garment that has skin's colour, from which on none can be told from it
_OPEN = 0.6  # share of the labels' border that no edge is seen at, where they are wrong


def with_bare_chest(person: Person, frame: HeadFrame) -> Person:
    """`person` with what is labelled clothes but goes on from bare skin without an edge, in its colour, labelled
    skin."""
    factor = max(1.0, frame.unit / _CELLS)
    height, width = person.labels.shape
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    labels = cv2.resize(person.labels, size, interpolation=cv2.INTER_NEAREST)
    skin, upper, unit = labels == Label.SKIN, labels == Label.UPPER, frame.unit / factor
    if min(skin.sum(), upper.sum()) < _LEAST * unit**2:
        return person
    image = np.asarray(cv2.resize(person.image, size, interpolation=cv2.INTER_AREA), np.uint8)
    found = _skin_in(image, skin, upper, person.skin.face, unit)
    if not found.any():
        return person
    found |= skin & widened(found, 2)  # no seam stays between them
    whole = cv2.resize(found.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR) > 0.5
    return replace(person, labels=np.where(whole & (person.labels == Label.UPPER), np.uint8(Label.SKIN), person.labels))


def _skin_in(image: NDArray[np.uint8], skin: Mask, upper: Mask, light: float, unit: float) -> Mask:
    """H×W: what of `upper` is skin that goes on from `skin`. light: the face's. unit: the head's, pixels."""
    none = np.zeros_like(upper)
    lab = f32(cv2.GaussianBlur(to_lab(image), (0, 0), max(0.8, _CALM * unit)))
    own = np.median(lab[skin][:, 1:], axis=0)
    chroma, usual = np.hypot(lab[..., 1], lab[..., 2]), float(np.hypot(*own))
    like = (lab[..., 1:] @ own > _HUE * chroma * usual) & (lab[..., 0] > _DARK * light)
    like &= (chroma > _CHROMA[0] * usual) & (chroma < _CHROMA[1] * usual)
    across, down = (cv2.Sobel(lab, cv2.CV_32F, *way, ksize=3) / 8 for way in ((1, 0), (0, 1)))
    even = np.sqrt((across**2 + down**2).sum(-1)) * 0.1 * unit < _EDGE
    plain = flags((skin | (upper & like)) & even)
    count, pieces = cv2.connectedComponents(narrowed(plain, _RIM / 2 * unit).astype(np.uint8))
    bare, new = (np.bincount(pieces[where], minlength=count) for where in (skin, upper))
    held = (bare > _LEAST * unit**2) & (new > _LEAST * unit**2)
    held[0] = False
    found = widened(flags(held[pieces]), _RIM * unit) & upper & like
    border = widened(skin, 1) & upper & widened(found, _RIM * unit)
    if not found.any() or (border & even & like).sum() < _OPEN * border.sum():
        return none
    garment = upper & ~widened(found, _RIM * unit)
    coloured = (garment & like).sum() > max(_COLOURED * garment.sum(), _LEAST * unit**2)
    return none if coloured else flags(found | _crumbs(flags(upper & like & ~found), found, unit))


def _crumbs(rest: Mask, found: Mask, unit: float) -> Mask:
    """H×W: small pieces of the `rest` of what has skin's colour at the edge of what was `found`."""
    small = rest & ~at_least(rest, _LEAST * unit**2)
    return holding(small, small & widened(found, 1.5))
