"""Seams of sleeves that hang against the body, on drawn tops."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.fusedseams import without_fused_seams
from fittingroom.vision.garment import Garment


def with_lines(fused: bool) -> tuple[Garment, int, int]:
    """A plain top with a thin dark line beside its left sleeve's tip (x, y), a broad one below that, and another thin
    one far from there."""
    garment = drawn_top()
    left, right = garment.sleeves
    assert left is not None and right is not None
    x, y = (int(value) for value in left.tip)
    fabric = np.full_like(garment.fabric, 150)
    fabric[y + 8 : y + 10, x - 30 : x + 30] = 120
    fabric[y + 20 : y + 50, x : x + 14] = 120
    fabric[y + 200 : y + 202, x : x + 60] = 120
    return replace(garment, fabric=fabric, sleeves=(replace(left, fused=fused), right)), x, y


def test_the_thin_line_at_the_head_of_a_sleeve_goes_and_a_fold_and_lines_elsewhere_stay() -> None:
    garment, x, y = with_lines(fused=True)
    found = without_fused_seams(garment)
    assert found[y + 8 : y + 10, x + 2].min() > 140
    assert found[y + 35, x + 7].max() < 130
    assert found[y + 200, x + 30].max() == 120


def test_a_sleeve_apart_from_the_body_keeps_its_seam() -> None:
    garment, _, _ = with_lines(fused=False)
    assert np.array_equal(without_fused_seams(garment), garment.fabric)
