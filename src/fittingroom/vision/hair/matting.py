"""Hair's share in each pixel of its edge, solved for the whole edge at once.

A rule that looks at single pixels has to know what lies before and behind each. Here only colours nearby are taken to
lie on a line: within any small window the share of hair is then a linear function of colour, and the shares that come
nearest to being so everywhere, held where they are certain, follow strands wherever those go (A. Levin, D. Lischinski
and Y. Weiss, A Closed-Form Solution to Natural Image Matting, 2008). Windows of several pixels, and each product with
the Laplacian by box filters: K. He, J. Sun and X. Tang, Fast Matting Using Large Kernel Matting Laplacian Matrices,
2010.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.hair.soft import away_from, blur, opened, thin_lines, widened

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SURE, _SOME = 0.9, 0.15  # shares from which on all may be hair, and from which on there is some
#: Units within them over which the share is sought, before a wall and on skin, where roots show; units outside them.
_INSIDE, _OUTSIDE = (0.05, 0.12), 0.08
_SPECKS = 0.02  # half the width, units, of what is no edge but strands and specks beside it
_FINE = 100.0  # pixels of a unit up to which the photo is looked at in full
_REACH = 2  # pixels to each side that a window has
_NOISE = 1e-4  # square of a colour's deviation, 0…1, that tells nothing
#: Weight, beside the windows' word, of shares that are certain, and of those guessed before a wall, which may have
#: hair's colours too, and on skin.
_HELD, _GUESSED = 10.0, (5e-2, 1e-2)
_ALIKE = 0.15  # and more of those guessed where nothing tells hair from the wall
#: And more on skin where no hairs are seen, only its shade.
_SHADE = 0.3
_HAIR, _CALM, _LOCAL = 0.015, 0.004, 0.03  # units: half their breadth, blur that takes grain out, reach of contrast
_CONTRAST = 0.3, 1.0  # Lab L of contrast, beyond that of bare skin, up to which there are none, and up to all more
_BARE, _NEAR = 0.02, 0.6  # share of hair that skin has at most which tells that, and units from the edge where it lies
_STEPS = 25


def band(alpha: Array, body: Array, unit: float) -> Mask:
    """H×W: hair's edge by a first guess `alpha` (H×W, 0…1) at its share. body: H×W, 0…1, how far a place is at skin and
    clothes rather than at a wall. unit: the head's, pixels."""
    some = opened(flags(alpha > _SOME), _SPECKS * unit)
    inside = away_from(flags(alpha <= _SURE)) / np.float32(unit)
    return flags(widened(some, _OUTSIDE * unit) & (inside <= _INSIDE[0] + (_INSIDE[1] - _INSIDE[0]) * body))


