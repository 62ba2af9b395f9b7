"""Fabric seen row by row: steady edges, and stripes that go on beyond them."""

import numpy as np
import pytest

from fittingroom.vision.fitting.rowfill import carry_rows, row_edges


def leg() -> np.ndarray:
    mask = np.zeros((120, 100), np.bool_)
    mask[10:110, 30:70] = True
    return mask


def test_edges_lie_a_little_inside_and_leave_threads_out() -> None:
    mask = leg()
    mask[60, 70:85] = True
    left, right = row_edges(mask, 2.0)
    assert np.allclose(left[20:100], 32, atol=0.1)
    assert np.allclose(right[20:100], 67, atol=0.1)


def test_rows_without_cloth_take_the_nearest_rows_edges() -> None:
    left, right = row_edges(leg())
    assert left[0] == pytest.approx(30 + 1.5, abs=0.1)
    assert right[-1] == pytest.approx(69 - 1.5, abs=0.1)


def test_a_mask_without_a_pixel_has_no_edges() -> None:
    with pytest.raises(ValueError, match="no edges"):
        row_edges(np.zeros((20, 20), np.bool_))


def test_stripes_go_on_to_both_sides_and_nothing_of_the_background_is_left() -> None:
    mask = leg()
    image = np.full((120, 100, 3), 255, np.uint8)
    rows = np.arange(120) // 10 % 2 == 0
    image[mask & rows[:, None]] = (200, 0, 0)
    image[mask & ~rows[:, None]] = (0, 0, 200)
    carried = carry_rows(image, mask)
    for y in (45, 55):
        assert (carried[y] == image[y, 50]).all()
    assert carried[..., 1].max() == 0


def test_what_lies_inside_stays_as_it_is() -> None:
    mask, random = leg(), np.random.default_rng(3)
    image = random.integers(0, 255, (120, 100, 3), np.uint8)
    carried = carry_rows(image, mask)
    assert (carried[20:100, 35:65] == image[20:100, 35:65]).all()
