"""Another colour on the same hair: every strand keeps the light that falls on it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import Box, box_round
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.colours import Effect
from fittingroom.vision.hair.hairline import with_hairs
from fittingroom.vision.hair.hues import varied
from fittingroom.vision.hair.lamps import lamps_on, tinted
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.paler import bleached_share, streaked
from fittingroom.vision.hair.ramp import STOPS, middle, to_rgb
from fittingroom.vision.hair.relit import light_on, placed, shone
from fittingroom.vision.hair.shades import grown_out, unlit
from fittingroom.vision.hair.soft import blur, carried, closed, narrowed, near_fill, widened
from fittingroom.vision.hair.streaks import streaks_along

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_OTHER_HUE, _OTHER_CHROMA = 5.0, 16.0  # deviations of the hair's hue, and distance in Lab, of things in it
_CLIP = 0.5  # squared units, the largest clip that may be near the hair's own colour
_GAPS = 0.03  # half the breadth, units, of gaps within such things
_LIKE_HAIR = 10.0  # distance in Lab from the hair's own colour up to which what lies at their rim is hair
_BRIGHTER = 42.0  # lightness above the hair's own from which on a thing in it is no shine
_AROUND = 0.5  # units round the hair that tell what lies beside it
_SEAM = 0.02  # units inside it that have some of what lies beside in every photo
_MOSTLY = 4  # power of a share by which pixels tell what hair, and what lies beside it, look like
_GONE = 0.03, 0.25  # share of hair up to which its haze goes rather than is dyed, and over which that fades
_COARSE = 5  # pixels within which a hue may run over an edge
_HAZE = 0.3  # share of hair from which on what is seen through it has taken its hue
_LIGHTED = f32([0, 0.25])  # how far a fair ramp's lights come up towards white
_GOLDEN = 5.0  # degrees by which lights of red and brown hair turn towards yellow, and twice that at the brightest
_BLACK = 26.0  # lightness of a dye's middle up to which its shine is all that is seen of strands
_GLOSS, _SKY = f32([6, 14]), f32([[-0.5, -2], [-0.5, -3.5]])  # by how much lighter its lights are; a and b of the sky
_DIMMED = 0.75  # share of what is brighter than the light beside shaded skin that hair loses
_UNLIT = 0.3  # share of the way into night that shade takes where no strand is seen
_BLACK_DEPTHS = 0.35  # share of that in hair which the photo shows as black all over: no depth is told there
_ROOTS = 0.5  # share of its tone that hair loses in the shade beside skin
_OUTER_ROOTS = 0.3  # and what it loses more where it ends on skin
_DYED_ROOTS = 0.5  # share of both that dyes take away: they begin at the roots
_ROOTED = 22.0, 18.0  # Lab L of a dye from which on that is seen, and up to all of it
_FAIRER = 35.0, 15.0  # lightness above dark short hair's from which on its roots are seen, and up to all of them
_FAIR = 45.0, 25.0  # lightness of a dye from which on crushed blacks show in it, and up to all of them
_GROWN, _FAIRER_BY = 0.25, (15.0, 25.0)  # share of its own colour that hair keeps at the roots; Lab L of a dye above it
_NIGHT = -0.5  # tone of hair that hardly any light reaches
#: Lab L of hair's middle tone up to which no shade on it is seen, and from which on all of it.
_CRUSHED, _SEEN = 14.0, 30.0
_LIT = 70.0  # percentile of lightness by which that is told of shadows


@dataclass(frozen=True)
class Dye:
    """ramp, second: 5×3 Lab ramps. share: H×W, 0…1, how much of the second is where. own: whether the first is the
    hair's own colour, which stays as it is. shade: H×W, 0…1, what roots and hair beside the face lie in. short: whether
    the hair is so short that roots are seen all round the face. light: H×W, 0…1, the share of light that reaches it.
    coloured: 0…1, how strongly coloured the scene's light is."""

    ramp: Array
    second: Array
    share: Array
    own: bool = False
    shade: Array | None = None
    short: bool = False
    light: Array | None = None
    coloured: float = 0.0


