"""Sleeved arms that are crossed before the body: another hand may lie on them, elbows stand out beside the trunk, and
only their outer edges are seen."""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, opened, shrink
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.limbs import Limb
from fittingroom.vision.people.folding import HANDS, bend
from fittingroom.vision.person import Label, Person

#: An arm is crossed whose elbow encloses less than this, degrees, and whose wrist lies no further from the body's
#: middle line on its own side than that, units. Hands on hips lie further out, hands before the belly on longer arms.
_BENT, _ACROSS = 124.75, 0.15
#: How much of a crossed arm its sleeve must cover, 0…1: a hand that lies on a sleeve hides little of it.
_COVERED = 0.9
#: Where the elbow is, share of the arm, and how much wider than the arm a sleeve is at most at its cuff.
_ELBOW, _AT_CUFF = 0.55, 1.2
#: How much of a hand's place is cloth where the hand isn't; how far from the wrist's place it is then, units, and how
#: much of it is seen at least, units²; and which share (%) of that, nearest the elbow, is where the wrist is.
_ALL_CLOTH, _NEAR_WRIST, _LEAST_HAND, _NEAREST = 0.85, 0.6, 0.03, 8.0
#: So far from its wrist the skin of a hand is counted, units.
_HAND = 0.25
#: Where along the arm its hand may begin, shares of its length, in strips of such a share; and half the width of a
#: finger, units.
_HAND_NEAR, _STRIP, _FINGER = (0.85, 1.35), 0.01, 0.035
#: How far to both sides of the arm's middle line a hand is looked for, half widths, and how much skin there is, 0…1.
_AT_SLEEVE = ((0.7, 0.5), (2.5, 0.12))
#: So far past where it is seen to begin a hand comes out of the new sleeve, units.
_OVER_HAND = 0.025
#: How far to both sides of its arm a watch or cuff reaches, half widths, and how much of it at least lies there.
_ON_ARM, _MOSTLY = 1.8, 0.8
#: How far to both sides of a crossed arm hands lie, half widths.
_BESIDE = 3.0
#: How far the outline of a hand on a sleeve is evened, units.
_EVEN = 0.01
#: Skin above the first of these, torsos, is the neck's; hands of crossed arms lie above the second.
_NECK, _TRUNK = 0.15, 1.0


def crossed(person: Person, frame: Frame) -> tuple[bool, bool]:
    """Which arms, the image's left one first, lie bent across the body under a long sleeve."""
    first, second = (_covered(person, side) and _across(person, frame, side) for side in (0, 1))
    return first, second


def _covered(person: Person, side: int) -> bool:
    arm = person.figure.arms[side]
    return arm is not None and arm.cover > _COVERED


def _across(person: Person, frame: Frame, side: int) -> bool:
    """Whether the forearm on `side` leads from a bent elbow to the body's middle line, or beyond."""
    outwards = float(frame.lateral(frame.wrists)[side]) * (-1.0, 1.0)[side]
    return bend(person.pose, side) < _BENT and outwards < _ACROSS * frame.unit


def led_to_hands(person: Person, frame: Frame) -> Person:
    """`person` with crossed forearms led to the hands seen at their ends, where the pose has the hand on cloth: half
    hidden under the other arm, it was looked for too near. Hands found there, on cloth, are none."""
    pose, hands = person.pose.copy(), list(person.hands)
    for side, across in enumerate(crossed(person, frame)):
        if not across or not _on_cloth(person, side):
            continue
        points = _hand_beyond(person, frame, side)
        if points is None:
            continue
        far = np.linalg.norm(points - frame.elbows[side], axis=1)
        nearest = points[far <= np.percentile(far, _NEAREST)].mean(0)
        wrist, *rest = HANDS[side]
        pose[wrist, :2], pose[rest, :2], hands[side] = nearest, points.mean(0), None
    return replace(person, pose=pose, hands=(hands[0], hands[1]))


