"""Hue and chroma of a person's own skin, and drawn skin held close to them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.person import Label, Person

#: Percentiles of lightness between which skin is neither in the shade nor glossy.
_MIDDLE = (35, 80)
#: Further from the usual a and b (Lab), or darker than this share of the usual lightness, it is lips, hair or glasses.
_OTHER, _DARK = 14.0, 0.55
#: So few pixels tell nothing.
_FEW = 200
#: So few of a limb that is drawn on tell nothing.
_LEAST_SEEN = 60
#: How far chroma (as a share) and hue (radians) of drawn skin may stray from the person's own in that light.
_PALER, _RICHER, _HUE = 0.94, 1.08, np.radians(2)
#: How skin's colour goes with its light, by its share of the lightness where it is neither in the shade nor glossy:
#: the chroma of fair and of dark skin (as shares), and the turn of the hue, degrees. Medians of some twenty bare arms
#: on photographs. Light that goes far through skin comes back red: fair skin is richer where it turns away, and pale
#: where it shines; dark skin keeps most of its chroma until next to black nothing has a colour.
_LIGHTS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2)
_FAIR = (0.0, 1.0, 1.16, 1.25, 1.28, 1.26, 1.16, 1.0, 0.86, 0.78)
_DARK_SKIN = (0.0, 0.64, 0.74, 0.83, 0.9, 0.96, 1.0, 1.0, 0.95, 0.9)
_TURNS = (-8.0, -8.0, -8.0, -7.5, -6.3, -4.5, -2.2, 0.0, 2.3, 3.2)
#: Lab L in the middle of the lights of skin that is dark, and of such that is fair.
_DARK_L, _FAIR_L = 54.0, 68.0
#: How far bare skin below the face decides on chroma where little of it is seen: faces are ruddier than all the rest,
#: and a beard colours them. Paler than this share of the face's chroma it isn't believed: that is the light's.
_BELOW_FACE, _PALEST = 0.6, 0.75
#: How far a limb's own chroma and hue are those of the skin that is seen of it.
_AS_SEEN = 0.75, 0.35


class OwnColour(NamedTuple):
    """Skin in the middle of its lights. lightness: Lab L. chroma, hue (radians): of its a and b."""

    lightness: float
    chroma: float
    hue: float


def own_colour(person: Person) -> OwnColour | None:
    """What face and bare body show in the middle of their lights; for the hue the face counts most where it is seen
    whole: a neck lies in the chin's shade and in the light from the clothes, and hands are redder. Chroma is rather
    what the body shows. None where too little is seen."""
    face = _middle(person, shrink(person.labels == Label.FACE, 4) & (person.alpha > 0.95))
    body = _middle(person, shrink((person.labels == Label.SKIN) & (person.alpha > 0.95), 3))
    if len(face) + len(body) < _FEW:
        return None
    share = float(np.clip(len(face) / max(len(body), 1), 0, 1))
    if len(face) < _FEW or len(body) < _FEW:
        share = float(len(face) >= len(body))
    found = np.zeros(3)
    for part, weight in ((face, share), (body, 1 - share)):
        if weight > 0:
            found += weight * np.median(part, axis=0)
    light, a, b = found
    chroma = float(np.hypot(a, b))
    if min(len(face), len(body)) >= _FEW:
        ruddy, paler = (float(np.median(np.hypot(part[:, 1], part[:, 2]))) for part in (face, body))
        known = _BELOW_FACE * (max(paler, _PALEST * ruddy) - ruddy) + ruddy
        chroma = min(chroma, known)
    return OwnColour(float(light), chroma, float(np.arctan2(b, a)))


def like_seen(own: OwnColour | None, seen: NDArray[np.uint8], share: float) -> OwnColour | None:
    """A limb's `own` colour where some of its skin is `seen` (RGB, N×3), which counts so much (`share`, 0…1): what is
    drawn joins it. Shades and gloss of what is seen don't count."""
    if own is None or len(seen) < _LEAST_SEEN:
        return own
    lab = to_lab(seen[None])[0]
    low, high = np.percentile(lab[:, 0], _MIDDLE)
    _, a, b = np.median(lab[(lab[:, 0] >= low) & (lab[:, 0] <= high)], axis=0)
    chroma = max(float(np.hypot(a, b)), _PALEST * own.chroma)
    turn = (float(np.arctan2(b, a)) - own.hue + np.pi) % (2 * np.pi) - np.pi
    to_chroma, to_hue = (share * part for part in _AS_SEEN)
    return OwnColour(own.lightness, own.chroma + to_chroma * (chroma - own.chroma), own.hue + to_hue * turn)


def _middle(person: Person, part: Mask) -> NDArray[np.float32]:
    """Lab (N×3) of what of that part is skin in the middle of its lights."""
    lab = only_skin(person.image[part])
    if len(lab) < _FEW:
        return lab[:0]
    low, high = np.percentile(lab[:, 0], _MIDDLE)
    return f32(lab[(lab[:, 0] >= low) & (lab[:, 0] <= high)])


def only_skin(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Lab (M×3) of what of a face's `colours` (RGB, N×3) is skin: neither brows, beard, hair, glasses nor lips."""
    if not len(colours):
        return np.zeros((0, 3), np.float32)
    lab = to_lab(colours[None])[0]
    usual = np.median(lab, axis=0)
    return f32(lab[(np.linalg.norm(lab[:, 1:] - usual[1:], axis=1) < _OTHER) & (lab[:, 0] > _DARK * usual[0])])


def in_light(own: OwnColour, lightness: Array) -> tuple[Array, Array]:
    """Chroma and hue (radians) of a person's skin where its Lab L is `lightness` (any shape)."""
    share = lightness / max(own.lightness, 1.0)
    fair = float(np.clip((own.lightness - _DARK_L) / (_FAIR_L - _DARK_L), 0, 1))
    rise = fair * np.interp(share, _LIGHTS, _FAIR) + (1 - fair) * np.interp(share, _LIGHTS, _DARK_SKIN)
    return f32(own.chroma * rise), f32(own.hue + np.radians(np.interp(share, _LIGHTS, _TURNS)))


def held(own: OwnColour | None, lab: Array) -> Array:
    """`lab` (…×3) with its hue and chroma held close to what the person's `own` are in that light."""
    if own is None:
        return lab
    chroma, hue = np.hypot(lab[..., 1], lab[..., 2]), np.arctan2(lab[..., 2], lab[..., 1])
    usual, turned = in_light(own, lab[..., 0])
    chroma = np.clip(chroma, _PALER * usual, _RICHER * usual)
    hue = np.clip(hue, turned - _HUE, turned + _HUE)
    return f32(np.stack([lab[..., 0], chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1))
