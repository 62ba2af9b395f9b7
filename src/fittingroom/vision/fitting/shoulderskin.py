"""Bare shoulders that end at hair: the hair hangs behind them, and they are at least as wide as their skin."""

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.frame import pixels
from fittingroom.vision.fitting.limbs import Limb
from fittingroom.vision.person import Label, Person

#: How far above the usual edge skin may lie, units; how many samples in a row must have some there; and how deep it
#: must go without anything else, units.
_MOST, _RUN, _DEEP = 0.22, 5, 0.1


def before_hair(person: Person, limb: Limb, stations: Array, usual: Array, unit: float) -> tuple[Array, Mask]:
    """How far above each of `stations` along `limb` skin goes before hair begins, and where that is the shoulder's own
    edge: higher than the `usual` one, for hair that hangs before a shoulder leaves less of it, not more. Skin that
    shows between strands doesn't count: the shoulder's goes on from the limb without a break, and so does that of the
    samples beside it."""
    steps = np.arange(0, 0.5 * unit, 1.0, dtype=np.float32)
    rows, columns = pixels(limb.point(stations[:, None], steps[None]), person.labels.shape)
    labels = person.labels[rows, columns]
    other = ~np.isin(labels, [Label.SKIN, Label.UPPER])  # a strap may lie on it
    end = np.where(other.any(1), other.argmax(1), len(steps) - 1)
    index = np.arange(len(stations))
    below, above = labels[index, np.maximum(end - 3, 0)], labels[index, np.minimum(end + 1, len(steps) - 1)]
    own = (below == Label.SKIN) & (above == Label.HAIR) & (end > usual) & (end < usual + _MOST * unit)
    return f32(end), flags(ndimage.binary_opening(own & (end > _DEEP * unit), np.ones(_RUN)))
