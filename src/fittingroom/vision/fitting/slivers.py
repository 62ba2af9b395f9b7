"""Slivers of new cloth that would be seen between an arm and the background behind it."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.fill import grow, opened, soften
from fittingroom.vision.person import Label, Person

#: Half the width of a sliver, units.
_WIDEST = 0.02
#: How far the step is rounded off that is left where a sliver ended, units.
_ROUND = 0.06
#: How much longer than wide a sliver is at least.
_LONG = 3.0


def without_slivers(person: Person, cloth: Array, front: Array, unit: float, joined: bool) -> Array:
    """`cloth` (H×W, 0…1) without what peeps out in slivers between bare arms and hands in `front` (0…1) and the
    background beside them. Old clothes go on being covered.

    joined: whether slivers that go on into wider cloth go too: where cloth ends as the old clothes did, its outline
    and the arm's are one. Else those go that stand alone, beside the rest of an arm as well."""
    seen = flags(cloth * (1 - front) > 0.25)
    thin = flags(seen & ~opened(seen, _WIDEST * unit))
    arm = flags((person.labels == Label.SKIN) & (front > 0.5))
    beside = thin & grow(arm, _WIDEST * unit) & ~person.worn
    _, parts, stats, _ = cv2.connectedComponentsWithStats(beside.astype(np.uint8))
    area, tall, wide = (
        stats[:, each].astype(np.float64) for each in (cv2.CC_STAT_AREA, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH)
    )
    reach = np.hypot(tall, wide)
    outside = flags((cloth < 0.25) & (front < 0.5) & ((person.alpha < 0.3) | (not joined)))
    open_ = np.bincount(parts[grow(outside, 2.5) & beside], minlength=len(area))
    slivers = (reach**2 > _LONG * area) & (open_ > 0.4 * reach) & (reach > 2 * _WIDEST * unit)  # no corners
    if not joined:
        slivers[np.unique(parts[grow(seen & ~beside, 2)])] = False
    slivers[0] = False
    found = flags(slivers[parts])
    if not found.any():
        return cloth
    left = flags((cloth > 0.5) & ~grow(found, 1))
    step = left & ~opened(left, _ROUND * unit) & grow(found, 1.5 * _ROUND * unit) & ~person.worn
    gone = grow(found | step, 2.5) & ~grow(left & ~step, 1)
    return f32(cloth * (1 - np.maximum(soften(gone | found | step, 0.7), gone)))
