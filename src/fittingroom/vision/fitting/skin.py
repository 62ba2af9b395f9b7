"""Bare skin where the old clothes were: the person's own tone, light and grain on the shapes of chest and arms."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fill import noise, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.limbs import FAR
from fittingroom.vision.fitting.outline import Arm, Sides
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How much each channel (R, G, B) follows a change of light on skin: shade is redder than light.
_REDDENING = np.array([0.84, 1.05, 1.18], np.float32)
#: How much light a sleeve's end takes from the skin right below it.
_UNDER_SLEEVE = 0.16
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Tone:
    """A person's skin: `colour` (3, RGB) in the face's light; `grain`, deviation of its finest detail; `side`, log of
    how much brighter the image's right is than its left."""

    colour: Array
    grain: float
    side: float


def learn_tone(person: Person) -> Tone:
    """Tone of the lit skin that can be seen: face first, then everything bare."""
    image = person.image.astype(np.float32)
    face = shrink(person.labels == Label.FACE, 4)
    skin = shrink(person.labels == Label.SKIN, 3) & (person.alpha > 0.95)
    samples = [_lit_median(image[mask]) for mask in (face, skin) if mask.sum() > 150]
    colour = np.mean(samples, axis=0) if samples else np.array([200.0, 160.0, 140.0])
    fine = np.abs(image - cv2.GaussianBlur(image, (0, 0), 1.5)).mean(-1)
    known = skin if skin.sum() > 500 else face
    grain = float(np.clip(np.median(fine[known]) * 1.5, 0.4, 3.0)) if known.any() else 1.0
    return Tone(colour.astype(np.float32), grain, _side_light(image, face))


def _lit_median(pixels: Array) -> Array:
    """Median of the lighter, not the lightest, half."""
    light = pixels @ _LUMA
    low, high = np.percentile(light, [40, 92])
    return f32(np.median(pixels[(light >= low) & (light <= high)], axis=0))


def _side_light(image: Array, face: Mask) -> float:
    if face.sum() < 400:
        return 0.0
    _, xs = np.nonzero(face)
    middle = np.median(xs)
    light = image[face] @ _LUMA
    left, right = light[xs < middle].mean(), light[xs >= middle].mean()
    return float(np.clip(np.log(np.maximum(right, 1) / np.maximum(left, 1)), -0.3, 0.3))


def lit(colour: Array, light: Array) -> Array:
    """A skin colour (3, or H×W×3) under `light` (H×W, 1 = as it is)."""
    return f32(colour * np.maximum(light, 0.05)[..., None] ** _REDDENING)


def grain(shape: tuple[int, int], tone: Tone, seed: int) -> Array:
    """Multiplicative unevenness of skin at three scales, H×W×3 about 1: fine, the same in each channel, and mottling
    by the blood below, which red hardly shows."""
    share = tone.grain / max(float(tone.colour @ _LUMA), 40.0)
    fine, middle, broad, blood = (noise(shape, sigma, seed + k) for k, sigma in enumerate((0.7, 3.0, 14.0, 8.0)))
    even = 1 + share * fine + 0.008 * middle + 0.016 * broad
    return f32((even[..., None] + blood[..., None] * np.array([0.002, -0.007, -0.006])).astype(np.float32))


def arm_skin(person: Person, arm: Arm, tone: Tone, start: float, outward: float, seed: int) -> Array:
    """Skin for a whole arm, H×W×3: rounded by its light, meeting what can be seen of the arm and hand.

    start: u from which skin is wanted. outward: +1 where the arm's outside is the image's right.
    """
    u, v = arm.limb.u, arm.limb.v
    half = np.maximum(arm.bare_at(u), 1)
    across = np.clip(v / half, -1.1, 1.1)
    seen = _seen_arm(person, arm)
    light = _round_light(f32(across * outward), tone.side)
    light *= 1 - 0.05 * np.exp(-(((u - 0.52 * arm.limb.length) / (0.05 * arm.limb.length)) ** 2))
    light *= 1 - _UNDER_SLEEVE * np.exp(-np.clip(u - start, 0, FAR) / (0.08 * arm.unit))
    base = _local_colour(person, arm, tone, seen)
    image = lit(base, light) * grain(person.labels.shape, tone, seed)
    return _meet(person, image, seen, arm)


def _round_light(across: Array, side: float) -> Array:
    """Light over a cylinder: falls off towards both edges, faster on the side away from the light, with a soft
    highlight a little off the middle."""
    towards = 0.25 if side >= 0 else -0.25
    edge = 1 - 0.26 * np.abs(across) ** 2.4 + 0.05 * np.exp(-(((across - towards) / 0.4) ** 2))
    return f32(np.clip(edge * (1.02 + 0.5 * side * across), 0.4, 1.15).astype(np.float32))


def _seen_arm(person: Person, arm: Arm) -> Mask:
    """Bare skin of this arm and its hand that the photo shows."""
    u, v = arm.limb.u, arm.limb.v
    near = (np.abs(v) < 1.15 * arm.half) & (u > 0.1 * arm.limb.length) & (u < 1.25 * arm.limb.length)
    return shrink((person.labels == Label.SKIN) & near & (person.alpha > 0.9), 2)


