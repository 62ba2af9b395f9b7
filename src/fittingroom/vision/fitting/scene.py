"""What the photo tells of its light and its camera: direction, warmth, blur and grain."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.form import Form
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Pixels = NDArray[np.uint8]

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
#: Light as it mostly falls on people: from the front and above, a quarter lost where a surface turns away.
USUAL = (0.0, -0.05, -0.28)
#: How far from that light strays, and how far it is followed.
_SPREAD, _LEAST, _MOST = 0.07, (-0.16, -0.16, -0.45), (0.16, 0.06, -0.16)
#: Chroma (CIELAB) from which cloth has a hue, share of it that has one, and how much of that chroma stays in it.
_COLOURED, _SOME, _KEPT = 6.0, 0.05, 0.8


@dataclass(frozen=True)
class Light:
    """Change of the logarithm of luminance with the way a surface faces: a unit normal's x and y, and 1 - its z."""

    x: float
    y: float
    away: float

    def on(self, form: Form) -> Array:
        """Relative light (H×W, about 1) on a surface."""
        return f32(np.exp(self.x * form.x + self.y * form.y + self.away * (1 - form.z)))


def luminance(image: Pixels) -> Array:
    """0…1, gamma as in the picture; never nought, so that it has a logarithm."""
    return f32(np.maximum(image.astype(np.float32) @ LUMA, 4) / 255)


