"""Hands before cloth, whole: with the shade between their fingers, and with what is worn round their wrists."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.channels import dot, length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.fill import at_least, closed, grow, largest, opened, push_pull, shrink, signed_distance
from fittingroom.vision.fitting.fingers import bones
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Hand, Label, Person
from fittingroom.vision.pieces import holding

#: Gaps between fingers up to twice this wide are closed by what is dark in them, units.
_GAP = 0.05
#: What lies between fingers is their shade if it has at most this share of their lightness (Lab L): no colour is seen.
_DARK = 0.5
#: Lab distance up to which what lies beside a bracelet is part of it.
_ALIKE = 10.0
#: Lab distance in hue from a hand's own, at a pixel's lightness, from which on no skin is seen, and from which on a
#: pixel may show the same as one beside it that shows no skin.
FOREIGN, _DOUBTFUL = 14.0, 9.0
#: What has at most this share of a hand's lightness is too dark to show a hue, and a gap whose end is at most so far
#: (units) from cloth opens on it.
_BLACK, _OPEN = 0.4, 0.03
#: Fewer pixels of a hand say nothing of its colours, which are at most so many times lighter elsewhere on it.
_FEW, _PALER = 50, 1.4
#: How thick fingers are at least, and the side of the smallest square through a hand that is no crease, units.
_FINGER, _LEAST = 0.03, 0.025
#: Half the width up to which what is dark between thumb and forefinger is their shade, units.
_CREASE = 0.014
#: How far within its edge what is in front is cut out, pixels.
_CLEAR = 1.7
#: Over how many pixels the steps of an arm's edge on old cloth are rounded off.
_ROUNDED = 2.5
#: From this share of an arm on there is its hand, which a sleeve that ends before the second leaves alone.
_WRIST, _ABOVE_WRIST = 1.05, 0.85
#: Between which shares of an arm its hand is seen, how much of it at least (side of a square, units), from where on
#: what is no skin may be none of the arm, and in how many strips each half of it is looked through.
_HAND, _SEEN, _PAST, _STRIPS = (0.9, 1.35), 0.09, 1.04, 4
#: Over how much the line between a hand and an old top is steadied, units: less than half as wide as a finger.
_STEADY = 0.02
#: Beside which share of an arm on the thumb of a hand that bends back may be.
_THUMB = 0.75
#: The side of the smallest square of skin beside a hand that is one of it, units.
_LEAST_HAND = 0.08
#: How far a bracelet may stand out from the wrist, units.
_STANDS_OUT = 0.035


def shade_between(person: Person, hand: Hand, skin: Mask, unit: float) -> Mask:
    """What is dark between the fingers of `hand`, H×W: whatever casts it, that shade is the hand's, and new cloth seen
    in so narrow a gap would look like a bite out of a finger. skin: H×W, the hand among other skin."""
    near = grow(spread(hand, skin.shape), 0.07 * unit)
    own = skin & near
    if not own.any():
        return np.zeros(skin.shape, np.bool_)
    worn = person.worn
    gaps = closed(own, _GAP * unit) & near & worn
    lab = f32(to_lab(person.image))
    inner, cloth = shrink(own, 2), shrink(worn & ~skin & ~gaps, 2)
    beside = push_pull(lab, inner if inner.any() else own)
    off, lit = off_skin(lab, beside)
    dark = gaps & (lit < _DARK)
    # where its colour shows, or it is as dark as shade and has none, cloth is seen in whatever is wider than a crease
    seen = off > FOREIGN
    if cloth.any():
        hue, light = off_skin(push_pull(lab, cloth), beside)
        seen |= (light < _DARK) & (hue < FOREIGN)
    dark &= ~opened(flags(dark & seen), _CREASE * unit)
    return flags(opened(flags(dark | own), 1) & gaps)


def lost_fingers(person: Person, hand: Hand, unit: float) -> Mask:
    """Fingers of `hand`, between its landmarks, that were taken for background but have the hand's colours, H×W."""
    skin = person.labels == Label.SKIN
    fingers = bones(hand.points, skin.shape, 2 * _FINGER * unit, palm=False)
    missed, own = fingers & (person.labels == Label.BACKGROUND), fingers & shrink(skin, 1)
    if not missed.any() or own.sum() < _FEW:
        return np.zeros(skin.shape, np.bool_)
    lab = f32(to_lab(person.image))
    off, lit = off_skin(lab, push_pull(lab, own))
    alike = missed & (off < FOREIGN) & (lit > _BLACK) & (lit < _PALER)
    return holding(opened(flags(alike | skin), 1) & alike, grow(skin, 1.5))


