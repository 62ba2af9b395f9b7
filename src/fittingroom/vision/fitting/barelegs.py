"""Taking old trousers, skirts and dresses off below the waist: background and bare legs in their place."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import grow, noise, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.legs import leg_shape
from fittingroom.vision.fitting.outline import Arm, ShoulderLine, Sides
from fittingroom.vision.fitting.skin import arm_skin, learn_tone, torso_skin
from fittingroom.vision.fitting.undress import PLAIN, background_plate, torso_shape, without_rim
from fittingroom.vision.person import Label, Person


def bare_below(
    person: Person, frame: Frame, legs: tuple[Arm, Arm], line: ShoulderLine, sides: Sides, erase: Mask,
    span: tuple[float, float], front: int, seed: int,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """The person with `erase` filled in (H×W×3), where that is shown, and where it is background (H×W, 0…1).

    span: t of the new garment's waist and hem; beside it there is background, skin only above and below. front: the
    nearer leg."""
    image = person.image.astype(np.float32)
    filled = behind_legs(person, seed)
    tone = learn_tone(person)
    belly = torso_skin(person, frame, sides, tone, seed)
    t, _ = frame.fields(person.labels.shape)
    above, below = (np.clip(way * frame.torso / 3, 0, 1) for way in (span[0] + 0.04 - t, t - span[1] + 0.25))
    filled = f32(filled + (belly - filled) * (torso_shape(person, frame, line, sides) * above)[..., None])
    filled = f32(filled + (with_legs(person, filled, legs, front, seed) - filled) * below[..., None])
    shown = np.maximum(cv2.GaussianBlur(erase.astype(np.float32), (0, 0), 1.2), erase)
    wide = cv2.GaussianBlur(grow(erase & (person.alpha < 0.1), 7).astype(np.float32), (0, 0), 4.0)
    shown = f32(np.where(person.alpha < 0.004, np.maximum(shown, wide), shown))
    body = np.maximum(torso_shape(person, frame, line, sides) * above, _both(legs) * below)
    return f32(image + (filled - image) * shown[..., None]), shown, f32(shown * (1 - body))


def behind_legs(person: Person, seed: int) -> Array:
    """The background in place of old clothes below the waist, H×W×3: where it is plain beside them its own slow
    gradient and grain; else carried on from beside, with what detail the photo shows through the old clothes' rim."""
    worn = person.labels == Label.LOWER
    image = person.image.astype(np.float32)
    known = shrink(person.alpha < 0.01, 4)
    near = known & grow(worn, 0.06 * max(known.shape))
    if near.sum() < 500:
        return background_plate(person, seed)
    slow = cv2.GaussianBlur(push_pull(image, known), (0, 0), 6)
    residual = np.abs(image - slow).mean(-1)[near]
    if np.percentile(residual, 90) > PLAIN:
        return without_rim(person, background_plate(person, seed), worn)
    grain = noise(known.shape, 0.8, seed) * float(np.median(residual)) * 0.8
    return f32(slow + grain[..., None])


def _both(legs: tuple[Arm, Arm]) -> Array:
    return np.maximum(leg_shape(legs[0]), leg_shape(legs[1]))


def leg_light(leg: Arm) -> Array:
    """Modelling of a leg seen from the front, about 1: the thigh's and shin's lit middle, the kneecap with the hollows
    round it."""
    s = leg.limb.u / leg.limb.length
    a = np.clip(leg.limb.v / np.maximum(leg.bare_at(leg.limb.u), 1), -1.2, 1.2)

    def spot(at: float, wide: float, across: float, spread: float) -> Array:
        return f32(np.exp(-(((s - at) / wide) ** 2) - ((a - across) / spread) ** 2))

    light = 1 + 0.05 * spot(0.3, 0.14, 0.1, 0.4) + 0.045 * spot(0.72, 0.12, -0.05, 0.28)
    light += 0.05 * spot(0.495, 0.022, 0.0, 0.42) - 0.05 * spot(0.455, 0.018, 0.0, 0.6)
    light -= 0.075 * (spot(0.52, 0.024, -0.55, 0.2) + spot(0.52, 0.024, 0.55, 0.2)) + 0.05 * spot(0.55, 0.014, 0.0, 0.5)
    light -= 0.05 * spot(0.66, 0.1, -0.8, 0.3) + 0.05 * spot(0.955, 0.02, 0.7, 0.25)
    return f32(light)


def with_legs(person: Person, picture: Array, legs: tuple[Arm, Arm], front: int, seed: int) -> Array:
    """`picture` (H×W×3) with both bare legs drawn over it, the one further away first, in the other's shadow."""
    tone = learn_tone(person)
    for side in (1 - front, front):
        leg, sign = legs[side], (-1.0, 1.0)[side]
        skin = arm_skin(person, leg, tone, 0.0, sign, seed + 31 + 7 * side) * leg_light(leg)[..., None]
        shape = leg_shape(leg)
        shade = 1 - 0.25 * cv2.GaussianBlur(shape, (0, 0), 0.03 * leg.unit + 1) * (1 - shape) * (side == front)
        picture = picture * shade[..., None]
        picture = picture + (skin - picture) * shape[..., None]
    return f32(picture)
