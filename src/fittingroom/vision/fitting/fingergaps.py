"""Old clothes that are seen between the fingers of a hand: new ones take their place there, in the fingers' shade."""

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.barearms import beyond_wrist
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.crops import box_round, person_in
from fittingroom.vision.fitting.fill import at_least, closed, grow, nearest, opened, push_pull, shrink, soften
from fittingroom.vision.fitting.hands import FOREIGN, off_skin
from fittingroom.vision.fitting.rims import towards
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, holding

#: How far round its landmarks a hand's fingers reach, and how much of what lies about them is looked at, units.
_REACH, _ABOUT = 0.07, 0.4
#: Half the width up to which what lies between fingers is a gap, units, how far a gap goes on under a label of skin,
#: and the side of the smallest square that is one.
_WIDE, _GOES_ON, _LEAST = 0.05, 0.06, 0.03
#: Up to which share of skin's lightness, and from which share of the distance in hue of what is none, no skin is seen,
#: and how far apart (RGB) skin and a gap must lie for mixtures of the two to be told.
_DARK, _FOREIGN, _APART = 0.48, 0.8, 60.0
#: From which Lab a on fingers throw their colour on each other in what is dark between them: none but they is seen.
_RUDDY = 8.0
#: The least light that comes between fingers: a camera sees none there, but new cloth is to be told. How much of it
#: fingers all round take away in any case, over how far (units), and grey levels that every colour has at least: what
#: black cloth shows of shade says little.
_LEAST_LIGHT, _TAKEN, _OVER, _BLACK = 0.3, 0.7, 0.03, 20.0
#: Grey levels between which old cloth tells ever more of the shade that lies on it.
_TOLD = 30.0, 80.0
#: How far out of a gap its shade fades, units.
_FADES = 0.02
#: How far from a gap, where it opens, the hues of what is seen in it are looked for, units.
_OPENS = 0.05
#: How far from a gap a garment lies that may be seen in it, units.
_ABOUT_GAPS = 0.2
#: Lab hues at least so far from grey tell one old garment from another, of which one lies at most so far off.
_COLOURED, _FITS = 6.0, 8.0


class FingerGaps(NamedTuple):
    """share: H×W, 0…1, how far each pixel shows old clothes between fingers. rim: H×W, the gaps with the edges of the
    fingers beside them. behind: H×W×3 RGB, what these are mixed with. light: H×W, 0…1, what comes to cloth there.
    labels: H×W, which of the old clothes it is; 0 elsewhere."""

    share: Array
    rim: Mask
    behind: Array
    light: Array
    labels: NDArray[np.uint8]

    def opened(self, front: Array, changed: Array) -> Array:
        """What is in `front` with the gaps open where what lies behind it is `changed`; all H×W, 0…1."""
        left = np.where(grow(front > 0.5, 1.5), 1 - self.share, np.minimum(front, 1 - self.share))
        return f32(front + (left - front) * self.rim * np.clip(changed, 0, 1))

    def of(self, garment: Label) -> "FingerGaps":
        """The gaps in which that one of the old clothes is seen."""
        other = grow((self.labels > 0) & (self.labels != garment), 2)
        share, light = np.where(other, 0, self.share), np.where(other, 1, self.light)
        labels = np.where(other, np.uint8(0), self.labels)
        return FingerGaps(f32(share), self.rim & ~other, self.behind, f32(light), np.asarray(labels, np.uint8))

    def labelled(self, person: Person) -> Person:
        """`person` with the old clothes in the gaps labelled as such."""
        labels = np.where(self.labels > 0, self.labels, person.labels)
        return replace(person, labels=np.asarray(labels, np.uint8))


class _Seen(NamedTuple):
    """What is seen between the fingers of one hand. hued: H×W, where that has a hue no skin has."""

    share: Array
    rim: Mask
    behind: Array
    hued: Mask


def finger_gaps(person: Person, unit: float) -> FingerGaps:
    """What is seen of old clothes between the fingers of both hands."""
    shape = person.labels.shape
    share, light, labels = np.zeros(shape, np.float32), np.ones(shape, np.float32), np.zeros(shape, np.uint8)
    rim, behind = np.zeros(shape, np.bool_), person.image.astype(np.float32)
    for hand in person.hands:
        if hand is None:
            continue
        box = box_round(spread(hand, shape), _ABOUT * unit)
        near = grow(spread(hand, shape), _REACH * unit) & beyond_wrist(hand, shape, unit) & ~person.front.objects
        about = person_in(person, box)
        seen = _between(about, near[box], unit)
        if seen is None:
            continue
        core = flags(seen.share > 0.5)
        share[box] = np.maximum(share[box], seen.share)
        light[box] = np.minimum(light[box], _light(about, seen.share, unit))
        labels[box] = np.where(core, _garment(about, core, seen.hued, unit), labels[box])
        behind[box] = np.where(seen.rim[..., None], seen.behind, behind[box])
        rim[box] |= seen.rim
    return FingerGaps(share, rim, behind, light, labels)