def _local_colour(person: Person, arm: Arm, tone: Tone, seen: Mask) -> Array:
    """Colour of this arm: mostly what is seen of it, else the tone."""
    if seen.sum() < 60:
        return tone.colour
    own = _lit_median(person.image[seen].astype(np.float32))
    share = float(np.clip(seen.sum() / (0.25 * arm.limb.length * float(np.median(arm.bare))), 0.55, 0.9))
    return (own * share + tone.colour * (1 - share)).astype(np.float32)


def _meet(person: Person, image: Array, seen: Mask, arm: Arm) -> Array:
    """`image` moved so that it meets the photograph where skin is seen, the change fading along the arm. Skin close to
    the old cloth doesn't count where there's more: it lies in a shade that goes with the cloth."""
    length, u = arm.limb.length, arm.limb.u
    away = cv2.distanceTransform((person.labels != Label.UPPER).astype(np.uint8), cv2.DIST_L2, 5)
    clear = seen & (away > 0.03 * arm.unit)
    seen = clear if clear.sum() >= 40 else seen
    if seen.sum() < 40:
        return image
    photo = push_pull(person.image.astype(np.float32), seen)  # or the old cuff's colour would be blurred into the skin
    rim = seen & (away < 0.03 * arm.unit + 0.08 * length)
    rim = rim if rim.sum() > 30 else seen
    rest = cv2.GaussianBlur(photo, (0, 0), 2.0) - cv2.GaussianBlur(image, (0, 0), 2.0)
    rest = f32(cv2.GaussianBlur(push_pull(np.where(rim[..., None], rest, 0), rim), (0, 0), 4))
    nearest_seen = float(np.percentile(u[rim], 10))
    fade = np.exp(-((np.clip(nearest_seen - u, 0, FAR) / (0.33 * length)) ** 1.5))
    return f32(image + rest * fade[..., None])


def torso_skin(person: Person, frame: Frame, sides: Sides, tone: Tone, seed: int) -> Array:
    """Skin for neck, chest, shoulders and belly, H×W×3: tone and modelling, meeting what is seen of neck and chest."""
    photo = person.image.astype(np.float32)
    t, lateral = frame.fields(person.labels.shape)
    half = np.interp(t, sides.t, sides.width.mean(0)).astype(np.float32)
    image = lit(tone.colour, _chest_light(t, f32(lateral / np.maximum(half, 1)), frame, tone.side))
    image *= grain(person.labels.shape, tone, seed + 20)
    seen = (
        (person.labels == Label.SKIN)
        & (person.alpha > 0.95)
        & (t > -0.35)
        & (t < 1.0)
        & (np.abs(lateral) < 1.05 * half)
    )
    seen = shrink(seen, 3)
    if seen.sum() < 120:
        return image
    light = photo @ _LUMA
    seen &= light > 0.55 * np.median(light[seen])
    # Skin at the old neckline counts most, but for what lies in that cloth's own shade. A neck lies in the chin's
    # shadow, a chest doesn't: it counts the less the higher up.
    away = cv2.distanceTransform((person.labels != Label.UPPER).astype(np.uint8), cv2.DIST_L2, 5) / frame.unit
    weight = np.clip((t + 0.25) / 0.2, 0.1, 1) * np.exp(-away / 0.12) * np.clip(away / 0.015 - 0.5, 0.02, 1)
    weight = f32((seen * np.maximum(weight, 0.002)).astype(np.float32))
    rest = cv2.GaussianBlur(push_pull(photo, seen), (0, 0), 2.5) - cv2.GaussianBlur(image, (0, 0), 2.5)
    middle = weight * (np.abs(lateral) < 0.6 * half)  # beside armholes it is the arms' shade
    middle = middle if middle.sum() > 0.1 * weight.sum() else weight
    usual = 0.85 * (rest * middle[..., None]).sum((0, 1)) / middle.sum()
    rest = f32(cv2.GaussianBlur(push_pull(np.where(seen[..., None], rest, 0), weight), (0, 0), 3))
    distance = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 3)
    fade = np.exp(-((distance / (0.30 * frame.unit)) ** 1.4))
    return f32(image + usual + (rest - usual) * fade[..., None])


def _chest_light(t: Array, across: Array, frame: Frame, side: float) -> Array:
    """Gentle modelling of a chest: rounded sides, collar bones, the hollow between them, the breastbone's shade."""
    light = 1.02 - 0.17 * np.abs(np.clip(across, -1.1, 1.1)) ** 2.2 - 0.04 * np.clip(t / 0.4, -0.5, 1.5)
    light *= 1 + 0.25 * side * np.clip(across, -1, 1)
    ratio = frame.torso / frame.unit
    bone = 0.02 / ratio + 0.05 * (1 - np.clip(np.abs(across), 0, 1)) * 1.0
    ridge = np.exp(-(((t - bone) / 0.018) ** 2)) - 0.9 * np.exp(-(((t - bone - 0.035) / 0.025) ** 2))
    light += 0.06 * ridge * np.clip(np.abs(across) * 6 - 0.5, 0, 1) * np.clip(1.6 - 2 * np.abs(across), 0, 1)
    hollow = np.exp(-(((t - 0.04) / 0.04) ** 2 + (across / 0.09) ** 2))
    down = np.exp(-(((t - 0.24) / 0.11) ** 2))
    chest = 0.03 * np.exp(-(((np.abs(across) - 0.36) / 0.2) ** 2)) - 0.03 * np.exp(-((across / 0.11) ** 2))
    return f32(light - 0.06 * hollow + chest * down)
