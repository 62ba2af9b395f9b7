"""Soft folds that plain cloth throws on a body, drawn where the old clothes show none: from the armpits over the chest,
down from the bust, above a hem, across a sleeve and in the hollow of an elbow.

Every fold is a low ridge along a line. A ridge is light where it faces the light and dark where it turns away, and
what lies between ridges is a little darker for seeing less of the room.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.scene import Light, luminance
from fittingroom.vision.fitting.shading import bands, soft_limit

#: Cells a unit that ridges are reckoned in.
_CELLS = 80
#: Breadths of ridges (standard deviation, units).
_FINE, _BROAD = 0.018, 0.03
#: Light (logarithm) that a slope of 1 towards it gains, and that a hollow as deep as a ridge is broad loses.
_FACING, _HOLLOW = 0.7, 0.42
#: Folds deeper or brighter than these are drawn as these (logarithms of luminance).
_DARKEST, _BRIGHTEST = 0.2, 0.07
#: Chest: t, lateral (units), size (units) and height (units) of the two mounds that cloth lies on.
_CHEST = 0.37, 0.2, 0.15, 0.08
#: How far apart (units) the folds of an armpit start at least.
_APART = 0.03
#: Spread of the carried folds' light (logarithm) round a place that leaves no room for drawn ones.
_ENOUGH = 0.016
#: The same of folds and prints that the garment's own photo shows.
_OWN = 0.10
#: A garment that reaches further down than this (t) is a dress, and its skirt hangs in folds of its own.
_SKIRT = 1.2


@dataclass(frozen=True)
class Ridge:
    """A fold: its line (K×2, x and y, pixels), its height along it (K, in breadths) and its breadth (units)."""

    line: Array
    height: Array
    breadth: float


def soft_folds(
    frame: Frame, arms: tuple[Arm, Arm], body: Array, sleeves: tuple[Array, Array], armpits: Array, light: Light,
    seed: int,
) -> Array:  # fmt: skip
    """Relative light (H×W, about 1) of a top's drawn folds. body, sleeves: H×W, 0…1, where they lie; armpits: 2×2,
    pixels. The same for the same `seed`, and smooth."""
    random = np.random.default_rng(seed)
    towards = light_way(light, random)
    on_body = [*from_armpits(frame, armpits, random), *_down_and_across(frame, body, random)]
    log = ridge_light(on_body, body.shape, frame.unit, towards) + _chest(frame, body.shape, light)
    for arm, sleeve in zip(arms, sleeves, strict=True):
        drawn = ridge_light(list(_on_sleeve(arm, sleeve, frame.unit, random)), body.shape, frame.unit, towards)
        log = log + (drawn - log) * sleeve
    return f32(np.exp(soft_limit(f32(log), _DARKEST, _BRIGHTEST)))


def room_around(folds: Array, cloth: Mask, unit: float, enough: float = _ENOUGH) -> Array:
    """0…1 (H×W), how far drawn folds are wanted round each place of the `cloth` that has these `folds` already
    (relative light, H×W): none where its logarithm spreads by `enough`."""
    size = max(1, folds.shape[1] // 8), max(1, folds.shape[0] // 8)
    weight, energy = (
        cv2.GaussianBlur(cv2.resize(f32(each), size, interpolation=cv2.INTER_AREA), (0, 0), 0.12 * unit / 8)
        for each in (cloth, np.where(cloth, np.log(folds) ** 2, 0))
    )
    spread = np.sqrt(np.maximum(energy, 0) / np.maximum(weight, 0.02))
    room = np.clip(1.25 - spread / enough, 0, 1)
    return f32(np.clip(cv2.resize(f32(room), folds.shape[::-1], interpolation=cv2.INTER_LINEAR), 0, 1))


def room_on(fabric: NDArray[np.uint8], shape: Mask) -> Array:
    """0…1 (H×W), how far drawn folds are wanted on each place of `fabric` (H×W×3, of the garment that `shape` covers):
    not where its own photo shows it gathered, nor on prints and checks, which a fold would bend."""
    columns = np.flatnonzero(shape.any(axis=0))
    if not columns.size:
        return np.ones(shape.shape, np.float32)
    unit = 0.8 * float(columns[-1] - columns[0])
    log = f32(np.log(luminance(fabric)))
    _, broad = bands(log, shape, 0.014 * unit, 0.09 * unit)
    return room_around(f32(np.exp(log - broad)), shrink(shape, 0.03 * unit), unit, _OWN)


def light_way(light: Light, random: np.random.Generator) -> tuple[float, float]:
    """The way (x, y) that the light comes from, never straight from above: hanging folds would not show."""
    side = light.x if abs(light.x) > 0.01 else 0.01 * (1 if random.random() < 0.5 else -1)
    x, y = np.sign(side) * max(abs(side), 0.06), min(light.y, 0) - 0.03
    length = float(np.hypot(x, y))
    return float(x / length), float(y / length)


def ridge_light(ridges: list[Ridge], shape: tuple[int, ...], unit: float, towards: tuple[float, float]) -> Array:
    """Logarithm of the light (H×W) on `ridges`."""
    cell = max(1.0, unit / _CELLS)
    size = max(8, round(shape[1] / cell)), max(8, round(shape[0] / cell))
    log = np.zeros(size[::-1], np.float32)
    for breadth in sorted({ridge.breadth for ridge in ridges}):
        blur = breadth * unit / cell
        lines = np.zeros(size[::-1], np.float32)
        for ridge in (each for each in ridges if each.breadth == breadth):
            points = ridge.line * (np.array(size) / (shape[1], shape[0]))
            ends = np.round(16 * points).astype(int).tolist()
            for start, end, height in zip(ends[:-1], ends[1:], ridge.height.tolist(), strict=False):
                cv2.line(lines, start, end, height, 1, cv2.LINE_8, 4)
        height = f32(cv2.GaussianBlur(lines, (0, 0), blur) * (blur * np.sqrt(2 * np.pi)))
        right, down = (cv2.Sobel(height, cv2.CV_32F, *way, ksize=3) / 8 * blur for way in ((1, 0), (0, 1)))
        between = np.maximum(cv2.GaussianBlur(height, (0, 0), 1.6 * blur) - height, 0)
        log += -_FACING * (right * towards[0] + down * towards[1]) - _HOLLOW * between
    return f32(cv2.resize(log, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC))


def _chest(frame: Frame, shape: tuple[int, ...], light: Light) -> Array:
    """Logarithm of the light (H×W) on a chest under cloth, brighter above its mounds and darker below them."""
    t, lateral = frame.fields((shape[0], shape[1]))
    at, out, size, height = _CHEST
    down = (t - at) * frame.torso / (frame.unit * size)
    # below the mound cloth hangs on, so its shade fades slowly
    down = np.where(down > 0, 2 * np.tanh(down / 2), down)
    log = np.zeros(shape, np.float32)
    for side in (-1, 1):
        across = (lateral / frame.unit - side * out) / size
        slope = height / size * np.exp(-0.5 * (across**2 + down**2))
        log += slope * (across * light.x * 2 + down * (light.y - 0.3))
    return f32(log)


def _ridge(start: Array, way: Array, bow: float, height: float, breadth: float, fade: float = 0.15) -> Ridge:
    """A fold from `start` along `way` (pixels), bowed sideways by `bow` of its length; it begins over `fade` of its
    length and runs out towards its end."""
    along = np.linspace(0, 1, 14, dtype=np.float32)
    aside = np.array([-way[1], way[0]], np.float32) * bow
    line = start + along[:, None] * way + (4 * along * (1 - along))[:, None] * aside
    ends = np.clip(along / max(fade, 1e-3), 0, 1) * np.clip(np.cos(0.5 * np.pi * along), 0, 1) ** 0.8
    return Ridge(f32(line), f32(height * ends), breadth)


def from_armpits(frame: Frame, armpits: Array, random: np.random.Generator) -> Iterator[Ridge]:
    """Folds that start where the arm pulls, and fan out over the chest."""
    for side, armpit in enumerate(armpits):
        inward = frame.across * (1.0, -1.0)[side]
        fan = ((-0.5, 0.36, 0.6), (0.2, 0.44, 0.9), (0.8, 0.52, 0.85))
        drawn = []
        for angle, long, height in (fan[index] for index in random.permutation(3)[: random.integers(2, 4)]):
            turn, down = angle + random.uniform(-0.2, 0.2), random.uniform(-0.02, 0.05)
            size, bow = long * random.uniform(0.8, 1.2) * frame.unit, random.uniform(-0.1, 0.1)
            drawn.append((turn, down, size, bow, height * random.uniform(0.7, 1.2)))
        # the steeper one hangs, the lower it starts: cloth isn't creased crosswise
        lower = sorted(down for _, down, *_ in drawn)
        for index, (turn, _, size, bow, height) in enumerate(sorted(drawn)):
            way = inward * np.cos(turn) - frame.up * np.sin(turn)
            start = armpit + frame.unit * (0.03 * inward - frame.up * (lower[index] + _APART * (index - 1)))
            yield _ridge(f32(start), f32(way * size), bow, height, _FINE)


def _down_and_across(frame: Frame, body: Array, random: np.random.Generator) -> Iterator[Ridge]:
    """Folds that hang from the bust, and those that lie across above a hem."""
    inside = body[::3, ::3] > 0.5
    if inside.sum() < 50:
        return
    t, lateral = (field[::3, ::3] for field in frame.fields((body.shape[0], body.shape[1])))
    t, lateral = t[inside], lateral[inside]
    end = float(np.percentile(t, 98))

    def half(at: float) -> tuple[float, float]:
        row = lateral[np.abs(t - at) < 0.04]
        return (float(np.percentile(row, 2)), float(np.percentile(row, 98))) if row.size > 6 else (0.0, 0.0)

    if end > _SKIRT:
        return
    lean = random.choice((-1.0, 1.0)) * random.uniform(0.2, 0.5)  # all one way, as a body's weight rests on one leg
    for place in (-0.68, -0.3, 0.1, 0.45, 0.75):
        begin, tilt = random.uniform(0.4, 0.7), lean + random.uniform(-0.1, 0.1)
        x = half(max(begin, 0.5))[int(place > 0)] * abs(place + random.uniform(-0.1, 0.1))
        long = (end - begin) * frame.torso * random.uniform(0.5, 0.9)
        if long < 0.15 * frame.unit or x == 0:
            continue
        way = frame.across * np.sin(tilt) - frame.up * np.cos(tilt)
        breadth, height = float(random.choice((_FINE, _BROAD))), random.uniform(0.2, 0.4)
        yield _ridge(frame.at(begin, x), f32(way * long), random.uniform(-0.1, 0.1), height, breadth, 0.4)
    for side, sign in enumerate((-1.0, 1.0)):
        at = end - random.uniform(0.05, 0.1)
        for _ in range(int(random.integers(2, 4))):
            edges = half(at)
            if at < 0.55 or edges[1] <= edges[0]:
                break
            slope, long = random.uniform(-0.25, 0.5), random.uniform(0.18, 0.6) * (edges[1] - edges[0])
            way = -sign * frame.across * np.cos(slope) - frame.up * np.sin(slope)
            start = frame.at(at, edges[side] * random.uniform(0.7, 0.98))
            bow, height = sign * random.uniform(-0.05, 0.16), random.uniform(0.28, 0.6)
            yield _ridge(f32(start), f32(way * long), bow, height, float(random.choice((_FINE, _BROAD))), 0.25)
            at -= random.uniform(0.07, 0.16)


def _on_sleeve(arm: Arm, sleeve: Array, unit: float, random: np.random.Generator) -> Iterator[Ridge]:
    """Folds across a sleeve: from the armpit up and down, at the elbow, and above the cuff of a long one."""
    u, v = arm.limb.u[::3, ::3], arm.limb.v[::3, ::3]
    inside = (sleeve[::3, ::3] > 0.5) & (np.abs(v) < 0.7 * unit)
    if inside.sum() < 30:
        return
    u, v = u[inside], v[inside]
    first, last = (float(each) for each in np.percentile(u, [2, 98]))
    long = arm.limb.length
    # where along the sleeve or arm, rise towards the outer edge (units), share of the breadth crossed, height
    folds = [(0.16 * long, -0.16, 0.75, 0.7), (0.27 * long, 0.10, 0.6, 0.8), (last - 0.07 * unit, -0.08, 0.5, 0.5)]
    if last > 0.62 * long:
        folds += [(0.42 * long, 0.1, 0.6, 0.6), (0.475 * long, 0.02, 0.75, 0.9), (0.53 * long, -0.12, 0.7, 0.8)]
        folds += [(0.68 * long, -0.1, 0.55, 0.5), (last - 0.16 * unit, 0.06, 0.6, 0.6)]
    for at, rise, share, height in folds:
        at += random.uniform(-0.02, 0.02) * long
        row = v[np.abs(u - at) < 0.04 * unit]
        if not first < at < last or row.size < 4:
            continue
        low, high = (float(each) for each in np.percentile(row, [2, 98]))
        along = np.linspace(0, 1, 12, dtype=np.float32)
        curve = at + (rise + random.uniform(-0.03, 0.03)) * unit * along**1.3
        line = arm.limb.point(curve, low + along * share * random.uniform(0.8, 1.15) * (high - low))
        ends = np.clip(along / 0.1, 0, 1) * np.clip(np.cos(0.5 * np.pi * along), 0, 1) ** 0.8
        yield Ridge(line, f32(height * random.uniform(0.8, 1.3) * ends), _FINE)
