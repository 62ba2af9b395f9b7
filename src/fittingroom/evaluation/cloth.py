"""Where new cloth lies in a result, told from the picture alone: any engine's results can be looked over."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label, Person

Mask = NDArray[np.bool_]
Pixels = NDArray[np.uint8]


def find_cloth(person: Person, result: Pixels, edited: Mask, garment: Garment) -> Mask:
    """The pixels (H×W) of `result` that show the garment.

    Edited ones whose colour the garment's photo explains better than the person's skin and background do; light is
    forgiven more than hue. person: before. result: uint8 RGB, edited: both of the size of `person.image`."""
    product = bins(to_lab(garment.fabric))[garment.torso]
    if not product.size or not edited.any():
        return np.zeros(edited.shape, np.bool_)
    cloth = histogram(product, (1.6, 0.9, 0.9))
    before = bins(to_lab(person.image))
    bare = np.isin(person.labels, [Label.SKIN, Label.FACE])
    others = [histogram(before[where]) for where in (bare, person.labels == Label.BACKGROUND) if where.sum() > 200]
    after = bins(to_lab(cv2.GaussianBlur(result, (0, 0), 0.8).astype(np.uint8)))
    rival = np.max([other[after] for other in others], axis=0) if others else np.zeros(edited.shape, np.float32)
    share = cv2.GaussianBlur((cloth[after] > rival).astype(np.float32), (0, 0), 1.5)
    side = 2 * max(2, round(0.06 * person.figure.size)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx((edited & (share > 0.5)).astype(np.uint8), cv2.MORPH_CLOSE, disc)  # stripes of skin's hue
    found = closed * edited.astype(np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(found)
    if count < 2:
        return np.zeros(edited.shape, np.bool_)
    keep = np.concatenate([[False], stats[1:, cv2.CC_STAT_AREA] > 0.04 * stats[1:, cv2.CC_STAT_AREA].max()])
    return np.asarray(keep[parts], np.bool_)
