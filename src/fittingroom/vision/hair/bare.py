"""The head without its hair: skull, neck, clothes and background where the old hair was."""

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, widened
from fittingroom.vision.people.head import hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_BRIDGE = 0.22  # units that ears may seem to stand off the head, where a sideburn was
_JAW = (58, 172, 136, 150, 152, 379, 365, 397, 288)


class Beneath(IntEnum):
    """What a pixel shows once the hair is off."""

    BACKGROUND = 0
    HEAD = 1
    NECK = 2
    CLOTHES = 3


@dataclass(frozen=True)
class Bare:
    """image: H×W×3 RGB 0…255. beneath: uint8 H×W of Beneath. body: H×W, 0…1, the person without hair. removed:
    H×W, 0…1, where hair was taken off. grain: deviation of the photo's noise."""

    image: Array
    beneath: NDArray[np.uint8]
    body: Array
    removed: Array
    grain: float


def take_off(person: Person, frame: HeadFrame, scalp: Scalp, matte: HairMatte, seed: int) -> Bare:
    """Fill what the hair of `matte` hid."""
    photo = person.image.astype(np.float32)
    hair = _covered(person, frame, matte)
    if matte.fringe:
        hair &= ~_fringe(person, frame, scalp)
    beneath = _beneath(person, frame, scalp, hair, matte.ears)
    grain = _grain(photo, person)
    result = photo.copy()
    removed = np.zeros(hair.shape, np.float32)
    for kind in Beneath:
        here = hair & (beneath == kind)
        if not here.any():
            continue
        fill = _fill(kind, photo, person, frame, scalp, beneath, hair)
        if kind is Beneath.BACKGROUND:
            here |= _strays(photo, fill, person, frame, matte)
        fill = fill + (noise(hair.shape, 0.7, seed + kind) * grain)[..., None]
        share = f32(cv2.GaussianBlur(here.astype(np.float32), (0, 0), 0.8))
        share = np.maximum(share, here.astype(np.float32)) if kind is Beneath.BACKGROUND else share
        result = result + (fill - result) * share[..., None]
        removed = np.maximum(removed, share)
    body = np.where(hair, beneath != Beneath.BACKGROUND, person.alpha).astype(np.float32)
    body = f32(cv2.GaussianBlur(body, (0, 0), 0.8))
    return Bare(f32(np.clip(result, 0, 255)), beneath, body, f32(removed), grain)


def _covered(person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """Every pixel that hair has a share in: a little wider over skin, much wider over background, where stray hairs
    and their blur go on."""
    hair = matte.alpha > 0.06
    face = np.isin(person.labels, (Label.FACE, Label.SKIN))
    wide = widened(hair, 0.06 * frame.unit) & (person.labels == Label.BACKGROUND)
    wide |= widened(matte.mask, 0.06 * frame.unit) & (person.alpha < 0.98) & ~face
    narrow = widened(hair & (matte.alpha > 0.2), max(1.0, 0.04 * frame.unit)) & ~np.isin(
        person.labels, (Label.UPPER, Label.LOWER)
    )
    cloth = widened(matte.mask, max(1.0, 0.03 * frame.unit)) & np.isin(person.labels, (Label.UPPER, Label.LOWER))
    labelled = person.labels == Label.HAIR
    thin = labelled & ~widened(narrowed(labelled, 0.05 * frame.unit), 0.06 * frame.unit)
    wisps = widened(thin & widened(matte.mask, 1.2 * frame.unit), 0.03 * frame.unit)
    return flags((hair | wide | narrow | cloth | wisps) & ~matte.ears)


def _fringe(person: Person, frame: HeadFrame, scalp: Scalp) -> Mask:
    """Before the forehead and the face: where a fringe hangs that can't be taken off, since nobody knows the brows
    below it."""
    shape = person.labels.shape
    x, y = frame.plane(shape)
    points = frame.within(np.stack([x, y, scalp.depth(frame, x, y)], -1).astype(np.float32))
    azimuth, elevation = scalp.place(points)
    before = (np.abs(azimuth) < 1.0) & (elevation < scalp.start(azimuth) + 0.25) & (y > frame.brow)
    face = np.zeros(shape, bool) if person.face is None else hull(shape, f32(person.face[:468, :2]))
    return flags((before & (points[..., 2] > -5)) | face)


def _beneath(person: Person, frame: HeadFrame, scalp: Scalp, hair: Mask, ears: Mask) -> NDArray[np.uint8]:
    shape = hair.shape
    labels = person.labels
    beneath = np.zeros(shape, np.uint8)
    beneath[labels == Label.FACE] = Beneath.HEAD
    beneath[labels == Label.SKIN] = Beneath.NECK
    beneath[np.isin(labels, (Label.UPPER, Label.LOWER, Label.SHOES))] = Beneath.CLOTHES
    x, y = frame.plane(shape)
    head = scalp.depth(frame, x, y) > -5
    if person.face is not None:
        jaw = person.face[list(_JAW), :2]
        head |= hull(shape, person.face[:, :2])
        neck = _neck(person, frame, jaw, shape)
    else:
        neck = np.zeros(shape, bool)
    if ears.any():
        head = ~widened(~widened(head | ears, _BRIDGE * frame.unit), _BRIDGE * frame.unit)  # sideburns and temples too
    known = ~hair
    cloth = known & (beneath == Beneath.CLOTHES)
    skin = known & (beneath == Beneath.NECK)
    below = _below_shoulders(person, shape)
    behind = known & (person.labels == Label.BACKGROUND)
    to_cloth, to_skin, to_wall = (_away(mask) for mask in (cloth, skin, behind))
    beneath[hair] = Beneath.BACKGROUND
    beneath[hair & below] = Beneath.CLOTHES
    beneath[hair & below & (to_skin < 1.5 * to_cloth)] = Beneath.NECK
    beneath[hair & below & (1.5 * to_wall < np.minimum(to_skin, to_cloth))] = Beneath.BACKGROUND
    beneath[hair & neck] = Beneath.NECK
    beneath[hair & neck & (to_cloth * 1.2 < to_skin) & below] = Beneath.CLOTHES
    beneath[hair & head] = Beneath.HEAD
    return beneath


def _away(mask: Mask) -> Array:
    """Distance from `mask` in pixels; far where there is none."""
    if not mask.any():
        return np.full(mask.shape, 1e6, np.float32)
    return f32(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5))