def _between(person: Person, near: Mask, unit: float) -> _Seen | None:
    """What is seen between the fingers of the hand that is `near` (H×W); `person` is cut to what lies about it."""
    skin, worn = person.labels == Label.SKIN, person.worn
    own = skin & near
    sure = shrink(own, 2)
    if not worn.any() or not sure.any():
        return None
    between = closed(own, _WIDE * unit) & near & (person.alpha > 0.5)
    lab = f32(to_lab(person.image))
    off, lit = off_skin(lab, push_pull(lab, sure))
    foreign = off > _FOREIGN * FOREIGN
    ruddy = (lab[..., 1] > _RUDDY) & (lab[..., 2] > -0.5 * lab[..., 1])
    core = between & (foreign | (lit < _DARK)) & ~ruddy
    seen = at_least(opened(core & worn, 1), (_LEAST * unit) ** 2)
    whole = holding(core & (grow(seen, _GOES_ON * unit) | worn), seen)
    if not whole.any():
        return None
    image, deep = person.image.astype(np.float32), shrink(whole, 1)
    behind, pure = push_pull(image, deep if deep.any() else whole), push_pull(image, sure)
    rim = flags(grow(whole, 1.5) & between)
    told = length(behind - pure) > _APART
    share = np.where(told, np.clip(towards(image, pure, behind) * 1.25 - 0.125, 0, 1), soften(whole, 0.7))
    hued = whole & foreign & (length(f32(lab[..., 1:])) > _COLOURED)
    return _Seen(f32(np.where(deep, 1, share) * rim), rim, behind, flags(hued))


def _garment(person: Person, core: Mask, hued: Mask, unit: float) -> NDArray[np.uint8]:
    """Which of the old clothes is seen in each gap, H×W: what is black there says nothing, but where it opens its hue
    does, and labels are too coarse. core: H×W, the gaps. hued: where a hue is seen in them."""
    kinds = (Label.UPPER, Label.LOWER)
    deep = [shrink((person.labels == kind) & ~grow(core, 2), 3) for kind in kinds]
    found = np.where(core, nearest(person.labels, person.worn), np.uint8(0))
    about = grow(core, _ABOUT_GAPS * unit)
    if not all((each & about).any() for each in deep):
        return np.asarray(found, np.uint8)
    lab = f32(to_lab(person.image))
    off = [off_skin(lab, np.median(lab[each], axis=0))[0] for each in deep]
    hued = hued & (np.minimum(off[0], off[1]) < _FITS)  # what is mixed with skin fits neither
    parts, sizes = components(core)
    for part in range(1, len(sizes)):
        here = flags(parts == part)
        votes = grow(here, _OPENS * unit) & hued
        if votes.any():
            found[here] = kinds[int((off[0] > off[1])[votes].mean() > 0.5)]
    return np.asarray(found, np.uint8)


def _light(person: Person, gap: Array, unit: float) -> Array:
    """The light on cloth in the gaps (`gap`: H×W, 0…1) and, fading out, beside them; H×W."""
    core, skin = flags(gap > 0.5), person.labels == Label.SKIN
    grey = luminance(person.image) + _BLACK
    beside = shrink(person.worn & ~grow(core, 2), 2) & ~grow(skin, _OPENS * unit)
    usual = push_pull(grey, beside) if beside.any() else grey
    seen = np.where(core, 2 * gap - 1, person.worn & ~grow(skin, 2))  # the edges of fingers are lighter
    shown = push_pull(f32(grey / usual), f32(seen))
    taken = 1 - _TAKEN * np.clip(2.4 * cv2.GaussianBlur(f32(skin & ~core), (0, 0), _OVER * unit) - 0.7, 0, 1)
    trusted = np.clip((usual - _BLACK - _TOLD[0]) / (_TOLD[1] - _TOLD[0]), 0, 1)
    light = np.clip(np.minimum(shown, np.maximum(taken, trusted)), _LEAST_LIGHT, 1)
    away = cv2.distanceTransform((~core).astype(np.uint8), cv2.DIST_L2, 3)
    faded = 1 - (1 - light) * np.clip(1 - away / (_FADES * unit), 0, 1)
    return f32(cv2.GaussianBlur(faded, (0, 0), 0.7))
