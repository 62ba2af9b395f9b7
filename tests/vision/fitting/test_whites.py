"""Pale cloth is no whiter than the picture it is drawn in."""

import numpy as np

from fittingroom.vision.fitting.whites import below_whites

CREAM, NAVY = np.array([225, 216, 202], np.float32), np.array([30, 40, 80], np.float32)


def picture(brightest: int) -> np.ndarray:
    """Grey from black at the top to `brightest` at the bottom."""
    rows = np.linspace(0, brightest, 200)[:, None, None]
    return np.broadcast_to(rows, (200, 160, 3)).astype(np.uint8)


def test_pale_cloth_is_dimmed_in_a_dull_picture_alone_and_never_to_grey() -> None:
    assert 0.85 < below_whites(picture(208), CREAM) < 0.92
    assert below_whites(picture(250), CREAM) == 1
    assert 0.78 < below_whites(picture(60), CREAM) < 0.82


def test_deep_colours_stay_as_they_are_in_a_dull_picture() -> None:
    assert below_whites(picture(208), NAVY) == 1


def test_a_glint_is_no_white() -> None:
    dull = picture(208).copy()
    dull[50:54, 60:64] = 255
    assert below_whites(dull, CREAM) < 0.92
