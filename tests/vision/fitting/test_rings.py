"""Rings in straps: found as holes in the cut-out, and seen through on the person."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.arrays import Array
from fittingroom.vision.fitting.ribbons import lay_strap, windows
from fittingroom.vision.fitting.rings import Ring, find_ring, window
from fittingroom.vision.fitting.straps import Strap

FOOT = np.array([50, 110], np.float32)


def strap_with_hole(x0: int, x1: int, y0: int, y1: int) -> Array:
    """A cut-out of a strap 40 pixels wide round x = 50 that is seen through from (x0, y0) to (x1, y1)."""
    alpha = np.zeros((140, 100), np.float32)
    alpha[:, 30:70] = 1
    alpha[y0:y1, x0:x1] = 0
    return alpha


def test_a_ring_is_found_with_its_rows_and_the_thinner_of_its_bars() -> None:
    ring = find_ring(strap_with_hole(46, 66, 70, 95), 40.0, FOOT, 40.0)
    assert ring is not None
    assert ring.rows == (70.0, 94.0)
    assert abs(float(ring.bar[0]) - 67.5) < 1
    assert abs(ring.width - 4) < 1


def test_neither_a_plain_strap_nor_a_pinhole_nor_a_notch_is_a_ring() -> None:
    assert find_ring(strap_with_hole(0, 0, 0, 0), 40.0, FOOT, 40.0) is None
    assert find_ring(strap_with_hole(48, 51, 70, 74), 40.0, FOOT, 40.0) is None
    assert find_ring(strap_with_hole(50, 100, 70, 95), 40.0, FOOT, 40.0) is None


def test_a_rings_window_lies_between_its_bars_and_a_tiny_one_is_left_out() -> None:
    ring = Ring((70.0, 94.0), np.array([67, 82], np.float32), 4.0)
    ys, xs = np.mgrid[:60, :60].astype(np.float32)
    seen = window(ring, 110.0, 60 - ys, xs - 30, 1.0, 40.0)
    assert seen[60 - 28, 30] > 0.95  # halfway between 16 and 40 above the foot
    assert seen[60 - 28, 12] < 0.05  # the bar
    assert seen[60 - 8, 30] < 0.05 and seen[60 - 48, 30] < 0.05
    assert not window(ring, 110.0, 60 - ys, xs - 30, 0.2, 8.0).any()


def test_what_a_strap_lies_on_is_seen_through_its_ring() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    ring = Ring((60.0, 84.0), np.array([117, 72], np.float32), 4.0)
    strap = Strap(np.array([100, 100], np.float32), (10.0, 40.0), (0.0, 100.0), 36.0, ring)
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    where = 2 * (np.stack([xs, ys], -1) - np.array([166, 180], np.float32)) + strap.foot
    ends = np.array([[174, 128], [158, 128]], np.float32)
    ribbon, whole = (lay_strap(each, person, frame, where, ends, 0.5) for each in (strap, replace(strap, ring=None)))
    shown = windows((ribbon,), (480, 400))
    assert shown[166, 166] > 0.95 and not windows((whole,), (480, 400)).any()
    assert ribbon.alpha[166, 166] < 0.05 < 0.9 < whole.alpha[166, 166]
    assert ribbon.alpha[150, 166] > 0.9 and ribbon.alpha[177, 166] > 0.9
    rim = ribbon.alpha[166] > 0.5
    assert rim.any()
    assert np.allclose(ribbon.map[166][rim], strap.ring.bar if strap.ring else 0)