def shades(person: Person, skin: Mask, unit: float) -> Mask:
    """`shade_between` for both hands."""
    found = np.zeros(skin.shape, np.bool_)
    for hand in person.hands:
        if hand is not None:
            found |= shade_between(person, hand, skin, unit)
    return found


def seen_between(person: Person, unit: float, old: Label | None = None) -> Mask:
    """What is seen between thumb and forefinger of bent hands and has no skin's hue, with the shade that goes on from
    it; H×W. Labels are too coarse for it: old clothes are seen there. What lies on the fingers is left alone. Where it
    opens on cloth labelled `old` that cloth is seen, however dark: in the hand's shade black and blue have no hue."""
    found = np.zeros(person.labels.shape, np.bool_)
    for hand in person.hands:
        if hand is not None:
            found |= _seen_through(person, hand, unit, old)
    return found


def _seen_through(person: Person, hand: Hand, unit: float, old: Label | None) -> Mask:
    """`seen_between` for one hand."""
    skin = person.labels == Label.SKIN
    found, loop = np.zeros_like(skin), np.zeros(skin.shape, np.uint8)
    cv2.fillPoly(loop, [np.round(hand.points[[1, 2, 3, 4, 8, 7, 6, 5], :2]).astype(np.int32)], 1)
    lines = bones(hand.points, skin.shape, _FINGER * unit)
    window = cv2.boundingRect(grow(lines, 2 * _FINGER * unit + 4).astype(np.uint8))
    box = slice(window[1], window[1] + window[3]), slice(window[0], window[0] + window[2])
    if (lines & skin)[box].sum() < 50:
        return flags(found)
    lab = f32(to_lab(person.image[box]))
    own = push_pull(lab, (lines & skin)[box])
    off, lit = off_skin(lab, own)
    inside = (grow(loop > 0, _FINGER * unit) & ~lines & ~person.front.objects & (person.alpha > 0.5))[box]
    within = loop[box] > 0
    seen = opened(flags(inside & ((off > _DOUBTFUL) | (lit < _DARK))), 1)
    _, parts = cv2.connectedComponents(opened(seen, _CREASE * unit).astype(np.uint8))
    sizes = np.bincount(parts.ravel(), within.ravel())
    strange = np.bincount(parts.ravel(), ((off > FOREIGN) & within).ravel())
    if old is not None:
        reach = np.ones((2 * round(4 * _CREASE * unit) + 1,) * 2, np.uint8)
        wide = (cv2.dilate(parts.astype(np.float32), reach) * seen).astype(int)  # each part as far as it narrows
        opens = grow((person.labels == old)[box], _OPEN * unit)
        beside, black = (np.bincount(wide[each], minlength=len(sizes)) for each in (opens, lit < _BLACK))
        strange = np.maximum(strange, (beside > 0) * black)
    gaps = (strange > np.maximum((_LEAST * unit) ** 2, 0.12 * sizes)) & (np.arange(len(sizes)) > 0)
    whole = holding(seen & grow(flags(gaps[parts]), 4 * _CREASE * unit), gaps[parts])  # as far as it narrows
    found[box] = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), 1.2) > 0.35
    return flags(found)


def off_skin(lab: Array, own: Array) -> tuple[Array, Array]:
    """How far the hues of `lab` (…×3, Lab) lie from skin that looks like `own` (…×3) when fully lit, and their share of
    its lightness."""
    lit = f32(lab[..., 0] / np.maximum(own[..., 0], 1))
    off = _off_hue(f32(lab[..., 1:]), f32(own[..., 1:] * np.clip(lit, 0, 1)[..., None]))
    return f32(off / np.sqrt(np.clip(lit, 0.15, 1))), lit  # hues lie closer together in the dark


def _off_hue(seen: Array, own: Array) -> Array:
    """Distance of Lab hues (…×2) from `own`; richer ones are no further off, for folds of skin throw light on each
    other."""
    way = f32(own / np.maximum(length(own), 1)[..., None])
    along = dot(seen, way)
    short = np.minimum(along - dot(own, way), 0)
    return f32(np.hypot(short, length(f32(seen - along[..., None] * way))))


def whole_bands(person: Person, front: Mask, arms: tuple[Arm, Arm], unit: float) -> Mask:
    """What lies across wrists among what is in `front` and is no skin, as far as it stands out from the wrist on both
    sides with its own colour; H×W."""
    wrist, across = (
        np.logical_or.reduce(
            [
                (np.abs(arm.limb.v) < wide * arm.half) & (np.abs(arm.limb.u / arm.limb.length - 0.95) < along)
                for arm in arms
            ]
        )
        for wide, along in ((1.3, 0.15), (1.9, 0.18))
    )
    band = opened(front & wrist & (person.labels != Label.SKIN), 1)
    if band.sum() < 12:
        return band
    lab = f32(to_lab(person.image))
    own, cloth = push_pull(lab, band), shrink(person.worn & ~grow(band, 2), 2)
    near = grow(band, _STANDS_OUT * unit) & across & (person.labels != Label.SKIN) & (person.alpha > 0.5)
    near &= length(push_pull(lab, cloth) - own) > 2.5 * _ALIKE  # else nothing tells the two apart
    alike = near & (length(lab - own) < _ALIKE)
    whole = cv2.GaussianBlur((band | alike).astype(np.float32), (0, 0), 1.2) > 0.5
    return flags(band | largest(flags(whole | band), 0.2))


