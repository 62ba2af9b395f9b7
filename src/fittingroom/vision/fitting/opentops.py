"""Old tops that hang open: a jacket or shirt that falls from the shoulders before the body says nothing of how wide the
body is below it."""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.drape import lower_extent, room_beside
from fittingroom.vision.fitting.fill import grow, opened
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hands import near_hands
from fittingroom.vision.fitting.outline import Arm, Sides
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How wide a body in a close top is, of a usual one in its clothes.
_CLOSE = 0.85
#: Over how much of the torso widths that are seen and others go over into each other, rows of `Sides`.
_EVEN = 2.0
#: How far past the new sides old cloth still meets them, units.
_RIM = 0.02
#: Half the width up to which what is labelled hand is none, units, and the share of a hand's lightness (Lab L) that its
#: shade has at most.
_PRONG, _SHADE = 0.022, 0.85


def beneath_open(person: Person, frame: Frame, arms: tuple[Arm, Arm], sides: Sides) -> Sides:
    """`sides` of the body that an open top hangs over: no wider than a usual body in a close top, but as wide as the
    lower garment is seen to be. None of it stands against the background then."""
    widths = []
    for side in (0, 1):
        room = room_beside(frame, arms[side], side, sides.t)
        lower = ndimage.median_filter(lower_extent(person, frame, side, sides.t, room), 5, mode="nearest")
        body = np.maximum(_CLOSE * sides.usual, lower)
        widths.append(ndimage.gaussian_filter1d(np.minimum(sides.width[side], body), _EVEN, mode="nearest"))
    width = f32(np.stack(widths))
    return replace(sides, width=width, free=flags(sides.free & (width > 0.97 * sides.width)), hidden=True)


def beyond_sides(person: Person, frame: Frame, sides: Sides, inner: Array, armpits: Array) -> Mask:
    """Old cloth that hung open beside the body, H×W: below the `armpits` (2×2, in the image) past the new top's own
    sides (`inner`, H×W, 0…1), which are all that is known of that. Nothing where the old sides were the body's."""
    if not sides.hidden:
        return np.zeros(inner.shape, np.bool_)
    t, lateral = frame.fields(person.labels.shape)
    pits = frame.t(armpits)
    below = t > np.where(lateral < 0, pits[0], pits[1])
    return flags((person.labels == Label.UPPER) & below & ~grow(inner > 0.5, _RIM * frame.unit))


def without_prongs(person: Person, arms: tuple[Arm, Arm], unit: float) -> Person:
    """`person` with the shade beside a hand that holds an open top no longer labelled as that hand: prongs of it that
    are thinner than fingers, and darker."""
    skin = (person.labels == Label.SKIN) & near_hands(arms)
    light = f32(to_lab(person.image)[..., 0])
    thin = skin & ~grow(opened(skin, _PRONG * unit), 1)
    if not thin.any():
        return person
    thin &= light < _SHADE * float(np.median(light[skin]))
    prongs = holding(thin, grow(person.labels == Label.UPPER, 2))
    return replace(person, labels=np.where(prongs, np.uint8(Label.UPPER), person.labels))
