"""The band along a garment's neckline in another colour than its body: how wide it is in the photo."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.cut import SMALLEST, chest_width
from fittingroom.vision.garment import Garment

#: How far from the line a rib may reach, chests; how unlike the body it must be (CIELAB); at how large a share of the
#: line its edge must be found.
_REACH, _UNLIKE, _FOUND = 0.09, 18.0, 0.7
#: From how far within the line on colours are its own, photo pixels; over which share of the line widths are evened.
_CLEAR, _EVENED = 2.0, 0.04
#: Which share of the line's widths lies below the rib's own, and the least that is drawn out to it, of that width: it
#: is seen aslant at the front of a neck, where it stands up, and was cut alike all round.
_OWN, _LEAST = 70, 0.35


@dataclass(frozen=True)
class Rib:
    """here: N, the rib's widths along a line in its photo; own: the width it was cut in. Photo pixels."""

    here: Array
    own: float

    def drawn_out(self, depth: Array, index: NDArray[np.intp], scale: float) -> Array:
        """What lies in the photo (photo pixels within the line) where the rib is as wide as it was cut all along.
        depth: K, person's pixels within the line, beside the line's points `index` (K). scale: person's pixels a photo
        pixel."""
        within, narrower = depth / scale, 1 - np.minimum(self.here[index] / self.own, 1)
        return f32(within - np.clip(within, 0, self.own) * narrower)


def rib_along(garment: Garment, line: Array, normals: Array) -> Rib | None:
    """The rib along `line` (N×2, photo pixels, its ends carried on past the shoulder), whose `normals` (N×2) point to
    the cloth. None where there is none of a colour of its own."""
    chest = chest_width(garment, SMALLEST)
    steps = np.arange(_CLEAR, _REACH * chest, 0.5, dtype=np.float32)
    places = line[:, None] + steps[None, :, None] * normals[:, None]
    lab = cv2.remap(
        to_lab(garment.fabric), f32(places[..., 0]), f32(places[..., 1]), cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE
    )
    body = np.median(to_lab(garment.fabric)[garment.torso], axis=0) if garment.torso.any() else lab[0, 0]
    middle = slice(len(line) // 8, -len(line) // 8)
    rib = np.median(lab[middle, :3].reshape(-1, 3), axis=0)
    way = body - rib
    unlike = float(np.linalg.norm(way))
    if unlike < _UNLIKE or len(steps) < 6:
        return None
    gone = (lab - rib) @ way / unlike**2 > 0.5
    known = ~gone[:, 0] & gone.any(axis=1)
    known[: len(line) // 12] = known[-(len(line) // 12) :] = False
    if known[middle].mean() < _FOUND:
        return None
    seen = np.flatnonzero(known)
    width = np.interp(np.arange(len(line)), seen, steps[gone.argmax(axis=1)[seen]])
    spread = max(1, round(_EVENED * len(line)))
    width = ndimage.gaussian_filter1d(
        ndimage.median_filter(width, 2 * spread + 1, mode="nearest"), spread, mode="nearest"
    )
    own = float(np.percentile(width[seen], _OWN))
    return Rib(f32(np.maximum(width, _LEAST * own)), own)