def _on_cloth(person: Person, side: int) -> bool:
    """Whether nearly all of the hand's place on `side` shows the top."""
    rows, columns = pixels(person.pose[list(HANDS[side]), :2], person.labels.shape)
    found = person.hands[side]
    if found is not None:
        more = pixels(found.points[:, :2], person.labels.shape)
        rows, columns = np.append(rows, more[0]), np.append(columns, more[1])
    return float((person.labels[rows, columns] == Label.UPPER).mean()) > _ALL_CLOTH


def _hand_beyond(person: Person, frame: Frame, side: int) -> Array | None:
    """The pixels (N×2, x and y) of the piece of skin before the trunk nearest the wrist on `side` that is as thick as a
    hand and none of the other hand's, further from the elbow than the wrist; None where none is near."""
    t, _ = frame.fields(person.labels.shape)
    skin = opened((person.labels == Label.SKIN) & (t > _NECK), _FINGER * frame.unit)
    count, parts = cv2.connectedComponents(skin.astype(np.uint8))
    wrist, elbow, best = frame.wrists[side], frame.elbows[side], None
    reach = _NEAR_WRIST * frame.unit
    for part in range(1, count):
        rows, columns = np.nonzero(parts == part)
        points = f32(np.stack([columns, rows], axis=1))
        away = float(np.linalg.norm(points - wrist, axis=1).min())
        beyond = np.linalg.norm(points.mean(0) - elbow) > np.linalg.norm(wrist - elbow)
        others = float(np.linalg.norm(points - frame.wrists[1 - side], axis=1).min())
        if away < min(reach, others) and beyond and len(rows) > _LEAST_HAND * frame.unit**2:
            best, reach = points, away
    return best


def carried_along(width: Array, free: Mask, usual: Array, shares: Array) -> Array:
    """Half widths of a crossed sleeve (K, pixels) where its edge lies before the body and can't be seen: as much wider
    than the `usual` arm as the nearest of it that is seen (`free`), for it is one sleeve, but ever closer to the arm
    towards the cuff. shares: K, of the arm's length."""
    upper = free & (shares < _ELBOW)
    if upper.sum() < 4:
        return width
    places = np.arange(len(width))
    wider = np.interp(places, places[upper], np.clip(width / usual, 1.0, 1.6)[upper])
    wider += (np.minimum(wider, _AT_CUFF) - wider) * np.clip((shares - _ELBOW) / (1 - _ELBOW), 0, 1)
    return f32(np.where(upper, width, wider * usual))


def lies_above(person: Person, frame: Frame, arms: tuple[bool, bool]) -> bool:
    """Whether the forearm on the image's right lies over the one on its left, where both `arms` are crossed: over the
    other lies the one whose wrist is seen, with its hand at the sleeve's end."""
    if not all(arms):
        return False
    ys, xs = np.nonzero((person.labels == Label.SKIN) & (frame.fields(person.labels.shape)[0] < _TRUNK))
    first, second = (int((np.hypot(xs - wrist[0], ys - wrist[1]) < _HAND * frame.unit).sum()) for wrist in frame.wrists)
    return second > first


def hand_begins(person: Person, limb: Limb, half: Array, unit: float) -> float:
    """u where the hand at the end of a crossed arm comes out of its sleeve, pixels along `limb` (half: H×W, the arm's
    half width): shortly after skin begins to fill the arm's width, or else beneath what is seen of it beside the
    arm, as of a hand that comes out from under the other arm; the arm's length where none is near its wrist."""
    (wide, share), (wider, less) = _AT_SLEEVE
    places, skin = _skin_along(person, limb, wide * half)
    if (skin > share).any():
        return float(places[(skin > share).argmax()]) + _OVER_HAND * unit
    places, skin = _skin_along(person, limb, wider * half)
    if not (skin > less).any():
        return limb.length
    return float(places[np.searchsorted(np.cumsum(skin), 0.5 * skin.sum())])


