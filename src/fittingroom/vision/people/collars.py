"""Collars and shoulders of the top that pass for hair: by its place, dark cloth beside the jaw of somebody who leans
forward may be hair that hangs down."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram
from fittingroom.vision.discs import disc
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.head import Head
from fittingroom.vision.person import Label
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Above which v of `Head` hair is surely hair, below which it may be cloth, and from which height on the top is cloth.
_CROWN, _LOW, _TRUNK = -0.1, 0.1, 0.05
#: The fewest pixels that colours are learnt from, and what is added to their shares: cells seen once say little.
_FEW, _UNSEEN = 100, 1e-4
#: How far likelihoods are evened out, S: a single dark pixel is as likely the one as the other.
_EVEN = 0.03
#: Logarithm of how much likelier cloth must be than hair: everywhere in a piece, and on the average of it.
_LIKELIER, _SURE = 0.2, 0.8
#: The root of the least area of a piece, S, and how much of its border runs along the top at least.
_CRUMB, _BESIDE = 0.05, 0.15


def collars_as_hair(lab: Array, labels: NDArray[np.uint8], body: Body, head: Head) -> Mask:
    """H×W: what is labelled hair beside or below the face, lies on the top's edge, and has the colours of the top
    rather than those of the hair above.

    lab: H×W×3. labels: H×W of `Label`. body, head: in pixels of both."""
    nothing = np.zeros(labels.shape, np.bool_)
    hair, upper = labels == Label.HAIR, labels == Label.UPPER
    crown, cloth = hair & (head.v < _CROWN), upper & (body.height > _TRUNK)
    throat = (np.abs(head.u) < 0.75) & (head.v > 0.7)  # a beard has colours of its own
    maybe = hair & (head.v > _LOW) & (head.rim > 0.05)
    if not head.found or min(int(each.sum()) for each in (crown, cloth, maybe)) < _FEW:
        return nothing
    cells = bins(lab)
    of_cloth, of_hair = (np.log(histogram(cells[mask])[cells] + _UNSEEN) for mask in (cloth, crown))
    single = np.where(maybe, of_cloth - of_hair, 0).astype(np.float32)
    sigma = max(_EVEN * body.size, 1.0)
    weight = cv2.GaussianBlur(maybe.astype(np.float32), (0, 0), sigma)
    likelier = cv2.GaussianBlur(single, (0, 0), sigma) / np.maximum(weight, 1e-3)
    count, pieces = cv2.connectedComponents((maybe & (likelier > _LIKELIER)).astype(np.uint8))
    found = nothing
    for number in range(1, count):
        piece = pieces == number
        ring = (cv2.dilate(piece.astype(np.uint8), disc(2)) > 0) & ~piece & (labels != Label.BACKGROUND)
        if (
            piece.sum() > (_CRUMB * body.size) ** 2
            and float(likelier[piece].mean()) > _SURE
            and (ring & upper).sum() > _BESIDE * max(int(ring.sum()), 1)
            and (piece & throat).sum() < 0.5 * piece.sum()
        ):
            found = found | piece
    return _with_ends(found, hair, crown) if found.any() else found


def _with_ends(found: Mask, hair: Mask, crown: Mask) -> Mask:
    """`found` with what hangs on the head by nothing else."""
    return found | (hair & ~holding(hair & ~found, crown))
