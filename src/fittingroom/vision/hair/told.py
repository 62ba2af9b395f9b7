"""Hair told from what lies beside it by what tells them apart just there.

One rule for a whole photo fails: what parts red hair from a cheek is hue, from a dark door it is light, and skin in the
hair's shade has other colours than skin in the sun. So round each place the linear function of colour is sought that is
1 on hair and 0 beside it (least squares, which is R. A. Fisher's discriminant, 1936), and read between the two.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import dot
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.hair.relit import luminance
from fittingroom.vision.hair.soft import away_from, blur, narrowed, widened
from fittingroom.vision.person import Label

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SURE, _NONE, _HALF = 0.9, 0.05, 0.5  # shares from which on all is hair, up to which nothing is, and that hair has
_INSIDE, _OUTSIDE, _ROUND = 0.12, 0.06, 1.0  # units within them where that is certain; how far out others are looked at
_NEAR = 0.3  # units round a place that tell how it is there
_CALM, _COARSE = 0.6, 1.5  # pixels over which a camera's noise is averaged, and hues, which photos store coarsely
_LIGHT, _HUE, _NOISY = 20.0, 5.0, 25.0  # Lab that counts as one; hues per Lab L and the last, which stay in shade
_EVERYWHERE = 0.01  # weight of the whole photo beside what is near
_RIDGE = 0.02  # square of what a colour may differ by without telling anything
_SPREAD = 1.2, 0.8  # deviations of hair, and of what is beside it, within which a place is wholly one of them
_APART, _WELL = 1.4, 1.2  # by how many deviations both lie apart where that tells little, and more to tell all
BODY = (Label.FACE, Label.SKIN, Label.UPPER, Label.LOWER)
_AT_WALL = 0.5, 0.25  # share of the way from a wall to the body up to which the wall counts, and over which it fades
_SOFT = 0.02  # units over which both ways to tell go over into each other
_EVEN = 0.05  # luminance by which skin is lighter than hair from which on light tells how far it is covered
_SAMPLED = 40.0  # pixels of a unit from which on a sample of the pixels tells all that lies nearby
_LEAST = 200  # pixels of each kind without which nothing is told


@dataclass(frozen=True)
class Kinds:
    """hair, other: bool H×W, where it is certain that all and nothing is hair."""

    hair: Mask
    other: Mask


def kinds(alpha: Array, mask: Mask, unit: float) -> Kinds:
    """What is certain by a first guess `alpha` (H×W, 0…1) at hair's share, and its labels' `mask` (H×W)."""
    hair = narrowed(alpha > _SURE, _INSIDE * unit)
    return Kinds(hair, flags(~widened(alpha > _NONE, _OUTSIDE * unit) & widened(mask, _ROUND * unit)))


def told(lab: Array, sure: Kinds, unit: float) -> tuple[Array, Array]:
    """H×W each, 0…1: the share of hair in each pixel of Lab H×W×3 by what tells it apart nearby, and how far that may
    be believed. unit: the head's, pixels."""
    if min(sure.hair.sum(), sure.other.sum()) < _LEAST:
        return np.zeros(lab.shape[:2], np.float32), np.zeros(lab.shape[:2], np.float32)
    colours = _described(f32(cv2.GaussianBlur(lab, (0, 0), _CALM)))
    step = max(1, int(unit / _SAMPLED))
    few = Kinds(sure.hair[::step, ::step], sure.other[::step, ::step])
    share = dot(_grown(_discriminant(colours[::step, ::step], few, unit / step), lab), colours)

    def nearby(values: Array, kind: Mask) -> tuple[Array, Array]:
        mean, spread = _nearby(values[::step, ::step], kind, unit / step)
        return _grown(mean, lab), _grown(spread, lab)

    (hair, wide), (other, broad) = nearby(share, few.hair), nearby(share, few.other)
    low, high = other + _SPREAD[1] * broad, hair - _SPREAD[0] * wide
    apart = (hair - other) / np.maximum(wide + broad, 1e-3)
    found = f32(np.clip((share - low) / np.maximum(high - low, 0.1), 0, 1))
    dark, light = (nearby(lab[..., 0], kind)[0] for kind in (few.hair, few.other))
    return _covered(found, dark, light), eased((apart - _APART) / _WELL)


def _grown(values: Array, lab: Array) -> Array:
    """`values` at the size of `lab` (H×W×3)."""
    return f32(cv2.resize(values, (lab.shape[1], lab.shape[0]), interpolation=cv2.INTER_LINEAR))


