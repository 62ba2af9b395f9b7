import cv2
import numpy as np
import pytest

from fittingroom.vision.enlarge import Enlarger


@pytest.fixture(scope="module")
def disk() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A picture, a smaller version, and where its disk is."""
    y, x = np.mgrid[:720, :960]
    inside = np.hypot(x - 500, y - 350) < 210
    large = np.where(inside[..., None], [60, 90, 160], [210, 205, 190]).astype(np.uint8)
    small = np.asarray(cv2.resize(large, (240, 180), interpolation=cv2.INTER_AREA), np.uint8)
    return large, small, inside


def _small_mask(inside: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.resize(inside.astype(np.float32), (240, 180), interpolation=cv2.INTER_AREA))


def test_an_enlarged_mask_has_the_full_pictures_edge(disk: tuple[np.ndarray, ...]) -> None:
    large, small, inside = disk
    grown = Enlarger(small, large).mask(_small_mask(inside))
    plain = cv2.resize(_small_mask(inside), (960, 720))
    assert np.abs(grown - inside).mean() < 0.3 * np.abs(plain - inside).mean()
    assert ((grown > 0.5) == inside).mean() > 0.9995


def test_enlarged_labels_have_the_full_pictures_edge(disk: tuple[np.ndarray, ...]) -> None:
    large, small, inside = disk
    labels = np.where(_small_mask(inside) > 0.5, 3, 2).astype(np.uint8)
    assert (Enlarger(small, large).labels(labels) == np.where(inside, 3, 2)).mean() > 0.9995


def test_one_label_stays_one_label(disk: tuple[np.ndarray, ...]) -> None:
    large, small, _ = disk
    assert (Enlarger(small, large).labels(np.full((180, 240), 4, np.uint8)) == 4).all()
