"""Puckers: the row of dark dimples that a sewn seam draws in plain cloth close to its edge.

In a product photo they lie beside a flat seam; at the outline of a leg, much smaller, they look like saw teeth."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.rowfill import row_edges

#: How far in from its edge cloth is evened out, in shares of its width, and where that has ended.
BAND, GONE = 0.1, 0.17

#: Dimples are finer than this along the seam and coarser than the grain of the cloth, pixels.
COARSE, GRAIN = 14.0, 1.2

#: Cloth whose middle changes more than this from row to row (standard deviation, 0…255) has a pattern.
PLAIN = 8.0


def even_seams(fabric: NDArray[np.uint8], mask: Mask, starts: tuple[float, float], end: float) -> NDArray[np.uint8]:
    """`fabric` (H×W×3 RGB) evened out along the left and right edge of the piece in `mask`, between rows.

    starts: the row where that begins at the left and the right edge. end: where it ends. Only what changes along an
    edge goes, so side stripes stay; and cloth with a pattern across its middle stays as it is."""
    left, right = row_edges(mask, 0.0)
    rows = np.flatnonzero(mask.any(1))
    width = float(np.median((right - left)[rows]))
    inside = slice(max(int(min(starts)), int(rows[0])), min(int(end), int(rows[-1])) + 1)
    if width < 12 or inside.stop - inside.start < 3 * COARSE:
        return fabric
    middle = _dimples(fabric, 0.5 * (left + right), 1, np.arange(-0.15 * width, 0.15 * width, dtype=np.float32))[inside]
    if middle.std() > PLAIN:
        return fabric
    drawn = fabric.astype(np.float32)
    y = np.arange(mask.shape[0], dtype=np.float32)
    for edge, sign, start in ((left, 1, starts[0]), (right, -1, starts[1])):
        reach = np.arange(-4, round(GONE * width) + 3, dtype=np.float32)
        found = _dimples(fabric, edge, sign, reach)
        away = sign * (np.arange(mask.shape[1], dtype=np.float32)[None] - edge[:, None])
        share = np.clip((GONE - away / width) / (GONE - BAND), 0, 1) * (away >= -4)
        share = share * (np.clip((y - start) / COARSE, 0, 1) * np.clip((end - y) / COARSE, 0, 1))[:, None]
        at = f32(np.clip(away + 4, 0, len(reach) - 1))
        drawn -= cv2.remap(found, at, np.repeat(y[:, None], mask.shape[1], 1), cv2.INTER_LINEAR) * share[..., None]
    return np.asarray(np.clip(np.round(drawn), 0, 255), np.uint8)


def _dimples(fabric: NDArray[np.uint8], edge: Array, sign: int, reach: Array) -> Array:
    """H×K×3: how much lighter or darker cloth is than the cloth above and below it, `reach` pixels (K) from `edge`."""
    x = edge[:, None] + sign * reach[None]
    y = np.repeat(np.arange(len(edge), dtype=np.float32)[:, None], len(reach), 1)
    strip = cv2.remap(fabric, f32(x), y, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE).astype(np.float32)
    fine = cv2.GaussianBlur(strip, (0, 0), sigmaX=0.8, sigmaY=GRAIN)
    usual = cv2.GaussianBlur(fine, (1, 0), sigmaX=0.01, sigmaY=COARSE)
    return f32(fine - usual)
