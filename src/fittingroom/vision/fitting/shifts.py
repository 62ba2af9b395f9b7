"""Textured background carried on behind what is taken off: pieces of it copied from beside, moved by what fits best.
After He and Sun, Statistics of patch offsets for image completion (2012)."""

from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import mean
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import Box, box_round
from fittingroom.vision.fitting.fill import grow, shrink
from fittingroom.vision.person import Person

Move = tuple[int, int]  # rows and columns from a pixel to the one that it is copied from

#: How large the cells are for each of which fitting moves are sought, and how far round a cell the background must fit,
#: in body units.
_CELL, _ROUND = 0.22, 0.2
#: How far moves go at most, body units: further off lies what belongs elsewhere.
_REACH = 1.3
#: Long side (pixels) of the picture in which moves are sought; they are made exact in the whole one.
_COARSE = 256
#: How many moves are taken from each cell, and by how much they differ, coarse pixels.
_EACH, _DIFFERENT = 2, 5
#: Moves at most: more cost time and bring none that fit better.
_MOST = 32
#: What a body unit of a move's length costs, in grey levels: of two that fit alike the nearer is better.
_FAR = 1.5
#: A difference from here on (grey levels) is just wrong, however large.
_WRONG = 60.0
#: By how much light may differ, grey levels, and which share of it counts: shadows lie close to people.
_SHADE, _SHADED = 40.0, 0.3
#: What it costs that all that is compared with isn't background, grey levels.
_STRAY = 40.0
#: How far from people, body units, the background has a shade of its own that belongs nowhere else.
_OWN_SHADE = 0.04
#: Up to which share of a cell may be left to other moves.
_LEFT = 0.06
#: Over how much a move must fit for a pixel to be copied by it, body units; every how many pixels that is asked.
_NEAR, _EVERY = 0.07, 4
#: Over how many pixels pictures are smoothed before they are compared: grain is never alike.
_CALM = 1.2
#: So deep behind the person, body units, nothing of the background comes to light.
_DEEP = 0.5
#: A move that serves less than this, square body units, leaves it to others: many small pieces show many seams.
_PIECE = 0.02
#: Over how many pixels pieces pass into each other.
_SEAM = 1.5
#: Over how much pieces end beside what no move serves, body units.
_FADING = 0.06
#: Detail finer than so many pixels, of the background within so many body units, and how strong it is (grey levels)
#: where that is quite blurred, and where it is sharp.
_FINE, _BESIDE, _BLURRED, _SHARP = 3, 0.25, 0.8, 1.8
#: Mean differences (grey levels) up to which moves are trusted, and from which on they aren't.
_FITS, _FAILS = 22.0, 32.0


def textured(person: Person, plate: Array, known: Mask, open_: Mask, unit: float) -> Array:
    """`plate`, the background behind the person (H×W×3), with its own texture copied from where it is `known` where it
    is `open_`, as far as moved pieces of it fit."""
    copied, share = copied_from_beside(person.image.astype(np.float32), known, grow(open_, 6), unit)
    return f32(plate + (copied - plate) * share[..., None])


def copied_from_beside(image: Array, known: Mask, wanted: Mask, unit: float) -> tuple[Array, Array]:
    """`image` (H×W×3) with what is `wanted` copied from what is `known`, by moves under which the background round it
    stays the same; and how far that can be trusted, H×W, 0…1. unit: of the body, pixels."""
    share = np.zeros(known.shape, np.float32)
    wanted = flags(wanted & ~known & grow(known, _DEEP * unit))
    moves = _moves(image, known, wanted, unit) if wanted.any() and known.any() else []
    if not moves:
        return image, share
    box = box_round(wanted, round(3 * _NEAR * unit))
    chosen, cost, shades = _chosen(image, known, wanted, moves, box, unit)
    weight, total = np.zeros(known.shape, np.float32), np.zeros_like(image)
    for index in np.unique(chosen[wanted[box] & (chosen >= 0)]):
        _copy(image, known, f32(chosen == index), box, moves[index], shades[index], total, weight)
    ok = (weight > 0.05) & wanted
    filled = np.where(ok[..., None], total / np.maximum(weight, 1e-6)[..., None], image)
    share[box] = np.clip((_FAILS - cost) / (_FAILS - _FITS), 0, 1)
    left = flags((wanted & ~ok) | (wanted & (share < 0.1)))
    away = cv2.distanceTransform((~left).astype(np.uint8), cv2.DIST_L2, 3)  # no hard edge where nothing fits
    fading = np.clip(away / (_FADING * unit), 0, 1)
    return f32(filled), f32(share * ok * fading * sharp_beside(image, known, box, unit))