def _neck(person: Person, frame: HeadFrame, jaw: Array, shape: tuple[int, ...]) -> Mask:
    """The neck's column from the jaw to the shoulders, flaring at its foot."""
    feet = person.figure.neck.points[np.argsort(person.figure.neck.points[:, 0])]
    top, foot = jaw.mean(0), feet.mean(0)
    low = top + 0.7 * (foot - top)
    half = f32([min(0.6 * frame.unit, 0.5 * float(feet[1, 0] - feet[0, 0])), 0])
    column = [top - half, low - half, feet[0], feet[1], low + half, top + half]
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(np.stack(column)).astype(np.int32)], 1)
    return flags(mask > 0)


def _below_shoulders(person: Person, shape: tuple[int, ...]) -> Mask:
    """Under the line from the neck's foot to the shoulder's tip, on both sides."""
    tips, neck = person.figure.tips, person.figure.neck.points
    line = f32([tips[0], neck[0], neck[1], tips[1]])
    line = line[np.argsort(line[:, 0])]
    x = np.arange(shape[1], dtype=np.float32)
    rows = np.interp(x, line[:, 0], line[:, 1], left=np.inf, right=np.inf)
    y = np.arange(shape[0], dtype=np.float32)[:, None]
    return flags(y > rows)


def _fill(
    kind: Beneath, photo: Array, person: Person, frame: HeadFrame, scalp: Scalp, beneath: NDArray[np.uint8], hair: Mask
) -> Array:
    """H×W×3: what `kind` looks like, carried on under the hair."""
    known = (beneath == kind) & ~hair
    reach = 0.02 * frame.unit
    if kind is Beneath.BACKGROUND:
        known &= person.alpha < 0.04
        return smooth_fill(photo, narrowed(known, 2 * reach), frame.unit)
    if kind is Beneath.NECK and (narrowed(known, reach).sum() < 200 or person.face is None):
        known = (beneath == Beneath.HEAD) & ~hair
    solid = narrowed(known & (person.alpha > 0.95), reach)
    if not solid.any():
        solid = person.alpha > 0.95
    if kind is Beneath.HEAD:
        return _head_skin(photo, solid, frame, scalp)
    return smooth_fill(photo, solid, frame.unit)


def _head_skin(photo: Array, known: Mask, frame: HeadFrame, scalp: Scalp) -> Array:
    """Skin over the skull: the face's, darker where the skull turns away."""
    x, y = frame.plane(photo.shape)
    skull = scalp.depth(frame, x, y) > -5
    turned = np.clip((blur(skull.astype(np.float32), 0.16 * frame.unit) - 0.5) * 2, 0, 1) ** 0.6
    away = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 5) / (0.5 * frame.unit)
    dark = 0.32 * (1 - turned) * skull * np.clip(away, 0, 1)
    return f32(smooth_fill(photo, known, frame.unit) * (1 - dark)[..., None])


def _strays(photo: Array, fill: Array, person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """Hairs that stand off the head before a calm background: whatever differs from it round the hair."""
    differs = np.abs(cv2.GaussianBlur(photo - fill, (0, 0), 0.8)).max(-1)
    outside = person.alpha < 0.04
    ring = outside & widened(matte.mask, 1.3 * frame.unit) & ~widened(matte.mask, 0.9 * frame.unit)
    if ring.sum() < 200 or np.percentile(differs[ring], 90) > 9:
        return np.zeros_like(matte.mask)
    near = widened(matte.mask, 0.8 * frame.unit) & (person.labels == Label.BACKGROUND)
    return flags(widened(near & (differs > 7), 2) & near)


def _grain(photo: Array, person: Person) -> float:
    """Deviation of the photo's noise, from plain skin."""
    rough = (photo - cv2.GaussianBlur(photo, (0, 0), 1.2)).mean(-1)
    known = narrowed(person.labels == Label.FACE, 4)
    return float(np.clip(np.median(np.abs(rough[known])) * 1.1, 0.2, 3)) if known.any() else 1.0
