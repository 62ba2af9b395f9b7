from dataclasses import replace

import numpy as np
from tests.engines.preview.standing import person as standing
from tests.vision.product.drawn import dress

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.dress import DressFit, fit_dress, over_old_hem, pit_row, wide_open, with_armpits
from fittingroom.vision.fitting.frame import Frame, measure
from fittingroom.vision.fitting.legs import trace_legs
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import Arm, measure_sides, old_top, shoulder_line, trace_arms
from fittingroom.vision.fitting.panels import fall_t
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.product import analyse_garment


def garment() -> Garment:
    return analyse_garment(dress().image, Subcategory.DRESSES)


def worn(found: Garment) -> tuple[Frame, DressFit, tuple[Arm, Arm]]:
    _, person = standing()
    frame = measure(person)
    arms, legs = trace_arms(person, frame), trace_legs(person, frame)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    old = old_top(person, frame, arms, line)
    return frame, fit_dress(person, found, frame, arms, legs, line, sides, old, Fit()), legs


def test_a_dress_ends_no_lower_than_the_ankles() -> None:
    found = garment()
    long = replace(found, hem=found.hem + np.float32([0, 4000]))
    frame, fit, _ = worn(long)
    ankle = float(fall_t(frame, frame.ankles.mean(0)[None])[0])
    assert fit.torso.end <= ankle + 0.1


def test_a_longer_dress_ends_lower() -> None:
    found = garment()
    _, short, _ = worn(replace(found, hem=found.hem - np.float32([0, 450])))
    _, usual, _ = worn(replace(found, hem=found.hem - np.float32([0, 300])))
    assert short.torso.end < usual.torso.end - 0.1


def test_its_sides_run_down_both_sides_without_a_step() -> None:
    _, fit, _ = worn(garment())
    left, right = fit.edges
    assert (right[:, 0] - left[:, 0] > 20).all()
    for side in (left, right):
        assert np.abs(np.diff(side[:, 0], 2)).max() < 3


def test_the_last_of_old_trousers_is_hidden_by_a_hem_that_nearly_reaches_it() -> None:
    frame, _, legs = worn(garment())
    worn_to = max(float(fall_t(frame, leg.limb.point(leg.sleeve_end)[None])[0]) for leg in legs)
    assert over_old_hem(worn_to - 0.1, 0.6, frame, legs) > worn_to
    assert over_old_hem(worn_to - 1.0, 0.6, frame, legs) == worn_to - 1.0
    assert over_old_hem(worn_to + 0.2, 0.6, frame, legs) == worn_to + 0.2


def test_armpits_hidden_by_sleeves_are_no_deeper_than_armholes() -> None:
    found = garment()
    deep = replace(found, armpits=tuple(np.float32([x, y + 900]) for x, y in found.armpits))
    assert max(float(y) for _, y in with_armpits(deep).armpits) <= pit_row(deep) + 1e-3
    assert pit_row(deep) < float(deep.armpits[0][1])


def test_a_wide_opening_hangs_from_the_shoulders_ends() -> None:
    found = replace(garment(), neck=Neck.CREW)
    middle, row = 0.5 * (found.armpits[0][0] + found.armpits[1][0]), found.neck_points[0][1]
    chest = float(found.armpits[1][0] - found.armpits[0][0])

    def opened(share: float) -> Neck:
        points = tuple(np.float32([middle + way * 0.5 * share * chest, row]) for way in (-1, 1))
        return wide_open(replace(found, neck_points=points)).neck

    assert opened(0.75) is Neck.BOAT
    assert opened(0.35) is Neck.CREW


def test_what_comes_over_a_shoulder_keeps_its_width_though_the_opening_is_wide() -> None:
    found = garment()
    left, right = found.neck_points
    broad = replace(found, neck=Neck.BOAT, sleeves=(None, None), neck_points=(left, right + np.float32([400, 0])))
    broad = replace(broad, tips=(found.tips[0], broad.neck_points[1] + np.float32([120, 20])))
    _, fit, _ = worn(broad)
    assert np.linalg.norm(fit.torso.tips[1] - fit.torso.neck[1]) > 0.5 * 120 * fit.torso.scale
