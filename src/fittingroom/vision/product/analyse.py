"""From a product photo to a `Garment`, in named steps."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.garment import Curve, Garment, Neck
from fittingroom.vision.person import Person
from fittingroom.vision.product.arrays import Floats, Image, Mask
from fittingroom.vision.product.backdrop import Backdrop, find_backdrop
from fittingroom.vision.product.category import category, why_no_garment
from fittingroom.vision.product.cutout import (
    carry_on,
    fabric_core,
    find_mask,
    open_holes,
    ring_holes,
    soft_edge,
    without_hook,
)
from fittingroom.vision.product.hanger import without_hanger
from fittingroom.vision.product.hem import body_only, hem_curve, side_curves
from fittingroom.vision.product.legs import bottom_of, find_legs
from fittingroom.vision.product.metal import find_metal
from fittingroom.vision.product.neck import find_neck
from fittingroom.vision.product.outline import Outline, outline
from fittingroom.vision.product.sleeves import ARM, Armholes, chest_width, describe_sleeve, find_armholes, split_sleeves
from fittingroom.vision.product.worn import describe_worn, worn_category

#: Long side of the photo that is worked on, pixels.
LONG_SIDE = 1024
#: From this share of the arm on a sleeve is a full one; a three-quarter one ends at four fifths.
FULL = 0.83
#: Length of a top over its chest's width; the shoulders of one that is wider drop.
USUAL_LENGTH = 1.5


class NoGarment(ValueError):
    """The photo shows nothing that could be a top, a bottom or a dress. The text says why."""


def analyse_garment(image: Image, subcategory: Subcategory | None = None, wearer: Person | None = None) -> Garment:
    """Find all that `Garment` says in a product photo.

    image: uint8 H×W×3 RGB, any size. subcategory: TOPS, BOTTOMS or DRESSES, or None to decide by the outline.
    wearer: who wears it in the photo, as `find_wearer` found them; None for a garment photographed alone.
    Raises NoGarment.
    """
    if wearer is not None:
        return _worn(wearer, subcategory)
    photo = to_working_size(image)
    backdrop = find_backdrop(photo)
    shape = cut_out(photo, backdrop)
    objection = why_no_garment(shape)
    if objection is not None:
        raise NoGarment(objection)
    arms = find_armholes(shape, photo)
    decided, sure = category(shape, arms)
    kind = subcategory or decided
    record = {"subcategory": kind.value, "subcategory_from": "request" if subcategory else "outline"}
    confidence = {"category": 1.0 if subcategory else sure, "cutout": _trust(shape, backdrop)}
    if kind is Subcategory.BOTTOMS:
        return _bottom(photo, backdrop, shape, record, confidence)
    return _top(photo, backdrop, shape, arms, kind, record, confidence)


def _worn(wearer: Person, subcategory: Subcategory | None) -> Garment:
    kind = subcategory or worn_category(wearer)
    garment = describe_worn(wearer, kind)
    if garment is None:
        raise NoGarment(f"nothing that could be {kind.value} is seen on the person in the photo")
    chosen = {"subcategory_from": "request" if subcategory else "person"}
    return replace(garment, record=garment.record | chosen)


def to_working_size(image: Image) -> Image:
    """The photo with its long side at `LONG_SIDE`."""
    scale = LONG_SIDE / max(image.shape[:2])
    if abs(scale - 1) < 0.01:
        return image
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def cut_out(photo: Image, backdrop: Backdrop) -> Outline:
    """The outline of the garment, hook, hanger and holes taken out."""
    mask = find_mask(photo, backdrop)
    if mask.sum() < 0.01 * mask.size:
        raise NoGarment("no garment stands out from the background")
    mask = without_hook(mask, outline(mask).axis)
    mask = without_hanger(mask, backdrop, outline(mask).axis)
    return outline(mask & ~open_holes(mask, backdrop))


def _trust(shape: Outline, backdrop: Backdrop) -> float:
    border = np.concatenate([shape.mask[0], shape.mask[-1], shape.mask[:, 0], shape.mask[:, -1]])
    return float(np.clip((0.95 if backdrop.plain else 0.5) - border.mean(), 0.1, 1))


def _bottom(
    photo: Image, backdrop: Backdrop, shape: Outline, record: dict[str, str], confidence: dict[str, float]
) -> Garment:
    found = find_legs(shape, photo)
    alpha, fabric = soft_edge(shape.mask, backdrop), carry_on(photo, fabric_core(shape.mask, backdrop))
    return bottom_of(photo, alpha, fabric, shape, found, found.reach, record, confidence | {"length": found.sure})


def _top(
    photo: Image,
    backdrop: Backdrop,
    shape: Outline,
    arms: Armholes,
    kind: Subcategory,
    record: dict[str, str],
    confidence: dict[str, float],
) -> Garment:
    sleeves = split_sleeves(shape, arms)
    chest = float(arms.armpits[1][0] - arms.armpits[0][0]) or chest_width(shape)
    body = body_only(shape.mask & ~sleeves[0] & ~sleeves[1], chest)
    hem = hem_curve(body, shape.axis)
    neck = find_neck(shape, backdrop.lab, arms)
    if neck.kind is Neck.STRAPLESS:
        arms = replace(arms, armpits=neck.points)
    sides = side_curves(body, arms.armpits, hem)
    length = float(np.median(hem[:, 1]) - np.mean([t[1] for t in arms.tips]))
    reaches = _sleeve_reaches(sleeves, arms, length, chest)
    described = tuple(
        describe_sleeve(m, t, p, s, reach, arms.fused) if arms.sleeved else None
        for m, t, p, s, reach in zip(sleeves, arms.tips, arms.armpits, (-1, 1), reaches, strict=True)
    )
    torso = body & ~neck.inside & ~neck.collar
    waist = _waist(body, arms.armpits, length) if kind is Subcategory.DRESSES else np.zeros((0, 2))
    cloth = shape.mask & ~ring_holes(shape.mask, backdrop)
    metal = find_metal(cloth, backdrop)
    return Garment(
        image=photo,
        alpha=soft_edge(cloth, backdrop),
        fabric=carry_on(photo, fabric_core(cloth & ~neck.inside, backdrop, metal)),
        subcategory=kind,
        neck=neck.kind,
        inside=neck.inside,
        collar=neck.collar,
        behind=neck.behind,
        torso=torso,
        neckline=_curve(neck.neckline),
        back_neckline=_curve(neck.back),
        hem=_curve(hem),
        waist=_curve(waist),
        sides=(_curve(sides[0]), _curve(sides[1])),
        neck_points=(_curve(neck.points[0]), _curve(neck.points[1])),
        tips=(_curve(arms.tips[0]), _curve(arms.tips[1])),
        armpits=(_curve(arms.armpits[0]), _curve(arms.armpits[1])),
        reach=_reach(length, chest, waist, hem),
        sleeves=(described[0], described[1]),
        metal=metal,
        record=record | {"neck": neck.kind.value, "sleeves": _word(described)},
        confidence=confidence
        | {"neck": neck.sure_kind, "neckline": neck.sure_line, "sleeves": arms.sure, "length": 0.7},
    )


def _curve(points: Floats) -> Curve:
    return np.asarray(points, np.float32)


def _word(sleeves: tuple[object, ...]) -> str:
    first = next((s for s in sleeves if s is not None), None)
    return "none" if first is None else f"reach {getattr(first, 'reach', 0):.2f}"


def _sleeve_reaches(sleeves: tuple[Mask, Mask], arms: Armholes, length: float, chest: float) -> tuple[float, float]:
    """Sleeve length over arm length, left and right. The arm is taken from the garment's own length, within what
    bodies allow, but its upper end is under a shoulder that drops, as those of wide garments do."""
    arm = ARM * float(np.clip(length, 1.15 * chest, 2.0 * chest))
    dropped = max(0.0, chest - length / USUAL_LENGTH) / 2
    lengths = [_sleeve_length(m, t) for m, t in zip(sleeves, arms.tips, strict=True)]
    if any(m.any() and (own + dropped) / arm > FULL for m, own in zip(sleeves, lengths, strict=True)):
        return 1.0, 1.0
    return lengths[0] / arm, lengths[1] / arm


def _sleeve_length(mask: Mask, tip: Floats) -> float:
    if not mask.any():
        return 0.0
    rows, columns = np.nonzero(mask)
    return float(np.percentile(np.hypot(columns - tip[0], rows - tip[1]), 98))


def _reach(length: float, chest: float, waist: Floats, hem: Floats) -> float:
    """Tops: torsos from the shoulder line. Dresses: legs from the waist."""
    if len(waist):
        above = max(1.0, length - float(np.median(hem[:, 1]) - np.median(waist[:, 1])))
        return float(np.clip((length - above) / (2.3 * above), 0.2, 1.05))
    return float(np.clip(1.12 * (length / chest / 1.55) ** 0.8, 0.35, 1.6))


def _waist(body: Mask, armpits: tuple[Floats, Floats], length: float) -> Floats:
    """The narrowest row of a dress between chest and hip, found by its outline; else two fifths of a torso down."""
    top = float(np.mean([p[1] for p in armpits]))
    chest = float(armpits[1][0] - armpits[0][0])
    rows = np.arange(int(top + 0.2 * chest), int(min(top + 1.0 * chest, body.shape[0] - 2)))
    widths = body[rows].sum(1).astype(float)
    lean = widths + 0.15 * np.abs(rows - (top + 0.55 * chest))
    row = int(rows[int(np.argmin(cv2.blur(lean[None].astype(np.float32), (9, 1))[0]))]) if len(rows) else int(top)
    filled = np.flatnonzero(body[row]) if body[row].any() else np.array([armpits[0][0], armpits[1][0]])
    x = np.linspace(filled[0], filled[-1], 21)
    return np.stack([x, np.full(21, float(row))], axis=1)
