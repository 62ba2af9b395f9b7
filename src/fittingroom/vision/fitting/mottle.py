"""The unevenness of a person's own skin, measured in bands of size, and made anew for skin that is drawn."""

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.fill import noise, shrink
from fittingroom.vision.fitting.skindepth import skin_depth
from fittingroom.vision.person import Label, Person

#: Where bands part: pixels for what is the camera's, then units for pores, hairs, spots and patches.
_FINE, _SIZES = (0.7, 1.4), (0.02, 0.04, 0.08)
#: What skin has in each band that is measured at least and at most (deviation of Lab's L, a, b): less is a retouched
#: or blurred photo, more are fingers and creases. Bold light (`skin_depth`) shows more patches.
_LEAST = np.array([[0.1, 0.12, 0.15], [0.1, 0.1, 0.12], [0.1, 0.1, 0.12]], np.float32)
_MOST = np.array([[0.8, 0.5, 0.45], [0.4, 0.25, 0.3], [0.4, 0.25, 0.3]], np.float32)
#: How much more patches are than pores at most: what is seen beyond that of smooth limbs is their roundness.
_PATCHY = 1.4
#: What it has in wider bands, where the roundness of limbs hides it, beside the widest that is measured: clear skin is
#: clear in all.
_WIDE = np.array([0.7, 0.65], np.float32)
#: Which percentile of the unevenness of places tells of skin alone: others lie on creases, veins and edges.
_CALM = 30
#: So few pixels tell nothing.
_FEW = 400
#: Where less is seen of the body than of the face, that is a neck, smooth and often out of focus: how much of the
#: unevenness of a face's calm parts limbs have at least, though not more than so much of the neck's: that is a beard.
_AS_FACE, _BEYOND_NECK = 0.85, 1.8
#: The finest noise is mirrored over and over beyond so many pixels: nobody sees that, and it takes long to make.
_TILE = 256
#: How much stronger each band is drawn than it is to be measured: parting bands once more takes some of each.
_REGAINED = np.array([1.0, 1.6, 1.4, 1.0, 1.0], np.float32)
#: Freckles and moles: how far apart, how large and how dark (Lab), at most; sizes in units.
_APART, _SPOT, _SPOT_COLOUR = 0.32, 0.006, np.array([-4.0, 0.8, 0.8], np.float32)
#: How far patches are darker as they are redder: blood below the skin.
_BLOOD = -0.5


def learn_mottle(person: Person, unit: float) -> Array:
    """Deviation of the L, a and b (3×5) of the person's bare skin in bands from fine to coarse. unit: the body's."""
    solid = person.alpha > 0.95
    bare, face = (shrink((person.labels == label) & solid, 4) for label in (Label.SKIN, Label.FACE))
    if bare.sum() < _FEW:
        return with_wide(_LEAST)
    found = measured(person, bare, unit)
    if bare.sum() < face.sum():
        found = np.maximum(found, np.minimum(_AS_FACE * measured(person, face, unit), _BEYOND_NECK * found))
    most = _MOST * [1, 1, skin_depth(person) ** 0.5]
    return with_wide(f32(np.clip(found, _LEAST, most)))


def measured(person: Person, part: Mask, unit: float) -> Array:
    """Deviation of Lab (3×3) in the narrower bands where `part` (H×W) is skin; of nothing, none."""
    found = np.zeros((3, 3), np.float32)
    if part.sum() < _FEW:
        return found
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    part, lab = part[box], to_lab(person.image[box])
    weight, rest = part.astype(np.float32), lab
    for band, size in enumerate((*_FINE, _SIZES[0] * unit)):
        share = np.maximum(cv2.GaussianBlur(weight, (0, 0), size), 1e-3)
        coarse = f32(cv2.GaussianBlur(lab * weight[..., None], (0, 0), size) / share[..., None])
        power = cv2.GaussianBlur((rest - coarse) ** 2 * weight[..., None], (0, 0), 2 * size)
        power = power[part] / np.maximum(cv2.GaussianBlur(weight, (0, 0), 2 * size)[part], 1e-3)[:, None]
        found[:, band] = np.sqrt(np.percentile(power, _CALM, axis=0))
        rest = coarse
    found[:, 2] = np.minimum(found[:, 2], _PATCHY * found[:, 1])
    return found


def with_wide(measured: Array) -> Array:
    """The deviations in the bands that are `measured` (3×3) and in wider ones, 3×5."""
    return f32(np.concatenate([measured, measured[:, 2:] * _WIDE], axis=1))


def mottle(shape: tuple[int, int], bands: Array, unit: float, seed: int) -> Array:
    """What is added to the Lab of drawn skin, H×W×3, so that it is as uneven as `bands` (`learn_mottle`) say."""
    found = np.zeros((3, *shape), np.float32)
    sizes = (0.0, *_FINE, *(each * unit for each in _SIZES))
    for band in range(5):
        light, red, yellow = (_between(shape, sizes[band], sizes[band + 1], seed + 3 * band + k) for k in range(3))
        if band > 1:
            light, yellow = _BLOOD * red + np.sqrt(1 - _BLOOD**2) * light, 0.5 * red + 0.866 * yellow
        for channel, (part, strength) in enumerate(zip((light, red, yellow), bands[:, band], strict=True)):
            found[channel] += part * strength * _REGAINED[band]
    marks = spots(shape, unit, seed + 50)
    return f32(cv2.merge([f32(plane + marks * shade) for plane, shade in zip(found, _SPOT_COLOUR, strict=True)]))


def spots(shape: tuple[int, int], unit: float, seed: int) -> Array:
    """Freckles and moles, H×W, 0 (none) … 1: few, of all strengths, most of them faint."""
    random = np.random.default_rng(seed)
    found = np.zeros(shape, np.float32)
    count = random.poisson(shape[0] * shape[1] / (_APART * unit) ** 2)
    for y, x, kind in zip(*(random.random((3, count)) * [[shape[0]], [shape[1]], [1]]), strict=True):
        sigma = max(0.75, _SPOT * unit * (0.7 + 0.6 * kind))
        reach = int(3 * sigma) + 1
        rows, columns = (slice(max(0, int(c) - reach), int(c) + reach + 1) for c in (y, x))
        ys, xs = np.mgrid[rows.start : min(rows.stop, shape[0]), columns.start : min(columns.stop, shape[1])]
        found[rows, columns] += kind**3 * np.exp(-((ys - y) ** 2 + (xs - x) ** 2) / (2 * sigma**2))
    return f32(found)


def _between(shape: tuple[int, int], low: float, high: float, seed: int) -> Array:
    """Noise of unit deviation with detail between two sizes (Gaussians' sigmas, pixels), coarse ones drawn small."""
    step = max(1.0, low / 1.5)
    size = (max(8, round(shape[0] / step)), max(8, round(shape[1] / step)))
    if step == 1.0 and max(size) > _TILE:
        tile = _between((min(size[0], _TILE), min(size[1], _TILE)), low, high, seed)
        return f32(np.pad(tile, [(0, max(0, each - _TILE)) for each in size], mode="symmetric"))
    small = noise(size, low / step, seed)
    small = small - cv2.GaussianBlur(small, (0, 0), high / step)
    small = small / max(float(small.std()), 1e-6)
    return f32(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC))