def dye_shares(effect: Effect, along: Array, across: Array, unit: float, seed: int, flow: Array | None = None) -> Array:
    """H×W, 0…1: where an effect has its second colour.

    along: 0 at the roots … 1 at the ends; across: −1…1 from the head's middle to its sides. unit: the head's, pixels.
    flow: H×W×2, the way strands run; straight down without it.
    """
    wander = noise(along.shape, 0.12 * unit, seed) * np.float32(0.1)
    if effect is Effect.OMBRE:
        return _step(along + wander, 0.38, 0.72)
    if effect is Effect.TWO_TONE:
        return _step(across, -0.03, 0.03)
    if effect is Effect.NONE:
        return np.zeros_like(along)
    down = np.broadcast_to(f32([0, 1]), (*along.shape, 2))
    streaks = streaks_along(f32(down if flow is None else flow), unit, seed + 1)
    if effect is Effect.BALAYAGE:  # painted on by hand: finer and thinner towards the roots, some hair stays below it
        return f32(_step(0.45 * streaks + 4 * (along + wander) - 2, -0.8, 1.5) * _step(along, 0.12, 0.5))
    return f32(0.85 * _step(streaks, 0.0, 2.0) * _step(along, 0.0, 0.12))


def seen(light: Array, sure: Mask, lights: float = _LIT) -> float:
    """0…1: how far hair of lightness `light` (H×W) where it is `sure` is light enough to show what shades it.
    lights: percentile of lightness that tells."""
    own = float(np.percentile(light[sure], lights)) if sure.sum() > 50 else 0.0
    return float(np.clip((own - _CRUSHED) / (_SEEN - _CRUSHED), 0, 1))


def bleached(dye: Dye, light: Array, sure: Mask) -> float:
    """0…1: how far short hair is dyed so much fairer than it is (Lab L, H×W, where `sure`) that its roots show."""
    if not dye.short or sure.sum() < 50:
        return 0.0
    return float(np.clip((dye.ramp[2, 0] - np.median(light[sure]) - _FAIRER[0]) / _FAIRER[1], 0, 1))


def _rooted(dye: Dye, light: Array, sure: Mask) -> float:
    """0…1: how deep a shade roots lie in that the hair (Lab L, H×W, where `sure`) doesn't show by itself."""
    crushed = max(1 - seen(light, sure, 50), bleached(dye, light, sure))
    return crushed * (1 - _DYED_ROOTS * float(np.clip((dye.ramp[2, 0] - _ROOTED[0]) / _ROOTED[1], 0, 1)))


def _lifted(dye: Dye, light: Array, sure: Mask) -> float:
    """0…1: how far hair too dark to show its strands (Lab L, H×W, where `sure`) becomes fair."""
    ramp = dye.second if dye.own else dye.ramp
    return float(np.clip((ramp[2, 0] - _FAIR[0]) / _FAIR[1], 0, 1)) * (1 - seen(light, sure, 50))


def _fairer(dye: Dye, light: Array, sure: Mask) -> float:
    """0…1: how far a dye is fairer than the hair (Lab L, H×W, where `sure`), which shows where it has grown since."""
    if sure.sum() < 50:
        return 0.0
    return float(np.clip((dye.ramp[2, 0] - np.median(light[sure]) - _FAIRER_BY[0]) / _FAIRER_BY[1], 0, 1))


def dyed(ramp: Array, tone: Array) -> Array:
    """Lab (…×3) of tones (…, _NIGHT…1) on a ramp that goes on into shadow."""
    _, stops, colours = _shadowed(ramp)
    return f32(np.stack([np.interp(tone, stops, colours[:, k]) for k in range(3)], -1))


def _shadowed(ramp: Array) -> tuple[Array, Array, Array]:
    """Lightness (6), place (6) and Lab (6×3) of a ramp's stops and of one below them, where hardly any light comes:
    hair of any colour is dark there."""
    light = ramp[:, 0]
    fair = float(np.clip((light[2] - 50) / 30, 0, 1))  # its lights would be one flat area, and its depths black holes
    even = light + fair * np.concatenate([[0, 0, 0], _LIGHTED * (97 - light[3:])])
    dark = float(np.clip((_BLACK - light[2]) / 15, 0, 1))  # its shine alone shows that it is hair, and mirrors the sky
    even[3:] += dark * _GLOSS
    cool = dark * float(np.clip((8 - np.hypot(*ramp[2, 1:])) / 6, 0, 1)) * _SKY
    warm = _GOLDEN * float(np.clip(min(ramp[2, 1], ramp[2, 2]) / 15, 0, 1))  # light that goes through is golden
    gold = [ramp[3 + k, 1:] @ _turn((1 + k) * warm) for k in (0, 1)]
    hues = f32(np.concatenate([ramp[:3, 1:], gold + cool]))
    colours = np.concatenate([ramp[:1] * f32([0.3, 0.45, 0.45]), np.c_[even, hues]])
    return colours[:, 0], f32([_NIGHT, *STOPS]), f32(colours)


