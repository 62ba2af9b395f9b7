"""Sleeves cut from the body that they lie against, on a drawn top."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.fusededge import parted
from fittingroom.vision.garment import Garment, Sleeve


def against_body(edge: np.ndarray) -> tuple[Garment, Sleeve, int]:
    """A top whose left sleeve, 60 pixels wide, hangs against the body, its inner edge cut `edge` pixels too far in,
    row by row; and the first of its rows."""
    garment = drawn_top()
    left = garment.sleeves[0]
    assert left is not None
    x, y = (int(value) for value in left.armpit)
    mask, whole = np.zeros(garment.alpha.shape, np.bool_), np.zeros(garment.alpha.shape, np.bool_)
    for row, off in enumerate(edge):
        mask[y + row, x - 60 : x - int(off)] = True
    whole[y : y + len(edge), x - 60 :] = True
    last = y + len(edge) - 1
    cuff = np.array([[x - 60, last], [x - int(edge[-1]) - 1, last]], np.float32)
    tip = np.array([x - 60, y], np.float32)
    sleeve = replace(left, mask=mask, fused=True, cuff=cuff, tip=tip, armpit=np.array([x - 1, y], np.float32))
    image = garment.image.copy()
    image[whole] = (20, 130, 130)
    return replace(garment, image=image, alpha=np.maximum(garment.alpha, whole).astype(np.float32)), sleeve, y


def test_a_wavering_cut_becomes_a_smooth_line_on_either_side_of_which_cloth_is_told_apart() -> None:
    garment, sleeve, y = against_body(np.where(np.arange(200) // 25 % 2 > 0, 8, 0))
    found, x = parted(garment, sleeve), int(sleeve.armpit[0])
    ends = np.array([np.flatnonzero(row).max() for row in found[y + 40 : y + 160]])
    assert np.abs(np.diff(ends)).max() <= 1
    assert np.ptp(ends) < 6
    assert x - 10 < ends.min() and ends.max() < x + 1


def test_the_tip_of_a_gap_that_shows_the_backdrop_is_no_cloth() -> None:
    garment, sleeve, y = against_body(np.zeros(200))
    x, image = int(sleeve.armpit[0]), garment.image.copy()
    image[y + 150 : y + 160, x - 12 : x - 6] = 255
    found = parted(replace(garment, image=image), sleeve)
    assert not found[y + 150 : y + 160, x - 12 : x - 6].any()
    assert found[y + 155, x - 50 : x - 20].all()
