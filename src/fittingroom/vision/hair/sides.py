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
from fittingroom.vision.hair.sheets import at_points
from fittingroom.vision.hair.strands import Random, Strands
from fittingroom.vision.hair.style import STUBBLE, Style
from fittingroom.vision.hair.uncover import Uncovered
from fittingroom.vision.person import Person

Array = NDArray[np.float32]

_TOP, _FADE = 0.3, 0.4  # units above the brow from which on new hair covers the sides, and over which they pass into it
_OUTER = 0.55, 0.75  # units beside the head's middle between which a forehead passes into its sides
_STANDS = 0.14  # units beside the skull up to which hair is short
_THIN = 0.02  # squared units of hair that sides have at least
_FROM, _SHORN = 0.12, 0.05  # radians above the brow from which on new hair grows there; where all of it is stubble
_FEW = 500  # strands up to which a layer is but locks before the ears: there, short sides have none to hang
_NONE, _OUTSIDE = 0.8, 1000.0  # share of own hair from which on none is new; units to a place outside any picture
_SOON = 3.0  # how early strands end there: so many lie over each other that few of them still hide all below
_CLOSER = 0.6  # units above that over which gathered hair comes to lie close to the skull
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


def short_there(strands: Strands, loose: bool, shorn: bool, locks: bool, drawn_up: bool) -> bool:
    """Whether strands lie close to the head down to short sides, rather than fall over these or pass into them:
    hair gathered above shorn sides, rows of braids, and heads that are shorn all over. loose: whether they are tied to
    nothing. shorn: whether all hair that is loose is stubble. locks: whether what isn't loose is braids or locs.
    drawn_up: whether the sides' hair is tied with the rest: short, they would be an undercut."""
    return shorn if loose else locks or (strands.start is not None and not drawn_up)


def drawn_in(strands: Strands, scalp: Scalp, frame: HeadFrame) -> Strands:
    """Gathered `strands` that lie the closer to the skull the nearer they come to short sides: what stands off the head
    down to there would end in a corner beside it."""
    flat = strands.points.reshape(-1, 3)
    top = frame.facing(f32([0, frame.brow, 0]))[1] + _TOP
    share = 1 - eased((frame.facing(flat)[:, 1:2] - top) / _CLOSER)
    drawn = scalp.below(flat, f32(np.zeros(len(flat))), share)
    return replace(strands, points=drawn.reshape(strands.points.shape))


def thinned_towards(sides: Array, strands: Strands, frame: HeadFrame, random: Random) -> Strands:
    """`strands` that grow fewer and fewer towards the `sides` (H×W, 0…1) that stay: hair that was cut off there in one
    line would be a step over shorter hair. What is left out lies outside the picture."""
    seen = frame.facing(strands.points)
    share = at_points(sides, seen, frame, 0)
    gone = share > _NONE * random.random((len(seen), 1)) ** _SOON
    return replace(strands, points=f32(np.where(gone[..., None], strands.points + f32(_OUTSIDE), strands.points)))


def over_own_sides(style: Style) -> Style:
    """`style` with no new hair growing where the sides stay."""
    if any(layer.combing.comb == "out" for layer in style.layers):
        return style  # a cloud of hair hangs over the sides
    start = _SHORN if not style.tied and all(layer.length <= STUBBLE for layer in style.layers) else _FROM
    above = (
        layer
        for layer in style.layers
        if layer.count > _FEW and (layer.where.beyond or layer.where.elevation[1] > start + _LEFT)
    )
    return replace(style, layers=tuple(replace(layer, where=replace(layer.where, above=start)) for layer in above))
