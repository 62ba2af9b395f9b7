"""Strands of hair: where they grow from, how they are combed, and what shape they take."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import Scalp, unit_vectors

Array = NDArray[np.float32]
Random = np.random.Generator

_STRAY = 0.12  # deviation over which a strand's straying changes, of its length
_ROUND = 0.09  # radius from which on a curl is as light and dark as a rope; less is but a ripple
_TIP = 0.72  # of a strand's length, from where on a lock draws to a point
_LONGER = 1.25  # times their lead's length that strands may go on in its last direction
_FEW = 7  # strands of one tone: fewer than a pixel's worth would only look even
_BETWEEN = 0.07  # how much darker the strands between two locks are
_CRACK, _CRACKED = 0.12, 0.2  # how much darker strands between wide locks are; up to which share of the way inside
_WEIGHTS = f32(np.c_[[0.2, 0.4, 1.0]])  # of roots, of places near them, of ends: a fringe's locks gather at their ends
_SHORTEST = 1.8  # times the average by which a lock ends before others at most: a fringe has no window
#: Radians above the hairline over which hair grows denser, its share at the line, and how far single ones grow off it.
_THIN, _FIRST, _STRAYING = 0.15, 0.2, 0.026


@dataclass(frozen=True)
class Strands:
    """points: N×K×3 in head coordinates, from root to end. tone: N, lighter or darker than the hair's mean, −1…1.
    start: N, distance of the root from the hairline in radians, None where strands don't grow from the skull here.
    curl: N×K, −1…1, how far a curl turns towards the light, None for straight hair. width: of a strand, 1 usual.
    grown: 0…1, how far from their roots their ends count as: stubble is all root. plaited: whether these are a plait's,
    whose strands cross each other. shine: N×K, 0…1, the light that hair pulled tight mirrors as one sheet, None for
    other hair. behind: whether they lie behind a fringe, in its shade."""

    points: Array
    tone: Array
    start: Array | None = None
    curl: Array | None = None
    width: float = 1.0
    grown: float = 1.0
    plaited: bool = False
    shine: Array | None = None
    behind: bool = False


@dataclass(frozen=True)
class Roots:
    """azimuth, elevation, start: N; points: N×3. start: radians above the hairline."""

    azimuth: Array
    elevation: Array
    start: Array
    points: Array

    def where(self, chosen: NDArray[np.bool_]) -> "Roots":
        """Those that are `chosen`."""
        return Roots(self.azimuth[chosen], self.elevation[chosen], self.start[chosen], self.points[chosen])


def sow(scalp: Scalp, count: int, random: Random) -> Roots:
    """About `count` roots, evenly over the hairy part of the skull, its edge a little ragged."""
    direction = unit_vectors(f32(random.standard_normal((int(count * 1.9), 3))))
    high, round_ = np.arcsin(direction[:, 1]), np.arctan2(direction[:, 0], direction[:, 2])
    start = high - scalp.start(f32(round_)) - scalp.ragged(f32(round_)) + _STRAYING * random.standard_normal(len(high))
    dense = random.random(len(high)) < _FIRST + (1 - _FIRST) * start / _THIN
    kept = np.flatnonzero((start > 0) & dense)[:count]
    azimuth, elevation = f32(round_[kept]), f32(high[kept])
    return Roots(azimuth, elevation, f32(start[kept]), scalp.at(azimuth, elevation))


def resample(points: Array, count: int) -> tuple[Array, Array]:
    """N×count×3 at even distances along N×K×3, and their lengths (N)."""
    steps = np.linalg.norm(np.diff(points, axis=1), axis=2)
    along = np.concatenate([np.zeros((len(points), 1)), np.cumsum(steps, 1)], 1)
    length = along[:, -1]
    rows = 2.0 * np.arange(len(points))[:, None]
    tiny = np.linspace(0, 1e-6, along.shape[1])
    flat = (along / np.maximum(length, 1e-6)[:, None] + tiny + rows).ravel()
    wanted = (np.linspace(0, 1, count)[None] + rows).ravel()
    new = [np.interp(wanted, flat, points[..., k].ravel()).reshape(len(points), count) for k in range(3)]
    return f32(np.stack(new, -1)), f32(length)


@dataclass(frozen=True)
class Shape:
    """What strands do beside hanging. clumps: how many locks; clump: 0…1, how far strands gather in them; sharp: below
    1 they gather from the root on. curl: radius, units; turns: per unit; kept: 0…1, how much neighbouring locks turn
    alike; relaxed: units from the root until a curl is full; spread: radians by which a lock's strands differ in it,
    which makes a broad ribbon. frizz: units; few strands stray much further. tips: 0…1, how far a lock's strands end in
    one point. pointed: units by which the outer strands of a lock end before its middle ones. uneven: units by which
    locks end before others, on average. wide: how many wide locks the small ones are part of; gathered: 0…1, how far
    these draw together at their ends, with gaps between. count: points a strand."""

    clumps: int = 300
    clump: float = 0.5
    sharp: float = 0.8
    curl: float = 0.0
    turns: float = 1.2
    kept: float = 0.0
    relaxed: float = 0.4
    spread: float = 0.1
    frizz: float = 0.01
    tips: float = 0.7
    pointed: float = 0.0
    uneven: float = 0.0
    wide: int = 0
    gathered: float = 0.3
    count: int = 40


def shaped(
    points: Array, shape: Shape, frame: HeadFrame, light: Array, random: Random
) -> tuple[Array, Array, Array | None]:
    """N×count×3 with locks, curls and frizz; N, each strand's own tone; and how curls turn (see Strands)."""
    points, length = resample(points, shape.count)
    number, along = len(points), f32(np.linspace(0, 1, shape.count))
    clumps = min(shape.clumps, number)
    leads = random.choice(number, clumps, replace=False)
    ends = points[:, [0, shape.count // 3, -1]]
    if shape.pointed:
        ends = ends * _WEIGHTS
    ends = ends.reshape(number, -1)
    off, lead = cKDTree(ends[leads]).query(ends)
    whole = length[leads][lead]
    length = np.minimum(length, _LONGER * whole)
    share = np.maximum(shape.clump * along**shape.sharp, shape.tips * np.clip((along - _TIP) / (1 - _TIP), 0, 1) ** 1.5)
    share = share[None, :, None]
    points = points * (1 - share) + _followed(points[leads], lead, f32(length / np.maximum(whole, 1e-6))) * share
    tone = _own_tones(ends, off, random) + _lock_tones(ends[leads], random)[lead]
    if shape.wide and number > 2 * shape.wide:
        points, shade = _in_wide_locks(points, f32(ends), shape, random)
        tone = tone + shade
    turn: Array | None = None
    if shape.curl:
        points, turn = _curled(points, f32(length), lead, clumps, shape, frame, light, random)
    noise = ndimage.gaussian_filter1d(
        random.standard_normal((number, shape.count, 3)).astype(np.float32), _STRAY * shape.count, axis=1
    )
    stray = np.minimum(np.exp(0.9 * random.standard_normal(number) - 0.4), 6)
    noise *= (shape.frizz / max(float(noise.std()), 1e-9) * stray)[:, None, None].astype(np.float32)
    points = f32(points + noise * np.clip(3 * along, 0, 1)[None, :, None])
    if shape.pointed or shape.uneven:
        points = _pointed(points, length, off, lead, shape, random)
    return points, f32(tone), turn


def _in_wide_locks(points: Array, ends: Array, shape: Shape, random: Random) -> tuple[Array, Array]:
    """N×K×3: strands drawn to the middle of the wide lock that they are part of, more towards their ends; and N, how
    much darker they are for lying between two of these, in whose shade they are."""
    number = len(points)
    leads = random.choice(number, shape.wide, replace=False)
    apart, near = cKDTree(ends[leads]).query(ends, 2)
    inner = (apart[:, 1] - apart[:, 0]) / np.maximum(apart.sum(1), 1e-6)
    middle = np.stack([points[near[:, 0] == k].mean(0) for k in range(shape.wide)])
    share = shape.gathered * np.linspace(0, 1, points.shape[1]) ** 1.5
    drawn = points + (middle[near[:, 0]] - points) * share[None, :, None]
    return f32(drawn), f32(-_CRACK * np.exp(-((inner / _CRACKED) ** 2)))


def _pointed(
    points: Array, length: Array, off: NDArray[np.float64], lead: NDArray[np.intp], shape: Shape, random: Random
) -> Array:
    """N×K×3: strands that end in one row cut back to locks of unequal length, each of which ends in a point."""
    edge = np.clip(off / max(2 * float(np.median(off)), 1e-6), 0, 1) * random.uniform(0.5, 1, len(points))
    locks = np.minimum(random.exponential(size=int(lead.max()) + 1), _SHORTEST)
    shorter = shape.pointed * edge + shape.uneven * locks[lead]
    share = np.clip(1 - shorter / np.maximum(length, 1e-6), 0.4, 1)
    return _followed(points, np.arange(len(points)), f32(share))


def _followed(leads: Array, lead: NDArray[np.intp], share: Array) -> Array:
    """N×K×3: the line of each strand's lead (M×K×3) as far as the strand is long (`share` of the lead, N), and on in
    its last direction: strands end one by one along a lock, whose tip so grows thin."""
    last = leads.shape[1] - 1
    place = np.linspace(0, last, last + 1, dtype=np.float32)[None] * share[:, None]
    index = np.minimum(place.astype(np.int32), last - 1)
    part = (place - index)[..., None]
    flat, row = leads.reshape(-1, 3), index + (lead * (last + 1))[:, None]
    return f32(flat[row] * (1 - part) + flat[row + 1] * part)


def _own_tones(ends: Array, off: NDArray[np.float64], random: Random) -> Array:
    """N: what a strand's tone differs by from its lock's: alike in the few that lie side by side, and darker between
    the locks. off: N, distances from the lock's lead."""
    number = len(ends)
    few = random.choice(number, max(1, number // _FEW), replace=False)
    within = cKDTree(ends[few]).query(ends)[1]
    between = np.clip(off / max(float(np.median(off)), 1e-6) - 1, 0, 1.5)
    return f32(0.04 * random.standard_normal(number) + (0.07 * random.standard_normal(len(few)))[within]
               - _BETWEEN * between)  # fmt: skip


def _lock_tones(ends: Array, random: Random) -> Array:
    """N: every small lock's own tone, and that of the wide lock which it is part of: streaks of two widths."""
    number = len(ends)
    wide = random.choice(number, max(1, number // 6), replace=False)
    within = cKDTree(ends[wide]).query(ends)[1]
    return f32(0.085 * random.standard_normal(number) + (0.035 * random.standard_normal(len(wide)))[within])


def _curled(
    points: Array,
    length: Array,
    lead: NDArray[np.intp],
    clumps: int,
    shape: Shape,
    frame: HeadFrame,
    light: Array,
    random: Random,
) -> tuple[Array, Array]:
    """Helices round the strands. length: N, of the part of its lock that a strand follows: a lock turns as one, or it
    would be frizz."""
    tangent = unit_vectors(np.gradient(points, axis=1))
    side = unit_vectors(np.cross(tangent, f32([0.1, 0.2, 1.0])))
    other = np.cross(tangent, side)
    along = np.linspace(0, 1, points.shape[1])[None] * length[:, None]
    phase = (6.283 * random.random(clumps) * (1 - shape.kept))[lead] + shape.spread * random.standard_normal(
        len(points)
    )
    pace = (0.85 + 0.3 * random.random(clumps))[lead][:, None]
    angle = 6.283 * shape.turns * pace * along + phase[:, None]
    radius = shape.curl * (0.7 + 0.6 * random.random(clumps))[lead][:, None] * np.clip(along / shape.relaxed, 0, 1)
    offset = np.cos(angle)[..., None] * side + 0.8 * np.sin(angle)[..., None] * other
    towards = frame.within(f32(light + f32([0, 0, 0.6])))
    deep = min(1.0, shape.curl / _ROUND)
    return f32(points + radius[..., None] * offset), f32(
        deep * (offset @ towards) * np.clip(along / shape.relaxed, 0, 1)
    )


@dataclass(frozen=True)
class Combing:
    """How strands leave the skull and fall.

    comb: the way they are laid while near the skull: part, back, forward, whorl, side, out, up, tie. part: x of the
    parting. sway: the comb's own sideways, upward and backward weights. lift: 0…1, how upright they leave the skull;
    settle: how fast they lie down. stiff: 0…1, how straight they go on. gravity: pull away from the skull. reach: up
    to which height above the skull the comb holds. loose: how unlike the strands go. crown: where a whorl turns. swirl:
    how much. tie: 3, where they are gathered. cling: 0…1, how closely they follow the skull while on it. clear:
    whether they keep out of the face. steps: of growing.
    """

    comb: str = "part"
    part: float = 0.0
    sway: tuple[float, float, float] = (1.0, 0.15, 0.35)
    lift: float = 0.2
    settle: float = 6.0
    stiff: float = 0.8
    gravity: float = 0.5
    reach: float = 0.35
    loose: float = 0.03
    crown: tuple[float, float, float] = (0.0, 0.9, -0.4)
    swirl: float = 0.25
    tie: Array | None = None
    cling: float = 0.0
    clear: bool = True
    steps: int = 32
