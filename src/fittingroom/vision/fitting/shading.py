"""Light on new cloth: folds that the old clothes show, and shadows where layers meet."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import greatest
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import grow, push_pull, shrink
from fittingroom.vision.fitting.foldlines import along_folds, far_from_ends
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.person import Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Folds deeper or brighter than these are drawn as these (logarithms of luminance).
_DARKEST, _BRIGHTEST = 0.17, 0.1
#: Least share of old cloth that must be plain, which nothing is that differs by more than so much (logarithm of
#: luminance) from its surroundings.
_PLAIN, _ODD = 0.5, 0.42
#: Fewer pixels of old cloth tell nothing.
ENOUGH = 1500
#: Reach (units) of the shade that a body's own form throws on old clothes.
_FORM = 0.28
#: Spread of folds (logarithm of luminance) from which on they are deep enough and aren't raised.
_DEEP = 0.14
#: Share of the light and dark that goes where it is indigo's fading and no fold.
_DYE = 0.85
#: How much deeper (power) shade is made on strong colours of little brightness.
_DEEPER = 0.65
#: Grey levels above a colour's strongest channel in which light shows in full, and the least share that is drawn.
_ROOM, _LEAST_ROOM = 50.0, 0.4
#: Cloth and background whose luminances (0…1) differ by less than this need an edge, at most so much darker.
ALIKE, EDGE = 0.22, 0.18


def carried_folds(
    person: Person, frame: Frame, old: Mask, share: float = 0.6, form: float = 0.0, detail: float = 0.014,
    cover: Mask | None = None,
) -> Array:  # fmt: skip
    """Relative light (H×W, about 1) of the folds that the `old` clothes show, as far as they can be trusted.

    Folds are read from the logarithm of luminance, between fine detail and the body's broad shading. What differs too
    much from its surroundings is a print, a panel or a seam and is passed over; a garment patterned all over, or so
    dark that its folds are noise, gives none. form: share of the broader shade of the body below that comes with them;
    not to be had from denim, whose fading looks the same. detail: what is finer than this (units) is no fold.
    cover: H×W, where the new cloth lies; where it goes on beyond the old one's ends, folds fade towards these.
    """
    none = np.ones(old.shape, np.float32)
    inner = shrink(old, 0.012 * frame.unit)
    if inner.sum() < ENOUGH:
        return none
    log = np.log(luminance(person.image))
    fine, wide = detail * frame.unit, 0.09 * frame.unit
    found = plain_bands(person, log, inner, fine, wide)
    if found is None:
        return none
    plain, smooth, broad = found
    trust = trusted(log, smooth, broad, plain)
    away = cv2.distanceTransform(plain.astype(np.uint8), cv2.DIST_L2, 3)
    near = cv2.GaussianBlur(np.clip(2 * away / wide, 0, 1), (0, 0), max(1.0, fine))
    # a photo's bright end is squeezed together: white cloth shows its folds fainter than they are
    bright = float(np.clip((np.exp(np.median(log[plain])) - 0.7) / 0.2, 0, 1))
    gain = share * min(1 + 0.7 * bright, max(0.6, _DEEP / _spread(smooth, broad, plain)))
    if cover is not None:
        near = near * far_from_ends(old, cover, frame.unit)
    gain *= 1 - _DYE * bleached(person.image, plain, smooth, broad, fine, wide)
    folds = along_folds(f32(smooth - broad), plain, frame.unit)
    if form > 0:
        folds += form * (broad - masked_blur(broad, plain, _FORM * frame.unit))
    limit = 0.65 + 0.35 * min(1.0, form / 0.35)
    return f32(np.exp(soft_limit(f32(folds * gain), limit * _DARKEST, limit * _BRIGHTEST) * near * trust))


def bleached(image: NDArray[np.uint8], plain: Mask, smooth: Array, broad: Array, fine: float, wide: float) -> float:
    """0…1, how far the `plain` cloth's light and dark places (logarithms of luminance, `smooth` less `broad`: see
    `bands`) are indigo that is worn off: a bleached place is paler as well as lighter, a lit one is only lighter."""
    colour = np.median(image[plain], axis=0).astype(np.float32) + 3
    depth = float(np.log(colour[2] / colour[0]))
    if depth < 0.3 or colour[1] > colour[2]:
        return 0.0
    log = np.log(image.astype(np.float32) + 3)
    dye = np.subtract(*bands(f32(log[..., 2] - log[..., 0]), plain, fine, wide))[plain]
    light = (smooth - broad)[plain]
    slope = float((light * dye).mean() / max(float((light * light).mean()), 1e-9)) / depth
    return float(np.clip((-slope - 0.4) / 0.4, 0, 1))


def with_headroom(light: Array, cloth: Mask, colour: Array) -> Array:
    """`light` (H×W) on `cloth` of about that `colour` (3, RGB), weakened as far as the brightest places of a full, deep
    colour could not get brighter: its channel is at its end already and the form of the body would not show."""
    if not cloth.any():
        return light
    strongest, weakest = max(float(colour.max()), 1.0), float(colour.min())
    over = max(1.0, strongest * float(np.percentile(light[cloth], 90)) / 236)
    return f32(light / over ** (1 - weakest / strongest))


def toned(light: Array, colour: Array) -> Array:
    """`light` (H×W) as it shows on cloth of that `colour` (3, RGB).

    Shade is made deeper on a colour that is strong in a channel of which the eye takes little brightness, as reds and
    blues are: as much of it is seen less there. What is lit is held back where the strongest channel has little left
    to gain: it would reach its end, and all form would be gone."""
    strongest = max(float(colour.max()), 1.0)
    faint = 1 - float(colour @ np.array([0.299, 0.587, 0.114])) / strongest
    power = 1 + _DEEPER * float(np.clip((faint - 0.3) / 0.4, 0, 1)) * strongest / 255
    room = float(np.clip((255 - strongest) / _ROOM, _LEAST_ROOM, 1))
    return f32(np.where(light < 1, light**power, 1 + (light - 1) * room))


def room_for_folds(fabric: NDArray[np.uint8], shape: Mask) -> float:
    """0.3…1, how far the old clothes' folds may show on `fabric` (H×W×3, of the garment that `shape` covers): pleats
    and prints of its own don't go with other folds laid across."""
    columns = np.flatnonzero(shape.any(axis=0))
    if not columns.size:
        return 1.0
    unit = 0.8 * float(columns[-1] - columns[0])
    smooth, broad = bands(f32(np.log(luminance(fabric))), shape, 0.014 * unit, 0.09 * unit)
    own = 1.4826 * float(np.median(np.abs(smooth - broad)[shape]))
    return float(np.clip(1 - (own - 0.03) / 0.03, 0.3, 1))


