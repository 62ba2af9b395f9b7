"""Metal on straps is part of a garment, though as grey as a shadow."""

import cv2
import numpy as np
from tests.vision.product.drawn import Photo

from fittingroom.vision.product.backdrop import find_backdrop
from fittingroom.vision.product.cutout import fabric_core, find_mask
from fittingroom.vision.product.metal import find_metal

LIME = (200, 215, 30)
MIDDLE = 338, 230


def dress(soft: float) -> np.ndarray:
    """A lime dress's photo, one strap going through a grey disc with a paler middle, whose edge is so `soft`
    (pixels)."""
    photo = Photo.empty()
    for top, bottom in ((60, 212), (248, 400)):
        photo.lay(np.array([[310, top], [350, top], [350, bottom], [310, bottom]], np.int32), LIME)
    photo.lay(np.array([[342, 60], [362, 60], [440, 400], [342, 400]], np.int32), (215, 230, 80))
    photo.lay(np.array([[200, 380], [560, 380], [580, 900], [180, 900]], np.int32), LIME)
    image = np.clip(photo.canvas, 0, 255).astype(np.uint8)
    piece = np.zeros(image.shape[:2], np.float32)
    cv2.circle(piece, MIDDLE, 24, 1.0, -1)
    cv2.circle(piece, MIDDLE, 14, 0.4, -1)
    if soft:
        piece = cv2.GaussianBlur(piece, (0, 0), soft)
    grey = np.array([185, 185, 183], np.float32)
    return np.clip(image + piece[..., None] * (grey - image), 0, 255).astype(np.uint8)


def test_a_brooch_that_holds_a_strap_belongs_to_the_garment() -> None:
    image = dress(0)
    backdrop = find_backdrop(image)
    mask = find_mask(image, backdrop)
    assert mask[220:240, 320:348].mean() > 0.95
    metal = find_metal(mask, backdrop)
    assert metal is not None
    assert metal[222:238, 318:340].mean() > 0.8


def test_a_soft_shadow_beside_a_strap_is_no_metal() -> None:
    image = dress(9)
    backdrop = find_backdrop(image)
    metal = find_metal(find_mask(image, backdrop), backdrop)
    assert metal is None or metal.sum() < 30


def test_the_pale_middle_of_metal_is_carried_along_with_the_fabric() -> None:
    image = dress(0)
    cv2.circle(image, MIDDLE, 20, (242, 242, 242), -1)
    backdrop, trim = find_backdrop(image), np.zeros(image.shape[:2], np.uint8)
    mask = find_mask(image, backdrop) | (cv2.circle(trim, MIDDLE, 24, 1, -1) > 0)
    middle = slice(222, 238), slice(325, 336)
    assert fabric_core(mask, backdrop)[middle].mean() < 0.3
    assert fabric_core(mask, backdrop, trim > 0)[middle].all()
