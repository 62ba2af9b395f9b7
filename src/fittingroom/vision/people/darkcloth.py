"""Dark cloth that passes for skin in the shade: a black shirt under an open one, on somebody whose skin is dark too."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.discs import disc
from fittingroom.vision.people.body import Body
from fittingroom.vision.person import Label
from fittingroom.vision.pieces import components

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Cloth is darker than this share of the face's lightness; in the shade skin keeps its share of colour to so much (a, b
#: of Lab) where it is as dark.
_DARK, _OFF = 0.75, 4.5
#: How far its colours are evened out, how small specks are, and how broad the cloth is at least (an arm's shaded
#: edge is narrower), all S.
_EVEN, _SPECK, _BROAD = 0.012, 0.015, 0.2
#: So much of its surroundings, as broad as this (S), is the top's on either side; and where on the body it may lie
#: (0 shoulders, 1 hips).
_FLANK, _BESIDE, _TRUNK = 0.08, 0.04, (0.03, 1.1)


def dark_cloth(lab: Array, labels: NDArray[np.uint8], body: Body) -> Mask:
    """H×W: what is labelled skin between two parts of the top, but darker than the face and of no colour that the
    face's skin takes on in such a shade.

    lab: H×W×3. labels: H×W of `Label`. body: in pixels of both."""
    nothing = np.zeros(labels.shape, np.bool_)
    face, skin = labels == Label.FACE, labels == Label.SKIN
    if face.sum() < 60 or not skin.any():
        return nothing
    lit = np.median(lab[face], 0)
    even = cv2.GaussianBlur(lab, (0, 0), max(_EVEN * body.size, 0.8))
    lightness = even[..., 0]
    off = np.linalg.norm(even[..., 1:] - lit[1:] * (lightness / max(float(lit[0]), 1.0))[..., None], axis=-1)
    trunk = (body.height > _TRUNK[0]) & (body.height < _TRUNK[1])
    found = skin & trunk & (lightness < _DARK * lit[0]) & (off > _OFF)
    calm = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, disc(_SPECK * body.size))
    parts, areas = components(calm > 0)
    cloth = nothing
    for part in range(1, len(areas)):
        if areas[part] < (_BROAD * body.size) ** 2:
            continue
        here = parts == part
        if 2 * float(cv2.distanceTransform(here.astype(np.uint8), cv2.DIST_L2, 3).max()) > _BROAD * body.size:
            around = np.asarray(cv2.dilate(here.astype(np.uint8), disc(_BESIDE * body.size)) > 0)
            if _flanked(here, around & ~here, labels == Label.UPPER, body):
                cloth = cloth | (around & skin & (lightness < _DARK * lit[0]))
    return cloth


def _flanked(mask: Mask, ring: Mask, upper: Mask, body: Body) -> bool:
    """Whether the top lies along `mask` on both its sides."""
    middle = float(np.median(body.sideways[mask]))
    along = [float((ring & upper & side).sum()) for side in (body.sideways < middle, body.sideways > middle)]
    return min(along) > _FLANK * float(ring.sum())
