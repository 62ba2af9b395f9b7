"""Ground beside a trouser leg that was taken for it."""

import numpy as np

from fittingroom.vision.people.legbulges import leg_bulges

_SIZE = 100.0
_CLOTH, _GROUND = (120, 100, 80), (70, 55, 40)


def pose() -> np.ndarray:
    landmarks = np.ones((33, 4), np.float32)
    for index, point in (
        (24, (120, 60)),
        (26, (120, 160)),
        (28, (120, 270)),
        (23, (200, 60)),
        (25, (200, 160)),
        (27, (200, 270)),
    ):
        landmarks[index, :2] = point
    return landmarks


def legs(outside: tuple[int, int, int], suddenly: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A picture of two legs, their mask with more on the outer side of the left one, in the colour `outside`; and what
    that is."""
    mask = np.zeros((320, 320), np.bool_)
    mask[40:280, 100:140] = mask[40:280, 180:220] = True
    more = np.zeros_like(mask)
    for row in range(200, 270):
        out = 16 if suddenly else (row - 200) // 8
        more[row, 100 - out : 100] = True
    image = np.where(mask[..., None], _CLOTH, _GROUND)
    image = np.where(more[..., None], outside, image)
    noise = np.random.default_rng(1).normal(0, 4, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8), mask | more, more


def test_ground_beside_a_leg_is_found() -> None:
    image, mask, more = legs(_GROUND, suddenly=True)
    found = leg_bulges(image, mask, pose(), _SIZE)
    assert found[more].mean() > 0.9
    assert found[~more].mean() < 0.002


def test_cloth_that_stands_out_stays() -> None:
    image, mask, _ = legs(_CLOTH, suddenly=True)
    assert not leg_bulges(image, mask, pose(), _SIZE).any()


def test_a_leg_that_widens_slowly_is_not_asked_about() -> None:
    image, mask, _ = legs(_GROUND, suddenly=False)
    assert not leg_bulges(image, mask, pose(), _SIZE).any()


def test_unseen_ankles_say_nothing() -> None:
    image, mask, _ = legs(_GROUND, suddenly=True)
    hidden = pose()
    hidden[[27, 28], 3] = 0.1
    assert not leg_bulges(image, mask, hidden, _SIZE).any()


def test_a_shin_that_the_photo_cuts_off_is_left_alone() -> None:
    image, mask, _ = legs(_GROUND, suddenly=True)
    cut_off = pose()  # the nets guess knees and ankles below the photo's edge
    cut_off[26, :2], cut_off[28, :2] = (80, 340), (180, 420)
    mask[-1, 40:] = True
    assert not leg_bulges(image, mask, cut_off, _SIZE).any()
