"""Pixels that are almost surely hair, skin, top, bottom or shoes, by where they lie on the body and by skin colour."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import distance
from fittingroom.vision.people.body import FAR, Body
from fittingroom.vision.people.head import Head
from fittingroom.vision.people.skin import SkinDistance

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

SKIN_LIMIT = 2.6
"""Distance up to which a colour may be skin."""
_LEARNT = 100  # pixels of hair above which its colours are learnt
_SOME_HAIR = 0.25  # share of what is above the face that must differ from skin in any shade, if that isn't bald
_FULL = 0.4  # what is above the face, in circles of half its height: more than a bald skull has (0.1, shorn ones)
_OFF_SCALP = 0.2  # Head.rim above which it is hair there, fair hair in the shade having skin's colours


@dataclass(frozen=True)
class Seeds:
    """Masks H×W. bald: too little hair was found to learn its colour. hair_distance: from the hair's colour."""

    hair: Mask
    skin: Mask
    upper: Mask
    lower: Mask
    shoes: Mask
    bald: bool
    hair_distance: Array

    def in_order(self) -> list[Mask]:
        """Hair, skin, upper, lower, shoes: the order of Label, from 1."""
        return [self.hair, self.skin, self.upper, self.lower, self.shoes]


def by_bulk(seeds: Seeds) -> bool:
    """Whether hair was told by its bulk alone, for it has skin's colours: then its own are told from no others."""
    return not seeds.bald and bool(seeds.hair.sum() > _LEARNT and seeds.hair_distance.min() == FAR)


def plant(lab: Array, sure: Mask, body: Body, head: Head, skin: SkinDistance) -> Seeds:
    """All seeds. lab: H×W×3. sure: bool, well inside the silhouette."""
    hair, bald, hair_distance = _hair(lab, sure, body, head, skin)
    upper = _upper(sure, body, head, skin, hair_distance)
    jacket = _jacket(sure, body, head, skin, upper)
    lower = _lower(sure, body, skin)
    shoes = (body.foot < 0.55) & sure & (body.height > 1.5)
    bare = _skin(sure, body, head, skin, upper, trusted=not jacket.any())
    return Seeds(hair, bare, upper | jacket, lower, shoes, bald, hair_distance)


def _jacket(sure: Mask, body: Body, head: Head, skin: SkinDistance, upper: Mask) -> Mask:
    """The trunk beside a top of another colour, where all of a flank from chest to waist has skin's colour: an open
    jacket or shirt, for a cropped top leaves the belly bare, but not the chest's side."""
    t, side = body.height, np.abs(body.sideways)
    trunk = sure & (t > 0.3) & (t < 0.75) & (side < 0.42) & (body.hand > 1.2) & (head.rim > 0.25)
    coloured = (skin.any < 3.2) & skin.hue
    nothing = np.zeros_like(sure)
    if (upper & coloured).sum() > 0.2 * upper.sum():
        return nothing
    for k, sign in enumerate((-1, 1)):
        half = trunk & (np.sign(body.sideways) == sign)
        flank = half & (side > 0.25) & (body.arms[k] > 1.0)
        if flank.sum() > 30 and (flank & coloured).sum() > 0.85 * flank.sum():
            nothing |= trunk & coloured
    return nothing


def _hair(lab: Array, sure: Mask, body: Body, head: Head, skin: SkinDistance) -> tuple[Mask, bool, Array]:
    """Above the eyes and outside the face's oval, then whatever has that colour at the sides."""
    far = np.full(sure.shape, FAR, np.float32)
    if not head.found:
        # The picture cuts the head off: what is neither skin nor near the shoulders is hair.
        beside = sure & (body.height < -0.22) & (skin.any > 3.5) & (np.abs(body.sideways) < 0.5)
        return beside, bool(beside.sum() < 40), far
    crown = sure & (head.rim > 0.10) & (head.v < -0.30) & (head.rim < 1.2) & (body.height < -0.02)
    hair = crown & (skin.any > 2.4)
    if hair.sum() < _SOME_HAIR * crown.sum() and crown.sum() > _FULL * np.pi * head.half**2:
        # such colours tell it from skin and pale cloth in the shade no more than skin's do
        return hair | (crown & (head.rim > _OFF_SCALP)), False, far
    bald = bool(crown.sum() < 0.02 * np.pi * head.half**2 or hair.sum() < _SOME_HAIR * crown.sum())
    if bald or hair.sum() <= _LEARNT:
        return hair, bald, far
    samples = lab[hair]
    spread = (np.cov(samples.T) + np.diag([40.0, 6.0, 8.0])).astype(np.float32)
    away = distance(lab, np.median(samples, 0).astype(np.float32), spread)
    sides = sure & (head.rim > 0.12) & (head.rim < 0.6) & (head.v < 0.6) & (head.v > -0.3)
    return hair | (sides & (away < 1.6) & (skin.any > SKIN_LIMIT)), bald, away


