"""Bare scalps: shine on a forehead or a bald head that the labels take for fair hair, and what would grow there."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import CHEEKS, hair_mask
from fittingroom.vision.hair.soft import narrowed, opened, widened
from fittingroom.vision.people.head import BROWS, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_FOREHEAD = 0.15  # units above the brows from which on skin is like a scalp's
_FINE, _WIDE = 0.03, 0.06  # units: detail, and over how much of it one looks
_SMOOTH = 1.5  # lightness that skin's detail deviates at most; hair has twice that and more
_LIGHT = 0.8  # share of the forehead's lightness that a scalp has at least
_HUE, _PALE = 0.9, 0.6  # cosine to the skin's hue; share of its chroma below which shine hides the hue
_NARROW, _LEAST = 0.08, 0.1  # units, half the width of a scalp; its squared units at least
_STEP = 16.0  # distance in Lab between a scalp and the face beside it up to which no hairline parts them
_BESIDE = 0.12  # units within which that is looked for
_BALD = 0.5  # share of what is labelled hair above the brows from which on no hair is left
_DEEP = 30  # percent of the brows' pixels that are hair, no skin between
_BROWS = f32([0.75, 0.5, 0.5])  # hair is darker than single brow hairs, and has less of the skin's hue
_DARKEST, _FAIREST = 10.0, 34.0  # lightness of hair that nobody has seen


def without_bare_scalp(person: Person, frame: HeadFrame) -> Person:
    """`person` with what shows a bare scalp labelled face: of a bald head all, whatever its edges look like."""
    _, y = frame.plane(person.labels.shape)
    hair = hair_mask(person, frame)
    upper = flags(hair & (y > frame.facing(f32([0, frame.brow, 0]))[1]))
    bare = _bare(person, frame, upper)
    if not bare.any():
        return person
    gone = hair if bare.sum() > _BALD * upper.sum() else flags(bare & hair)
    return replace(person, labels=np.where(gone, Label.FACE, person.labels).astype(np.uint8))


def unseen_hair(person: Person, usual: tuple[float, float, float]) -> Array:
    """Lab (3) of the hair that somebody who shows none would have, by the brows; `usual` where these aren't seen."""
    if person.face is None:
        return f32(usual)
    brows = np.logical_or.reduce([hull(person.labels.shape, person.face[list(part), :2]) for part in BROWS])
    if not brows.any():
        return f32(usual)
    samples = to_lab(person.image)[brows]
    deep = samples[samples[:, 0] <= np.percentile(samples[:, 0], _DEEP)]
    colour = np.median(deep, axis=0) * _BROWS
    return f32([np.clip(colour[0], _DARKEST, _FAIREST), *colour[1:]])


def _bare(person: Person, frame: HeadFrame, upper: Mask) -> Mask:
    """H×W: what of `upper` (H×W), labelled hair, goes on from the face without a hairline, smooth and light as skin."""
    unit, lab = frame.unit, to_lab(person.image)
    skin = _skin(person, frame, lab)
    if skin is None:
        return np.zeros_like(upper)
    light = lab[..., 0]
    calm = cv2.GaussianBlur(light, (0, 0), max(1.0, _FINE * unit))
    alike = upper & (calm > _LIGHT * skin[0])
    if alike.sum() < _LEAST * unit**2:  # dark hair, as most is
        return np.zeros_like(upper)
    chroma, own = np.hypot(lab[..., 1], lab[..., 2]), float(np.hypot(skin[1], skin[2]))
    hued = (lab[..., 1:] @ skin[1:] > _HUE * chroma * own) | (chroma < _PALE * own)
    detail = cv2.GaussianBlur(np.abs(light - calm), (0, 0), _WIDE * unit)
    smooth = opened(flags(alike & hued & (detail < _SMOOTH)), _NARROW * unit)
    face = person.labels == Label.FACE
    count, pieces = cv2.connectedComponents(smooth.astype(np.uint8))
    found = np.zeros_like(upper)
    for piece in range(1, count):
        here = flags(pieces == piece)
        if here.sum() < _LEAST * unit**2:
            continue
        beside, inner = (widened(here, _BESIDE * unit) & face), (here & widened(face, _BESIDE * unit))
        if min(beside.sum(), inner.sum()) < _NARROW * unit:
            continue
        step = np.linalg.norm(np.median(lab[beside], axis=0) - np.median(lab[inner], axis=0))
        if step < _STEP:
            found |= here
    return flags(widened(found, _NARROW * unit) & alike)


def _skin(person: Person, frame: HeadFrame, lab: Array) -> Array | None:
    """Lab (3) of the forehead, or of the cheeks where little of it is seen."""
    if person.face is None:
        return None
    _, y = frame.plane(person.labels.shape)
    high = frame.facing(f32([0, frame.brow + _FOREHEAD, 0]))[1]
    here = narrowed(person.labels == Label.FACE, 0.05 * frame.unit) & (y > high)
    if here.sum() < _LEAST * frame.unit**2:
        here = hull(person.labels.shape, f32(person.face[list(CHEEKS), :2]))
    return f32(np.median(lab[here], axis=0)) if here.any() else None
