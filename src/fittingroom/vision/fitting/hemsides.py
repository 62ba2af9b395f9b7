"""A jacket's front that was taken for the trousers below it: the line of its hem goes up and down too fast to follow.
Told from the colours of the trunk's sides and of the thighs, far from the hem."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.fill import at_least, grow, opened, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: Between which heights (t) top and lower garment are surely themselves, and between which pieces may change sides.
_TRUNK, _THIGHS, _DOUBTFUL = (0.2, 0.6), (1.15, 2.0), (0.6, 1.35)
#: How far from the middle line a jacket's fronts lie, units.
_FRONT = 0.2, 0.6
#: How much likelier (natural logarithm) a piece's colour is on the other side, and how far apart the two garments'
#: colours must be for that to say anything, in standard deviations.
_SURE, _APART = 1.5, 2.5
#: What shade and noise add to the variances of L and of a and b as shares of it, and what L is given for these shares:
#: shade takes as much of the colour as of the light, and in black there is only noise.
_SHADE, _BLACK = (30.0, 0.004, 0.004), 4.0
#: How far weave and noise are evened out, how broad a piece is at least, units, and its least area, units squared.
_EVEN, _BROAD, _AREA = 0.02, 0.05, 0.008
#: How far round a piece its edge is looked for, units.
_RIM = 0.06
#: Fewer pixels say nothing of a colour.
_FEW = 300


def with_hem_sides(person: Person, frame: Frame) -> Person:
    """The person with broad pieces of the lower garment beside the hem that have the colours of the top's fronts
    labelled as the top."""
    t, lateral = frame.fields(person.labels.shape)
    upper, lower = person.labels == Label.UPPER, person.labels == Label.LOWER
    doubtful = flags((t > _DOUBTFUL[0]) & (t < _DOUBTFUL[1]) & (upper | lower))
    if not doubtful.any():
        return person
    unit = frame.unit
    even = _evened(person, _EVEN * unit + 0.5)
    leaning = np.zeros(t.shape, np.float32)
    for half in (lateral < 0, lateral >= 0):
        out = np.abs(lateral) / unit
        front = upper & half & (out > _FRONT[0]) & (out < _FRONT[1]) & (t > _TRUNK[0]) & (t < _TRUNK[1])
        thigh = shrink(lower & half & (t > _THIGHS[0]) & (t < _THIGHS[1]), 3)
        asked = doubtful & half
        leaning[asked] = _leaning(even[asked], even[front], even[thigh])
    labels = person.labels.copy()
    strange = opened(flags(lower & (leaning > _SURE)), 0.5 * _BROAD * unit)
    strange = holding(at_least(strange, _AREA * unit**2), grow(upper, 0.03 * unit))
    labels[lower & grow(strange, _RIM * unit) & (leaning > 0)] = Label.UPPER
    return replace(person, labels=labels)


def _evened(person: Person, sigma: float) -> Array:
    """H×W×3: L, and a and b as shares of it, evened out over `sigma` pixels. Reckoned at half the size, for speed."""
    height, width = person.labels.shape
    small = np.asarray(cv2.resize(person.image, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)
    even = f32(cv2.GaussianBlur(to_lab(small), (0, 0), 0.5 * sigma))
    even[..., 1:] /= even[..., :1] + _BLACK
    return f32(cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR))


def _leaning(colours: Array, front: Array, thigh: Array) -> Array:
    """How much likelier (natural logarithm) each of `colours` (N×3: L, a and b as shares of it) is among those of the
    top's `front` than among those of the `thigh`; 0 where either wasn't seen or both are alike."""
    if min(len(front), len(thigh)) < _FEW:
        return np.zeros(len(colours), np.float32)
    means = np.median(front, 0), np.median(thigh, 0)
    spread = 0.5 * (np.cov(front.T) + np.cov(thigh.T)) + np.diag(_SHADE)
    way = np.linalg.solve(spread, means[0] - means[1])
    if float(way @ (means[0] - means[1])) < _APART**2:
        return np.zeros(len(colours), np.float32)
    return f32((colours - 0.5 * (means[0] + means[1])) @ way)
