"""Old cloth that was labelled skin or background, and fingers labelled old cloth: told by their colour, between those
of their neighbours."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.channels import dot
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.leftovers import within
from fittingroom.vision.person import Hand, Label, Person

#: Weight of lightness against hue: cloth in the shade of a hand is as dark as the hand, but has no skin's hue.
_LIGHT = 0.35
#: Cloth and neighbour must differ by so much in Lab, so weighed, for a colour between them to say anything.
_APART = 9.0
#: What is so much lighter (Lab L) than the hand is neither its fingers in the shade nor dark cloth: background shows.
_LIGHTER = 15.0
#: From this share of the way to the cloth on, a colour is the cloth's.
_SHARE = 0.42


def claimed(person: Person, label: Label, reach: float, rim: float) -> Mask:
    """Pixels labelled `label` within `reach` pixels of the old clothes (all labelled UPPER) whose colour is nearer the
    cloth's close by than the colour that `label` has close by, `rim` pixels in from its edge; H×W."""
    worn, other = person.labels == Label.UPPER, person.labels == label
    near = other & within(worn, reach)
    cloth, own = shrink(worn, 3), shrink(other, rim)
    if not near.any() or cloth.sum() < 200 or own.sum() < 200:
        return np.zeros(worn.shape, np.bool_)
    rows, columns = (slice(max(hits[0] - 40, 0), hits[-1] + 40) for hits in (np.flatnonzero(near.any(1)),
                                                                             np.flatnonzero(near.any(0))))  # fmt: skip
    window = rows, columns
    lab = f32(to_lab(person.image[window]) * np.array([_LIGHT, 1, 1], np.float32))
    share = between(lab, push_pull(lab, own[window]), push_pull(lab, cloth[window]))
    found = np.zeros(worn.shape, np.bool_)
    found[window] = share > _SHARE
    return flags(opened(flags((found & near) | worn), 1) & near)


def spread(hand: Hand, shape: tuple[int, ...]) -> Mask:
    """What lies between the landmarks of a hand, H×W of that `shape`."""
    hull = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.round(hand.points[:, :2]).astype(np.int32)), 1)
    return flags(hull > 0)


def fingers(person: Person, hand: Hand, unit: float, cloth_label: Label = Label.UPPER) -> Mask:
    """Pixels round a hand's landmarks that were taken for old cloth (labelled `cloth_label`) but have a colour nearer
    the hand's: fingers in the shade; H×W."""
    hull = spread(hand, person.labels.shape)
    near = grow(hull, 0.07 * unit)
    skin, worn = person.labels == Label.SKIN, person.labels == cloth_label
    own, cloth = near & shrink(skin, 2), grow(near, 0.15 * unit) & shrink(worn, 3) & ~near
    if own.sum() < 50 or cloth.sum() < 50:
        return np.zeros(worn.shape, np.bool_)
    window = cv2.boundingRect(near.astype(np.uint8))
    box = slice(window[1], window[1] + window[3]), slice(window[0], window[0] + window[2])
    lab = f32(to_lab(person.image[box]) * np.array([_LIGHT, 1, 1], np.float32))
    share, hand_lab = np.ones(worn.shape, np.float32), push_pull(lab, own[box])
    share[box] = 1 - between(lab, push_pull(lab, cloth[box]), hand_lab)
    share[box][lab[..., 0] > hand_lab[..., 0] + _LIGHT * _LIGHTER] = 1
    found = near & worn & (share < _SHARE)
    return flags(opened(flags(found | skin), 2) & found)


def between(lab: Array, own: Array, cloth: Array) -> Array:
    """How far each colour has gone from `own` to `cloth` (all H×W×3 in Lab): 0…1, 0 where the two are alike."""
    way = cloth - own
    far = dot(way, way)
    share = dot(lab - own, way) / np.maximum(far, 1)
    return f32(np.where(far > _APART**2, np.clip(share, 0, 1), 0))


def with_claims(person: Person, unit: float, holes: Mask | None = None) -> Person:
    """The person with old cloth that lies under a label of skin or background, and fingers that lie under one of cloth,
    labelled as what they are. holes: H×W, where the cloth shows skin that is no finger's."""
    for hand in person.hands:
        if hand is not None:
            found = fingers(person, hand, unit)
            found = found if holes is None else found & ~holes
            person = replace(person, labels=np.where(found, np.uint8(Label.SKIN), person.labels).astype(np.uint8))
    of_skin = claimed(person, Label.SKIN, 0.05 * unit, 0.045 * unit)
    behind = claimed(person, Label.BACKGROUND, 0.08 * unit, 0.09 * unit)
    worn = person.labels == Label.UPPER
    all_of_it = closed(flags(worn | of_skin | behind), 1.5)
    added = all_of_it & ~worn & np.isin(person.labels, [Label.SKIN, Label.BACKGROUND])
    added &= within(flags(of_skin | behind), 1.5)
    labels = np.where(added, np.uint8(Label.UPPER), person.labels).astype(np.uint8)
    return replace(person, labels=labels, alpha=f32(np.where(added & behind, 1, person.alpha)))
