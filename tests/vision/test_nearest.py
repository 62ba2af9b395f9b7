"""The nearest known pixel, by chamfer distances."""

import numpy as np

from fittingroom.vision.nearest import nearest_known


def test_every_wanted_pixel_is_given_a_known_one_that_is_about_nearest() -> None:
    random = np.random.default_rng(3)
    known = random.random((60, 80)) > 0.97
    wanted = ~known
    rows, columns, distance = nearest_known(known, wanted)
    ys, xs = np.nonzero(wanted)
    spots = np.argwhere(known)
    best = np.sqrt(((np.stack([ys, xs], 1)[:, None] - spots[None]) ** 2).sum(-1).min(1))
    assert known[rows, columns].all()
    assert (np.hypot(rows - ys, columns - xs) < 1.1 * best + 0.5).all()
    assert (np.abs(distance - best) < 0.1 * best + 0.5).all()
