"""What a product photo shows at the armpits and is no part of the fabric: shadow, and slivers of the backdrop; and what
fabric goes on with there."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.blurs import coarse_blur
from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.cut import chest_width
from fittingroom.vision.fitting.fill import grow, shrink
from fittingroom.vision.garment import Garment, Sleeve
from fittingroom.vision.pieces import holding

#: Up to how far from the backdrop's colour (levels of Lab) what is seen in a gap is the backdrop.
_LIKE = 14
#: Dark lines up to this wide along an armhole are its seam's folds, and so far from it, chests.
_FOLD, _BESIDE = 0.07, 0.2
#: How different (logarithms) sleeve and body may be in lightness where they meet, and how far from the armhole a sleeve
#: has its own again, chests.
_ALIKE, _LEVELLED = 0.4, 0.5
#: How much of such a line is taken out, and between how many times as light its surroundings may be: what is darker
#: still is another colour.
_CALMED, _DARKER = 0.9, (3.0, 4.5)
#: From how much light lost on (shares) a line is a fold whose colour is deeper too, not grain.
_FOLDED = 0.1
#: How uneven (mean share of what is light) fabric is between plain and patterned: of a pattern nothing is taken out.
_PLAIN = 0.03, 0.07
#: What a fine pattern is made of is evened out over such a share of a chest; which share of all that is uneven it is in
#: one that is not fine, and in one that is.
_WEAVE, _FINE = 0.012, (0.58, 0.66)
#: Blurs from this deviation (pixels) on are done at a quarter of the size.
_AT_QUARTER = 12.0
#: How far in from the side cloth is drawn together in folds at an armpit at most, how far in what lies there is drawn
#: out in its place, and from where above to where below the armpit, chests.
_PUCKERED, _INWARDS, _NEAR_PIT = 0.06, 0.35, (-0.25, -0.08, 0.15, 0.4)
#: How far beyond their shade such folds still show in the lines of a weave, which they bend, and how much further in
#: is drawn out for that, chests.
_BENT, _FURTHER = 0.03, 0.1


def shadowed(garment: Garment, beside_body: bool = False, reach: float = 0.16) -> Mask:
    """What near the armpits is far darker than nearly all of the fabric (the gap's depth, a glimpse of the inside), or
    has the backdrop's colour (the gap itself, too narrow to be cut out).

    beside_body: whether to look along the body's sides too, where sleeves lie close to it, and for lesser shadows.
    reach: how far from an armpit to look, in chest widths. Fabric as dark as that elsewhere stays, so a dark garment
    loses nothing, nor does one of the backdrop's colour."""
    lab = np.asarray(cv2.cvtColor(garment.image, cv2.COLOR_RGB2LAB), np.float32)
    lightness = np.ascontiguousarray(lab[..., 0])
    solid = shrink(flags(garment.alpha > 0.8), 3)  # the cut-out's own edge is mixed with the backdrop
    chest = chest_width(garment)
    ys, xs = np.arange(solid.shape[0], dtype=np.float32)[:, None], np.arange(solid.shape[1], dtype=np.float32)[None]
    near = np.zeros(solid.shape, np.bool_)
    for x, y in garment.armpits:
        near |= (xs - x) ** 2 + ((ys - y) / 1.5) ** 2 < (reach * chest) ** 2
    beside = np.zeros(solid.shape, np.bool_)
    if beside_body:
        beside = _beside_body(garment, xs, ys, 0.05 * chest) & ~near
        near |= beside
    elsewhere = lightness[solid & ~near]
    if len(elsewhere) < 100 or not near.any():
        return np.zeros(solid.shape, np.bool_)
    dark_end, dark_share, middle = (float(level) for level in np.percentile(elsewhere, (1, 2, 50)))
    darkest = min(dark_end - 6, 0.3 * middle)
    calm = cv2.blur(lightness, (3, 3))
    dark = near & solid & (calm < darkest)
    dark |= beside & (calm < min(dark_share - 6, 0.62 * middle))
    dark = holding(dark, grow(~solid, 2))  # a crease within the cloth is only shaded
    backdrop = lab[::2, ::2][garment.alpha[::2, ::2] < 0.02]  # a quarter of so many tells as much
    if len(backdrop):
        usual = np.median(backdrop, axis=0)
        like = cv2.inRange(cv2.blur(lab, (3, 3)), usual - _LIKE, usual + _LIKE) > 0
        if like[solid & ~near].mean() < 0.03:  # a garment of that colour shows no gap
            dark |= near & solid & like
    if garment.metal is not None:
        near &= ~grow(garment.metal, 2)
    return grow(dark, 0.012 * chest + 1) & near


def calm_armholes(garment: Garment) -> NDArray[np.uint8]:
    """The garment's fabric (H×W×3) with sleeves as light at their armholes as the body is there, and the dark folds
    between the two nearly taken out, so that they meet as softly as on a person. Patterns stay, and so do sleeves of
    another colour."""
    chest, light = chest_width(garment), _light(garment)
    share = _CALMED * plainness(garment)
    if share == 0:
        return garment.fabric
    near, level = np.zeros(light.shape, np.float32), np.ones(light.shape, np.float32)
    for sleeve in garment.sleeves:
        if sleeve is None or sleeve.fused:
            continue
        away, out = _from_armhole(sleeve, light.shape, chest)
        near = np.maximum(near, np.clip(2 - 2 * away / _BESIDE, 0, 1))
        beside = (away > 0.5 * _FOLD) & (away < 2.5 * _FOLD) & (garment.alpha > 0.9)
        own, body = beside & sleeve.mask, beside & garment.torso & (out < 0)
        ratio = float(np.median(light[body]) / np.median(light[own])) if own.any() and body.any() else 1.0
        if abs(np.log(ratio)) < _ALIKE:
            level = level * ratio ** (np.clip(out / 0.02, 0, 1) * np.clip(1 - away / _LEVELLED, 0, 1))
    light = f32(light * level)
    gain = _filled(light, chest) / light
    own_colour = np.clip((_DARKER[1] - gain) / (_DARKER[1] - _DARKER[0]), 0, 1)
    where = near * own_colour
    gains, box = np.ones(garment.fabric.shape, np.float32), box_round(where > 0, 1.6 * _FOLD * chest + 8)
    if (where > 0).any():
        each = _each_gain(garment.fabric[box], gain[box], chest)
        gains[box] = np.clip(each, 1, _DARKER[0]) ** where[box][..., None]
    lit = garment.fabric * (level[..., None] * gains) ** share
    return np.asarray(np.clip(np.round(lit), 0, 255), np.uint8)


def plainness(garment: Garment) -> float:
    """How plain the body's cloth is: 0 patterned, 1 of one colour."""
    chest, light, plain = chest_width(garment), _light(garment), garment.torso & (garment.alpha > 0.9)
    uneven = float(np.abs(np.log(_filled(light, chest)[plain] / light[plain])).mean()) if plain.any() else 1.0
    return float(np.clip((_PLAIN[1] - uneven) / (_PLAIN[1] - _PLAIN[0]), 0, 1))


def fineness(garment: Garment) -> float:
    """How fine the pattern of the body's cloth is: 0 coarse or none, 1 a weave of small checks, dots or lines."""
    chest, plain = chest_width(garment), garment.torso & (garment.alpha > 0.9)
    inside, patterned = shrink(plain, 3), 1 - plainness(garment)
    if patterned == 0 or not inside.any():
        return 0.0
    light = f32(np.where(plain, np.log(_light(garment)), 0))
    fine, coarse = (
        float((light - _spread(light, plain, scale * chest))[inside].std()) for scale in (_WEAVE, 8 * _WEAVE)
    )
    share = float(np.clip((fine / max(coarse, 1e-3) - _FINE[0]) / (_FINE[1] - _FINE[0]), 0, 1))
    return share * patterned


def _spread(light: Array, known: Mask, reach: float) -> Array:
    """`light` (H×W, 0 where it isn't `known`) evened out over `reach` pixels of what is known."""
    factor = 4 if reach >= _AT_QUARTER else 1
    share = coarse_blur(known.astype(np.float32), reach, factor)
    return f32(coarse_blur(light, reach, factor) / np.maximum(share, 1e-3))


def _light(garment: Garment) -> Array:
    """The fabric's lightness without its finest grain, H×W, 4…259."""
    light = cv2.cvtColor(garment.fabric, cv2.COLOR_RGB2GRAY).astype(np.float32) + 4
    return f32(cv2.GaussianBlur(f32(light), (0, 0), 1.0))


def _filled(light: Array, chest: float) -> Array:
    """`light` (H×W) without dark lines, the wider for a larger `chest` (pixels)."""
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, disc(0.5 * _FOLD * chest))
    return f32(cv2.GaussianBlur(closed, (0, 0), 0.01 * chest + 0.5))


