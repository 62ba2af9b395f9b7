"""Cloth that a map presses together in places, as at an armhole or round a shoulder: there every pixel shows several of
the fabric's, and to take just one of them makes dotted lines and saw teeth of prints."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32

#: How much more than usual fabric must be pressed together for a pixel to be a mean, and at which it is one over all
#: that it shows: fine checks are better a little sharp than plain.
_PRESSED = 1.8, 3.5
#: The most that is averaged over, fabric pixels each way: beyond, the map doesn't press cloth together, it jumps.
_MOST = 12.0
#: Where in a pixel, each way, samples of such a mean lie.
_PLACES = (-0.375, -0.125, 0.125, 0.375)
#: Places are looked up in parts: no side of a map may be longer than twice this.
_ROWS = 16000


def pressed(where: Array, usual: float, shown: Mask) -> tuple[Mask, Array, Array]:
    """Which of the pixels `shown` (H×W) show more of the fabric than they do at the `usual` step (fabric pixels to a
    pixel), and, for just those, how the map `where` (H×W×2) goes on to the right and downwards (N×2 each)."""
    right, down = _steps(where, 1), _steps(where, 0)
    most = np.maximum(np.abs(right).sum(axis=-1), np.abs(down).sum(axis=-1)) / max(usual, 1.0)
    found = shown & (most > _PRESSED[0])
    share = np.clip((most[found] - _PRESSED[0]) / (_PRESSED[1] - _PRESSED[0]), 0, 1)[:, None]
    return found, share * _held(right[found]), share * _held(down[found])


def averaged(fabric: Array, colour: Array, where: Array, usual: float, shown: Mask) -> Array:
    """`colour` (H×W×3: `fabric` at the places `where`, H×W×2) with a mean over all that a pixel shows wherever fabric
    is pressed together. usual: fabric pixels to a pixel that `fabric` has been made ready for. shown: H×W, the pixels
    that matter."""
    found, right, down = pressed(where, usual, shown)
    if not found.any():
        return colour
    middle = where[found]
    offsets = [dx * right + dy * down for dy in _PLACES for dx in _PLACES]
    places = np.stack([middle + offset for offset in offsets], axis=1)  # N×16×2
    seen = [
        cv2.remap(
            fabric, np.ascontiguousarray(part[..., 0]), np.ascontiguousarray(part[..., 1]), cv2.INTER_LINEAR, None,
            cv2.BORDER_REPLICATE,
        ).mean(axis=1)
        for part in np.split(places, range(_ROWS, len(places), _ROWS))
    ]  # fmt: skip
    mixed = colour.copy()
    mixed[found] = np.concatenate(seen)
    return f32(mixed)


def _steps(where: Array, axis: int) -> Array:
    """How far the map goes from a pixel to the next along `axis`, H×W×2."""
    if where.shape[axis] < 2:
        return np.zeros_like(where)
    return f32(np.gradient(where, axis=axis))


def _held(steps: Array) -> Array:
    """Steps (N×2) no longer than is averaged over."""
    length = np.linalg.norm(steps, axis=1, keepdims=True)
    return f32(steps * np.minimum(1, _MOST / np.maximum(length, 1e-3)))
