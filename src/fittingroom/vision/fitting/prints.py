"""Prints on plain cloth: lettering and pictures stiffen it, so they lie on the person as flat as they were printed."""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.cut import chest_width
from fittingroom.vision.fitting.fill import closed, grow, opened, shrink
from fittingroom.vision.garment import Garment
from fittingroom.vision.pieces import holding

#: Cloth is plain where so much of it lies within so many levels (Lab, 8 bits) of its usual colour.
_PLAIN, _ALIKE = 0.6, 10.0
#: What differs by more than this from the usual colour is no shade of it: prints.
_ODD = 20.0
#: What lies closer to the body's outline than this is trim or another panel, and parts of a print that are closer to
#: each other than twice this belong together, chests.
_RIM, _TOGETHER = 0.03, 0.05
#: A print's least width and height and its greatest, chests.
_LEAST, _MOST = (0.12, 0.04), (0.95, 0.95)
#: Over how many times what a print is moved by at most the cloth around it gives way: less would fold it.
_GIVES = 3.0
#: How far a print's colour is from the cloth's at least, and how steeply it sets in, levels a pixel: folds, ties and
#: their shade do so gradually.
_STRONG, _STEEP = 34.0, 9.0
#: How far beyond a print its flat part reaches, chests.
_AROUND = 0.01


@dataclass(frozen=True)
class Box:
    """A print's bounds in the garment's photo, pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def beyond(self, points: Array) -> Array:
        """How far outside it points (…×2) lie, pixels; 0 inside."""
        x, y = points[..., 0], points[..., 1]
        across = np.maximum(np.maximum(self.left - x, x - self.right), 0)
        down = np.maximum(np.maximum(self.top - y, y - self.bottom), 0)
        return f32(np.hypot(across, down))


def prints(garment: Garment) -> tuple[Box, ...]:
    """The prints on the body of a plain garment; none where it is patterned."""
    body = shrink(flags(flags(garment.torso) & (garment.alpha > 0.8)), 2)
    chest = chest_width(garment)
    if chest < 20 or body.sum() < 100:
        return ()
    lab = cv2.cvtColor(garment.fabric, cv2.COLOR_RGB2LAB).astype(np.float32)
    usual = np.median(lab[body], axis=0)
    off = np.abs(lab - usual) * np.array([0.6, 1, 1], np.float32)  # shade changes lightness first
    apart = length(f32(off))
    if (apart[body] < _ALIKE).mean() < _PLAIN:
        return ()
    found = opened(flags(body & (apart > _ODD)), 1)
    found &= ~holding(found, body & ~shrink(body, _RIM * chest))
    _, parts, stats, _ = cv2.connectedComponentsWithStats(closed(found, _TOGETHER * chest).astype(np.uint8))
    steep = np.hypot(cv2.Sobel(apart, -1, 1, 0, scale=1 / 8), cv2.Sobel(apart, -1, 0, 1, scale=1 / 8))
    edge, boxes = grow(found, 1) & ~found, []
    for part, (x, y, width, height, _) in enumerate(stats):
        small = width < _LEAST[0] * chest or height < _LEAST[1] * chest
        if part == 0 or small or width > _MOST[0] * chest or height > _MOST[1] * chest:
            continue
        own = parts == part
        if np.median(apart[own & found]) < _STRONG or np.median(steep[grow(flags(own), 2) & edge]) < _STEEP:
            continue
        rim = _AROUND * chest
        boxes.append(Box(float(x - rim), float(y - rim), float(x + width + rim), float(y + height + rim)))
    return tuple(boxes)


def flat_prints(where: Array, garment: Garment, cloth: Mask | None = None) -> Array:
    """The map `where` (H×W×2, places in the garment's photo) with every print on plain cloth laid flat: moved, turned,
    scaled and slanted as a whole, as it lay on average, and the cloth around it giving way. cloth: H×W, the pixels
    that show the garment's body, where they are known."""
    for box in prints(garment):
        where = _flat(where, box, cloth)
    return where


def _flat(where: Array, box: Box, cloth: Mask | None) -> Array:
    """`flat_prints` for one print."""
    inside = box.beyond(where) == 0
    if cloth is not None:
        inside &= cloth
    rows, columns = np.nonzero(inside)
    if len(rows) < 50:
        return where
    ones = np.ones(len(rows))
    found, *_ = np.linalg.lstsq(np.stack([columns, rows, ones], 1), where[rows, columns].astype(np.float64), rcond=None)
    ys, xs = np.mgrid[: where.shape[0], : where.shape[1]]
    flat = f32(xs[..., None] * found[0] + ys[..., None] * found[1] + found[2])
    reach = max(_GIVES * float(np.linalg.norm((flat - where)[inside], axis=1).max()), 1.0)
    return f32(where + (flat - where) * eased(1 - box.beyond(flat) / reach)[..., None])
