"""What lies under the hair at each pixel: skull, neck, arms, clothes or background."""

from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.arms import arm_skin
from fittingroom.vision.hair.ears import ears_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.soft import away_from, blur, closed, narrowed, opened, smooth_fill, widened
from fittingroom.vision.hair.tops import coloured_like, inwards
from fittingroom.vision.people.head import face_oval
from fittingroom.vision.person import Label, Person
from fittingroom.vision.spans import between

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_BRIDGE = 0.22  # units that ears may seem to stand off the head, where a sideburn was
_CHIN = 152
_DRAWN, _DRAWN_TURNED = 0.35, 0.08  # by how much a unit the skull draws in below the brow; on a side turned to view
_ROOT = 0.5  # share of an ear's width that is its root
_WALL = 0.3  # alpha below which what is labelled background is
_OVER = (0.1, 0.3)  # u and v of an ear: nothing but hair or wall is further out and up
_CALM = 0.05  # units over which the outline of what hair hid is evened out
_OTHER = 4.0  # distance in Lab from which on a bit of cloth is none of the garment
_FIRM = 0.08  # half the width of skin that is no bit between curls, units
_ALIKE = 14.0  # distance in Lab up to which skin may differ from skin nearby
_SLOPE = 0.6  # radius of the slope from neck to shoulder, units
_UNDER_CHIN, _NECK_LONG = -0.1, 1.6  # how far below the chin the neck's sides begin and end, units
_LEAST = 0.15  # squared units of cloth below which it is none by itself
_COLLAR, _CHEST, _BARE_CHEST = 0.35, 1.2, 0.05  # units round the neck of collars and of chests; squared units of skin
_HELD = 0.5  # share of the neck's width below which a collar is seen
_TIP, _SEEN = 0.2, 0.4  # units round a shoulder's tip; share of that which is seen where the tip is
_AMONG = 0.3  # share of the rim of a bit between curls that is hair
_LED = 0.15  # half the width of what cloth is led on to towards the neck, units: less has ragged edges
_SHARED = 0.5  # share of a piece that has a garment's many colours from which on it is one of it
_PATCH, _TINGE = 1.0, 8.0  # squared units of skin, and distance in a and b from the face's, from which on it is skin


class Beneath(IntEnum):
    """What a pixel shows once the hair is off."""

    BACKGROUND = 0
    HEAD = 1
    NECK = 2
    CLOTHES = 3


def find_beneath(person: Person, frame: HeadFrame, scalp: Scalp, hair: Mask, ears: Mask) -> NDArray[np.uint8]:
    """uint8 H×W of Beneath; `hair` is what is taken off."""
    shape = hair.shape
    labels = person.labels
    beneath = np.zeros(shape, np.uint8)
    beneath[labels == Label.FACE] = Beneath.HEAD
    beneath[labels == Label.SKIN] = Beneath.NECK
    beneath[np.isin(labels, (Label.UPPER, Label.LOWER, Label.SHOES))] = Beneath.CLOTHES
    known = ~hair
    cloth = known & (beneath == Beneath.CLOTHES)
    beneath[_unlike_skin(person, frame)] = Beneath.BACKGROUND
    skin = known & (beneath == Beneath.NECK)
    strap = _straps(cloth, frame)
    below = _below_shoulders(person, frame, known, shape)
    behind = known & (labels == Label.BACKGROUND)
    to_cloth, to_skin, to_wall = (away_from(mask) for mask in (cloth & ~strap, skin, behind))
    beneath[hair] = Beneath.BACKGROUND
    beneath[hair & below] = Beneath.CLOTHES
    beneath[hair & below & (to_skin < 1.5 * to_cloth)] = Beneath.NECK
    led_in = inwards(flags(cloth & ~strap), known, float(_feet(person, frame)[:, 0].mean()))
    led_in = opened(flags(hair & below & led_in & (to_cloth < 1.5 * to_skin)), _LED * frame.unit)
    beneath[led_in] = Beneath.CLOTHES
    beneath[hair & below & (1.5 * to_wall < np.minimum(to_skin, to_cloth))] = Beneath.BACKGROUND
    neck = _neck(person, frame, scalp, known)
    collared = _collared(cloth, flags(skin & below), neck, frame.unit)
    if collared:
        beneath[hair & below & (beneath == Beneath.NECK)] = Beneath.CLOTHES
    beneath[hair & neck] = Beneath.NECK
    beneath[hair & neck & (to_cloth * 1.2 < to_skin) & below] = Beneath.CLOTHES
    beneath[hair & below & _upwards(strap, 0.6 * frame.unit)] = Beneath.CLOTHES
    wall = (labels == Label.BACKGROUND) & (person.alpha < _WALL)
    beneath[hair & wall] = Beneath.BACKGROUND  # beside the hair
    for label, kind in ((Label.SKIN, Beneath.NECK), (Label.FACE, Beneath.HEAD)):
        beneath[hair & (beneath == Beneath.BACKGROUND) & _bordering(person, label, hair, frame)] = kind
    beneath[hair & arm_skin(f32(person.image), person, frame, hair)[1]] = Beneath.NECK
    brows = (labels == Label.HAIR) & ~hair  # what stays of what was taken for hair
    beneath[(hair | brows) & _head(person, frame, scalp, ears)] = Beneath.HEAD
    hollow = hair & _hollow(beneath, frame) & ~wall
    beneath[hollow] = Beneath.NECK
    if collared:
        beneath[hollow & ~widened(neck, _COLLAR * frame.unit)] = Beneath.CLOTHES
    return beneath


