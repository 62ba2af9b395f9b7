from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.contour import TopEdge
from fittingroom.vision.fitting.fill import at_least, signed_distance
from fittingroom.vision.fitting.hemline import HemLine
from fittingroom.vision.fitting.labels import tidy_labels
from fittingroom.vision.fitting.length import Fit, Hem
from fittingroom.vision.fitting.mesh import solve_map
from fittingroom.vision.fitting.outline import Arm, measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.regions import (
    Regions,
    as_one,
    beside_inner,
    body_cloth,
    divide,
    even_inner,
    lower_gate,
    notches,
    overlap,
    past_wrists,
    sleeve_alpha,
    with_stains,
    without_crumbs,
)
from fittingroom.vision.fitting.sleeves import SleeveFit, fit_sleeve
from fittingroom.vision.fitting.torso import fit_torso
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label, Person


class CutEdge(TopEdge):
    """The edge of an arm that is folded before the body: what lies beyond it is the body below the forearm."""

    def beneath(self) -> np.ndarray:
        above = super().beneath()
        above[220:250] = 0
        return above


def divided(person: Person, garment: Garment, folded: bool = False) -> Regions:
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    old = old_top(person, frame, arms, line)
    torso = fit_torso(person, garment, frame, arms, line, sides, old, Fit())
    where = solve_map(torso.landmarks, (0, 0, 400, 480), 1 / torso.scale, 12)
    fits = [
        fit_sleeve(sleeve, person, frame, arms[side], line, torso, side) if sleeve else None
        for side, sleeve in enumerate(garment.sleeves)
    ]
    if folded:
        fits = [fit and replace(fit, edge=CutEdge(**vars(fit.edge))) for fit in fits]
    below = lower_gate(person, garment, frame, torso, where, None)
    return divide(person, garment, frame, arms, sides, torso, (fits[0], fits[1]), where, below)


def laid_sleeve(reach: float | None = None) -> tuple[SleeveFit, Arm, np.ndarray]:
    """The image's left sleeve, which may `reach` further down its arm, that arm, and what the sleeve draws."""
    person, garment = drawn_person(), drawn_top()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    assert garment.sleeves[0] is not None
    sleeve = garment.sleeves[0] if reach is None else replace(garment.sleeves[0], reach=reach)
    fit = fit_sleeve(sleeve, person, frame, arms[0], line, torso, 0)
    return fit, arms[0], sleeve_alpha(fit, arms[0], frame.unit, fit.edge.beneath())[1]


def test_the_new_top_covers_the_old_ones_body_without_holes() -> None:
    person = drawn_person()
    cloth = divided(person, drawn_top()).cloth
    assert (cloth[160:290, 165:235] > 0.95).all()


def test_the_body_goes_on_below_an_arm_that_is_folded_before_it() -> None:
    cloth = divided(drawn_person(), drawn_top(), folded=True).cloth
    assert (cloth[160:290, 170:230] > 0.95).all()


def test_face_hair_and_hands_stay_in_front_and_background_stays_bare() -> None:
    person = drawn_person()
    found = divided(person, drawn_top())
    assert (found.front[np.isin(person.labels, [Label.FACE, Label.HAIR])] > 0.3).all()
    assert found.front[325, 122] > 0.8
    assert found.cloth[person.alpha < 0.01].mean() < 0.02


def test_a_sleeve_draws_nothing_of_the_body_beyond_its_inner_edge() -> None:
    """What it would draw there begins only below the armpit, and is a hook of its colour on the body's."""
    fit, arm, select = laid_sleeve()
    gap = -arm.limb.v - fit.inner
    along = (fit.along > 0.6) & (fit.along < 0.95)
    assert select[along & (gap > 3)].max() < 0.02
    assert select[along & (gap < -3) & (gap > -6)].min() > 0.9


def test_a_long_sleeve_parts_from_its_inner_edge_little_by_little_and_not_in_a_step_at_the_armpit() -> None:
    fit, arm, _ = laid_sleeve(reach=0.95)
    gap = -arm.limb.v - fit.inner
    select = sleeve_alpha(fit, arm, 300.0, np.ones_like(gap))[1]
    beside = (gap > 2.5) & (gap < 4)
    assert select[beside & (fit.along > 0.8) & (fit.along < 0.95)].min() > 0.7
    assert select[beside & (fit.along > 0) & (fit.along < 0.06)].max() < 0.2


def test_the_bodys_cloth_beside_a_long_sleeves_inner_edge_is_drawn_by_the_body() -> None:
    fit, arm, select = laid_sleeve(reach=0.95)
    body = np.ones_like(select)
    gap, along = -arm.limb.v - fit.inner, (fit.along > 0.6) & (fit.along < 0.9)
    assert select[along & (gap > 0.5) & (gap < 1.5)].max() > 0.3
    drawn = beside_inner(select, fit, arm, body)
    assert drawn[along & (gap > 0.5)].max() < 0.02
    assert np.array_equal(drawn[gap < -1], select[gap < -1])
    assert np.array_equal(beside_inner(select, fit, arm, 0 * body), select)


