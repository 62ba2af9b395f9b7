"""Shade of hems and shoes on bare legs."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms
from tests.vision.fitting.test_sleeves import before_sleeves

from fittingroom.vision.fitting.hemshade import collar_shade, hem_shade, sleeve_shade
from fittingroom.vision.fitting.sleeves import fit_sleeve

UNIT = 100.0


def test_a_leg_is_darkest_right_below_a_hem_and_not_at_all_further_down() -> None:
    cloth, legs = np.zeros((120, 60), np.float32), np.zeros((120, 60), np.float32)
    cloth[:40], legs[:, 20:40] = 1, 1
    light = hem_shade(cloth, legs, UNIT)
    assert light[41, 30] < 0.78
    assert light[41, 30] < light[47, 30] - 0.05
    assert light[70, 30] > 0.99
    assert np.all(light[:, :20] == 1)
    assert np.all(light[:40] == 1)


def test_a_leg_is_dark_where_it_goes_into_a_shoe_and_not_beside_one() -> None:
    shoes, legs = np.zeros((100, 60), np.float32), np.zeros((100, 60), np.float32)
    shoes[60:, 20:40], legs[:, 25:35] = 1, 1
    light = collar_shade(shoes, legs, UNIT)
    assert light[59, 30] < 0.8
    assert light[45, 30] > 0.97
    legs[:, 44:50] = 1
    assert np.all(collar_shade(shoes, legs, UNIT)[:, 44:50] > 0.99)


def test_an_arm_is_dark_where_it_comes_out_of_a_short_sleeve_and_nothing_is_beside_it() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    fit = fit_sleeve(replace(sleeve, reach=0.3), person, frame, arms[1], line, torso, 1)
    light = sleeve_shade(frame, arms, (None, fit)).light
    limb = arms[1].limb

    def at(past: float, across: float = 0.0) -> float:
        x, y = limb.point(np.float32(fit.end + past * frame.unit), np.float32(across * frame.unit))
        return float(light[round(float(y)), round(float(x))])

    assert 0.5 < at(0.005) < 0.65
    assert at(0.005) < at(0.03) - 0.05 < 0.9 < at(0.08) < at(0.2)
    assert at(0.25) > 0.99
    assert at(0.03, 0.3) == 1
    whole = replace(fit, end=limb.length)
    assert (sleeve_shade(frame, arms, (None, whole)).light == 1).all()
    assert (sleeve_shade(*frame_and_arms(drawn_person()), (None, None)).light == 1).all()


def test_right_below_a_sleeve_other_cloth_casts_less_than_half_its_shade() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    fit = fit_sleeve(replace(sleeve, reach=0.3), person, frame, arms[1], line, torso, 1)
    shade = sleeve_shade(frame, arms, (None, fit))
    limb = arms[1].limb
    rows = [round(float(limb.point(np.float32(fit.end + past * frame.unit))[1])) for past in (0.01, 0.3)]
    columns = [round(float(limb.point(np.float32(fit.end + past * frame.unit))[0])) for past in (0.01, 0.3)]
    under = np.full(shade.light.shape, 0.5, np.float32)
    both = shade.with_others(under)[rows, columns]
    assert 0.75 < both[0] / shade.light[rows[0], columns[0]] < 0.9
    assert abs(both[1] - 0.5) < 0.01
    assert (shade.on(np.zeros_like(under)).with_others(under) == 0.5).all()


def test_a_long_sleeve_shades_a_wrist_that_was_bare_and_none_that_an_old_cuff_shaded() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    fit = fit_sleeve(replace(sleeve, reach=1.0), person, frame, arms[1], line, torso, 1)
    past, across = (fit.along - 1) * fit.end, np.abs(arms[1].limb.v)
    wrist = (past > 0) & (past < 1.5) & (across < 3)
    light = sleeve_shade(frame, (arms[0], replace(arms[1], sleeve_end=0.0)), (None, fit)).light
    assert light[wrist].max() < 0.85
    assert light[(past > 0.12 * frame.unit) & (past < 0.2 * frame.unit) & (across < 3)].min() > 0.99
    worn = replace(arms[1], sleeve_end=arms[1].limb.length)
    assert sleeve_shade(frame, (arms[0], worn), (None, fit)).light.min() == 1
