"""Prints carried on beyond an outline."""

import numpy as np

from fittingroom.vision.fitting.mirrors import mirrored_on
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