def test_an_armhole_has_no_stairs_where_the_sleeve_is_pressed_together() -> None:
    fit, arm, _ = laid_sleeve()
    ys, xs = np.indices(fit.along.shape, dtype=np.float32)
    shape = fit.along.shape
    pressed = ((xs - 120 + 0.3 * (ys - 150)) * 8 / fit.end).astype(np.float32)  # an edge that slants a little
    wide = np.full(shape, 1e3, np.float32)
    arm = replace(arm, limb=replace(arm.limb, v=np.zeros(shape, np.float32)))
    fit = replace(fit, along=np.minimum(pressed, 0.5), inner=wide, outer=wide)
    select = sleeve_alpha(fit, arm, 100.0, np.ones(shape, np.float32))[1]
    assert np.diff(select[140:170, 100:140].sum(axis=1)).std() < 0.06


def test_a_long_sleeves_inner_edge_is_even_and_its_ends_stay() -> None:
    fit, arm, select = laid_sleeve(reach=0.95)
    unit, gap = 100.0, -arm.limb.v - fit.inner
    bitten = select * ~((np.abs(fit.along - 0.6) < 0.02) & (gap > -3))
    even = even_inner(bitten, fit, arm, unit)
    beside = (np.abs(fit.along - 0.6) < 0.015) & (gap < -1.5) & (gap > -3)
    assert bitten[beside].max() < 0.02 and even[beside].mean() > 0.6
    ends = (np.abs(fit.along) * fit.end < 4) | (np.abs(1 - fit.along) * fit.end < 4)
    assert np.array_equal(even[ends], bitten[ends])


def test_what_lies_in_the_shade_of_a_sleeve_in_its_photo_is_no_cloth_of_the_body_to_draw() -> None:
    garment = drawn_top()
    ys, xs = np.nonzero(garment.torso)
    row = int(np.median(ys))
    first = int(xs[ys == row].min())
    where = np.zeros((40, 40, 2), np.float32)
    where[..., 0], where[..., 1] = first + np.arange(40), row
    body = np.ones((40, 40), np.float32)
    assert (body_cloth(garment, body, where, 100.0) > 0.99).all()
    fused = replace(garment, sleeves=tuple(each and replace(each, fused=True) for each in garment.sleeves))
    found = body_cloth(fused, body, where, 100.0)
    assert found[20, 0] < 0.01
    assert found[20, 39] > 0.99


def test_narrow_notches_beside_added_cloth_are_closed_where_old_cloth_would_show() -> None:
    cloth = np.zeros((80, 80), np.bool_)
    cloth[20:60, 10:70] = True
    cloth[38:42, 10:30] = False
    added, old = np.zeros_like(cloth), np.ones_like(cloth)
    added[42:60, 10:40] = True
    found = notches(cloth, added, old, 4.0)
    assert found[40, 14:28].all()
    assert not found[5:15].any()
    assert not notches(cloth, added, ~old, 4.0).any()
    assert not notches(cloth, added & False, old, 4.0).any()


def test_long_old_sleeves_are_erased_below_short_new_ones() -> None:
    person = drawn_person(sleeve=0.9)
    found = divided(person, drawn_top())
    forearm = np.zeros_like(found.erase)
    forearm[262:280, 118:132] = True
    forearm &= person.labels == Label.UPPER
    assert found.erase[forearm].mean() > 0.9
    assert found.cloth[forearm].mean() < 0.1


def test_a_tucked_top_reaches_a_little_below_the_waistbands_edge_so_that_no_skin_shows_above_it() -> None:
    person, garment = drawn_person(), drawn_top()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    torso = replace(torso, hem=Hem.WAIST, end=1.2)
    where = solve_map(torso.landmarks, (0, 0, 400, 480), 1 / torso.scale, 12)
    gate = lower_gate(person, garment, frame, torso, where, None)[:, 200]
    edge = int((person.labels[:, 200] == Label.LOWER).argmax())
    assert gate[edge] > 0.6
    assert gate[edge + 6] < 0.1


def test_new_cloth_covers_the_pixels_that_an_old_hem_is_mixed_in_on_a_small_person_too() -> None:
    assert overlap(60) == overlap(100) >= 3
    assert overlap(600) == pytest.approx(2 * overlap(300))
    person, garment = drawn_person(), drawn_top()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    hem = HemLine(np.array([-200, 200], np.float32), np.array([1.0, 1.0], np.float32))
    gate = lower_gate(
        person, garment, frame, replace(torso, hem=Hem.PHOTO), np.zeros((480, 400, 2), np.float32), hem
    )  # fmt: skip
    below = (frame.fields(person.labels.shape)[0] - 1) * frame.torso
    assert gate[(below > 0) & (below < 2)].min() == 1
    assert gate[below > 5].max() == 0