def find_light(person: Person, form: Form) -> Light:
    """The light that skin and old clothes show, `form` being the person's.

    Each kind of surface has a tone of its own; what is left is explained by the way surfaces face, by least squares
    that lose interest in what fits badly (Tukey's weights: prints, folds, dirt). Where little can be said it stays the
    usual light.
    """
    log = np.log(luminance(person.image))
    rows, targets = [], []
    for kind in (Label.SKIN, Label.UPPER, Label.LOWER):
        chosen = (person.labels == kind) & (person.alpha > 0.95)
        ys, xs = np.nonzero(chosen)
        if len(ys) < 800:
            continue
        step = max(1, len(ys) // 3000)
        ys, xs = ys[::step], xs[::step]
        terms = np.stack([form.x[ys, xs], form.y[ys, xs], 1 - form.z[ys, xs]], 1)
        rows.append(terms - np.median(terms, axis=0))
        targets.append(log[ys, xs] - np.median(log[ys, xs]))
    if not rows:
        return Light(*USUAL)
    return Light(*np.clip(_fitted(np.concatenate(rows), np.concatenate(targets)), _LEAST, _MOST).tolist())


def _fitted(terms: NDArray[np.floating], target: NDArray[np.floating]) -> NDArray[np.floating]:
    """Coefficients near `USUAL` that explain `target`; some forty independent looks are assumed, however many pixels
    there are, for neighbours say the same."""
    coefficients: NDArray[np.floating] = np.asarray(USUAL, np.float64)
    for _ in range(8):
        rest = target - terms @ coefficients
        sigma = max(1.4826 * float(np.median(np.abs(rest))), 0.02)
        weight = np.clip(1 - (rest / (4 * sigma)) ** 2, 0, None) ** 2
        share = 40.0 / (max(float(weight.sum()), 1.0) * sigma**2)
        normal = share * (terms.T * weight) @ terms + np.eye(3) / _SPREAD**2
        right = share * terms.T @ (weight * target) + np.asarray(USUAL) / _SPREAD**2
        coefficients = np.linalg.solve(normal, right)
    return coefficients


def colour_cast(person: Person, backlit: float = 0.0) -> Array:
    """Gains (3, RGB, about 1) that give cloth the warmth of the photo's light: a hint of it, more where the person is
    `backlit` (0…1), for then it is the sun's or the sky's and no wall's.

    Two witnesses are asked, and the more cautious is followed if they agree: the Minkowski mean of the whole picture
    (G. Finlayson, E. Trezzi: Shades of Gray and Colour Constancy, 2004), and the face against what skin of its depth
    looks like in white light. Only red against blue counts: green from a lawn is no light of the sun's.
    """
    face = (person.labels == Label.FACE) & (person.alpha > 0.95)
    if face.sum() < 200:
        return np.ones(3, np.float32)
    linear = (person.image.astype(np.float32) / 255) ** 2.2
    grey = np.sqrt(np.mean(linear[::2, ::2] ** 2, axis=(0, 1)))
    picture = float(np.log(max(grey[0], 1e-4) / max(grey[2], 1e-4)))
    skin = np.median(linear[face], axis=0)
    usual = 0.60 - 0.34 * np.log(max(float(skin @ LUMA), 0.01))
    seen = float(np.log(max(skin[0], 1e-4) / max(skin[2], 1e-4))) - usual
    if picture * seen <= 0:
        return np.ones(3, np.float32)
    warmth = np.sign(seen) * max(0.0, min(abs(picture), abs(seen)) - 0.16)
    most = 0.05 + 0.12 * backlit
    amount = float(np.clip((0.35 + 0.45 * backlit) * warmth, -most, most))
    gains = np.array([1 + 0.6 * amount, 1, 1 - amount])
    return f32(gains / float(gains @ LUMA))


def keeping_hue(gains: Array, colours: Pixels) -> Array:
    """As much of the `gains` (3, RGB) as leaves `colours` (N×3, RGB 0…255) of cloth theirs: eyes make up for light that
    lies on all of a picture, but a pale blue that is grey or green under it is another garment's.

    Judged are colours with some chroma in CIELAB, by what is left of it in the direction that it had: at least `_KEPT`
    for all but the tenth that loses most."""
    lab = to_lab(colours[:, None])[:, 0, 1:]
    coloured = np.hypot(*lab.T) > _COLOURED
    if coloured.sum() < max(_SOME * len(colours), 1):
        return gains
    own, seen = lab[coloured], colours[coloured]
    for share in np.linspace(1, 0, 21, dtype=np.float32):
        given = 1 + share * (gains - 1)
        tinted = to_lab(np.clip(seen * given, 0, 255).astype(np.uint8)[:, None])[:, 0, 1:]
        left = (tinted * own).sum(1) / (own**2).sum(1)
        if np.percentile(left, 10) >= _KEPT:
            return f32(given)
    return np.ones(3, np.float32)


def camera_blur(photo: Pixels, box: tuple[int, int, int, int]) -> float:
    """Standard deviation (pixels) of the blur that the sharpest edges inside `box` (x0, y0, x1, y1) show.

    An edge blurred once more loses slope; how much tells how blurred it was: S. Zhuo, T. Sim: Defocus Map Estimation
    from a Single Image, 2011."""
    x0, y0, x1, y1 = box
    grey = photo[y0:y1, x0:x1].astype(np.float32) @ LUMA
    if min(grey.shape) < 16:
        return 0.5
    slope = _slope(f32(cv2.GaussianBlur(grey, (0, 0), 0.6)))
    again = _slope(f32(cv2.GaussianBlur(grey, (0, 0), np.hypot(0.6, 1.2))))
    edges = (slope > max(float(np.percentile(slope, 96)), 6.0)) & (slope >= cv2.dilate(slope, np.ones((3, 3))) - 1e-3)
    if edges.sum() < 30:
        return 0.5
    ratio = np.maximum(slope[edges] / np.maximum(again[edges], 1e-3), 1.001)
    blur = 1.2 / np.sqrt(ratio**2 - 1)
    sharp = float(np.percentile(blur, 25))
    return float(np.clip(np.sqrt(max(sharp**2 - 0.36, 0.0)), 0.3, 4.0))


def _slope(grey: Array) -> Array:
    across, down = cv2.Scharr(grey, cv2.CV_32F, 1, 0), cv2.Scharr(grey, cv2.CV_32F, 0, 1)
    return f32(np.hypot(across, down) / 32)


def camera_grain(photo: Pixels, box: tuple[int, int, int, int]) -> float:
    """Standard deviation of the luminance's noise inside `box`, from its calmest blocks, which show nothing else.

    The noise of a block is read off its second differences (J. Immerkær: Fast Noise Variance Estimation, 1996)."""
    x0, y0, x1, y1 = box
    grey = photo[y0:y1, x0:x1].astype(np.float32) @ LUMA
    if min(grey.shape) < 48:
        return 0.5
    rough = np.abs(cv2.filter2D(grey, cv2.CV_32F, np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)))
    blocks = cv2.resize(rough, (grey.shape[1] // 12, grey.shape[0] // 12), interpolation=cv2.INTER_AREA)
    shown = cv2.resize(grey, (blocks.shape[1], blocks.shape[0]), interpolation=cv2.INTER_AREA)
    fair = (shown > 20) & (shown < 240)
    if fair.sum() < 12:
        return 0.3
    return float(np.clip(np.percentile(blocks[fair], 12) * np.sqrt(np.pi / 2) / 6, 0, 1.4))


def person_box(person: Person, photo: tuple[int, ...], most: int = 1400) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 in `photo` (of that shape) round the person, cut down about its middle to `most` pixels a side."""
    found = ndimage.find_objects((person.alpha > 0.5).astype(np.uint8))
    rows, columns = found[0] if found else (slice(0, person.alpha.shape[0]), slice(0, person.alpha.shape[1]))
    factor = photo[0] / person.alpha.shape[0]
    ends = []
    for part, limit in ((columns, photo[1]), (rows, photo[0])):
        low, high = max(0, round(part.start * factor)), min(limit, round(part.stop * factor))
        spare = max(0, high - low - most) // 2
        ends.append((low + spare, high - spare))
    return ends[0][0], ends[1][0], ends[0][1], ends[1][1]
