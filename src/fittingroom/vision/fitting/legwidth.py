"""How wide a trouser leg is seen on a body: by its own cut, by the leg in it, and by the old cloth's outline."""

import numpy as np

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.garment import Garment

#: Legs whose hem is at most the first share as wide as they are at the crotch lie close all round, and of their flat
#: width the second share is seen; hems as wide as the last share hang free, as wide as they are.
_TAPERED, _ROUND, _STRAIGHT = 0.8, 0.8, 0.94
#: From where to where on its way down from the crotch a leg comes to be seen so: a thigh fills its cloth.
_THIGH = 0.0, 0.45
#: So much of the thigh's cloth is seen, where the rest of the leg lies close.
_FULL = 0.95
#: Old cloth that is wider than the new leg by less than the first share lends it its outline, by more than the second
#: it goes, and what lies behind it is filled in.
_LENDS, _GOES = 0.06, 0.16


def taper(garment: Garment) -> float:
    """The width of both legs above their hems as a share of that below the crotch, in the garment's photo."""
    assert garment.crotch is not None
    shares = []
    for leg in garment.legs:
        assert leg is not None
        widths = (leg.mask & (garment.alpha > 0.5)).sum(1)
        top, bottom = float(garment.crotch[1]), float(np.median(leg.hem[:, 1]))
        first, last = (
            float(np.median(widths[int(top + a * (bottom - top)) : int(top + (a + 0.1) * (bottom - top)) + 1]))
            for a in (0.03, 0.84)
        )
        shares.append(last / max(first, 1.0))
    return float(np.mean(shares))


def closeness(garment: Garment) -> float:
    """How much of the flat width of long legs is seen on a body, 0…1: cloth that narrows downwards lies round the leg,
    cloth that does not hangs off it as broad as it lay."""
    share = np.clip((taper(garment) - _TAPERED) / (_STRAIGHT - _TAPERED), 0, 1)
    return float(_ROUND + (1 - _ROUND) * share)


def seen_width(flat: Array, close: float) -> Array:
    """Half widths (K, from the crotch down to the hem) of a leg as it is seen, from those of its cloth laid flat.
    close: by `closeness`."""
    down = np.linspace(0, 1, len(flat), dtype=np.float32)
    first, last = _THIGH
    low = eased(f32(np.clip((down - first) / (last - first), 0, 1)))
    top = min(1.0, close + (_FULL - _ROUND))
    return f32(flat * (top + (close - top) * low))


def within_old(own: Array, seen: Array) -> Array:
    """Half widths (K) of a leg that is as wide as its `own` cloth, but as the old one (`seen`) where that is hardly
    wider: what the old cloth hid need not be guessed there."""
    over = seen / np.maximum(own, 1e-3) - 1
    weight = np.clip((_GOES - over) / (_GOES - _LENDS), 0, 1)
    return f32(own + np.maximum(seen - own, 0) * weight)
