"""The fold that cloth makes inside a sharply bent elbow: what is too much there hides in it."""

from typing import NamedTuple

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.bends import bend_of, sharpness
from fittingroom.vision.fitting.limbs import FAR, Limb

#: Where on either side of its bend a limb is straight, and how far from the middle of the bend cloth still minds it,
#: shares of the limb.
_UPPER, _LOWER, _REACH = (0.1, 0.3), (0.7, 0.9), 0.3
#: From where across the sleeve (0 its middle, 1 its inner edge) on cloth is laid straight more and more.
_FROM = 0.0
#: Depth of the shade in a fold's line and of the wider one to both sides of it, where cloth turns in, and how far each
#: falls, half widths of the sleeve.
_SHADES = ((0.22, 0.07), (0.16, 0.3))
#: How far from a fold's line cloth turns into it, half widths of the sleeve: within less, bold prints look torn.
_CREASE = 0.15


class Fold(NamedTuple):
    """The inside of a bent limb, all H×W. past: half widths of the sleeve past the fold's line, below 0 on the upper
    part's side. before, after: u as either straight part has it. share: 0…1, how far cloth is laid by them."""

    past: Array
    before: Array
    after: Array
    share: Array

    def laid(self, along: Array) -> Array:
        """`along` (H×W, coordinates along the limb) with the cloth inside the bend laid straight from either side up to
        the fold. Laid round the bend it would be pressed together, and prints on it drawn out into teeth. In the fold
        itself it goes over from one side to the other: cut off there, a bold print would look torn."""
        over = 1 / (1 + np.exp(-np.clip(self.past / _CREASE, -30, 30)))
        straight = self.before + (self.after - self.before) * over
        return f32(along + (straight - along) * self.share)

    def light(self) -> Array:
        """Relative light (H×W) on the cloth beside the fold."""
        shade = sum(depth * np.exp(-((self.past / reach) ** 2)) for depth, reach in _SHADES)
        return f32(1 - shade * self.share)


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
    onwards = (first + second) / max(float(np.linalg.norm(first + second)), 1e-6)
    past = (right * onwards[0] + down * onwards[1]) / wide
    side = np.sign(limb.normals[len(limb.normals) // 2] @ inwards)
    depth = np.clip((side * limb.v / wide - _FROM) / (1 - _FROM), 0, 1)
    depth = depth * depth * (3 - 2 * depth)  # where it begins and ends prints don't kink
    reach = np.clip(2 - np.abs(limb.u - 0.5 * (at[0] + at[1])) / (_REACH * limb.length), 0, 1)
    share = sharp * depth * reach * (np.hypot(right, down) < 4 * wide) * (limb.u < FAR)
    before, after = (start + right * way[0] + down * way[1] for start, way in zip(at, (first, second), strict=True))
    return Fold(f32(past), f32(before), f32(after), f32(share))


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
