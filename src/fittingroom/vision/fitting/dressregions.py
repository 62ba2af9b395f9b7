"""Which pixels of the person's image a dress makes into what: cloth, what stays before it, old clothes left over."""

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.barearms import bare_arms, on_arms
from fittingroom.vision.fitting.dress import DressFit
from fittingroom.vision.fitting.fill import largest, opened, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.gates import hem_gate
from fittingroom.vision.fitting.gown import body_shape, top_gate
from fittingroom.vision.fitting.leftovers import leftovers, uncovered
from fittingroom.vision.fitting.mattes import matte
from fittingroom.vision.fitting.neckline import opening
from fittingroom.vision.fitting.outline import Arm, ShoulderLine
from fittingroom.vision.fitting.puffs import keeps_shape, standing_alpha
from fittingroom.vision.fitting.regions import Regions, signed_distance, sleeve_alpha
from fittingroom.vision.fitting.sleeves import SleeveFit
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label, Person


def divide_dress(
    person: Person, garment: Garment, frame: Frame, arms: tuple[Arm, Arm], line: ShoulderLine, fit: DressFit,
    sleeves: tuple[SleeveFit | None, SleeveFit | None], where: Array,
) -> Regions:  # fmt: skip
    """The whole division. `person`'s old clothes are all labelled as one. where: the map of body and skirt."""
    shape, unit = person.labels.shape, frame.unit
    sleeved = sleeves[0] is not None, sleeves[1] is not None
    body = body_shape(frame, line, fit.torso, fit.edges, sleeved, shape) * top_gate(garment, where, sleeved)
    body = even(f32(body * hem_gate(garment, where) * opening(garment, frame, fit.torso, where)), unit)
    alphas = [
        sleeve_cloth(person, garment, side, arms[side], fit, sleeves[side], unit) for side in (0, 1)
    ]  # fmt: skip
    t, _ = frame.fields(shape)
    below_pits = t > float(frame.t(fit.torso.armpits).mean())
    body = f32(body * (1 - bared(arms, sleeves, below_pits) * (person.labels != Label.SKIN)))
    cloth = 1 - (1 - body) * (1 - alphas[0]) * (1 - alphas[1])
    cloth = filled(f32(cloth), (0.13 * unit) ** 2)
    ends = tuple(each.end if each else 0.0 for each in sleeves)
    keep = np.isin(person.labels, [Label.FACE, Label.HAIR])
    before = bare_arms(person, frame, arms, (ends[0], ends[1]))
    fore = np.logical_or.reduce([(arm.limb.u > 0) & (arm.limb.u < 0.95 * arm.limb.length) for arm in arms])
    before |= opened((person.labels == Label.SKIN) & on_arms(arms) & below_pits & fore, 1)
    arms_before = matte(f32(person.image), before, 2.5)
    front = np.maximum(soften(keep, 0.8), arms_before * (1 - np.maximum(*alphas)))
    erase = uncovered(person, cloth, front, unit)
    erase = erase | leftovers(person, cloth, erase, front, unit)
    front = whole_where_bare(front, cloth, erase)
    second = alphas[1] * (1 - alphas[0])
    return Regions(cloth, f32(cloth * (1 - alphas[0]) * (1 - second)), (alphas[0], f32(second)), f32(front), erase)


def sleeve_cloth(
    person: Person, garment: Garment, side: int, arm: Arm, fit: DressFit, laid: SleeveFit | None, unit: float
) -> Array:
    """Where one sleeve lies, 0…1."""
    sleeve, shape = garment.sleeves[side], person.labels.shape
    if laid is None or sleeve is None:
        return np.zeros(shape, np.float32)
    if keeps_shape(sleeve):
        return even(standing_alpha(garment, sleeve, arm, laid, fit.torso.tips[side], fit.torso.armpits[side]), unit)
    alpha, _ = sleeve_alpha(laid, arm, unit)
    return even(alpha, unit)


def bared(arms: tuple[Arm, Arm], sleeves: tuple[SleeveFit | None, SleeveFit | None], below: Mask) -> Array:
    """Where an old sleeve goes on past the new one's end beside the body: there is an arm, not the dress, 0…1."""
    found = np.zeros(below.shape, np.float32)
    for arm, laid in zip(arms, sleeves, strict=True):
        u, end = arm.limb.u, laid.end if laid else 0.0
        if arm.sleeve_end < 0.1 * arm.limb.length:
            continue
        inside = np.clip((arm.bare_at(u) - np.abs(arm.limb.v)) / 1.6 + 0.5, 0, 1)
        found = np.maximum(found, inside * below * (u > 0.6 * end) * (u < arm.sleeve_end + 0.1 * arm.limb.length))
    return f32(found)


def whole_where_bare(front: Array, cloth: Array, erase: Mask) -> Array:
    """`front` (0…1) without half tones where neither `cloth` nor erasing touches the photo: there a pixel that is
    partly in front would be mixed with what is guessed to lie behind it."""
    return f32(np.where((cloth < 0.01) & ~erase & (front > 0.02), 1.0, front))


def even(alpha: Array, unit: float) -> Array:
    """`alpha` (0…1) without crumbs, its edge a smooth line a pixel and a half wide."""
    solid = largest(opened(alpha > 0.5, 1), 0.02)
    if not solid.any():
        return alpha
    edge = cv2.GaussianBlur(signed_distance(solid), (0, 0), max(1.2, 0.008 * unit))
    return f32(np.clip(edge / 1.6 + 0.5, 0, 1))


def filled(cloth: Array, area: float) -> Array:
    """`cloth` with holes smaller than `area` pixels closed."""
    holes = ndimage.binary_fill_holes(cloth > 0.5) & (cloth <= 0.5)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(holes.astype(np.uint8))
    small = np.concatenate([[False], stats[1:, cv2.CC_STAT_AREA] < area])
    mask: Mask = small[parts]
    return f32(np.maximum(cloth, soften(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, 0.7)))
