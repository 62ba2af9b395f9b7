"""Garments photographed on a hanger."""

import cv2
import numpy as np
import pytest
from tests.vision.product.drawn import AXIS, SIZE, Drawn, Image, shirt, tee

from fittingroom.vision.product.backdrop import find_backdrop
from fittingroom.vision.product.hanger import without_hanger

WOOD = (205, 165, 115)


def on_hanger(drawn: Drawn, gap: bool = True) -> tuple[Image, np.ndarray, np.ndarray]:
    """A photo of a garment on a hanger, its mask with all that the hanger bounds, and the garment's own."""
    arch = np.array([(AXIS - 80, 196), (AXIS, 130), (AXIS + 80, 196)], np.int32)
    bounded, shape = np.zeros(SIZE, np.uint8), np.zeros(SIZE, np.uint8)
    cv2.polylines(shape, [arch], False, 1, 20)
    cv2.fillPoly(bounded, [np.vstack([arch, [[AXIS, 215]]])], 1)
    photo = drawn.image.copy()
    wood = ((shape > 0) if gap else (shape + bounded > 0)) & ~drawn.mask
    photo[wood] = WOOD
    return photo, drawn.mask | (shape > 0) | (bounded > 0), drawn.mask


def test_a_hangers_arch_and_the_gap_below_it_are_no_part_of_the_garment() -> None:
    photo, mask, own = on_hanger(tee())
    kept = without_hanger(mask, find_backdrop(photo), AXIS)
    assert (kept & ~own).sum() < 0.03 * (mask & ~own).sum()
    assert (own & ~kept).sum() < 0.002 * own.sum()


def test_what_stands_on_a_garment_without_a_gap_stays_for_it_may_be_a_collar() -> None:
    photo, mask, _ = on_hanger(tee(), gap=False)
    assert (without_hanger(mask, find_backdrop(photo), AXIS) == mask).all()


@pytest.mark.parametrize("drawn", [tee(rib=True, label=True), shirt()])
def test_a_garment_by_itself_stays_whole(drawn: Drawn) -> None:
    assert (without_hanger(drawn.mask, find_backdrop(drawn.image), AXIS) == drawn.mask).all()
