from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.contour import (
    TopEdge,
    arm_begins,
    over_skin,
    ribbon,
    smooth_flanks,
    top_edge,
    up_to_neck,
)
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.limbs import locate
from fittingroom.vision.fitting.outline import measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.torso import fit_torso
from fittingroom.vision.person import Label, Person

NECK, TIP = np.array([222, 118], np.float32), np.array([262, 140], np.float32)


def right_edge(person: Person, keeps: bool = False, own: float = 14.0, end: float = 60.0) -> TopEdge:
    frame, arms = frame_and_arms(person)
    arm = arms[1]
    ease, flat = np.zeros_like(arm.stations), np.full_like(arm.stations, own)
    return top_edge(person, frame, arm, shoulder_line(person, frame), 1, NECK, TIP, end, keeps, ease, flat)


def clothed(sleeve: float, rows: slice, columns: slice) -> Person:
    """A drawn person in old sleeves of the length `sleeve`, whose top also fills these `rows` and `columns`."""
    person = drawn_person(sleeve=sleeve)
    alpha, labels = person.alpha.copy(), person.labels.copy()
    alpha[rows, columns], labels[rows, columns] = 1, Label.UPPER
    return replace(person, alpha=alpha, labels=labels)


def turns(edge: TopEdge) -> float:
    """The sharpest turn of the drawn edge, radians a sample."""
    points = edge.points()[edge.stations >= edge.begins]
    steps = np.diff(points, axis=0)
    return float(np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))).max())


def test_the_edge_follows_the_photographed_shoulder_and_arm() -> None:
    person = drawn_person()
    edge = right_edge(person)
    for point in edge.points()[(edge.stations > edge.begins + 4)][::4]:
        x, y = np.round(point).astype(int)
        assert (person.alpha[y - 6 : y + 7, x - 6 : x + 7] > 0.5).any()
        assert (person.alpha[y - 6 : y + 7, x - 6 : x + 7] < 0.5).any()


def test_a_step_in_the_photographed_outline_becomes_a_smooth_edge() -> None:
    smooth = drawn_person(sleeve=0.4)
    stepped_alpha, stepped_labels = smooth.alpha.copy(), smooth.labels.copy()
    stepped_alpha[150:163, 255:290], stepped_labels[150:163, 255:290] = 1, Label.UPPER
    edge = right_edge(replace(smooth, alpha=stepped_alpha, labels=stepped_labels), keeps=True, own=40)
    assert turns(edge) < 0.35


def test_a_sleeve_that_stands_off_is_drawn_in_where_a_closer_one_takes_its_place() -> None:
    wide = clothed(0.4, slice(165, 205), slice(262, 300))
    kept, drawn_in = right_edge(wide, keeps=True, own=60, end=55), right_edge(wide, own=14, end=150)
    outermost = [edge.points()[edge.points()[:, 1] < 200][:, 0].max() for edge in (kept, drawn_in)]
    assert outermost[0] > 290
    assert outermost[1] < 284


