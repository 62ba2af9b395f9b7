"""Putting the layers together, at the photo's own size, a strip of rows at a time so that large photos cost no memory.

Everything here is pointwise: whatever looks at neighbours was worked out at working size before, and is looked up.
"""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import greatest
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fabric import Piece, edge_ready, sharpen_edge
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.fitting.footprints import averaged
from fittingroom.vision.parallel import beside

Array = NDArray[np.float32]
STRIP = 256


#: How much darker a shade makes a colour's weaker channels than its strongest: light that cloth throws back on itself
#: takes its colour twice. In full colours that is seen less: they have little of the weaker ones to lose.
_RICHER, _PALE_RICHER = 0.2, 0.6
#: The same for the shadow that cloth casts on what lies under it (power), and from which share of the strongest channel
#: on a weaker one lacks much: pale skin, though it lacks little, turns red there and not grey, for light goes into it.
_WARMER, _LACKS = 0.75, 0.12
#: Share of the difference to its strongest channel that light as strong again adds to a colour's weaker ones: a cloth's
#: surface throws back some light that its dye has not coloured.
_PALER = 0.5
#: Grey level from which on a full colour's strongest channel is bent, how far above that it can get, and the share of
#: what it gives up that its weaker ones gain.
_SHOULDER, _ABOVE, _SPILL = 200.0, 45.0, 0.6
#: How much of what a blur of a pixel takes away is added to cloth drawn smaller than its photo, in a sharp photo.
_CRISPER = 0.7
#: Colours whose strongest channel is below this are dark: so much more of their light's change is seen on them (power),
#: and their lit places get the lamp's own white on top, a share of 255: what dark cloth shows of folds is its sheen.
#: Cotton has little: with more, every fold is a bright stroke.
_DARK, _DEEPER, _SHEEN = 120.0, 0.45, 0.15


@dataclass(frozen=True)
class Look:
    """What makes cloth look photographed with the rest. cast: 3, gains for RGB. blur: standard deviation of the
    photo's blur, grain: of its noise (grey levels), both in its own pixels. seed: of the noise. glow: 3, the colour of
    the glare before it. weave: a square of fine texture (grey levels about 0, in pixels of the working size) that the
    cloth lacks; it is repeated."""

    cast: Array
    blur: float
    grain: float
    seed: int
    glow: Array
    weave: Array = field(default_factory=lambda: np.zeros((1, 1), np.float32))


@dataclass(frozen=True)
class Layers:
    """What a finished picture is made of, all at working size H×W.

    pieces: the cloth, bottom first; each covers what is below by its alpha. light: of the cloth, 1 = as in its
    product photo. bare: H×W×3, the person with old clothes taken off; erased: 0…1, where that differs from the photo.
    shadow: light on what lies under the cloth. front: 0…1, what stays before the cloth. behind_front: H×W×3, the old
    picture without what is in front. mixed: 0…1, where the photo's colours of what is in front are not its own alone,
    and `pure`, H×W×3, takes their place. look: how the camera saw it. veil: 0…1, how much of the cloth glare covers.
    shade: light on what is in front, where cloth casts any on it.
    """

    pieces: tuple[Piece, ...]
    light: Array
    bare: Array
    erased: Array
    shadow: Array
    front: Array
    behind_front: Array
    mixed: Array
    pure: Array
    look: Look
    veil: Array
    shade: Array | None = None


