"""Where a bare leg that is drawn under old clothes meets what is seen of it below their hem, to a fraction of a pixel:
edges that miss each other by one or two are a step across the knee."""

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.frame import pixels
from fittingroom.vision.fitting.legs import LONG, leg_shape, middle_at
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: How far below the old hem the leg's edges are looked at, and over how much they lead back to those of a usual leg
#: above and below, in legs.
_BELOW, _BACK = 0.12, 0.1
#: How far inside its edge skin must be seen, pixels; over how many of them down the leg edges are evened.
_INSIDE, _EVEN = 2.5, 3.0
#: How far edges are moved at most, in units: further out is no edge of this leg.
_MOST = 0.08
#: From so many rows on an edge is believed.
_ENOUGH = 6


def met_shape(person: Person, leg: Arm) -> Array:
    """`leg_shape` with its edges on those that are seen just below the end of the old clothes, H×W, 0…1."""
    shape = leg_shape(leg)
    if not 0.1 * leg.limb.length < leg.sleeve_end < LONG * leg.limb.length:
        return shape
    u = np.arange(0.0, 1.1 * leg.limb.length, 1.0, dtype=np.float32)
    gaps = [carried(*_gap(person, leg, shape, u, sign), _BACK * leg.limb.length) for sign in (1.0, -1.0)]
    if not any(gap.any() for gap in gaps):
        return shape
    along = leg.limb.u
    return leg_shape(leg, further=(f32(np.interp(along, u, gaps[0])), f32(np.interp(along, u, gaps[1]))))


def carried(gap: Array, seen: Mask, back: float) -> Array:
    """Gaps (K, one a pixel down a leg) where they are `seen`, and above and below that less and less over `back`
    pixels; none where too few are seen."""
    known = np.flatnonzero(seen)
    if len(known) < _ENOUGH:
        return np.zeros_like(gap)
    place = np.arange(len(gap))
    even = ndimage.gaussian_filter1d(np.interp(place, known, gap[known]), _EVEN, mode="nearest")
    first = np.median(gap[known[:_ENOUGH]])
    even = np.where(place < known[0], first + (even - first) * np.exp(-(known[0] - place) / _EVEN), even)
    away = np.maximum(np.maximum(known[0] - place, place - known[-1]), 0)
    return f32(even * np.exp(-((away / back) ** 2)))


def _gap(person: Person, leg: Arm, shape: Array, u: Array, sign: float) -> tuple[Array, Mask]:
    """How much further out (pixels) than in `shape` a leg's edge on one side is seen at each of `u`, and where."""
    reach = np.arange(0, 2.0 * float(leg.bare.max()), 0.25, dtype=np.float32)
    points = leg.limb.point(u[:, None], middle_at(leg, u)[:, None] + sign * reach[None])
    x, y = np.ascontiguousarray(points[..., 0]), np.ascontiguousarray(points[..., 1])
    edges = []
    for mask in (person.alpha, shape):
        along = cv2.remap(f32(mask), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        outside = along < 0.5
        edges.append((reach[outside.argmax(1)], outside.any(1)))
    (seen, ends), (drawn, _) = edges
    inside = np.clip(np.searchsorted(reach, seen - _INSIDE), 0, len(reach) - 1)
    rows, columns = pixels(points, person.labels.shape)
    skin = person.labels[rows, columns] == Label.SKIN
    here = np.arange(len(u))
    bare = ends & skin[here, inside] & skin[here, inside // 2] & (np.abs(seen - drawn) < _MOST * leg.unit)
    below = (u > leg.sleeve_end - 0.1 * leg.limb.length) & (u < leg.sleeve_end + _BELOW * leg.limb.length)
    return f32(seen - drawn), np.asarray(bare & below)
