"""The new garment's neckline on the person: its opening before the neck, and what shows behind it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.cut import strapped
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import closed, grow, opened, shrink, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.gates import seen_through
from fittingroom.vision.fitting.hoods import before_inside, hair_of, in_one_piece
from fittingroom.vision.fitting.neckcurve import neck_gate
from fittingroom.vision.fitting.stands import stand, stands
from fittingroom.vision.fitting.torso import TorsoFit
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far beside a neck point, units, a collar's fold is looked for.
_BESIDE = 0.1
#: How far a collar's back rises from there towards the neck, and over what distance, units.
_RISES, _RISES_OVER = 0.045, 0.09
#: How round the corner is in which the back meets the fold, units.
_ROUND = 0.06
#: How far from an old open collar what passes for skin may be a part of it, units.
_BITS = 0.07


def opening(garment: Garment, frame: Frame, fit: TorsoFit, where: Array) -> Array:
    """1 where cloth may be, 0 inside the neck opening, H×W."""
    if fit.neckline is not None:
        return neck_gate(fit.neckline, frame, (where.shape[0], where.shape[1]))
    return np.ones(where.shape[:2], np.float32) if strapped(garment) else opening_gate(garment, where)


def opening_gate(garment: Garment, where: Array) -> Array:
    """1 where cloth is, 0 inside the neck opening, seen through `where` (H×W×2)."""
    if len(garment.neckline) < 2:
        return np.ones(where.shape[:2], np.float32)
    left, right = garment.neckline[0], garment.neckline[-1]
    high = -garment.alpha.shape[0]
    corners = np.concatenate([garment.neckline, [[right[0], high], [left[0], high]]])
    return 1 - seen_through(corners, garment, where)


def back_of_neck(person: Person, garment: Garment, frame: Frame, torso: TorsoFit, where: Array) -> Array:
    """What of the garment's back is seen behind the neck, 0…1: the inside of its back neckline, a hood, the back of a
    stand-up collar. Skin, face and hair lie before it; of a plain opening's back nothing is seen past them."""
    if strapped(garment) or torso.neckline is not None:
        return np.zeros(person.labels.shape, np.float32)
    t, lateral = frame.fields(person.labels.shape)
    across = np.abs(lateral - float(frame.lateral(torso.neck.mean(0))))
    if stands(garment):
        # it goes on beneath the front's edge, so that nothing shines through between the two
        seen = stand(garment, where) * grow(opening_gate(garment, where) < 0.9, 3)
    else:
        seen = np.clip(sample((garment.inside | garment.behind).astype(np.float32), where), 0, 1)
    low = float(frame.t(torso.neck).mean()) + 0.1
    near = (across < 0.5 * frame.unit) & (t > -0.45) & (t < low)
    if garment.neck is Neck.HOOD:
        return _inside_of_hood(person, frame, lateral - float(frame.lateral(torso.neck.mean(0))), f32(seen * near))
    before = np.isin(person.labels, [Label.SKIN, Label.FACE, Label.HAIR])
    before = shrink(opened(before, 1.5), 2)  # the old background shines through the rim
    shown = seen * near * ~before
    # what peeps out beside the neck as a mere crumb isn't taken for a collar's back
    solid = opened(shown > 0.5, 0.015 * frame.unit)
    shown = shown * grow(solid, 0.02 * frame.unit)
    return f32(cv2.GaussianBlur(f32(shown), (0, 0), 0.8) * (1 - soften(before, 0.7)))


def below_folds(seen: Array, cloth: Array, frame: Frame, neck: Array, free: Mask) -> Array:
    """What of a collar's back (`seen`, 0…1, H×W) goes on from the folds in which its front ends beside the neck
    (`cloth`, 0…1): from a fold's top it rises a little towards the neck, as the band behind a neck does, and out beyond
    the fold nothing of it is higher, for a scrap there looks torn off. neck: 2×2, the neck points. free: H×W, where
    nothing of the person lies before it."""
    t, lateral = frame.fields(cloth.shape)
    ends, kept = frame.lateral(neck), seen
    for end, half in zip(ends, (lateral < ends.mean(), lateral >= ends.mean()), strict=True):
        fold = (cloth > 0.5) & (np.abs(lateral - end) < _BESIDE * frame.unit)
        high, top = np.inf, float(end)
        if fold.any():
            high = float(t[fold].min())
            crest = lateral[fold & ((t - high) * frame.torso < 0.012 * frame.unit)]
            top = float(crest.max() if end > ends.mean() else crest.min())
        inward = (lateral - top) * np.sign(ends.mean() - end) / frame.unit
        rises = _RISES * frame.unit * np.sin(np.pi / 2 * np.clip(inward / _RISES_OVER, 0, 1))
        kept = np.where(half, kept * np.clip((t - high) * frame.torso + rises, 0, 1), kept)
    return _in_one_line(f32(kept), cloth, free, frame.unit)


