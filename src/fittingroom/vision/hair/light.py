"""Light on hair: where it comes from, how deep it reaches, how strands mirror it.

Two lobes by J. Kajiya and T. Kay (Rendering Fur with Three Dimensional Textures, 1989), shifted as in S. Marschner et
al. (Light Scattering from Human Hair Fibers, 2003); depth by hair counted in a grid along the light, after T. Lokovic
and E. Veach (Deep Shadow Maps, 2000).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.level import levelled
from fittingroom.vision.hair.scalp import Scalp, unit_vectors
from fittingroom.vision.hair.soft import blur
from fittingroom.vision.hair.strands import Random, Strands, resample
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]

_CELL = 0.06  # of the grid, units
_FILL = unit_vectors(f32([0, 0.25, 1]))  # a room's light from where the viewer stands: hanging hair shines by it
_KNEE = 0.5  # tone from which on light counts less and less: shine that runs together looks like paint
_UNLIKE = 0.09  # radians by which strands mirror unlike each other: a band of shine has no edge
_CURTAIN, _TOWARDS = 0.7, 0.6  # units below the brow from which on hair is a curtain; how far that turns to the viewer
_BROAD = 0.35  # sine of the turn over which smooth hair shines
_SHEET = 0.5  # how bright the band of light is on hair that is pulled tight
_OPEN = 1.5  # how much more hair shades hair from the room's light


def light_of(person: Person, frame: HeadFrame) -> Array:
    """3, a unit vector to the light in image coordinates: from above in front, and from where the face is brighter."""
    above = f32([0, 0.8, 0.6])
    if person.face is None:
        return unit_vectors(above)
    light = blur(to_lab(person.image)[..., 0], 0.08 * frame.unit)
    column, row = np.round(person.face[:468, :2]).astype(int).T
    height, width = light.shape
    seen = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    seen[seen] &= person.labels[row[seen], column[seen]] == Label.FACE
    if seen.sum() < 60:
        return unit_vectors(above)
    normal = unit_vectors(frame.facing(f32(frame.points[:468] - [0, 0, -0.4])))[seen]
    terms = np.concatenate([normal, np.ones((len(normal), 1))], 1)
    slope = np.linalg.lstsq(terms, light[row[seen], column[seen]], rcond=None)[0][:3] / 30
    slope = np.clip(slope, -0.7, 0.7) * [0.8, 0.6, 0.3]
    return unit_vectors(f32(above + f32([slope[0], max(slope[1], -0.1), slope[2]])))


def tones(
    groups: Sequence[Strands], scalp: Scalp, frame: HeadFrame, light: Array, depth: float, random: Random
) -> list[Array]:
    """For each group N×K, 0…1: where its points lie on the ramp from shadow to shine. depth: how much hair shades
    hair."""
    seen = [frame.facing(group.points) for group in groups]
    reached, filled = _reached(seen, light, depth), _reached(seen, _FILL, _OPEN * depth)
    found = []
    for group, points, share, open_ in zip(groups, seen, reached, filled, strict=True):
        tangent = unit_vectors(np.gradient(points, axis=1))
        tilt = (_UNLIKE * random.standard_normal(len(points)) + 0.9 * group.tone)[:, None]
        across, sharp, broad = _lobes(tangent, light, tilt)
        outward = points - frame.facing(scalp.centre)
        outward[..., 1] = np.maximum(outward[..., 1], 0)  # below the skull hair hangs as a curtain
        outward = unit_vectors(outward)
        facing = np.clip(outward @ light * 0.5 + 0.5, 0, 1)
        before = 0.4 + 0.6 * np.clip(outward @ _FILL, 0, 1) ** 1.5
        hangs = np.clip((scalp.centre[1] - group.points[..., 1]) / _CURTAIN, 0, 1)
        before = before + _TOWARDS * hangs * (1 - before)
        if group.start is None and group.curl is not None:  # tails, braids and buns are round by themselves
            facing, before = 0.4 + 0.3 * group.curl, 0.3 + 0.3 * group.curl
        gloss = np.clip(1 + 4 * group.tone, 0.3, 2.2)[:, None]
        value = 0.10 + share * (
            0.50 * (0.4 + 0.6 * across) * (0.4 + 0.6 * facing) + (0.28 * broad + 0.42 * sharp) * gloss * facing
        )
        _, shine, sheen = _lobes(tangent, _FILL, tilt)
        value = value + open_ * before * (0.20 * sheen + 0.28 * shine) * gloss
        if group.shine is not None:
            value = value + _SHEET * group.shine * open_ * gloss
        value = value * (1 + 2 * group.tone[:, None]) + 0.1 * group.tone[:, None]
        along = np.linspace(0, 1, points.shape[1])[None]
        if group.start is not None:
            value = value * (0.74 + 0.26 * np.clip(5 * along, 0, 1))
        if group.curl is not None:
            turned = 0.5 if group.start is not None else 0.45
            value = value * np.clip(0.95 + turned * group.curl, 0.25, 1.7)
        found.append(f32(np.clip(np.where(value > _KNEE, _KNEE + 0.45 * np.tanh((value - _KNEE) / 0.6), value), 0, 1)))
    return levelled(seen, found, [group.grown >= 1 and not group.behind for group in groups])


def mirrored(path: Array, count: int, frame: HeadFrame, light: Array, broad: float = _BROAD) -> Array:
    """N×count, 0…1: the broad band of light on hair that lies smooth, where it runs across the way halfway between
    light and viewer (image coordinates); strands side by side turn alike, so that it goes over all of them. path:
    N×K×3. broad: sine of the turn over which they shine."""
    points, _ = resample(path, count)
    halfway = unit_vectors(f32(light + f32([0, 0, 1])))
    along = unit_vectors(np.gradient(frame.facing(points), axis=1)) @ halfway
    return f32(np.exp(-((along / broad) ** 2)))


def _lobes(tangent: Array, light: Array, tilt: Array) -> tuple[Array, Array, Array]:
    """N×K each: the sine between strand and light, the narrow mirrored lobe, and the wide one that left the strand
    again after a way through it."""
    to_light, to_eye = tangent @ light, tangent[..., 2]
    across = np.sqrt(np.clip(1 - to_light**2, 0, 1))
    away = np.sqrt(np.clip(1 - to_eye**2, 0, 1))
    sharp = np.clip(across * away - (to_light + tilt - 0.06) * to_eye, 0, 1) ** 50
    broad = np.clip(across * away - (to_light + tilt + 0.10) * to_eye, 0, 1) ** 12
    return f32(across), f32(sharp), f32(broad)


def _reached(groups: list[Array], light: Array, depth: float) -> list[Array]:
    """For each group N×K, 0…1: how much light comes through the hair above each point (image coordinates)."""
    first = unit_vectors(np.cross(light, f32([0.2, 1, 0.1])))
    basis = np.stack([first, np.cross(light, first), light], 1)
    turned = [group @ basis for group in groups]
    low = np.min([group.min((0, 1)) for group in turned], 0) - _CELL
    high = np.max([group.max((0, 1)) for group in turned], 0) + _CELL
    size = np.minimum(((high - low) / _CELL).astype(int) + 2, 220)
    cells = [np.clip(((group - low) / _CELL).astype(np.int32), 0, size - 1) for group in turned]
    count = np.zeros(size, np.float32)
    for cell, group in zip(cells, groups, strict=True):
        weight = np.linalg.norm(np.diff(group, axis=1), axis=2).mean(1)
        flat = np.ravel_multi_index(tuple(np.moveaxis(cell, -1, 0)), tuple(size))
        count += np.bincount(flat.ravel(), np.repeat(weight, group.shape[1]), count.size).reshape(size)
    count = ndimage.gaussian_filter(count, 1.0)
    before = np.cumsum(count[..., ::-1], 2)[..., ::-1] - count / 2
    scale = depth * 0.09 / (_CELL * 9)
    return [f32(0.2 + 0.8 * np.exp(-scale * before[cell[..., 0], cell[..., 1], cell[..., 2]])) for cell in cells]