def _upper(sure: Mask, body: Body, head: Head, skin: SkinDistance, hair_distance: Array) -> Mask:
    """The torso between chest and belly, without what looks like skin or hair, unless little else is left."""
    quad = np.array(
        [
            body.shoulders[0] * 0.85 + body.shoulders[1] * 0.15,
            body.shoulders[1] * 0.85 + body.shoulders[0] * 0.15,
            body.hips[1] * 0.9 + body.hips[0] * 0.1,
            body.hips[0] * 0.9 + body.hips[1] * 0.1,
        ]
    )
    inside = np.zeros(sure.shape, np.uint8)
    cv2.fillPoly(inside, [np.round(quad).astype(np.int32)], 1)
    t = body.height
    seeds = (inside > 0) & (t > 0.18) & (t < 0.66) & sure & (body.hand > 1.2) & (head.rim > 0.25)
    for doubtful, least in ((skin.any < SKIN_LIMIT, 0.3), (skin.hue, 0.22), (hair_distance < 2.0, 0.3)):
        seeds = _preferring(seeds & ~doubtful, seeds, least)
    seeds = _preferring(seeds & ((t > 0.35) | (skin.any > 4)), seeds, 0.3)
    if seeds.sum() < 50:
        seeds = sure & (t > 0.05) & (t < 0.9) & (skin.any >= SKIN_LIMIT) & (head.rim > 0.4)
    return seeds


def _preferring(some: Mask, all_of_them: Mask, least: float) -> Mask:
    return some if some.sum() > least * all_of_them.sum() else all_of_them


def _lower(sure: Mask, body: Body, skin: SkinDistance) -> Mask:
    """Along the thighs. Where these look bare, only close to the hips; where the pelvis looks bare too, the bottom has
    skin's colour, and the pelvis shows it."""
    lines = np.zeros(sure.shape, np.uint8)
    for k in (0, 1):
        thigh = body.knees[k] - body.hips[k]
        start, end = (body.hips[k] + thigh * share for share in (0.2, 0.62))
        cv2.line(lines, _pixel(start), _pixel(end), 1, max(1, int(0.13 * body.size)))
    t, coloured = body.height, skin.any < SKIN_LIMIT
    seeds = (lines > 0) & sure & (t > 1.08) & (body.hand > 1.2)
    if (seeds & ~coloured).sum() > 0.3 * seeds.sum():
        return seeds & ~coloured
    pelvis = sure & (t > 1.02) & (t < 1.14) & (np.abs(body.sideways) < 0.22) & (body.hand > 1.2)
    if pelvis.sum() > 60 and (pelvis & coloured).sum() > 0.6 * pelvis.sum():
        return pelvis
    return seeds & ~coloured & (t < 1.3)


def _pixel(point: Array) -> tuple[int, int]:
    return int(point[0]), int(point[1])


def _skin(sure: Mask, body: Body, head: Head, skin: SkinDistance, upper: Mask, trusted: bool) -> Mask:
    """Face, bare arms and legs, throat; where the garment itself has skin's colour, face and hands alone."""
    if not trusted or (upper.any() and (upper & (skin.any < 2.2)).sum() > 0.6 * upper.sum()):
        return skin.source | ((body.hand < 0.7) & (skin.any < 1.6) & sure)
    arms = (body.arm < 0.55) & (skin.any < 1.9)
    legs = (body.leg < 0.5) & (skin.any < 2.0) & (body.height > 1.35)
    throat = head.found & (np.abs(head.u) < 0.5) & (head.v > 1.1) & (head.v < 1.5) & (skin.any < 2.2)
    return skin.source | ((arms | legs | throat) & sure)
