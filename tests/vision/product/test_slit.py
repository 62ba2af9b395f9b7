"""Slits below a neckline, in drawn patches of Lab colour."""

import cv2
import numpy as np

from fittingroom.vision.product.slit import with_slit

CLOTH, INSIDE = (60.0, 20.0, 5.0), (35.0, 15.0, 5.0)


def neckline() -> np.ndarray:
    u = np.linspace(-1, 1, 61)
    return np.stack([150 + 50 * u, 40 + 50 * (1 - u * u)], axis=1)


def patch(*, slit: bool, stripes: bool = False) -> np.ndarray:
    lab = np.full((300, 300, 3), CLOTH, np.float32)
    if stripes:
        lab[::2] = INSIDE
        lab = cv2.blur(lab, (1, 4)) + np.where(np.arange(300)[:, None, None] // 12 % 2, 20, 0).astype(np.float32)
    cv2.fillPoly(lab, [np.round(neckline()).astype(np.int32)], INSIDE)
    if slit:
        cv2.fillPoly(lab, [np.array([[130, 80], [170, 80], [150, 130]])], INSIDE)
    return cv2.GaussianBlur(lab, (0, 0), 1.5)


def test_an_open_v_below_the_neckline_becomes_part_of_the_opening() -> None:
    led = with_slit(patch(slit=True), neckline(), 50.0)
    deepest = led[led[:, 1].argmax()]
    assert np.hypot(*(deepest - [150, 130])) < 8
    assert (np.diff(led[:, 0]) > -1e-6).all()
    assert np.allclose(led[[0, -1]], neckline()[[0, -1]])


def test_whole_cloth_has_no_slit() -> None:
    assert np.array_equal(with_slit(patch(slit=False), neckline(), 50.0), neckline())


def test_stripes_are_no_slit() -> None:
    assert np.array_equal(with_slit(patch(slit=False, stripes=True), neckline(), 50.0), neckline())


def test_a_slit_in_a_busy_print_is_found_by_its_plain_inside() -> None:
    lab = patch(slit=True)
    between = np.abs(lab - np.array(INSIDE)).max(-1) < 8
    blots = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 1, lab.shape[:2]).astype(np.float32), (0, 0), 4)
    printed = np.where(blots[..., None] > 0, np.array([75.0, 0.0, -30.0]), np.array([65.0, 40.0, 40.0]))
    busy = np.where(between[..., None], lab, printed).astype(np.float32)
    led = with_slit(busy, neckline(), 50.0)
    deepest = led[led[:, 1].argmax()]
    assert np.hypot(*(deepest - [150, 130])) < 12
