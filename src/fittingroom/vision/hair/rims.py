"""The rim of hair before a wall, where each pixel is part hair and part wall.

What lies behind is known from just beyond the rim, what hair is there from just within it, so the pixel's own colour
tells its share of both: dyed by that share neither a dark line of the old colour nor a haze of the new one is left.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.ramp import to_rgb
from fittingroom.vision.hair.soft import away_from, depth_in, narrowed, near_fill, widened
from fittingroom.vision.hair.told import BODY, at_body
from fittingroom.vision.person import Label

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_FREE, _BEYOND = 0.03, 0.025  # share up to which nothing is hair; units beyond the last of it where a wall is its own
_SURE, _WITHIN = 0.95, 0.04  # share from which on all is hair; units within its edge where hair is its own
_DEEP, _OUT = 0.06, 0.16  # units within the edge and outside it in which colours tell the share; it fades out over half
_CURLS = 0.3  # units within it where walls are seen between curls; grey ones look like hair that shines
_HUED = 11.0, 6.0  # distance in a and b of hair from a wall from which on no shine has its hue, and up to none at all
_GAP = 0.15, 0.25  # share of hair up to which that is a gap and no lit strand, and over which it fades
_AT_WALL = 0.5, 0.2  # share of the way from a wall to the body up to which it is a rim at a wall, and over which not
_AROUND = 0.6  # units from the hair within which its wall is looked at
_NOISE = 4.0  # grey levels, a camera's noise
_APART, _WELL = 2.5, 2.0  # deviations by which hair and wall lie apart where that tells nothing, and more to tell all
_PLAIN = 4.0, 3.0  # how many times its wall's own changes nearby hair must differ from it to be told, and to be sure
_GROWN = 0.03, 0.04  # units from what was half hair at first within which there may be more, and over which it fades
_OFF = 3.5, 2.5  # deviations from every mixture from which on a pixel is something else, and up to all of it
_LEAST = 100  # pixels of each without which nothing is told


def parted_from_wall(matte: HairMatte, lab: Array, labels: NDArray[np.uint8], unit: float) -> HairMatte:
    """`matte` with the share of hair, and what lies behind it, as the colours of its rim before a wall tell them."""
    share, behind, trust = before_wall(lab, matte.alpha, matte.mask, labels, unit)
    alpha, beside = (
        matte.alpha + trust * (share - matte.alpha),
        matte.beside + trust[..., None] * (behind - matte.beside),
    )
    return replace(matte, alpha=f32(alpha), beside=f32(beside))


def before_wall(
    lab: Array, alpha: Array, mask: Mask, labels: NDArray[np.uint8], unit: float
) -> tuple[Array, Array, Array]:
    """H×W, 0…1: hair's share in each pixel by its colour. H×W×3 Lab: the wall behind. H×W, 0…1: how far both are to be
    believed, which is at rims before a wall alone.

    lab: H×W×3. alpha: H×W, 0…1, a first guess at the share. mask: H×W, the labels' hair. unit: the head's, pixels."""
    wall = flags((labels == Label.BACKGROUND) & ~mask)
    known = wall & ~widened(alpha > _FREE, _BEYOND * unit) & widened(mask, _AROUND * unit)
    sure = narrowed(flags((alpha > _SURE) & mask), _WITHIN * unit)
    rim, zone = (_zone(mask, wall, labels, deep, unit) for deep in (_DEEP, _CURLS))
    here = zone > 0
    if min(known.sum(), sure.sum()) < _LEAST or not here.any():
        return alpha, lab, np.zeros_like(alpha)
    behind, hair = near_fill(lab, known, unit), near_fill(lab, sure, unit)
    pixel, far, near = (to_rgb(f32(values[here][None]))[0] for values in (lab, behind, hair))
    spread = _spread(lab, behind, known) + _spread(lab, hair, sure) + _NOISE**2 * np.eye(3, dtype=np.float32)
    inverse = np.linalg.inv(spread)
    way = (near - far) @ inverse
    apart = np.maximum((way * (near - far)).sum(-1), 1e-3)
    share = np.clip((way * (pixel - far)).sum(-1) / apart, 0, 1)
    rest = pixel - far - share[:, None] * (near - far)
    off = np.sqrt(((rest @ inverse) * rest).sum(-1))
    changes = np.maximum(_changes(lab, behind, known, unit)[here], _NOISE)
    plain = eased(f32((np.linalg.norm(near - far, axis=-1) / changes - _PLAIN[0]) / _PLAIN[1]))
    told, trust = alpha.copy(), np.zeros_like(alpha)
    told[here] = share
    trust[here] = plain * eased(f32((np.sqrt(apart) - _APART) / _WELL)) * (1 - eased(f32((off - _OFF[0]) / _OFF[1])))
    hued = np.linalg.norm((hair - behind)[here][:, 1:], axis=-1)
    seen = eased(f32((hued - _HUED[0]) / _HUED[1])) * (1 - eased(f32((share - _GAP[0]) / _GAP[1])))
    trust[here] *= np.maximum(rim[here], seen)
    beside = 1 - eased((away_from(flags((alpha > 0.5) & (mask | (alpha > 0.8)))) / unit - _GROWN[0]) / _GROWN[1])
    told = f32(np.where(told > alpha, alpha + beside * (told - alpha), told))  # walls may be as dark further off
    return told, behind, f32(trust * zone)


def _changes(lab: Array, behind: Array, known: Mask, unit: float) -> Array:
    """H×W: deviation in RGB of the `known` wall from what it is on average there (`behind`, H×W×3 Lab), nearby."""
    apart = np.zeros((*known.shape, 2), np.float32)
    there = (to_rgb(f32(lab[known][None])) - to_rgb(f32(behind[known][None])))[0]
    apart[known] = (there**2).sum(-1, keepdims=True)
    return np.sqrt(np.maximum(near_fill(apart, known, unit)[..., 0], 0))


def _zone(mask: Mask, wall: Mask, labels: NDArray[np.uint8], deep: float, unit: float) -> Array:
    """H×W, 0…1: where the hair of `mask` ends before the `wall` rather than on the body, up to `deep` units within."""
    depth = depth_in(mask) / np.float32(unit)
    rim = eased(2 - np.maximum(depth / deep, -depth / _OUT) * 2)
    return f32(rim * (1 - at_body(wall, flags(np.isin(labels, BODY) & ~mask), _AT_WALL)))


def _spread(lab: Array, mean: Array, where: Mask) -> Array:
    """3×3: covariance in RGB of what is `where` round its `mean` nearby (H×W×3 Lab each)."""
    apart = (to_rgb(f32(lab[where][None])) - to_rgb(f32(mean[where][None])))[0]
    return f32(apart.T @ apart / len(apart))
