from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.torso import fit_torso


def test_the_middle_of_a_top_has_one_scale_from_its_neckline_down_past_the_armpits() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    fit = fit_torso(person, drawn_top(), frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    middle = (np.abs(frame.lateral(fit.landmarks.target)) < 0.5) & (fit.landmarks.weight > 0.75)
    t, y = frame.t(fit.landmarks.target[middle]), fit.landmarks.source[middle, 1]
    above = t < float(frame.t(fit.armpits).mean()) - 0.01
    assert above.sum() >= 2
    slope, start = np.polyfit(t[~above], y[~above], 1)
    assert np.abs(y[above] - (slope * t[above] + start)).max() < 2


@pytest.mark.parametrize("sleeved", [True, False])
def test_a_slim_bodys_armpits_lie_at_its_own_sides_below_sleeves(sleeved: bool) -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    sides = measure_sides(person, frame, arms)
    slim = replace(sides, width=np.float32(0.8 * np.broadcast_to(sides.usual, sides.width.shape)))
    line = shoulder_line(person, frame)
    top = drawn_top() if sleeved else replace(drawn_top(), sleeves=(None, None))
    fit = fit_torso(person, top, frame, arms, line, slim, old_top(person, frame, arms, line), Fit())
    at = [float(slim.at(side, float(frame.t(fit.armpits[side])))) for side in (0, 1)]
    if sleeved:
        assert np.abs(frame.lateral(fit.armpits)) == pytest.approx(at, rel=0.04)
    else:  # an armhole without a sleeve reaches out to the arm
        assert (np.abs(frame.lateral(fit.armpits)) > 1.08 * np.array(at)).all()
