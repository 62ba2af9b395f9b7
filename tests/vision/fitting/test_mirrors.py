"""Prints carried on beyond an outline."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.mirrors import evened_beyond, mirrored_on
from fittingroom.vision.garment import Garment
from fittingroom.vision.nearest import overscan


def test_a_stripe_is_mirrored_about_a_toothed_outline_without_teeth() -> None:
    image = np.full((80, 120, 3), 40, np.uint8)
    inside = np.zeros((80, 120), np.bool_)
    for column in range(120):
        inside[40 + 2 * (column // 3 % 2) :, column] = True
    image[48:54] = 220
    found = mirrored_on(overscan(image, inside), inside)
    middle = found[20:36, 20:100, 0].astype(np.float32)
    assert middle.max() > 200  # the stripe is there, on the outline's other side
    assert middle.std(axis=1).max() < 12
    assert (found[50:, :] == image[50:, :]).all()


def test_nothing_is_mirrored_far_out_or_without_an_outline() -> None:
    image = np.random.default_rng(1).integers(0, 255, (150, 60, 3), np.uint8)
    inside = np.zeros((150, 60), np.bool_)
    assert (mirrored_on(image, inside) == image).all()
    inside[100:] = True
    assert (mirrored_on(image, inside)[:50] == image[:50]).all()


def at_the_shoulder(right: int) -> tuple[Garment, np.ndarray, np.ndarray, int]:
    """A plain top, what of it is solid, its fabric carried on beyond that in two greys that meet in a line, and a row
    close below which they do."""
    top = drawn_top()
    row = round(float(top.armpits[1][1] - 0.3 * (top.armpits[1][0] - top.armpits[0][0])))
    inside = top.torso & (top.alpha > 0.9)
    fabric = np.full(top.image.shape, 150, np.uint8)
    fabric[:row] = right
    fabric[inside] = 150
    return replace(top, fabric=np.full(top.image.shape, 150, np.uint8)), inside, fabric, row


def test_plain_cloth_beyond_a_shoulder_has_no_line_where_light_and_dark_meet() -> None:
    top, inside, fabric, row = at_the_shoulder(90)
    even = evened_beyond(fabric, inside, top).astype(np.float32)
    beside = ~inside[row - 6 : row + 6].any(0)
    assert abs(even[row + 3, beside] - even[row - 4, beside]).max() < 12
    assert (even[inside] == 150).all()


def test_a_pattern_is_not_evened_out() -> None:
    top, inside, fabric, _ = at_the_shoulder(90)
    striped = top.fabric.copy()
    striped[:, ::6] = striped[:, 1::6] = striped[:, 2::6] = 30
    assert (evened_beyond(fabric, inside, replace(top, fabric=striped)) == fabric).all()
