"""Putting the layers together, at the photo's own size, a strip of rows at a time so that large photos cost no memory.

Everything here is pointwise: whatever looks at neighbours was worked out at working size before, and is looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fabric import Piece, edge_ready, sharpen_edge
from fittingroom.vision.fitting.fill import noise

Array = NDArray[np.float32]
STRIP = 256


#: How much darker a shade makes a colour's weaker channels than its strongest: light that cloth throws back on itself
#: takes its colour twice.
_RICHER = 0.2


@dataclass(frozen=True)
class Look:
    """What makes cloth look photographed with the rest. cast: 3, gains for RGB. blur: standard deviation of the
    photo's blur, grain: of its noise (grey levels), both in its own pixels. seed: of the noise."""

    cast: Array
    blur: float
    grain: float
    seed: int


@dataclass(frozen=True)
class Layers:
    """What a finished picture is made of, all at working size H×W.

    pieces: the cloth, bottom first; each covers what is below by its alpha. light: of the cloth, 1 = as in its
    product photo. bare: H×W×3, the person with old clothes taken off; erased: 0…1, where that differs from the photo.
    shadow: light on what lies under the cloth. front: 0…1, what stays before the cloth. behind_front: H×W×3, the old
    picture without what is in front. look: how the camera saw it.
    """

    pieces: tuple[Piece, ...]
    light: Array
    bare: Array
    erased: Array
    shadow: Array
    front: Array
    behind_front: Array
    look: Look


def render(photo: NDArray[np.uint8], layers: Layers) -> NDArray[np.uint8]:
    """The finished picture, as large as `photo`; where no layer has a say it is the photo, bit for bit."""
    result = photo.copy()
    factor = photo.shape[0] / layers.erased.shape[0]
    fabrics = [_ready(piece, factor, layers.look.blur) for piece in layers.pieces]
    layers = _edges_ready(layers, factor)
    speck = noise((512, 512), 0.5, layers.look.seed) * layers.look.grain
    for top, rows in _strips(photo.shape[0]):
        look = _Lookup(photo.shape, layers.erased.shape, top, rows)
        touched = look.alpha(_touched(layers), factor)
        if not touched.any():
            continue
        strip = photo[top : top + rows].astype(np.float32)
        drawn = _strip(strip, layers, fabrics, look, factor, _tile(speck, top, strip.shape))
        change = np.clip(touched * 8, 0, 1)[..., None]
        blended = strip + (drawn - strip) * change
        result[top : top + rows] = np.clip(np.round(blended), 0, 255).astype(np.uint8)
    return result


def _touched(layers: Layers) -> Array:
    """Where anything may change."""
    cloth = np.max([piece.alpha for piece in layers.pieces], axis=0)
    return f32(np.maximum.reduce([cloth, layers.erased, np.clip((1 - layers.shadow) * 12, 0, 1)]).astype(np.float32))


def _strip(
    photo: Array, layers: Layers, fabrics: list[NDArray[np.float32]], look: "_Lookup", factor: float, speck: Array
) -> Array:
    """One strip: bare body, shadow, cloth, and what is in front."""
    front = look.alpha(layers.front, factor)[..., None]
    uncovered = np.clip(front * 40, 0, 1)
    old = photo * (1 - uncovered) + look(layers.behind_front) * uncovered
    erased = look.alpha(layers.erased, factor)[..., None]
    under = old * (1 - erased) + look(layers.bare) * erased
    under = under * look(layers.shadow)[..., None]
    light = look(layers.light)[..., None]
    for piece, fabric in zip(layers.pieces, fabrics, strict=True):
        alpha = look.alpha(piece.alpha, factor)
        if not (alpha > 0.002).any():
            continue
        where = look(piece.map)
        colour = cv2.remap(
            fabric, np.ascontiguousarray(where[..., 0]), np.ascontiguousarray(where[..., 1]), cv2.INTER_CUBIC, None,
            cv2.BORDER_REPLICATE,
        )  # fmt: skip
        colour = shaded(f32(colour), light) * layers.look.cast + speck[..., None]
        under = under + (np.clip(colour, 0, 255) - under) * alpha[..., None]
    behind = np.where(front > 0, photo + (1 - front) * (under - old), under)
    return behind


def shaded(colour: Array, light: Array) -> Array:
    """`colour` (H×W×3, 0…255) under `light` (H×W×1, 1 = as it is): in the shade it gets richer as well as darker."""
    strongest = np.maximum(colour.max(axis=-1, keepdims=True), 1)
    return f32(colour * light * (1 - _RICHER * np.clip(1 - light, 0, 1) * (1 - colour / strongest)))


def _edges_ready(layers: Layers, factor: float) -> Layers:
    """The same layers, their masks such that they can be enlarged without steps."""
    if factor < 1.05:
        return layers
    pieces = tuple(replace(piece, alpha=edge_ready(piece.alpha)) for piece in layers.pieces)
    return replace(layers, pieces=pieces, erased=edge_ready(layers.erased))


def _ready(piece: Piece, factor: float, blur: float) -> NDArray[np.float32]:
    """A piece's fabric, blurred as much as drawing it shrinks it and as the camera would have blurred it."""
    chosen = piece.alpha > 0.5
    step = np.linalg.norm(np.diff(piece.map, axis=1), axis=-1)[chosen[:, 1:]]
    shrink = float(np.median(step)) / factor if step.size else 1.0
    wanted = shrink**2 * (0.45**2 + max(0.0, blur**2 - 0.5**2)) - (0.45**2 if shrink < 1.25 else 0.0)
    picture = piece.fabric.astype(np.float32)
    return f32(cv2.GaussianBlur(picture, (0, 0), np.sqrt(wanted)) if wanted > 0.1 else picture)


def _strips(height: int) -> Iterator[tuple[int, int]]:
    for top in range(0, height, STRIP):
        yield top, min(STRIP, height - top)


def _tile(speck: Array, top: int, shape: tuple[int, ...]) -> Array:
    """Noise for a strip, the same wherever strips begin."""
    rows = (np.arange(shape[0]) + top) % speck.shape[0]
    columns = np.arange(shape[1]) % speck.shape[1]
    return speck[np.ix_(rows, columns)]


class _Lookup:
    """Working-size fields as seen from a strip of the full-size photo."""

    def __init__(self, full: tuple[int, ...], working: tuple[int, ...], top: int, rows: int) -> None:
        self._same = full[:2] == working[:2]
        self._rows = slice(top, top + rows)
        ys = (np.arange(top, top + rows, dtype=np.float32) + 0.5) * (working[0] / full[0]) - 0.5
        xs = (np.arange(full[1], dtype=np.float32) + 0.5) * (working[1] / full[1]) - 0.5
        self._ys = np.ascontiguousarray(np.broadcast_to(ys[:, None], (rows, full[1])))
        self._xs = np.ascontiguousarray(np.broadcast_to(xs[None], (rows, full[1])))

    def __call__(self, field: Array) -> Array:
        if self._same:
            return field[self._rows]
        return f32(cv2.remap(field, self._xs, self._ys, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE))

    def alpha(self, field: Array, factor: float) -> Array:
        """A mask with its edge kept steep."""
        if self._same:
            return self(field)
        drawn = cv2.remap(field, self._xs, self._ys, cv2.INTER_CUBIC, None, cv2.BORDER_REPLICATE)
        return sharpen_edge(f32(drawn), factor)
