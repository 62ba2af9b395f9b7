"""Short sides that stay: beside the ears and before them no drawn hair fades as well as the photographed one does."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.bare import Bare
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte, hanging
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.style import Style
from fittingroom.vision.hair.uncover import Uncovered
from fittingroom.vision.person import Person

Array = NDArray[np.float32]

_TOP, _FADE = 0.3, 0.4  # units above the brow from which on new hair covers the sides, and over which they pass into it
_OUTER = 0.55, 0.75  # units beside the head's middle between which a forehead passes into its sides
_STANDS = 0.14  # units beside the skull up to which hair is short
_THIN = 0.02  # squared units of hair that sides have at least
_FROM = 0.12  # radians above the brow from which on new hair grows there
_LEFT = 0.15  # radians of a layer that must be left for it to grow at all


def own_sides(frame: HeadFrame, scalp: Scalp, matte: HairMatte, under: Uncovered) -> Array | None:
    """H×W, 0…1: where the photo's own sides may stay below another cut; None where they are not short, or unseen."""
    if matte.fringe or under.hidden or hanging(matte.mask, frame):
        return None
    x, y = frame.plane(matte.alpha.shape)
    across = np.abs(x - (y - 0.5) * frame.turn[0, 1])
    low = frame.facing(f32([0, frame.brow, 0]))[1] + _TOP - y
    hair = (matte.alpha > 0.5) & (low > 0)
    beside = hair & (across > _OUTER[1])
    if beside.sum() < _THIN * frame.unit**2 or across[hair].max() > float(scalp.upper[0]) + _STANDS:
        return None
    return f32(eased(low / _FADE) * eased((across - _OUTER[0]) / (_OUTER[1] - _OUTER[0])))


def with_own_sides(bare: Bare, person: Person, sides: Array) -> Bare:
    """`bare` with the photo's own hair left on its `sides` (H×W, 0…1)."""
    image = bare.image + (person.image - bare.image) * sides[..., None]
    body = bare.body + (person.alpha - bare.body) * sides
    return replace(bare, image=f32(image), body=f32(body), own=sides)


def over_own_sides(style: Style) -> Style:
    """`style` with no new hair growing where the sides stay."""
    if any(layer.combing.comb == "out" for layer in style.layers):
        return style  # a cloud of hair hangs over the sides
    above = (layer for layer in style.layers if layer.where.beyond or layer.where.elevation[1] > _FROM + _LEFT)
    return replace(style, layers=tuple(replace(layer, where=replace(layer.where, above=_FROM)) for layer in above))
