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
#: How far chroma (as a share) and hue (radians) of drawn skin may stray from the person's own.
_PALER, _RICHER, _HUE = 0.95, 1.12, np.radians(5)


class OwnColour(NamedTuple):
    """Skin in the middle of its lights. lightness: Lab L. chroma, hue (radians): of its a and b."""

    lightness: float
    chroma: float
    hue: float


def own_colour(person: Person) -> OwnColour | None:
    """What face and bare body show in the middle of their lights; the face counts most where it is seen whole: a neck
    lies in the chin's shade and in the light from the clothes, and hands are redder. None where too little is seen."""
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
    return OwnColour(float(light), float(np.hypot(a, b)), float(np.arctan2(b, a)))


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


def held(own: OwnColour | None, lab: Array) -> Array:
    """`lab` (…×3) with its hue and chroma held close to the person's `own`; lighter than that it may be paler."""
    if own is None:
        return lab
    chroma, hue = np.hypot(lab[..., 1], lab[..., 2]), np.arctan2(lab[..., 2], lab[..., 1])
    paler = _PALER * np.sqrt(np.minimum(1, own.lightness / np.maximum(lab[..., 0], 1)))
    darker = np.minimum(1, 2 * lab[..., 0] / max(own.lightness, 1))  # next to black nothing has a colour
    chroma = np.clip(chroma, paler * own.chroma * darker, _RICHER * own.chroma)
    hue = np.clip(hue, own.hue - _HUE, own.hue + _HUE)
    return f32(np.stack([lab[..., 0], chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1))
