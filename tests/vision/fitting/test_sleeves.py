from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.cuffedge import CuffEdge
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.limbs import locate
from fittingroom.vision.fitting.outline import Arm, ShoulderLine, measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.sleevelength import SET_IN
from fittingroom.vision.fitting.sleeves import (
    fit_sleeve,
    folded,
    is_boxy,
    mask_of,
    old_cuff,
    outline_of,
    over_armhole,
)
from fittingroom.vision.fitting.torso import TorsoFit, fit_torso
from fittingroom.vision.garment import Sleeve
from fittingroom.vision.person import Label, Person


def test_a_sleeves_edges_run_from_armhole_to_cuff() -> None:
    sleeve = drawn_top().sleeves[1]
    assert sleeve is not None
    outer, inner = outline_of(sleeve)
    assert np.linalg.norm(outer[-1] - sleeve.cuff[0]) < 16
    assert np.linalg.norm(inner[-1] - sleeve.cuff[1]) < 16
    assert outer[:, 1].mean() < inner[:, 1].mean()


def test_a_sleeve_takes_its_fabric_in_order_and_ends_where_it_should() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves(0.0)
    fit = fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1)
    assert 0.25 < fit.end / arms[1].limb.length < 0.6
    inside = mask_of(fit, arms[1])
    assert inside.sum() > 300
    columns, rows = np.round(fit.map[inside]).astype(int).T
    assert sleeve.mask[rows, columns].mean() > 0.9
    near, far = (np.abs(fit.along - share) < 0.1 for share in (0.15, 0.85))
    assert fit.map[inside & near][:, 0].mean() < fit.map[inside & far][:, 0].mean()


def before_sleeves(old: float = 1.0) -> tuple[Sleeve, Person, Frame, tuple[Arm, Arm], ShoulderLine, TorsoFit]:
    """A drawn top's right sleeve, and all of a drawn person that it is laid by, in sleeves of the length `old`."""
    sleeve = drawn_top().sleeves[1]
    assert sleeve is not None
    person = drawn_person(sleeve=old)
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, drawn_top(), frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    return sleeve, person, frame, arms, line, torso


def test_a_short_sleeve_ends_where_its_own_length_does_if_its_proportions_say_about_the_same() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    tip = float(locate(arms[1].limb, torso.tips[1][None])[0, 0])
    outer = outline_of(sleeve)[0]
    own = (tip + torso.scale * float(np.linalg.norm(np.diff(outer, axis=0), axis=1).sum())) / arms[1].limb.length
    ends = [
        fit_sleeve(replace(sleeve, reach=reach), person, frame, arms[1], line, torso, 1).end / arms[1].limb.length
        for reach in (own - 0.05, own, own + 0.15)
    ]
    assert abs(ends[0] - own) < 0.01
    assert abs(ends[1] - own) < 0.01
    assert ends[2] > own + 0.1


def test_a_short_sleeve_is_foreshortened_with_the_upper_arm_it_ends_on_and_a_long_one_is_not() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    elbow = locate(arms[1].limb, frame.elbows[1][None])[0, 0]
    short = frame.elbows.copy()
    short[1] = arms[1].limb.point(0.25 * frame.unit)
    for reach, gets_shorter in ((0.45, True), (1.0, False)):
        cut = replace(sleeve, reach=reach)
        full, less = (
            fit_sleeve(cut, person, each, arms[1], line, torso, 1).end for each in (frame, replace(frame, elbows=short))
        )
        assert elbow > 0.55 * frame.unit
        assert (less < 0.8 * full) == gets_shorter


def test_a_sleeve_that_begins_down_the_arm_ends_where_a_set_in_one_does() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    limb = arms[1].limb
    own = SET_IN * frame.unit + torso.scale * np.linalg.norm(np.diff(outline_of(sleeve)[0], axis=0), axis=1).sum()
    like = replace(sleeve, reach=float(own / limb.length))
    for begins in (SET_IN, SET_IN + 0.12):
        tips = np.stack([torso.tips[0], limb.point(begins * frame.unit, 12.0)])
        fit = fit_sleeve(like, person, frame, arms[1], line, replace(torso, tips=tips), 1)
        assert abs(fit.end - own) < 0.01 * frame.unit


