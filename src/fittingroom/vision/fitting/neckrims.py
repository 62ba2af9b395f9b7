"""Beside the neck a rim of the old collar outlasts the new, wider neckline: its pixels are mixed with skin and wall,
and where it is as light as the wall no label has them. By their colour they are neither, and the neck's outline is
carried on through them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import length, share_between
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.fill import at_least, closed, grow, nearest, noise, push_pull, shrink, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.undress import Undressed
from fittingroom.vision.person import Label, Person

#: How far from old cloth that the new one leaves uncovered a rim of it may be left, and how far skin may be stained by
#: its shade, in units.
_REACH, _CLEAR = 0.05, 0.04
#: Old cloth left uncovered on less than the square of this (units) leaves no rim: it may be skin's own edge.
_CRUMB = 0.014
#: How far beside the neck's middle and below the shoulder line (torsos) collars end, in units.
_ASIDE, _LOWEST = 0.6, 0.12
#: From which distance (Lab) on a pixel is neither skin, nor wall, nor a mix of them.
_FOREIGN = 9.0
#: Skin and wall that differ by less (Lab) can't be told apart.
_ALIKE = 14.0
#: How smooth the neck's outline is where it is carried on, in units.
_CALM = 0.012
#: How wide a line within skin or wall is no outline of either, in half its width, units; and from which share on.
_LINE, _RAGGED = 0.02, 0.25


def without_collar_rims(
    person: Person, frame: Frame, cloth: Array, undressed: Undressed, seed: int
) -> tuple[Array, Array]:
    """The person without the old top (H×W×3) and without the rims of its collar that the new `cloth` (H×W, 0…1)
    leaves uncovered beside the neck, and how far each pixel was replaced, 0…1."""
    bare, wall = undressed.bare, undressed.behind
    unit, none = frame.unit, np.zeros(cloth.shape, np.float32)
    t, lateral = frame.fields(cloth.shape)
    near = (np.abs(lateral - float(frame.lateral(frame.neck_mid))) < _ASIDE * unit) & (t < _LOWEST)
    near &= grow(person.alpha < 0.1, _REACH * unit)
    old = person.labels == Label.UPPER
    shown = at_least(flags(old & (cloth < 0.3) & near), (_CRUMB * unit) ** 2)
    skin = person.labels == Label.SKIN
    clear = shrink(flags(skin & (person.alpha > 0.97)), 2) & ~grow(old, _CLEAR * unit)
    where = (
        grow(shown, _REACH * unit) & (cloth < 0.5) & near & ~grow(np.isin(person.labels, [Label.HAIR, Label.FACE]), 3)
    )
    if not shown.any() or clear.sum() < 100:
        return bare, none
    own = push_pull(person.image.astype(np.float32), clear)
    where &= length(to_lab(_bytes(own)) - to_lab(_bytes(wall))) > _ALIKE
    mixed, off = _mixed(bare, own, wall)
    # of what the old cloth hid, it was decided what is skin
    decided = flags(old & (undressed.open_ < 0.3) & (cloth < 0.5))
    sure = shrink(flags(skin & (person.alpha > 0.9)), 1.5) | decided
    mixed = f32(np.maximum(mixed, soften(flags(sure))))
    foreign = grow(closed(flags(where & (off > _FOREIGN)), _CALM * 2 * unit), 2) & grow(where, 2)
    if not foreign.any():
        return bare, none
    # the outline goes on as it runs beside what is replaced; a line within the skin isn't one
    share = push_pull(np.repeat(mixed[..., None], 3, 2), ~foreign)[..., 0]
    share = f32(cv2.medianBlur(_bytes(f32(255 * share)), 2 * round(_LINE * unit) + 1) / 255)
    calm = cv2.GaussianBlur(share, (0, 0), _CALM * unit)
    edge = np.clip((calm - 0.5) * 2.5 * _CALM * unit + 0.5, 0, 1)
    ragged = where & (np.abs(edge - mixed) > _RAGGED)
    foreign = foreign | (grow(flags(ragged | old), 1) & grow(foreign, _REACH * unit) & where)
    # drawn skin close by is nearer in colour than seen skin in the hair's shade
    beside = (flags(skin & (person.alpha > 0.97)) | decided) & ~grow(foreign, 2)
    own = f32(cv2.GaussianBlur(f32(nearest(bare, shrink(beside, 1.5))), (0, 0), _CALM * unit))
    grain = noise(cloth.shape, 0.8, seed)[..., None]
    drawn = wall + (own + grain - wall) * edge[..., None]
    weight = soften(foreign | (grow(foreign, 2) & (cloth >= 0.5)), 0.8)
    return f32(bare + (drawn - bare) * weight[..., None]), f32(weight)


def _mixed(image: Array, own: Array, wall: Array) -> tuple[Array, Array]:
    """How much of each pixel (RGB, H×W×3) is skin (`own`) before a `wall`, 0…1, and how far (Lab) it lies from every
    mix of the two; shades of the skin count for half."""
    share = np.clip(share_between(image, wall, own), 0, 1)
    mix = f32(wall + (own - wall) * share[..., None])
    lab = [to_lab(_bytes(each)) for each in (image, mix)]
    gap = lab[0] - lab[1]
    gap[..., 0] *= np.where(gap[..., 0] < 0, 0.6, 1.0)
    return f32(share), length(f32(gap))


def _bytes(image: Array) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.round(image), 0, 255), np.uint8)
