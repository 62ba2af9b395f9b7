"""Where a pale print reaches a garment's edge it is no bite out of the outline."""

import cv2
import numpy as np
from tests.vision.product.drawn import Photo

from fittingroom.vision.product.backdrop import find_backdrop
from fittingroom.vision.product.cutout import soft_edge
from fittingroom.vision.product.paleprint import pale_print, with_print

BODY = np.array([[200, 200], [560, 200], [580, 900], [180, 900]], np.int32)
PLACES = [(300, 300), (440, 380), (290, 520), (430, 600), (330, 740), (470, 780), (562, 480)]


def printed(colour: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A blue garment's photo with spots of `colour`, one of them cut by its right edge; and its mask without that."""
    photo = Photo.empty()
    photo.lay(BODY, (90, 160, 235))
    image = np.clip(photo.canvas, 0, 255).astype(np.uint8)
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [BODY], 1)
    inside = mask > 0
    for place in PLACES:
        spot = np.zeros_like(mask)
        cv2.circle(spot, place, 20 if place == PLACES[-1] else 34, 1, -1)
        image[(spot > 0) & inside] = colour
    cv2.circle(mask, PLACES[-1], 20, 0, -1)
    return image, mask > 0


def test_the_bite_of_a_pale_flower_at_the_edge_is_filled() -> None:
    image, mask = printed((222, 236, 246))
    backdrop = find_backdrop(image)
    pale = pale_print(mask, backdrop)
    filled = with_print(mask, pale)
    assert filled[470:490, 545:558].mean() > 0.98
    assert not filled[480, 580:].any()


def test_a_print_of_the_backdrops_own_colour_is_not_told_from_it() -> None:
    image, mask = printed((245, 245, 245))
    assert not pale_print(mask, find_backdrop(image)).any()


def test_a_plain_garments_mask_stays() -> None:
    image, mask = printed((90, 160, 235))
    pale = pale_print(mask, find_backdrop(image))
    assert not pale.any()
    assert (with_print(mask, pale) == mask).all()


def test_a_narrow_pale_border_is_as_opaque_as_the_garment() -> None:
    image, _ = printed((222, 236, 246))
    mask = cv2.fillPoly(np.zeros(image.shape[:2], np.uint8), [BODY], 1)
    image[mask == 0] = 245
    image[896:901][mask[896:901] > 0] = (222, 236, 246)
    edge = soft_edge(mask > 0, find_backdrop(image))
    assert edge[897, 250:500].mean() > 0.9
