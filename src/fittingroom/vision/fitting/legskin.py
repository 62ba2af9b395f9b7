"""Skin for legs that were covered: the person's own tone on a rounded leg, with knee, shin and calf, in the photo's
light."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.fitting.armskin import continued, normals, seen_skin
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.crops import WHOLE, Box, limb_in, person_in
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.form import blow_up
from fittingroom.vision.fitting.legs import LONG, middle_at
from fittingroom.vision.fitting.mottle import learn_mottle, mottle
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.scene import Light, find_light
from fittingroom.vision.fitting.skin import Tone, as_own, painted, round_light, skin_light
from fittingroom.vision.fitting.skindepth import deeper, skin_depth
from fittingroom.vision.person import Label, Person

#: A leg is broader than an arm, and its front flatter: how much of an arm's falling off it has, in the flattest light
#: and in a usual one.
_FLATTER = (0.85, 0.65)
#: How bold knee, shin and calf are beside what soft light shows of them: fainter, they can't be seen at arm's length.
_BOLD = 1.5
#: How much darker (log) limbs turn away in the flattest light and in a usual one, and what is left of a leg's modelling
#: in the former.
_EVEN, _FAINTEST = (0.3, 0.6), 0.5
#: How far below the hem of old shorts or a dress a leg lies in its shade, in units.
HEM_SHADE = 0.07


def light_on(person: Person, unit: float) -> Light:
    """The photo's light on skin, as skin and clothes show it."""
    solid = person.alpha > 0.5
    return skin_light(person, find_light(person, blow_up([solid], [~solid], solid, unit / 40)))


def leg_skin(
    person: Person, leg: Arm, tone: Tone, light: Light, seed: int, box: Box = WHOLE, bands: Array | None = None
) -> Array:  # fmt: skip
    """Skin for a whole leg, `box`×3. A leg of which much is seen is continued; one that was covered is made from the
    tone of face and arms. box: round the leg. bands: how uneven skin is (`learn_mottle`), if that is known."""
    bands = learn_mottle(person, leg.unit) if bands is None else bands
    depth = skin_depth(person)
    person, leg = person_in(lit_skin(person, leg), box), limb_in(leg, box)
    rounded = round_light(across_leg(leg), light, normals(leg.limb), 0.8) ** flatter(light)
    relative = f32(1.02 * rounded * deeper(leg_details(leg), _BOLD * depth * as_flat(light)))
    if seen_skin(person, leg).sum() > 0.12 * leg.limb.length * 2 * float(np.median(leg.bare)):
        return continued(person, leg, tone, relative, bands, seed)
    uneven = mottle(relative.shape, bands, leg.unit, seed)
    lightness = f32(tone.lightness * relative)
    return painted(tone, lightness, as_own(tone, lightness, 0.0), uneven)


def lit_skin(person: Person, leg: Arm) -> Person:
    """The person without the skin that lies in the shade of the old hem on a bare leg, which went with that hem."""
    if leg.sleeve_end > LONG * leg.limb.length:
        return person
    shaded = (person.labels == Label.SKIN) & grow(person.worn, HEM_SHADE * leg.unit) & (leg.limb.u > leg.sleeve_end)
    return replace(person, labels=np.where(shaded, np.uint8(Label.LOWER), person.labels))


def as_flat(light: Light) -> float:
    """How strong a leg's modelling is in that light on round limbs: where bare arms hardly get darker towards their
    edges, dells and ridges on a leg would look like gloss."""
    return float(np.interp(-light.away, _EVEN, (_FAINTEST, 1.0)))


def flatter(light: Light) -> float:
    """How much of an arm's falling off towards its edges (log) a leg has in that light on round limbs."""
    return float(np.interp(-light.away, _EVEN, _FLATTER))


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

    light = 1 + 0.03 * spot(0.28, 0.16, 0.05, 0.6)  # the thigh's lit front
    light -= 0.045 * spot(0.39, 0.06, 0.62, 0.28) + 0.07 * spot(0.415, 0.05, -0.62, 0.26)  # beside its muscle
    light += 0.04 * spot(0.435, 0.022, -0.48, 0.22)  # the muscle's bulge above the knee's inner side
    light += 0.034 * spot(0.482, 0.032, 0.04, 0.5)  # kneecap: no bright spot, its skin is darker
    light -= 0.02 * spot(0.444, 0.022, 0.1, 0.45)  # above it
    light -= 0.066 * (spot(0.49, 0.036, -0.56, 0.2) + spot(0.492, 0.034, 0.6, 0.2))  # beside it
    light -= 0.054 * (spot(0.524, 0.017, -0.34, 0.26) + spot(0.521, 0.017, 0.38, 0.26))  # and below, either side
    light -= 0.018 * spot(0.527, 0.016, 0.03, 0.3)
    light += 0.025 * spot(0.56, 0.028, 0.04, 0.24)  # the tendon's end
    light += 0.035 * spot(0.7, 0.16, -0.3, 0.4)  # the shin's inner plane, which lies flat to the light
    light -= 0.025 * spot(0.67, 0.13, 0.16, 0.3) + 0.06 * spot(0.66, 0.09, -0.85, 0.22)  # its edge; the calf behind it
    light -= 0.035 * spot(0.66, 0.09, 0.72, 0.24)
    light += 0.015 * spot(0.76, 0.12, -0.1, 0.35) + 0.03 * spot(0.2, 0.14, 0.12, 0.4)  # lights along shin and thigh
    light -= 0.04 * spot(0.74, 0.12, 0.55, 0.35) + 0.04 * spot(0.86, 0.08, -0.7, 0.25)  # the shin's outer muscles
    light -= 0.05 * spot(0.25, 0.13, -0.72, 0.25)  # the thigh's inner side turns away
    light += 0.06 * spot(0.975, 0.014, -0.6, 0.22) - 0.05 * spot(0.995, 0.014, -0.6, 0.3)  # ankle bones
    light += 0.05 * spot(0.985, 0.014, 0.65, 0.2) - 0.05 * spot(1.005, 0.014, 0.6, 0.3)
    return f32(cv2.GaussianBlur(light, (0, 0), 0.006 * leg.unit + 0.5))
