"""Checks of a try-on that figures about pixels don't see: length, neckline, print, old cloth, outline.

Each gives a figure and whether it passes. A figure is None where it can't be told; that passes. They are gates against
gross faults, with thresholds wide enough that a right picture passes: a picture that passes them all may still be bad.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label, Limb, Person

Mask = NDArray[np.bool_]
Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: BlazePose indices, (right of the person, left of the person).
_SHOULDERS, _HIPS, _ANKLES = [12, 11], [24, 23], [28, 27]
#: Necks that needn't come near the neck's sides.
_OPEN_NECKS = {Neck.STRAPS, Neck.STRAPLESS, Neck.BOAT}


@dataclass(frozen=True)
class Check:
    """One figure, what it should be at most, and whether it is."""

    name: str
    value: float | None
    limit: float

    @property
    def passes(self) -> bool:
        """True as well where nothing could be measured."""
        return self.value is None or self.value <= self.limit


@dataclass(frozen=True)
class Worn:
    """A result beside what it was made of. person: before. garment: as its photo shows it. result: uint8 RGB of the
    size of `person.image`. edited, cloth: bool H×W, what changed, and what of it is the new garment."""

    person: Person
    garment: Garment
    result: Pixels
    edited: Mask
    cloth: Mask


def check_all(worn: Worn) -> tuple[Check, ...]:
    """Every check that makes sense for the kind of garment."""
    common = (hem_length(worn), print_upright(worn), old_colour_left(worn), outline_smoothness(worn))
    if worn.garment.subcategory is Subcategory.BOTTOMS:
        return common
    return (*common, sleeve_length(worn), neckline_round_neck(worn))


def hem_length(worn: Worn) -> Check:
    """How far the hem is from where the garment's own proportions put it: in torsos for tops, in legs for others.

    A top may be tucked in: then it is shorter than its cut, and passes if the lower garment goes on where it ends."""
    check = "hem off"
    person, garment = worn.person, worn.garment
    pose = person.pose[:, :2]
    top, hip = pose[_SHOULDERS].mean(0), pose[_HIPS].mean(0)
    is_top = garment.subcategory is Subcategory.TOPS
    start, end = (top, hip) if is_top else (hip, pose[_ANKLES].mean(0))
    down = (end - start) / max(float(np.linalg.norm(end - start)), 1.0)
    length = max(float(np.linalg.norm(end - start)), 1.0)
    rows, columns = np.nonzero(_near_middle(worn.cloth, person, 0.35 if is_top else 0.9))
    if rows.size < 200:
        return Check(check, None, 0.25)
    along = (np.stack([columns, rows], 1) - start) @ down / length
    seen = float(np.percentile(along, 99))
    border = (person.image.shape[0] - 1 - start[1]) / (length * max(float(down[1]), 0.1))
    wanted = min(garment.reach, float(border))
    apart = seen - wanted
    tucked = is_top and apart < 0 and _lower_at(person, start + down * length * (seen + 0.07))
    return Check(check, 0.0 if tucked else round(abs(apart), 3), 0.25)


def _lower_at(person: Person, point: Floats) -> bool:
    """Whether the photo shows mostly the lower garment at the height of a point on the middle line."""
    reach = round(0.2 * person.figure.size)
    x, y = (int(v) for v in np.round(point))
    around = person.labels[max(0, y - 2) : y + 3, max(0, x - reach) : x + reach]
    return bool(around.size) and float((around == Label.LOWER).mean()) > 0.5


def sleeve_length(worn: Worn) -> Check:
    """The larger of both sleeves' misses, in arms, between how far cloth covers the arm and the garment's own reach."""
    misses = []
    for limb, sleeve in zip(worn.person.figure.arms, worn.garment.sleeves, strict=True):
        if limb is None or limb.seen < 0.5:
            continue
        covered = _cover(worn.cloth, limb)
        if covered is not None:
            misses.append(abs(covered - (0.0 if sleeve is None else min(1.0, sleeve.reach))))
    return Check("sleeve off", round(max(misses), 3) if misses else None, 0.28)


def _cover(cloth: Mask, limb: Limb) -> float | None:
    """Share of an arm that is under cloth; None where the arm isn't in the picture."""
    points = np.round(limb.axis).astype(int)
    inside = (points[:, 0] >= 0) & (points[:, 0] < cloth.shape[1]) & (points[:, 1] >= 0)
    inside &= points[:, 1] < cloth.shape[0]
    inside &= limb.along > 0.12  # before that, the body's own cloth lies over the axis
    if inside.sum() < 4:
        return None
    under = cloth[points[inside, 1], points[inside, 0]]
    return float(0.12 * under[0] + 0.88 * under.mean())


