"""Hair that falls from behind the jaw to before the chest: in one sheet, before the side of the neck as well."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.splat import LIFTED
from fittingroom.vision.hair.strands import Strands
from fittingroom.vision.people.head import hull

Array = NDArray[np.float32]

#: Units above the shoulders' height below which hair that is seen lies before the chest, and how low it must end.
_CHEST, _END = 0.1, -0.2
_SLOPE = 0.75  # units above the shoulders' height from which on hair comes forward over them
_SHOWN = 0.8  # share of what a strand has there that must be seen
_PART = 0.3  # share of a lock that must come forward there for all of it to stay behind
_BEFORE, _BEHIND = 0.06, 0.6  # units by which strands pass before the neck's side; by which others stay behind
_LOBE = 0.4  # of the way from the ears' height down to the chin: what of a neck is above that is behind the jaw
_NECK = 0.5  # units from the neck's middle within which hair stays behind it
_EARS = 0.6  # units by which ears stand out, and a little more
_PASSED = 0.3, 0.65  # share of a strand at which it has begun to go behind the jaw, and is there
_BODY = -5.0  # image z below which a surface is none


def in_sheets(strands: Strands, frame: HeadFrame, solid: Solid, whole: bool = False) -> Strands:
    """Strands that come to lie before the chest, and that the neck above hid, brought before the neck there. Tips
    alone would come from nowhere: they stay behind. whole: whether these are the hairs of one lock, which go together.
    All of a plait lies there where some of it does: each of its hairs may be but a bit of it."""
    seen = frame.facing(strands.points)
    surface = at_points(solid.depth, seen, frame, -9)
    low = seen[..., 1] < solid.shoulder + _CHEST
    before = seen[..., 2] + LIFTED > surface
    shown = (before & low & (surface > _BODY)).sum(1) / np.maximum(low.sum(1), 1)
    lies = ((shown > _SHOWN) & (seen[:, -1, 1] < solid.shoulder + _END))[:, None]
    if strands.plaited:
        lies = np.full_like(lies, lies.any())
    beside = np.abs(seen[..., 0] - solid.neck[0]) > _NECK
    face = hull(solid.depth.shape, frame.pixels(frame.facing(frame.points[:468])))
    below = (strands.points[..., 1] < _LOBE * frame.chin) & (at_points(f32(face), seen, frame, 0) < 0.5)
    hidden = below & ~before & (surface > _BODY)
    behind = ~before & (surface > _BODY)
    zone = before & (surface > _BODY) & (seen[..., 1] < solid.shoulder + _SLOPE)
    come = zone.copy()
    come[:, 1:] &= behind[:, :-1]
    past = np.logical_or.accumulate(come, axis=1)
    if whole:
        lies = np.full_like(lies, lies.mean() > 0.5)
        past = past | (past.mean(0) > _PART)
    tips = zone & past & ~lies
    depth = np.where(hidden & lies & beside, surface + _BEFORE, seen[..., 2])
    seen[..., 2] = np.where(tips, surface - _BEHIND, depth)
    return replace(strands, points=frame.within(seen))


def before_ears(strands: Strands, frame: HeadFrame, back: bool = False) -> Strands:
    """Strands brought before the ears that they pass. back: whether they go behind the jaw after that."""
    along = np.linspace(0, 1, strands.points.shape[1], dtype=np.float32)[:, None]
    share = 1 - eased((along - _PASSED[0]) / (_PASSED[1] - _PASSED[0])) if back else np.ones_like(along)
    return replace(strands, points=f32(strands.points + _EARS * share * frame.turn[2]))


def at_points(values: Array, seen: Array, frame: HeadFrame, outside: float) -> Array:
    """N×K: `values` (H×W) at strands' points (N×K×3, image coordinates), `outside` beyond the picture."""
    columns, rows = np.moveaxis(frame.pixels(seen), -1, 0)
    return f32(
        cv2.remap(
            values,
            np.ascontiguousarray(columns),
            np.ascontiguousarray(rows),
            cv2.INTER_NEAREST,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=outside,
        )
    )
