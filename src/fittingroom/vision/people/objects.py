"""Things held or standing before the body, cut out inside the boxes that the detector names."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram, overlap, to_lab
from fittingroom.vision.discs import disc
from fittingroom.vision.networks import Array
from fittingroom.vision.people.anchors import Detection
from fittingroom.vision.people.body import Body
from fittingroom.vision.person import WORN, Label
from fittingroom.vision.pieces import without_holes

Mask = NDArray[np.bool_]

_BODY = (Label.HAIR, Label.SKIN, Label.FACE, Label.SHOES)
_SOLID = 0.86  # of its convex hull, from which on a thing is taken to be convex: its rim may mirror the clothes
_SIDE = 400  # pixels that GrabCut works on at most, on the longer side
_ROOM = 0.09  # of a box's side: how far a thing may reach beyond its box
_GARMENT = 0.5  # of all that is seen of a garment, from which on what lies in it is the garment itself


def find_objects(
    image: NDArray[np.uint8], alpha: Array, labels: NDArray[np.uint8], body: Body, carried: Sequence[Detection]
) -> Mask:
    """bool H×W: what of `carried` (boxes in pixels of uint8 H×W×3 RGB) lies before or at the body.

    A box counts where the person is in it, near the trunk or a hand, and where what is cut out of it has other colours
    than the clothes round it: a print, a pocket or a belt has the detector's word alone and is no thing, nor is most of
    a garment.
    """
    found = np.zeros(labels.shape, np.bool_)
    for thing in carried:
        if _at_body(thing, alpha, body):
            cut = _cut_out(image, labels, body, thing)
            if not any(_most_of(labels == label, cut) for label in WORN):
                found |= cut
    return found


def _most_of(garment: Mask, cut: Mask) -> bool:
    """Whether what was cut out is a garment, or what the photo's lower edge leaves of one."""
    inside = int((garment & cut).sum())
    return inside > _GARMENT * int(garment.sum()) and inside > 0.5 * int(cut.sum())


def _at_body(thing: Detection, alpha: Array, body: Body) -> bool:
    """A quarter of the box shows the person, it is smaller than the trunk, and lies by the trunk or a hand."""
    left, top, right, bottom = _window(thing, alpha.shape, 0.0)
    if right - left < 6 or bottom - top < 6:
        return False
    within = float((alpha[top:bottom, left:right] > 0.5).mean())
    width, height = thing.box[2:] - thing.box[:2]
    middle = np.clip((thing.box[:2] + thing.box[2:]) / 2, 0, np.array(alpha.shape[::-1]) - 1).astype(int)
    near = body.hand[middle[1], middle[0]] < 4 or (
        -0.1 < body.height[middle[1], middle[0]] < 1.3 and abs(body.sideways[middle[1], middle[0]]) < 1.3
    )
    return within > 0.25 and bool(near) and float(width * height) < 1.3 * body.size * body.torso


def _window(thing: Detection, shape: tuple[int, ...], room: float) -> tuple[int, int, int, int]:
    width, height = thing.box[2:] - thing.box[:2]
    left, right = thing.box[0] - room * width, thing.box[2] + room * width
    top, bottom = thing.box[1] - room * height, thing.box[3] + room * height
    return max(0, round(left)), max(0, round(top)), min(shape[1], round(right)), min(shape[0], round(bottom))


