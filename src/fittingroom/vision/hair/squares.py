"""Partings: the scalp divided into squares, the hair of each of which goes into one braid or loc."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import Scalp, unit_vectors
from fittingroom.vision.hair.strands import Random, sow

Array = NDArray[np.float32]

_HAIRS = 12000  # that are parted, over the whole scalp
_WHOLE = 0.4  # share of a usual square's hairs below which one that the hairline cuts has no braid of its own
_LINE = 0.008, 0.026  # units from the middle of a parting up to which it is bare, and from where on hair covers it
_WAVERS, _PERIOD = 0.02, 0.35  # units by which partings drawn with a comb waver, and about how far apart


@dataclass(frozen=True)
class Squares:
    """hairs: N×3, their roots; start: N, radians above the hairline; square: N, which one each belongs to.
    middles: M×3, where the hair of each square comes together on the scalp; first: M, its least `start`."""

    hairs: Array
    start: Array
    square: NDArray[np.intp]
    middles: Array
    first: Array


def divide(scalp: Scalp, side: float, random: Random) -> Squares:
    """The hair of a head in squares of about `side` units, in rows beside a parting in the middle."""
    roots = sow(scalp, _HAIRS, random)
    row, place, _ = _in_rows(scalp, roots.points, side)
    _, found, count = np.unique(np.stack([row, place]), axis=1, return_inverse=True, return_counts=True)
    found = found.reshape(-1)
    whole = np.flatnonzero(count >= _WHOLE * np.median(count))
    middles = np.stack([roots.points[found == k].mean(0) for k in whole])
    first = np.stack([roots.start[found == k].min() for k in whole])
    inner = unit_vectors(f32((middles - scalp.centre) / scalp.axes(f32(middles))))
    middles = f32(scalp.centre + scalp.axes(f32(middles)) * inner)
    own = np.full(len(count), -1)
    own[whole] = np.arange(len(whole))
    square = own[found]
    lost = square < 0  # of what the hairline cuts off, the hair goes to the next square
    square[lost] = cKDTree(middles).query(roots.points[lost])[1]
    return Squares(roots.points, roots.start, square, middles, f32(first))


def bare(scalp: Scalp, points: Array, side: float) -> Array:
    """…, 0…1: how bare the scalp is at points …×3 for the partings between squares of `side` units."""
    away = _in_rows(scalp, points, side)[2]
    return f32(1 - eased((away - _LINE[0]) / (_LINE[1] - _LINE[0])))


def partings(scalp: Scalp, frame: HeadFrame, shape: tuple[int, ...], side: float) -> Array:
    """H×W, 0…1: how bare the scalp is there, as far as it is the surface of a head without hair."""
    x, y = frame.plane(shape)
    depth = scalp.depth(frame, x, y)
    there = depth > -5
    found = np.zeros(depth.shape, np.float32)
    found[there] = bare(scalp, frame.within(np.stack([x[there], y[there], depth[there]], -1)), side)
    return found


def _in_rows(scalp: Scalp, points: Array, side: float) -> tuple[NDArray[np.intp], NDArray[np.intp], Array]:
    """For points …×3 on the skull: their row, counted aside from the middle of the head, their place in it, counted
    from front to back, and the units to the nearest parting. Places of a row lie beside the partings of the next."""
    axes = scalp.axes(points)
    round_ = unit_vectors(f32((points - scalp.centre) / axes))
    aside = np.arcsin(np.clip(round_[..., 0], -1, 1)) * axes[..., 0]
    back = np.arctan2(round_[..., 1], round_[..., 2])
    waver = _WAVERS * np.sin(2 * np.pi * back * scalp.upper[2] / _PERIOD) * np.sin(9 * aside)
    across = (aside + waver) / side
    row = np.floor(across).astype(np.intp)
    radius = scalp.upper[2] * np.maximum(np.cos((row + 0.5) * side / scalp.upper[0]), 0.2)
    waver = _WAVERS * np.sin(2 * np.pi * aside / _PERIOD + 3 * row)
    along = (back * radius + waver) / side + 0.5 * (row % 2)
    place = np.floor(along).astype(np.intp)
    to_row, to_place = (np.abs(one - np.round(one)) * side for one in (across, along))
    return row, place, f32(np.minimum(to_row, to_place))
