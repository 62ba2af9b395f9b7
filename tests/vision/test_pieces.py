import cv2
import numpy as np
import pytest
from scipy import ndimage

from fittingroom.vision.pieces import components, holding, without_holes


def test_pieces_that_hold_some_are_kept_whole_and_others_go() -> None:
    mask = np.zeros((6, 8), np.bool_)
    mask[0, 0], mask[1, 1], mask[4:6, 5:8] = True, True, True  # the first two touch at a corner
    some = np.zeros_like(mask)
    some[1, 1], some[3, 3] = True, True  # the second lies on nothing
    kept = holding(mask, some)
    assert kept[0, 0] and kept[1, 1]
    assert kept.sum() == 2


def test_nothing_is_held_by_nothing() -> None:
    mask = np.ones((3, 3), np.bool_)
    assert not holding(mask, ~mask).any()
    assert not holding(~mask, mask).any()


def blots() -> np.ndarray:
    """Rings, spots and pieces at the border, some of which touch at corners alone."""
    noise = np.random.default_rng(4).standard_normal((61, 47)).astype(np.float32)
    return cv2.GaussianBlur(noise, (0, 0), 1.5) > 0.02


@pytest.mark.parametrize("connectivity", [4, 8])
def test_pieces_are_numbered_and_measured_as_opencv_does(connectivity: int) -> None:
    mask = blots()
    _, wanted, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=connectivity)
    pieces, areas = components(mask, connectivity)
    np.testing.assert_array_equal(pieces, wanted)
    np.testing.assert_array_equal(areas, stats[:, cv2.CC_STAT_AREA])


def test_an_empty_mask_has_its_background_alone() -> None:
    _, areas = components(np.zeros((3, 4), np.bool_))
    assert areas.tolist() == [12]


def test_what_is_enclosed_is_filled_and_bays_stay_open() -> None:
    mask = blots()
    mask[20:40, 10:30] = True
    mask[25:30, 15:20] = False
    filled = without_holes(mask)
    assert filled[27, 17]
    np.testing.assert_array_equal(filled, ndimage.binary_fill_holes(mask))
