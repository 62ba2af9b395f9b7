"""Single hairs that hang over the face, the shade beside them and the hairline's rim, closed over with skin."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import greatest, mean
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.matte import HairMatte, guarded
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, widened
from fittingroom.vision.hair.soft import closed as joined
from fittingroom.vision.people.head import EYES, LIPS, face_oval, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_DRAWN, _FAINT = 0.03, 0.012  # by what share lines are darker than skin; hairs go on as faintly as this
_CROWD = 0.3  # share of dark lines in their surroundings from which on they are a beard or shade, no single hairs
_BESIDE = 0.12  # units: skin with hairs so close on both sides is in their shade
#: Points of the face's mesh round the nose.
NOSE = (1, 2, 4, 5, 6, 48, 64, 98, 115, 168, 195, 197, 220, 278, 294, 327, 344, 440)


def close_wisps(person: Person, frame: HeadFrame, matte: HairMatte, pores: Array) -> tuple[Array, Array]:
    """H×W, 0…1: what hair drew on bare skin, lines from the hairline and the darker rim before it. And H×W×3 RGB,
    0…255: the skin that closes over them. pores: H×W×3, the skin's texture."""
    photo = person.image.astype(np.float32)
    if matte.fringe or person.face is None:
        return np.zeros(photo.shape[:2], np.float32), photo
    unit = frame.unit
    forehead, cheeks = _zones(person, frame, matte)
    hair = widened(matte.alpha > 0.06, 0.03 * unit)
    calm = cv2.GaussianBlur(photo, (0, 0), sigmaX=0.4, sigmaY=max(0.6, 0.014 * unit))  # noise goes, upright lines stay
    closed = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((1, 2 * int(0.06 * unit) + 3), np.uint8))
    drop = greatest(f32(closed - calm)) / np.maximum(mean(f32(closed)), 1)
    line = (forehead | cheeks) & (drop > _DRAWN)
    line &= forehead | (blur(line.astype(np.float32), 0.12 * unit) < _CROWD)
    hung = _hung(line & forehead, matte, unit) | (line & forehead & widened(hair, 0.25 * unit))
    fallen = _fallen(line & cheeks, closed - calm, frame)
    faint = cheeks & (drop > _FAINT)
    hung |= fallen | (_leading(faint & (blur(faint.astype(np.float32), 0.12 * unit) < _CROWD), fallen))
    drawn = widened(hung, 0.03 * unit)
    drawn = (drawn | (joined(drawn, _BESIDE * unit) & forehead)) & (forehead | cheeks)
    rim = forehead & widened(hair, 0.1 * unit)
    kept = guarded(person, frame, matte.alpha)
    known = (person.labels == Label.FACE) & ~widened(kept, 0.05 * unit) & ~hair & ~widened(line, 1) & ~rim
    field = _around(f32(closed), known, unit)
    dark = cv2.GaussianBlur(f32(mean(f32(field - photo)) / np.maximum(mean(field), 1)), (0, 0), 1)
    away = cv2.distanceTransform((~kept).astype(np.uint8), cv2.DIST_L2, 5) / unit
    shaded = rim * np.clip((dark - 0.03) / 0.05, 0, 1) * np.clip(away / 0.15, 0, 1)
    share = cv2.GaussianBlur(np.maximum(drawn, shaded).astype(np.float32), (0, 0), 0.015 * unit)
    share = np.clip(1.4 * share, 0, 1) * (forehead | cheeks)
    skin = field + pores
    return f32(np.where(share < 0.02, 0, share)), f32(skin)


def _leading(line: Mask, to: Mask) -> Mask:
    """Those lines that go on from `to`."""
    count, pieces = cv2.connectedComponents(widened(line | to, 1.5).astype(np.uint8))
    held = np.bincount(pieces[to], minlength=count) > 0
    held[0] = False
    return flags(line & held[pieces])


def _hung(line: Mask, matte: HairMatte, unit: float) -> Mask:
    """Lines that come down from the hair, which wrinkles do not."""
    count, pieces = cv2.connectedComponents(widened(line, 1.5).astype(np.uint8))
    hung = np.bincount(pieces[widened(matte.mask, 0.1 * unit)], minlength=count) > 0
    hung[0] = False
    return flags(hung[pieces])


def _fallen(line: Mask, drop: Array, frame: HeadFrame) -> Mask:
    """Faint, long, upright lines that begin beside the eyes: hairs that fell from the temples. Folds begin lower,
    frames of glasses are darker or bend."""
    x, y = frame.plane(line.shape)
    eye = frame.facing(f32([0, frame.eye, 0]))[1]
    count, pieces = cv2.connectedComponents(widened(line, max(1.5, 0.03 * frame.unit)).astype(np.uint8))
    fallen = np.zeros(count, bool)
    for piece in range(1, count):
        here = pieces == piece
        if here.sum() < 0.02 * frame.unit**2:
            continue
        tall, wide = np.ptp(y[here]), np.ptp(x[here])
        faint = drop[here & line].mean() < 50
        fallen[piece] = tall > 0.4 and wide < 0.5 * tall and faint and y[here].max() > eye - 0.1
    return flags(fallen[pieces])


def _around(image: Array, known: Mask, unit: float) -> Array:
    """H×W×3: the colours of `known` as they are nearby, and from further off where none is near."""
    weight = blur(known.astype(np.float32), 0.06 * unit)[..., None]
    near = blur(f32(image * known[..., None]), 0.06 * unit)
    far = smooth_fill(image, known, unit)
    return f32((near + 0.1 * far) / (weight + 0.1))


def _features(person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """Eyes, brows, lips and nose, which draw lines of their own."""
    mask = guarded(person, frame, matte.alpha)
    if person.face is None:
        return mask
    for part in (*EYES, LIPS, NOSE):
        mask |= widened(hull(mask.shape, person.face[list(part), :2]), 0.12 * frame.unit)
    return flags(mask)


def _zones(person: Person, frame: HeadFrame, matte: HairMatte) -> tuple[Mask, Mask]:
    """H×W: bare forehead, and the cheeks from the brows down to the lips."""
    assert person.face is not None
    x, y = frame.plane(person.labels.shape)
    depth = np.full_like(x, frame.facing(frame.forehead)[2])
    height = frame.within(np.stack([x, y, depth], -1).astype(np.float32))[..., 1]
    face = (person.labels == Label.FACE) & ~guarded(person, frame, matte.alpha)
    forehead = face & (height > frame.brow + 0.04)
    lips = frame.facing(frame.points[list(LIPS)])[:, 1].mean()
    oval = narrowed(face_oval(x.shape, person.face), 0.12 * frame.unit)
    cheeks = face & oval & ~forehead & (y > lips) & ~_features(person, frame, matte)
    return flags(forehead), flags(cheeks)
