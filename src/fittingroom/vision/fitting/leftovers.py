"""Old cloth that would still be seen: what no new cloth covers and no rebuilding was meant to replace."""

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, flags
from fittingroom.vision.fitting.fill import grow, opened, shrink
from fittingroom.vision.person import WORN, Label, Person
from fittingroom.vision.pieces import holding

#: How many times likelier a colour must be in the old clothes than in what it is labelled to give it away.
_LIKELIER = 6.0


def within(mask: Mask, radius: float) -> Mask:
    """What lies at most `radius` pixels from `mask`."""
    return flags(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) <= radius)


def uncovered(person: Person, cloth: Array, front: Array, unit: float) -> Mask:
    """Old clothes outside the new `cloth` (H×W, 0…1), with their soft rim against skin and background. What stays in
    `front` (0…1) is kept, and so are hair, face and shoes."""
    worn = person.worn
    rim = max(3.0, 0.03 * unit)
    bared = worn & (cloth < 0.5)
    shown = within(bared, rim) & (cloth < 0.95)
    beside = within(worn, rim) & within(person.alpha < 0.3, rim) & (person.alpha < 0.985) & (person.alpha > 0.004)
    return flags((shown | beside) & ~kept(person, front, 2.5))


def kept(person: Person, front: Array, rim: float) -> Mask:
    """What taking off old clothes must leave alone: face, hair, shoes and skin but for `rim` pixels of their edge."""
    keep = np.isin(person.labels, [Label.FACE, Label.HAIR]) | (front > 0.6)
    return flags(keep | shrink(person.labels == Label.SHOES, 1.5) | shrink(person.labels == Label.SKIN, rim))


def leftovers(
    person: Person, cloth: Array, erase: Mask, front: Array, unit: float, old: tuple[Label, ...] = WORN
) -> Mask:
    """Pixels near the old clothes that show their colour though they are labelled something else (skin, hair,
    shoe, background), and that neither `cloth` (0…1) covers nor `erase` replaces: straps' edges, hems' shadows, halos.

    old: which clothes go. H×W; to be added to `erase`. Nothing is found where the old clothes have the colours of what
    lies beside them."""
    nothing = np.zeros(person.labels.shape, np.bool_)
    worn = np.isin(person.labels, old)
    core = shrink(worn, 3)
    near = (
        within(worn, max(4.0, 0.05 * unit))
        & ~worn
        & ~erase
        & (cloth < 0.9)
        & ((front < 0.6) | (person.labels == Label.HAIR))
    )
    near &= person.labels != Label.FACE
    if core.sum() < 200 or not near.any():
        return nothing
    cells = bins(to_lab(person.image))
    of_cloth = histogram(cells[core])[cells]
    found, wide = nothing.copy(), within(worn, 0.6 * unit)
    for label in (Label.SKIN, Label.SHOES, Label.HAIR, Label.BACKGROUND):
        here = near & (person.labels == label)
        around = shrink(person.labels == label, 3) & ~erase & wide
        if not here.any() or around.sum() < 200:
            continue
        own = histogram(cells[around])
        rare = own[cells] < 0.08 * float(np.median(own[cells[around]]))
        found |= here & rare & (of_cloth > _LIKELIER * own[cells])
    found = opened(found | erase, 1) & found
    to = erase | (cloth > 0.5) | worn
    joined = holding(found, ndimage.binary_dilation(to, iterations=2))
    return flags(grow(joined, 1.0) & ~to)  # with a pixel's rim