def _cut_out(image: NDArray[np.uint8], labels: NDArray[np.uint8], body: Body, thing: Detection) -> Mask:
    """The thing by GrabCut: an ellipse in the box begins it, cloth like that round the box and bare skin end it."""
    nothing = np.zeros(labels.shape, np.bool_)
    left, top, right, bottom = _window(thing, labels.shape, _ROOM)
    y, x = np.mgrid[: labels.shape[0], : labels.shape[1]].astype(np.float32)
    middle, half = (thing.box[:2] + thing.box[2:]) / 2, (thing.box[2:] - thing.box[:2]) / 2
    round_it = np.hypot((x - middle[0]) / half[0], (y - middle[1]) / half[1])
    inside = (x >= left) & (x < right) & (y >= top) & (y < bottom)
    cells = bins(to_lab(image))
    cloth = np.isin(labels, WORN) & ~inside & (body.height > 0) & (body.height < 1.6)
    core = (round_it < 0.6) & ~np.isin(labels, _BODY)
    if core.sum() < 20:
        return nothing
    around, own = histogram(cells[cloth]), histogram(cells[core])
    if cloth.sum() > 200 and overlap(around, own) > 0.5:
        return nothing
    likeness = (np.log(around) - np.log(own))[cells].astype(np.float32)
    clothlike = likeness > 0.5
    state = np.where(inside & (round_it < 1.15), cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    state[~inside | np.isin(labels, _BODY) | (clothlike & (round_it > 0.45))] = cv2.GC_BGD
    state[core & ~clothlike] = cv2.GC_FGD
    if not (state == cv2.GC_FGD).any():
        return nothing
    seen = _grabcut(image, state, (left, top, right, bottom))
    bulk = _whole(seen, core, float(half.min()), 0.13)
    hull = _hull(bulk)
    if bulk.sum() > _SOLID * hull.sum():
        surely = cv2.medianBlur((likeness > 2).astype(np.uint8), 5) > 0
        return _whole(hull & ~surely & ~np.isin(labels, _BODY), core, float(half.min()), 0.05)
    free = (state != cv2.GC_BGD) & ~clothlike
    return _whole(seen | (hull & free), core, float(half.min()), 0.05)


def _hull(mask: Mask) -> Mask:
    """Its convex hull: gleams and rims at the edge of a thing have other colours than its body."""
    canvas = np.zeros(mask.shape, np.uint8)
    points = cv2.findNonZero(mask.astype(np.uint8))
    if points is not None:
        cv2.fillConvexPoly(canvas, cv2.convexHull(points), 1)
    return np.asarray(canvas > 0)


def _grabcut(image: NDArray[np.uint8], state: NDArray[np.uint8], window: tuple[int, int, int, int]) -> Mask:
    """Within the window and as much again round it, which tells the colours outside."""
    left, top, right, bottom = window
    wide, high = (right - left) // 2, (bottom - top) // 2
    rows = slice(max(0, top - high), bottom + high)
    columns = slice(max(0, left - wide), right + wide)
    part = state[rows, columns]
    factor = min(1.0, _SIDE / max(part.shape))
    small = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_NEAREST)
    if not ((small == cv2.GC_BGD).any() and (small == cv2.GC_FGD).any()):
        return np.asarray(state == cv2.GC_FGD)
    picture = cv2.resize(image[rows, columns], small.shape[::-1], interpolation=cv2.INTER_AREA)
    cv2.setRNGSeed(1)
    cv2.grabCut(picture, small, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    inside = np.isin(small, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    found = np.zeros(state.shape, np.bool_)
    found[rows, columns] = cv2.resize(inside, part.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    return found


def _whole(mask: Mask, core: Mask, half: float, calm: float) -> Mask:
    """The piece that holds most of `core`, its gleams closed and its outline calmed over `calm` of its half size.
    Nothing where that isn't half of the core: then no one thing was found."""
    radius = max(1, round(calm * half))
    edge = 3 * radius + 2
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), edge, edge, edge, edge, cv2.BORDER_REPLICATE)
    whole = without_holes(cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disc(0.04 * half)) > 0).astype(np.uint8)
    filled = cv2.morphologyEx(whole, cv2.MORPH_OPEN, disc(radius))[edge:-edge, edge:-edge]
    _, pieces = cv2.connectedComponents(filled)
    counts = np.bincount(pieces[core & (filled > 0)].astype(np.int64), minlength=2)
    best = int(counts.argmax())
    if best == 0 or counts[best] < 0.5 * core.sum():
        return np.zeros_like(mask)
    return np.asarray(pieces == best)