def _skin_along(person: Person, limb: Limb, wide: Array) -> tuple[Array, Array]:
    """Where strips across `limb` begin near its wrist, u, and the share of skin in each, as far as `wide` pixels to
    both sides (H×W)."""
    low, high = (share * limb.length for share in _HAND_NEAR)
    near = (np.abs(limb.v) < wide) & (limb.u > low) & (limb.u < high)
    places = np.arange(low, high, _STRIP * limb.length)
    strips = np.clip(((limb.u[near] - low) / (_STRIP * limb.length)).astype(np.intp), 0, len(places) - 1)
    whole = np.bincount(strips, minlength=len(places))
    skin = np.bincount(strips, person.labels[near] == Label.SKIN, len(places))
    return f32(places), f32(skin / np.maximum(whole, 1))


def before_end(limb: Limb, half: Array, end: float) -> Mask:
    """H×W: just before the end of a sleeve, `end` pixels along `limb`: what is seen of a hand there is its ragged edge
    at the old sleeve. half: H×W, the arm's half width."""
    return flags((np.abs(limb.v) < 1.3 * half) & (limb.u > 0.9 * end) & (limb.u < end))


def without_watches(person: Person, arms: Iterable[tuple[Limb, Array]]) -> Person:
    """`person` without objects before it that lie on a crossed forearm alone: watches and shirts' cuffs, which go under
    the new sleeve. arms: the crossed ones, each with its half width (H×W)."""
    arms = tuple(arms)
    if not arms or not person.front.objects.any():
        return person
    on_arm = np.zeros(person.labels.shape, np.bool_)
    for limb, half in arms:
        on_arm |= (np.abs(limb.v) < _ON_ARM * half) & (limb.u > 0.5 * limb.length) & (limb.u < 1.1 * limb.length)
    count, parts = cv2.connectedComponents(person.front.objects.astype(np.uint8))
    inside = np.bincount(parts[on_arm], minlength=count) / np.bincount(parts.ravel(), minlength=count)
    covered = inside > _MOSTLY
    covered[0] = False
    return replace(person, front=replace(person.front, objects=person.front.objects & ~covered[parts]))


def with_hands_on_sleeves(person: Person, frame: Frame, bare: Mask, arms: Iterable[tuple[Limb, Array]]) -> Mask:
    """`bare` arms and hands (H×W) with those that lie on crossed sleeves: all skin that is as thick as a finger, lies
    on or beside such `arms` (each with its half width, H×W) and doesn't hang together with the neck. Whose it is, and
    where the pose has that hand, doesn't matter: under long sleeves nothing else is bare there. Left out are a shirt's
    cuffs that are taken for skin."""
    t, _ = frame.fields(person.labels.shape)
    beside = np.zeros(person.labels.shape, np.bool_)
    for limb, half in arms:
        beside |= (np.abs(limb.v) < _BESIDE * half) & (limb.u > 0.2 * limb.length) & (limb.u < 1.5 * limb.length)
    skin = person.labels == Label.SKIN
    _, parts = cv2.connectedComponents(skin.astype(np.uint8))
    near_neck = np.unique(parts[skin & (t < _NECK)])
    thick = np.unique(parts[shrink(skin & (t < _TRUNK), _FINGER * frame.unit)])
    kept = np.setdiff1d(thick, np.append(near_neck, 0))
    kept = kept[np.bincount(parts[beside], minlength=parts.max() + 1)[kept] > 0.5 * np.bincount(parts.ravel())[kept]]
    own = np.isin(parts, kept) & (person.alpha > 0.5)
    hands = bare | flags(cv2.GaussianBlur(own.astype(np.float32), (0, 0), _EVEN * frame.unit) > 0.5)
    return hands & ~_cuffs(person.image, hands, frame.unit)


def _cuffs(image: NDArray[np.uint8], hands: Mask, unit: float) -> Mask:
    """What is taken for `hands` and is a shirt's cuff: brighter than they are and not nearly as warm."""
    if not hands.any():
        return hands
    lab = to_lab(image)
    warm = lab[..., 1] + lab[..., 2]
    pale = hands & (lab[..., 0] > np.median(lab[..., 0][hands])) & (warm < 0.5 * np.median(warm[hands]))
    return grow(opened(pale, 0.01 * unit), 0.015 * unit)
