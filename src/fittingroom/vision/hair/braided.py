"""Heads full of braids or locs."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.cutting import Subject, Variant
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.growing import grow
from fittingroom.vision.hair.sheets import at_points
from fittingroom.vision.hair.squares import Squares, bare, divide
from fittingroom.vision.hair.strands import Combing, Random, Roots, Strands
from fittingroom.vision.hair.style import Locks, Twist
from fittingroom.vision.hair.twisting import braid, hanging, loc
from fittingroom.vision.hair.wound import twisted
from fittingroom.vision.people.head import hull

Array = NDArray[np.float32]

_WIDTHS, _LENGTHS = (0.8, 1.15), 0.14  # of locks and braids that hang, of their usual width; how unlike they end
#: How much lighter or darker than each other they are: one is told from the next.
_UNLIKE = {Twist.ROW: 0.1, Twist.BRAID: 0.22, Twist.LOC: 0.27}
_LAYERS = 6  # how many of what hangs may lie before each other
_CROSSES = 0.5  # of its width, by which what hangs beside a face may lie before it
_ASIDE, _SPREAD = 0.35, 0.12  # units by which it is moved aside for that at most; how much further some are, at random
_ROWS, _BEGUN = 13, 0.07  # cornrows from temple to temple; radians above the hairline where they begin
_HELD, _JOINED = 0.14, 14  # units of a lock that a square's hair goes along; points on its way there


def lock(locks: Locks, subject: Subject, variant: Variant, random: Random) -> list[Strands]:
    """Braids or locs all over the head."""
    if locks.twist is Twist.ROW:
        return [_made(locks, path, subject, random) for path in _rows(locks, subject, variant)]
    squares = divide(subject.scalp, locks.spacing, random)
    paths, kept = _hung(locks, squares, subject, variant, random)
    found = [_made(locks, path, subject, random) for path in paths]
    return [_drawn_together(locks, squares, paths, kept, subject, random), *found]


def _made(locks: Locks, path: Array, subject: Subject, random: Random) -> Strands:
    """One braid or loc along its `path` (K×3)."""
    hung = locks.twist is not Twist.ROW
    width = locks.width * (float(random.uniform(*_WIDTHS)) if hung else 1)
    if locks.twist is Twist.LOC:
        path = _before_others(path, 2 * locks.width * random.integers(_LAYERS), subject.frame)
        wound = loc(path, width, 90, subject.frame, random)
    else:
        begun = 0.6 if hung else 0.25
        wound = braid(path, width, 22, subject.frame, random, taper=0.3, begun=begun)
    strands = twisted(wound, subject, random)
    return replace(strands, tone=f32(strands.tone + _UNLIKE[locks.twist] * random.standard_normal()))


def _drawn_together(
    locks: Locks, squares: Squares, paths: Array, kept: NDArray[np.intp], subject: Subject, random: Random
) -> Strands:
    """The hair of each square from its roots to where its lock begins, and a little along it. paths: M×K×3, locks.
    kept: M, their squares."""
    scalp = subject.scalp
    nearest = cKDTree(squares.middles[kept]).query(squares.middles)[1]  # a square without a lock is no bald patch
    has = random.random(len(squares.hairs)) > bare(scalp, squares.hairs, locks.spacing)
    roots, start, lead = squares.hairs[has], squares.start[has], nearest[squares.square[has]]
    steps = np.linalg.norm(np.diff(paths, axis=1), axis=2).mean()
    held = paths[:, : max(2, round(float(_HELD / steps)) + 1)]
    share = np.linspace(0, 1, _JOINED, dtype=np.float32)[:, None]
    way = roots[:, None] + share * (held[lead, :1] - roots[:, None])
    raised = np.repeat((0.01 + 0.05 * np.linspace(0, 1, _JOINED) ** 2)[None], len(way), 0)
    way = scalp.above(way.reshape(-1, 3), f32(raised.ravel())).reshape(way.shape)
    off = 0.4 * locks.width * np.clip(random.standard_normal((len(way), 1, 3)), -1.5, 1.5)
    points = np.concatenate([way[:, :-1], held[lead] + off], 1)
    points = f32(ndimage.gaussian_filter1d(points, 1.2, axis=1, mode="nearest"))
    points[:, 0] = roots
    tone = 0.06 * random.standard_normal(len(points)) + (0.1 * random.standard_normal(len(kept)))[lead]
    return Strands(points, f32(tone), start)


def _before_others(path: Array, far: float, frame: HeadFrame) -> Array:
    """K×3: a line that comes `far` units nearer to the viewer on its way: on a chest all would lie in one plane, and
    through each other."""
    nearer = np.minimum(np.linspace(0, 2, len(path)), 1)[:, None]
    return f32(path + far * nearer * frame.turn[2])


def _hung(
    locks: Locks, squares: Squares, subject: Subject, variant: Variant, random: Random
) -> tuple[Array, NDArray[np.intp]]:
    """A line for each square's lock (M×K×3), and which squares these are (M)."""
    azimuth, elevation = subject.scalp.place(squares.middles)
    roots = Roots(azimuth, elevation, squares.first, squares.middles)
    number = len(squares.middles)
    combing = Combing("part", sway=(1, 0.15, 0.7), lift=0.15, loose=0.0, gravity=0.8, steps=48)
    length = f32(locks.length * variant.length * (1 + _LENGTHS * np.clip(random.standard_normal(number), -2, 1)))
    gap = f32(0.06 + 0.16 * random.random(number))
    path = grow(roots, length, gap, combing, subject.scalp, subject.frame, subject.solid, random)
    path, beside = past_face(path, locks.width, subject, random)
    return path[beside], np.flatnonzero(beside)


