"""Growing strands step by step over the skull, past the face and over the shoulders."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import Scalp, unit_vectors
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.strands import Combing, Random, Roots

Array = NDArray[np.float32]
_TURNED = 0.15  # sine of the turn from which on hair hangs behind the cheeks rather than before them
_BENDS = 2.5  # steps of growing over which strands that keep out of the face bend
_EARS, _STAND = 1.12, 1.34  # half the width across the ears: next to the head, and where they stand off
_BEFORE, _NECK = (
    1.3,
    0.6,
)  # units behind the chest up to which hair still comes to lie on it; half the neck, behind which it stays

Ends = Callable[[Array], NDArray[np.bool_]]
"""Takes N×3 points in head coordinates; says which lie beyond the cut."""


def grow(
    roots: Roots,
    length: Array,
    gap: Array,
    combing: Combing,
    scalp: Scalp,
    frame: HeadFrame,
    solid: Solid,
    random: Random,
    beyond: Ends | None = None,
) -> Array:
    """N×steps×3: strands of `length` (N) that run `gap` (N) above the skull, cut where `beyond` says so."""
    number, steps = len(roots.points), combing.steps
    path = np.zeros((number, steps, 3), np.float32)
    tip = path[:, 0] = roots.points
    outward = scalp.normal(tip)
    mixed = 0.01 + 0.4 * np.clip(scalp.centre[2] + 0.45 - tip[:, 2], 0, 1)  # a parting ends before the crown
    side = f32(np.sign(tip[:, 0] - combing.part + mixed * random.standard_normal(number)))
    wander = f32(combing.loose * random.standard_normal((number, 3)))
    front = roots.points[:, 2] > scalp.centre[2] - 0.95 + 0.25 * random.standard_normal(number)
    front &= side * frame.yaw < _TURNED
    step = (length / (steps - 1))[:, None]
    alive, left = np.ones(number, bool), np.full(number, 9.0, np.float32)
    heading = np.zeros_like(tip)
    for k in range(1, steps):
        normal = scalp.normal(tip)
        wish = _comb(combing, tip, normal, outward, side, scalp)
        held = _held(combing, tip, scalp, k)
        if k == 1:
            heading = unit_vectors(combing.lift * outward + (1 - combing.lift) * wish + wander)
        field = held * wish + (1 - held) * frame.down * (1 + combing.gravity * k / steps) + wander
        rise = combing.lift * np.exp(-combing.settle * k / steps) * normal
        heading = unit_vectors(combing.stiff * heading + (1 - combing.stiff) * unit_vectors(field) + 0.25 * rise)
        moved = scalp.above(f32(tip + heading * step), f32(gap * min(1.0, k / 4)))
        if combing.cling:
            moved = scalp.below(moved, gap, combing.cling)
        moved = _over_shoulders(moved, gap, front, frame, solid)
        if combing.clear:
            moved = _over_ears(_out_of_face(moved, gap, side, scalp, frame), gap, frame)
        if beyond is not None:
            alive &= ~beyond(moved)
        if combing.tie is not None:
            away = np.linalg.norm(moved - combing.tie, axis=1)
            alive &= (away > 0.12) & ((away < left + 0.002) | (away > 1.1) | (k < 5))
            left = f32(away)
        tip = path[:, k] = np.where(alive[:, None], moved, tip)
    if combing.clear:  # what an ear or a cheek pushes out bends, and makes no step
        path[:, 1:, 0] = ndimage.gaussian_filter1d(path[..., 0], _BENDS, axis=1, mode="nearest")[:, 1:]
    return path


def _comb(combing: Combing, tip: Array, normal: Array, outward: Array, side: Array, scalp: Scalp) -> Array:
    """Unit vectors along the skull (or off it) the way the comb went."""
    x, y, z = combing.sway
    number = len(tip)
    match combing.comb:
        case "part":
            flank = np.clip(np.abs(tip[:, 0]) / scalp.upper[0], 0, 1)
            wish = np.stack([side * x * np.clip(1.05 - flank, 0, 1), -y - 1.2 * flank**2, -z * (1 - 0.7 * flank)], -1)
        case "back":
            wish = np.stack([x * side, np.full(number, y), np.full(number, -1.0)], -1)
        case "forward":
            wish = np.tile(np.array([x, -0.3, 1.0]), (number, 1))
        case "whorl":
            around = tip - (scalp.centre + scalp.upper * unit_vectors(f32(combing.crown)))
            wish = around + combing.swirl * np.cross(normal, around)
        case "side":
            wish = np.tile(np.array([x, 0.0, -z]), (number, 1))
        case "out":
            return outward
        case "up":
            return unit_vectors(np.stack([-x * tip[:, 0], np.ones(number), np.full(number, -z)], -1).astype(np.float32))
        case "tie":
            wish = np.zeros_like(tip) if combing.tie is None else combing.tie - tip
            before = np.clip((tip[:, 2:] - scalp.centre[2]) / 0.6, 0, 1)  # up and back first, off the face
            up = before * np.clip(normal[:, 2:], 0, 1)  # at the temples back at once: up there it would stand out
            off = np.concatenate([0 * up, 0.8 * up, -1.2 * before], 1)
            wish = wish + np.linalg.norm(wish, axis=1, keepdims=True) * off
        case other:
            raise ValueError(f"no comb is called {other!r}")
    along = wish - (wish * normal).sum(-1, keepdims=True) * normal
    return unit_vectors(f32(along))


def _held(combing: Combing, tip: Array, scalp: Scalp, k: int) -> Array:
    """N×1, 0…1: how much the comb rules rather than gravity."""
    if combing.comb in ("out", "up"):
        return np.full((len(tip), 1), max(0.0, 1 - k / combing.steps), np.float32)
    near = np.clip(1 - scalp.height(tip) / combing.reach, 0, 1)[:, None]
    low = (tip[:, 1:2] - scalp.centre[1] <= -0.45) & (combing.comb != "tie")
    return f32(np.where(low, 0, near))


def _over_shoulders(tip: Array, gap: Array, front: NDArray[np.bool_], frame: HeadFrame, solid: Solid) -> Array:
    """Strands of the front fall before the shoulders, no faster than a slope."""
    seen = frame.facing(tip)
    surface = solid.chest(seen[:, 1]) + 0.06 + 0.4 * gap
    inside = (seen[:, 1] < solid.shoulder + 0.45) & (seen[:, 2] < surface) & (seen[:, 2] > surface - _BEFORE) & front
    inside &= np.abs(seen[:, 0] - solid.neck[0]) > _NECK
    seen[inside, 2] = np.minimum(surface[inside], seen[inside, 2] + 0.22)
    return f32(np.where(inside[:, None], frame.within(seen), tip))


def _out_of_face(tip: Array, gap: Array, side: Array, scalp: Scalp, frame: HeadFrame) -> Array:
    """Strands beside the face stay beside it, from the brow down to below the chin."""
    below = np.clip((scalp.centre[1] + 0.15 - tip[:, 1]) / 0.35, 0, 1)
    above = np.clip((tip[:, 1] - (frame.chin - 0.5)) / 0.3, 0, 1)
    before = np.clip((tip[:, 2] - scalp.centre[2] - 0.2) / 0.5, 0, 1)
    held = below * above * before
    least = (0.95 + 0.35 * gap) * held
    away = np.abs(tip[:, 0])
    tip[:, 0] = np.where(away < least, side * np.minimum(least, away + 0.16), tip[:, 0])
    away = np.abs(tip[:, 0])
    cheek = np.where((away > 0.75) & (away < 1.12), 0.9 * (1.12 - away) + 0.14, -9) - 3 * (1 - held)
    if abs(frame.yaw) > _TURNED:
        tip[:, 2] = np.minimum(tip[:, 2], 0.05 + 9 * (1 - held))
    else:
        tip[:, 2] = np.maximum(tip[:, 2], cheek)
    return tip


def _over_ears(tip: Array, gap: Array, frame: HeadFrame) -> Array:
    """Strands that pass an ear pass outside it, and fall from there without a waist below it."""
    above = tip[:, 1] - frame.eye + 0.2
    near = np.exp(-((above / np.where(above > 0, 0.8, 1.4)) ** 2)) * np.exp(-(((tip[:, 2] + 0.15) / 0.4) ** 4))
    near *= np.clip((tip[:, 1] - frame.chin) / 0.3, 0, 1)  # what comes forward over a shoulder has passed it
    least = 0.95 + near * (np.minimum(_EARS + 1.6 * gap, _STAND) - 0.95) - (near < 0.02)
    tip[:, 0] = np.where(np.abs(tip[:, 0]) < least, np.sign(tip[:, 0]) * least, tip[:, 0])
    return tip
