"""How a garment is cut: what hangs on straps, what has sleeves, where its middle is."""

import numpy as np

from fittingroom.vision.garment import Garment, Neck

#: Pixels of a chest below which shares of it are less than one.
SMALLEST = 8.0


def sleeved(garment: Garment) -> bool:
    """Whether a garment has sleeves on both sides."""
    return all(sleeve is not None for sleeve in garment.sleeves)


def strapped(garment: Garment) -> bool:
    """Whether a garment hangs on straps, or on nothing."""
    return garment.neck in (Neck.STRAPS, Neck.STRAPLESS)


def chest_width(garment: Garment, least: float = 1.0) -> float:
    """The distance of the armpits in the garment's photo, pixels, at least `least`."""
    return max(float(np.linalg.norm(garment.armpits[1] - garment.armpits[0])), least)


def middle_of(garment: Garment) -> float:
    """x of the garment's middle line."""
    points = np.concatenate([np.stack(garment.armpits), np.stack(garment.tips)])
    return float(points[:, 0].mean())
