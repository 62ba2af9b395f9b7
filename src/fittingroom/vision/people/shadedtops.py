"""Parts of a pale top in the shade that pass for the skin of chest and arm: warm light turns wool to skin's colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.discs import disc
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.torso import frame
from fittingroom.vision.person import Label
from fittingroom.vision.pieces import components

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Between these heights, torsos below the shoulders, is the trunk; skin that is mistaken covers so much of it, S², and
#: meets the top along so much, S.
_TRUNK, _BROAD, _LONG = (0.08, 1.0), 0.4, 2.0
#: Colours (Lab) so near each other within so far of where two labels meet, S, tell of no edge there: of people seen,
#: bare chests and arms differ by 13 or more from the top beside them, a top in the shade by 5 from itself in the light.
_ALIKE, _NEAR = 7.0, 0.03
#: A neck is bare down to this height, torsos, as far as this to both sides, S; and so far round surely known skin, S,
#: nothing is changed.
_NECK, _BESIDE, _KNOWN = 0.0, 0.28, 0.08


def shaded_top(lab: Array, labels: NDArray[np.uint8], body: Body, known: Mask) -> Mask:
    """H×W: what is labelled skin on trunk and arms, but goes over into the top along a broad front with no edge.

    lab: H×W×3. labels: H×W of `Label`. body: in pixels of both. known: H×W, skin of the face or of a found hand."""
    found, size = np.zeros(labels.shape, np.bool_), body.size
    skin, worn = labels == Label.SKIN, labels == Label.UPPER
    trunk = skin & (body.height > _TRUNK[0]) & (body.height < _TRUNK[1])
    if trunk.sum() < _BROAD * size**2:
        return found
    meets = trunk & (cv2.dilate(worn.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    radius = max(2.0, _NEAR * size)
    apart = np.linalg.norm(_mean(lab, skin, radius) - _mean(lab, worn, radius), axis=-1)
    parts, _ = components(skin)
    for part in np.unique(parts[trunk]):
        here = parts == part
        edge = apart[here & meets]
        if (here & trunk).sum() > _BROAD * size**2 and len(edge) > _LONG * size and np.median(edge) < _ALIKE:
            found |= here
    found = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_CLOSE, disc(radius)) > 0  # specks left between
    unchanged = _of_neck(body, labels.shape) | (cv2.dilate(known.astype(np.uint8), disc(_KNOWN * size)) > 0)
    return np.asarray(found & skin & ~unchanged, np.bool_)


def _mean(lab: Array, mask: Mask, radius: float) -> Array:
    """H×W×3: the mean colour of `mask` within `radius` pixels."""
    near = disc(radius).astype(np.float32)
    share = cv2.filter2D(mask.astype(np.float32), -1, near, borderType=cv2.BORDER_CONSTANT)
    summed = cv2.filter2D(lab * mask[..., None].astype(np.float32), -1, near, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(summed / np.maximum(share, 1e-3)[..., None], np.float32)


def _of_neck(body: Body, shape: tuple[int, ...]) -> Mask:
    _, _, right = frame(body)
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    middle = np.mean(body.shoulders, axis=0)
    aside = np.abs((x - middle[0]) * right[0] + (y - middle[1]) * right[1])
    return np.asarray((body.height < _NECK) & (aside < _BESIDE * body.size))