def test_a_sleeves_fabric_goes_over_from_the_bodys_at_the_armhole() -> None:
    garment = drawn_top()
    sleeve, person, frame, arms, line, torso = before_sleeves(0.0)
    fit = fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1)
    within, outside = (
        np.full_like(fit.map, 1) * np.float32(place) for place in ((448, garment.armpits[1][1] - 60), (20, 20))
    )
    joined = fit.joined_to(within, garment, frame.unit).map
    assert np.allclose(joined[fit.along <= 0], within[0, 0], atol=1)
    assert np.allclose(joined[fit.along > 0.7], fit.map[fit.along > 0.7], atol=1)
    held_out = fit.joined_to(within, garment, frame.unit, hangs=0.5).map
    assert np.allclose(held_out, fit.map)  # pressed into a few pixels it would show as dots along the seam
    assert not np.allclose(
        joined[(fit.along > 0.1) & (fit.along < 0.3)], fit.map[(fit.along > 0.1) & (fit.along < 0.3)], atol=1
    )
    assert np.allclose(fit.joined_to(outside, garment, frame.unit).map, fit.map, atol=1)


def test_a_sleeve_in_a_fine_pattern_meets_the_body_at_a_seam() -> None:
    garment = drawn_top()
    sleeve, person, frame, arms, line, torso = before_sleeves()
    fit = fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1)
    checks = np.where(np.indices(garment.alpha.shape).sum(0) // 3 % 2 > 0, 200, 90).astype(np.uint8)
    checked = replace(garment, fabric=checks[..., None].repeat(3, axis=2))
    within = np.full_like(fit.map, 1) * np.float32((448, garment.armpits[1][1] - 60))
    assert np.allclose(fit.joined_to(within, checked, frame.unit).map, fit.map)


def test_a_sleeves_fabric_does_not_go_over_into_the_bodys_across_the_gap_below_the_armpit() -> None:
    garment = drawn_top()
    sleeve, person, frame, arms, line, torso = before_sleeves()
    fit = fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1)
    above, below = (np.full_like(fit.map, 1) * np.float32((448, garment.armpits[1][1] + off)) for off in (-60, 60))
    assert np.allclose(fit.joined_to(below, garment, frame.unit).map, fit.map, atol=1)
    assert not np.allclose(fit.joined_to(above, garment, frame.unit).map, fit.map, atol=1)


def test_a_sleeves_fabric_is_as_dense_on_either_side_of_an_arms_line_however_far_its_edges_are() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves()
    arm = replace(arms[1], inner=arms[1].inner * 0.4, bare=arms[1].bare * 0.4)
    fit = fit_sleeve(sleeve, person, frame, arm, line, torso, 1)
    rows = (fit.along > 0.55) & (fit.along < 0.75) & (fit.outer > 1.5 * fit.inner)
    step = np.linalg.norm(np.diff(fit.map, axis=1, prepend=0), axis=-1)
    inner, outer = (step[rows & (arm.limb.v > low) & (arm.limb.v < high)] for low, high in ((-4, -1), (1, 4)))
    assert abs(np.median(inner) / np.median(outer) - 1) < 0.15


def test_a_sleeves_cloth_is_carried_on_over_its_armhole_alone() -> None:
    garment = drawn_top()
    sleeve = garment.sleeves[1]
    assert sleeve is not None
    cloth = over_armhole(sleeve)
    middle = 0.5 * (sleeve.tip + sleeve.armpit)
    assert cloth[sleeve.mask].all()
    assert cloth[int(middle[1]), int(middle[0]) - 20]
    assert not cloth[int(sleeve.armpit[1]) + 10, int(sleeve.armpit[0]) - 10]


def boxy_sleeve() -> Sleeve:
    """A short square sleeve that leans outwards, its armhole aslant: the inner edge is a third of the outer."""
    corners = np.array([[300, 60], [400, 160], [330, 230], [300, 200]], np.float32)
    mask = np.zeros((400, 480), np.uint8)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1)
    axis = np.array([[300, 130], [365, 195]], np.float32)
    return Sleeve(mask > 0, axis, np.full(2, 50, np.float32), corners[0], corners[3], corners[1:3], 0.35)


def test_a_boxy_sleeves_fabric_is_not_stretched_along_its_short_inner_edge() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, drawn_top(), frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    fit = fit_sleeve(boxy_sleeve(), person, frame, arms[1], line, torso, 1)
    inside = mask_of(fit, arms[1])
    down = np.linalg.norm(np.diff(fit.map, axis=0), axis=-1)[inside[1:] & inside[:-1]]
    assert np.percentile(down, 95) < 1.4 * np.percentile(down, 5)


