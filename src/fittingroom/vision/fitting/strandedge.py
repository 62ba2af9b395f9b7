"""The soft edge of hair that hangs before clothes or skin which new cloth covers: how much of each pixel is hair, and
what colour that hair is without what lay beneath it.

Near the edge, hair and what lies beneath it each have a mean and a spread of colours. The colour axis on which the two
are best told from each other (Fisher's) says how much of a pixel is hair, also of a strand too thin for a label.
"""

from typing import NamedTuple

import cv2
import numpy as np

from fittingroom.vision.channels import dot
from fittingroom.vision.colour import bins, histogram, overlap, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How far hair's edge may show what lies beneath, how far beyond its label strands are looked for, how broad these are
#: at most, and how far around a pixel colours are learnt, units.
_INSIDE, _BEYOND, _BROAD, _AROUND = 0.06, 0.3, 0.03, 0.12
#: Labels are a pixel or two off: colours are learnt further from an edge than that.
_OFF = 3.0
#: The least spread (RGB) of a side's colours: grain and the small steps of light that a few pixels don't show.
_GRAIN = 7.0
#: Cells of the grid on which colours are learnt, units, and the least share of a neighbourhood to learn from.
_STEP, _FEW = 0.012, 0.01
#: Deviations by which both sides must lie apart to be told, and the range over which that fades in.
_APART, _FADE = 3.0, 1.5
#: How long strands that weren't taken for hair before must be, units.
_LONG = 0.15
#: Deviations of a side's colours that are still that side's alone.
_DOUBT = 1.4
#: Logarithm of how much likelier a colour must be hair's than that of clothes and skin far from it (or the other way
#: round) to overrule a label.
_LIKELIER = 1.0
#: Colours tell nothing where hair and clothes have more than this of theirs in common.
_SHARED = 0.2


class StrandEdge(NamedTuple):
    """front: H×W, 0…1, what stays before the cloth, its hair as soft as in the photo. share: H×W, 0…1, where that
    comes from colour. pure: H×W×3 RGB, the hair's own colour there."""

    front: Array
    share: Array
    pure: Array


class _Side(NamedTuple):
    """Colours of one side around each pixel of a coarse grid. mean: h×w×3. spread: h×w×3×3, their covariance. known:
    h×w, 0…1, whether there are any."""

    mean: Array
    spread: Array
    known: Array


class _Told(NamedTuple):
    """sure: H×W, 0…1, how well hair and what lies beneath are told apart there. part: H×W, 0…1, the share of hair, as
    steep as the spread of both allows. at_most: the same, with the benefit of the doubt."""

    sure: Array
    part: Array
    at_most: Array


def strand_edge(person: Person, front: Array, over: Mask, unit: float) -> StrandEdge:
    """`front` (H×W, 0…1) with the edge of hair matted where clothes or skin beneath it come to lie under what is drawn
    `over` them (H×W). unit: the body's, pixels."""
    share, pure = np.zeros(front.shape, np.float32), person.image.astype(np.float32)
    hair = person.labels == Label.HAIR
    beneath = np.isin(person.labels, [Label.UPPER, Label.SKIN]) & ((front < 0.5) | grow(hair, _OFF))
    inside, beyond = max(_INSIDE * unit, 5.0), max(_BEYOND * unit, 6.0)
    zone = flags((hair & grow(beneath, 3 * inside)) | (beneath & grow(hair, beyond))) & over
    if not zone.any() or not (hair & zone).any():
        return StrandEdge(front, share, pure)
    box = box_round(zone, round(2 * _AROUND * unit))
    image, hair, beneath, zone, before = pure[box], hair[box], beneath[box], zone[box], front[box]
    likelier = _likelier(person, beyond, box)
    told, part, share_of = _told_apart(image, hair, beneath, unit)
    strange = f32(np.clip(-likelier - _LIKELIER, 0, 1))  # what is surely not hair's colour
    known = f32(np.clip(np.abs(likelier) - _LIKELIER, 0, 1) * (1 - told))
    part = f32((part * told + (likelier > 0) * known) / np.maximum(told + known, 1e-3))
    share_of = f32(np.maximum(share_of, known * (likelier > 0)))
    part, share_of = (f32(np.minimum(each, 1 - strange)) for each in (part, share_of))
    told = f32(np.maximum(told + known, strange))
    part = f32(np.where(hair, part, part * _strands(part * told * (likelier > _LIKELIER), hair, beneath, unit)))
    away = cv2.distanceTransform((~hair).astype(np.uint8), cv2.DIST_L2, 3)
    deep = cv2.distanceTransform((~beneath).astype(np.uint8), cv2.DIST_L2, 3)
    fade = np.where(hair, np.clip(2 - 2 * deep / inside, 0, 1), np.clip(2 - 2 * away / beyond, 0, 1))
    fade = np.where(hair, np.maximum(fade, strange), fade)
    weight = f32(told * fade * zone)
    weight = f32(np.where(hair | (away < _OFF), weight, weight * (part > before)))
    more = np.clip(likelier - _LIKELIER, 0, 1)  # old cloth in the shade of hair is as dark as hair
    weight = f32(weight * np.where(part > before, more, 1))
    crumbs = _crumbs((part - before) * weight > 0.02, away > _BROAD * unit, _LONG * unit)
    weight = f32(weight * ~crumbs)
    matted = f32(before + (part - before) * weight)
    new_front, new_share, new_pure = front.copy(), share, pure.copy()
    new_front[box], new_share[box] = matted, weight
    new_pure[box] = _own_colour(image, share_of, hair, beneath)
    return StrandEdge(new_front, new_share, new_pure)


