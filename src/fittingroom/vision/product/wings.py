"""The front edge of a collar's opening: down along one wing, to where the two meet, and up along the other.

What lies behind, the seam of the collar's stand, a label, the edge of a yoke, has edges of its own that run across
from wing to wing. Curves of all depths are therefore looked at evenly along their length: on such a seam a shallow one
lies with its bottom only. Such a curve is told by what is below it: not of the wings' colour, or with nothing that
closes the front, no placket, no zip.
"""

import numpy as np

from fittingroom.vision.product.arrays import Floats
from fittingroom.vision.product.opening import CLEAR, Opening, bend
from fittingroom.vision.product.outline import Outline

#: Exponents p and q of y = depth (1 - |u|^p)^q: a V, one with upright sides, a pointed arch, round ones, a jug.
SHAPES = np.array([[1.0, 1.0], [1.0, 0.5], [1.4, 0.7], [2.0, 1.0], [2.0, 0.5], [3.4, 0.6]])
#: Half-widths and depths, in half-widths of what stands up round the neck.
HALVES = np.array([0.76, 0.88, 1.0])
DEPTHS = np.geomspace(0.35, 4.2, 27)
#: How far to one side the wings meet, in half-widths of the opening: one lies over the other.
ASIDE = np.array([-0.1, 0.0, 0.1])
#: Points along a curve.
POINTS = 40
#: How unlike the wings (Lab units) the cloth below the opening may be by its shade alone, and what takes half of a
#: curve's weight beyond that.
SHADED, FOREIGN = 8.0, 16.0
#: How deep openings usually are, and how much deeper or less deep they may well be, in half-widths.
USUAL, SPREAD = 2.0, 4.0
#: How far below an opening its closure is looked for, and how far to the sides, in half-widths.
CLOSURE, BESIDE = (0.08, 0.5), 0.25
#: How clear an upright line (Lab units) shows a closure for sure, and the weight of a curve with none.
LINE, LOOSE = 2.0, 0.7
#: How far a curve is bent to lie on the edge itself, in half-widths.
BENT = 0.06
#: How many of the best curves are moved about a little.
FINALISTS = 6


def find_wings(shape: Outline, cloth: Floats, axis: float, half: float) -> Opening:
    """The opening between a collar's wings. cloth: H×W×3 Lab, `fabric_only`. axis: x of its middle. half: half the
    distance of the collar's upper corners, pixels."""
    shapes = np.arange(len(SHAPES))
    grid = [g.ravel() for g in np.meshgrid(HALVES, DEPTHS, shapes, [0.0], indexing="ij")]
    tried = _Tried(shape, cloth, axis, half)
    found = np.stack(grid, -1)
    best = found[np.argsort(-tried.scores(found))[:FINALISTS]]
    moves = np.stack([g.ravel() for g in np.meshgrid([-0.06, 0, 0.06], [0.95, 1, 1.05], ASIDE, indexing="ij")], -1)
    near = np.repeat(best, len(moves), axis=0)
    move = np.tile(moves, (len(best), 1))
    near = np.stack([near[:, 0] + move[:, 0], near[:, 1] * move[:, 1], near[:, 2], move[:, 2]], -1)
    near = near[near[:, 0] <= 1.0]
    scores = tried.scores(near)
    k = int(np.argmax(scores))
    wide, deep, kind, _ = near[k]
    score = float(scores[k])
    curve = bend(cloth, tried.curves(near[k : k + 1], 61, 0.0)[0], BENT * half)
    curve[:, 0] = np.maximum.accumulate(curve[:, 0])
    power = float(SHAPES[int(kind), 0])
    return Opening(curve, float(wide * half), float(deep * half), power, score, score / (score + 3.0))