def _each_gain(fabric: NDArray[np.uint8], gain: Array, chest: float) -> Array:
    """The `gain` (H×W) of light that fills dark lines, for each colour of `fabric` (H×W×3) by itself: in a fold cloth
    lights itself and its colour is deeper, so that lit like the rest it would be a line of strong colour."""
    colours = f32(cv2.GaussianBlur(fabric.astype(np.float32) + 4, (0, 0), 1.0))
    own = np.stack([_filled(np.ascontiguousarray(each), chest) / each for each in np.moveaxis(colours, -1, 0)], -1)
    return f32(gain[..., None] + (own - gain[..., None]) * np.clip((gain - 1) / _FOLDED, 0, 1)[..., None])


def _from_armhole(sleeve: Sleeve, shape: tuple[int, ...], chest: float) -> tuple[Array, Array]:
    """How far each pixel is from a sleeve's armhole, and how far from its line towards the sleeve, H×W, chests."""
    ys, xs = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    run = sleeve.armpit - sleeve.tip
    long = max(float(np.linalg.norm(run)), 1.0)
    x, y = xs - sleeve.tip[0], ys - sleeve.tip[1]
    along = np.clip((x * run[0] + y * run[1]) / long**2, -0.1, 1.1)
    away = np.hypot(x - along * run[0], y - along * run[1]) / chest
    out = (x * run[1] - y * run[0]) / (long * chest)
    middle = sleeve.axis[len(sleeve.axis) // 2] - sleeve.tip
    return f32(away), f32(out * np.sign(middle[0] * run[1] - middle[1] * run[0]))


def _beside_body(garment: Garment, xs: Array, ys: Array, reach: float) -> Mask:
    """Of the columns `xs` (1×W) and rows `ys` (H×1), the strips `reach` pixels to both sides of the body's sides, where
    a sleeve may lie close and leave a gap."""
    found = np.zeros((ys.size, xs.size), np.bool_)
    for side, (_, pit) in zip(garment.sides, garment.armpits, strict=True):
        order = np.argsort(side[:, 1])
        edge = np.interp(ys[:, 0], side[order, 1], side[order, 0])[:, None]
        found |= (np.abs(xs - edge) < reach) & (ys > pit) & (ys < side[:, 1].max() + reach)
    return found


def mirrored_sides(fabric: NDArray[np.uint8], inside: Mask, garment: Garment) -> NDArray[np.uint8]:
    """`fabric` (H×W×3) with what lies beside the body, armpits to hem, mirrored about its sides row by row.

    Sleeves lie close beside the body in photos: carried on from the nearest pixel, checks would break where either
    meets the gap between them. inside: what is fabric; each side runs a little within it, and smoothly."""
    rows, width = np.arange(fabric.shape[0]), fabric.shape[1]
    chest = chest_width(garment)
    begin = max(round(float(max(garment.armpits[0][1], garment.armpits[1][1])) - 0.4 * chest), 0)
    stop = min(round(float(garment.hem[:, 1].max())) + 12, fabric.shape[0])
    if stop - begin < 20:
        return fabric
    edges = []
    for side, sign in ((0, -1), (1, 1)):
        order, pit = np.argsort(garment.sides[side][:, 1]), float(garment.armpits[side][1])
        own = np.interp(rows[begin:stop], garment.sides[side][order, 1], garment.sides[side][order, 0])
        own = _within_fabric(inside[begin:stop], own, sign, 0.012 * chest + 2)
        edges.append(_turned_out(own, np.clip(pit + 4 - rows[begin:stop], 0, None), sign))
    left, right = edges
    half = np.maximum(0.25 * (right - left), 1.0)[:, None]
    xs = np.arange(width, dtype=np.float64)[None]
    past_left, past_right = np.clip(left[:, None] - xs, 0, None), np.clip(xs - right[:, None], 0, None)
    folded = [half - np.abs(np.mod(past, 2 * half) - half) for past in (past_left, past_right)]
    source = np.where(
        past_left > 0, left[:, None] + folded[0], np.where(past_right > 0, right[:, None] - folded[1], xs)
    )
    ys = np.broadcast_to(rows[begin:stop, None], source.shape).astype(np.float32)
    drawn = fabric.copy()
    drawn[begin:stop] = cv2.remap(fabric, source.astype(np.float32), ys, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    return drawn


def _turned_out(edge: NDArray[np.float64], above: NDArray[np.float64], sign: int) -> NDArray[np.float64]:
    """A side carried on outwards `above` the armpit (rows, one each row): the fabric goes over into the sleeve there,
    and what is mirrored must part from it without a seam."""
    turned = edge[int((above > 0).sum()) - 1 if (above > 0).any() else 0]
    line = np.where(above > 0, turned + sign * 1.5 * above, edge)
    return np.asarray(ndimage.gaussian_filter1d(line, 4, mode="nearest"), np.float64)


def _within_fabric(inside: Mask, own: NDArray[np.float64], sign: int, margin: float) -> NDArray[np.float64]:
    """x of a side (one each row) drawn in to `margin` pixels within where `inside` begins, and smooth: past what is
    narrower than twice that, for where a sleeve lies against the body a sliver of it is seen beyond the gap between.
    sign: −1 left, 1 right."""
    reach = np.arange(0, 40 + round(2 * margin))
    columns = np.clip(np.round(own)[:, None] - sign * reach[None], 0, inside.shape[1] - 1).astype(np.intp)
    fabric = np.take_along_axis(inside, columns, axis=1)
    fabric &= ndimage.binary_opening(fabric, np.ones((1, round(2 * margin)), np.bool_)) | ~fabric[:, -1:]
    edge = np.where(fabric.any(1), fabric.argmax(1), 0) + margin
    edge = ndimage.maximum_filter1d(ndimage.median_filter(edge, 9, mode="nearest"), 15, mode="nearest")
    return np.asarray(ndimage.gaussian_filter1d(own - sign * edge, 6, mode="nearest"), np.float64)


def off_folds(where: Array, garment: Garment, fine: float | None = None) -> Array:
    """The body's map `where` (H×W×2, garment x, y) with what it finds beside the armpits taken from further in where a
    photo shows them in the shade: there cloth is drawn together in folds, and what is mirrored about those becomes a
    swirl. Nothing is moved far from an armpit, nor where a sleeve lies against the body, which shows no armpit.
    fine: the garment's `fineness`, where it is known."""
    chest = chest_width(garment)
    x, y, fine = where[..., 0], where[..., 1], fineness(garment) if fine is None else fine
    moved, (rows, columns) = np.zeros(x.shape, np.float32), np.nonzero(shadowed(garment))
    for (pit_x, pit_y), sleeve, sign in zip(garment.armpits, garment.sleeves, (1.0, -1.0), strict=True):
        if sleeve is None or sleeve.fused:
            continue
        near = (np.abs(rows - pit_y) < _NEAR_PIT[2] * chest) & (sign * (columns - pit_x) < _INWARDS * chest)
        puckered = float(np.clip(sign * (columns[near] - pit_x) / chest, 0, _PUCKERED).max(initial=0.0))
        puckered += fine * min(_BENT, puckered)
        deep, down = sign * (x - pit_x) / ((_INWARDS + _FURTHER * fine) * chest), (y - pit_y) / chest
        beside = np.interp(down, _NEAR_PIT, (0, 1, 1, 0))
        moved += f32(sign * puckered * chest * np.clip(1 - deep, 0, 1) * beside * (deep > -1))
    return f32(np.stack([x + moved, y], axis=-1))
