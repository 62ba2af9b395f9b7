"""A person before a bright sky or a low sun: cloth in their shade is darker, takes the light's warmth, and glare from
behind veils it.

Light that lens and air scatter is spread from what is bright over what is beside it, as a wide blur of it would be:
what compositors call a light wrap.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.person import Person

#: Luminance (0…1) of what is burnt out, and of what is bright enough to spread.
BURNT, BRIGHT = 0.95, 0.70
#: Share of the surroundings that is burnt out where nobody is backlit, and where they wholly are.
FROM, TO = 0.08, 0.20
#: Spread of the surroundings' luminance up to which they are a wall or a studio's backdrop, and how much more is none.
WALL, STREET = 0.31, 0.24
#: How much darker the side in the shade is, how much of the bright surroundings' light glare adds beside them, and how
#: much everywhere.
SHADE, GLARE, HAZE = 0.15, 0.45, 0.04
#: How much of it turns round an edge, and how far in from there that is seen, in units.
WRAP, TURNED = 0.3, 0.03


@dataclass(frozen=True)
class Backlight:
    """amount: 0…1, how far a person is lit from behind. veil: H×W, 0…1, how much of a surface `glow` (3, RGB, 0…255)
    covers."""

    amount: float
    veil: Array
    glow: Array

    @property
    def exposure(self) -> float:
        """Light on cloth, 1 where nothing shines from behind."""
        return 1 - SHADE * self.amount


def find_backlight(person: Person, unit: float, cloth: Array | None = None) -> Backlight:
    """What shines from behind the `person`, seen within half a unit (pixels) of them.

    cloth: H×W, 0…1, new cloth: what it hides shines no more, however far it reaches beyond the old outline.
    White backdrops are bright too, but they are bright all over and lit from the front."""
    light = luminance(person.image)
    outside = person.alpha < 0.02
    ring = outside & grow(person.alpha > 0.3, 0.5 * unit)
    body = person.alpha > 0.95
    none = Backlight(0.0, np.zeros(light.shape, np.float32), np.full(3, 255, np.float32))
    if ring.sum() < 200 or body.sum() < 200:
        return none
    burnt = float((light[ring] > BURNT).mean())
    spread = float(np.subtract(*np.percentile(light[ring], [90, 10])))
    brighter = float((light[ring] ** 2.2).mean() / max(float((light[body] ** 2.2).mean()), 1e-3))
    tests = (burnt - FROM) / (TO - FROM), (spread - WALL) / STREET, (brighter - 1) / 0.4
    amount = float(np.prod(np.clip(tests, 0, 1)))
    bright = ring & (light > BRIGHT)
    if amount == 0 or not bright.any():
        return none
    shining = f32(outside & (light > BRIGHT)) * (1 if cloth is None else 1 - cloth)
    share = cv2.GaussianBlur(shining, (0, 0), 0.3 * unit)
    rim = cv2.GaussianBlur(shining, (0, 0), TURNED * unit + 0.8)
    return Backlight(amount, f32(amount * (HAZE + GLARE * share + WRAP * rim)), f32(person.image[bright].mean(axis=0)))
