"""The unevenness of a person's own skin, measured in bands of size, and made anew for skin that is drawn."""

import cv2
import numpy as np

from fittingroom.vision.blurs import coarse_blur
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
#: How uneven it is in the wider bands beside that one. Roundness hides the lightness of patches: clear skin is clear in
#: all. Their colour is measured, but for what goes with the light; where too little is seen for that it is so much of
#: the colour's fine unevenness, as the medians of some fifteen people's bare limbs are.
_WIDE, _WIDE_COLOUR = np.array([0.7, 0.65], np.float32), 1.8
#: The most that is believed of it, and the least that is seen, in square units.
_MOST_COLOUR, _BROAD = 0.45, 0.15
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
    narrow = found[:, :3]
    if bare.sum() < face.sum():
        narrow = np.maximum(narrow, np.minimum(_AS_FACE * measured(person, face, unit)[:, :3], _BEYOND_NECK * narrow))
    most = _MOST * [1, 1, skin_depth(person) ** 0.5]
    bands = with_wide(f32(np.clip(narrow, _LEAST, most)))
    if bare.sum() > _BROAD * unit**2:
        bands[1:, 3:] = np.clip(found[1:, 3:], _LEAST[1:, :1], _MOST_COLOUR)
    return bands


def measured(person: Person, part: Mask, unit: float) -> Array:
    """Deviation of Lab (3×5) where `part` (H×W) is skin, in the wider bands of what of its colour does not go with the
    light; of nothing, none."""
    found = np.zeros((3, 5), np.float32)
    if part.sum() < _FEW:
        return found
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    part, lab = part[box], to_lab(person.image[box])
    weight, rest = part.astype(np.float32), lab
    for band, size in enumerate((*_FINE, *(each * unit for each in _SIZES))):
        share = np.maximum(_blurred(weight, size), 1e-3)
        coarse = f32(_blurred(lab * weight[..., None], size) / share[..., None])
        near = np.maximum(_blurred(weight, 2 * size)[part], 1e-3)[:, None]
        detail = (rest - coarse) * weight[..., None]
        power = _blurred(detail**2, 2 * size)[part] / near
        if band > 2:
            with_light = _blurred(detail * detail[..., :1], 2 * size)[part] / near
            power[:, 1:] -= with_light[:, 1:] ** 2 / np.maximum(power[:, :1], 1e-4)
        found[:, band] = np.sqrt(np.percentile(np.maximum(power, 0), _CALM, axis=0))
        rest = coarse
    found[:, 2] = np.minimum(found[:, 2], _PATCHY * found[:, 1])
    return found


def _blurred(values: Array, size: float) -> Array:
    """Gaussian blur by `size` pixels, wide ones at a reduced size."""
    return coarse_blur(f32(values), size, max(1, int(size / 3)))


def with_wide(narrow: Array) -> Array:
    """The deviations in the `narrow` bands (3×3) and the usual ones beside them in wider ones, 3×5."""
    wide = narrow[:, 2:] * _WIDE
    wide[1:] = np.clip(_WIDE_COLOUR * narrow[1:, 1:2], _LEAST[1:, :1], _MOST_COLOUR)
    return f32(np.concatenate([narrow, wide], axis=1))


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
