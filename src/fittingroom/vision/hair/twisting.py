"""Hair wound round a line: braids, plaits, locs, tails and buns."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import Scalp, unit_vectors
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.strands import Random, resample

Array = NDArray[np.float32]
_MATTED = 5.0  # how much more a rope of matted hair shows its roundness than a smooth one
_MATS = 0.35  # how far matted hairs stray within their rope, of its half-width
_WINDS = 2.5  # turns of a bun's rope
_PINNED = 0.22  # of a bun's rope, over which it narrows to its ends, which are pinned under: no cut end is seen
_COILED = 1.7  # how much a bun's rope shows its own roundness: its turns are told by the shade between them
_STREAKS, _STREAKED = 40, 0.5  # round a bun's rope: the few hairs that shine alike, so that one sees how it is wound
_FOOT = 0.45, 0.7  # share of a bun's rope that lies in the shade on the hair below; how deep, at its foot
_ASTRAY = 0.06, 2.5  # share of a bun's hairs that stand off it, and how much further than the others on average
_BENDS = 0.05  # of a hanging line's length, over which it bends where it comes to lie on a shoulder
_BOW = 1.25  # half-waves of such a line to the sides
_BOUND = 0.85  # of a plait's length, from where on it narrows to its band
_CROSSED = 1.3  # half-widths that a fishtail's strands go across: well past the middle, or a line shows down it
_BY_HAND = 0.1, 0.03  # deviation of where its strands lie, of a step, and of how far they stand out: none are alike
_DEPTH = 0.04  # share of a plait's way towards the viewer that counts for its length
_HELD, _SWELLS = 0.3, 2.2  # a tail's width in its band, of its own, and how many widths further on it is full

Wound = tuple[Array, Array]
"""Hairs as points N×K×3, and which way is outward there in the strand that they are part of, N×K×3, length 0…1."""


def hanging(
    start: Array,
    heading: Array,
    length: float,
    drop: float,
    gap: float,
    scalp: Scalp,
    frame: HeadFrame,
    solid: Solid,
    points: int = 56,
) -> Array:
    """points×3: a line that leaves `start` (3) along `heading`, falls by `drop` a step, `gap` above skull and chest."""
    tip, direction, path = f32(start)[None], unit_vectors(f32(heading))[None], [f32(start)]
    for _ in range(points - 1):
        direction = unit_vectors(f32(direction * (1 - drop) + drop * frame.down))
        tip = scalp.above(f32(tip + direction * length / (points - 1)), f32([gap]))
        seen = frame.facing(tip)
        chest = float(solid.chest(seen[:, 1])[0]) + gap + 0.05
        if seen[0, 1] < solid.shoulder + 0.45 and chest - 1.6 < seen[0, 2] < chest:
            seen[0, 2] += min(0.25, chest - float(seen[0, 2]))
            tip = frame.within(seen)
        path.append(tip[0])
    line = np.stack(path)
    smooth = ndimage.gaussian_filter1d(line, _BENDS * points, axis=0, mode="nearest")
    held = eased(np.arange(points) / (3 * _BENDS * points))[:, None]  # it still leaves from its start
    return f32(line + (smooth - line) * held)


def bowed(path: Array, bow: float, frame: HeadFrame) -> Array:
    """K×3: a line that hangs (K×3) in a bow of `bow` units to the picture's right, and back past its start at the end:
    over a shoulder hair follows the chest's roundness."""
    share = np.linspace(0, 1, len(path))[:, None]
    return f32(path + bow * np.sin(_BOW * np.pi * share**1.2) * frame.turn[0])


def _axes(path: Array, frame: HeadFrame) -> tuple[Array, Array]:
    """Two unit vectors across a line at each point: in the picture's plane and towards the viewer."""
    tangent = unit_vectors(np.gradient(path, axis=0))
    across = unit_vectors(np.cross(tangent, frame.turn[2]))
    return across, unit_vectors(np.cross(across, tangent))


def _even(path: Array, points: int) -> tuple[Array, float]:
    line, length = resample(path[None], points)
    return line[0], float(length[0])


def _flat(path: Array, frame: HeadFrame) -> Array:
    """K×3: a line as it is seen, with little of its way towards the viewer."""
    seen = frame.facing(path)
    return frame.within(f32(np.concatenate([seen[:, :2], _DEPTH * seen[:, 2:]], 1)))


