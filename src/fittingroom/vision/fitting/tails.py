"""Tails of the old top that hang beside the legs and are as dark as the lower garment, so that no colour tells them
apart: their outline does, for it jumps back to the leg's where they end."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Mask, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import grow, shrink
from fittingroom.vision.person import Label
from fittingroom.vision.pieces import components

#: How far below the hem a tail may end, and along how much of the leg below it the leg's outline is read, in units.
REACH, LEG = 0.6, 0.3
#: How far out of the leg's outline a tail stands, so high above its end, in units: hips are rounder than that.
STANDS_OUT, ABOVE = 0.04, 0.1
#: How far a leg's outline may stray from a straight line, in units.
STRAIGHT = 0.012
#: How far beside a tail colours are asked, units; by how much (Lab) top and lower garment must differ for them to tell,
#: and up to which share of its distance from the top's colour one is the lower garment's.
NEAR, APART, LIKE = 0.2, 30.0, 0.5


def hanging_tails(labels: NDArray[np.uint8], seen: Mask, unit: float) -> Mask:
    """What is labelled the lower garment, joins the old top at the outline and stands out of the leg below it, H×W.

    labels: H×W, see `Label`. seen: H×W, where the person is. unit: the body's, pixels."""
    found = np.zeros(labels.shape, np.bool_)
    for way in (1, -1):  # the image's left side as it is, the right one mirrored
        found[:, ::way] |= _left_tail(labels[:, ::way], seen[:, ::way], unit)
    return flags(found)


def of_top(tails: Mask, labels: NDArray[np.uint8], image: NDArray[np.uint8], unit: float) -> Mask:
    """Those of the `tails` (H×W) that aren't clearly coloured as the lower garment beside them rather than as the top:
    a back pocket or a flap stands out of trousers as well. image: uint8 H×W×3 RGB."""
    parts, areas = components(tails)
    kept = np.zeros(tails.shape, np.bool_)
    for index in range(1, len(areas)):
        piece = flags(parts == index)
        box = box_round(piece, NEAR * unit)
        lab, near = to_lab(image[box]), grow(piece, NEAR * unit)[box] & ~tails[box]
        sides = [near & shrink(labels[box] == label, 2) for label in (Label.UPPER, Label.LOWER)]
        if not all(side.any() for side in sides):
            kept |= piece & bool(sides[0].any())  # far from the top it is a crumb
            continue
        top, lower, own = (np.median(lab[where], axis=0) for where in (*sides, piece[box]))
        apart, off = float(np.linalg.norm(top - lower)), float(np.linalg.norm(own - lower))
        kept |= piece & (apart < APART or off > LIKE * float(np.linalg.norm(own - top)))
    return kept


def _left_tail(labels: NDArray[np.uint8], seen: Mask, unit: float) -> Mask:
    """`hanging_tails` on the left side alone."""
    nothing = np.zeros(labels.shape, np.bool_)
    edge = np.where(seen.any(1), seen.argmax(1), -1)
    outermost = np.where(edge >= 0, labels[np.arange(len(edge)), np.minimum(edge + 2, labels.shape[1] - 1)], 0)
    upper = np.flatnonzero(outermost == Label.UPPER)
    if not upper.size:
        return nothing
    hem, leg = int(upper[-1]) + 1, max(round(LEG * unit), 8)
    stop = hem + int(np.argmin(np.append(outermost[hem:], 0) == Label.LOWER))
    above = max(round(ABOVE * unit), 3)
    best, found = STRAIGHT * unit, nothing
    for end in range(hem + above // 2, min(hem + round(REACH * unit), stop - leg)):
        rows = np.arange(end, end + leg)
        line = np.polynomial.Polynomial.fit(rows, edge[rows], 1)
        stray = float(np.abs(line(rows) - edge[rows]).max())
        out = line(np.arange(end - above, end)) - edge[end - above : end]
        if stray < best and out[0] > STANDS_OUT * unit:
            best = stray
            rows = np.arange(len(edge))[:, None]
            beyond = np.arange(labels.shape[1])[None] < line(rows) - 0.5
            found = flags((labels == Label.LOWER) & beyond & (rows >= hem) & (rows <= end + 2))
    return found
