"""From a style to strands on this head."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.growing import Ends, grow
from fittingroom.vision.hair.light import mirrored
from fittingroom.vision.hair.scalp import Scalp, unit_vectors
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.strands import Random, Roots, Strands, shaped, sow
from fittingroom.vision.hair.style import STUBBLE, Lay, Level, Style, Until, Where

Array = NDArray[np.float32]
_TURNED = 0.15  # sine of the turn from which on sidelocks would cross a cheek
_MIXED = 0.05  # radians over which two parts of a cut mix
_FEWEST = 2.5  # how few strands reach a cut's very line, the higher the fewer: it ends in tips, not in an edge
_RING = 0.24  # sine of the turn over which a fringe shines, in a ring round the head
_TEMPLES = 0.72, 0.3  # units beside the middle from which on a cut's line may fall over the ears; over which it does
_ALONG = np.arange(-4, 4, 0.09)  # x at which scissors went a little higher or lower


@dataclass(frozen=True)
class Variant:
    """How a sample differs: flip: −1 for the other side. length: times the style's. density: times its strands."""

    flip: int = 1
    length: float = 1.0
    density: float = 1.0


@dataclass(frozen=True)
class Subject:
    """The head that is given a cut. light: 3, see light.light_of."""

    frame: HeadFrame
    scalp: Scalp
    solid: Solid
    light: Array


def cut(style: Style, subject: Subject, variant: Variant, random: Random) -> list[Strands]:
    """The loose strands of a style, but for layers in whose place this head has no root."""
    laid = []
    for layer in style.layers:
        turned = _turned(layer, variant)
        roots = chosen_roots(turned, subject.scalp, variant, random)
        if len(roots.points):
            laid.append(_grown(turned, roots, subject, variant, random))
    return laid


def lay(layer: Lay, subject: Subject, variant: Variant, random: Random) -> Strands:
    """One layer's strands, in whose place there are roots."""
    layer = _turned(layer, variant)
    return _grown(layer, chosen_roots(layer, subject.scalp, variant, random), subject, variant, random)


def _turned(layer: Lay, variant: Variant) -> Lay:
    """The layer on the other side of the head where the variant has it there."""
    if _flip(layer, variant) > 0:
        return layer
    return replace(layer, where=replace(layer.where, across=(-layer.where.across[1], -layer.where.across[0])))


def _grown(layer: Lay, roots: Roots, subject: Subject, variant: Variant, random: Random) -> Strands:
    """The strands that grow from a layer's `roots`."""
    number = len(roots.points)
    base, gain, least, most = layer.slope
    length = layer.length * variant.length * np.clip(1 + layer.vary * random.standard_normal(number), 0.3, 1.8)
    length = length * np.clip(base + gain * roots.elevation, least, most)
    gap = layer.shell[0] + (layer.shell[1] - layer.shell[0]) * random.random(number)
    if layer.dome:
        sunk = np.sqrt(np.clip(1 - (roots.points[:, 0] / layer.dome) ** 2, 0.04, 1))
        gap, length = gap * sunk, length * sunk
    if layer.rise:
        low = layer.where.across[0] if _flip(layer, variant) > 0 else -layer.where.across[1]
        gap = gap * np.clip((_flip(layer, variant) * roots.points[:, 0] - low) / layer.rise, 0.1, 1)
    sway = layer.combing.sway
    crown = layer.combing.crown
    combing = replace(
        layer.combing, part=layer.combing.part * variant.flip, sway=(sway[0] * _flip(layer, variant), *sway[1:]),
        crown=(crown[0] * variant.flip, *crown[1:]), clear=_clear(layer, subject.frame),
    )  # fmt: skip
    beyond = None if layer.until is None else _beyond(layer.until, subject, number, variant, random)
    path = grow(roots, f32(length), f32(gap), combing, subject.scalp, subject.frame, subject.solid, random, beyond)
    path = _tucked(path, layer.tuck, subject) if layer.tuck else path
    points, tone, curl = shaped(path, layer.shape, subject.frame, subject.light, random)
    grown = float(np.clip(layer.length / STUBBLE - 1, 0.1, 1))
    shine = None
    if layer.gloss:
        shine = layer.gloss * mirrored(path, layer.shape.count, subject.frame, subject.light, _RING)
    return Strands(points, tone, roots.start, curl, layer.width, grown, shine=shine)