def _evenly_seen(path: Array, points: int, frame: HeadFrame) -> tuple[Array, float, Array, Array]:
    """points×3, at even distances as they are seen, the length that is seen, and the axes across (see `_axes`): where
    a plait comes forward over a shoulder its crossings would else lie one upon the other."""
    flat = _flat(path, frame)
    steps = np.append(0, np.cumsum(np.linalg.norm(np.diff(flat, axis=0), axis=1)))
    wanted = np.linspace(0, steps[-1], points)
    line, level = (f32(np.stack([np.interp(wanted, steps, one[:, k]) for k in range(3)], -1)) for one in (path, flat))
    across, towards = _axes(level, frame)
    return line, float(steps[-1]), across, towards


def braid(
    path: Array,
    width: float,
    fibres: int,
    frame: HeadFrame,
    random: Random,
    taper: float = 0.45,
    turn: float = 2.1,
    begun: float = 0.6,
) -> Wound:
    """Three strands of `fibres` hairs each round `path`. One follows (.55 sin φ, .38 sin 2φ), the others a third of a
    turn later; `turn` widths to a crossing. begun: share of its width that it begins with."""
    rough = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    crossing = turn * width
    line, length, across, towards = _evenly_seen(path, max(40, int(rough / crossing * 14)), frame)
    along = f32(np.linspace(0, length, len(line)))
    half = f32(width * (1 - taper * (along / length) ** 2) * np.clip(begun + along / length * 4, 0, 1))
    found = []
    for strand in range(3):
        phase = np.pi * along / crossing + 2 * np.pi * strand / 3
        found.append(
            _fibres(
                line,
                half,
                f32(0.55 * np.sin(phase)),
                f32(0.38 * np.sin(2 * phase)),
                0.48,
                fibres,
                across,
                towards,
                random,
                0.4,
            )
        )
    return np.concatenate([one for one, _ in found]), np.concatenate([out for _, out in found])


def loc(path: Array, width: float, fibres: int, frame: HeadFrame, random: Random, lumps: float = 0.6) -> Wound:
    """One matted rope, round at its end. lumps: how unevenly thick it is."""
    line, length, across, towards = _evenly_seen(path, 70, frame)
    share = np.linspace(0, 1, len(line))
    lumpy = 1 + lumps * ndimage.gaussian_filter1d(random.standard_normal(len(line)), 3)
    half = width * np.clip(0.4 + share * 5, 0, 1) * np.sqrt(np.clip((1 - share) * length / width, 0.02, 1)) * lumpy
    still = np.zeros(len(line), np.float32)
    points, outward = _fibres(line, half, still, still, 0.9, fibres, across, towards, random, 5.0)
    return f32(points), f32(_MATTED * outward - 1.2 * towards)


def _fibres(
    line: Array,
    half: Array,
    x: Array,
    y: Array,
    radius: float,
    count: int,
    across: Array,
    towards: Array,
    random: Random,
    twist: float,
    streaks: float = 0.0,
) -> Wound:
    """count hairs within a round of `radius` (of `half`) about (x, y) across `line`. streaks: how much lighter and
    darker, as if turned to the light and away, the few that run side by side are than others."""
    angle = 2 * np.pi * random.random(count)[:, None]
    reach = radius * np.sqrt(random.random(count))[:, None]
    along = np.linspace(0, 1, len(line))[None] * len(line) / 14
    turn = angle + (twist + 0.4 * random.standard_normal(count)[:, None]) * along
    u, v = x[None] + reach * np.cos(turn), y[None] + 0.8 * reach * np.sin(turn)
    noise = ndimage.gaussian_filter1d(random.standard_normal((count, len(line), 3)), 2, axis=1) * 0.05
    offset = u[..., None] * across + v[..., None] * towards + noise
    outward = (reach * np.cos(turn))[..., None] * across + (reach * np.sin(turn))[..., None] * towards
    if streaks:
        own = random.standard_normal(_STREAKS)[(angle[:, 0] / (2 * np.pi) * _STREAKS).astype(int) % _STREAKS]
        outward = outward + radius * streaks * own[:, None, None] * towards
    return f32(line + half[None, :, None] * offset), f32(outward / radius)


