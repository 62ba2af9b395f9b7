"""A person's bare skin as paint: its colour in every light, and how limbs round that light off."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.skincolour import OwnColour, held, only_skin, own_colour
from fittingroom.vision.person import Label, Person, SkinTone

#: Which percentile of the lightness of skin is that of a limb where it faces us: the rest lies in some shade.
_FACING = 58
#: Which percentile of the lightness of skin is its lightest but for gloss.
_GLOSS = 90
#: How much the body counts beside the face.
_BODY, _MOST_BODY = 0.7, 0.9
#: The least that is left of skin's usual chroma in a highlight.
_PALEST = 0.85
#: How much of the change of colour with the light is taken over: part of it is lips, palms and reflections.
_OWN = 0.7
#: Skin turns away faster into the dark than cloth does: as measured on photos of bare limbs in soft light.
_ROUNDER = 2.0
_AWAY, _SIDE = (-0.75, -0.3), (-0.38, 0.38)
#: How flat the light is over the middle of a limb; as measured on photos of bare limbs.
_FLAT = 1.3
#: How much of the difference between the halves of a face the two sides of a limb show.
_AS_FACE = 0.7
#: Places across a limb where its light is measured.
_ACROSS = np.linspace(-0.85, 0.85, 9, dtype=np.float32)
#: Shade between a limb and what stands beside it, at the limb's very edge.
_BESIDE = 0.16
#: How dark (log) a limb gets at most: its very edge, where the light that was measured further in is carried on, is lit
#: from all round.
_DARKEST = -0.55


@dataclass(frozen=True)
class Tone:
    """A person's skin. lightness: Lab L where it faces us. curve: its colour at every lightness. own: hue and chroma in
    the middle of its lights, if they are known."""

    lightness: float
    curve: SkinTone
    own: OwnColour | None = None

    @property
    def colour(self) -> Array:
        """RGB (3) where it faces us."""
        return f32(painted(self, f32(np.full((1, 1), self.lightness)))[0, 0])


def learn_tone(person: Person) -> Tone:
    """Tone of the skin that can be seen: what is bare below the face counts most."""
    light = to_lab(person.image)[..., 0]
    face = shrink(person.labels == Label.FACE, 4)
    body = shrink(person.labels == Label.SKIN, 3) & (person.alpha > 0.95)
    parts = light[body], only_skin(person.image[face])[:, 0]
    found = [float(np.percentile(part, _FACING)) if len(part) > 150 else None for part in parts]
    known = [value for value in found if value is not None]
    # the more of the body is bare, the less the face says, which make-up and hair make darker or lighter
    share = float(np.clip(_BODY + 0.1 * (body.sum() / max(face.sum(), 1) - 2), _BODY, _MOST_BODY))
    if len(known) == 2:  # a neck alone lies in the chin's shade, or in the light from the clothes
        share *= min(1.0, float(body.sum() / max(face.sum(), 1)))
    facing = share * known[0] + (1 - share) * known[-1] if known else person.skin.body
    return Tone(facing, person.skin, own_colour(person))


def brightest(person: Person, tone: Tone) -> float:
    """Lab L of the lightest skin that the photo shows, but for gloss."""
    found = [tone.lightness]
    for label, margin in ((Label.FACE, 4), (Label.SKIN, 3)):
        part = shrink(person.labels == label, margin) & (person.alpha > 0.95)
        if part.sum() > 150:
            found.append(float(np.percentile(to_lab(person.image[part][None])[0, :, 0], _GLOSS)))
    return max(found)


def shade_colour(tone: Tone, lightness: Array) -> Array:
    """Lab colours (…×3) of skin with the given L. Skin in the shade is richer than in the light, but a highlight's
    lack of colour is the lamp's; darker than was seen, its chroma goes the way of its lightness."""
    curve = tone.curve
    usual = np.median(curve.colour[:, 1:], axis=0)
    steadier = np.maximum(usual + _OWN * (curve.colour[:, 1:] - usual), _PALEST * usual)
    curve = replace(curve, colour=f32(np.c_[curve.colour[:, :1], steadier]))
    lab = curve.at(lightness)
    least = float(curve.lightness[0])
    lab[..., 1:] *= np.clip(lightness / max(least, 1.0), 0, 1)[..., None] ** 0.6
    return f32(lab)


def painted(tone: Tone, lightness: Array, offset: Array | float = 0.0, uneven: Array | float = 0.0) -> Array:
    """RGB H×W×3, 0…255, of skin with the given L (H×W). offset: what its a and b (2) differ from the tone's. uneven:
    added to its Lab (`mottle`)."""
    lab = shade_colour(tone, f32(np.clip(lightness, 4, 97)))
    lab[..., 1:] += offset
    return f32(np.clip(cv2.cvtColor(f32(lab + uneven), cv2.COLOR_LAB2RGB) * 255, 0, 255))


