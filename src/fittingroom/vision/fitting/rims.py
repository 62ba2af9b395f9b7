"""What old cloth leaves on its neighbours, taken out by colour: mixed pixels, its shadow, stray threads.

A border pixel of skin or trousers shows old cloth if it looks like that cloth, or unlike its own label further in.
Labels alone can't tell: they are wrong by a pixel or two just there.
"""

from typing import NamedTuple

import cv2
import numpy as np

from fittingroom.vision.channels import dot, length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink, soften
from fittingroom.vision.person import Label, Person

#: Lab distance from which a pixel is unlike what its label shows further in, and the range over which that fades in.
_UNLIKE, _FADE = 7.0, 9.0
#: Up to how far (RGB) from the background's colour beside it a pixel is taken for background.
_LIKE_WALL = 36.0
#: How far into the hair, in units, its edge may show what lies beneath, and how far apart (RGB) the two must lie to be
#: told from each other.
_HAIR_REACH, _ALIKE = 0.06, 40.0
#: Half the width of a lit strand of hair, in units.
_STRAND = 0.015
#: Half the width of the widest rim of a stain, pixels.
_RIM = 2.0


class Clean(NamedTuple):
    """image: float32 H×W×3 RGB, the photo without the rims. changed: H×W, 0…1, where it differs from the photo."""

    image: Array
    changed: Array


def without_rims(person: Person, old: Mask, reach: float) -> Clean:
    """The photo with the skin and lower garment within `reach` pixels of `old` cloth cleared of its colours."""
    image = person.image.astype(np.float32)
    changed = np.zeros(old.shape, np.float32)
    near = grow(old, reach) & ~old
    ys, xs = np.nonzero(near)
    if not len(ys):
        return Clean(image, changed)
    margin = round(6 * reach) + 8
    window = (slice(max(0, ys.min() - margin), ys.max() + margin), slice(max(0, xs.min() - margin), xs.max() + margin))
    picture, labels, part = image[window], person.labels[window], old[window]
    away = cv2.distanceTransform((~part).astype(np.uint8), cv2.DIST_L2, 5)
    inner = shrink(part, 2)
    cloth = push_pull(picture, inner if inner.any() else part)
    wall = seen_wall(picture, person.alpha[window], reach, cloth)
    for kind in (Label.SKIN, Label.LOWER):
        own = opened(labels == kind, 1) & (person.alpha[window] > 0.5)
        clear = shrink(own & (person.alpha[window] > 0.97), 1) & (away > reach)
        ring = own & (away <= reach)
        if not ring.any() or clear.sum() < 30:
            continue
        base = push_pull(picture, clear)
        share = stained(picture, base, cloth) * np.clip(2 - 2 * away / reach, 0, 1) * (ring & ~wall)
        share = f32(np.maximum(share, cv2.GaussianBlur(share, (0, 0), 0.7) * (ring & ~wall)))
        picture = picture + (base - picture) * share[..., None]
        changed[window] = np.maximum(changed[window], share)
    image[window] = picture
    return Clean(f32(image), changed)


def seen_wall(image: Array, alpha: Array, reach: float, cloth: Array) -> Mask:
    """What within `reach` pixels of the background (`alpha` near 0) has its colour, with what is mixed with it: gaps
    beside an arm are wider than labels and alpha make them. Not what is nearer to the colour of the old `cloth`
    (H×W×3) beside it."""
    known = shrink(alpha < 0.03, 1)
    if not known.any():
        return known
    off = length(f32(image - push_pull(image, known)))
    near = grow(alpha < 0.1, reach)
    return flags(grow(near & (off < _LIKE_WALL), 2) & (off < length(f32(image - cloth))))


def stained(image: Array, base: Array, cloth: Array) -> Array:
    """How much of each pixel (RGB, H×W×3) is not its own colour `base`, 0…1: the more, the further it lies from
    there, and the further towards the colour of the `cloth` beside it."""
    lab, own, other = (to_lab(np.clip(each, 0, 255).astype(np.uint8)) for each in (image, base, cloth))
    off, way = lab - own, other - own
    unlike = np.clip((length(off) - _UNLIKE) / _FADE, 0, 1)
    power = dot(way, way)
    mixed = np.clip(dot(off, way) / np.maximum(power, 1), 0, 1) * np.clip((np.sqrt(power) - 8) / 8, 0, 1)
    return f32(np.maximum(unlike, np.clip((mixed - 0.08) / 0.3, 0, 1)))


def towards(image: Array, own: Array, other: Array) -> Array:
    """How far each pixel (RGB, H×W×3) lies from its `own` colour towards the `other`, 0…1; shades of its own are no
    step that way."""
    way = other - own
    return f32(np.clip(dot(image - own, way) / np.maximum(dot(way, way), 1), 0, 1))


def changed_beneath(person: Person, cloth: Array, erase: Mask) -> Array:
    """What comes to light beside hair other than in the photo, H×W, 0…1: new `cloth` (0…1), and skin where old cloth
    goes (`erase`, H×W), a line of which would be left along the hair as well."""
    return f32(np.maximum(cloth, erase & (person.labels == Label.UPPER)))


def hair_before(person: Person, cloth: Array, unit: float) -> Mask:
    """The hair's edge where new `cloth` (H×W, 0…1) comes beneath it, on old cloth or on skin. unit: the body's."""
    hair, beneath = person.labels == Label.HAIR, np.isin(person.labels, [Label.UPPER, Label.SKIN])
    return flags(grow(beneath, max(_HAIR_REACH * unit, 5.0)) & grow(hair, 2) & (cloth > 0.5))


def drawn_in(person: Person, front: Array, edge: Mask, unit: float) -> Array:
    """`front` (H×W, 0…1) with the hair drawn in at an `edge` on old cloth or skin, as far as its pixels show these:
    they would keep a line of their colour, and by two pixels in any case. unit: the body's."""
    if not edge.any():
        return front
    hair, beneath = person.labels == Label.HAIR, np.isin(person.labels, [Label.UPPER, Label.SKIN])
    image = person.image.astype(np.float32)
    reach = max(_HAIR_REACH * unit, 3.0)
    whole, under = shrink(hair, reach), shrink(beneath, 3)
    keep = soften(shrink(hair | (person.labels == Label.FACE), 2), 0.9)
    if whole.sum() > 100 and under.any():
        own, other = push_pull(image, whole), push_pull(image, under)
        told = np.clip(np.linalg.norm(other - own, axis=-1) / _ALIKE - 1, 0, 1)
        shown = np.clip(1.5 - 2.5 * cv2.GaussianBlur(towards(image, own, other), (0, 0), 0.7), 0, 1)
        shown = cv2.morphologyEx(f32(shown), cv2.MORPH_CLOSE, disc(max(2.0, _STRAND * unit)))  # a lit strand is hair
        keep = np.minimum(keep, 1 - told * (1 - shown))
    return f32(np.where(edge, np.minimum(front, keep), front))


def without_stained_rims(before: Array, front: Array, stained: Array) -> Array:
    """`front` (H×W, 0…1) without the thin rims that are left of what was wholly in front `before` its `stained` part
    went: they would stay as a line of the old top's shade round a hand."""
    wide = grow(opened(before > 0.5, _RIM), 2)
    left = grow(opened(front > 0.5, _RIM), 2)
    rims = wide & ~left & grow(flags(stained > 0.5), 2 * _RIM)
    return f32(front * (1 - soften(grow(rims, 1.5), 0.8)))
