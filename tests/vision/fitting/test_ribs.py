"""The band along a neckline."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.ribs import Rib, rib_along
from fittingroom.vision.garment import Garment

RED, WHITE = (180, 30, 40), (235, 235, 235)


def ribbed(widths: np.ndarray, rib: tuple[int, int, int] = RED) -> tuple[Garment, np.ndarray, np.ndarray]:
    """A white garment with a band of so many pixels below a level line, the line, and its normals."""
    garment = drawn_top()
    fabric = np.full_like(garment.fabric, WHITE)
    line = np.stack([np.linspace(60, 140, len(widths)), np.full(len(widths), 40.0)], 1).astype(np.float32)
    for (x, y), width in zip(line, widths, strict=True):
        cv2.rectangle(fabric, (round(float(x)) - 1, 0), (round(float(x)) + 1, round(float(y + width))), rib, -1)
    return replace(garment, fabric=fabric), line, np.tile(np.array([0, 1], np.float32), (len(widths), 1))


def test_a_rib_is_as_wide_as_its_colour_goes_and_was_cut_as_wide_as_most_of_it() -> None:
    widths = np.full(101, 9.0)
    widths[35:66] = 5
    rib = rib_along(*ribbed(widths))
    assert rib is not None
    assert 8 < rib.own < 10.5
    assert 4 < rib.here[50] < 6.5
    assert 8 < rib.here[15] < 10.5


def test_there_is_no_rib_of_the_bodys_colour_nor_where_one_colour_goes_on_and_on() -> None:
    assert rib_along(*ribbed(np.full(101, 9.0), WHITE)) is None
    assert rib_along(*ribbed(np.full(101, 90.0))) is None


def test_a_narrow_stretch_is_drawn_out_to_the_ribs_own_width_and_what_lies_past_it_follows() -> None:
    rib = Rib(np.array([10, 5], np.float32), 10.0)
    index = np.array([0, 1, 1, 1, 1])
    found = rib.drawn_out(np.array([14, 14, 20, 30, -4], np.float32), index, 2.0)
    assert np.allclose(found, [7, 3.5, 5, 10, -2])
