"""Background that is seen between the fingers of a hand, or between it and the body, and is labelled skin."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.channels import dot, length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.fingers import bones, round_tips
from fittingroom.vision.fitting.rims import towards
from fittingroom.vision.person import Hand, Label, Person
from fittingroom.vision.pieces import holding

#: How far round its landmarks a hand's gaps are looked for, and how much of what lies about them is looked at, units.
_REACH, _ABOUT = 0.06, 0.4
#: Lab distance up to which a pixel shows the background, and how far skin and background must lie apart to be told.
_ALIKE, _APART = 11.0, 24.0
#: The same for what is brighter than the background beside the person, in hue alone, and for what lies up to this share
#: of the way towards skin, as in its shade.
_HUE, _SHADED = 7.0, 0.35
#: From which share of the way from skin to background on the edge of a gap is the gap's, and how far from where it is
#: surely seen it may reach as it narrows, units.
_MOSTLY, _NARROWS = 0.55, 0.06
#: How wide the bones of fingers are drawn, how far a nail reaches, and the side of the smallest square that is a gap,
#: units. Nails may be as pale as a wall.
_BONE, _NAIL, _LEAST = 0.02, 0.025, 0.025
#: How far from its tip towards the next joint the middle of a nail lies.
_NAIL_AT = 0.25
#: The landmarks round a palm, which has no gaps though its skin may shine, and how far it reaches behind them, units.
_PALM, _PALM_REACH = [0, 1, 5, 9, 13, 17], 0.05


def without_gaps_in_hands(person: Person, unit: float) -> Person:
    """`person` with the background that shows in gaps of its hands and beside them labelled so, and out of its alpha:
    new cloth behind a hand is seen there."""
    for hand in person.hands:
        if hand is not None:
            wall = _gaps(person, hand, unit)
            labels = np.where(wall, np.uint8(Label.BACKGROUND), person.labels)
            person = replace(person, labels=labels, alpha=f32(np.where(wall, 0, person.alpha)))
    return person


def _gaps(person: Person, hand: Hand, unit: float) -> Mask:
    """The gaps of one hand, H×W."""
    found = np.zeros(person.labels.shape, np.bool_)
    hull = spread(hand, found.shape)
    if not hull.any():
        return found
    box = box_round(hull, _ABOUT * unit)
    image, skin = f32(person.image[box]), person.labels[box] == Label.SKIN
    points = hand.points[:, :2] - [box[1].start, box[0].start]
    lines, nails = bones(points, skin.shape, _BONE * unit), round_tips(points, skin.shape, _NAIL * unit, _NAIL_AT)
    wall, own = shrink(person.alpha[box] < 0.03, 2), shrink(skin, 1) & lines
    if not wall.any() or not own.any():
        return found
    behind, hue = push_pull(image, wall), push_pull(image, own)
    lab, behind_lab, skin_lab = (to_lab(np.clip(each, 0, 255).astype(np.uint8)) for each in (image, behind, hue))
    off, way = f32(lab - behind_lab), f32(skin_lab - behind_lab)
    shown = (length(off) < _ALIKE) | ((length(f32(off[..., 1:])) < _HUE) & (off[..., 0] > 0))
    aside = np.clip(dot(off, way) / np.maximum(dot(way, way), 1), 0, _SHADED)[..., None]
    shown = (shown | (length(f32(off - aside * way)) < _HUE)) & (length(way) > _APART)
    near = skin & grow(spread(replace(hand, points=points[2:]), skin.shape), _REACH * unit) & ~person.front.objects[box]
    palm = spread(replace(hand, points=points[_PALM]), skin.shape)
    clear = shown & near & ~nails & ~grow(palm, _PALM_REACH * unit)
    clear = at_least(opened(flags(clear), 1), (_LEAST * unit) ** 2)
    edge = grow(clear, _NARROWS * unit) & near & ~palm & (towards(image, hue, behind) > _MOSTLY)
    found[box] = holding(flags(clear | opened(flags(edge | clear), 1)), clear)
    return found
