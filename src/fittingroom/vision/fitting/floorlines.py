"""Lines of a floor or a wall, seams of planks and joints of slabs, that go on straight behind a person from one
side to the other. Mirrored they would turn back at the person's outline, and smoothed they would end there."""

from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from fittingroom.vision.channels import mean
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round

#: Lines are what stands out of a picture evened out over so many units; at least so long; their profile is so wide to
#: either side, learnt over so much of their end, in units, and stands out by so many grey levels.
_SLOW, _LONG, _WIDE, _LEARNT, _CLEAR = 0.07, 0.16, 0.035, 0.35, 3.0
#: So much of a line is background, and so near to what is hidden it ends, in units: further off it ends by itself.
_SEEN, _NEAR = 0.9, 0.5
#: Two ends meet that are no further apart than so many units, point at each other within so many radians, and miss each
#: other by no more than so many units and half that turn.
_MEETS, _TURNS, _MISSES = 1.2, 0.12, 0.035


@dataclass(frozen=True)
class End:
    """Where a line ends at what hides it. place, way: x, y in pixels, and the unit vector out of it. profile: K×3, grey
    levels across it, by which it stands out of the floor."""

    place: Array
    way: Array
    profile: Array


def with_floor_lines(plate: Array, image: Array, known: Mask, wanted: Mask, unit: float) -> Array:
    """`plate`, the background behind a person (H×W×3), with straight lines where they are `wanted` (H×W) whose parts on
    both sides are `known` (H×W) in the `image`. unit: of the body, pixels."""
    wanted = flags(wanted & ~known)
    if not wanted.any() or not known.any():
        return plate
    box = box_round(wanted, round(0.6 * unit))
    seen, sure, asked = f32(image[box]), known[box], wanted[box]
    detail = _detail(seen, sure, _SLOW * unit)
    ends = line_ends(seen, detail, sure, asked, unit)
    if not ends:
        return plate
    total, weight = np.zeros_like(seen), np.zeros(sure.shape, np.float32)
    for first, last in combinations(ends, 2):
        if _meet(first, last, unit):
            _draw(first, last, total, weight)
    part = plate[box]
    own = part - cv2.GaussianBlur(part, (0, 0), _SLOW * unit)
    share = np.clip(weight, 0, 1) * asked
    value = total / np.maximum(weight, 1e-3)[..., None]
    result = plate.copy()
    result[box] = part + share[..., None] * (value - own)
    return f32(result)


def line_ends(image: Array, detail: Array, known: Mask, wanted: Mask, unit: float) -> list[End]:
    """Where straight lines that are `known` in the `image` (H×W×3) end at what is `wanted` (H×W)."""
    grey = np.asarray(np.clip(mean(image), 0, 255), np.uint8)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD, 0.8).detect(grey)[0]
    ends = []
    for segment in [] if found is None else found.reshape(-1, 2, 2).astype(np.float32):
        seen = _seen_part(known, segment)
        long = float(np.linalg.norm(seen[1] - seen[0]))
        if long < _LONG * unit:
            continue
        for start, stop in (seen, seen[::-1]):
            way = f32((stop - start) / long)
            if not _hidden_at(wanted, stop, way, _NEAR * unit):
                continue
            profile = _profile(detail, stop, way, min(long, _LEARNT * unit), unit)
            if np.abs(profile).max() > _CLEAR:
                ends.append(End(f32(stop), way, profile))
    return ends


def _seen_part(known: Mask, segment: Array) -> Array:
    """The part of a `segment` (2×2: x, y of both ends) between what of it is `known`; no longer than nought where much
    between is not."""
    count = max(2, round(float(np.linalg.norm(segment[1] - segment[0]))))
    spots = segment[0] + np.linspace(0, 1, count, dtype=np.float32)[:, None] * (segment[1] - segment[0])
    x, y = np.clip(np.rint(spots), 0, (known.shape[1] - 1, known.shape[0] - 1)).astype(np.intp).T
    sure = np.flatnonzero(known[y, x])
    if len(sure) < 2 or len(sure) < _SEEN * (sure[-1] - sure[0] + 1):
        return f32(np.stack([segment[0], segment[0]]))
    return f32(spots[sure[[0, -1]]])


def _hidden_at(wanted: Mask, place: Array, way: Array, near: float) -> bool:
    """Whether something `wanted` lies within `near` pixels of a line's end."""
    x, y = np.rint(place + np.arange(0, near + 1, dtype=np.float32)[:, None] * way).astype(np.intp).T
    inside = (x >= 0) & (x < wanted.shape[1]) & (y >= 0) & (y < wanted.shape[0])
    return bool(wanted[y[inside], x[inside]].any())


def _profile(detail: Array, stop: Array, way: Array, long: float, unit: float) -> Array:
    """K×3: the mean of `detail` across the last `long` pixels of a line."""
    wide = max(3, round(_WIDE * unit))
    across = np.arange(-wide, wide + 1, dtype=np.float32)
    back = np.arange(1, max(3, long), dtype=np.float32)
    normal = np.array([-way[1], way[0]], np.float32)
    spots = stop + across[:, None, None] * normal - back[None, :, None] * way
    x, y = np.ascontiguousarray(spots[..., 0]), np.ascontiguousarray(spots[..., 1])
    return f32(cv2.remap(detail, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).mean(1))


def _meet(first: End, last: End, unit: float) -> bool:
    """Whether two ends are those of one line."""
    between = last.place - first.place
    apart = float(np.linalg.norm(between))
    if apart > _MEETS * unit or apart < 2 or float(first.way @ last.way) > -np.cos(_TURNS):
        return False
    misses = max(abs(float(way[0] * between[1] - way[1] * between[0])) for way in (first.way, last.way))
    alike = float((first.profile * last.profile[::-1]).sum()) > 0
    return bool(first.way @ between > 0) and misses < _MISSES * unit + 0.5 * _TURNS * apart and alike


def _draw(first: End, last: End, total: Array, weight: Array) -> None:
    """Add to `total` (H×W×3) and `weight` (H×W) what a line from the `first` end to the `last` brings."""
    height, width = weight.shape
    long, wide = float(np.linalg.norm(last.place - first.place)), len(first.profile) // 2
    way = (last.place - first.place) / long
    corners = np.stack([first.place, last.place])
    x0, y0 = np.maximum(np.floor(corners.min(0)) - wide, 0).astype(int)
    x1, y1 = np.minimum(np.ceil(corners.max(0)) + wide + 1, (width, height)).astype(int)
    ys, xs = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    along = (xs - first.place[0]) * way[0] + (ys - first.place[1]) * way[1]
    across = (ys - first.place[1]) * way[0] - (xs - first.place[0]) * way[1]
    share = np.clip(1.5 * (1 - np.abs(across) / wide), 0, 1) * (along > -1) * (along < long + 1)
    offsets, passed = np.arange(-wide, wide + 1), np.clip(along / long, 0, 1)[..., None]
    begins, ends = (
        np.stack([np.interp(across, offsets, channel) for channel in profile.T], axis=-1)
        for profile in (first.profile, last.profile[::-1])
    )
    total[y0:y1, x0:x1] += share[..., None] * (begins + (ends - begins) * passed)
    weight[y0:y1, x0:x1] += share


def _detail(image: Array, known: Mask, sigma: float) -> Array:
    """What of the `image` (H×W×3) stands out of its mean over `sigma` pixels where it is `known`; nought elsewhere."""
    weight = known.astype(np.float32)
    slow = cv2.GaussianBlur(image * weight[..., None], (0, 0), sigma)
    slow = slow / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)[..., None]
    return f32((image - slow) * weight[..., None])