def _covered(share: Array, dark: Array, light: Array) -> Array:
    """H×W, 0…1: how much of a pixel hair of Lab L `dark` covers whose colour lies a `share` of the way to it from the
    `light` skin beside it: a pixel half of which is black sends half of the light, which is less than half way in Lab.
    """
    here, skin, hair = (luminance(np.maximum(level, 0)) for level in (light + share * (dark - light), light, dark))
    covered = (skin - here) / np.maximum(skin - hair, 1e-3)
    return f32(np.where(skin - hair > _EVEN, np.clip(covered, 0, 1), share))


def _described(lab: Array) -> Array:
    """H×W×6: what a colour is told by, and 1."""
    lab = np.concatenate([lab[..., :1], cv2.GaussianBlur(lab[..., 1:], (0, 0), _COARSE)], -1)
    hues = lab[..., 1:] * (_HUE / (np.maximum(lab[..., :1], 0) + _NOISY))
    return f32(np.concatenate([lab / _LIGHT, hues, np.ones_like(lab[..., :1])], -1))


def _discriminant(colours: Array, sure: Kinds, unit: float) -> Array:
    """H×W×6, coarse: the weights of `colours` (H×W×6) nearest to 1 on hair and to 0 beside it, both counting alike."""
    factor = max(1, int(_NEAR * unit / 3))
    height, width = sure.hair.shape
    size = (max(1, width // factor), max(1, height // factor))

    def near(values: Array) -> Array:
        small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
        return f32(cv2.GaussianBlur(small, (0, 0), _NEAR * unit / factor))

    count = colours.shape[-1]
    square = np.zeros((size[1], size[0], count, count), np.float32)
    wanted = np.zeros((size[1], size[0], count), np.float32)
    for kind, goal in ((sure.hair, 1.0), (sure.other, 0.0)):
        here = near(f32(kind)) + _EVERYWHERE
        everywhere = colours[kind].T @ colours[kind] / kind.sum()
        for row in range(count):
            for column in range(row, count):
                product = near(f32(colours[..., row] * colours[..., column] * kind))
                mean = (product + _EVERYWHERE * everywhere[row, column]) / here
                square[..., row, column] += mean
                if row != column:
                    square[..., column, row] += mean
            wanted[..., row] += goal * mean  # the last column is 1: the mean of this colour
    square += np.diag([_RIDGE] * (count - 1) + [1e-5]).astype(np.float32)
    return f32(np.linalg.solve(square, wanted[..., None])[..., 0])


def _nearby(share: Array, kind: Mask, unit: float) -> tuple[Array, Array]:
    """Mean and deviation of `share` on a `kind` as they are nearby (H×W each)."""
    usual, spread = float(share[kind].mean()), float((share[kind] ** 2).mean())
    here = blur(f32(kind), _NEAR * unit) + _EVERYWHERE
    mean = (blur(f32(share * kind), _NEAR * unit) + _EVERYWHERE * usual) / here
    square = (blur(f32(share**2 * kind), _NEAR * unit) + _EVERYWHERE * spread) / here
    return f32(mean), f32(np.sqrt(np.maximum(square - mean**2, 0)))


def at_body(wall: Mask, body: Mask, fades: tuple[float, float]) -> Array:
    """H×W, 0…1: how far a place is at the `body` rather than at a `wall` (H×W each). fades: share of the way from wall
    to body up to which it is at the wall, and over which that fades."""
    to_wall, to_body = away_from(wall), away_from(body)
    return eased(f32((to_wall / np.maximum(to_wall + to_body, 1) - fades[0]) / fades[1]))


def nearer_body(labels: NDArray[np.uint8]) -> Array:
    """H×W, 0…1: how far a place is at the body rather than at a wall by `labels` (H×W of `Label`)."""
    return at_body(flags(labels == Label.BACKGROUND), flags(np.isin(labels, BODY)), _AT_WALL)


def retold(alpha: Array, lab: Array, labels: NDArray[np.uint8], mask: Mask, kept: Array, unit: float) -> Array:
    """`alpha` (H×W, 0…1) with the share of hair told anew where hair meets skin and clothes, which lie in its shade:
    before a wall its own light tells more. labels: H×W of `Label`. mask: H×W, the labels' hair. kept: H×W, 0…1, where
    alpha stays as it is."""
    sure = kinds(alpha, mask, unit)
    box = box_round(mask, _ROUND * unit)
    share, trust = np.zeros_like(alpha), np.zeros_like(alpha)
    share[box], trust[box] = told(lab[box], Kinds(sure.hair[box], sure.other[box]), unit)
    between = ~sure.hair & ~sure.other & widened(mask, _ROUND * unit)
    nearer = nearer_body(labels)
    weight = trust * nearer * (1 - kept) * blur(between.astype(np.float32), _SOFT * unit) * between
    beside = eased(2 - away_from(flags(alpha >= _HALF)) / np.float32(_OUTSIDE * unit))
    change = weight * (share - alpha)
    return f32(alpha + np.where(change > 0, beside, 1) * change)  # clothes far from hair may be of its colour
