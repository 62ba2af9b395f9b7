"""What lies behind a garment in its product photo: a smooth plate of colour, and how far each pixel is from it."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import greatest, magnitude
from fittingroom.vision.product.arrays import Floats, Image, Mask


@dataclass(frozen=True)
class Backdrop:
    """The empty background as it would look without the garment.

    lab: float32 H×W×3, the photo in CIE Lab (L 0…100). plate: the same shape, the background's colour.
    noise: how far background pixels usually lie from the plate (Lab units). plain: the border agrees with one plate.
    """

    lab: Floats
    plate: Floats
    noise: float
    plain: bool

    def residual(self) -> Floats:
        """Lab difference of the photo from the plate, lightly smoothed. H×W×3."""
        return np.asarray(cv2.GaussianBlur(self.lab, (0, 0), 0.8) - self.plate, np.float32)

    @cached_property
    def distance(self) -> Floats:
        """How unlike the background each pixel is. H×W, Lab units, hue counted a little more than lightness."""
        r = self.residual()
        return np.asarray(np.sqrt(r[..., 0] ** 2 + 1.7 * (r[..., 1] ** 2 + r[..., 2] ** 2)), np.float32)

    @cached_property
    def steepness(self) -> Floats:
        """How much the photo changes over two pixels, the strongest of L, a, b. H×W, Lab units."""
        smooth = cv2.GaussianBlur(self.lab, (0, 0), 1.2)
        x, y = (cv2.Sobel(smooth, cv2.CV_32F, *d, ksize=3) / 4 for d in ((1, 0), (0, 1)))
        return greatest(magnitude(x, y))

    @cached_property
    def distance_but_shadow(self) -> Floats:
        """As `distance`, but what could be the garment's shadow counts for nothing.

        A shadow scales the light: L falls by up to two fifths, a and b move towards grey by the same share.
        """
        r = self.residual()
        plate_l = np.maximum(self.plate[..., 0], 1.0)
        share = np.clip((self.plate[..., 0] + r[..., 0]) / plate_l, 0.62, 1.0)
        hue = self.plate[..., 1:] * share[..., None]
        smooth = cv2.GaussianBlur(self.lab[..., 1:], (0, 0), 1.5)
        lightness = self.plate[..., 0] + r[..., 0] - plate_l * share
        return np.asarray(np.sqrt(lightness**2 + 1.7 * ((smooth - hue) ** 2).sum(-1)), np.float32)


def to_lab(image: Image) -> Floats:
    """uint8 RGB to float32 CIE Lab, L 0…100."""
    return cv2.cvtColor(image.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)


def find_backdrop(image: Image) -> Backdrop:
    """Fit the plate: from the photo's border first, then from all that agrees with it and touches the border."""
    lab = to_lab(image)
    height, width = lab.shape[:2]
    small = cv2.resize(lab, (max(8, width // 4), max(8, height // 4)), interpolation=cv2.INTER_AREA)
    border = _border(small.shape[:2])
    middle = np.median(small[border], axis=0)
    near = np.linalg.norm(small - middle, axis=2)
    agree = near[border] < 14
    plain = bool(agree.mean() > 0.5)
    plate, noise = _fit(small, border & (near < 14), degree=1) if plain else (np.broadcast_to(middle, small.shape), 6.0)
    for degree in (2, 3) if plain else ():
        reach = _touching(np.linalg.norm(small - plate, axis=2) < max(2.5, 3 * noise), border)
        if reach.mean() < 0.03:
            break
        plate, noise = _fit(small, reach, degree)
    full = cv2.resize(np.ascontiguousarray(plate, np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return Backdrop(lab=lab, plate=full, noise=float(noise), plain=plain)


def _border(shape: tuple[int, ...]) -> Mask:
    ring = np.ones(shape, bool)
    r = max(2, round(0.02 * max(shape)))
    ring[r:-r, r:-r] = False
    return ring


def _touching(mask: Mask, border: Mask) -> Mask:
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    seeds = np.unique(labels[border & mask])
    return np.isin(labels, seeds[seeds > 0])


def _terms(shape: tuple[int, ...], degree: int) -> Floats:
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    return np.stack(
        [x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)],
        axis=-1,
    ).astype(np.float32)


def _fit(lab: Floats, use: Mask, degree: int) -> tuple[Floats, float]:
    """Robust polynomial in x and y through the pixels `use`; returns the plate and the median residual."""
    terms = _terms(lab.shape, degree)
    chosen = np.flatnonzero(use)[:: max(1, int(use.sum()) // 3000)]
    a, b = terms.reshape(-1, terms.shape[-1])[chosen].astype(np.float64), lab.reshape(-1, 3)[chosen]
    weight: NDArray[np.float64] = np.ones(len(a))
    for _ in range(4):
        heavy = a * weight[:, None]
        coefficients = np.linalg.solve(heavy.T @ a + 1e-6 * np.eye(a.shape[1]), heavy.T @ b)
        off = np.linalg.norm(b - a @ coefficients, axis=1)
        weight = 1 / (1 + (off / (2 * np.median(off) + 0.3)) ** 2) ** 2
    return (terms @ coefficients).astype(np.float32), float(np.median(off))
