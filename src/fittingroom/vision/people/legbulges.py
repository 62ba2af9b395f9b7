"""Ground taken for a trouser leg: a sudden bulge of the outline below the knee that has the ground's colours.

A rug's edge or a board beside the leg looks like its outline to the segmenter. Colours of leg and ground that are
learnt right there, with no other ones among them, tell the two apart where those of the whole picture did not.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: From where to where along the shin (0 at the knee, 1 at the ankle) its outline is followed, at how many places.
_FROM, _TO, _PLACES = -0.4, 1.0, 29
#: How far down the bulge goes at most: there are shoes below.
_END = 1.1
#: By how much a leg's edge must come out, in S, within how much of the shin: cloth flares gradually.
_OUT, _WITHIN = 0.08, 0.3
#: How far from its middle a leg is surely leg, as a share of its half width above the bulge, and how far inside its
#: outline, in S.
_CORE, _DEEP = 0.8, 0.15
#: How far round the bulge colours are learnt, and how thick at least what is taken off is, in S.
_ROUND, _THICK = 0.3, 0.06


def leg_bulges(image: NDArray[np.uint8], mask: Mask, pose: Array, size: float) -> Mask:
    """What in the `mask` of a person is ground beside a leg, H×W. image: uint8 H×W×3 RGB. pose: the landmarks. size:
    S, pixels."""
    found = np.zeros(mask.shape, np.bool_)
    hips = pose[[24, 23], :2]
    for side, (knee, ankle) in enumerate(((26, 28), (25, 27))):
        if pose[[knee, ankle], 3].min() >= 0.5:
            outward = hips[side] - hips[1 - side]
            found |= _bulge(image, mask, pose[knee, :2], pose[ankle, :2], outward, size)
    return found


def _bulge(image: NDArray[np.uint8], mask: Mask, knee: Array, ankle: Array, outward: Array, size: float) -> Mask:
    """Ground on the outer side of a shin that was taken for it."""
    nothing = np.zeros(mask.shape, np.bool_)
    length = float(np.linalg.norm(ankle - knee))
    if length < 0.5 * size:
        return nothing
    down = (ankle - knee) / length
    across = np.array([-down[1], down[0]], np.float32)
    across = across if across @ outward > 0 else -across
    places = np.linspace(_FROM, _TO, _PLACES, dtype=np.float32)
    middle = np.asarray(knee + (ankle - knee) * places[:, None], np.float32)
    edge, back = (_run(mask, middle, way, size) for way in (across, -across))
    step = (_TO - _FROM) / (_PLACES - 1)
    before = ndimage.minimum_filter1d(edge, 2 * round(_WITHIN / step) + 1, mode="nearest")
    out = (edge - before > _OUT * size) & (places > 0)
    if not out.any():
        return nothing
    first = int(out.argmax())
    half = float(np.median(edge[: first + 1]))
    ends = knee + (ankle - knee) * np.array([[places[first] - _WITHIN], [_END]], np.float32)
    window = _window(ends, half + _ROUND * size, mask.shape)
    if not mask[window].size:  # the photo ends above all of it
        return nothing
    y, x = np.mgrid[window].astype(np.float32)
    along = ((x - knee[0]) * down[0] + (y - knee[1]) * down[1]) / length
    aside = (x - knee[0]) * across[0] + (y - knee[1]) * across[1]
    inside = mask[window]
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    core = inside & (aside < _CORE * half) & (aside > -_CORE * np.interp(along, places, back)) & (depth > _DEEP * size)
    if core.sum() < 50 or (~inside).sum() < 50:
        return nothing
    ground = inside & ~_like_leg(image[window], inside, core) & (aside > 0.5 * half)
    ground &= along > places[first] - 0.5 * _WITHIN
    thick = cv2.morphologyEx(
        ground.astype(np.uint8), cv2.MORPH_OPEN, np.ones((max(3, round(0.5 * _THICK * size)),) * 2, np.uint8)
    )
    touching = holding(np.asarray(thick > 0, np.bool_), ndimage.binary_dilation(~inside, iterations=2))
    nothing[window] = touching
    return nothing


def _window(middle: Array, pad: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The rows that `middle` (N×2) goes through, and the columns up to `pad` pixels beside it."""
    (left, top), (right, bottom) = middle.min(0), middle.max(0)
    columns = slice(max(0, round(left - pad)), min(shape[1], round(right + pad)))
    rows = slice(max(0, round(top)), min(shape[0], round(bottom) + 1))
    return (rows, columns) if rows.start < rows.stop and columns.start < columns.stop else (slice(0), slice(0))


def _run(mask: Mask, start: Array, way: Array, size: float) -> Array:
    """How many pixels the `mask` goes on from each point of `start` (N×2) in that `way`."""
    reach = np.arange(round(0.9 * size))
    spots = np.round(start[:, None] + way * reach[:, None]).astype(np.intp)
    inside = mask[
        np.clip(spots[..., 1], 0, mask.shape[0] - 1), np.clip(spots[..., 0], 0, mask.shape[1] - 1)
    ]  # fmt: skip
    inside[:, -1] = False
    return np.asarray(ndimage.median_filter((~inside).argmax(1).astype(np.float32), 3), np.float32)


def _like_leg(image: NDArray[np.uint8], inside: Mask, core: Mask) -> Mask:
    """What of `inside` has the colours of the leg's `core` rather than those outside."""
    guess = np.where(inside, cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    guess[core] = cv2.GC_FGD
    cv2.setRNGSeed(1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(np.ascontiguousarray(image), guess, (0, 0, 1, 1), *models, 3, cv2.GC_INIT_WITH_MASK)
    return np.asarray(np.isin(guess, (cv2.GC_FGD, cv2.GC_PR_FGD)), np.bool_)
