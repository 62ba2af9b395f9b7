"""Bare arms in the shade that pass for the sleeve above them or for the top beside them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram
from fittingroom.vision.discs import disc
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.tone import by_level
from fittingroom.vision.person import Label
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far (a, b of Lab, and as a share of what lies between skin and top) a colour may be from the arm's skin of its
#: lightness, and down to which share of the darkest that was seen.
_OFF, _SHARE, _DARKEST = 9.0, 0.3, 0.5
#: A top richer in colour than skin by so much lights the shade beside it: so far skin may have gone towards its colour.
_RICHER, _LENT = 1.3, 0.45
#: Colours that the trunk has less often than so many times its usual ones are not the top's.
_RARE = 0.03
#: How much of what is labelled top on an arm is mistaken at most: else the sleeve itself has the skin's colour.
_MOST = 0.5
#: An arm's half width and the trunk's distance from it (in its radii), and how small specks are, S.
_ARM, _TRUNK, _SPECK = 1.0, 1.3, 0.015
#: Half of how broad a mistaken piece is somewhere, S: thinner ones are edges, in which skin and top are mixed.
_BROAD = 0.03
#: Fewer pixels say nothing of a colour.
_FEW = 60


def shaded_arms(lab: Array, labels: NDArray[np.uint8], body: Body) -> Mask:
    """H×W: what is labelled top, but lies on an arm, goes on from its bare skin and has that skin's colour in the
    shade, which the top has nowhere on the trunk.

    lab: H×W×3. labels: H×W of `Label`. body: in pixels of both."""
    found = np.zeros(labels.shape, np.bool_)
    worn, skin = labels == Label.UPPER, labels == Label.SKIN
    trunk = worn & (body.arm > _TRUNK)
    if trunk.sum() < _FEW:
        return found
    cells = bins(lab)
    likely = histogram(cells[trunk])
    usual, top = float(np.median(likely[cells[trunk]])), np.median(lab[trunk], 0)
    for away in body.arms:
        on, bare = worn & (away < _ARM), skin & (away < _ARM)
        inner = cv2.erode(bare.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        if inner.sum() < _FEW or not on.any():
            continue
        rare = likely[cells[on]] < _RARE * usual
        like = np.zeros_like(on)
        like[on] = rare & _like(lab[on], lab[inner], top)
        if like.sum() > _MOST * on.sum():
            continue
        speck, calm = disc(_SPECK * body.size), (like | bare).astype(np.uint8)
        calm = cv2.morphologyEx(cv2.morphologyEx(calm, cv2.MORPH_CLOSE, speck), cv2.MORPH_OPEN, speck)
        piece = holding((calm > 0) & on, cv2.dilate(bare.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
        found |= holding(piece, cv2.distanceTransform(piece.astype(np.uint8), cv2.DIST_L2, 3) > _BROAD * body.size)
    return found


def _like(lab: Array, samples: Array, top: Array) -> Mask:
    """Which colours (N×3) are those of the `samples` (M×3) at their lightness, or lie between these and the `top`'s
    (3); darker ones have as little less colour."""
    levels, colour = by_level(samples)
    light = lab[:, 0]
    usual = np.stack([np.interp(light, levels, colour[:, k]) for k in (1, 2)], -1)
    usual *= np.minimum(light / levels[0], 1)[:, None]
    off, way = lab[:, 1:] - usual, top[1:] - usual
    far = np.linalg.norm(way, axis=-1)
    lent = _LENT * (np.linalg.norm(top[1:]) > _RICHER * np.linalg.norm(usual, axis=-1))
    share = np.clip((off * way).sum(-1) / np.maximum(far**2, 1), 0, lent)
    off = np.linalg.norm(off - share[:, None] * way, axis=-1)
    shade = (light > _DARKEST * levels[0]) & (light < levels[-1] + 5)
    return np.asarray((off < np.minimum(_OFF, _SHARE * far)) & shade)