def _in_one_line(seen: Array, cloth: Array, free: Mask, unit: float) -> Array:
    """`seen` (0…1, H×W) with its outer ends drawn on into `cloth` (0…1), without tips and notches, where that is
    `free`: at the neck it ends as it is."""
    both = closed((seen > 0.5) | (cloth > 0.5), _ROUND * unit)
    round_ = opened(both | ~free, 0.5 * _ROUND * unit)
    near = grow(seen > 0.5, _ROUND * unit) & free & grow(both, 1)
    return f32(np.where(near, soften(round_, 0.8), seen * round_) * (cloth < 0.99))


def _inside_of_hood(person: Person, frame: Frame, lateral: Array, seen: Array) -> Array:
    """What of a hood's inside (`seen`, 0…1, H×W) isn't hidden, 0…1. lateral: from the neck's middle. Hair may hide all
    of one side of it."""
    before = before_inside(person, frame)
    solid = opened(seen * (1 - before) > 0.5, 0.015 * frame.unit)
    hair = grow(hair_of(person), 1)
    if not on_both_sides(solid | ((seen > 0.5) & hair), lateral):
        return np.zeros_like(seen)
    shown = seen * in_one_piece(f32(seen * (1 - before)), solid)
    return f32(cv2.GaussianBlur(f32(shown), (0, 0), 0.8) * (1 - before))


def on_both_sides(seen: Mask, lateral: Array) -> bool:
    """Whether of what is `seen` (H×W) neither side of a neck has less than a seventh of the other's: what goes round
    the neck shows on both, and by itself the dark corner of one side looks like dirt. lateral: from the neck's middle.
    """
    sides = [int((seen & half).sum()) for half in (lateral < 0, lateral >= 0)]
    return 7 * min(sides) > max(sides)


def beside_thin_straps(garment: Garment, frame: Frame, fit: TorsoFit, shape: tuple[int, int]) -> Mask:
    """Where a garment on thin straps must not take over the edges of wider old ones, H×W: all above its armpits."""
    ends = zip(garment.tips, garment.neck_points, strict=True)
    wide = max(float(np.linalg.norm(tip - neck)) for tip, neck in ends) * fit.scale
    if garment.neck is not Neck.STRAPS or wide > 0.1 * frame.unit:
        return np.zeros(shape, np.bool_)
    return np.asarray(frame.fields(shape)[0] < float(frame.t(fit.armpits).mean()), np.bool_)


def bare_neck(person: Person, frame: Frame) -> Mask:
    """The skin of the neck and its own outline, H×W: no rim of the old clothes, so it stays as it is photographed."""
    t, lateral = frame.fields(person.labels.shape)
    near = (np.abs(lateral - float(frame.lateral(frame.neck_mid))) < 0.6 * frame.unit) & (t < 0.15)
    skin = np.isin(person.labels, [Label.SKIN, Label.FACE]) & near
    away = cv2.distanceTransform((person.labels != Label.UPPER).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray((skin & (away > 2.5)) | (grow(skin, 3) & (away > 6)), np.bool_)


def collar_bits(person: Person, frame: Frame, cloth: Array) -> Mask:
    """Skin that the new `cloth` (0…1, H×W) leaves bare so close to an old open collar that buttons, points and seams of
    that may pass for it, H×W."""
    t, lateral = frame.fields(cloth.shape)
    near = (np.abs(lateral - float(frame.lateral(frame.neck_mid))) < 0.6 * frame.unit) & (np.abs(t) < 0.15)
    old = grow(person.labels == Label.UPPER, _BITS * frame.unit)
    return np.asarray((person.labels == Label.SKIN) & near & old & (cloth < 0.5), np.bool_)
