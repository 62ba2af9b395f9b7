import numpy as np
import pytest

from fittingroom.vision.colour import bins, distance, histogram, overlap, to_lab


def test_lab_of_known_colours() -> None:
    image = np.array([[[255, 255, 255], [255, 0, 0], [0, 0, 0]]], np.uint8)
    assert np.allclose(to_lab(image)[0], [[100, 0, 0], [53.24, 80.09, 67.2], [0, 0, 0]], atol=0.5)


def test_like_pictures_overlap_and_unlike_ones_do_not() -> None:
    rng = np.random.default_rng(0)
    red, blue = np.array([200, 40, 40]), np.array([40, 40, 200])

    def seen(colour: np.ndarray) -> np.ndarray:
        noisy = np.clip(colour + rng.normal(0, 4, (40, 40, 3)), 0, 255).astype(np.uint8)
        return histogram(bins(to_lab(noisy)))

    assert overlap(seen(red), seen(red)) > 0.8
    assert overlap(seen(red), seen(blue)) < 0.01


def test_distance_counts_in_standard_deviations() -> None:
    lab = np.array([[[60, 10, 10], [70, 10, 10], [60, 16, 10]]], np.float32)
    away = distance(lab, np.array([60, 10, 10], np.float32), np.diag([100.0, 9.0, 9.0]).astype(np.float32))
    assert away[0] == pytest.approx([0, 1, 2], abs=1e-4)
