"""A person found at working size, in the pixels of the full photo."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.enlarge import Enlarger
from fittingroom.vision.person import Figure, Front, Hand, Limb, NeckBase, Person, Torso

Array = NDArray[np.float32]

#: What of each part is in pixels: places (x, y and maybe depth) and lengths. Masks are named in `_MASKS`.
_PLACES: dict[type, tuple[str, ...]] = {
    Limb: ("axis",),
    NeckBase: ("points", "curve", "centre"),
    Torso: ("sides",),
    Figure: ("tips", "waist", "hips", "hem"),
    Hand: ("points",),
}
_LENGTHS: dict[type, tuple[str, ...]] = {
    Limb: ("halfwidth",),
    NeckBase: ("halfwidth",),
    Figure: ("size", "length"),
}


def at_full_size(person: Person, image: NDArray[np.uint8]) -> Person:
    """`person` in the pixels of `image`, the uint8 H×W×3 photo that `person.image` is a smaller version of."""
    scale = np.array([image.shape[1] / person.image.shape[1], image.shape[0] / person.image.shape[0]], np.float32)
    grow = Enlarger(person.image, image)

    def mask(values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return grow.mask(values.astype(np.float32)) > 0.5

    figure = _scaled(person.figure, scale)
    limbs = {
        name: tuple(limb and replace(limb, region=mask(limb.region)) for limb in getattr(figure, name))
        for name in ("arms", "legs")
    }
    front = person.front
    return replace(
        person,
        image=image,
        pose=np.concatenate([_moved(person.pose[:, :3], scale), person.pose[:, 3:]], 1),
        face=None if person.face is None else _moved(person.face, scale),
        hands=_scaled(person.hands, scale),
        alpha=grow.mask(person.alpha),
        labels=grow.labels(person.labels),
        confidence=grow.mask(person.confidence),
        figure=replace(figure, **limbs),
        front=Front(mask(front.hair), (mask(front.arms[0]), mask(front.arms[1])), mask(front.objects)),
    )


def _scaled(part: Any, scale: Array) -> Any:
    """Dataclasses and tuples of them, with their places and lengths scaled."""
    if isinstance(part, tuple):
        return tuple(_scaled(one, scale) for one in part)
    if type(part) not in _PLACES:
        return part
    changed = {field.name: _scaled(getattr(part, field.name), scale) for field in fields(part)}
    changed |= {name: _moved(getattr(part, name), scale) for name in _PLACES[type(part)]}
    length = float(np.sqrt(scale[0] * scale[1]))
    changed |= {name: getattr(part, name) * length for name in _LENGTHS.get(type(part), ())}
    return replace(part, **changed)


def _moved(points: Array, scale: Array) -> Array:
    """…×2 or …×3 (depth goes with x): pixel centres stay pixel centres."""
    moved = points.astype(np.float32).copy()
    moved[..., :2] = (points[..., :2] + 0.5) * scale - 0.5
    if points.shape[-1] > 2:
        moved[..., 2] = points[..., 2] * scale[0]
    return moved
