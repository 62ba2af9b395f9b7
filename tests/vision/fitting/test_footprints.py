"""Prints that are pressed together."""

import numpy as np

from fittingroom.vision.fitting.footprints import averaged


def stripes() -> np.ndarray:
    """A fabric of black and white columns, two pixels each."""
    columns = np.where(np.arange(400) // 2 % 2, 255, 0)
    return np.repeat(np.broadcast_to(columns, (40, 400))[..., None], 3, axis=2).astype(np.float32)


def places(step: np.ndarray) -> np.ndarray:
    """A map whose columns go on by `step` fabric pixels each."""
    xs = np.broadcast_to(np.cumsum(step), (20, len(step)))
    return np.stack([xs, np.full_like(xs, 10.0)], axis=-1).astype(np.float32)


def test_stripes_that_are_pressed_together_become_their_mean() -> None:
    where = places(np.r_[np.full(20, 1.0), np.full(20, 8.0)])
    colour = np.zeros((20, 40, 3), np.float32)
    seen = averaged(stripes(), colour, where, 1.0, np.ones((20, 40), np.bool_))
    assert np.abs(seen[:, 23:-2] - 127).max() < 40


def test_what_lies_as_usual_and_what_is_not_shown_stays() -> None:
    where, shown = places(np.r_[np.full(20, 1.0), np.full(20, 8.0)]), np.ones((20, 40), np.bool_)
    shown[:5] = False
    colour = np.full((20, 40, 3), 7, np.float32)
    seen = averaged(stripes(), colour, where, 1.0, shown)
    assert (seen[:, :18] == 7).all() and (seen[:5] == 7).all()
    assert (averaged(stripes(), colour, where, 8.0, shown) == 7).all()


def test_a_jump_of_the_map_takes_in_no_far_off_cloth() -> None:
    fabric = np.zeros((40, 400, 3), np.float32)
    fabric[:, 150:250] = 255
    where = places(np.r_[np.full(20, 1.0), 350.0, np.full(19, 1.0)])
    seen = averaged(fabric, np.zeros((20, 40, 3), np.float32), where, 1.0, np.ones((20, 40), np.bool_))
    assert seen.max() == 0