def test_a_boxy_sleeves_fabric_beyond_its_inner_edge_is_its_own_mirrored() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, drawn_top(), frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    sleeve = boxy_sleeve()
    fit = fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1)
    inside = mask_of(fit, arms[1]) & (fit.along < 0.95)
    columns, rows = np.round(fit.map[inside]).astype(int).T
    assert sleeve.mask[rows, columns].mean() > 0.995


def test_an_edge_cut_unevenly_where_a_sleeve_lies_against_the_body_is_drawn_smooth() -> None:
    sleeve = drawn_top().sleeves[1]
    assert sleeve is not None
    mask = sleeve.mask.copy()
    x, y = np.round(0.5 * (sleeve.armpit + sleeve.cuff[1])).astype(int)
    mask[y - 8 : y + 8, x - 8 : x + 8] = False
    uneven = replace(sleeve, mask=mask)

    def strays(sleeve: Sleeve) -> float:
        inner = outline_of(sleeve)[1]
        chord = inner[0] + (inner[-1] - inner[0]) * np.linspace(0, 1, len(inner))[:, None]
        return float(np.linalg.norm(inner - chord, axis=1).max())

    assert strays(replace(uneven, fused=True)) < 0.7 * strays(uneven)


def test_long_sleeves_and_those_with_edges_alike_are_not_boxy() -> None:
    sleeve = drawn_top().sleeves[1]
    assert sleeve is not None
    upper, lower = outline_of(sleeve)
    assert is_boxy(sleeve, upper, lower)
    assert not is_boxy(replace(sleeve, reach=0.9), upper, lower)
    assert not is_boxy(sleeve, upper, upper)


def test_fabric_beyond_a_sleeves_edge_is_its_mirror_image() -> None:
    across = np.array([-1.3, -1, -0.4, 0, 0.9, 1, 1.1, 1.5, 3], np.float32)
    np.testing.assert_allclose(folded(across), [-0.7, -1, -0.4, 0, 0.9, 1, 0.9, 0.5, 0], atol=1e-6)


def test_an_old_sleeve_is_followed_past_the_wrist_as_far_as_it_goes_on() -> None:
    person = drawn_person(sleeve=1.0)
    arm = replace(frame_and_arms(person)[1][1], sleeve_end=frame_and_arms(person)[1][1].limb.length)
    u, v, length = arm.limb.u, arm.limb.v, arm.limb.length
    for goes, label in ((1.1, Label.UPPER), (1.0, Label.SKIN)):
        labels = person.labels.copy()
        beyond = (u > length) & (np.abs(v) < arm.half)
        labels[beyond] = Label.SKIN
        labels[beyond & (u < 1.1 * length)] = label
        assert abs(old_cuff(replace(person, labels=labels), arm) - goes * length) < 0.03 * length


def test_a_long_sleeve_lies_closer_round_the_wrist_than_further_up() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves(0.0)
    arm = arms[1]
    fit = fit_sleeve(replace(sleeve, reach=1.0), person, frame, arm, line, torso, 1)
    stands_off = fit.inner - arm.bare_at(arm.limb.u)
    middle = np.abs(arm.limb.v) < 2
    up, wrist = (middle & (np.abs(fit.along - share) < 0.02) for share in (0.75, 0.99))
    assert np.median(stands_off[up]) > 1.5 * np.median(stands_off[wrist])


def test_a_cuff_ends_round_and_where_the_old_one_was_seen_to() -> None:
    sleeve, person, frame, arms, line, torso = before_sleeves(old=0.3)
    arm, long = arms[1], replace(sleeve, reach=1.0)
    fit = fit_sleeve(long, person, frame, arm, line, torso, 1)
    u, v = arm.limb.u, arm.limb.v
    here = np.abs(u - fit.end) < 1.0
    past = (fit.along - 1) * fit.end
    middle, side = (past[here & (np.abs(v - at) < 1.0)].mean() for at in (0.0, fit.outer[here].mean()))
    assert side - middle > 2.5
    edge = CuffEdge(0.95 * arm.limb.length, 0.2, 0.0, 0.0, 10.0)
    seen = fit_sleeve(long, person, frame, arm, line, torso, 1, seen=edge)
    assert seen.cuff == edge
    on_hand = (np.abs(v) < 10) & (np.abs(u - edge.level) < 8)
    assert np.all((seen.along < 1)[on_hand] == (u < edge.at(v))[on_hand])
