"""A border between two colours that runs level across body and sleeves, as between a yoke and what is below it: worn,
it goes on from the one to the other without a jump, wherever each was laid."""

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.cut import SMALLEST, chest_width
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.sleeves import SleeveFit, mask_of
from fittingroom.vision.garment import Garment

#: How far from the armpit, inwards and outwards, colours are compared, and from how far above to how far below it
#: those are that must be of one kind each, chests.
_STRIP, _ROWS = (0.03, 0.15), 0.3
#: Lab distance of two colours from which on where they meet is a border; how near to its own, of that distance, a row
#: is, and the least share of rows that must be; and how much of what lies about the border is left out, chests.
_APART, _NEAR, _PURE, _SOFT = 25.0, 0.35, 0.93, 0.025
#: The fewest rows on either side of a border, chests.
_LEAST = 0.05
#: How far from the border it is drawn by the way to the cuff, as a share of that way and at most, chests; and the most
#: that it is drawn by, as a share of that reach: more would squeeze the cloth beside it.
_REACH, _FURTHEST, _MOST = 0.85, 0.5, 0.45
#: Which share of the sleeve, from the body outwards, meets the body's border; and how much of what it is moved by for
#: that its outer edge is: all the border would then point up there.
_INNER, _OUTER = 0.35, 0.5


class Border(NamedTuple):
    """Row of a border in the garment's photo; colours (Lab) above and below it."""

    row: float
    above: Array
    below: Array

    def like(self, other: "Border") -> bool:
        """Whether both part about the same colours."""
        apart = float(np.linalg.norm(self.above - self.below))
        gaps = (np.linalg.norm(self.above - other.above), np.linalg.norm(self.below - other.below))
        return float(max(gaps)) < 2 * _NEAR * apart


def level_with(fit: SleeveFit, body: Array, garment: Garment, side: int, arm: Arm) -> SleeveFit:
    """The sleeve on `side` with a level border moved along it to where the body's meets it, if both have the same one.
    body: H×W×2, the map of the garment's body. Its cuff, and what is far above, stay."""
    sleeve = garment.sleeves[side]
    borders = border_beside(garment, side, True), border_beside(garment, side, False)
    if sleeve is None or borders[0] is None or borders[1] is None or not borders[0].like(borders[1]):
        return fit
    on_body, own = borders[0].row, borders[1].row
    chest, cuff = chest_width(garment, SMALLEST), float(sleeve.cuff[:, 1].max())
    reach = min(_REACH * (cuff - own), _FURTHEST * chest)
    step = float(np.abs(np.gradient(body[..., 1], axis=0)).mean()) + 0.5
    meets = mask_of(fit, arm) & (np.abs(body[..., 1] - on_body) < step) & (np.abs(fit.map[..., 1] - own) < 2 * reach)
    if reach < 4 or not meets.any():
        return fit
    v = arm.limb.v[meets]
    out = (arm.limb.v - float(v.min())) / max(float(v.max() - v.min()), 1.0)
    inner = out[meets] <= _INNER
    off = own - float(np.median(fit.map[meets][inner, 1]))
    off = float(np.clip(off, -_MOST * reach, _MOST * reach))
    y = fit.map[..., 1]
    moved = off * eased(1 - np.abs(y - own + off) / reach) * np.interp(out, (0, 1), (1, _OUTER))
    return replace(fit, map=f32(np.stack([fit.map[..., 0], y + moved], axis=-1)))


def border_beside(garment: Garment, side: int, on_body: bool) -> Border | None:
    """Where beside the armpit on `side` the cloth of the body, or of the sleeve, changes from one colour to another,
    each of one kind; None where it doesn't, or more than once."""
    sleeve, sign = garment.sleeves[side], (1, -1)[side]
    if sleeve is None:
        return None
    chest, (x, y) = chest_width(garment, SMALLEST), garment.armpits[side]
    inwards = sign if on_body else -sign
    ends = sorted(round(float(x) + inwards * far * chest) for far in _STRIP)
    columns = slice(max(ends[0], 0), max(ends[1], 0) + 1)
    rows = slice(max(round(float(y) - _ROWS * chest), 0), max(round(float(y) + _ROWS * chest), 0))
    part: Mask = flags(garment.torso if on_body else sleeve.mask)[rows, columns] & (garment.alpha[rows, columns] > 0.9)
    whole = part.mean(axis=1) > 0.5 if part.size else np.zeros(0, np.bool_)
    if whole.sum() < 4 * _LEAST * chest:
        return None
    image = np.asarray(cv2.blur(garment.fabric[rows, columns], (1, 3)), np.uint8)
    colours = np.where(part[..., None], to_lab(image), np.nan)[whole]
    return _split(f32(np.nanmedian(colours, axis=1)), f32(np.flatnonzero(whole) + rows.start), chest)


def _split(seen: Array, rows: Array, chest: float) -> Border | None:
    """The border in a strip of which `seen` (N×3, Lab) are the colours of its `rows`."""
    count, least = len(seen), max(round(_LEAST * chest), 3)
    if count < 2 * least + 2:
        return None
    sums = np.cumsum(seen, axis=0)
    at = np.arange(least, count - least)
    above, below = sums[at - 1] / at[:, None], (sums[-1] - sums[at - 1]) / (count - at)[:, None]
    between = np.linalg.norm(above - below, axis=1) ** 2 * at * (count - at)  # Otsu's criterion, in colour
    cut = int(at[between.argmax()])
    first, second = f32(np.median(seen[:cut], axis=0)), f32(np.median(seen[cut:], axis=0))
    apart = float(np.linalg.norm(first - second))
    clear = np.abs(np.arange(count) - cut) > _SOFT * chest
    own = np.where(np.arange(count)[:, None] < cut, first, second)
    near = np.linalg.norm(seen - own, axis=1) < _NEAR * apart
    if apart < _APART or not clear.any() or float(near[clear].mean()) < _PURE:
        return None
    return Border(float(rows[cut]), first, second)