def past_face(path: Array, width: float, subject: Subject, random: Random) -> tuple[Array, NDArray[np.bool_]]:
    """N×K×3: lines of what is `width` units to both sides that would cross the face, moved aside on their way down so
    that they pass it; and N, which do then. Of what crosses it only the end would be seen, below the jaw, cut off."""
    frame, solid = subject.frame, subject.solid
    face = hull(solid.depth.shape, frame.pixels(frame.facing(frame.points[:468])))
    inside = f32(cv2.distanceTransform(face.astype(np.uint8), cv2.DIST_L2, 5) / np.float32(frame.unit))
    side = np.sign(path[:, :1, 0])
    low = eased((subject.scalp.centre[1] + 0.5 - path[..., 1]) / 0.8)
    seen = frame.facing(path)

    def crosses(points: Array) -> Array:
        deep = at_points(inside, points, frame, 0) - _CROSSES * width
        return f32(np.where(path[..., 1] < frame.eye, deep, 0).max(1))

    crossed = crosses(seen) > 0
    moved = np.where(crossed, _SPREAD * random.random(len(path)), 0)
    for _ in range(4):
        step = np.maximum(crosses(seen), 0) / 0.8
        moved = np.where(step > 0, moved + step, moved)
        seen = frame.facing(path)
        seen[..., 0] += side * low * moved[:, None]
    return frame.within(seen), flags((crosses(seen) <= 0.02) & (moved < _ASIDE + _SPREAD))


def _rows(locks: Locks, subject: Subject, variant: Variant) -> list[Array]:
    """Rows from the hairline over the head to the nape, and their ends hanging behind."""
    scalp, found = subject.scalp, []
    for share in np.linspace(-0.96, 0.96, _ROWS):
        azimuth = share * 1.25
        elevation = float(scalp.start(f32(azimuth))) + _BEGUN
        x = np.sin(azimuth) * np.cos(elevation)
        first = np.arctan2(np.sin(elevation), np.cos(azimuth) * np.cos(elevation))
        t = np.linspace(0, 1, 60)
        angle = first + (1.12 * np.pi - first) * t
        ring = np.sqrt(1 - x * x)
        sphere = np.stack([x * (1 - 0.35 * t**2), ring * np.sin(angle), ring * np.cos(angle)], -1)
        sphere /= np.linalg.norm(sphere, axis=1, keepdims=True)
        row = scalp.centre + np.where(sphere[:, 1:2] > 0, scalp.upper, scalp.lower) * sphere * 1.01
        end = hanging(
            f32(row[-1]),
            f32([0.15 * np.sign(share), -1, -0.2]),
            locks.length * variant.length,
            0.2,
            0.1,
            scalp,
            subject.frame,
            subject.solid,
            40,
        )
        found.append(f32(np.concatenate([row, end[1:]])))
    return found