def as_own(tone: Tone, lightness: Array, offset: Array | float, free: Array | float = 0.0) -> Array:
    """`offset` (of a and b from the tone's at that L, H×W) so changed that hue and chroma stay close to the person's
    own, H×W×2. free: how far they need not, 0…1."""
    usual = shade_colour(tone, lightness)
    own = usual.copy()
    own[..., 1:] += offset
    own = held(tone.own, own)[..., 1:] - usual[..., 1:]
    return f32(own + (offset - own) * np.asarray(free, np.float32)[..., None])


def skin_light(person: Person, usual: Light) -> Light:
    """Light on round limbs, as the bare arms and legs of the photo show it: `usual` is that on cloth, and skin turns
    away faster into the dark. Where no limb is bare it is that alone."""
    away = float(np.clip(_ROUNDER * usual.away, *_AWAY))
    light = to_lab(person.image)[..., 0]
    terms, targets = [], []
    for limb in (*person.figure.arms, *person.figure.legs):
        if limb is None:
            continue
        good = limb.measured.all(1) & (np.nan_to_num(limb.bare) > 0.8) & (limb.along > 0.2) & (limb.along < 0.95)
        middle = limb.axis + limb.normal * 0.5 * (limb.halfwidth[:, 1] - limb.halfwidth[:, 0])[:, None]
        for point, normal, half in zip(middle[good], limb.normal[good], limb.halfwidth[good].mean(1), strict=True):
            columns, rows = np.round(point + normal * half * _ACROSS[:, None]).astype(int).T
            rows, columns = np.clip(rows, 0, light.shape[0] - 1), np.clip(columns, 0, light.shape[1] - 1)
            if (person.labels[rows, columns] != Label.SKIN).any():
                continue
            log = np.log(np.maximum(light[rows, columns], 5))
            turned = _turned(_ACROSS)
            rest = log + _BESIDE * np.maximum(-_ACROSS, 0) ** 2
            parts = np.stack([_ACROSS * normal[0], _ACROSS * normal[1], turned], 1)
            terms.append(parts - parts.mean(0))
            targets.append(rest - rest.mean())
    usual = Light(side_light(person, usual.x), usual.y, away)
    if len(terms) < 4:
        return usual
    a, b = np.concatenate(terms), np.concatenate(targets)
    prior = np.array([usual.x, usual.y, usual.away])
    # as sure of the usual light as of six rows across a limb
    firm = np.diag([1.5, 1.5, 0.5]) * 6
    found = np.linalg.solve(a.T @ a + firm, a.T @ b + firm @ prior)
    return Light(*(float(np.clip(value, *limits)) for value, limits in zip(found, (_SIDE, _SIDE, _AWAY), strict=True)))


def side_light(person: Person, usual: float) -> float:
    """How much brighter the image's right is than its left, as the halves of the face and what clothes show, `usual`,
    say: the latter alone where no face is seen."""
    face = shrink(person.labels == Label.FACE, 3)
    middle = float(person.pose[[2, 5], 0].mean())
    right = np.arange(face.shape[1]) > middle
    halves = face & ~right, face & right
    if min(half.sum() for half in halves) < 150:
        return usual
    light = to_lab(person.image)[..., 0]
    dim, bright = (max(5.0, float(np.median(light[half]))) for half in halves)
    return float(np.clip(0.5 * usual + _AS_FACE * np.log(bright / dim), *_SIDE))


def _turned(across: Array) -> Array:
    """How far the surface of a limb turns away from us at a place across it, 0 … about .8. Skin lit softly stays as
    light as in the middle for longer than a cylinder does, and falls off by its edges."""
    return f32((1 - np.sqrt(np.maximum(1 - 0.97 * across**2, 0))) ** _FLAT)


def round_light(across: Array, light: Light, normal: tuple[Array, Array], beside: float = 1.0) -> Array:
    """Relative lightness on a round limb, H×W, 1 where it faces us, in the light on skin.

    across: place between its edges, -1 (the inner, next to the body) … 1. normal: x and y of the unit vector outwards.
    beside: how much of the shade between it and the body falls on its inner side.
    """
    across = np.clip(across, -1, 1)
    turned = _turned(across)
    side = across * (light.x * normal[0] + light.y * normal[1])
    dimmer = side + light.away * turned - beside * _BESIDE * np.maximum(-across, 0) ** 2
    return f32(np.exp(np.where(dimmer < 0, _DARKEST * np.tanh(dimmer / _DARKEST), dimmer)))
