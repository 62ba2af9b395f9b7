"""How much of each pixel is hair: the labels' hair, kept to this head, with edges by colour.

Round the labels' edge each pixel's colour is taken for a mixture of the hair's, as it is nearby, and of what lies
beside it (skin, background): the share that explains it best is its alpha.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import distance, to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.beard import beard
from fittingroom.vision.hair.ears import Ear, ears_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.glasses import glasses
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, widened
from fittingroom.vision.people.head import BROWS, EYES, LIPS, face_oval, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Share of a disc of the head's size from which on there is hair enough to speak of.
LEAST = 0.05
_INNER, _OUTER = 0.10, 0.30  # units inside and outside the labels' edge where colour decides
_EAR_SEEN = 0.06  # squared units of skin that make an ear
_PATCH = 0.004  # and a patch of one that hair leaves free
_ROUND = 0.14  # units from a patch of skin that its ear's rim may lie
_UNLIKE = 3.5  # deviations from hair's colour from which on what is nearly as unlike skin is skin in shade
_TORN = 0.02  # share of an ear that is hair from which on strands cross it
_HANGING, _SAME = 2.4, 12.0  # units from the ears, distance in Lab: hair beside face or neck so near is this head's
_BEARD = 0.95  # share from which on a beard stays just as it is
_LONG = 0.6  # share of the way from the ears' fronts down to the chin that such hair reaches where it is seen whole
CHEEKS = (117, 118, 101, 36, 50, 346, 347, 330, 266, 280)


@dataclass(frozen=True)
class HairMatte:
    """mask: bool H×W, the labels' hair of this head. alpha: H×W, 0…1. beside: H×W×3 Lab, what lies beside or
    below the hair, carried in from its surroundings. ears: bool H×W, ears that are seen. torn: ears that strands cross.
    fringe: whether hair hides the brows."""

    mask: Mask
    alpha: Array
    beside: Array
    ears: Mask
    fringe: bool = False
    torn: tuple[Ear, ...] = ()


def find_hair(person: Person, frame: HeadFrame) -> HairMatte:
    """The hair of the head that `frame` belongs to."""
    mask = hair_mask(person, frame)
    if not enough(mask, frame):
        return HairMatte(mask, np.zeros(mask.shape, np.float32), to_lab(person.image), _bare_ears(person, frame))
    lab = to_lab(person.image)
    solid = narrowed(mask, _INNER * frame.unit)
    solid = solid if solid.sum() > 100 else mask
    like = _likeness(lab, solid)
    other = ~widened(mask, _OUTER * frame.unit) | (
        (person.labels == Label.FACE) & ~widened(mask, 0.03 * frame.unit) & (like > 5)
    )
    hair, rest = smooth_fill(lab, solid & (like < 3.5), frame.unit), _beside(lab, other, mask, person, frame.unit)
    alpha = _mixture(lab, hair, rest, person, frame)
    decided = _decided(alpha, mask, like, person, frame)
    beside = np.isin(person.labels, (Label.FACE, Label.SKIN)) & ~face_oval(mask.shape, person.face) & (like < 3)
    decided = np.maximum(
        decided, 0.9 * (beside & (like < 0.7 * _skin_likeness(lab, person)) & widened(mask, 0.25 * frame.unit))
    )
    ears, torn = _seen_ears(lab, like, mask, person, frame)
    decided = f32(np.where(ears, 0, decided))
    fringed = _fringed(person, frame, decided)
    guard = blur(guarded(person, frame, decided).astype(np.float32), 0.03 * frame.unit)
    decided = f32(decided * np.clip(1.5 - 2 * guard, 0, 1) * (1 - beard(person, frame)))
    return HairMatte(mask, decided, f32(rest), ears, fringed, torn)


def hair_mask(person: Person, frame: HeadFrame) -> Mask:
    """H×W: labelled hair of this head; things of hair's colour apart from the head are not."""
    labelled = person.labels == Label.HAIR
    x, y = frame.plane(labelled.shape)
    seed = labelled & (np.hypot(x, y - 0.6) < 1.9) & (y > -0.6)
    if not seed.any():
        return flags(seed)
    count, pieces = cv2.connectedComponents(narrowed(labelled, 0.03 * frame.unit).astype(np.uint8))
    held = np.bincount(pieces[seed], minlength=count) > 0.01 * frame.unit**2
    held[0] = False
    mine = held[pieces]
    if hanging(mine, frame):  # what the face parts from the rest
        lab = cv2.GaussianBlur(to_lab(person.image), (0, 0), 2)
        own = np.median(lab[mine], axis=0)
        skin = np.isin(person.labels, (Label.FACE, Label.SKIN))
        beside = widened(skin, 0.1 * frame.unit) & (np.hypot(x, y) < _HANGING)
        for piece in np.unique(pieces[beside & labelled & (pieces > 0)]):
            here = pieces == piece
            held[piece] |= bool(np.linalg.norm(np.median(lab[here], axis=0) - own) < _SAME)
    return flags(widened(held[pieces], 0.06 * frame.unit) & labelled)


