import cv2
import numpy as np

from fittingroom.vision.guided import GuidedFilter


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


def test_points_are_read_off_like_the_whole_picture() -> None:
    guide = _halves(60, 80).astype(np.float32) / 255
    values = cv2.GaussianBlur((np.mgrid[:60, :80][1] >= 40).astype(np.float32), (0, 0), 3)
    smooth = GuidedFilter(guide, 6, 1e-4)
    x, y = np.array([10, 39, 41, 70], np.float32), np.array([5, 30, 30, 59], np.float32)
    colours = guide[y.astype(int), x.astype(int)]
    assert np.allclose(smooth.at(values, x, y, colours), smooth(values)[y.astype(int), x.astype(int)], atol=1e-4)
