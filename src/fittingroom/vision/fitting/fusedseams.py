"""The seam of a sleeve that hangs against the body in its product photo: where it runs isn't known, so that body and
sleeve would each show it, beside each other."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.armpits import plainness
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.cut import SMALLEST, chest_width
from fittingroom.vision.garment import Garment

#: How wide a seam's line may be, and from a shoulder's tip how far out and how far down it runs at most, chests.
_WIDE, _OUT, _DOWN = 0.025, 0.24, 0.42
#: From how much to how much of its surroundings' light a line takes it is no seam, but a fold's depth or a colour.
_LINE = 0.25, 0.45


def without_fused_seams(garment: Garment) -> NDArray[np.uint8]:
    """The fabric (H×W×3) of a plain `garment` without the thin dark lines at the heads of sleeves that hang against the
    body. Folds, which are broader, stay."""
    fused = [sleeve for sleeve in garment.sleeves if sleeve is not None and sleeve.fused]
    share = plainness(garment) if fused else 0.0
    if share == 0:
        return garment.fabric
    chest = chest_width(garment, SMALLEST)
    ys, xs = np.mgrid[: garment.alpha.shape[0], : garment.alpha.shape[1]].astype(np.float32)
    near = np.zeros(garment.alpha.shape, np.float32)
    for sleeve in fused:
        x, y = sleeve.tip
        away = np.hypot((xs - x) / _OUT, (ys - y) / _DOWN) / chest
        near = np.maximum(near, np.clip(3 - 3 * away, 0, 1))
    box = box_round(near > 0, _WIDE * chest + 8)
    seen = garment.fabric[box].astype(np.float32) + 4
    thin = disc(max(1.0, 0.5 * _WIDE * chest))
    filled = cv2.GaussianBlur(cv2.morphologyEx(seen, cv2.MORPH_CLOSE, thin), (0, 0), 1.0)
    taken = 1 - seen.mean(axis=-1) / np.maximum(filled.mean(axis=-1), 4)
    line = np.clip((_LINE[1] - taken) / (_LINE[1] - _LINE[0]), 0, 1) * near[box] * share * (garment.alpha[box] > 0.5)
    fabric = garment.fabric.copy()
    drawn = fabric[box] + np.clip(filled - seen, 0, None) * f32(line)[..., None]
    fabric[box] = np.clip(np.round(drawn), 0, 255)
    return fabric
