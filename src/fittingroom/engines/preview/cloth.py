"""A top's or dress's fabric, cut into pieces that each reach beyond their own outline.

Nothing of it depends on the person, so that it is done beside the steps that only look at them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.armpits import calm_armholes, mirrored_sides, shadowed
from fittingroom.vision.fitting.arrays import Mask
from fittingroom.vision.fitting.contrast import own_cloth
from fittingroom.vision.fitting.fill import overscan, shrink
from fittingroom.vision.fitting.fusededge import parted
from fittingroom.vision.fitting.fusedseams import without_fused_seams
from fittingroom.vision.fitting.glimpses import body_alone, glimpses
from fittingroom.vision.fitting.haloes import pale_rim
from fittingroom.vision.fitting.hoods import outside, without_notches
from fittingroom.vision.fitting.mirrors import evened_beyond, mirrored_on
from fittingroom.vision.fitting.sleeveinner import finely_woven, inner_side
from fittingroom.vision.fitting.sleevelight import turned_away, without_gap
from fittingroom.vision.fitting.sleeves import over_armhole
from fittingroom.vision.fitting.sleevetone import even_tone
from fittingroom.vision.garment import Garment, Sleeve

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Cloth:
    """A garment ready to be drawn. garment: with its armholes calmed. body, sleeves: the fabric of each piece, uint8
    H×W×3 RGB, in the garment's own pixels; None where there is no sleeve."""

    garment: Garment
    body: Pixels
    sleeves: tuple[Pixels | None, Pixels | None]


def cut_cloth(garment: Garment, hem_kept: bool) -> Cloth:
    """The fabric of body and sleeves. hem_kept: whether it ends where the photographed old top does."""
    garment = replace(garment, fabric=calm_armholes(garment))
    garment = replace(garment, fabric=without_notches(garment))
    garment = replace(garment, fabric=without_fused_seams(garment))
    opaque = shrink(garment.alpha > 0.8, 2) & ~glimpses(garment)
    bare = all(sleeve is None for sleeve in garment.sleeves)
    if hem_kept and bare:
        opaque = body_alone(garment, opaque)  # what hangs below a hem isn't laid there
    for sleeve in filter(None, garment.sleeves):
        opaque &= ~turned_away(garment, sleeve)
    solid = opaque & ~shadowed(garment)
    lit = solid if bare else opaque & ~shadowed(garment, beside_body=True) & ~pale_rim(garment)
    solid_body = lit & outside(garment)
    body = mirrored_sides(overscan(garment.fabric, solid_body), lit, garment)
    body = evened_beyond(body, solid_body, garment)
    fine = finely_woven(garment)
    left, right = (
        None if sleeve is None else _sleeve(garment, sleeve, side, solid, fine)
        for side, sleeve in enumerate(garment.sleeves)
    )
    return Cloth(garment, body, (left, right))


def _sleeve(garment: Garment, sleeve: Sleeve, side: int, solid: Mask, fine: bool) -> Pixels:
    """The fabric of one sleeve, of what is `solid` of the garment. fine: whether that has a fine weave."""
    cut_from = (parted(garment, sleeve) if sleeve.fused else over_armhole(sleeve)) & solid
    cut_from = own_cloth(garment, side, cut_from)
    armhole = float(np.linalg.norm(sleeve.armpit - sleeve.tip))
    even = even_tone(garment.fabric, cut_from, armhole, garment.torso)
    whole = mirrored_on(overscan(even, cut_from), cut_from)
    if fine:
        whole = inner_side(whole, cut_from, garment, sleeve)
    return without_gap(whole, garment, sleeve)
