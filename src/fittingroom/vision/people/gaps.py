"""Gaps between arm and body that a coarse segmenter bridges, found by a background model of their own.

In a gap the plain background is darker than elsewhere, for arm and body shade it. So what counts is not how far a
colour lies from the plate, but how far compared with the arm's and the body's colours next to it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.networks import Array
from fittingroom.vision.pieces import holding
from fittingroom.vision.spans import between

Mask = NDArray[np.bool_]

#: Of the way from the plate to the nearest sure body: up to where a gap begins, and up to where it then goes on.
_BEGIN, _GO_ON = 0.25, 0.45
#: Contrast with the plate, in Lab, below which the body itself can't be told from it; and the most a gap may have.
_LEAST, _MOST = 20.0, 14.0
#: Share of the body's sure pixels nearby that may look like the background: more, and its cloth has that colour too.
_ALIKE = 0.06
#: Contrast with a gap's own colours up to which a pixel next to it belongs to it.
_SAME = 4.5


def contrast(from_plate: Array) -> Array:
    """How far each pixel lies from the plate, given lab − plate (H×W×3); shade counts for less than colour."""
    light = from_plate[..., 0] * np.where(from_plate[..., 0] < 0, 0.6, 1.0)
    error = np.sqrt(light**2 + 3.2 * (from_plate[..., 1] ** 2 + from_plate[..., 2] ** 2))
    return np.asarray(cv2.GaussianBlur(error.astype(np.float32), (0, 0), 0.8))


def find_gaps(away: Array, mask: Mask, arms: tuple[Mask, Mask], body: Mask, size: float) -> Mask:
    """Background within `mask` between one of the `arms` and `body` (bool H×W, what is surely either; the image's left
    arm first). away: contrast with the plate. size: S in pixels."""
    nothing = np.zeros(mask.shape, np.bool_)
    sure = arms[0] | arms[1] | body
    near = mask & ~sure & _between_any(arms, body)
    near &= _within(arms[0] | arms[1], 0.4 * size)
    if not near.any():
        return nothing
    window = _window(near, int(0.5 * size) + 2)
    away, near = away[window], near[window]
    own, alike = _surroundings(away, (arms[0] | arms[1])[window], body[window], size)
    share = away / np.maximum(own, 1e-3)
    able = near & (own > _LEAST) & (away < _MOST) & (alike < _ALIKE)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((able & (share < _GO_ON)).astype(np.uint8), connectivity=4)
    begun = np.bincount(pieces[able & (share < _BEGIN)].astype(np.int64), minlength=len(stats))
    real = begun >= max(12.0, (0.03 * size) ** 2)
    real[0] = False
    found = nothing
    found[window] = real[pieces]
    return found


def _window(mask: Mask, edge: int) -> tuple[slice, slice]:
    """Rows and columns round all of `mask`, `edge` pixels further out."""
    rows, columns = np.nonzero(mask)
    across = slice(max(0, columns.min() - edge), columns.max() + edge)
    return slice(max(0, rows.min() - edge), rows.max() + edge), across


def grow_gaps(
    lab: Array, plate: Array, gaps: Mask, mask: Mask, arms: tuple[Mask, Mask], body: Mask, size: float
) -> Mask:
    """`gaps` with what hangs together with them between arm and body and has their own colours (H×W×3 Lab), for one
    gap is shaded alike."""
    if not gaps.any():
        return gaps
    window = _window(gaps, int(0.35 * size) + 2)
    from_plate, found = lab[window] - plate[window], gaps[window]
    free = mask[window] & ~(arms[0] | arms[1] | body)[window] & _between_any(arms, body)[window]
    for _ in range(2):
        alike = contrast(from_plate - _offset(from_plate, found.astype(np.float32), 0.15 * size)) < _SAME
        _, pieces = cv2.connectedComponents((free & (alike | found)).astype(np.uint8), connectivity=4)
        held = np.unique(pieces[found])
        found = found | (np.isin(pieces, held[held > 0]) & _within(found, 0.2 * size))
    grown = gaps.copy()
    grown[window] = found
    return grown


def bitten_off(from_plate: Array, mask: Mask, gaps: Mask, arms: tuple[Mask, Mask], body: Mask, size: float) -> Mask:
    """What lies open between arm and body, by `mask` without `gaps`, but has not the colours that most of the gap has:
    a shaded side of the clothes that happens to be as bright as the background. from_plate: lab − plate."""
    taken = mask & ~gaps
    room = ~taken & _between_any(arms, body) & _within(arms[0] | arms[1], 0.4 * size) & _within(taken, 0.12 * size)
    if not room.any():
        return room
    rows, columns = np.nonzero(room)
    window = slice(max(0, rows.min() - 3), rows.max() + 4), slice(max(0, columns.min() - 3), columns.max() + 4)
    here, open_, weight = from_plate[window], room[window], room[window].astype(np.float32)
    for _ in range(3):
        unlike = contrast(here - _offset(here, weight, 0.1 * size))
        weight = np.asarray(open_ / (1 + (unlike / _SAME) ** 4), np.float32)
    bites = cv2.morphologyEx((open_ & (unlike > _SAME + 1)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    at_body = cv2.dilate(taken[window].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    found = np.zeros_like(room)
    found[window] = holding(bites > 0, at_body)
    return found


def _between_any(arms: tuple[Mask, Mask], body: Mask) -> Mask:
    return np.asarray(between(arms[0], body) | between(arms[1][:, ::-1], body[:, ::-1])[:, ::-1])


def _within(mask: Mask, reach: float) -> Mask:
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3) <= reach)


def _surroundings(away: Array, arm: Mask, body: Mask, size: float) -> tuple[Array, Array]:
    """Of each pixel the least contrast of the sure arm and body nearby; and the share of what is sure around it that
    looks like the background. Worked out at a quarter of the size, for both are smooth."""
    small = (max(1, away.shape[1] // 4), max(1, away.shape[0] // 4))

    def picked(mask: Mask) -> Mask:
        return np.asarray(cv2.resize(mask.astype(np.uint8), small, interpolation=cv2.INTER_NEAREST) > 0)

    def full(values: Array) -> Array:
        size = (away.shape[1], away.shape[0])
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), np.float32)

    arm, body = picked(arm), picked(body)
    calm = np.asarray(cv2.resize(away, small, interpolation=cv2.INTER_AREA), np.float32)
    least = np.minimum(_beside(calm, arm), _beside(calm, body))
    near = 2 * max(1, round(0.02 * size)) + 1
    own = full(np.asarray(cv2.erode(least, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (near, near))), np.float32))
    sure, blur = arm | body, 0.05 * size
    known = cv2.GaussianBlur(sure.astype(np.float32), (0, 0), blur)
    like = cv2.GaussianBlur((sure & picked(away < _BEGIN * own)).astype(np.float32), (0, 0), blur)
    return own, full(np.asarray(like / np.maximum(known, 1e-3), np.float32))


def _beside(away: Array, sure: Mask) -> Array:
    """Of each pixel, the contrast of the `sure` body nearest to it, smoothed."""
    if not sure.any():
        return np.zeros_like(away)
    row, column = ndimage.distance_transform_edt(~sure, return_distances=False, return_indices=True)
    return np.asarray(cv2.GaussianBlur(away[row, column], (0, 0), 1.0), np.float32)


def _offset(from_plate: Array, weight: Array, reach: float) -> Array:
    """Mean of lab − plate about each pixel over some `reach` pixels by `weight`, found at a quarter of the size."""
    small = (max(1, weight.shape[1] // 4), max(1, weight.shape[0] // 4))
    amount = cv2.resize(from_plate * weight[..., None], small, interpolation=cv2.INTER_AREA)
    total = cv2.resize(weight, small, interpolation=cv2.INTER_AREA)
    blur = max(reach / 4, 0.5)
    mean = cv2.GaussianBlur(amount, (0, 0), blur) / np.maximum(cv2.GaussianBlur(total, (0, 0), blur), 1e-5)[..., None]
    return np.asarray(cv2.resize(mean, (weight.shape[1], weight.shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def local_plate(lab: Array, plate: Array, gaps: Mask, reach: float) -> Array:
    """`plate` (H×W×3 Lab) moved to the colours that the background has in `gaps`, fading out 2 × `reach` away."""
    if not gaps.any():
        return plate
    close = np.clip(1 - cv2.distanceTransform((~gaps).astype(np.uint8), cv2.DIST_L2, 3) / (2 * reach), 0, 1)
    return np.asarray(plate + _offset(lab - plate, gaps.astype(np.float32), reach) * close[..., None], np.float32)