def _collared(cloth: Mask, skin: Mask, neck: Mask, unit: float) -> bool:
    """Whether `cloth` goes round the neck: no `skin` below the shoulders' line is seen beside and under it."""
    collar = widened(neck, _COLLAR * unit)
    bare = skin & widened(neck, _CHEST * unit) & ~collar
    columns = neck.any(0)
    held = (cloth & collar).any(0) & columns
    return bool(held.sum() > _HELD * columns.sum() and bare.sum() < _BARE_CHEST * unit**2)


def _hollow(beneath: NDArray[np.uint8], frame: HeadFrame) -> Mask:
    """The background that seems to show between the neck's sides and skin or clothes on the shoulders beside it: what
    is there slopes down from one to the other."""
    _, y = frame.plane(beneath.shape)
    chin = float(frame.facing(frame.points[_CHIN])[1])
    low = (y < chin + _UNDER_CHIN) & (y > chin - _NECK_LONG)
    body = flags((beneath != Beneath.BACKGROUND) & low)
    body = opened(body, _FIRM * frame.unit)  # no slope leads to bits of skin
    return flags(closed(body, _SLOPE * frame.unit) & between(body, body) & ~body & low)


def mistaken(person: Person, frame: HeadFrame, hair: Mask) -> Mask:
    """Small bits beside the hair that are labelled clothes, hang on the garment by no more than a strap, and have
    another colour: wall or skin that shows between curls."""
    cloth = person.worn & ~hair
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(narrowed(cloth, 0.1 * frame.unit).astype(np.uint8))
    found = np.zeros_like(hair)
    if count < 2:
        return found
    main = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    lab = to_lab(person.image)
    own = np.median(lab[pieces == main], axis=0)
    beside = widened(hair, 0.15 * frame.unit)
    garment = pieces == main
    worn_too = coloured_like(lab, garment)
    chin = float(frame.pixels(frame.facing(frame.points[_CHIN]))[1])
    for piece in range(1, count):
        here = pieces == piece
        if piece == main:
            continue
        low = float(np.nonzero(here)[0].mean()) > chin
        if stats[piece, cv2.CC_STAT_AREA] > frame.unit**2 or (low and not _among(here, cloth, hair, frame.unit)):
            garment |= here  # a garment's other side, beyond the neck or an arm
        elif worn_too is not None and worn_too[here].mean() > _SHARED:
            garment |= here
        elif (here & beside).any() and np.linalg.norm(np.median(lab[here], axis=0) - own) > _OTHER:
            found |= here
    found = widened(found, 0.14 * frame.unit) & cloth
    loose = cloth & ~widened(garment, 0.14 * frame.unit) & widened(hair | found, 0.2 * frame.unit)
    found |= loose & (length(f32(lab - own)) > 2 * _OTHER)
    return flags(found | (_lost(flags(cloth & ~found), frame) & widened(hair | found, 0.3 * frame.unit)))


def _among(core: Mask, cloth: Mask, hair: Mask, unit: float) -> bool:
    """Whether hair surrounds the piece of `cloth` round `core` rather than the picture's frame, skin or wall."""
    piece = np.pad(widened(core, 0.12 * unit) & cloth, 2)
    rim = widened(flags(piece), 2) & ~piece & ~np.pad(cloth, 2)
    return bool((rim & np.pad(hair, 2)).sum() > _AMONG * rim.sum())


def _unlike_skin(person: Person, frame: HeadFrame) -> Mask:
    """Small pieces labelled skin that have another colour than the face: wall that shows between curls."""
    lab = to_lab(person.image)
    found = np.zeros(lab.shape[:2], np.bool_)
    face = person.labels == Label.FACE
    if not face.any():
        return found
    own = np.median(lab[face], axis=0)[1:]
    skin = face | (person.labels == Label.SKIN)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(skin.astype(np.uint8))
    for piece in range(1, count):
        if stats[piece, cv2.CC_STAT_AREA] < _PATCH * frame.unit**2:
            here = pieces == piece
            if np.linalg.norm(np.median(lab[here], axis=0)[1:] - own) > _TINGE:
                found |= here & ~face
    return flags(found)