def hanging(mask: Mask, frame: HeadFrame) -> bool:
    """Whether the hair of `mask` hangs down well below the ears."""
    rows = np.nonzero(mask)[0]
    if not len(rows):
        return False
    low = -np.percentile(rows, 98) - frame.origin[1]
    return bool(low < frame.unit * frame.facing(f32([0, frame.chin * _LONG, 0]))[1])


def led(matte: HairMatte, person: Person, frame: HeadFrame) -> HairMatte:
    """`matte` without spots on the face that no hair leads to: corners of eyes and shade, not worth a patch."""
    if matte.fringe:
        return matte
    face = person.labels == Label.FACE
    count, pieces = cv2.connectedComponents((matte.alpha > 0.3).astype(np.uint8))
    held = np.bincount(pieces[matte.mask & ~face], minlength=count) > 0
    held[0] = False
    near = widened(held[pieces], 0.06 * frame.unit) | ~face
    return replace(matte, alpha=f32(matte.alpha * near))


def enough(mask: Mask, frame: HeadFrame) -> bool:
    """Whether there is hair enough to speak of."""
    return bool(mask.sum() > LEAST * np.pi * frame.unit**2)


def guarded(person: Person, frame: HeadFrame, alpha: Array) -> Mask:
    """H×W: eyes and lips, beards, glasses, and brows that no fringe covers: never touched."""
    mask = flags((beard(person, frame) > _BEARD) | glasses(person, frame))
    if person.face is None:
        return mask
    covered = _fringed(person, frame, alpha)
    reach = (0.01 if covered else 0.03) * frame.unit
    for part in (*EYES, LIPS):
        mask |= widened(hull(mask.shape, person.face[list(part), :2]), reach)
    locks = _locks(person, frame)
    for brows in BROWS:
        if not covered:
            own = hull(mask.shape, f32(person.face[list(brows), :2]))
            mask |= widened(own, 0.02 * frame.unit) & ~locks
    return mask


def _locks(person: Person, frame: HeadFrame) -> Mask:
    """H×W: labelled hair without single strands, its outline evened out."""
    labelled = person.labels == Label.HAIR
    thick = widened(narrowed(labelled, 0.06 * frame.unit), 0.07 * frame.unit) & labelled
    return flags(blur(thick.astype(np.float32), 0.05 * frame.unit) > 0.2)


def _above(brow: tuple[int, ...], person: Person, frame: HeadFrame, alpha: Array) -> float:
    """0…1: how much of what lies just above a brow is hair."""
    assert person.face is not None
    above = hull(alpha.shape, f32(person.face[list(brow), :2] - [0, 0.16 * frame.unit]))
    return float(alpha[above].mean()) if above.any() else 0.0


def _fringed(person: Person, frame: HeadFrame, alpha: Array) -> bool:
    """Whether hair lies over the brows."""
    if person.face is None:
        return False
    return max(_above(brow, person, frame, alpha) for brow in BROWS) > 0.6


def _seen_ears(lab: Array, like: Array, mask: Mask, person: Person, frame: HeadFrame) -> tuple[Mask, tuple[Ear, ...]]:
    """Ears with a colour of skin rather than hair: where whole ones are, and those that strands cross."""
    face = _skin_likeness(lab, person)
    skin = (face < 0.8 * like) & (person.labels != Label.BACKGROUND)
    crossing = (like < 3) & (like < 0.8 * face)
    ears, torn = np.zeros_like(mask), []
    for ear in ears_of(frame):
        zone = ear.zone(mask.shape) & ~face_oval(mask.shape, person.face)
        _, pieces, stats, _ = cv2.connectedComponentsWithStats(
            narrowed(flags(skin & zone), 0.02 * frame.unit).astype(np.uint8)
        )
        large = stats[:, cv2.CC_STAT_AREA] > 0.02 * frame.unit**2
        large[0] = False
        solid = flags(large[pieces])
        if solid.sum() <= _EAR_SEEN * frame.unit**2:
            continue
        rows, columns = np.nonzero(solid)
        whole = hull(mask.shape, f32(np.stack([columns, rows], -1)))
        if (whole & crossing).sum() > _TORN * whole.sum():
            torn.append(ear.fitted(solid))
        else:
            ears |= widened(whole, 0.03 * frame.unit) & zone & ~widened(crossing, 0.015 * frame.unit) & (whole | ~mask)
    return flags(ears), tuple(torn)


def _bare_ears(person: Person, frame: HeadFrame) -> Mask:
    """H×W: the ears of a head without hair, all of which are seen."""
    skin = np.isin(person.labels, (Label.FACE, Label.SKIN)) & (beard(person, frame) < 0.5)
    skin &= ~face_oval(skin.shape, person.face)
    ears = np.zeros_like(skin)
    for ear in ears_of(frame):
        seen = skin & ear.zone(skin.shape)
        if seen.sum() > _EAR_SEEN * frame.unit**2:
            ears |= seen
    return flags(ears)


