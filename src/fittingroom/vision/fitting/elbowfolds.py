"""The fold that cloth makes inside a sharply bent elbow: what is too much there hides in it."""

from typing import NamedTuple

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.bends import bend_of, sharpness
from fittingroom.vision.fitting.limbs import FAR, Limb

#: Where on either side of its bend a limb is straight, and how far from the middle of the bend cloth still minds it,
#: shares of the limb.
_UPPER, _LOWER, _REACH = (0.1, 0.3), (0.7, 0.9), 0.3
#: How deep inside a bend cloth may be laid straight, and how deep its fold is as dark as it gets, half widths of the
#: sleeve.
_DEEP, _DARK = 0.3, 0.8
#: Depth of the shade in a fold's line and of the wider one to both sides of it, where cloth turns in, and how far each
#: falls, half widths of the sleeve.
_SHADES = ((0.22, 0.07), (0.16, 0.3))
#: How far from a fold's line cloth turns into it, half widths of the sleeve: bunched, not pressed flat.
_CREASE = 0.2
#: Over how much of its length cloth goes over from round the bend to straight, half widths of the sleeve.
_SOFT = 0.2


class Fold(NamedTuple):
    """The inside of a bent limb, all H×W. past: half widths of the sleeve past the fold's line, below 0 on the upper
    part's side. before, after: u as either straight part has it. share: 0…1, how far cloth is laid by them. shade:
    0…1, how dark the fold is. soft: over how much of u cloth goes over into the straight parts, pixels."""

    past: Array
    before: Array
    after: Array
    share: Array
    shade: Array
    soft: float

    def laid(self, along: Array) -> Array:
        """`along` (H×W, coordinates along the limb) with the cloth inside the bend laid straight from either side up to
        the fold, as soon as that hides anything: sooner or later it would be drawn out along the arm. Laid round the
        bend it would be pressed together, and prints on it drawn out into teeth. About the fold it goes over from one
        side to the other: cut off there, a bold print would look torn, and gone over at once, drawn out into a line."""
        over = 1 / (1 + np.exp(-np.clip(self.past / _CREASE, -30, 30)))
        hidden = _beyond(self.after - along, self.soft) * over - _beyond(along - self.before, self.soft) * (1 - over)
        return f32(along + hidden * self.share)

    def light(self) -> Array:
        """Relative light (H×W) on the cloth beside the fold."""
        shade = sum(depth * np.exp(-((self.past / reach) ** 2)) for depth, reach in _SHADES)
        return f32(1 - shade * self.shade)


def fold_inside(limb: Limb, wide: float) -> Fold | None:
    """The fold inside the bend of a `limb`, if it bends sharply. wide: half width of the sleeve on it, pixels."""
    sharp, bones = sharpness(bend_of(limb)[1]), _bones(limb)
    if sharp == 0 or bones is None:
        return None
    corner, first, second, at = bones
    ys, xs = np.mgrid[: limb.u.shape[0], : limb.u.shape[1]].astype(np.float32)
    right, down = xs - corner[0], ys - corner[1]
    inwards = second - first
    inwards /= max(float(np.linalg.norm(inwards)), 1e-6)
    inside = (right * inwards[0] + down * inwards[1]) / wide
    onwards = (first + second) / max(float(np.linalg.norm(first + second)), 1e-6)
    past = (right * onwards[0] + down * onwards[1]) / wide
    side = np.sign(limb.normals[len(limb.normals) // 2] @ inwards)
    depth, dark = (np.clip(side * limb.v / (deep * wide), 0, 1) * np.clip(inside, 0, 1) for deep in (_DEEP, _DARK))
    reach = np.clip(2 - np.abs(limb.u - 0.5 * (at[0] + at[1])) / (_REACH * limb.length), 0, 1)
    near = sharp * reach * (np.hypot(right, down) < 4 * wide) * (limb.u < FAR)
    before, after = (start + right * way[0] + down * way[1] for start, way in zip(at, (first, second), strict=True))
    return Fold(f32(past), f32(before), f32(after), f32(depth * near), f32(dark * near), _SOFT * wide)


def _bones(limb: Limb) -> tuple[Array, Array, Array, tuple[float, float]] | None:
    """Where the straight parts of a bent limb would meet, their unit vectors, and u at that corner as either part has
    it; None where they run about one way."""
    ends = [limb.point(np.array(shares, np.float32) * limb.length) for shares in (_UPPER, _LOWER)]
    first, second = (f32((end[1] - end[0]) / max(float(np.linalg.norm(end[1] - end[0])), 1e-6)) for end in ends)
    turned = float(first[0] * second[1] - first[1] * second[0])
    if abs(turned) < 0.3:
        return None
    gap = ends[1][0] - ends[0][0]
    far = float(gap[0] * second[1] - gap[1] * second[0]) / turned
    corner = f32(ends[0][0] + far * first)
    back = float((corner - ends[1][1]) @ second)
    return corner, first, second, (_UPPER[0] * limb.length + far, _LOWER[1] * limb.length + back)


def _beyond(excess: Array, soft: float) -> Array:
    """What of an `excess` is above 0, setting in gradually over `soft`."""
    above = np.maximum(excess, 0)
    return f32(above * above / (above + soft))
