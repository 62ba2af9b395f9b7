"""Bare forearms that go on behind the hair, towards hands behind the head."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.person import Label, Limb, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_BARE = 0.6  # share of an arm without cloth from which on what hair hides of it is taken for skin
_BEYOND = 1.2  # units that a hand reaches on from the wrist
_SAMPLE = 0.3  # units of the arm before the hair that show what it looks like across
_BINS = 24  # places across an arm


@dataclass(frozen=True)
class Reach:
    """An arm that goes on. wrist, ahead: 2, pixels and direction. half: its half width; back, on: how far it goes back
    and on from the wrist. All pixels."""

    wrist: Array
    ahead: Array
    half: float
    back: float
    on: float

    def places(self, shape: tuple[int, ...]) -> tuple[Array, Array]:
        """H×W each: pixels on from the wrist, and across the arm from its middle."""
        y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        dx, dy = x - self.wrist[0], y - self.wrist[1]
        return f32(dx * self.ahead[0] + dy * self.ahead[1]), f32(dy * self.ahead[0] - dx * self.ahead[1])

    def mask(self, shape: tuple[int, ...]) -> Mask:
        """H×W: where the arm is."""
        along, across = self.places(shape)
        taper = 1 + 0.1 * np.clip(-along / max(self.back, 1), 0, 1)
        return flags((along > -self.back) & (along < self.on) & (np.abs(across) < self.half * taper))


def reaching(person: Person, frame: HeadFrame) -> Iterator[Reach]:
    """Bare forearms towards the head."""
    middle = f32([frame.origin[0], -frame.origin[1]])
    for arm in person.figure.arms:
        if arm is None or len(arm.axis) < 8 or not _bare(arm):
            continue
        wrist, half = arm.axis[-1], float(arm.halfwidth[-4:].mean())
        ahead = wrist - arm.axis[-4]
        ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-6)
        away = float(np.linalg.norm(wrist - middle))
        if away > 3 * frame.unit or ahead @ (middle - wrist) < 0.6 * away:
            continue
        back = float(np.linalg.norm(wrist - arm.axis[-8]))
        yield Reach(f32(wrist), f32(ahead), half, back, min(_BEYOND * frame.unit, away))


def _bare(arm: Limb) -> bool:
    """Whether skin is seen at the wrist; where hair hides all of that, on what is seen of the arm."""
    told = arm.bare[np.isfinite(arm.bare)]
    wrist = arm.bare[-4:][np.isfinite(arm.bare[-4:])]
    seen = wrist if len(wrist) else told
    return bool(len(seen) and seen.mean() >= _BARE)


def hidden_arms(person: Person, frame: HeadFrame) -> Mask:
    """H×W: where such arms are, hidden or not."""
    found = np.zeros(person.labels.shape, np.bool_)
    for reach in reaching(person, frame):
        found |= reach.mask(found.shape)
    return found


def arm_skin(photo: Array, person: Person, frame: HeadFrame, hair: Mask) -> tuple[Array, Mask]:
    """H×W×3: arms drawn on behind the `hair` as they look across just before it. And H×W: where they are."""
    drawn, found = photo.copy(), np.zeros(hair.shape, np.bool_)
    for reach in reaching(person, frame):
        along, across = reach.places(hair.shape)
        seen = (person.labels == Label.SKIN) & ~hair & (np.abs(across) < 1.5 * reach.half)
        seen &= (along > -reach.back - 2 * frame.unit) & (along < reach.on)
        if not (edge := _end(along[seen], reach.half)):
            continue
        sample = seen & (along < edge[0]) & (along > edge[0] - _SAMPLE * frame.unit)
        low, high = np.percentile(across[sample], (2, 98))
        place = np.clip((across - low) / max(high - low, 1) * (_BINS - 1), 0, _BINS - 1)
        which = np.round(place[sample]).astype(int)
        count = ndimage.gaussian_filter1d(np.bincount(which, minlength=_BINS).astype(np.float32), 1.5)
        here = (along > edge[0] - _SAMPLE * frame.unit) & (along < reach.on) & (across > low) & (across < high)
        for k in range(3):
            total = np.bincount(which, photo[..., k][sample], _BINS).astype(np.float32)
            profile = ndimage.gaussian_filter1d(total, 1.5) / np.maximum(count, 1e-3)
            drawn[..., k][here] = np.interp(place[here], np.arange(_BINS), profile)
        found |= here
    return f32(drawn), flags(found)


def _end(along: Array, half: float) -> tuple[float, ...]:
    """How far on the arm is seen over most of its width; nothing where it isn't."""
    if not len(along):
        return ()
    steps = np.floor(along / 2).astype(int)
    full = np.flatnonzero(np.bincount(steps - steps.min()) > 0.7 * 4 * half) + steps.min()
    return (float(2 * full[-1]),) if len(full) else ()
