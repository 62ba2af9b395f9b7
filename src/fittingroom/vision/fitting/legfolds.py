"""Soft folds that the legs of long trousers throw even where a person stands still, drawn where the old clothes show
none: over the thigh, round the knee, down the shin, and stacked above the shoe that the hem rests on."""

from collections.abc import Iterator

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.shading import soft_limit
from fittingroom.vision.fitting.softfolds import Ridge, light_way, ridge_light

#: Breadths of folds (standard deviation, units): stacked ones, those round a knee, and those along a leg. Broader, or
#: higher than below, they are no folds but smears: on pale cloth they pass for dirt.
_FINE, _KNEE, _LONG = 0.014, 0.014, 0.026
#: Folds deeper or brighter than these are drawn as these (logarithms of luminance).
_DARKEST, _BRIGHTEST = 0.13, 0.05
#: A leg that ends above this share of the person's has no shoe to stack on, and one that ends above the second no knee.
_RESTING, _LONG_ENOUGH = 0.86, 0.7
#: Cloth narrower than this (units) has no room for a fold.
_LEAST = 0.08
#: Folds across a leg: where along it (shares), the side that they start from (1 outer, -1 inner), rise towards the
#: other side (units, down), share of the breadth crossed, height (breadths).
_ROUND_KNEE = (
    (0.36, -1.0, 0.14, 0.55, 0.25),
    (0.42, 1.0, 0.10, 0.7, 0.36),
    (0.475, -1.0, 0.03, 0.65, 0.36),
    (0.53, 1.0, -0.06, 0.65, 0.4),
    (0.59, -1.0, -0.12, 0.55, 0.25),
)
#: The same of folds above a hem, where along counted up from it, in units.
_STACKED = (
    (0.055, -1.0, 0.03, 0.6, 0.6),
    (0.10, 1.0, 0.05, 0.8, 1.05),
    (0.155, -1.0, 0.06, 0.75, 1.0),
    (0.215, 1.0, 0.07, 0.65, 0.8),
    (0.29, -1.0, 0.1, 0.55, 0.45),
)
#: Folds along a leg: from where to where (shares of the leg), from which to which place across (-1 inner, 1 outer),
#: height.
_ALONG = ((0.08, 0.36, 0.75, -0.25, 0.16), (0.16, 0.42, -0.5, 0.1, 0.12), (0.6, 0.84, 0.3, -0.2, 0.18))


def leg_folds(legs: tuple[Arm, Arm], parts: tuple[Array, Array], unit: float, light: Light, seed: int) -> Array:
    """Relative light (H×W, about 1) of the folds of two legs of cloth, `parts` (0…1, left and right). The same for the
    same `seed`, and smooth; two legs never throw the same."""
    random = np.random.default_rng(seed)
    way = light_way(light, random)
    log = np.zeros(parts[0].shape, np.float32)
    for leg, part in zip(legs, parts, strict=True):
        drawn = list(_on_leg(leg, part, unit, random))
        if drawn:
            log += ridge_light(drawn, part.shape, unit, way) * part
    return f32(np.exp(soft_limit(log, _DARKEST, _BRIGHTEST)))


def _on_leg(leg: Arm, part: Array, unit: float, random: np.random.Generator) -> Iterator[Ridge]:
    u, v = leg.limb.u[::3, ::3], leg.limb.v[::3, ::3]
    inside = (part[::3, ::3] > 0.5) & (np.abs(v) < 0.7 * unit)
    if inside.sum() < 60:
        return
    u, v, long = u[inside], v[inside], leg.limb.length
    end = float(np.percentile(u, 99.5))
    if end < _LONG_ENOUGH * long:
        return

    def sides(at: float) -> tuple[float, float]:
        row = v[np.abs(u - at) < 0.03 * unit]
        return (float(np.percentile(row, 2)), float(np.percentile(row, 98))) if row.size > 3 else (0.0, 0.0)

    folds = [
        ((share + random.uniform(-0.025, 0.025)) * long, *rest, _KNEE)
        for share, *rest in (
            _ROUND_KNEE[each] for each in random.permutation(len(_ROUND_KNEE))[: random.integers(4, 6)]
        )
    ]
    if end > _RESTING * long:
        folds += [(end - (up + random.uniform(-0.016, 0.016)) * unit, *rest, _FINE) for up, *rest in _STACKED]
    turned = random.choice((-1.0, 1.0))
    for at, start, rise, share, height, breadth in folds:
        low, high = sides(at)
        if high - low < _LEAST * unit:
            continue
        along = np.linspace(0, 1, 12, dtype=np.float32)
        aside = along * share * random.uniform(0.8, 1.15) * (high - low)
        across = high - aside if start * turned > 0 else low + aside
        curve = at + (rise + random.uniform(-0.05, 0.05)) * unit * along**1.3
        ends = np.clip(along / 0.1, 0, 1) * np.clip(np.cos(0.5 * np.pi * along), 0, 1) ** 0.8
        yield Ridge(leg.limb.point(curve, across), f32(height * random.uniform(0.55, 1.2) * ends), breadth)
    along = np.linspace(0, 1, 16, dtype=np.float32)
    for begin, stop, first, last, height in _ALONG:
        places = (begin + (stop - begin) * along) * long
        edges = np.array([sides(float(each)) for each in places])
        place = first + (last - first) * along + random.uniform(-0.15, 0.15)
        across = edges.mean(1) + 0.5 * np.ptp(edges, axis=1) * place
        ends = np.clip(np.sin(np.pi * along), 0, 1) ** 0.7
        yield Ridge(leg.limb.point(places, across), f32(height * random.uniform(0.7, 1.2) * ends), _LONG)