def skin_at_ears(lab: Array, mask: Mask, person: Person, frame: HeadFrame) -> Array:
    """H×W, 0…1: what in the zones of ears has the cheeks' colour, in light or shade, rather than that of the hair of
    `mask` (H×W) in Lab H×W×3: ears that hair half covers, which the labels take for hair."""
    solid = narrowed(mask, _INNER * frame.unit)
    like = _likeness(lab, solid if solid.sum() > 100 else mask)
    apart = like / np.maximum(_skin_likeness(lab, person), 0.1)
    bare = np.maximum(eased((apart - 1.1) / 0.4), eased((apart - 0.7) / 0.3) * eased((like - _UNLIKE) / 1.5))
    bare *= (person.labels != Label.BACKGROUND) & ~face_oval(mask.shape, person.face)
    zones = blur(ears_zone(frame, mask.shape).astype(np.float32), 0.03 * frame.unit)
    core = narrowed((bare > 0.8) & (zones > 0.5), 0.018 * frame.unit)
    count, pieces = cv2.connectedComponents(core.astype(np.uint8))
    held = np.bincount(pieces.ravel(), minlength=count) > _PATCH * frame.unit**2
    held[0] = False
    near = widened(flags(held[pieces]), _ROUND * frame.unit).astype(np.float32)
    return f32(bare * zones * blur(near, 0.015 * frame.unit))


def ears_zone(frame: HeadFrame, shape: tuple[int, ...]) -> Mask:
    """Where ears are or would be."""
    found = np.zeros(shape, np.bool_)
    for ear in ears_of(frame):
        found |= ear.zone(shape)
    return found


def _likeness(lab: Array, solid: Mask) -> Array:
    """Mahalanobis distance of every colour from the hair's."""
    samples = lab[solid]
    spread = (np.cov(samples[:: max(1, len(samples) // 20000)].T) + np.diag([25.0, 4.0, 5.0])).astype(np.float32)
    return distance(lab, np.median(samples, 0).astype(np.float32), spread)


def _skin_likeness(lab: Array, person: Person) -> Array:
    """Mahalanobis distance of every colour from the cheeks', in light or shade."""
    if person.face is None:
        return np.full(lab.shape[:2], 99, np.float32)
    cheeks = lab[
        hull(lab.shape[:2], person.face[list(CHEEKS[:5]), :2]) | hull(lab.shape[:2], person.face[list(CHEEKS[5:]), :2])
    ]
    spread = np.cov(cheeks.T) + np.diag([260.0, 10.0, 12.0])
    return distance(lab, np.median(cheeks, 0).astype(np.float32), spread.astype(np.float32))


def _beside(lab: Array, other: Mask, mask: Mask, person: Person, unit: float) -> Array:
    """What lies beside the hair: within the face skin alone, elsewhere whatever is next."""
    face = person.labels == Label.FACE
    skin = smooth_fill(lab, other & face, unit) if (other & face).sum() > 50 else lab
    rest = smooth_fill(lab, other & ~face, unit) if (other & ~face).sum() > 50 else skin
    side = cv2.distanceTransform((~face).astype(np.uint8), cv2.DIST_L2, 5)
    away = cv2.distanceTransform((mask | face).astype(np.uint8), cv2.DIST_L2, 5)
    share = np.clip((away + 0.5) / (away + side + 1.0), 0, 1)[..., None]
    return f32(np.where(face[..., None], skin, skin * share + rest * (1 - share)))


def _mixture(lab: Array, hair: Array, rest: Array, person: Person, frame: HeadFrame) -> Array:
    """The share of hair that best explains each colour; where hair and rest look alike, the labels' own."""
    contrast = hair - rest
    power = (contrast**2).sum(-1)
    share = ((lab - rest) * contrast).sum(-1) / np.maximum(power, 1)
    labelled = blur((person.labels == Label.HAIR).astype(np.float32), 0.015 * frame.unit)
    trust = np.clip((np.sqrt(power) - 8) / 14, 0, 1)
    return f32(np.clip((share - 0.16) / 0.62, 0, 1) * trust + labelled * (1 - trust))


def _decided(alpha: Array, mask: Mask, like: Array, person: Person, frame: HeadFrame) -> Array:
    """Hair inside, colour's word round the edge and on what within it looks unlike hair, nothing far away."""
    eight = mask.astype(np.uint8)
    inside = cv2.distanceTransform(eight, cv2.DIST_L2, 5) / frame.unit
    outside = cv2.distanceTransform(1 - eight, cv2.DIST_L2, 5) / frame.unit
    face = (person.labels == Label.FACE) | (person.labels == Label.SKIN)
    reach = np.where(face, _OUTER, 0.22)
    near = np.clip((reach - outside) / (0.5 * reach), 0, 1)
    stray = np.clip((alpha - 0.12) / 0.7, 0, 1) * near
    unlike = np.clip((blur(like, 0.02 * frame.unit) - 4.5) / 1.5, 0, 1)
    deep = np.clip((inside - 0.05) / _INNER, 0, 1) * (1 - unlike) * ~ears_zone(frame, mask.shape)
    within = alpha + (1 - alpha) * deep
    clothed = person.worn & (outside > 0)
    return f32(np.clip(np.where(mask, within, np.where(clothed, 0, stray)), 0, 1))