def soft_limit(values: Array, darkest: float, brightest: float) -> Array:
    """Logarithms of light, small ones as they are, large ones bent so that they never pass -darkest or brightest."""
    limit = np.where(values < 0, darkest, brightest)
    return f32(limit * np.tanh(values / limit))


def _like_most(person: Person, inner: Mask) -> Mask:
    """Pixels whose hue is the cloth's commonest."""
    lab = cv2.cvtColor(person.image, cv2.COLOR_RGB2LAB).astype(np.float32)[..., 1:]
    apart = greatest(f32(np.abs(lab - np.median(lab[inner], axis=0)))) > 16
    return ~grow(apart & inner, 2)


def plain_bands(person: Person, log: Array, inner: Mask, fine: float, wide: float) -> tuple[Mask, Array, Array] | None:
    """What of the cloth `inner` is plain (H×W), and the `bands` of the `log` of its luminance, None where too little of
    it is: what has another hue, or differs too much from its surroundings, is a print, a panel, a pocket or a gap."""
    plain = flags(inner & _like_most(person, inner))
    if plain.sum() < _PLAIN * inner.sum():
        return None
    smooth, broad = bands(log, plain, fine, wide)
    odd = grow(flags(plain & (np.abs(np.where(plain, log, broad) - broad) > _ODD)), 1.5 * fine)
    if odd.any():
        plain = flags(plain & ~odd)
        if plain.sum() < _PLAIN * inner.sum():
            return None
        smooth, broad = bands(log, plain, fine, wide)
    return plain, smooth, broad


