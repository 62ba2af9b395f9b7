"""The inner side of a short sleeve, seen beside the arm."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms
from tests.vision.fitting.test_sleeves import before_sleeves

from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.sleeveopening import inside_colour, seen_inside, solid_part
from fittingroom.vision.fitting.sleeves import SleeveFit, fit_sleeve


def short_sleeve() -> tuple[SleeveFit, tuple[Frame, Arm]]:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    fit = fit_sleeve(replace(sleeve, reach=0.3), person, frame, arms[1], line, torso, 1)
    return fit, (frame, arms[1])


def test_the_back_of_a_short_sleeves_end_hangs_below_its_front_and_ends_at_its_corners() -> None:
    fit, (frame, arm) = short_sleeve()
    seen = seen_inside(frame, arm, fit, 1)
    limb, past = arm.limb, (fit.along - 1) * fit.end
    middle = np.abs(limb.v - 0.5 * (fit.outer - fit.inner)) < 2
    corner = np.abs(limb.v - fit.outer) < 1
    half = float(np.median(0.5 * (fit.outer + fit.inner)[seen > 0.5]))
    assert 0.06 * half < past[middle & (seen > 0.5)].max() < 0.13 * half  # an edge, no stub
    assert past[corner & (seen > 0.5)].max(initial=0) < 0.4 * past[middle & (seen > 0.5)].max()
    assert past[seen > 0.5].min() > -0.03 * frame.unit


def test_no_inner_side_is_seen_of_a_long_sleeve_nor_below_a_raised_arm() -> None:
    fit, (frame, arm) = short_sleeve()
    assert not seen_inside(frame, arm, replace(fit, end=arm.limb.length), 1).any()
    lifted, _ = frame_and_arms(drawn_person(raised=True))
    assert not seen_inside(lifted, arm, fit, 1).any()


def test_the_inner_side_is_darker_than_the_cloth_and_darkest_below_the_fronts_edge() -> None:
    fit, (frame, arm) = short_sleeve()
    garment = drawn_top()
    garment = replace(garment, fabric=np.full_like(garment.fabric, (200, 60, 60)))
    seen, past = seen_inside(frame, arm, fit, 1) > 0.5, (fit.along - 1) * fit.end
    red = inside_colour(frame, arm, fit, garment, 1.0, 1)[..., 0]
    assert red[seen].max() < 130
    assert red[seen & (past < 0)].mean() < red[seen & (past > 0.5)].mean() - 2
    assert inside_colour(frame, arm, fit, garment, 0.5, 1)[seen].mean() < 0.6 * red[seen].mean()


def test_crumbs_and_threads_of_the_inner_side_are_left_out() -> None:
    seen = np.zeros((60, 60), np.float32)
    seen[10:24, 10:24], seen[40:42, 5:50], seen[50:52, 50:52] = 1, 1, 1
    kept = solid_part(seen, 200.0)
    assert kept[12:22, 12:22].min() == 1
    assert not kept[36:].any()


def test_what_is_seen_of_the_inner_side_runs_out_thin_at_the_corner() -> None:
    seen = np.zeros((40, 80), np.float32)
    for column in range(10, 50):
        seen[10 : 10 + (column - 2) // 6, column] = 1
    kept = solid_part(seen, 500.0)
    assert np.array_equal(kept, seen)
