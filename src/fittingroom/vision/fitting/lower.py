"""Which pixels below the waist become what: the new garment, what stays before it, and old cloth left uncovered."""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.barearms import bare_arms, round_hand
from fittingroom.vision.fitting.fill import (
    at_least,
    closed,
    edge_steps,
    evened,
    grow,
    largest,
    opened,
    polygon,
    push_pull,
    shrink,
    soften,
)
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hands import clear_edge, near_hands, seen_between, shades, whole_bands
from fittingroom.vision.fitting.limbs import FAR
from fittingroom.vision.fitting.mattes import matte
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.panels import Panel
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, without_holes

#: So much calmer than the edges of cloth is a top's hem: labels' steps along it are several pixels long.
HEM_STEPS = 1.6

#: What is darker than this share of a top's lightness, and of that of the cloth below it, is the gap between both.
GAP = 0.5, 0.8
#: The least area's root of such a gap, units.
GAP_LEAST = 0.05


@dataclass(frozen=True)
class LowerRegions:
    """All H×W. cloth: 0…1, where the new garment lies. parts: what each panel draws, bottom first. front: 0…1, what
    stays before the cloth. erase: old cloth that shows, with its rim."""

    cloth: Array
    parts: tuple[Array, ...]
    front: Array
    erase: Mask


def panel_alpha(person: Person, piece: Panel) -> Array:
    """Where a panel lies by its polygons and the photographed outline, 0…1."""
    shape = person.labels.shape
    inner, outer = polygon(piece.inner, shape, 0.6), polygon(piece.outer, shape, 0.6)
    return f32(inner + (outer - inner) * person.alpha)


def before_lower(person: Person, frame: Frame, arms: tuple[Arm, Arm], cloth: Array) -> Array:
    """What stays before a garment below the waist, 0…1: hands and bare forearms, face and hair, the top worn over
    it. The garment's `cloth` (H×W, 0…1) is seen between thumb and forefinger where the old one was."""
    solid = person.alpha > 0.5
    head = closed(np.isin(person.labels, [Label.FACE, Label.HAIR]), 0.012 * frame.unit) & solid
    near = bare_arms(person, frame, arms, (arms[0].sleeve_end, arms[1].sleeve_end))
    skin = person.labels == Label.SKIN
    for hand in person.hands:  # no new sleeve covers them, up to their old cuffs
        near |= False if hand is None else skin & round_hand(hand, skin, frame.unit)
    hands = np.logical_or.reduce([(arm.limb.u > 1.04 * arm.limb.length) & (arm.limb.u < FAR) for arm in arms])
    near &= ~hands | unlike_cloth(person, near, frame.unit)
    near |= round_wrists(near, arms, frame.unit)
    through = seen_between(person, frame.unit, Label.LOWER) & flags(cloth > 0.5)
    near &= ~through
    whole = (whole_bands(person, near, arms, frame.unit) | shades(person, near, frame.unit)) & ~through
    near |= whole
    arm = near.copy()
    hem = grow(person.labels == Label.LOWER, max(1.5, 0.009 * frame.unit))  # the shadow below it; a matte sees the rest
    near |= closed(person.labels == Label.UPPER, 0.012 * frame.unit) & solid & ~hem
    edge = matte(person.image.astype(np.float32), near, max(2.5, 0.016 * frame.unit), third=True)
    edge = np.maximum(edge, soften(whole, 0.7))
    clear = clear_edge(edge, (person.labels == Label.LOWER) | through, near_hands(arms))
    edge = np.where(grow(arm, 3) & ~grow(person.labels == Label.UPPER, 2), clear, edge)
    beside = grow(person.labels == Label.UPPER, 4) & grow(person.labels == Label.LOWER, 4) & ~grow(arm, 4)
    edge = np.where(beside, evened(f32(edge), HEM_STEPS * edge_steps(frame.unit)), edge)
    edge = edge * (1 - soften(dark_below_hem(person, frame.unit) & ~grow(arm, 6), 0.7))
    return f32(np.maximum(soften(head, 0.8), edge))