def clear_edge(share: Array, old: Mask, fine: Mask) -> Array:
    """`share` (H×W, 0…1, of what is in front in each pixel) with its edge on `old` cloth a smooth line that keeps clear
    of the pixels in which both are mixed: these would leave a dashed outline in the old cloth's colour. fine: H×W,
    where hands are, whose fingers can't spare as much as arms can."""
    away = signed_distance(flags(share > 0.5))
    hand = cv2.GaussianBlur(fine.astype(np.float32), (0, 0), 4.0)
    calm, close = (cv2.GaussianBlur(away, (0, 0), sigma) for sigma in (_ROUNDED, 1.0))
    edge, within = calm + (close - calm) * hand, _CLEAR + (0.7 - _CLEAR) * hand
    drawn = f32(np.clip((edge - within) / 1.5 + 0.5, 0, 1))
    return f32(np.where(grow(old, 4), np.minimum(drawn, cv2.dilate(share, np.ones((3, 3), np.uint8))), share))


def past_hands(person: Person, arms: tuple[Arm, Arm]) -> Mask:
    """What lies straight on beyond wrists whose hands are seen, past all of their skin, H×W: a hand that bends aside,
    as on a hip, leaves what hangs behind it there, and no bare arm goes on."""
    skin = person.labels == Label.SKIN
    found = np.zeros(skin.shape, np.bool_)
    for arm in arms:
        u, half, length = arm.limb.u, np.maximum(arm.half, 1), arm.limb.length
        near = (u > _HAND[0] * length) & (u < _HAND[1] * length) & (np.abs(arm.limb.v) < 4 * half)
        if (skin & near).sum() < (_SEEN * arm.unit) ** 2:
            continue
        strip = np.clip(np.round(_STRIPS * arm.limb.v / half), -4 * _STRIPS, 4 * _STRIPS).astype(np.intp) + 4 * _STRIPS
        last = np.full(8 * _STRIPS + 1, _PAST * length)
        np.maximum.at(last, strip[skin & near], u[skin & near])
        found |= (u > last[strip] + 2) & (u < 2 * length) & (np.abs(arm.limb.v) < 3 * half)
    return flags(found & ~skin)


def near_hands(arms: tuple[Arm, Arm], begins: float = 1.0) -> Mask:
    """What lies beyond the wrists, H×W. begins: from which share of the arms on."""
    far = [(arm.limb.u > begins * arm.limb.length) & (np.abs(arm.limb.v) < 5 * arm.half) for arm in arms]
    return flags(np.logical_or.reduce(far))


def even_hands(person: Person, arms: tuple[Arm, Arm], unit: float) -> Person:
    """`person` with a smooth line between hands and what is worn: where labels of the two waver, as they do on cloth of
    about the skin's colour, scraps of it would stay on a hand when the top comes off, and bites of it be missing."""
    skin = person.labels == Label.SKIN
    near = near_hands(arms, _THUMB) & grow(skin, 4 * _STEADY * unit)
    kinds = (Label.SKIN, Label.UPPER, Label.LOWER)
    shares = [cv2.GaussianBlur((person.labels == kind).astype(np.float32), (0, 0), _STEADY * unit) for kind in kinds]
    most = np.asarray(kinds, np.uint8)[np.argmax(shares, axis=0)]
    where = near & np.isin(person.labels, kinds)
    labels = np.where(where, most, person.labels).astype(np.uint8)
    own = labels == Label.SKIN
    specks = own & near & ~at_least(own, (_LEAST_HAND * unit) ** 2)
    return replace(person, labels=np.where(specks, np.uint8(Label.UPPER), labels).astype(np.uint8))


def free_hands(arms: tuple[Arm, Arm]) -> Mask:
    """Hands of arms whose old sleeves ended above their wrists, H×W: old clothes that come off behind such a hand threw
    no shade on it."""
    free = [
        (arm.limb.u > _WRIST * arm.limb.length) & (np.abs(arm.limb.v) < 3 * arm.half)
        for arm in arms
        if arm.sleeve_end < _ABOVE_WRIST * arm.limb.length
    ]
    return flags(np.logical_or.reduce([np.zeros(arms[0].half.shape, np.bool_), *free]))
