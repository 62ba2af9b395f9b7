"""Smooth backward maps that neither fold nor tear.

A map says for every pixel of the person where in the garment's image its fabric comes from. It is solved for on a
coarse grid by linear least squares: landmarks pull, bending is dear, and the gradient is drawn towards one similarity
(upright, one scale), so that prints stay undistorted where nothing pulls. When a cell folds or squeezes, the last term
grows until none does; in the limit the map is the similarity itself, so the loop ends.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.interpolate import CubicSpline
from scipy.sparse.linalg import factorized

from fittingroom.vision.fitting.arrays import f32

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Pins:
    """Landmarks. target: N×2 in the person's image; source: N×2 in the garment's; weight: N."""

    target: Array
    source: Array
    weight: Array

    def __add__(self, other: "Pins") -> "Pins":
        return Pins(
            np.concatenate([self.target, other.target]),
            np.concatenate([self.source, other.source]),
            np.concatenate([self.weight, other.weight]),
        )


def pins(target: NDArray[np.floating], source: NDArray[np.floating], weight: float = 1.0) -> Pins:
    """Pins of one weight."""
    target = np.asarray(target, np.float32).reshape(-1, 2)
    source = np.asarray(source, np.float32).reshape(-1, 2)
    return Pins(target, source, np.full(len(target), weight, np.float32))


def solve_map(
    landmarks: Pins, box: tuple[int, int, int, int], scale: float, spacing: float, stiffness: float = 0.25
) -> Array:
    """The map over `box` (x0, y0, x1, y1), float32 (y1-y0)×(x1-x0)×2 of garment (x, y).

    scale: garment pixels per person pixel of the similarity that the map is drawn to. spacing: of the grid, in
    person pixels. stiffness: the pull towards the similarity at the start.
    """
    grid = _Grid(box, spacing)
    origin = np.average(landmarks.source - landmarks.target * scale, axis=0, weights=landmarks.weight)
    for _ in range(7):
        nodes = _solve(grid, landmarks, scale, origin, stiffness)
        if not _folds(nodes, grid.step * scale):
            break
        stiffness *= 2.5
    return _refine(nodes, box)


class _Grid:
    """The nodes over a box: `columns` × `rows`, `step` apart (x, y)."""

    def __init__(self, box: tuple[int, int, int, int], spacing: float) -> None:
        x0, y0, x1, y1 = box
        self.origin = np.array([x0, y0], np.float32)
        self.columns = max(4, int(np.ceil((x1 - x0) / spacing)) + 1)
        self.rows = max(4, int(np.ceil((y1 - y0) / spacing)) + 1)
        self.step = np.array([(x1 - 1 - x0) / (self.columns - 1), (y1 - 1 - y0) / (self.rows - 1)], np.float32)
        xs, ys = np.meshgrid(np.arange(self.columns), np.arange(self.rows))
        self.points = (np.stack([xs, ys], -1).reshape(-1, 2) * self.step + self.origin).astype(np.float32)

    def interpolation(self, points: Array) -> sparse.csr_matrix:
        """Bilinear weights of `points` on the nodes."""
        place = np.clip((points - self.origin) / self.step, 0, [self.columns - 1.001, self.rows - 1.001])
        cell = place.astype(int)
        rest = place - cell
        index = np.arange(len(points))
        rows, columns, values = [], [], []
        for dx in (0, 1):
            for dy in (0, 1):
                rows.append(index)
                columns.append((cell[:, 1] + dy) * self.columns + cell[:, 0] + dx)
                values.append(np.abs(1 - dx - rest[:, 0]) * np.abs(1 - dy - rest[:, 1]))
        entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        return sparse.csr_matrix(entries, shape=(len(points), self.columns * self.rows))

    def differences(self, order: int) -> tuple[sparse.spmatrix, sparse.spmatrix]:
        """First or second differences along x and along y, as matrices on the flattened nodes."""
        stencil = {1: [-1.0, 1.0], 2: [1.0, -2.0, 1.0]}[order]

        def along(count: int) -> sparse.spmatrix:
            return sparse.diags(stencil, range(order + 1), shape=(count - order, count))

        return (
            sparse.kron(sparse.eye(self.rows), along(self.columns)),
            sparse.kron(along(self.rows), sparse.eye(self.columns)),
        )


def _solve(grid: _Grid, landmarks: Pins, scale: float, origin: NDArray[np.floating], stiffness: float) -> Array:
    """Nodes, rows×columns×2, that minimise landmarks' misses + bending + stiffness · distance from the similarity.

    Solved for the displacement from the similarity, whose second differences are zero."""
    pick = grid.interpolation(landmarks.target)
    weight = sparse.diags(landmarks.weight)
    first, second = grid.differences(1), grid.differences(2)
    normal = pick.T @ weight @ pick
    normal = normal + 0.6 * (second[0].T @ second[0] + second[1].T @ second[1])
    normal = normal + stiffness * (first[0].T @ first[0] + first[1].T @ first[1])
    solve = factorized(sparse.csc_matrix(normal + 1e-6 * sparse.eye(normal.shape[0])))
    missing = landmarks.source - (landmarks.target * scale + origin)
    right = pick.T @ (weight @ missing)
    moved = np.stack([solve(right[:, 0]), solve(right[:, 1])], axis=1)
    nodes = grid.points * scale + origin + moved
    return f32(nodes.reshape(grid.rows, grid.columns, 2).astype(np.float32))


def _folds(nodes: Array, expected: NDArray[np.floating]) -> bool:
    """Whether some cell's area is under 8 % of, or its side vectors turned against, what the similarity gives."""
    return bool((areas(nodes) < 0.08 * float(np.prod(expected))).any())


def areas(nodes: Array) -> Array:
    """Signed areas that the cells between `nodes` (rows×columns×2) take in the garment's image, from the two
    triangles of each cell: the smaller of them, doubled."""
    right, down = nodes[:-1, 1:] - nodes[:-1, :-1], nodes[1:, :-1] - nodes[:-1, :-1]
    back_left, back_up = nodes[1:, :-1] - nodes[1:, 1:], nodes[:-1, 1:] - nodes[1:, 1:]
    upper = right[..., 0] * down[..., 1] - right[..., 1] * down[..., 0]
    lower = back_left[..., 0] * back_up[..., 1] - back_left[..., 1] * back_up[..., 0]
    return f32(np.minimum(upper, lower))


def _refine(nodes: Array, box: tuple[int, int, int, int]) -> Array:
    """Nodes brought to every pixel of `box` by cubic splines, which keep straight lines straight."""
    width, height = box[2] - box[0], box[3] - box[1]
    columns = np.linspace(0, nodes.shape[1] - 1, width)
    rows = np.linspace(0, nodes.shape[0] - 1, height)
    wide = CubicSpline(np.arange(nodes.shape[1]), nodes, axis=1)(columns)
    return f32(CubicSpline(np.arange(nodes.shape[0]), wide, axis=0)(rows))