def dark_below_hem(person: Person, unit: float) -> Mask:
    """What along a top's hem is far darker than that top and darker than the cloth below it: the gap between the two,
    belts and loops in it."""
    top, below = (shrink(person.labels == label, 3) for label in (Label.UPPER, Label.LOWER))
    hem = grow(person.labels == Label.UPPER, 3) & grow(person.labels == Label.LOWER, 0.012 * unit + 2)
    if not top.any() or not below.any() or not hem.any():
        return np.zeros(hem.shape, np.bool_)
    light = luminance(person.image)
    upper, lower = (push_pull(light, known & grow(hem, 0.2 * unit)) for known in (top, below))
    calm = cv2.GaussianBlur(light, (0, 0), 1.0)  # or the grain of a black jacket would notch its hem
    dark = flags(hem & (calm < GAP[0] * upper) & (calm < GAP[1] * lower))
    return flags(grow(at_least(dark, (GAP_LEAST * unit) ** 2), 1) & hem)


def round_wrists(skin: Mask, arms: tuple[Arm, Arm], unit: float) -> Mask:
    """What lies between the `skin` of forearm and hand: bracelets, watches and cuffs."""
    wrist = np.logical_or.reduce(
        [(np.abs(arm.limb.v) < 1.2 * arm.half) & (np.abs(arm.limb.u / arm.limb.length - 0.95) < 0.15) for arm in arms]
    )
    return flags(closed(skin, 0.06 * unit) & wrist & ~skin)


def unlike_cloth(person: Person, skin: Mask, unit: float) -> Mask:
    """`skin` without its rim of old cloth taken for it: what lies beside cloth below the waist and has its colour."""
    worn = person.labels == Label.LOWER
    beside = skin & grow(worn, 0.05 * unit)
    inner = shrink(worn, 2) & grow(skin, 0.4 * unit)
    if beside.sum() < 10 or inner.sum() < 100:
        return skin
    cells = bins(to_lab(person.image))
    likely, alike = histogram(cells[shrink(skin, 2)])[cells], histogram(cells[inner])[cells]
    cloth = opened(beside & (alike > 6 * likely), 1)
    return flags(skin & ~cloth)


def tidy(cloth: Array, unit: float) -> Array:
    """Small holes and gaps closed, crumbs dropped."""
    solid = cloth > 0.5
    holes = without_holes(solid) & ~solid
    parts, areas = components(holes)
    small = np.concatenate([[False], areas[1:] < (0.06 * unit) ** 2])
    cloth = np.maximum(cloth, soften(small[parts], 0.7))
    kept = largest(opened(cloth > 0.4, 0.012 * unit), 0.02)
    return f32(cloth * soften(grow(kept, 0.012 * unit + 1.5), 0.7))


def without_slit(parts: list[Array], unit: float) -> list[Array]:
    """Panels (bottom first) with the slits between them, which are no parting of legs, closed by the lowest, so that
    the edges of those before it stay as they are."""
    together = np.max(parts, axis=0) > 0.5
    whole = closed(together, 0.012 * unit)
    slit = largest(whole & ~together, 0.2)  # no bridges across the parting further down
    filled = soften(grow(slit, 2.5), 0.7)  # with its soft banks, else a pale line is left along them
    return [f32(np.maximum(parts[0], filled * soften(whole, 0.7))), *parts[1:]]


def old_cloth_left(person: Person, cloth: Array, front: Array, unit: float, old: tuple[Label, ...]) -> Mask:
    """Cloth labelled one of `old` that shows beside `cloth`, with its rim, and its rim against the background."""
    worn = np.isin(person.labels, old)
    rim = max(3.0, 0.03 * unit)
    keep = np.isin(person.labels, [Label.FACE, Label.HAIR]) | (front > 0.6)
    others = [label for label in (Label.UPPER, Label.LOWER, Label.SKIN, Label.SHOES) if label not in old]
    keep |= shrink(np.isin(person.labels, others), 2.0)
    if Label.SHOES in others:  # the hem's threads on them are told by their colour (`hem_fringe`)
        keep |= person.labels == Label.SHOES
    bared = worn & (cloth < 0.9)
    shown = grow(bared, rim) & (cloth < 0.99)
    shown |= grow(opened(bared, 1.5), 1.7 * rim) & (person.alpha < 0.9) & (cloth < 0.99)
    shown |= grow(opened(bared, 2), max(8.0, 0.05 * unit)) & (person.alpha < 0.1) & (cloth < 0.95)
    edge = grow(worn, rim) & grow(person.alpha < 0.3, rim) & (person.alpha < 0.985)
    return flags((shown | edge) & ~keep)