def bands(log: Array, known: Mask, fine: float, wide: float) -> tuple[Array, Array]:
    """`log` without detail below `fine` pixels, and without anything below `wide`; both from `known` alone."""
    smooth = cv2.GaussianBlur(push_pull(f32(log), known), (0, 0), fine)
    return f32(smooth), masked_blur(f32(smooth), known, wide)


def trusted(log: Array, smooth: Array, broad: Array, plain: Mask) -> float:
    """0…1: less for cloth that is rough at every scale (stripes, checks, weaves) or nearly black."""
    # the camera's grain and a melange yarn's are gone in a small blur, stripes and checks are not
    rough = float(np.median(np.abs(cv2.GaussianBlur(log, (0, 0), 1.2) - smooth)[plain])) * 1.4826
    spread = _spread(smooth, broad, plain)
    dark = float(np.exp(np.median(log[plain])))
    trust = np.clip(1 - (rough - 0.035) / 0.04, 0, 1) * np.clip(1 - (spread - 0.30) / 0.25, 0, 1)
    return float(trust * np.clip((dark - 0.07) / 0.10, 0, 1))


def _spread(smooth: Array, broad: Array, plain: Mask) -> float:
    """How far the folds' light reaches from the darker to the brighter ones, logarithms of luminance."""
    return max(float(np.subtract(*np.percentile((smooth - broad)[plain], [92, 8]))), 1e-3)


def masked_blur(values: Array, mask: Mask, sigma: float) -> Array:
    """Blur of `values` inside `mask` alone, at a quarter of the size, for sigma is large."""
    small = (max(1, mask.shape[1] // 4), max(1, mask.shape[0] // 4))
    weight = cv2.resize(mask.astype(np.float32), small, interpolation=cv2.INTER_AREA)
    amount = cv2.resize(np.where(mask, values, 0).astype(np.float32), small, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(amount, (0, 0), sigma / 4) / np.maximum(
        cv2.GaussianBlur(weight, (0, 0), sigma / 4), 1e-3
    )
    return f32(cv2.resize(blurred, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_LINEAR))


def contact_shadow(cover: Array, unit: float, depth: float = 0.32, reach: float = 0.016) -> Array:
    """Shadow that a layer casts just outside its edge and a little below it, H×W, 1 where there is none. reach: of
    the shadow, in units."""
    down = max(1, round(0.75 * reach * unit))
    spread = cv2.GaussianBlur(cover, (0, 0), reach * unit + 1)
    moved = np.roll(spread, down, axis=0)
    moved[:down] = spread[:1]
    return (1 - depth * np.clip(moved, 0, 1) * (1 - cover)).astype(np.float32)


def edge_shade(cloth: Array, colour: Array, person: Person, unit: float) -> Array:
    """Light along the edge of `cloth` (H×W, 0…1) of about that `colour` (3, RGB) where the background beside it is
    nearly as light, H×W, 1 where nothing is changed: pale cloth keeps an outline before a pale wall, as the
    side of a body that turns away does."""
    beside = (person.alpha < 0.05) & (cloth < 0.05)
    if not beside.any():
        return np.ones(cloth.shape, np.float32)
    near = beside & grow(cloth > 0.5, 0.06 * unit + 4)
    wall = masked_blur(luminance(person.image), near, max(4.0, 0.08 * unit))
    own = max(float(colour @ np.array([0.299, 0.587, 0.114])), 1) / 255
    alike = np.clip(1 - np.abs(wall - own) / ALIKE, 0, 1)
    away = cv2.distanceTransform((~near).astype(np.uint8), cv2.DIST_L2, 5)
    breadth = 0.022 * unit + 1
    return f32(1 - EDGE * alike * np.exp(-((away / breadth) ** 2)) * (cloth > 0.02))


def seam_line(first: Array, second: Array, unit: float, depth: float = 0.10) -> Array:
    """The soft dark line where two pieces of cloth (0…1) are sewn together, H×W, 1 where there is none."""
    blur = 0.008 * unit + 0.7
    both = cv2.GaussianBlur(first, (0, 0), blur) * cv2.GaussianBlur(second, (0, 0), blur)
    return f32(1 - depth * np.clip(4 * both, 0, 1))
