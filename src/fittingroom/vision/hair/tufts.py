"""Tufts: hair from behind an ear that shows beyond it, with skin between it and all other hair."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.ears import Ear
from fittingroom.vision.hair.splat import Layer

Array = NDArray[np.float32]

_LEVELS = 24  # heights at which an ear is looked at
_WITHIN = 0.3, 0.9  # u between which an ear's skin shows if no hair lies over it
_COVERED, _BARE = 0.55, 0.25  # share of that under hair from which on the ear is covered there; up to which it is bare
_HANGS = 2  # levels by which locks beside an ear hang lower than those before it
_RIM, _SOFT, _OUT = 0.7, 0.2, 4.0  # u from which on hair is beyond the ear, over which it fades, and how far
_TUFT, _MASS = 0.3, 0.8  # share of the ear's own area up to which hair is a tuft; from which on it's the cut's own mass
_TOP, _LOW = 0.12, 1.9  # v of the ear's top, that hair may hide behind, and of what is well below its lobe


def without_tufts(front: Layer, behind: Layer, ears: tuple[Ear, ...]) -> tuple[Layer, Layer]:
    """Both layers without what shows beyond `ears`, and below them, at heights where nothing covers them: one would
    see it hang from nothing."""
    gone = np.zeros_like(front.alpha)
    for ear in ears:
        gone = np.maximum(gone, _beyond(front.alpha, behind.alpha, ear))
    return replace(front, alpha=f32(front.alpha * (1 - gone))), replace(behind, alpha=f32(behind.alpha * (1 - gone)))


def _beyond(alpha: Array, behind: Array, ear: Ear) -> Array:
    """H×W, 0…1: what is beyond one ear where it is bare, unless it's too much for a tuft: an afro hangs from itself.
    alpha, behind: H×W of the hair before and behind it."""
    u, v = ear.places(alpha.shape)
    inner = (u > _WITHIN[0]) & (u < _WITHIN[1]) & (v > 0) & (v < 1)
    level = (v[inner] * _LEVELS).astype(int)
    number = np.bincount(level, minlength=_LEVELS)
    covered = np.bincount(level, alpha[inner], minlength=_LEVELS) / np.maximum(number, 1)
    covered = np.maximum.reduce([np.pad(covered, (drop, 0))[:_LEVELS] for drop in range(_HANGS + 1)])
    bare = np.where(number > 0, 1 - eased(f32((covered - _BARE) / (_COVERED - _BARE))), 0)
    there = np.interp(v, (np.arange(_LEVELS) + 0.5) / _LEVELS, bare) * eased((v - _TOP) / 0.1)
    far = eased((u - _RIM) / _SOFT) * (u < _OUT) * (v < _LOW)
    size = float((there * far * np.maximum(alpha, behind)).sum()) / max(1, int(inner.sum()))
    return f32(there * far * np.clip((_MASS - size) / (_MASS - _TUFT), 0, 1))