def _turn(degrees: float) -> Array:
    """2×2: turns hues (…×2) from red towards yellow."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return f32([[cosine, sine], [-sine, cosine]])


def recolour(image: NDArray[np.uint8], matte: HairMatte, dye: Dye, unit: float) -> Array:
    """RGB 0…255, H×W×3: uint8 `image` with its hair dyed; what lies beside the hair keeps its share of each pixel."""
    result, box = f32(image), box_round(flags(matte.alpha > 0.002), _AROUND * unit)
    if result[box].size:
        result[box] = _recoloured(image[box], _matte_in(matte, box), _dye_in(dye, box), unit)
    return result


def _matte_in(matte: HairMatte, box: Box) -> HairMatte:
    return replace(matte, mask=matte.mask[box], alpha=matte.alpha[box], beside=matte.beside[box], ears=matte.ears[box])


def _dye_in(dye: Dye, box: Box) -> Dye:
    shade, light = (None if part is None else part[box] for part in (dye.shade, dye.light))
    return replace(dye, share=dye.share[box], shade=shade, light=light)


def _recoloured(image: NDArray[np.uint8], matte: HairMatte, dye: Dye, unit: float) -> Array:
    """RGB 0…255, H×W×3: as of `recolour`, for all of `image`."""
    lab = to_lab(image)
    alpha = f32(matte.alpha * (1 - foreign(lab, matte, unit)))
    around, behind = _nearby(image, matte.alpha, unit)
    hair = _unmixed(image, lab, matte.alpha, around, behind)
    beside, matte = matte.beside, replace(matte, beside=lab_of(behind))
    seamless = _without_seam(hair, matte, alpha, unit)
    inside = alpha > 0.97
    shown, fairer = seen(lab[..., 0], inside), _fairer(dye, lab[..., 0], inside)
    locks, strands, kinds = light_on(seamless[..., 0], alpha, unit, fairer, shown)
    shade = np.zeros_like(alpha) if dye.shade is None else dye.shade
    roots = shade * _rooted(dye, lab[..., 0], inside)
    lamps = lamps_on(hair, alpha, unit, dye.coloured)

    told = _BLACK_DEPTHS + (1 - _BLACK_DEPTHS) * shown
    night = _UNLIT * (1 - _lifted(dye, lab[..., 0], inside)) * told * unlit(lab[..., 0], inside, unit)

    def toned(ramp: Array) -> tuple[Array, Array]:
        lightness_, places, _ = _shadowed(ramp)
        tone = placed(locks, strands, inside, lightness_, places, unit, shown)
        tone = tone + night * (_NIGHT - tone)
        tone = f32(tone - roots * (_ROOTS * np.maximum(tone, 0) + _OUTER_ROOTS * shade**2))
        return tone, tinted(varied(dyed(ramp, tone), kinds), lamps)

    target = hair if dye.own else toned(dye.ramp)[1]
    if dye.share.any():
        tone, second = toned(dye.second)
        share = dye.share[..., None]
        share = share + share * (1 - share) * (2 * tone[..., None] - 1)  # strands that lie on top take more of it
        target = f32(target * (1 - share) + second * share)
    grown = fairer * shade * grown_out(alpha, unit)
    target = f32(target + _GROWN * grown[..., None] * (hair - target))
    if not dye.own:
        pale = bleached_share(hair, inside, unit)[..., None]  # that is pigment, which doesn't shine
        target = f32(target + (1 - pale) * (shone(target, hair, inside, dye.coloured) - target))
    if dye.light is not None and not dye.own:
        top = dye.ramp[2, 0] * dye.light  # no fair hair shines beside skin that lies in the shade
        above = np.maximum(target[..., 0] - top, 0) * eased((1 - dye.light) / 0.1)
        target[..., 0] -= _DIMMED * above
    left = (alpha * eased((alpha - _GONE[0]) / _GONE[1]))[..., None]
    mixed = f32(image + left * (to_rgb(target) - behind) - alpha[..., None] * (to_rgb(hair) - behind))
    mixed = lab_of(mixed)
    wide = np.zeros_like(alpha)
    if matte.fringe:  # whose tips lie on skin all round; elsewhere an ear may stand before a wall
        mixed[..., 1:] += _reflected(lab, hair, beside, alpha)
    else:
        wide = _run_over(lab, hair, matte.beside, matte.alpha)
        mixed[..., 1:] += wide[..., None] * (target - hair)[..., 1:]
    rim = np.where(alpha[..., None] < 0.95, matte.beside, lab)
    rim[..., 0] += alpha * (target - rim)[..., 0]  # what a shaded cheek shows beside fair hair is not as bright as both
    limits = np.stack([lab, target, rim])  # beside a bright wall no haze of fair hair is brighter than both
    limits[1, ..., 0] = np.where(alpha < 0.95, rim[..., 0], target[..., 0])
    between = np.clip(mixed, limits.min(0), limits.max(0))  # no rim is brighter, or bluer
    between[..., 0] = with_hairs(between[..., 0], lab[..., 0], alpha, shade, unit)
    between = to_rgb(between)
    return f32(np.where((alpha + wide)[..., None] > 0.002, between, image))


def _reflected(lab: Array, hair: Array, beside: Array, alpha: Array) -> Array:
    """H×W×2: what takes from a and b the old hair's hue that is left at its edge beside its own share `alpha`: its
    reflection on skin, and a lens's haze. hair, beside: H×W×3 Lab."""
    contrast = (hair - beside)[..., 1:]
    square = (contrast**2).sum(-1)
    share = np.clip(((lab - beside)[..., 1:] * contrast).sum(-1) / np.maximum(square, 1), 0, 1)
    near = eased(alpha / _HAZE) * eased((np.sqrt(square) - 8) / 12)
    return f32(-(np.maximum(share - alpha, 0) * near)[..., None] * contrast)


