"""Tiny holes in cloth, and tiny glimpses of the background beside it."""

import numpy as np

from fittingroom.vision.fitting.flecks import depth_between, flecks, without_pinholes


def test_pinholes_within_cloth_are_closed_and_its_outline_stays() -> None:
    cloth = np.zeros((60, 60), np.float32)
    cloth[10:50, 10:50] = 1
    cloth[10:13, 30] = 0  # a notch in its edge
    holed = cloth.copy()
    holed[20:40:3, 25] = 0.6
    closed = without_pinholes(holed)
    assert closed[15:45, 15:45].min() == 1
    assert np.array_equal(closed[:14], cloth[:14])


def test_a_fleck_beside_cloth_is_found_and_a_gap_is_not() -> None:
    cloth, open_ = np.zeros((200, 200), np.float32), np.zeros((200, 200), np.bool_)
    cloth[:, :100] = 1
    open_[20:28, 100:104] = True
    open_[60:180, 100:120] = True
    open_[20:24, 150:154] = True  # away from the cloth
    open_[40:43, 100:115] = True  # only its end touches it
    found = flecks(open_, cloth, 200.0)
    assert found[21:27, 100:103].min() > 0.8
    assert found[38:180].max() == 0
    assert found[:, 140:].max() == 0


def test_the_depth_between_has_the_bodys_colour_in_the_shade() -> None:
    bare = np.full((60, 60, 3), (200.0, 150.0, 120.0), np.float32)
    open_ = np.zeros((60, 60), np.bool_)
    open_[20:30, 20:24] = True
    bare[open_] = 255
    bare[:, :18] = (0, 0, 250)
    seen = ~open_
    seen[:, :18] = False  # under the cloth
    filled = depth_between(bare, open_.astype(np.float32), seen)
    assert (filled[open_] < (200, 150, 120)).all()
    assert filled[open_].min() > 50
    assert np.array_equal(filled[~open_], bare[~open_])