def neckline_round_neck(worn: Worn) -> Check:
    """The wider of the gaps between cloth and the two points where neck and shoulders meet, in units; cloth over the
    face counts as a gap of 1."""
    name, limit = "neckline gap", 0.30
    person = worn.person
    face = person.labels == Label.FACE
    if face.any() and (worn.cloth & face).sum() > 0.02 * face.sum():
        return Check(name, 1.0, limit)
    if worn.garment.neck in _OPEN_NECKS or not worn.cloth.any():
        return Check(name, None, limit)
    apart = cv2.distanceTransform((~worn.cloth).astype(np.uint8), cv2.DIST_L2, 5)
    gaps = []
    for x, y in np.round(person.figure.neck.points).astype(int):
        if 0 <= y < apart.shape[0] and 0 <= x < apart.shape[1] and person.labels[y, x] != Label.HAIR:
            gaps.append(float(apart[y, x]) / person.figure.size)
    return Check(name, round(max(gaps), 3) if gaps else None, limit)


def print_upright(worn: Worn) -> Check:
    """How much more the cloth on the body is like the garment's photo mirrored or upside down than as it is: above 0.15
    a print is turned. None for plain or symmetrical garments."""
    name, limit = "print turned", 0.15
    product = _patch(worn.garment.fabric, worn.garment.torso)
    result = _patch(worn.result, _near_middle(worn.cloth, worn.person, 0.5))
    if product is None or result is None:
        return Check(name, None, limit)
    turned = [product[:, ::-1], product[::-1], product[::-1, ::-1]]
    if product.std() < 4 or min(_alike(product, other) for other in turned) > 0.8:
        return Check(name, None, limit)
    return Check(name, round(max(_alike(other, result) for other in turned) - _alike(product, result), 3), limit)


def _patch(image: Pixels, mask: Mask, side: int = 48) -> Floats | None:
    """The box of a mask as a small grey picture without its broad shading."""
    rows, columns = np.nonzero(mask)
    if rows.size < 400:
        return None
    y0, y1, x0, x1 = (int(v) for v in (*np.percentile(rows, [2, 98]), *np.percentile(columns, [2, 98])))
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[y0 : y1 + 1, x0 : x1 + 1]
    inside = mask[y0 : y1 + 1, x0 : x1 + 1]
    even = np.where(inside, grey, np.median(grey[inside])).astype(np.float32)
    small = cv2.resize(even, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(small - cv2.GaussianBlur(small, (0, 0), side / 5), np.float32)


def _alike(first: Floats, second: Floats) -> float:
    """The best correlation of two small pictures over shifts of up to six pixels."""
    inner = np.ascontiguousarray(first[6:-6, 6:-6])
    return float(cv2.matchTemplate(np.ascontiguousarray(second), inner, cv2.TM_CCOEFF_NORMED).max())


def old_colour_left(worn: Worn) -> Check:
    """Share of the old garment that still shows: not edited, where it was surely seen."""
    kinds = {
        Subcategory.TOPS: (Label.UPPER,),
        Subcategory.BOTTOMS: (Label.LOWER,),
        Subcategory.DRESSES: (Label.UPPER, Label.LOWER),
    }[worn.garment.subcategory]
    person = worn.person
    sure = np.isin(person.labels, kinds) & (person.confidence > 0.5) & ~person.front.objects
    old = cv2.erode(sure.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if old.sum() < 200:
        return Check("old cloth left", None, 0.03)
    return Check("old cloth left", round(float((old & ~worn.edited).sum() / old.sum()), 3), 0.03)


def outline_smoothness(worn: Worn) -> Check:
    """How much longer the cloth's outline is than the same outline smoothed over .04 units: torn edges are longer."""
    blur = max(1.0, 0.04 * worn.person.figure.size)
    soft = cv2.GaussianBlur(worn.cloth.astype(np.float32), (0, 0), blur) > 0.5
    rough, smooth = _outline_length(worn.cloth), _outline_length(np.asarray(soft, np.bool_))
    return Check("outline ragged", round(rough / smooth, 3) if smooth else None, 1.45)


def _outline_length(mask: Mask) -> float:
    """Length of the outlines of all parts but specks."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return sum(cv2.arcLength(contour, True) for contour in contours if len(contour) > 40)


def _near_middle(cloth: Mask, person: Person, reach: float) -> Mask:
    """Cloth within `reach` units of the body's middle line."""
    top, hip = person.pose[_SHOULDERS, :2].mean(0), person.pose[_HIPS, :2].mean(0)
    down = (hip - top) / max(float(np.linalg.norm(hip - top)), 1.0)
    ys, xs = np.mgrid[: cloth.shape[0], : cloth.shape[1]]
    aside = np.abs((xs - top[0]) * down[1] - (ys - top[1]) * down[0])
    return np.asarray(cloth & (aside < reach * person.figure.size), np.bool_)
