"""A top's body row by row: which row of its photo goes where on the torso, and how wide it is there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.curves import side_at
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import Fit, Hem
from fittingroom.vision.fitting.necks import Hang
from fittingroom.vision.fitting.outline import Sides
from fittingroom.vision.garment import Garment

#: So much cloth may be stretched all over; and how far below the neckline prints go, torsos: where it is stretched
#: more, they are spared.
EVEN, CHEST = 1.15, 0.6


@dataclass(frozen=True)
class Rows:
    """Corresponding rows from armpit to hem, 2×K (the sides start at their own armpits): t on the person, source_y in
    the photo. left, right: K, garment side x at the rows."""

    source_y: Array
    left: Array
    right: Array
    t: Array


def rows_of(
    garment: Garment, frame: Frame, armpits: Array, scale: float, hang: Hang, natural: float, end: float, hem: Hem,
    count: int = 11,
) -> Rows:  # fmt: skip
    """Rows of the garment and where they go: at its natural scale below the neckline, so that no print is squeezed. A
    photographed hem cuts the garment off, a little beyond the edge; one that lies further down stretches it."""
    begin = frame.t(armpits)
    target_end = end + (0.06 if hem is not Hem.OWN else 0.0)
    share = np.linspace(0, 1, count, dtype=np.float32)
    own, common = np.clip(1 - share * 3, 0, 1), np.clip(share * 3, 0, 1)
    starts = begin[:, None] * own + float(begin.mean()) * common
    t = starts + share * (target_end - float(begin.mean()))
    down, length, uncut = t - hang.t, target_end - hang.t, natural - hang.t
    source_y = hang.y + unstretched(down, length, uncut) * frame.torso / scale
    left, right = (side_at(side, source_y.mean(0)) for side in garment.sides)
    return Rows(f32(source_y), left, right, f32(t))


def unstretched(down: Array, end: float, natural: float) -> Array:
    """How far down a garment of `natural` length the places lie that come to lie so far `down` where it is stretched to
    `end` (all from the neckline, torsos). What is stretched much is so below the chest alone, where prints are rare."""
    stretch = max(1.0, end / max(natural, 0.1))
    if stretch <= EVEN:
        return f32(down / stretch)
    chest = min(CHEST, 0.5 * natural)
    below = (natural - chest) / max(end - EVEN * chest, 0.1)
    return f32(np.where(down < EVEN * chest, down / EVEN, chest + (down - EVEN * chest) * below))


def side_widths(
    frame: Frame, sides: Sides, rows: Rows, armpits: Array, scale: float, fit: Fit, hem: Hem, end: float
) -> tuple[Array, NDArray[np.bool_]]:
    """New half widths (2×K pixels), and where the garment's own width rules instead of the photographed edge."""
    # the flat garment's half width, measured about its own middle, so that a leaning product photo does no harm
    own = 0.5 * (rows.right - rows.left) * scale * fit.ease
    widths, grown = [], []
    for side in (0, 1):
        seen = sides.at(side, np.clip(rows.t[side], 0.28, 1.38))
        at_pit = abs(float(frame.lateral(armpits[side])))
        fade = np.clip(1 - np.arange(len(seen)) / 4, 0, 1) * 0.8
        seen = f32(fade * at_pit + (1 - fade) * seen)
        ratio = own / np.maximum(seen, 1)
        wanted = np.where(ratio > 1.16, np.minimum(1 + 0.7 * (ratio - 1), 1.2), 1.0)
        if fit.ease < 1:
            wanted = np.maximum(wanted * fit.ease, 0.95)
        if hem is not Hem.OWN:
            wanted = 1 + (wanted - 1) * np.clip((end - rows.t[side]) / 0.18, 0, 1)
        wanted = 1 + (wanted - 1) * np.clip(np.arange(len(seen)) / 3, 0, 1)
        wanted = ndimage.gaussian_filter1d(wanted, 1.0, mode="nearest")
        widths.append(ndimage.gaussian_filter1d(seen, 0.8, mode="nearest") * wanted)
        grown.append((np.abs(wanted - 1) > 0.03) | sides.hidden)
    return np.stack(widths).astype(np.float32), np.stack(grown)
