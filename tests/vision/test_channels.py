"""What is reckoned over a picture's channels."""

import numpy as np

from fittingroom.vision.channels import dot, greatest, length, magnitude, mean

PIXELS = np.array([[[1, 2, 2], [-3, 0, 4]]], np.float32)


def test_a_pixels_greatest_channel_length_and_mean_are_its_own() -> None:
    assert greatest(PIXELS).tolist() == [[2, 4]]
    assert length(PIXELS).tolist() == [[3, 5]]
    assert np.allclose(mean(PIXELS), [[5 / 3, 1 / 3]])


def test_two_pixels_are_multiplied_channel_by_channel() -> None:
    assert dot(PIXELS, PIXELS[:, ::-1]).tolist() == [[5, 5]]


def test_the_picture_that_is_looked_at_stays_as_it_was() -> None:
    picture = PIXELS.copy()
    greatest(picture)
    assert np.array_equal(picture, PIXELS)


def test_vectors_are_as_long_as_hypot_says() -> None:
    x, y = np.random.default_rng(1).standard_normal((2, 5, 7)).astype(np.float32)
    found = magnitude(x, y)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, np.hypot(x, y), rtol=1e-6)