class _Tried:
    """Curves in one photo."""

    def __init__(self, shape: Outline, cloth: Floats, axis: float, half: float) -> None:
        self.shape, self.cloth, self.axis, self.half = shape, cloth, axis, half

    def curves(self, params: Floats, points: int = POINTS, cut: float = 0.03) -> Floats:
        """M×points×2, evenly spaced along each curve but for a share `cut` at its ends. params: M×4 of half-width and
        depth (in `half`), shape's index, and how far aside the lowest point is."""
        wide, deep, kind, aside = params.T
        p, q = SHAPES[kind.astype(int)].T
        t = np.linspace(-1, 1, 121)
        u = np.sign(t) * (1 - (1 - np.abs(t)) ** 2)
        low = (1 - np.abs(u)[None] ** p[:, None]) ** q[:, None]
        ends = self.axis + self.half * wide[:, None] * np.array([-1.0, 1.0])
        tops = self.shape.top[np.clip(np.round(ends).astype(int), 0, len(self.shape.top) - 1)]
        x = self.axis + self.half * wide[:, None] * (u + aside[:, None] * (1 - u**2))
        y = tops[:, :1] + (tops[:, 1:] - tops[:, :1]) * (u[None] + 1) / 2 + self.half * deep[:, None] * low
        arc = np.concatenate([np.zeros((len(x), 1)), np.cumsum(np.hypot(np.diff(x), np.diff(y)), axis=1)], axis=1)
        want = np.linspace(cut, 1 - cut, points)
        out = np.empty((len(x), points, 2))
        for k, along in enumerate(arc / arc[:, -1:]):
            out[k, :, 0], out[k, :, 1] = np.interp(want, along, x[k]), np.interp(want, along, y[k])
        return out

    def scores(self, params: Floats) -> Floats:
        """How strong an edge runs all along each curve (Lab units), gaps counting heavily, less where what lies below
        it is unlike the wings."""
        curves = self.curves(params)
        tangent = np.gradient(curves, axis=1)
        normal = np.stack([-tangent[..., 1], tangent[..., 0]], -1)  # downwards and outwards
        normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
        step = max(2.0, 0.035 * self.half)
        seen = [self._at(curves + k * step * normal) for k in (-2, -1, 0, 1, 2)]
        jump = np.max([np.linalg.norm(seen[k + 2] - seen[k], axis=-1) for k in range(3)], axis=0)
        jump = np.minimum(jump, CLEAR)
        typical = np.exp(np.log1p(jump).mean(1)) - 1
        edge = 0.5 * typical + 0.5 * np.percentile(jump, 25, axis=1)
        outer = self._at(curves + 0.13 * self.half * normal)
        legs = np.concatenate([outer[:, POINTS // 10 : POINTS // 3], outer[:, -POINTS // 3 : -POINTS // 10]], axis=1)
        below = outer[:, round(0.42 * POINTS) : round(0.58 * POINTS)]
        unlike = np.linalg.norm(np.median(legs, axis=1) - np.median(below, axis=1), axis=-1)
        usual = np.exp(-(((params[:, 1] - USUAL) / SPREAD) ** 2))
        weight = usual * (LOOSE + (1 - LOOSE) * np.minimum(self._closure(curves[..., 1].max(1)) / LINE, 1))
        return np.asarray(edge * weight / (1 + np.maximum(unlike - SHADED, 0) / FOREIGN))

    def _closure(self, rows: Floats) -> Floats:
        """How clear the clearest upright line (Lab units) near the axis is that begins at each of the M rows: clearer
        below than it is above."""
        left, right = (int(self.axis + s * BESIDE * self.half) for s in (-1, 1))
        strip = self.cloth[:, max(left, 0) : right + 1].astype(np.float64)
        sums = np.concatenate([np.zeros((1, *strip.shape[1:])), strip.cumsum(0)])
        step = max(2, round(0.04 * self.half))
        lines = []
        for share in (1, -1):
            a, b = (np.clip(np.round(rows + share * c * self.half).astype(int), 0, len(strip)) for c in CLOSURE)
            mean = (sums[b] - sums[a]) / np.where(a == b, 1, b - a)[:, None, None]
            lines.append(mean[:, step:] - mean[:, :-step])
        clear = np.linalg.norm(lines[0], axis=-1)
        before = np.maximum((lines[0] * lines[1]).sum(-1) / np.maximum(clear, 1e-6), 0)
        return np.asarray(np.maximum(clear - before, 0).max(1))

    def _at(self, points: Floats) -> Floats:
        x = np.clip(np.round(points[..., 0]).astype(int), 0, self.cloth.shape[1] - 1)
        y = np.clip(np.round(points[..., 1]).astype(int), 0, self.cloth.shape[0] - 1)
        return np.asarray(self.cloth[y, x])