def render(photo: NDArray[np.uint8], layers: Layers) -> NDArray[np.uint8]:
    """The finished picture, as large as `photo`; where no layer has a say it is the photo, bit for bit."""
    result = photo.copy()
    factor = photo.shape[0] / layers.erased.shape[0]
    steps = [_step(piece, factor) for piece in layers.pieces]
    half = (len(steps) + 1) // 2
    others = beside(_all_ready, layers.pieces[half:], steps[half:], layers.look.blur)
    fabrics = _all_ready(layers.pieces[:half], steps[:half], layers.look.blur) + others.result()
    layers = _edges_ready(layers, factor)
    speck = noise((512, 512), 0.5, layers.look.seed) * layers.look.grain
    weave = cv2.resize(layers.look.weave, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    anywhere = _touched(layers)
    above, below, left, right = _bounds(anywhere, photo.shape)

    def draw(tops: range) -> None:
        for top in tops:
            window = slice(top, min(top + STRIP, below)), slice(left, right)
            look = _Lookup(photo.shape, layers.erased.shape, *window)
            touched = look.alpha(anywhere, factor)
            if not touched.any():
                continue
            strip = photo[window].astype(np.float32)
            unrest = _tile(speck, top, strip.shape) + _tile(f32(weave), top, strip.shape)
            drawn = _strip(strip, layers, fabrics, steps, look, factor, f32(unrest))
            change = np.clip(touched * 8, 0, 1)[..., None]
            blended = strip + (drawn - strip) * change
            result[window] = np.clip(np.round(blended), 0, 255).astype(np.uint8)

    every_other = beside(draw, range(above + STRIP, below, 2 * STRIP))
    draw(range(above, below, 2 * STRIP))
    every_other.result()
    return result


def render_finer(photo: NDArray[np.uint8], layers: Layers, times: float) -> NDArray[np.uint8]:
    """As `render`, but drawn `times` as large and brought back: every pixel is a mean of several, so outlines and
    fabric are smoother. Where the old picture shows through, it keeps the detail that enlarging it lost."""
    size = photo.shape[1], photo.shape[0]
    fine = round(size[0] * times), round(size[1] * times)
    large = np.asarray(cv2.resize(photo, fine, interpolation=cv2.INTER_CUBIC), np.uint8)
    look = replace(layers.look, blur=layers.look.blur * times, grain=layers.look.grain * times)
    drawn = render(large, replace(layers, look=look))
    hidden = np.maximum.reduce([piece.alpha for piece in layers.pieces] + [layers.erased]) * (1 - layers.front)
    cover = cv2.resize(hidden, size, interpolation=cv2.INTER_LINEAR)[..., None]
    before, after = (cv2.resize(each, size, interpolation=cv2.INTER_AREA).astype(np.float32) for each in (large, drawn))
    exact = after + (1 - cover) * (photo.astype(np.float32) - before)
    changed = cv2.resize((drawn != large).any(-1).astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    return np.where(changed[..., None], np.clip(np.round(exact), 0, 255), photo).astype(np.uint8)


def _bounds(touched: Array, photo: tuple[int, ...]) -> tuple[int, int, int, int]:
    """First and last row and column (the last not included) of a photo of that shape that `touched` may reach."""
    ends: list[int] = []
    for axis, size in ((1, photo[0]), (0, photo[1])):
        hit = np.nonzero((touched > 0).any(axis=axis))[0]
        if not hit.size:
            return 0, 0, 0, 0
        factor = size / touched.shape[1 - axis]
        ends += [max(0, int((hit[0] - 3) * factor)), min(size, int((hit[-1] + 4) * factor) + 1)]
    return ends[0], ends[1], ends[2], ends[3]


def _touched(layers: Layers) -> Array:
    """Where anything may change."""
    cloth = np.max([piece.alpha for piece in layers.pieces], axis=0)
    light = layers.shadow if layers.shade is None else np.minimum(layers.shadow, layers.shade)
    return f32(
        np.maximum.reduce([cloth, layers.erased, layers.mixed, np.clip((1 - light) * 12, 0, 1)]).astype(np.float32)
    )


def _strip(
    photo: Array, layers: Layers, fabrics: list[NDArray[np.float32]], steps: list[float], look: "_Lookup",
    factor: float, speck: Array,
) -> Array:  # fmt: skip
    """One strip: bare body, shadow, cloth, and what is in front."""
    front = look.alpha(layers.front, factor)[..., None]
    uncovered = np.clip(front * 40, 0, 1)
    old = photo * (1 - uncovered) + look(layers.behind_front) * uncovered
    erased = look.alpha(layers.erased, factor)[..., None]
    under = old * (1 - erased) + look(layers.bare) * erased
    under = deepened(under, look(layers.shadow)[..., None])
    light, veil = look(layers.light)[..., None], look(layers.veil)[..., None]
    for piece, fabric, step in zip(layers.pieces, fabrics, steps, strict=True):
        alpha = look.alpha(piece.alpha, factor)
        hit = np.nonzero(alpha.max(axis=0) > 0.002)[0]
        if not hit.size:
            continue
        part = slice(int(hit[0]), int(hit[-1]) + 1)
        where = look(piece.map, part)
        colour = cv2.remap(
            fabric, np.ascontiguousarray(where[..., 0]), np.ascontiguousarray(where[..., 1]), cv2.INTER_CUBIC, None,
            cv2.BORDER_REPLICATE,
        )  # fmt: skip
        colour = averaged(fabric, f32(colour), where, step, alpha[:, part] > 0)
        own = light[:, part] if piece.light is None else light[:, part] * look(piece.light, part)[..., None]
        colour = shaded(colour, f32(own)) * layers.look.cast
        colour = colour + (layers.look.glow - colour) * veil[:, part] + speck[:, part, None]
        under[:, part] += (np.clip(colour, 0, 255) - under[:, part]) * alpha[:, part, None]
    if layers.shade is not None:
        photo = photo * (1 + (look(layers.shade)[..., None] - 1) * np.clip(front, 0, 1))
    mixed = photo + (1 - front) * (under - old)
    # A share a little too small would add the difference of both cloths to a pixel that is all front already.
    mixed = np.clip(mixed, np.minimum(photo, under), np.maximum(photo, under))
    drawn = np.where(front > 0, mixed, under)
    share = look(layers.mixed)[..., None]
    if share.any():
        drawn += (under + (look(layers.pure) - under) * front - drawn) * share
    return f32(drawn)


def shaded(colour: Array, light: Array) -> Array:
    """`colour` (H×W×3, 0…255) under `light` (H×W×1, 1 = as it is): in the shade it gets richer as well as darker, in
    the light paler as well as brighter, and its hue stays."""
    strongest = np.maximum(greatest(colour), 1)[..., None]
    dark = np.clip(1 - strongest / _DARK, 0, 1)
    light = f32(light ** (1 + _DEEPER * dark))
    pale = -greatest(f32(-colour))[..., None] / strongest
    richer = _RICHER + (_PALE_RICHER - _RICHER) * pale
    lit = colour * light * (1 - richer * np.clip(1 - light, 0, 1) * (1 - colour / strongest))
    lit = lit + np.clip(light - 1, 0, 1) * (_PALER * (strongest - colour) + 255 * _SHEEN * dark)
    return rolled_off(f32(lit), f32(1 - pale))


def rolled_off(lit: Array, full: Array) -> Array:
    """Colours (H×W×3) with the strongest channel of `full` ones (H×W×1, 0…1) bent before its end, as a camera does it:
    some of what it gives up goes to the others, so that the brightest places get paler and form shows in them all."""
    strongest = greatest(lit)[..., None]
    over = np.maximum(strongest - _SHOULDER, 0)
    lost = full**2 * (over - _ABOVE * (1 - np.exp(-over / _ABOVE)))
    return f32(lit * (1 - lost / np.maximum(strongest, 1)) + _SPILL * lost * (1 - lit / np.maximum(strongest, 1)))


def deepened(colour: Array, shadow: Array) -> Array:
    """`colour` (H×W×3) in a `shadow` (H×W×1, 1 = none) that a layer above casts on it: what light still gets there has
    met skin or cloth before and took on its colour, so a shade is richer, and on skin warmer, while greys stay grey."""
    weaker = 1 - colour / np.maximum(greatest(colour), 1)[..., None]
    warmer = _WARMER * weaker / (weaker + _LACKS)
    return f32(colour * np.minimum(shadow, 1) ** (1 + warmer) * np.maximum(shadow, 1))


def _edges_ready(layers: Layers, factor: float) -> Layers:
    """The same layers, their masks such that they can be enlarged without steps."""
    if factor < 1.05:
        return layers
    pieces = tuple(replace(piece, alpha=edge_ready(piece.alpha)) for piece in layers.pieces)
    return replace(layers, pieces=pieces, erased=edge_ready(layers.erased))


def _step(piece: Piece, factor: float) -> float:
    """How many pixels of a piece's fabric go on one of the picture."""
    chosen = piece.alpha > 0.5
    step = np.linalg.norm(np.diff(piece.map, axis=1)[chosen[:, 1:]], axis=-1)
    return float(np.median(step)) / factor if step.size else 1.0


def _all_ready(pieces: tuple[Piece, ...], steps: list[float], blur: float) -> list[NDArray[np.float32]]:
    """Each piece's fabric as `_ready` makes it. steps: of each."""
    return [_ready(piece, step, blur) for piece, step in zip(pieces, steps, strict=True)]


def _ready(piece: Piece, shrink: float, blur: float) -> NDArray[np.float32]:
    """A piece's fabric, blurred as much as drawing it shrinks it and as the camera would have blurred it. shrink: its
    step."""
    wanted = shrink**2 * (0.42**2 + max(0.0, blur**2 - 0.5**2)) - (0.55**2 if shrink < 1.25 else 0.0)
    picture = piece.fabric.astype(np.float32)
    drawn = cv2.GaussianBlur(picture, (0, 0), np.sqrt(wanted)) if wanted > 0.1 else picture
    more = _CRISPER * np.clip((0.6 - blur) / 0.3, 0, 1) * np.clip((shrink - 1) / 0.5, 0, 1)
    if more > 0:  # a small picture of cloth gets its camera's or its editor's sharpening after it was made small
        drawn = drawn + more * (drawn - cv2.GaussianBlur(drawn, (0, 0), shrink))
    return f32(drawn)


def _tile(speck: Array, top: int, shape: tuple[int, ...]) -> Array:
    """Noise for a strip, the same wherever strips begin."""
    rows = (np.arange(shape[0]) + top) % speck.shape[0]
    columns = np.arange(shape[1]) % speck.shape[1]
    return speck[np.ix_(rows, columns)]


class _Lookup:
    """Working-size fields as seen from a window (rows, columns) of the full-size photo."""

    def __init__(self, full: tuple[int, ...], working: tuple[int, ...], rows: slice, columns: slice) -> None:
        self._same = full[:2] == working[:2]
        self._window = rows, columns
        ys = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) * (working[0] / full[0]) - 0.5
        xs = (np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5) * (working[1] / full[1]) - 0.5
        shape = len(ys), len(xs)
        self._ys = np.ascontiguousarray(np.broadcast_to(ys[:, None], shape))
        self._xs = np.ascontiguousarray(np.broadcast_to(xs[None], shape))

    def __call__(self, field: Array, part: slice = slice(None)) -> Array:
        """A field (H×W…) in the window, or in some of the window's columns."""
        if self._same:
            return field[self._window][:, part]
        xs, ys = (np.ascontiguousarray(each[:, part]) for each in (self._xs, self._ys))
        return f32(cv2.remap(field, xs, ys, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE))

    def alpha(self, field: Array, factor: float) -> Array:
        """A mask with its edge kept steep."""
        if self._same:
            return self(field)
        drawn = cv2.remap(field, self._xs, self._ys, cv2.INTER_CUBIC, None, cv2.BORDER_REPLICATE)
        return sharpen_edge(f32(drawn), factor)
