"""Cloth that goes on where hair hung before it: stripes, checks and weave copied from what is seen beside the hair."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import greatest
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.hair.soft import blur, widened

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CELLS = 24  # pixels a unit at which pieces are looked for: stripes as wide as a finger are seen
_HALF = 5  # pixels on each side of the middle of a piece
_REACH = 2.5  # units round a place from which its cloth may come: further off, folds and pattern run another way
_FAR = 3.0  # deviation, 0…255, by which a piece may match worse for each unit that it is nearer
_TRUST = 0.97  # trust that is left a step further into what is made up
_MOST = 1500  # pieces copied at most: time
_PLAIN, _PRINTED = 18.0, 24.0  # how far plain cloth, with folds, is from its slow changes, 0…255; and a pattern
_SLOW = 0.4  # units over which slow changes happen


def patterned(photo: Array, known: Mask, hole: Mask, unit: float) -> float:
    """0…1: whether the `known` cloth near the `hole` has a pattern rather than folds and weave alone."""
    near = known & widened(hole, 1.5 * unit)
    if not near.any():
        return 0.0
    share = blur(known.astype(np.float32), _SLOW * unit)[..., None]
    slow = blur(f32(photo * known[..., None]), _SLOW * unit) / np.maximum(share, 1e-3)
    apart = float(np.median(greatest(f32(np.abs(photo - slow)))[near]))
    return float(np.clip((apart - _PLAIN) / (_PRINTED - _PLAIN), 0, 1))


def continued_cloth(photo: Array, plain: Array, known: Mask, hole: Mask, unit: float) -> Array:
    """H×W×3: `plain`, the cloth's smooth colours, with pieces of the `known` cloth of `photo` laid over all of `hole`
    that they can be led on to.

    By A. Criminisi, P. Pérez and K. Toyama (Region filling and object removal by exemplar-based image inpainting,
    2004), at a size where `unit` pixels are `_CELLS` at most; the pieces' own pixels then come from the full size.
    """
    if not hole.any() or not known.any():
        return plain
    box = box_round(hole, _REACH * unit)
    factor = max(1.0, unit / _CELLS)
    height, width = hole[box].shape
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    if min(size) < 2 * _HALF + 2:
        return plain
    seen = known[box]
    share = cv2.resize(seen.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(f32(photo[box] * seen[..., None]), size, interpolation=cv2.INTER_AREA)
    wanted = cv2.resize(hole[box].astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    small = f32(colour / np.maximum(share, 1e-4)[..., None])
    rows, columns, led = _led_on(small, flags((share > 0.9) & ~wanted), flags(wanted), unit / factor)
    if not led.any():
        return plain
    found = plain.copy()
    found[box] = _copied(photo[box], plain[box], rows, columns, led, (width / size[0], height / size[1]))
    return found


def _led_on(image: Array, known: Mask, hole: Mask, unit: float) -> tuple[Array, Array, Mask]:
    """H×W each: by how many rows and columns the source of each pixel is away, and which pixels have one."""
    height, width = hole.shape
    image = image.copy()
    grey = f32(image.mean(-1))
    whole = np.ones((2 * _HALF + 1, 2 * _HALF + 1), np.uint8)
    source = cv2.erode(known.astype(np.uint8), whole, borderValue=0) > 0
    rows, columns = np.zeros(hole.shape, np.float32), np.zeros(hole.shape, np.float32)
    led = np.zeros_like(hole)
    done, trust = known.copy(), known.astype(np.float32)
    reach = int(_REACH * unit)
    for _ in range(_MOST):
        rim = hole & ~done & (cv2.dilate(done.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
        rim[:_HALF], rim[-_HALF:], rim[:, :_HALF], rim[:, -_HALF:] = False, False, False, False
        places = np.argwhere(rim)
        if not len(places):
            break
        y, x = places[int(np.argmax(_urgency(grey, done, trust, rim)[rim]))]
        piece = (slice(y - _HALF, y + _HALF + 1), slice(x - _HALF, x + _HALF + 1))
        low, left = max(_HALF, y - reach), max(_HALF, x - reach)
        high, right = min(height - _HALF, y + reach + 1), min(width - _HALF, x + reach + 1)
        there = source[low:high, left:right]
        if not there.any():
            done[y, x] = True
            trust[y, x] = 0
            continue
        mask = done[piece].astype(np.float32) * (0.2 + trust[piece])
        area = image[low - _HALF : high + _HALF, left - _HALF : right + _HALF]
        apart = _apart(area, image[piece], f32(mask))
        away = np.hypot(np.arange(low, high)[:, None] - y, np.arange(left, right)[None] - x) / unit
        best = np.where(there, np.sqrt(apart) + _FAR * away, np.inf).argmin()
        row, column = np.unravel_index(int(best), there.shape)
        row, column = int(row) + low, int(column) + left
        new = hole[piece] & ~done[piece]
        taken = (slice(row - _HALF, row + _HALF + 1), slice(column - _HALF, column + _HALF + 1))
        sure = float(trust[piece].mean())
        image[piece][new] = image[taken][new]
        grey[piece][new] = grey[taken][new]
        rows[piece][new], columns[piece][new] = row - y, column - x
        trust[piece][new] = _TRUST * sure
        led[piece][new] = True
        done[piece] |= new
    return rows, columns, led


def _apart(area: Array, piece: Array, mask: Array) -> Array:
    """Mean squared difference, under `mask`, of `piece` from each place of `area`."""
    weight = np.repeat(mask[..., None], piece.shape[2], axis=2)
    found = cv2.matchTemplate(area, piece, cv2.TM_SQDIFF, mask=np.sqrt(weight))
    return f32(np.maximum(found, 0) / max(float(weight.sum()), 1e-3))


def _urgency(grey: Array, done: Mask, trust: Array, rim: Mask) -> Array:
    """How soon each place of the `rim` is to be filled: sure surroundings first, and where lines run into the hole."""
    side = (2 * _HALF + 1, 2 * _HALF + 1)
    sure = cv2.blur(trust, side, borderType=cv2.BORDER_CONSTANT)
    inside = cv2.erode(done.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *way, ksize=3) / 8 * inside for way in ((1, 0), (0, 1)))
    edge = cv2.GaussianBlur(done.astype(np.float32), (0, 0), 1.5)
    out_x, out_y = cv2.Sobel(edge, cv2.CV_32F, 1, 0), cv2.Sobel(edge, cv2.CV_32F, 0, 1)
    length = np.maximum(np.hypot(out_x, out_y), 1e-3)
    run = np.abs(across * out_y - down * out_x) / length  # along the edge, so the line goes across it
    lines = cv2.dilate(f32(run), np.ones((5, 5), np.uint8))
    return f32(sure * (lines / 255 + 0.02) * rim)


def _copied(
    photo: Array, plain: Array, rows: Array, columns: Array, led: Mask, factors: tuple[float, float]
) -> Array:  # fmt: skip
    """H×W×3: `plain` with full-size pixels from where the small maps of sources say; each pixel takes those of the
    pieces round it too, which hides their seams."""
    height, width = photo.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    total, weights = 1e-3 * plain, np.full((height, width, 1), 1e-3, np.float32)
    for step_y in (-1, 0, 1):
        for step_x in (-1, 0, 1):
            near = f32([[1, 0, step_x * 0.8 * factors[0]], [0, 1, step_y * 0.8 * factors[1]]])
            maps = [
                cv2.warpAffine(
                    cv2.resize(one, (width, height), interpolation=cv2.INTER_NEAREST),
                    near,
                    (width, height),
                    flags=cv2.INTER_NEAREST,
                )
                for one in (rows, columns, led.astype(np.float32))
            ]
            piece = cv2.remap(photo, f32(x + maps[1] * factors[0]), f32(y + maps[0] * factors[1]), cv2.INTER_LINEAR)
            weight = f32(np.exp(-(step_x**2 + step_y**2)) * (maps[2] > 0.5))[..., None]
            total, weights = total + piece * weight, weights + weight
    return f32(total / weights)
