"""How cloth turns away at the sides of a body: a surface blown up from its outline, and the way it faces.

The height h of a skin that is blown up over an outline solves ∇²h = -1 with h = 0 on the outline. Over a long strip of
half width r that gives 2h + |∇h|² = r² everywhere, so -∇h / √(2h + |∇h|²) is the sideways part of the normal of the
cylinder that fits in it: no axis, width or angle has to be known, and limbs, trunks and skirts are treated alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fill import push_pull

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]
#: Rows and columns from a cell to its neighbours: above, below, left, right.
_AROUND = ((-1, 0), (1, 0), (0, -1), (0, 1))
#: How late (power) parts that are joined less and less end at each other: a small leak lets a broad form down already.
_PARTING = 4


@dataclass(frozen=True)
class Form:
    """Unit normals of a surface, H×W each: x to the right, y down, z towards the viewer. Outside it they go on."""

    x: Array
    y: Array
    z: Array


def blow_up(parts: Sequence[Mask], walls: Sequence[Mask], joined: Mask | Array, cell: float) -> Form:
    """The form of `parts` (H×W each, the later before the earlier).

    A part ends, turned away, where it meets its own of `walls`, or another part unless both are `joined` there; where
    it meets anything else (skin at the neck, a hem) it goes on straight. joined: H×W, or 0…1 where parts come apart
    little by little. cell: pixels that are reckoned as one.
    """
    shape = parts[0].shape
    size = (max(4, round(shape[1] / cell)), max(4, round(shape[0] / cell)))
    owner = np.full((size[1] + 2, size[0] + 2), -1)
    wall = np.zeros((len(parts), *owner.shape), np.bool_)
    for index, (part, edge) in enumerate(zip(parts, walls, strict=True)):
        owner[1:-1, 1:-1][_reduced(part, size)] = index
        wall[index, 1:-1, 1:-1] = _reduced(edge, size, 0.2)
    seam = np.zeros(owner.shape, np.float32)
    seam[1:-1, 1:-1] = cv2.resize(joined.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    x, y = _facing(owner, wall, seam)
    fields = [np.zeros(shape, np.float32), np.zeros(shape, np.float32)]
    for index, part in enumerate(parts):
        known = (owner == index)[1:-1, 1:-1]
        if not known.any():
            continue
        chosen = part if index else np.ones(shape, np.bool_)
        for field, plane in zip(fields, (x, y), strict=True):
            np.copyto(field, _enlarged(plane[1:-1, 1:-1], known, shape), where=chosen)
    across = np.hypot(*fields)
    limit = np.minimum(1, 0.995 / np.maximum(across, 1e-6))
    return Form(f32(fields[0] * limit), f32(fields[1] * limit), f32(np.sqrt(1 - np.minimum(across, 0.995) ** 2)))


def _facing(owner: NDArray[np.intp], wall: Mask, seam: Array) -> tuple[Array, Array]:
    """Sideways parts of the normals of the cells that have an owner."""
    inside = owner >= 0
    count = int(inside.sum())
    if not count:
        return np.zeros(owner.shape, np.float32), np.zeros(owner.shape, np.float32)
    number = np.full(owner.shape, -1)
    number[inside] = np.arange(count)
    rows, columns = np.nonzero(inside)
    own = owner[rows, columns]
    diagonal = np.full(count, 1e-5)
    links, shares, ends = [], [], []
    for down, right in _AROUND:
        near = rows + down, columns + right
        other = owner[near]
        seamed = np.minimum(seam[rows, columns], seam[near])
        share = np.where(other == own, 1.0, np.where(other >= 0, seamed, 0.0))
        closed = np.where(other >= 0, (1 - share) ** _PARTING, wall[own, near[0], near[1]])
        diagonal += share + closed
        links.append(np.where(share > 0, number[near], -1))
        shares.append(share)
        ends.append(closed)
    matrix = sparse.diags(diagonal)
    for link, share in zip(links, shares, strict=True):
        chosen = link >= 0
        where = np.nonzero(chosen)[0], link[chosen]
        matrix = matrix - sparse.csr_matrix((share[chosen], where), shape=(count, count))
    height = np.asarray(spsolve(sparse.csc_matrix(matrix), np.ones(count)))

    def slope(first: int, second: int) -> NDArray[np.floating]:
        steps = []
        for index, sign in ((first, -1), (second, 1)):
            rise = np.where(links[index] >= 0, height[links[index]] - height, 0.0)
            steps.append(sign * (shares[index] * rise - ends[index] * height))
        return np.asarray(0.5 * (steps[0] + steps[1]))

    downward, rightward = slope(0, 1), slope(2, 3)
    radius = np.sqrt(np.maximum(2 * height + rightward**2 + downward**2, 1e-6))
    x, y = np.zeros(owner.shape, np.float32), np.zeros(owner.shape, np.float32)
    x[inside], y[inside] = -rightward / radius, -downward / radius
    return x, y


def _reduced(mask: Mask, size: tuple[int, int], share: float = 0.5) -> Mask:
    """Cells of which more than `share` is set."""
    small = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small > share, np.bool_)


def _enlarged(plane: Array, known: Mask, shape: tuple[int, ...]) -> Array:
    """A plane of cells at the picture's size, without the cells' steps."""
    filled = cv2.GaussianBlur(push_pull(f32(np.where(known, plane, 0)), known), (0, 0), 0.7)
    large = cv2.resize(filled, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return f32(large)