def sharp_beside(image: Array, known: Mask, box: Box, unit: float) -> Array:
    """How sharp in detail the `known` background close by is, H×W, 0…1: what is blurred goes on smoothly, and copies of
    it would show their seams. 0 outside `box`."""
    inside = shrink(known[box], 4 * _FINE).astype(np.float32)
    part = image[box]
    fine = mean(f32(np.abs(part - cv2.GaussianBlur(part, (0, 0), _FINE)))) * inside
    weight = cv2.blur(inside, (2 * round(_BESIDE * unit) + 1,) * 2) + 1e-3
    found = np.zeros(known.shape, np.float32)
    detail = cv2.blur(fine, (2 * round(_BESIDE * unit) + 1,) * 2) / weight
    found[box] = np.clip((detail - _BLURRED) / (_SHARP - _BLURRED), 0, 1)
    return found


def _copy(
    image: Array, known: Mask, own: Array, box: Box, move: Move, shade: Array, total: Array, weight: Array
) -> None:
    """Add to `total` and `weight` what `move` brings to its `own` pixels (0 or 1, of `box`), softly at their edge, in
    their own light. shade: for every few pixels of `box`, what their light differs by."""
    (top, left), (dy, dx), (height, width) = (box[0].start, box[1].start), move, known.shape
    rows, columns = box_round(flags(own > 0), round(3 * _SEAM))
    rows = slice(max(rows.start, -dy - top), min(rows.stop, height - dy - top))
    columns = slice(max(columns.start, -dx - left), min(columns.stop, width - dx - left))
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    here = slice(rows.start + top, rows.stop + top), slice(columns.start + left, columns.stop + left)
    there = slice(here[0].start + dy, here[0].stop + dy), slice(here[1].start + dx, here[1].stop + dx)
    soft = cv2.GaussianBlur(own[rows, columns], (0, 0), _SEAM) * known[there]
    light = cv2.resize(shade, own.shape[::-1], interpolation=cv2.INTER_LINEAR)[rows, columns]
    total[here] += soft[..., None] * (image[there] + light)
    weight[here] += soft


def _grown(box: Box, rim: int, shape: tuple[int, ...]) -> Box:
    rows, columns = box
    grown = slice(max(0, rows.start - rim), min(shape[0], rows.stop + rim))
    return grown, slice(max(0, columns.start - rim), min(shape[1], columns.stop + rim))


