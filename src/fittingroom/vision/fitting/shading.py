"""Light and folds: the old garment's where it was plain, gentle made-up ones elsewhere; shadows where cloth meets."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import noise, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def carried_light(person: Person, frame: Frame, old: Mask, share: float = 0.75) -> tuple[Array, float]:
    """Relative light (H×W, about 1) that the old clothes show, and how far it may be trusted, 0…1.

    Folds are read from the logarithm of luminance between fine detail and the cloth's broad tone. Prints and stripes
    would be read as folds, so a patterned or nearly black garment gives no light.
    """
    inner = shrink(old, 3)
    if inner.sum() < 1500:
        return np.ones(old.shape, np.float32), 0.0
    luminance = np.maximum(person.image.astype(np.float32) @ _LUMA, 4) / 255
    log = np.log(luminance)
    lab = cv2.cvtColor(person.image, cv2.COLOR_RGB2LAB).astype(np.float32)
    plain = inner & (np.abs(lab[..., 1:] - np.median(lab[inner][:, 1:], axis=0)).max(-1) < 14)
    plain = shrink(plain, 3) if plain.sum() > 0.5 * inner.sum() else inner
    smooth = cv2.GaussianBlur(push_pull(f32(log), plain), (0, 0), 0.012 * frame.unit)
    fine = float(np.std((log - smooth)[plain])) if plain.any() else 1.0
    broad = _masked_blur(f32(smooth), inner, 0.35 * frame.unit)
    folds = np.where(grown_from(inner, 4), smooth - broad, 0)
    values = folds[inner]
    hue_spread = float(np.mean([np.subtract(*np.percentile(lab[..., k][inner], [88, 12])) for k in (1, 2)]))
    spread = float(np.subtract(*np.percentile(values, [95, 5])))
    trust = np.clip(1 - (spread - 0.45) / 0.3, 0, 1) * np.clip(1 - (hue_spread - 7) / 6, 0, 1)
    trust *= np.clip(1 - (fine - 0.035) / 0.03, 0, 1)
    trust *= np.clip((float(np.median(luminance[inner])) - 0.06) / 0.08, 0, 1)
    light = np.exp(np.clip(folds * share, -0.30, 0.16))
    light = cv2.GaussianBlur(light.astype(np.float32), (0, 0), 1.0)
    return (1 + (light - 1) * trust).astype(np.float32), float(trust)


def grown_from(mask: Mask, radius: float) -> Mask:
    """`mask` grown by `radius`."""
    return cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3) <= radius


def _masked_blur(values: Array, mask: Mask, sigma: float) -> Array:
    """Blur of `values` inside `mask` alone, at a quarter of the size, for sigma is large."""
    small = (max(1, mask.shape[1] // 4), max(1, mask.shape[0] // 4))
    weight = cv2.resize(mask.astype(np.float32), small, interpolation=cv2.INTER_AREA)
    amount = cv2.resize(np.where(mask, values, 0).astype(np.float32), small, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(amount, (0, 0), sigma / 4) / np.maximum(
        cv2.GaussianBlur(weight, (0, 0), sigma / 4), 1e-3
    )
    return f32(cv2.resize(blurred, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_LINEAR))


def rounded_edges(cloth: Array, depth: float, reach: float) -> Array:
    """Light that falls off by `depth` towards the outline of `cloth` over `reach` pixels: cloth turns away there."""
    distance = ndimage.distance_transform_edt(cloth > 0.5)
    light = 1 - depth * np.exp(-2.2 * np.clip(distance / reach, 0, 1.6)) * (distance < 1.6 * reach)
    return f32(cv2.GaussianBlur(light.astype(np.float32), (0, 0), max(1.0, 0.1 * reach)))


def gentle_folds(frame: Frame, shape: tuple[int, int], seed: int, depth: float = 0.05) -> Array:
    """Soft made-up folds: long noise that hangs from the armpits to the middle and down, H×W about 1."""
    t, lateral = frame.fields(shape)
    unit = frame.unit
    lean = lateral / unit * 0.6
    random = noise((256, 256), 1.2, seed)
    xs = (128 + (lateral / unit + 0.25 * lean * t) * 42).astype(np.float32)
    ys = (40 + (t * 22 + np.abs(lateral) / unit * 14)).astype(np.float32)
    folds = cv2.remap(random, xs, ys, cv2.INTER_CUBIC, None, cv2.BORDER_REFLECT)
    folds = cv2.GaussianBlur(folds, (0, 0), 0.018 * unit)
    amount = depth * np.clip((t - 0.1) / 0.35, 0.1, 1)
    return f32((1 + amount * np.clip(folds, -1.6, 1.6)).astype(np.float32))


def contact_shadow(cover: Array, unit: float, depth: float = 0.32) -> Array:
    """Shadow that a layer casts just outside its edge and a little below it, H×W, 1 where there is none."""
    down = max(1, round(0.012 * unit))
    spread = cv2.GaussianBlur(cover, (0, 0), 0.016 * unit + 1)
    moved = np.roll(spread, down, axis=0)
    moved[:down] = spread[:1]
    return (1 - depth * np.clip(moved, 0, 1) * (1 - cover)).astype(np.float32)


def old_cloth(person: Person) -> Mask:
    """The old top."""
    return flags(person.labels == Label.UPPER)
