"""The head without its hair: skull, neck, clothes and background painted where the old hair was."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import mean
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.arms import arm_skin
from fittingroom.vision.hair.beard import beard
from fittingroom.vision.hair.beneath import Beneath
from fittingroom.vision.hair.brows import out_of_shade
from fittingroom.vision.hair.cloth import continued_cloth, patterned
from fittingroom.vision.hair.ears import draw_ear
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.light import light_of
from fittingroom.vision.hair.outline import calm_outline
from fittingroom.vision.hair.skin import membrane
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, widened
from fittingroom.vision.hair.uncover import Uncovered
from fittingroom.vision.hair.walls import continued, is_calm, small_lamps
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_KEPT = 0.025  # deviation of the edge of what is kept, units: brows that meet hair end softly
_SHADED = 0.05  # units of cloth beside hair that lie in its shade


@dataclass(frozen=True)
class Bare:
    """image: H×W×3 RGB 0…255. body: H×W, 0…1, the person without hair. removed: H×W, 0…1, where hair was taken off.
    grain: deviation of the photo's noise. ears: bool H×W, ears that are seen. own: H×W, 0…1, where photographed
    hair stays."""

    image: Array
    body: Array
    removed: Array
    grain: float
    ears: Mask
    own: Array | None = None


def take_off(person: Person, frame: HeadFrame, under: Uncovered, seed: int) -> Bare:
    """Fill what the hair hid."""
    photo, hair, beneath = under.photo, under.hair, under.beneath
    calm = is_calm(photo, (person.alpha < 0.04) & ~hair, hair, frame.unit)
    grain = _grain(f32(person.image), narrowed(person.labels == Label.FACE, 4))
    wall_grain = _grain(photo, narrowed((person.labels == Label.BACKGROUND) & ~hair, 4))
    filled, weight = np.zeros_like(photo), np.full(hair.shape, 1e-6, np.float32)
    removed, brows, lit = np.zeros(hair.shape, np.float32), np.zeros(hair.shape, np.float32), photo
    ends = blur(under.stays.astype(np.float32), 0.03 * frame.unit)
    still = under.kept | (under.lobes > 0.5)
    untouched = cv2.GaussianBlur(still.astype(np.float32), (0, 0), max(1.0, _KEPT * frame.unit))
    for kind in Beneath:
        here = flags(hair & (beneath == kind))
        if not here.any():
            continue
        fill = _fill(kind, person, frame, under, calm)
        if kind is Beneath.HEAD:
            lit, brows = out_of_shade(photo, fill, person, frame, hair)
        if kind in (Beneath.HEAD, Beneath.NECK):
            fill = fill + under.pores
        else:
            rough = wall_grain if kind is Beneath.BACKGROUND else grain
            fill = fill + (noise(hair.shape, 0.7, seed + kind) * rough)[..., None]
        share = f32(_share(kind, here, person, frame, calm) * (1 - ends) * (1 - untouched))
        part = np.maximum(cv2.GaussianBlur(here.astype(np.float32), (0, 0), 0.8), 0.02 * share)
        filled, weight = filled + fill * part[..., None], weight + part
        removed = np.maximum(removed, share)
    result = photo + (filled / weight[..., None] - photo) * removed[..., None]
    result = result + (lit - result) * brows[..., None]
    spared = flags(under.ears | under.kept)
    result, body, evened = calm_outline(f32(np.clip(result, 0, 255)), under.body, hair, beneath, spared, frame.unit)
    own = beard(person, frame)
    result = f32(result + (person.image - result) * own[..., None])
    removed = f32(np.maximum.reduce([removed, under.wisps, evened, brows]) * (1 - own))
    return Bare(result, body, removed, grain, under.ears)


def with_hidden_ears(bare: Bare, under: Uncovered, alphas: tuple[Array, ...], person: Person, frame: HeadFrame) -> Bare:
    """`bare` with the ears that old hair hid drawn as far as their `alphas` (`Uncovered.hidden_ears`) say, for cuts
    that show them."""
    image, body, removed, seen = bare.image, bare.body, bare.removed, bare.ears
    light = light_of(person, frame)
    for ear, alpha in zip(under.hidden, alphas, strict=False):  # none without a face
        surface = draw_ear(ear, bare.image, under.skin, light, frame.unit)
        surface = surface + (noise(body.shape, 0.7, 2 + ear.side) * bare.grain)[..., None]
        image = f32(image + (surface - image) * alpha[..., None])
        body, removed = f32(np.maximum(body, alpha)), f32(np.maximum(removed, alpha))
        seen = flags(seen | (alpha > 0.5))
    return replace(bare, image=f32(np.clip(image, 0, 255)), body=body, removed=removed, ears=seen)


def _share(kind: Beneath, here: Mask, person: Person, frame: HeadFrame, calm: bool) -> Array:
    """H×W, 0…1: how much of a fill shows; before walls and on skin it fades into what hair only shaded."""
    there = f32(np.maximum(here, cv2.GaussianBlur(widened(here, 1).astype(np.float32), (0, 0), 0.8)))
    if kind is Beneath.CLOTHES:
        return there
    alike = (Label.BACKGROUND,) if kind is Beneath.BACKGROUND else (Label.FACE, Label.SKIN)
    wide, fade = (0.08, 0.04) if kind is Beneath.HEAD or (calm and kind is Beneath.BACKGROUND) else (0.04, 0.03)
    soft = np.clip(blur(widened(here, wide * frame.unit).astype(np.float32), fade * frame.unit), 0, 1)
    soft = np.where(soft < 0.02, 0, soft)
    if kind is Beneath.BACKGROUND:  # the body's own soft edge stays
        body = widened(~np.isin(person.labels, (Label.BACKGROUND, Label.HAIR)), max(1.5, 0.02 * frame.unit))
        soft = soft * np.clip(1 - 20 * person.alpha * body, 0, 1)
    return f32(np.maximum(there, soft * np.isin(person.labels, alike)))


def _fill(kind: Beneath, person: Person, frame: HeadFrame, under: Uncovered, calm: bool) -> Array:
    """H×W×3: what `kind` looks like, carried on under the hair."""
    photo, beneath = under.photo, under.beneath
    hair = flags(under.hair | under.kept) if kind is Beneath.HEAD else under.hair
    known = (beneath == kind) & ~hair
    reach = 0.02 * frame.unit
    if kind is Beneath.BACKGROUND:
        known &= person.alpha < 0.04
        if calm:  # nothing to go on behind the hair, and its stray ends lie further out
            return membrane(photo, narrowed(known, 0.1 * frame.unit), frame.unit)
        known = narrowed(known, 2 * reach)
        known &= ~small_lamps(photo, known, hair, frame.unit)
        return continued(photo, smooth_fill(photo, known, frame.unit), known, frame.unit)
    if kind is Beneath.NECK and (narrowed(known, reach).sum() < 200 or person.face is None):
        known = (beneath == Beneath.HEAD) & ~hair
    solid = narrowed(known & (person.alpha > 0.95), reach)
    if kind is Beneath.NECK:
        clear = solid & ~widened(hair, 0.1 * frame.unit)  # skin that hair shades says little of skin in the light
        solid = clear if clear.sum() > 0.2 * frame.unit**2 else solid
    if kind is Beneath.HEAD:  # hair shades skin beside it, and ears are redder
        clear = solid & ~widened(hair, 0.1 * frame.unit) & ~under.ears & ~under.torn
        solid = clear if clear.any() else solid
    if not solid.any():
        solid = person.alpha > 0.95
    if kind is Beneath.HEAD:
        return _head_skin(photo, solid, beneath != Beneath.BACKGROUND, frame)
    if kind is Beneath.NECK:
        inside = cv2.distanceTransform((beneath != Beneath.BACKGROUND).astype(np.uint8), cv2.DIST_L2, 5)
        round_ = 1 - 0.14 * np.exp(-inside / (0.14 * frame.unit))  # limbs turn away from the light at their edges
        drawn, arms = arm_skin(photo, person, frame, hair)
        return f32(np.where(arms[..., None], drawn, smooth_fill(photo, solid, frame.unit) * round_[..., None]))
    plain = smooth_fill(photo, solid, frame.unit)
    clear = solid & ~widened(hair, _SHADED * frame.unit)  # hair shades cloth beside it too
    hole = flags(hair & (beneath == kind))
    share = patterned(photo, clear, hole, frame.unit)  # plain cloth is best led on smoothly
    if share <= 0:
        return plain
    return f32(plain + (continued_cloth(photo, plain, clear, hole, frame.unit) - plain) * share)


def _head_skin(photo: Array, known: Mask, body: Mask, frame: HeadFrame) -> Array:
    """Skin over the head: the face's, darker where the head turns away towards its outline."""
    turned = np.clip((blur(body.astype(np.float32), 0.16 * frame.unit) - 0.5) * 2, 0, 1) ** 0.6
    away = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 5) / (0.5 * frame.unit)
    dark = 0.32 * (1 - turned) * np.clip(away, 0, 1)
    return f32(membrane(photo, known, frame.unit) * (1 - dark)[..., None])


def _grain(photo: Array, known: Mask) -> float:
    """Deviation of the photo's noise where `known` is plain."""
    rough = mean(f32(photo - cv2.GaussianBlur(photo, (0, 0), 1.2)))
    return float(np.clip(np.median(np.abs(rough[known])) * 1.1, 0.2, 3)) if known.any() else 1.0