def matted(image: NDArray[np.uint8], guess: Array, edge: Mask, body: Array, trust: Array, unit: float) -> Array:
    """H×W, 0…1: the share of hair in the `edge` (H×W) by the colours of `image` (RGB, H×W×3) and a first `guess` at it
    (H×W), which stays as it is elsewhere. body: as for `band`. trust: H×W, 0…1, how far hair and what lies beside it
    differ there at all. unit: the head's, pixels."""
    if not edge.any():
        return guess
    factor = max(1, int(unit / _FINE))
    box = box_round(edge, 4 * factor * _REACH)
    colours = f32(image[box]) / np.float32(255)
    height, width = colours.shape[:2]
    size = (max(1, width // factor), max(1, height // factor))
    guessed = _GUESSED[1] + (1 - body) * (_GUESSED[0] - _GUESSED[1] + _ALIKE * (1 - trust))
    guessed = guessed + _SHADE * body * (1 - guess) * hairless(image, _bare(guess, edge, body, unit), unit)
    weight = np.where(edge, guessed, _HELD)
    small, first, held = (
        f32(cv2.resize(f32(values), size, interpolation=cv2.INTER_AREA))
        for values in (colours, guess[box], weight[box])
    )
    windows = _Windows(small)
    found = _enlarged(windows, _solved(windows, first, held), colours)
    result = guess.copy()
    result[box] = np.where(edge[box], found, guess[box])
    return f32(result)


def by_colours(values: Array, small: NDArray[np.uint8], image: NDArray[np.uint8]) -> Array:
    """H×W×C, 0…1: `values` (H×W×C) found in a `small` picture, at the size of `image` (RGB each), the same one, by the
    latter's colours: in each window they are taken for a linear function of these."""
    windows, colours = _Windows(f32(small) / np.float32(255)), f32(image) / np.float32(255)
    return np.dstack([_enlarged(windows, f32(values[..., k]), colours) for k in range(values.shape[-1])])


def _enlarged(windows: "_Windows", share: Array, colours: Array) -> Array:
    """H×W, 0…1: the `share` of the `windows`' picture in the larger one of `colours` (H×W×3, 0…1)."""
    slope, offset = windows.smoothed(share)
    offset = f32(offset + windows.rest(share))
    size = (colours.shape[1], colours.shape[0])
    slope, offset = (f32(cv2.resize(part, size)) for part in (slope, offset))
    return f32(np.clip((slope * colours).sum(-1) + offset, 0, 1))


def hairless(image: NDArray[np.uint8], bare: Mask, unit: float) -> Array:
    """H×W, 0…1: where `image` (RGB, H×W×3) has no more lines as thin as hairs than has `bare` skin (H×W), which has
    pores and a camera's grain. unit: the head's, pixels."""
    light = blur(to_lab(image)[..., 0], _CALM * unit)
    low, high = thin_lines(light, _HAIR * unit)
    contrast = blur(f32(low + high), _LOCAL * unit)
    usual = float(np.median(contrast[bare])) if bare.any() else 0.0
    return f32(1 - eased((contrast - usual - _CONTRAST[0]) / _CONTRAST[1]))


def _bare(guess: Array, edge: Mask, body: Array, unit: float) -> Mask:
    """H×W: skin near the `edge` with hardly any hair by a first `guess`; arguments as of `matted`."""
    return flags((guess < _BARE) & (body > 0.9) & ~edge & widened(edge, _NEAR * unit))


class _Windows:
    """The windows of a picture (H×W×3, 0…1), each of which takes a share for a linear function of colour."""

    def __init__(self, image: Array) -> None:
        self.image, self.mean = image, _averaged(image)
        ll, la, lb, aa, ab, bb = (
            _averaged(f32(image[..., i] * image[..., j]))
            - self.mean[..., i] * self.mean[..., j]
            + np.float32(_NOISE if i == j else 0)
            for i in range(3)
            for j in range(i, 3)
        )
        rows = (
            aa * bb - ab**2,
            lb * ab - la * bb,
            la * ab - lb * aa,
            ll * bb - lb**2,
            la * lb - ll * ab,
            ll * aa - la**2,
        )
        determinant = ll * rows[0] + la * rows[1] + lb * rows[2]
        first, second, third, fourth, fifth, sixth = (f32(row / determinant) for row in rows)
        self.inverse = ((first, second, third), (second, fourth, fifth), (third, fifth, sixth))

    def smoothed(self, share: Array) -> tuple[Array, Array]:
        """H×W×3 and H×W: the linear function of colour that the windows round each pixel say `share` (H×W) is."""
        joint = _averaged(np.dstack([share, *(share * self.image[..., k] for k in range(3))]))
        level = joint[..., 0]
        apart = [joint[..., 1 + k] - self.mean[..., k] * level for k in range(3)]
        slope = [row[0] * apart[0] + row[1] * apart[1] + row[2] * apart[2] for row in self.inverse]
        offset = level - sum(slope[k] * self.mean[..., k] for k in range(3))
        both = _averaged(np.dstack([*slope, offset]))
        return both[..., :3], both[..., 3]

    def rest(self, share: Array) -> Array:
        """H×W: what of `share` (H×W) they don't explain: its product with the matting Laplacian."""
        slope, offset = self.smoothed(share)
        return f32(share - offset - sum(slope[..., k] * self.image[..., k] for k in range(3)))


def _averaged(values: Array) -> Array:
    """Means over windows of H×W or H×W×C."""
    side = 2 * _REACH + 1
    return f32(cv2.blur(values, (side, side), borderType=cv2.BORDER_REFLECT))


def _solved(windows: _Windows, guess: Array, weight: Array) -> Array:
    """H×W: the share that `windows` explain best and that is nearest to the `guess` by its `weight` (H×W each), by
    conjugate gradients (M. Hestenes and E. Stiefel, 1952)."""
    share, scale = guess.copy(), f32(1 / (1 + weight))
    left = -windows.rest(share)
    way = f32(scale * left)
    power = float((left * way).sum())
    for _ in range(_STEPS):
        pushed = windows.rest(way) + weight * way
        step = power / max(float((way * pushed).sum()), 1e-12)
        share += np.float32(step) * way
        left = f32(left - np.float32(step) * pushed)
        scaled = scale * left
        before, power = power, float((left * scaled).sum())
        if power < 1e-8:
            break
        way = f32(scaled + np.float32(power / before) * way)
    return share