def fishtail(
    path: Array, width: float, frame: HeadFrame, random: Random, fibres: int = 80, step: float = 0.12
) -> Wound:
    """Two halves that hand thin strands to each other, seen as a herringbone."""
    line, length, across, towards = _evenly_seen(path, 200, frame)
    u = np.linspace(0, 1, 9)
    found, outward = [], []
    for k in range(int(length / step)):
        share = k * step / length
        narrowing = 1 - 0.5 * eased(f32((share - _BOUND) / (1 - _BOUND)))
        half = width * (1 - 0.4 * share**2) * min(1.0, 0.55 + 2.5 * share) * float(narrowing)
        for side in (1, -1):
            place = random.random(fibres)
            start = (
                k * step + (side > 0) * step / 2 + place * step * 1.15 + _BY_HAND[0] * step * random.standard_normal()
            )
            own = 1 + _BY_HAND[1] * float(np.clip(random.standard_normal(), -2, 2))
            at = np.clip((start[:, None] + u[None] ** 1.3 * width * 1.15) / length * 199, 0, 199)
            index = np.minimum(at.astype(int), 198)
            part = (at - index)[..., None]  # where the line comes forward fast, a step of it would hide what it crosses
            lateral = side * half * own * (0.95 - _CROSSED * u[None]) * (0.97 + 0.06 * random.random((fibres, 1)))
            raised = np.sin(0.85 * np.pi * u + 0.35)[None] * half * 0.5 * (0.8 + 0.3 * random.random((fibres, 1)))
            middle = line[index] + part * (line[index + 1] - line[index])
            found.append(middle + lateral[..., None] * across[index] + raised[..., None] * frame.turn[2])
            round_ = np.sin(np.pi * (0.15 + 0.85 * place))[:, None] * np.sin(0.85 * np.pi * u + 0.35)[None]
            outward.append((1.5 * round_ - 0.6)[..., None] * towards[index])
    return f32(np.concatenate(found)), f32(np.concatenate(outward))


def bun(
    centre: Array, radius: float, axis: Array, frame: HeadFrame, random: Random, count: int = 1400, mess: float = 0.03
) -> Wound:
    """A rope of count hairs wound into a ball about `axis` (3), from its foot to its top."""
    up = unit_vectors(f32(axis))
    first = unit_vectors(np.cross(up, f32([0.2, 0.1, 1.0])))
    second = np.cross(up, first)
    share = np.linspace(0, 1, 90)
    turn = 6.283 * (_WINDS * share + random.random())
    polar = 2.3 - 1.95 * share**0.9
    out, high = (0.66 * np.sin(polar))[:, None], (0.56 * np.cos(polar))[:, None]
    line = f32(centre + radius * (out * (np.cos(turn)[:, None] * first + np.sin(turn)[:, None] * second) + high * up))
    half = f32(radius * (0.46 - 0.16 * share) * (1 + 0.06 * np.sin(9 * share + 6 * random.random())))
    half *= np.sqrt(np.clip(np.minimum(share, 1 - share) / _PINNED, 0, 1))
    across, towards = _axes(line, frame)
    still = np.zeros(len(line), np.float32)
    points, outward = _fibres(line, half, still, still, 1.0, count, across, towards, random, 0.35, _STREAKED)
    astray = 1 + (random.random((count, 1, 1)) < _ASTRAY[0]) * np.minimum(
        random.exponential(_ASTRAY[1], (count, 1, 1)), 6
    )
    points += 2 * mess * radius * astray * ndimage.gaussian_filter1d(random.standard_normal(points.shape), 6, axis=1)
    round_ = unit_vectors(f32(points - centre))
    deep = 0.5 + _FOOT[1] * np.clip(1 - share / _FOOT[0], 0, 1)[:, None]
    return f32(points), f32(_COILED * outward - deep * towards + 0.55 * round_)


def tail(path: Array, width: float, count: int, random: Random) -> Wound:
    """count hairs from a knot that swell to `width` and come together again at uneven ends."""
    line, _ = _even(path, len(path))
    spread = 0.5 * random.standard_normal((count, 3))
    spread /= np.maximum(1, np.linalg.norm(spread, axis=1, keepdims=True))
    share = np.linspace(0, 1, len(line))
    away = share * float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    held = _HELD + (1 - _HELD) * eased(away / (_SWELLS * width))
    profile = np.sin(np.pi * np.clip(0.2 + 0.74 * share, 0, 1)) ** 0.8 * held * width
    length = np.clip(1 + 0.05 * random.standard_normal(count) - 0.5 * random.random(count) ** 1.5, 0.4, 1.1)
    where = np.clip(share[None] * length[:, None], 0, 1) * (len(line) - 1)
    index = np.minimum(where.astype(int), len(line) - 2)
    part = (where - index)[..., None]
    centre = line[index] * (1 - part) + line[index + 1] * part
    points = f32(centre + spread[:, None] * profile[None, :, None])
    return points, f32(np.broadcast_to(spread[:, None], points.shape))
