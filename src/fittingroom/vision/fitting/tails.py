"""Tails of the old top that hang beside the legs and are as dark as the lower garment, so that no colour tells them
apart: their outline does, for it jumps back to the leg's where they end."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Mask, flags
from fittingroom.vision.person import Label

#: How far below the hem a tail may end, and along how much of the leg below it the leg's outline is read, in units.
REACH, LEG = 0.6, 0.3
#: How far out of the leg's outline a tail stands, so high above its end, in units: hips are rounder than that.
STANDS_OUT, ABOVE = 0.04, 0.1
#: How far further out than the top's end a tail may reach, in units: pockets and flaps stand out lower down.
BEGINS = 0.1
#: How far a leg's outline may stray from a straight line, in units.
STRAIGHT = 0.012


def hanging_tails(labels: NDArray[np.uint8], seen: Mask, unit: float) -> Mask:
    """What is labelled the lower garment, joins the old top at the outline and stands out of the leg below it, H×W.

    labels: H×W, see `Label`. seen: H×W, where the person is. unit: the body's, pixels."""
    found = np.zeros(labels.shape, np.bool_)
    for way in (1, -1):  # the image's left side as it is, the right one mirrored
        found[:, ::way] |= _left_tail(labels[:, ::way], seen[:, ::way], unit)
    return flags(found)


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
    reach = np.minimum.accumulate(edge[hem:])
    for end in range(hem + above // 2, min(hem + round(REACH * unit), stop - leg)):
        rows = np.arange(end, end + leg)
        line = np.polynomial.Polynomial.fit(rows, edge[rows], 1)
        stray = float(np.abs(line(rows) - edge[rows]).max())
        out = line(np.arange(end - above, end)) - edge[end - above : end]
        hangs = edge[hem] - reach[end - hem - 1] < BEGINS * unit
        if hangs and stray < best and out[0] > STANDS_OUT * unit:
            best = stray
            rows = np.arange(len(edge))[:, None]
            beyond = np.arange(labels.shape[1])[None] < line(rows) - 0.5
            found = flags((labels == Label.LOWER) & beyond & (rows >= hem) & (rows <= end + 2))
    return found