def _run_over(lab: Array, hair: Array, beside: Array, alpha: Array) -> Array:
    """H×W, 0…1: by how much more than its share `alpha` the old hair's hue has coloured what lies right beside it:
    photos store hues more coarsely than lightness. lab, hair, beside: H×W×3 Lab."""
    contrast = (hair - beside)[..., 1:]
    square = (contrast**2).sum(-1)
    share = np.clip(((lab - beside)[..., 1:] * contrast).sum(-1) / np.maximum(square, 1), 0, 1)
    near = cv2.GaussianBlur(cv2.dilate(alpha, np.ones((_COARSE, _COARSE), np.uint8)), (0, 0), 1)
    return f32(np.maximum(np.minimum(share, near) - alpha, 0) * eased((np.sqrt(square) - 8) / 12))


def foreign(lab: Array, matte: HairMatte, unit: float) -> Array:
    """H×W, 0…1: clips, ribbons and flowers in the hair: within it, and of a hue (Lab a and b) that is neither the
    hair's nor a mixture of the hair's and of what lies beside it, or far brighter than hair shines."""
    sure = matte.alpha > 0.95
    if sure.sum() < 50:
        return np.zeros_like(matte.alpha)
    own = np.median(lab[sure], axis=0)
    spread = 1.48 * np.median(np.abs(lab[sure] - own), axis=0)[1:] + 2.0
    contrast = own - matte.beside
    share = ((lab - matte.beside) * contrast).sum(-1) / np.maximum((contrast**2).sum(-1), 1)
    mixed = matte.beside + np.clip(share, 0, 1)[..., None] * contrast
    apart = np.minimum(
        np.linalg.norm((lab - mixed)[..., 1:] / spread, axis=-1), np.linalg.norm((lab - own)[..., 1:] / spread, axis=-1)
    )
    far = np.minimum(np.linalg.norm((lab - mixed)[..., 1:], axis=-1), np.linalg.norm((lab - own)[..., 1:], axis=-1))
    far = blur(f32(far), 0.015 * unit)
    found = (blur(f32(apart), 0.015 * unit) > _OTHER_HUE) & (far > _OTHER_CHROMA)
    hairs = streaked(lab, sure)
    found = _small(found & (matte.alpha > 0.5), far, unit)
    light = blur(f32(lab[..., 0] - own[0]), 0.015 * unit)
    inside = narrowed(matte.mask, 0.08 * unit)
    found |= _set_in((light > _BRIGHTER) & inside, (light > _BRIGHTER / 1.5) & matte.mask, inside, _CLIP * unit**2)
    found = _other_than(hairs, found)
    found &= matte.alpha > 0.02
    within = closed(found, _GAPS * unit)
    unlike = np.linalg.norm(lab - own, axis=-1) > _LIKE_HAIR
    return blur((widened(found, 0.02 * unit) & (within | unlike)).astype(np.float32), 0.012 * unit)