def test_a_wide_old_short_sleeve_leaves_no_bulge_above_the_arm_below_it() -> None:
    person = drawn_person(sleeve=0.4)
    alpha, labels = person.alpha.copy(), person.labels.copy()
    for y in range(145, 205):  # a boxy sleeve, wider and wider down to its end
        x = slice(250, 275 + (y - 145) // 2)
        alpha[y, x], labels[y, x] = 1, Label.UPPER
    points = right_edge(replace(person, alpha=alpha, labels=labels), own=40, end=150).points()
    sleeve = points[(points[:, 1] > 150) & (points[:, 1] < 225)]
    assert np.diff(sleeve[:, 0]).min() > -0.6  # never comes back in on its way to the elbow
    assert sleeve[:, 0].max() < 290


def test_a_short_sleeve_falls_straight_from_the_shoulder_to_where_its_end_stands_off() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    arm, flat = arms[1], np.full_like(arms[1].stations, 40)
    corner = float(arm.bare_at(np.float32([70]))[0]) + 10
    line = shoulder_line(person, frame)
    edge = top_edge(person, frame, arm, line, 1, NECK, TIP, 70, False, 0 * flat, flat, corner)
    along, off = locate(arm.limb, edge.points()).T
    assert abs(float(np.interp(70, along, off)) - corner) < 3
    hanging = edge.points()[(along > 30) & (along < 66)]
    chord = hanging[-1] - hanging[0]
    gap = hanging - hanging[0]
    bulge = (gap[:, 0] * chord[1] - gap[:, 1] * chord[0]) / np.linalg.norm(chord)
    assert np.abs(bulge).max() < 1.5


def test_no_bulge_of_a_wide_old_sleeve_is_left_beside_the_end_of_a_new_one_that_is_shorter_still() -> None:
    person = drawn_person(sleeve=0.5)
    alpha, labels = person.alpha.copy(), person.labels.copy()
    for y in range(135, 227):  # cut in one piece with the body, it stands off all the way down
        x = slice(240, 285 + (y - 135) // 2)
        alpha[y, x], labels[y, x] = 1, Label.UPPER
    person = replace(person, alpha=alpha, labels=labels)
    frame, arms = frame_and_arms(person)
    arm, flat = arms[1], np.full_like(arms[1].stations, 25)
    corner, line = float(arm.bare_at(np.float32([45]))[0]) + 4, shoulder_line(person, frame)
    edge = top_edge(person, frame, arm, line, 1, NECK, TIP, 45, False, 0 * flat, flat, corner)
    along, off = locate(arm.limb, edge.points()).T
    assert float(np.interp(45, along, off)) < corner + 1


def test_a_square_shoulder_keeps_its_point_under_a_short_sleeve() -> None:
    square = clothed(0.9, slice(134, 150), slice(250, 276))
    frame, arms = frame_and_arms(square)
    flat, line = np.full_like(arms[1].stations, 40), shoulder_line(square, frame)
    corner = float(arms[1].bare_at(np.float32([60]))[0]) + 8
    short, long = (
        top_edge(square, frame, arms[1], line, 1, NECK, TIP, 60, True, 0 * flat, flat, at).points()
        for at in (corner, None)
    )
    outermost = [float((edge @ np.array([1.0, -1.0])).max()) for edge in (short, long)]
    assert outermost[0] > outermost[1]


def test_a_raised_arms_upper_edge_is_the_tops() -> None:
    person = drawn_person(raised=True)
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, drawn_top(), frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    corner = np.array([262, 160])  # where the background under the arm comes closest
    assert np.linalg.norm(torso.armpits[1] - corner) < 14
    arm, flat = arms[1], np.full_like(arms[1].stations, 14)
    edge = top_edge(person, frame, arm, line, 1, torso.neck[1], torso.tips[1], 60, False, 0 * flat, flat)
    points = edge.points()[edge.stations > edge.begins]
    on_arm = points[(points[:, 0] > 275) & (points[:, 0] < 310)]
    axis = 150 - (on_arm[:, 0] - 250) * 52 / 68
    assert len(on_arm) > 5
    assert (on_arm[:, 1] < axis - 8).all() and (on_arm[:, 1] > axis - 24).all()


def test_an_arm_cut_off_by_the_pictures_border_is_covered_as_far_as_the_border() -> None:
    whole, width = drawn_person(), 292
    nothing = np.zeros((whole.labels.shape[0], width), np.bool_)
    front = replace(whole.front, hair=nothing, objects=nothing)
    cut = {name: getattr(whole, name)[:, :width] for name in ("image", "labels", "alpha", "confidence")}
    cut["alpha"], cut["labels"] = cut["alpha"].copy(), cut["labels"].copy()
    elbow = slice(205, 255)
    cut["alpha"][elbow, 262:], cut["labels"][elbow, 262:] = 1, Label.SKIN
    points = right_edge(replace(whole, front=front, **cut), end=150).points()  # type: ignore[arg-type]
    at_elbow = points[(points[:, 1] > 226) & (points[:, 1] < 236)]
    assert len(at_elbow) > 2 and at_elbow[:, 0].min() > width - 1


def test_nothing_lies_above_the_edge_and_the_band_lies_beneath() -> None:
    edge = right_edge(drawn_person())
    beneath, band = edge.beneath(), edge.band(8)
    assert beneath[112, 240] < 1e-6
    assert beneath[200, 200] == 1
    assert band[beneath < 0.1].max() < 0.4
    assert band.sum() > 300


def test_a_ribbon_that_bends_back_over_itself_has_no_holes() -> None:
    angle = np.linspace(0, 4 * np.pi, 60)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
    drawn = ribbon(30 + 10 * ring, 30 + 20 * ring, (60, 60))
    ys, xs = np.mgrid[:60, :60]
    radius = np.hypot(xs - 30, ys - 30)
    assert (drawn[(radius > 12) & (radius < 18)] > 0.9).all()
    assert (drawn[(radius < 8) | (radius > 22)] < 0.1).all()


def test_fabric_just_below_the_edge_is_drawn_up_to_it_and_none_further_down() -> None:
    edge = right_edge(drawn_person())
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    plain = np.stack([xs, ys], axis=-1)
    drawn = edge.drawn_up(plain, 100, np.ones((480, 400), np.bool_))
    x, y = np.round(edge.points()[len(edge.stations) // 3]).astype(int)
    assert drawn[y + 2, x, 1] > y + 2.8
    assert np.allclose(drawn[y + 30, x], plain[y + 30, x], atol=0.05)


def test_a_shoulder_that_reaches_above_the_garments_shows_its_cloth_up_to_the_edge() -> None:
    edge = right_edge(drawn_person())
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    x, y = np.round(edge.points()[len(edge.stations) // 3]).astype(int)
    solid = ys > y + 7
    drawn = edge.drawn_up(np.stack([xs, ys], axis=-1), 100, solid)
    assert drawn[y + 1, x, 1] > y + 5
    column = drawn[y + 1 : y + 40, x, 1]
    assert (np.diff(column) > 0.3).all()  # nothing folds
    assert abs(column[-1] - (y + 39)) < 0.05


def flanked(
    wobble: float, front: np.ndarray | None = None, sleeve: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """A body 50 pixels wide to either side, its edges wavering by `wobble` pixels, with its flanks made smooth."""
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, drawn_top(), frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    t, lateral = frame.fields(person.labels.shape)
    width = 50 + wobble * np.sin(t * frame.torso / 3)
    cloth = np.clip(width - np.abs(lateral) + 0.5, 0, 1).astype(np.float32)
    nothing = np.zeros_like(cloth)
    beside = nothing if sleeve is None else sleeve
    return smooth_flanks(np.maximum(cloth, beside), nothing if front is None else front, beside, frame, torso)


def test_wavering_flanks_become_straight() -> None:
    cloth, _ = flanked(2.0)
    widths = cloth[225:275].sum(1)
    assert np.ptp(widths) < 1.5
    assert abs(widths.mean() - 101) < 4


def test_an_arm_across_the_flank_stays_before_it() -> None:
    front = np.zeros((480, 400), np.float32)
    front[240:262, 100:185] = 1
    _, kept = flanked(0.0, front)
    assert np.array_equal(kept[243:259, 100:185], front[243:259, 100:185])


def test_a_flank_close_to_an_arm_is_even_unless_it_meets_it() -> None:
    front = np.zeros((480, 400), np.float32)
    front[225:275, 100:145] = 1  # the flank is at 150, and wavers by 2
    cloth, _ = flanked(2.0, front)
    assert np.ptp(cloth[230:270, 145:200].sum(1)) < 1.5
    front[225:275, 145:149] = 1
    met, _ = flanked(2.0, front)
    assert np.ptp(met[228:270, 143:200].sum(1)) > 1.5


def test_an_arms_mask_beside_the_flank_does_not_notch_it() -> None:
    front = np.zeros((480, 400), np.float32)
    front[225:275, 100:150] = 1
    front[240:244, 150:153] = 1
    cloth, kept = flanked(0.0, front)
    seen = (cloth * (1 - kept))[228:270].sum(1)
    assert np.ptp(seen) < 1.5


def test_a_sleeve_past_a_narrow_gap_keeps_its_edge() -> None:
    sleeve = np.zeros((480, 400), np.float32)
    sleeve[215:290, 100:146] = 1  # the flank is at 150
    cloth, _ = flanked(0.0, sleeve=sleeve)
    assert cloth[225:275, 138:146].min() > 0.99
    assert cloth[240:270, 147].max() < 0.01


def test_a_shoulder_that_stands_up_with_the_old_tops_cut_is_drawn_down_to_the_joints() -> None:
    person = clothed(0.4, slice(112, 150), slice(235, 285))
    edge = right_edge(person, keeps=True, own=40)
    assert edge.points()[np.abs(edge.points()[:, 0] - 262) < 6][:, 1].min() > 120


def test_the_edge_runs_over_the_shoulder_alike_wherever_the_sleeves_seam_lies() -> None:
    wide = clothed(0.4, slice(145, 205), slice(250, 300))
    frame, arms = frame_and_arms(wide)
    flat, line = np.full_like(arms[1].stations, 40), shoulder_line(wide, frame)
    set_in, dropped = (
        top_edge(wide, frame, arms[1], line, 1, NECK, tip, 150, False, 0 * flat, flat)
        for tip in (line.at(frame, 44.0), line.at(frame, 60.0))
    )
    assert np.abs(set_in.height - dropped.height).max() < 1


def test_a_wide_long_sleeve_lies_on_the_shoulder_and_stands_off_further_down() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    flat, line = np.full_like(arms[1].stations, 40), shoulder_line(person, frame)
    close, loose = (
        top_edge(person, frame, arms[1], line, 1, NECK, line.at(frame, 44.0), 150, False, ease + 0 * flat, flat)
        for ease in (0.0, 8.0)
    )
    wider, past = loose.height - close.height, close.stations - locate(close.limb, line.at(frame, 44.0)[None])[0, 0]
    assert wider[past < 12].max() < 1
    assert wider[(past > 55) & (past < 90)].min() > 5


def test_no_bare_shoulder_shows_above_the_cloth() -> None:
    person = drawn_person()
    labels = np.where((person.labels == Label.UPPER), np.uint8(Label.SKIN), person.labels)
    alpha = person.alpha.copy()
    for x in range(240, 262):  # a corner sharper than the edge is drawn
        alpha[134 - (x - 240) // 2 : 160, x], labels[134 - (x - 240) // 2 : 160, x] = 1, Label.SKIN
    edge = right_edge(replace(person, labels=labels, alpha=alpha))
    above = (edge.beneath() < 0.5) & (labels == Label.SKIN)
    ys, xs = np.nonzero(above)
    assert ((xs > 236) & (xs < 275) & (ys > 110)).sum() < 12


def test_cloth_rises_gently_over_skin_but_not_over_the_ends_of_what_is_seen() -> None:
    height, skin, seen = np.zeros(80, np.float32), np.full(80, 3, np.float32), np.zeros(80, np.bool_)
    seen[20:60] = True
    skin[58:60] = 9  # an old sleeve's edge
    raised = over_skin(height, skin, seen)
    assert raised[30:50].min() > 2.9 and raised.max() < 3.1
    assert np.abs(np.diff(raised)).max() < 1
    assert (over_skin(height + 4, skin, seen) == 4).all()


def test_the_arm_begins_at_a_set_in_sleeves_place_where_seam_or_old_shoulder_stand_off() -> None:
    flat, square = np.full(9, 4, np.float32), np.full(9, 14, np.float32)
    assert arm_begins(45, 40, flat, 100) == 45  # nearly there, and the shoulder is as shoulders are
    assert arm_begins(55, 40, flat, 100) == 40  # a dropped seam
    assert arm_begins(45, 40, square, 100) == 40  # an old top cut square
    assert arm_begins(45, 40, flat[:0], 100) == 45


def test_a_wide_old_sleeve_that_leaves_the_picture_is_not_drawn_back_into_it() -> None:
    wide = clothed(0.9, slice(170, 260), slice(262, 300))
    shown = slice(None), slice(0, 288)
    cut = replace(wide, alpha=wide.alpha[shown], labels=wide.labels[shown], image=wide.image[shown])
    inside, leaving = (right_edge(each, keeps=True, own=14, end=150).points() for each in (wide, cut))
    outermost = [edge[(edge[:, 1] > 190) & (edge[:, 1] < 240)][:, 0].min() for edge in (inside, leaving)]
    assert outermost[0] < 286
    assert outermost[1] > 287


def test_a_wide_old_sleeve_is_drawn_in_though_the_hand_leaves_the_picture_past_its_end() -> None:
    wide = clothed(0.9, slice(170, 235), slice(262, 286))
    wide.alpha[235:300, 262:300], wide.labels[235:300, 262:300] = 1, Label.SKIN
    shown = slice(None), slice(0, 288)
    cut = replace(wide, alpha=wide.alpha[shown], labels=wide.labels[shown], image=wide.image[shown])
    whole, leaving = (right_edge(each, keeps=True, own=14, end=75).points() for each in (wide, cut))
    sleeves = [edge[(edge[:, 1] > 175) & (edge[:, 1] < 215)][:, 0].max() for edge in (whole, leaving)]
    assert sleeves[1] < sleeves[0] + 2


def test_cloth_within_a_guessed_bare_shoulder_goes_halfway_out_to_it() -> None:
    wide = clothed(0.4, slice(150, 205), slice(250, 310))  # too wide an old sleeve to tell where the shoulder is
    frame, arms = frame_and_arms(wide)
    arm, line = arms[1], shoulder_line(wide, frame)
    flat = np.full_like(arm.stations, 14)
    down = arm.limb.point(np.linspace(10, 60, 30, dtype=np.float32), np.full(30, 26, np.float32))
    shoulder = np.concatenate([np.linspace(NECK, down[0], 20, dtype=np.float32), down])

    def narrowest(corner: float | None, bare: np.ndarray | None) -> float:
        edge = top_edge(wide, frame, arm, line, 1, NECK, TIP, 70, False, 0 * flat, flat, corner, bare)
        along, off = locate(arm.limb, edge.points()).T
        return float(off[(along > 15) & (along < 55)].min())

    for corner in (None, 20.0):
        free = narrowest(corner, None)
        assert free < 24
        assert free + 0.3 * (26 - free) < narrowest(corner, shoulder) < 26


def test_the_edge_rises_to_the_neck_where_it_dipped_beside_a_collar() -> None:
    stations = np.arange(0, 100, 1, dtype=np.float32)
    height = (20 - 0.2 * stations - 6 * (np.abs(stations - 12) < 4)).astype(np.float32)
    risen = up_to_neck(height, stations, 10.0, 50.0)
    assert np.all(np.diff(risen[10:51]) < 0)
    assert risen[12] > height[12] + 3
    assert np.array_equal(risen[:10], height[:10]) and np.allclose(risen[17:], height[17:], atol=1e-3)


def test_a_drawn_up_shoulder_that_falls_to_the_neck_all_the_way_stays() -> None:
    stations = np.arange(0, 100, 1, dtype=np.float32)
    height = (10 + 0.3 * stations).astype(np.float32)
    assert np.array_equal(up_to_neck(height, stations, 10.0, 50.0), height)
