"""Thin straps that end a neckline, on a drawn dress with flounces and a drawn person."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms
from tests.vision.fitting.test_neckcurve import neck_points, round_neckline

from fittingroom.vision.fitting.neckcurve import draw_neckline
from fittingroom.vision.fitting.regions import Regions
from fittingroom.vision.fitting.strapends import free_straps, lowered_ends, strap_ends, with_strap_ends
from fittingroom.vision.garment import Garment, Neck


def with_free_straps() -> Garment:
    """The drawn top without sleeves, ending in straps 12 pixels wide and 40 high at x = 184 and 264."""
    alpha = np.zeros(drawn_top().alpha.shape, np.float32)
    alpha[130:400, 140:308] = 1
    for x in (184, 264):
        cv2.rectangle(alpha, (x - 6, 90), (x + 5, 132), 1.0, -1)
    points = np.array([189, 90], np.float32), np.array([258, 90], np.float32)
    pits = np.array([140, 200], np.float32), np.array([308, 200], np.float32)
    return replace(drawn_top(), alpha=alpha, neck=Neck.V, neck_points=points, armpits=pits, neckline=round_neckline(35))


def test_a_thin_strap_at_a_necklines_end_is_measured_and_a_shoulder_is_none() -> None:
    garment = with_free_straps()
    found = free_straps(garment)
    assert found[0] is not None and found[1] is not None
    assert abs(found[0][0] - 12) < 2 and 30 < found[0][1] < 45
    sloping = np.zeros_like(garment.alpha)
    cv2.fillPoly(sloping, [np.array([[189, 90], [258, 90], [340, 130], [340, 400], [108, 400], [108, 130]])], 1.0)
    assert free_straps(replace(garment, alpha=sloping)) == (None, None)
    assert free_straps(replace(garment, neck=Neck.STRAPS)) == (None, None)


def test_a_free_strap_goes_on_over_the_shoulder_as_wide_as_it_is() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    garment = with_free_straps()
    line = draw_neckline(person, frame, garment.neckline, neck_points(35), 1.0, False)
    assert line is not None
    ends = strap_ends(garment, person, frame, line, 1.0)
    for row in (round(float(line.ends[0][1])) + 14, round(float(line.ends[0][1])) + 24):
        assert 9 < ends[row, :200].sum() < 18
    assert ends[:, :200].sum() > 0 and ends[:, 200:].sum() > 0
    assert ends[person.alpha < 0.01].mean() < 0.01


def test_a_straps_end_is_cloth_but_for_what_is_in_front_and_what_becomes_background() -> None:
    shape = (40, 40)
    none = np.zeros(shape, np.float32)
    front, ends, open_ = none.copy(), none.copy(), none.copy()
    ends[5:35, 10:20], front[30:, :], open_[:15] = 1, 1, 1
    regions = with_strap_ends(Regions(none, none, (none, none), front, none > 0), ends)
    assert regions.cloth[20, 15] == 1 and regions.torso[20, 15] == 1 and regions.cloth[32, 15] == 0
    low = lowered_ends(regions, ends, open_, 100.0)
    assert low.cloth[7, 15] < 0.05 and low.torso[7, 15] < 0.05 and low.cloth[22, 15] > 0.95
