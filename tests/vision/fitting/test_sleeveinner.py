from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.sleeveinner import finely_woven, inner_side
from fittingroom.vision.garment import Garment, Sleeve


def checked() -> tuple[Garment, Sleeve, np.ndarray]:
    """A top of fine checks, its left sleeve, and what of that is lit cloth: a dark gap lies along its inner edge."""
    garment = drawn_top()
    left = garment.sleeves[0]
    assert left is not None
    rows, columns = np.indices(garment.alpha.shape)
    fabric = np.where(((rows // 4 + columns // 4) % 2)[..., None] > 0, 170, 90).astype(np.uint8).repeat(3, -1)
    x, y = (int(value) for value in left.armpit)
    mask = np.zeros(garment.alpha.shape, np.bool_)
    mask[y - 60 : y + 100, x - 50 : x] = True
    cuff = np.array([[x - 50, y + 100], [x, y + 100]], np.float32)
    axis = np.stack([np.full(9, x - 25.0), np.linspace(y - 40, y + 100, 9)], 1).astype(np.float32)
    sleeve = replace(left, mask=mask, axis=axis, halfwidth=np.full(9, 25, np.float32), cuff=cuff, fused=False)
    fabric[y : y + 100, x - 6 : x + 40] = 20
    inside = mask.copy()
    inside[:, x - 6 :] = False
    return replace(garment, fabric=fabric, sleeves=(sleeve, None)), sleeve, inside


def test_a_fine_pattern_goes_on_past_a_sleeves_inner_edge() -> None:
    garment, sleeve, inside = checked()
    x, y = (int(value) for value in sleeve.armpit)
    found = inner_side(garment.fabric, inside, garment, sleeve)
    past = found[y + 40 : y + 70, x - 4 : x + 8]
    assert past.min() > 60 and past.std() > 20
    assert np.array_equal(found[y + 40, x - 40 : x - 20], garment.fabric[y + 40, x - 40 : x - 20])
    assert np.array_equal(found[:y], garment.fabric[:y])


def test_a_sleeve_that_lies_on_the_body_stays_as_it_is() -> None:
    garment, sleeve, inside = checked()
    fused = replace(sleeve, fused=True)
    assert np.array_equal(inner_side(garment.fabric, inside, garment, fused), garment.fabric)
    assert not finely_woven(replace(garment, sleeves=(fused, None)))


def test_plain_cloth_is_not_finely_woven_and_small_checks_are() -> None:
    garment, _, _ = checked()
    assert finely_woven(garment)
    assert not finely_woven(replace(garment, fabric=np.full_like(garment.fabric, 120)))
