"""Skin for legs that were covered: the person's own tone on a rounded leg, with knee, shin and calf, in the photo's
light."""

import cv2
import numpy as np

from fittingroom.vision.fitting.armskin import continued, normals, seen_skin
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.crops import WHOLE, Box, limb_in, person_in
from fittingroom.vision.fitting.form import blow_up
from fittingroom.vision.fitting.legs import middle_at
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.scene import Light, find_light
from fittingroom.vision.fitting.skin import Tone, grain, painted, round_light, skin_light
from fittingroom.vision.person import Person

#: A leg is broader than an arm, and its front flatter.
_FLATTER = 0.85


def light_on(person: Person, unit: float) -> Light:
    """The photo's light on skin, as skin and clothes show it."""
    solid = person.alpha > 0.5
    return skin_light(person, find_light(person, blow_up([solid], [~solid], solid, unit / 40)))


def leg_skin(person: Person, leg: Arm, tone: Tone, light: Light, seed: int, box: Box = WHOLE) -> Array:
    """Skin for a whole leg, `box`×3. A leg of which much is seen is continued; one that was covered is made from the
    tone of face and arms. box: round the leg."""
    person, leg = person_in(person, box), limb_in(leg, box)
    rounded = round_light(across_leg(leg), light, normals(leg.limb), 0.8) ** _FLATTER
    relative = f32(1.02 * rounded * leg_details(leg))
    if seen_skin(person, leg).sum() > 0.12 * leg.limb.length * 2 * float(np.median(leg.bare)):
        return continued(person, leg, tone, relative, seed)
    uneven = grain(relative.shape, tone, leg.unit, seed) + _flush(leg)
    return painted(tone, f32(tone.lightness * relative), uneven=uneven)


def across_leg(leg: Arm) -> Array:
    """Place across the bare leg, -1 (inner edge) … 1 (outer edge), a little beyond at most."""
    u, v = leg.limb.u, leg.limb.v
    return f32(np.clip((v - middle_at(leg, u)) / np.maximum(leg.bare_at(u), 1), -1.2, 1.2))


def leg_details(leg: Arm) -> Array:
    """Modelling of a leg seen from the front, about 1: thigh and shin, the kneecap with the hollows round it, the
    ankle."""
    share = leg.limb.u / leg.limb.length
    across = across_leg(leg)

    def spot(at: float, wide: float, place: float, spread: float) -> Array:
        return f32(np.exp(-(((share - at) / wide) ** 2) - ((across - place) / spread) ** 2))

    light = 1 + 0.05 * spot(0.3, 0.16, 0.1, 0.45)  # the thigh's lit front
    light -= 0.04 * spot(0.40, 0.04, 0.55, 0.25) + 0.05 * spot(
        0.41, 0.05, -0.6, 0.25
    )  # beside its muscle, above the knee
    light += 0.035 * spot(0.487, 0.026, 0.03, 0.42)  # kneecap: no bright spot, its skin is darker
    light -= 0.03 * spot(0.452, 0.016, 0.0, 0.5) + 0.05 * spot(0.527, 0.016, 0.0, 0.5)  # above and below it
    light -= 0.06 * (spot(0.5, 0.034, -0.62, 0.22) + spot(0.5, 0.034, 0.62, 0.22))
    light += 0.025 * spot(0.56, 0.02, 0.0, 0.22)  # the tendon's end
    light += 0.055 * spot(0.7, 0.13, -0.12, 0.15) - 0.05 * spot(0.7, 0.12, -0.62, 0.24)  # shin and the calf behind it
    light -= 0.035 * spot(0.68, 0.1, 0.55, 0.25)
    light += 0.06 * spot(0.975, 0.014, -0.6, 0.22) - 0.05 * spot(0.995, 0.014, -0.6, 0.3)  # ankle bones
    light += 0.05 * spot(0.985, 0.014, 0.65, 0.2) - 0.05 * spot(1.005, 0.014, 0.6, 0.3)
    return f32(cv2.GaussianBlur(light, (0, 0), 0.006 * leg.unit + 0.5))


def _flush(leg: Arm) -> Array:
    """What is added to a leg's Lab, H×W×3: knees and ankles are a little redder."""
    share = leg.limb.u / leg.limb.length
    red = np.exp(-(((share - 0.495) / 0.035) ** 2)) + 0.6 * np.exp(-(((share - 0.98) / 0.04) ** 2))
    red = red * np.clip(1.1 - np.abs(across_leg(leg)), 0, 1)
    return f32(red[..., None] * np.array([-0.9, 2.6, 1.2], np.float32))