def test_a_frayed_hem_becomes_one_edge() -> None:
    person = drawn_person()
    frayed = person.labels
    frayed[325:331, 170:230:6] = Label.UPPER
    frame, arms = frame_and_arms(person)
    tidied = tidy_labels(person, frame, arms).labels
    lowest = [np.nonzero(tidied[:, x] == Label.UPPER)[0].max() for x in range(172, 228)]
    assert np.ptp(lowest) <= 3


def test_a_signed_distance_is_positive_inside_and_negative_outside() -> None:
    mask = np.zeros((20, 20), np.bool_)
    mask[5:15, 5:15] = True
    distance = signed_distance(mask)
    assert distance[10, 10] > 4
    assert distance[10, 1] < -3


def test_between_straps_a_v_neck_falls_on_the_old_one_as_a_whole() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    neck = np.array([[165, 125], [235, 125]], np.float32)
    new, old = (ys - (210 - 0.9 * np.abs(xs - middle)) for middle in (206, 196))
    mixed = np.where(xs < 200, 1, 0).astype(np.float32)
    weight = as_one(frame, neck, new, old, mixed)
    assert weight[190:205, 190:212].min() > 0.95
    assert as_one(frame, neck, new, old + 20, mixed)[198:205, 192:210].max() < 0.05


def test_old_cloth_far_past_a_new_long_sleeves_end_is_covered_where_there_is_much_of_it() -> None:
    mask = np.zeros((60, 60), np.bool_)
    mask[5:25, 5:25] = mask[40:44, 40:44] = True
    kept = at_least(mask, 100)
    assert kept[5:25, 5:25].all()
    assert not kept[38:46, 38:46].any()


def test_only_long_sleeves_have_a_wrist_to_go_past() -> None:
    person, garment = drawn_person(sleeve=1.0), drawn_top()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    sleeve = garment.sleeves[0]
    assert sleeve is not None
    long, short = (
        fit_sleeve(replace(sleeve, reach=reach), person, frame, arms[0], line, torso, 0) for reach in (1.0, 0.35)
    )
    limb, half = arms[0].limb, arms[0].half
    beyond = (limb.u > long.end + 0.06 * limb.length) & (limb.u < long.end + 0.3 * limb.length) & (abs(limb.v) < half)
    assert beyond.sum() > 50
    assert past_wrists(arms, (long, None), person.labels.shape)[beyond].all()
    assert not past_wrists(arms, (short, None), person.labels.shape).any()


def test_cloth_under_a_stained_arm_that_goes_ends_as_softly_as_the_arm_did() -> None:
    ramp = np.clip((40 - np.arange(80, dtype=np.float32)) / 6, 0, 1)
    front = np.repeat(ramp[None], 60, 0)
    regions = Regions(np.ones_like(front), front, (front, front), front, front > 2)
    found = with_stains(regions, (front > 0.5).astype(np.float32))
    assert found.cloth[30, 10] == 0 and found.front[30, 10] == 0
    steps = np.abs(np.diff(found.cloth[30]))
    assert steps.max() < 0.5
    assert found.cloth[30, 45:].min() == 1


def test_no_piece_is_drawn_on_a_stained_arm_from_which_its_cloth_goes() -> None:
    front = np.repeat(np.clip((40 - np.arange(80, dtype=np.float32)) / 6, 0, 1)[None], 60, 0)
    whole = np.ones_like(front)
    regions = Regions(whole, 0.75 * whole, (0.25 * whole, 0 * whole), front, front > 2)
    found = with_stains(regions, 0.3 * (front > 0.5).astype(np.float32))
    pieces = found.torso + found.sleeves[0] + found.sleeves[1]
    assert pieces[30, 10] < 0.01 and pieces[30, 60] == 1
    assert np.abs(pieces - found.cloth).max() < 1e-4


def test_a_crumb_beside_the_body_goes_where_its_straps_are_laid_apart_and_may_else_be_a_strap() -> None:
    cloth = np.zeros((100, 100), np.float32)
    cloth[20:, 40:], cloth[30:36, 10:16] = 1, 1
    apart, joined = (without_crumbs(cloth, 100.0, True, laid_apart) for laid_apart in (True, False))
    assert apart[30:36, 10:16].max() < 0.01
    assert joined[32, 12] > 0.9
    assert np.array_equal(apart[30:, 50:], cloth[30:, 50:])
