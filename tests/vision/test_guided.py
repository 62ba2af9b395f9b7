import cv2
import numpy as np

from fittingroom.vision.guided import GuidedFilter, upsampled


def _halves(height: int, width: int) -> np.ndarray:
    image = np.full((height, width, 3), 60, np.uint8)
    image[:, width // 2 :] = (200, 120, 90)
    return image


def test_a_blurred_mask_snaps_to_the_colour_edge() -> None:
    guide = _halves(60, 80).astype(np.float32) / 255
    mask = np.zeros((60, 80), np.float32)
    mask[:, 40:] = 1
    filtered = GuidedFilter(guide, 6, 1e-4)(cv2.GaussianBlur(mask, (0, 0), 3))
    assert filtered[:, 38].max() < 0.2
    assert filtered[:, 41].min() > 0.8


def test_channels_are_filtered_as_if_alone() -> None:
    rng = np.random.default_rng(0)
    guide, values = rng.random((20, 30, 3), np.float32), rng.random((20, 30, 2), np.float32)
    smooth = GuidedFilter(guide, 3, 1e-2)
    assert np.array_equal(smooth(values)[..., 1], smooth(values[..., 1]))


def test_a_mask_grown_to_full_size_has_the_full_pictures_edge() -> None:
    large, small = _halves(480, 640), _halves(120, 160)
    mask = np.zeros((120, 160), np.float32)
    mask[:, 80:] = 1
    grown = upsampled(mask, small, large)
    assert grown.shape == (480, 640)
    assert grown[:, 318].max() < 0.1
    assert grown[:, 321].min() > 0.9
