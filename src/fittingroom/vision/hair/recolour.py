"""Another colour on the same hair: every strand keeps its place between shadow and shine, and gets the new ramp's."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.colours import Effect
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.ramp import STOPS, middle, to_rgb
from fittingroom.vision.hair.shades import evened, unlit
from fittingroom.vision.hair.soft import blur, narrowed, near_fill, widened
from fittingroom.vision.hair.streaks import streaks_along

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_OTHER_HUE, _OTHER_CHROMA = 5.0, 16.0  # deviations of the hair's hue, and distance in Lab, of things in it
_CLIP = 0.5  # squared units, the largest clip that may be near the hair's own colour
_BRIGHTER = 42.0  # lightness above the hair's own from which on a thing in it is no shine
_STRANDS, _SHADES = 0.22, (0.13, 0.24)  # how far one deviation of strands, and of head's lights and shades, moves it
_RIM = 0.12  # units inside the hair's edge within which skin or wall seen through it is no shine
_SEAM = 0.02  # units inside it that have some of what lies beside in every photo
_COARSE = 5  # pixels within which a hue may run over an edge
_HAZE = 0.3  # share of hair from which on what is seen through it has taken its hue
_RAISED, _LIGHTED = f32([0.15, 0.15]), f32([0.25, 0.5])  # how far a fair ramp's stops come up towards middle and white
_BLACK = 26.0  # lightness of a dye's middle up to which its shine is all that is seen of strands
_GLOSS, _SKY = f32([6, 14]), f32([[-0.5, -2], [-0.5, -3.5]])  # by how much lighter its lights are; a and b of the sky
_DIMMED = 0.75  # share of what is brighter than the light beside shaded skin that hair loses
_UNLIT = 0.4  # share of the way into night that shade takes where no strand is seen
_ROOTS = 0.5  # share of its tone that hair loses in the shade beside skin
_OUTER_ROOTS = 0.3  # and what it loses more where it ends on skin
_DYED_ROOTS = 0.45  # share of both that fair dyes take away: they begin at the roots
_FAIRER = 35.0, 15.0  # lightness above dark short hair's from which on its roots are seen, and up to all of them
_FAIR = 45.0, 25.0  # lightness of a dye from which on crushed blacks show in it, and up to all of them
_SHALLOW, _FAINTER = 0.6, 0.25  # shares of the contrast of depths, and of strands, that are left out then
_NIGHT = -0.5  # tone of hair that hardly any light reaches
#: Lab L of hair's middle tone up to which its lights are told by rank alone, and from which on by what they are; how
#: much of the light's own contrast the dyed hair has.
_CRUSHED, _SEEN, _CONTRAST = 14.0, 30.0, 0.55
_SHINES = 0.7  # by how much tone rises with that light
_LIT = 70.0  # percentile of lightness by which that is told of shadows


@dataclass(frozen=True)
class Dye:
    """ramp, second: 5×3 Lab ramps. share: H×W, 0…1, how much of the second is where. own: whether the first is the
    hair's own colour, which stays as it is. shade: H×W, 0…1, what roots and hair beside the face lie in. short: whether
    the hair is so short that roots are seen all round the face. light: H×W, 0…1, the share of light that reaches it."""

    ramp: Array
    second: Array
    share: Array
    own: bool = False
    shade: Array | None = None
    short: bool = False
    light: Array | None = None


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


def tones(hair: Array, alpha: Array, unit: float, share: float = 0.0) -> Array:
    """H×W, 0…1, of the hair's own colours (Lab H×W×3): where each lies between shadow (0) and shine (1).

    The head's lights and shadows by their rank, so that black hair has as many as fair hair; strands by their contrast
    with their surroundings, evened out over the head, so that those in black hair's depths, a grey level or two apart,
    are told from each other; noise is smoothed as far as it is amplified. share: 0…1, how far the hair is so dark and
    becomes so fair that its depths would be blotches: they are shallower.
    """
    light = hair[..., 0]
    sure = alpha > 0.97
    if sure.sum() < 50:
        sure = alpha > 0.5
    carried = _carried(light, sure, unit)
    whole = eased((alpha - 0.85) / 0.12)  # no step where the edge begins
    flat = carried + (light - carried) * whole
    broad = blur(f32(flat), 0.22 * unit)
    fine = evened(f32(flat - broad), sure, unit)
    spread = max(float(fine[sure].std()), 1e-3)
    gain = float(np.clip(9 / spread, 1, 3))
    if gain > 1.4:
        fine = f32(cv2.bilateralFilter(fine, 0, 1.2 * spread, min(1.6, 0.5 * gain)))
    local = np.sqrt(blur(fine**2, 0.3 * unit))
    even = fine / np.maximum(0.45 * spread + 0.55 * local, 0.8)
    inner = sure & narrowed(alpha > 0.9, _RIM * unit)
    inner = inner if inner.sum() > 0.3 * sure.sum() else sure
    calm = np.where(inner, light, _carried(light, inner, unit))
    score = _scores(blur(f32(calm), 0.08 * unit), inner)
    depths = _SHADES[0] + (_SHADES[1] - _SHADES[0]) * seen(light, sure)
    score = np.where(score > 0, _SHADES[0], depths) * score  # depths are darker than lights are light
    score, even = score * (1 - _SHALLOW * share), even * (1 - _FAINTER * share)
    return f32(np.clip(0.5 + 0.5 * np.tanh((_STRANDS * even + score) / 0.5), 0, 1))


def seen(light: Array, sure: Mask, lights: float = _LIT) -> float:
    """0…1: how far hair of lightness `light` (H×W) where it is `sure` is light enough to show what shades it.
    lights: percentile of lightness that tells."""
    own = float(np.percentile(light[sure], lights)) if sure.sum() > 50 else 0.0
    return float(np.clip((own - _CRUSHED) / (_SEEN - _CRUSHED), 0, 1))


def lit(tone: Array, light: Array, alpha: Array, ramp: Array) -> Array:
    """H×W, _NIGHT…1: `tone` with the shadows that fell on the hair (Lab L, H×W), as they would fall on hair of the
    `ramp`. Hair too dark to show them keeps its tone. alpha: H×W, where hair is."""
    sure = alpha > 0.97
    share = seen(light, sure)
    if share == 0:
        return tone
    own = float(np.median(light[sure]))
    brighter = (np.maximum(light, 0.5) / own) ** _CONTRAST
    place = np.interp(ramp[2, 0] * brighter, *_shadowed(ramp)[:2])
    place = np.where(brighter > 1, np.maximum(place, 0.5 + _SHINES * (brighter - 1)), place)  # black shines far above
    return f32(tone + share * (np.minimum(place, tone) - tone))


def bleached(dye: Dye, light: Array, sure: Mask) -> float:
    """0…1: how far short hair is dyed so much fairer than it is (Lab L, H×W, where `sure`) that its roots show."""
    if not dye.short or sure.sum() < 50:
        return 0.0
    return float(np.clip((dye.ramp[2, 0] - np.median(light[sure]) - _FAIRER[0]) / _FAIRER[1], 0, 1))


def lifted(dye: Dye, light: Array, alpha: Array) -> float:
    """0…1: how far hair too dark to show its strands (Lab L, H×W; alpha: where it is) becomes fair."""
    ramp = dye.second if dye.own else dye.ramp
    fair = float(np.clip((ramp[2, 0] - _FAIR[0]) / _FAIR[1], 0, 1))
    return fair * (1 - seen(light, alpha > 0.97, 50))


def dyed(ramp: Array, tone: Array) -> Array:
    """Lab (…×3) of tones (…, _NIGHT…1) on a ramp that goes on into shadow."""
    _, stops, colours = _shadowed(ramp)
    return f32(np.stack([np.interp(tone, stops, colours[:, k]) for k in range(3)], -1))


def _shadowed(ramp: Array) -> tuple[Array, Array, Array]:
    """Lightness (6), place (6) and Lab (6×3) of a ramp's stops and of one below them, where hardly any light comes:
    hair of any colour is dark there."""
    light = ramp[:, 0]
    fair = float(np.clip((light[2] - 50) / 30, 0, 1))  # its lights would be one flat area, and its depths black holes
    even = light + fair * np.concatenate([_RAISED * (light[2] - light[:2]), [0], _LIGHTED * (97 - light[3:])])
    dark = float(np.clip((_BLACK - light[2]) / 15, 0, 1))  # its shine alone shows that it is hair, and mirrors the sky
    even[3:] += dark * _GLOSS
    cool = dark * float(np.clip((8 - np.hypot(*ramp[2, 1:])) / 6, 0, 1)) * _SKY
    hues = f32(np.concatenate([ramp[:3, 1:], ramp[3:, 1:] + cool]))
    colours = np.concatenate([ramp[:1] * f32([0.3, 0.45, 0.45]), np.c_[even, hues]])
    return colours[:, 0], f32([_NIGHT, *STOPS]), f32(colours)


def _scores(values: Array, sure: Mask) -> Array:
    """H×W: by how many deviations `values` differ from the usual one of the `sure` ones: half by their rank, so that
    black hair has shades too, half by what they differ, so that those hardly seen are no patches."""
    middle_, spread = np.median(values[sure]), float(values[sure].std())
    return f32(0.5 * _normal_scores(values, sure) + 0.5 * np.clip((values - middle_) / max(spread, 2.5), -1.75, 1.75))


def _normal_scores(values: Array, sure: Mask) -> Array:
    """H×W: `values` as deviations of a normal distribution, by their rank among the `sure` ones; a crowd of equal ones
    (crushed blacks) counts nearly as its lowest."""
    ranked = np.sort(values[sure])
    below, up_to = (np.searchsorted(ranked, values.ravel(), side).reshape(values.shape) for side in ("left", "right"))
    rank = (below + 0.3 * (up_to - below) + 0.5) / (len(ranked) + 1)
    return f32(ndtri(np.clip(rank, 0.04, 0.96)))


def recolour(image: NDArray[np.uint8], matte: HairMatte, dye: Dye, unit: float) -> Array:
    """RGB 0…255, H×W×3: uint8 `image` with its hair dyed; what lies beside the hair keeps its share of each pixel."""
    lab = to_lab(image)
    alpha = f32(matte.alpha * (1 - foreign(lab, matte, unit)))
    hair = _unmixed(lab, matte, unit)
    seamless = _without_seam(hair, matte, alpha, unit)
    lift = lifted(dye, lab[..., 0], alpha)
    tone = tones(seamless, alpha, unit, lift)
    tone = f32(tone + _UNLIT * (1 - lift) * unlit(lab[..., 0], alpha > 0.97, unit) * (_NIGHT - tone))
    if dye.shade is not None:
        crushed = 1 - seen(lab[..., 0], alpha > 0.97, 50)  # else what can be seen of it is in the tones
        crushed = max(crushed, bleached(dye, lab[..., 0], alpha > 0.97))
        crushed *= 1 - _DYED_ROOTS * float(np.clip((dye.ramp[2, 0] - _FAIR[0]) / _FAIR[1], 0, 1))
        tone = f32(tone - crushed * dye.shade * (_ROOTS * np.maximum(tone, 0) + _OUTER_ROOTS * dye.shade**2))
    share = dye.share[..., None]
    share = share + share * (1 - share) * (2 * tone[..., None] - 1)  # strands that lie on top take more of it
    first, second = (dyed(ramp, lit(tone, seamless[..., 0], alpha, ramp)) for ramp in (dye.ramp, dye.second))
    first = hair if dye.own else first
    target = f32(first * (1 - share) + second * share)
    if dye.light is not None and not dye.own:
        top = dye.ramp[2, 0] * dye.light  # no fair hair shines beside skin that lies in the shade
        above = np.maximum(target[..., 0] - top, 0) * eased((1 - dye.light) / 0.1)
        target[..., 0] -= _DIMMED * above
    mixed = f32(image + alpha[..., None] * (to_rgb(target) - to_rgb(hair)))
    mixed = f32(cv2.cvtColor(np.clip(mixed / 255, 0, 1), cv2.COLOR_RGB2LAB))
    wide = np.zeros_like(alpha)
    if matte.fringe:  # whose tips lie on skin all round; elsewhere an ear may stand before a wall
        mixed[..., 1:] += _reflected(lab, hair, matte.beside, alpha)
    else:
        wide = _run_over(lab, hair, matte.beside, matte.alpha)
        mixed[..., 1:] += wide[..., None] * (target - hair)[..., 1:]
    rim = np.where(alpha[..., None] < 0.95, matte.beside, lab)
    rim[..., 0] += alpha * (target - rim)[..., 0]  # what a shaded cheek shows beside fair hair is not as bright as both
    limits = np.stack([lab, target, rim])  # beside a bright wall no haze of fair hair is brighter than both
    limits[1, ..., 0] = np.where(alpha < 0.95, rim[..., 0], target[..., 0])
    between = to_rgb(np.clip(mixed, limits.min(0), limits.max(0)))  # no rim is brighter, or bluer
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
    found = _small(found & (matte.alpha > 0.5), far, unit)
    light = blur(f32(lab[..., 0] - own[0]), 0.015 * unit)
    inside = narrowed(matte.mask, 0.08 * unit)
    found |= _set_in((light > _BRIGHTER) & inside, (light > _BRIGHTER / 1.5) & matte.mask, inside, _CLIP * unit**2)
    return blur(widened(found & (matte.alpha > 0.02), 0.02 * unit).astype(np.float32), 0.012 * unit)


def _small(found: Mask, far: Array, unit: float) -> Mask:
    """Pieces of `found` no larger than clips are, and larger ones only if they are of quite another colour (`far`,
    H×W, distance in Lab): sun or coloured light on one side of the hair is no thing in it."""
    count, pieces = cv2.connectedComponents(found.astype(np.uint8))
    area = np.bincount(pieces.ravel(), minlength=count)
    mean = np.bincount(pieces.ravel(), far.ravel(), count) / np.maximum(area, 1)
    held = (area < _CLIP * unit**2) | (mean > 2.5 * _OTHER_CHROMA)
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


def _unmixed(lab: Array, matte: HairMatte, unit: float) -> Array:
    """The hair's own colour (Lab) in each pixel: the photo's less the share of what lies beside; where that share is
    too large to tell, the colour of the hair nearby."""
    alpha = matte.alpha[..., None]
    sure = matte.alpha > 0.95
    around = near_fill(lab, sure, unit)
    low, high = np.percentile(lab[sure], [1, 99], axis=0) if sure.any() else (lab.min((0, 1)), lab.max((0, 1)))
    own = np.clip(matte.beside + (lab - matte.beside) / np.maximum(alpha, 0.3), low, high)
    trust = np.clip((alpha - 0.85) / 0.15, 0, 1)
    return f32(own * trust + around * (1 - trust))


def _without_seam(hair: Array, matte: HairMatte, alpha: Array, unit: float) -> Array:
    """`hair` (H×W×3 Lab) with the outermost no lighter than what is right within, where a brighter wall or cheek shines
    into it. alpha: H×W, its share."""
    sure, seam = alpha > 0.95, max(_SEAM * unit, 1.5)
    deep = narrowed(sure, seam)
    light = hair[..., 0]
    within = _carried(light, deep if deep.sum() > 0.3 * sure.sum() else sure, unit)
    glow = np.minimum(light, matte.beside[..., 0]) - within
    outer = ~deep & widened(~matte.mask & (alpha < 0.5), 3 * seam)  # no parting
    return f32(np.concatenate([(light - outer * np.maximum(glow, 0) * eased(glow / 6))[..., None], hair[..., 1:]], -1))


def likeness(ramp: Array, other: Array) -> float:
    """Distance in Lab of two ramps' middle tones."""
    return float(np.linalg.norm(middle(ramp) - middle(other)))


def _carried(light: Array, sure: Mask, unit: float) -> Array:
    return near_fill(np.repeat(light[..., None], 2, -1), sure, unit)[..., 0]


def _step(values: Array, low: float, high: float) -> Array:
    return eased((values - low) / (high - low))