def _tucked(path: Array, tuck: float, subject: Subject) -> Array:
    """N×K×3: strands whose last third turns in, towards the neck, by `tuck` units at the end."""
    steps = np.linalg.norm(np.diff(path, axis=1), axis=2)
    along = np.concatenate([np.zeros((len(path), 1)), np.cumsum(steps, 1)], 1)
    share = np.clip(along / np.maximum(along[:, -1:], 1e-6) * 3 - 2, 0, 1) ** 2
    inward = (subject.scalp.centre - path) * f32([1, 0, 1])
    return f32(path + tuck * share[..., None] * unit_vectors(f32(inward)))


def _clear(layer: Lay, frame: HeadFrame) -> bool:
    """Whether a layer keeps out of the face: beside a turned face sidelocks do too, which would cross the cheek."""
    fringe = layer.combing.comb != "part" or (layer.until is not None and layer.until.level is Level.BROW)
    return layer.combing.clear or (abs(frame.yaw) > _TURNED and not fringe)


def _flip(layer: Lay, variant: Variant) -> int:
    """Only combs that go to one side turn round with the variant."""
    return variant.flip if layer.combing.comb in ("side", "forward") else 1


def chosen_roots(layer: Lay, scalp: Scalp, variant: Variant, random: Random) -> Roots:
    """About as many roots as the layer asks for, within its part of the skull."""
    trial = sow(scalp, 3000, random)
    share = max(0.03, float(_within(layer.where, trial, random).mean()))
    roots = sow(scalp, int(min(60000, variant.density * layer.count / share)), random)
    return roots.where(_within(layer.where, roots, random))


def _within(where: Where, roots: Roots, random: Random) -> NDArray[np.bool_]:
    """N: which roots are there; longer and shorter hair mix where two parts meet by height."""
    azimuth = np.abs(np.degrees(roots.azimuth))
    height = roots.elevation + _MIXED * random.standard_normal(len(azimuth))
    inside = np.ones(len(azimuth), bool)
    for values, (low, high) in (
        (azimuth, where.azimuth),
        (height, where.elevation),
        (roots.start, where.start),
        (roots.points[:, 0], where.across),
    ):
        inside &= (values >= low) & (values < high)
    return flags((~inside if where.beyond else inside) & (height >= where.above))


def _beyond(until: Until, subject: Subject, number: int, variant: Variant, random: Random) -> Ends:
    """Where scissors went: an uneven line, and above it strands that are shorter by themselves, so that it grows thin
    rather than stops."""
    frame, line = subject.frame, random.standard_normal(len(_ALONG))
    shorter = (until.ragged * 0.8 + until.thin) / _FEWEST * random.gamma(_FEWEST, size=number)
    chin = float(frame.facing(frame.points[152])[1])
    level = {Level.BROW: frame.brow, Level.CHIN: chin, Level.SHOULDER: subject.solid.shoulder}[until.level]

    def beyond(points: Array) -> NDArray[np.bool_]:
        height = points[:, 1] if until.level is Level.BROW else frame.facing(points)[:, 1]
        behind = np.clip(subject.scalp.centre[2] - 0.1 - points[:, 2], 0, 1)
        slant = until.arch * np.abs(points[:, 0]) + until.tilt * variant.flip * points[:, 0] + until.back * behind
        slant += until.over * eased(f32((np.abs(points[:, 0]) - _TEMPLES[0]) / _TEMPLES[1]))
        uneven = 0.8 * until.ragged * np.interp(points[:, 0], _ALONG, line)
        return flags(height < level + until.offset + shorter + uneven - slant)

    return beyond