def _small(found: Mask, far: Array, unit: float) -> Mask:
    """Pieces of `found` no larger than clips are, and larger ones only if they are of quite another colour (`far`,
    H×W, distance in Lab): sun or coloured light on one side of the hair is no thing in it."""
    count, pieces = cv2.connectedComponents(found.astype(np.uint8))
    area = np.bincount(pieces.ravel(), minlength=count)
    mean = np.bincount(pieces.ravel(), far.ravel(), count) / np.maximum(area, 1)
    held = (area < _CLIP * unit**2) | (mean > 2.5 * _OTHER_CHROMA)
    held[0] = False
    return np.asarray(held[pieces], np.bool_)


def _other_than(hairs: Mask, found: Mask) -> Mask:
    """The pieces of `found` (H×W) that aren't for the most part `hairs` (H×W)."""
    count, pieces = cv2.connectedComponents(found.astype(np.uint8))
    area, alike = (np.bincount(pieces[where], minlength=count) for where in (found, found & hairs))
    held = alike < 0.5 * area
    held[0] = False
    return np.asarray(held[pieces], np.bool_)


def _set_in(seed: Mask, wide: Mask, inside: Mask, largest: float) -> Mask:
    """The pieces of `wide`, smaller than `largest` pixels, with a share in `seed` that lie mostly `inside` the hair:
    partings and temples, which are bright too, run out at its edge."""
    count, found = cv2.connectedComponents(wide.astype(np.uint8))
    pieces = found.astype(np.int64)
    area, within, sown = (np.bincount(pieces[mask], minlength=count) for mask in (wide, wide & inside, seed & wide))
    held = (sown > 0.2 * area) & (within > 0.7 * area) & (area <= largest)
    held[0] = False
    return np.asarray(held[pieces], np.bool_)


def _nearby(image: NDArray[np.uint8], alpha: Array, unit: float) -> tuple[Array, Array]:
    """RGB 0…255, H×W×3 each: what hair, and what lies beside or behind it, look like round each pixel of the photo, by
    those pixels that are mostly the one or the other. alpha: H×W, hair's share."""
    photo = f32(image)
    return near_fill(photo, alpha**_MOSTLY, unit), near_fill(photo, (1 - alpha) ** _MOSTLY, unit)


def _unmixed(image: NDArray[np.uint8], lab: Array, alpha: Array, around: Array, beside: Array) -> Array:
    """The hair's own colour (Lab) in each pixel of the photo (RGB and Lab, H×W×3): that of the hair `around`, moved by
    what neither it nor what lies `beside` (RGB, H×W×3 each) explains of the pixel by their shares, each by as little
    as that takes. alpha: H×W, hair's share."""
    sure, share = alpha > 0.95, alpha[..., None]
    left = image - share * around - (1 - share) * beside
    own = lab_of(f32(around + left * (share / (share**2 + (1 - share) ** 2))))
    low, high = np.percentile(lab[sure], [1, 99], axis=0) if sure.any() else (lab.min((0, 1)), lab.max((0, 1)))
    return f32(np.where(share < 1, np.clip(own, low, high), lab))


def lab_of(image: Array) -> Array:
    """Lab of RGB 0…255."""
    return f32(cv2.cvtColor(np.clip(image / 255, 0, 1).astype(np.float32), cv2.COLOR_RGB2LAB))


def _without_seam(hair: Array, matte: HairMatte, alpha: Array, unit: float) -> Array:
    """`hair` (H×W×3 Lab) with the outermost no lighter than what is right within, where a brighter wall or cheek shines
    into it. alpha: H×W, its share."""
    sure, seam = alpha > 0.95, max(_SEAM * unit, 1.5)
    deep = narrowed(sure, seam)
    light = hair[..., 0]
    within = carried(light, deep if deep.sum() > 0.3 * sure.sum() else sure, unit)
    glow = np.minimum(light, matte.beside[..., 0]) - within
    outer = ~deep & widened(~matte.mask & (alpha < 0.5), 3 * seam)  # no parting
    return f32(np.concatenate([(light - outer * np.maximum(glow, 0) * eased(glow / 6))[..., None], hair[..., 1:]], -1))


def likeness(ramp: Array, other: Array) -> float:
    """Distance in Lab of two ramps' middle tones."""
    return float(np.linalg.norm(middle(ramp) - middle(other)))


def _step(values: Array, low: float, high: float) -> Array:
    return eased((values - low) / (high - low))