def _told_apart(image: Array, hair: Mask, beneath: Mask, unit: float) -> _Told:
    """What the colours around each pixel say about it, H×W."""
    step = max(1, round(_STEP * unit))
    radius = max(1, round(_AROUND * unit / step))
    sure = shrink(hair, _OFF), shrink(beneath, _OFF)
    place = f32(hair)
    for by_colour in (False, True):  # first by labels, then without what its own colour puts on the other side
        first, other = (sure[0] & (place > 0.5), sure[1] & (place < 0.5)) if by_colour else sure
        front, back = (_side(image, each, step, radius) for each in (first, other))
        apart = front.mean - back.mean
        grain = _GRAIN**2 * np.eye(3, dtype=np.float32)
        axis = np.linalg.solve(0.5 * (front.spread + back.spread) + grain, apart[..., None])[..., 0]
        power = np.maximum((axis * apart).sum(-1), 1e-3)
        told = np.clip((np.sqrt(power) - _APART) / _FADE, 0, 1) * np.minimum(front.known, back.known)
        size = hair.shape[1], hair.shape[0]
        base, scaled, sure_of = (
            f32(cv2.resize(f32(each), size, interpolation=cv2.INTER_LINEAR))
            for each in (back.mean, axis / power[..., None], told)
        )
        off = image - base
        place = f32(np.where(sure_of > 0, dot(off, scaled), hair))
    doubt = cv2.resize(f32(np.minimum(_DOUBT / np.sqrt(power), 0.42)), size, interpolation=cv2.INTER_LINEAR)
    part = np.clip((place - doubt) / (1 - 2 * doubt), 0, 1)
    return _Told(sure_of, f32(part), f32(np.clip(place + doubt, 0, 1)))


def _likelier(person: Person, beyond: float, box: tuple[slice, slice]) -> Array:
    """Logarithm of how much likelier the colour of each pixel in the `box` is hair's than that of clothes and skin
    further than `beyond` pixels from hair, or of the background; nought where hair is coloured as they are."""
    cells, hair = bins(to_lab(person.image)), person.labels == Label.HAIR
    away = np.isin(person.labels, [Label.UPPER, Label.SKIN]) & ~grow(hair, beyond)
    if not away.any():
        return np.zeros(hair[box].shape, np.float32)
    often, clothes, wall = (histogram(cells[each]) for each in (shrink(hair, _OFF), away, person.alpha < 0.03))
    if overlap(often, clothes) > _SHARED:
        return np.zeros(hair[box].shape, np.float32)
    return f32(cv2.GaussianBlur(np.log(often / np.maximum(clothes, wall)).astype(np.float32)[cells[box]], (0, 0), 0.8))


def _side(image: Array, where: Mask, step: int, radius: int) -> _Side:
    """The colours of `image` (RGB) that lie `where` within `radius` cells of each cell of a grid of `step` pixels."""
    size = -(-where.shape[1] // step), -(-where.shape[0] // step)

    def around(values: Array) -> Array:
        small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
        return f32(cv2.blur(small, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_CONSTANT))

    chosen = cv2.copyTo(image, where.astype(np.uint8))
    amount = around(f32(where))
    scale = 1 / np.maximum(amount, 1e-6)[..., None]
    mean = around(f32(chosen)) * scale
    pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    square = [around(f32(chosen[..., one] * chosen[..., other])) * scale[..., 0] for one, other in pairs]
    spread = np.empty((*amount.shape, 3, 3), np.float32)
    for (one, other), product in zip(pairs, square, strict=True):
        spread[..., one, other] = spread[..., other, one] = product - mean[..., one] * mean[..., other]
    return _Side(f32(mean), spread, f32(np.clip(amount / _FEW - 1, 0, 1)))


def _strands(part: Array, hair: Mask, beneath: Mask, unit: float) -> Array:
    """H×W, 0…1: what beyond the label of `hair` is thin strands that hang together with it. part: share of hair."""
    like = (part > 0.35) & beneath
    thin = like & ~opened(like, 0.5 * _BROAD * unit)
    thin &= holding(thin | hair, hair)
    return f32(np.maximum(cv2.GaussianBlur(grow(thin, 1).astype(np.float32), (0, 0), 0.8), grow(hair, _OFF)))


def _crumbs(added: Mask, off: Mask, long: float) -> Mask:
    """The pieces of `added` that are shorter than `long` pixels, either way, or don't reach where hair is `off`:
    chance, or a shade along its edge, rather than strands."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(added.astype(np.uint8))
    kept = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= long
    kept &= np.isin(np.arange(len(kept)), pieces[added & off])
    return flags(added & ~kept[pieces])


def _own_colour(image: Array, part: Array, hair: Mask, beneath: Mask) -> Array:
    """The hair's colour (H×W×3) without what lies beneath it, which fills all but `part` (0…1) of each pixel."""
    whole, under = shrink(hair, 1) & (part > 0.95), beneath & (part < 0.05)
    if not whole.any() or not under.any():
        return image
    own, other = push_pull(image, whole), f32(cv2.GaussianBlur(push_pull(image, under), (0, 0), 1.5))
    share = f32(np.maximum(part, 0.3))[..., None]
    taken = f32((image - (1 - part[..., None]) * other) / share)
    # never further from its neighbours' colour than the mixture was: what is left over is noise
    most = np.abs(image - own)
    taken = f32(own + np.clip(taken - own, -most, most))
    sure = np.clip((part - 0.3) / 0.5, 0, 1)[..., None]
    return f32(own + (taken - own) * sure)