def _moves(image: Array, known: Mask, wanted: Mask, unit: float) -> list[Move]:
    """What moves may serve `wanted`: the best for each cell of it, then the next best."""
    factor = max(1, round(max(known.shape) / _COARSE))
    size = (known.shape[1] // factor, known.shape[0] // factor)
    small = f32(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
    sure, open_ = (cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) for mask in (known, wanted))
    cell, rim = max(4, round(_CELL * unit / factor)), max(3, round(_ROUND * unit / factor))
    grey = np.ascontiguousarray(mean(image))
    ranked: list[list[tuple[Box, Move]]] = [[] for _ in range(_EACH)]
    for y, x in product(range(0, size[1], cell), range(0, size[0], cell)):
        inner = slice(y, min(y + cell, size[1])), slice(x, min(x + cell, size[0]))
        if (open_[inner] > 0.3).sum() > 0.04 * cell * cell:
            found = _cell_moves(small, flags(sure > 0.99), flags(open_ > 0.3), inner, rim, unit / factor)
            for rank, move in enumerate(found):
                ranked[rank].append((inner, move))
    rough, exact = set[Move](), list[Move]()
    for inner, move in [each for rank in ranked for each in rank]:
        if move not in rough and len(exact) < _MOST:
            rough.add(move)
            exact.append(_exact(grey, known, _grown(inner, rim // 2, (size[1], size[0])), move, factor))
    return list(dict.fromkeys(exact))


def _cell_moves(small: Array, known: Mask, wanted: Mask, inner: Box, rim: int, unit: float) -> list[Move]:
    """The best moves for the cell `inner`, coarse pixels, the best one first: what is known round it looks as where
    they lead to, and all that is wanted in it is known there."""
    rows, columns = _grown(inner, rim, known.shape)
    around = known[rows, columns].astype(np.float32)
    if around.sum() < 0.08 * around.size:
        return []
    window = _grown((rows, columns), round(_REACH * unit), known.shape)
    part, small = np.ascontiguousarray(small[rows, columns]), np.ascontiguousarray(small[window])
    square = cv2.matchTemplate(small, part, cv2.TM_SQDIFF, mask=cv2.merge([around] * 3))
    needed = np.where(_within(inner, (rows, columns)), wanted[rows, columns], False).astype(np.float32)
    unknown = (~known[window]).astype(np.float32)
    missing, stray = (cv2.matchTemplate(unknown, each, cv2.TM_CCORR) for each in (needed, around))
    ys, xs = np.mgrid[: square.shape[0], : square.shape[1]]
    brighter = cv2.matchTemplate(mean(small), around, cv2.TM_CCORR) - float((mean(part) * around).sum())
    square = square / (3 * around.sum()) - (1 - _SHADED) * (brighter / around.sum()) ** 2
    cost = np.sqrt(np.maximum(square, 0)) + _STRAY * stray / around.sum()
    top, left = rows.start - window[0].start, columns.start - window[1].start
    cost += _FAR * np.hypot(ys - top, xs - left) / unit
    cost[missing > _LEFT * needed.sum()] = np.inf
    moves = []
    for _ in range(_EACH):
        y, x = divmod(int(cost.argmin()), cost.shape[1])
        if not np.isfinite(cost[y, x]):
            break
        moves.append((y - top, x - left))
        cost[max(0, y - _DIFFERENT) : y + _DIFFERENT + 1, max(0, x - _DIFFERENT) : x + _DIFFERENT + 1] = np.inf
    return moves


def _within(inner: Box, outer: Box) -> Mask:
    """Which pixels of the box `outer` lie in `inner`."""
    ys, xs = (np.arange(each.start, each.stop) for each in outer)
    rows, columns = ((at >= each.start) & (at < each.stop) for at, each in zip((ys, xs), inner, strict=True))
    return flags(rows[:, None] & columns)


def _exact(grey: Array, known: Mask, around: Box, move: Move, factor: int) -> Move:
    """The `move` (coarse pixels) to the pixel, by the picture in the box `around` (coarse pixels)."""
    ends, slack = [], factor
    for side, far, size in zip(around, move, known.shape, strict=True):
        step = far * factor
        ends.append((max(side.start * factor, slack - step), min(side.stop * factor, size - slack - step)))
    (top, bottom), (left, right) = ends
    dy, dx = move[0] * factor, move[1] * factor
    if bottom - top < 2 * factor or right - left < 2 * factor or not known[top:bottom, left:right].any():
        return dy, dx
    there = grey[top + dy - slack : bottom + dy + slack, left + dx - slack : right + dx + slack]
    seen = known[top:bottom, left:right].astype(np.float32)
    cost = cv2.matchTemplate(there, grey[top:bottom, left:right], cv2.TM_SQDIFF, mask=seen)
    y, x = divmod(int(cost.argmin()), cost.shape[1])
    return dy + y - slack, dx + x - slack


def sources(known: Mask, unit: float) -> Mask:
    """What of the `known` background may be copied, H×W: not what lies close to people, in their shade."""
    return shrink(known, max(_EVERY, _OWN_SHADE * unit))  # between the places asked none must be missed


def _chosen(
    image: Array, known: Mask, wanted: Mask, moves: list[Move], box: Box, unit: float
) -> tuple[NDArray[np.int32], Array, list[Array]]:
    """Which move serves each pixel of `box`, −1 for none, and at what cost (grey levels): that under which the known
    background close by changes least; and the difference in shade that each move has to make up for."""
    rows, columns = (np.arange(each.start, each.stop, _EVERY) for each in box)
    inside = cv2.GaussianBlur(known.astype(np.float32), (0, 0), _CALM)[..., None]
    calm = cv2.GaussianBlur(cv2.copyTo(image, known.astype(np.uint8)), (0, 0), _CALM) / np.maximum(inside, 1e-3)
    here, seen, asked = (each[np.ix_(rows, columns)] for each in (calm, known, wanted))
    sigma = _NEAR * unit / _EVERY
    sure = sources(known, unit)
    costs, shades = np.full((len(moves), *seen.shape), np.inf, np.float32), []
    for index, (dy, dx) in enumerate(moves):
        within = (rows + dy >= 0) & (rows + dy < len(known)), (columns + dx >= 0) & (columns + dx < known.shape[1])
        place = np.ix_(np.clip(rows + dy, 0, len(known) - 1), np.clip(columns + dx, 0, known.shape[1] - 1))
        valid = sure[place] & within[0][:, None] & within[1]
        both = (seen & valid).astype(np.float32)
        weight = cv2.GaussianBlur(both, (0, 0), sigma) + 1e-3
        apart = (here - calm[place]) * both[..., None]
        shade = np.clip(cv2.GaussianBlur(apart, (0, 0), sigma) / weight[..., None], -_SHADE, _SHADE)
        shades.append(f32(shade))
        off = np.minimum(mean(f32(np.abs(apart - shade))) + _SHADED * mean(np.abs(shade)), _WRONG) * both
        usual = float(off.sum() / max(both.sum(), 1)) if both.any() else _WRONG
        cost = (cv2.GaussianBlur(off, (0, 0), sigma) + 1e-3 * usual) / weight + _FAR * np.hypot(dy, dx) / unit
        costs[index] = np.where(valid, cost, np.inf)
    served = np.bincount(costs.argmin(0)[asked & np.isfinite(costs.min(0))], minlength=len(moves))
    few = served * _EVERY**2 < _PIECE * unit**2
    costs[few] += 2 * _WRONG  # where only such a move serves, it does all the same
    best = costs.min(0)
    chosen = np.where(np.isfinite(best), costs.argmin(0), -1).astype(np.int16)
    best = np.where(best > 2 * _WRONG, best - 2 * _WRONG, best)
    size = (box[1].stop - box[1].start, box[0].stop - box[0].start)
    large = cv2.resize(chosen, size, interpolation=cv2.INTER_NEAREST).astype(np.int32)
    return large, f32(cv2.resize(np.minimum(best, 1e3), size, interpolation=cv2.INTER_LINEAR)), shades