def _bordering(person: Person, label: Label, hair: Mask, frame: HeadFrame) -> Mask:
    """Skin of one `label` that `hair` only borders on: no bits between curls, and coloured like the rest nearby."""
    labelled = person.labels == label
    solid = narrowed(labelled, _FIRM * frame.unit)
    known = solid & ~hair
    if not known.any():
        return np.zeros_like(hair)
    lab = f32(cv2.GaussianBlur(to_lab(person.image), (0, 0), 0.8))
    alike = length(f32(lab - smooth_fill(lab, known, frame.unit))) < _ALIKE
    return flags(widened(solid, _FIRM * frame.unit) & labelled & alike)


def _lost(cloth: Mask, frame: HeadFrame) -> Mask:
    """Small bits of cloth that hang on no other."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(cloth.astype(np.uint8))
    small = stats[:, cv2.CC_STAT_AREA] < _LEAST * frame.unit**2
    small[0] = False
    return flags(small[pieces])


def _head(person: Person, frame: HeadFrame, scalp: Scalp, ears: Mask) -> Mask:
    """Skull and face. Below the brow the skull draws in, so that the face's oval alone is the outline further down,
    but for a side that is turned to the viewer."""
    x, y = frame.plane(ears.shape)
    head = scalp.depth(frame, x, y) > -5
    if person.face is not None:
        along = x * frame.turn[0, 0] + y * frame.turn[1, 0]
        below = np.clip(frame.brow - x * frame.turn[0, 1] - y * frame.turn[1, 1], 0, 2)
        turned = np.clip((np.sign(along) * frame.turn[2, 0] - 0.1) / 0.2, 0, 1)
        inside = cv2.distanceTransform(head.astype(np.uint8), cv2.DIST_L2, 5) / frame.unit
        head &= inside > below * (_DRAWN + (_DRAWN_TURNED - _DRAWN) * turned)
        head |= face_oval(ears.shape, person.face)
        for ear in ears_of(frame):  # their roots close the gap between cheeks and hair
            head |= ear.outline(ears.shape) & (ear.places(ears.shape)[0] < _ROOT)
    bridged = closed(flags(head | ears), _BRIDGE * frame.unit)  # sideburns and temples too
    for ear in ears_of(frame):  # but what is beside the skull over an ear
        u, v = ear.places(ears.shape)
        bridged &= head | ears | (u < _OVER[0]) | (v > _OVER[1])
    return flags(bridged)


def evened(beneath: NDArray[np.uint8], hair: Mask, unit: float) -> tuple[NDArray[np.uint8], Mask]:
    """`beneath` with a calm outline of the body within `hair`, and the bits of skin beside it that stand off that."""
    body = beneath != Beneath.BACKGROUND
    calm = flags(blur(body.astype(np.float32), _CALM * unit) > 0.5)
    found = beneath.copy()
    found[hair & ~calm] = Beneath.BACKGROUND
    _, places = cv2.distanceTransformWithLabels(
        (~body).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    kinds = np.zeros(int(places.max()) + 1, np.uint8)
    kinds[places[body]] = beneath[body]
    gained = hair & calm & ~body
    found[gained] = kinds[places[gained]]
    spikes = widened(hair, 2 * _CALM * unit) & ~calm & np.isin(beneath, (Beneath.HEAD, Beneath.NECK)) & ~hair
    return found, flags(spikes)


def _straps(cloth: Mask, frame: HeadFrame) -> Mask:
    """Narrow upright pieces of clothing."""
    narrow = cloth & ~widened(narrowed(cloth, 0.12 * frame.unit), 0.16 * frame.unit)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(narrow.astype(np.uint8))
    upright = stats[:, cv2.CC_STAT_HEIGHT] > np.maximum(0.4 * frame.unit, 1.2 * stats[:, cv2.CC_STAT_WIDTH])
    upright[0] = False
    return flags(upright[pieces])


def _upwards(mask: Mask, reach: float) -> Mask:
    """What lies up to `reach` pixels above `mask`: where straps go on."""
    kernel = np.zeros((2 * int(reach) + 1, 1), np.uint8)
    kernel[int(reach) :] = 1  # a pixel takes what lies below it
    return flags((cv2.dilate(mask.astype(np.uint8), kernel) > 0) & ~mask)


def _feet(person: Person, frame: HeadFrame) -> Array:
    """2×2, left and right in the picture: where the neck's sides meet the shoulders, below the chin where hair hides
    them."""
    base = person.figure.neck
    points = base.points.astype(np.float32).copy()
    if person.face is not None:
        lowest = person.face[_CHIN, 1] + 0.25 * frame.unit
        points[:, 1] = np.where(base.measured, points[:, 1], np.maximum(points[:, 1], lowest))
    return f32(points[np.argsort(points[:, 0])])


def _neck(person: Person, frame: HeadFrame, scalp: Scalp, known: Mask) -> Mask:
    """The neck's column from within the head to the shoulders, flaring at its foot; as wide as it is seen below the
    hair, where it is `known` not to be hair."""
    shape = known.shape
    if person.face is None:
        return np.zeros(shape, np.bool_)
    feet = _feet(person, frame)
    top = frame.pixels(frame.facing(f32([0, 0.4 * frame.chin, scalp.centre[2] + 0.15])))
    foot = feet.mean(0)
    low = top + 0.75 * (foot - top)
    half = f32([min(0.6 * frame.unit, 0.5 * float(feet[1, 0] - feet[0, 0])), 0])
    column = [top - half, low - half, feet[0], feet[1], low + half, top + half]
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(np.stack(column)).astype(np.int32)], 1)
    rows = flags(mask.any(1))
    sides = []
    for step in (1, -1):  # its left side, and its right one in the mirrored picture
        labels, seen = person.labels[:, ::step].T, known[:, ::step].T
        side = f32(np.where(rows, mask[:, ::step].argmax(1), np.inf))
        bare = seen & np.isin(labels, (Label.SKIN, Label.BACKGROUND))
        sides.append(f32(side) + _seen_lower(labels, flags(bare), side, rows, frame.unit))
    x = np.arange(shape[1])
    return flags((x >= sides[0][:, None]) & (x[::-1] >= sides[1][:, None]))


def _below_shoulders(person: Person, frame: HeadFrame, known: Mask, shape: tuple[int, ...]) -> Mask:
    """Under the line from the neck's foot to the shoulder's tip, on both sides; as high as the shoulders that are
    seen beside the hair, where `known` is not hair."""
    neck = _feet(person, frame)
    left, right = _tips(person, frame, known)
    fall = f32([0.5 * frame.unit, 0.5 * frame.unit])
    hollow = f32([0, 0.08 * frame.unit])
    line = [left + fall * f32([-1, 1]), left, (left + neck[0]) / 2 + hollow, neck[0],
            neck[1], (right + neck[1]) / 2 + hollow, right, right + fall]  # fmt: skip
    corners = np.stack(line)
    x = np.arange(shape[1], dtype=np.float32)
    rows = np.interp(x, corners[:, 0], corners[:, 1], left=np.inf, right=np.inf)
    for side in (x < neck[0, 0], x > neck[1, 0]):
        rows = np.where(side, rows + _seen_lower(person.labels, known, rows, side, frame.unit), rows)
    y = np.arange(shape[0], dtype=np.float32)[:, None]
    return flags(y > rows)


def _tips(person: Person, frame: HeadFrame, known: Mask) -> tuple[Array, Array]:
    """The shoulders' tips, left and right, 2 each; one that hair hides, where its outline says nothing, as far from its
    joint as the other one."""
    order = np.argsort(person.figure.tips[:, 0])
    tips = f32(person.figure.tips[order])
    joints = person.pose[[11, 12], :2]
    joints = f32(joints[np.argsort(joints[:, 0])])
    reach = max(2, int(_TIP * frame.unit))
    hidden = []
    for x, y in tips.astype(int):
        near = known[max(0, y - reach) : max(0, y + reach + 1), max(0, x - reach) : max(0, x + reach + 1)]
        hidden.append(near.size > 0 and float(near.mean()) < _SEEN)
    for side in (0, 1):
        if hidden[side] and not hidden[1 - side]:
            tips[side] = joints[side] + (tips[1 - side] - joints[1 - side]) * f32([-1, 1])
    return tips[0], tips[1]


def _seen_lower(labels: NDArray[np.uint8], known: Mask, rows: Array, side: Mask, unit: float) -> Array:
    """W, pixels by which the body's upper edge lies below `rows` where it is seen against the background on one
    `side`, and between those columns evenly."""
    body = known & (labels != Label.BACKGROUND)
    wall = known & (labels == Label.BACKGROUND)
    height = len(labels)
    y = np.arange(height)[:, None]
    near = np.abs(y - np.where(np.isfinite(rows), rows, -9 * height)) < 0.5 * unit
    edge = body & np.roll(wall, 1, axis=0) & near
    edge[0] = False
    columns = np.flatnonzero(edge.any(0) & side)
    if len(columns) < 0.05 * unit:
        return np.zeros(labels.shape[1], np.float32)
    lower = edge.argmax(0)[columns] + 0.5 - rows[columns]
    return f32(np.interp(np.arange(labels.shape[1]), columns, lower))
