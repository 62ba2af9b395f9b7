"""Necklines as smooth curves, on drawn people."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person, drawn_top, frame_and_arms
from tests.vision.fitting.test_ribs import ribbed

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.neckcurve import (
    NeckLine,
    blunted,
    breadth,
    draw_neckline,
    gap,
    hung,
    is_v,
    lay_neckline,
    near_line,
    neck_gate,
    overhang,
    photographed,
    pointed,
    rounded,
    smoothed,
)
from fittingroom.vision.fitting.neckline import (
    back_of_neck,
    bare_neck,
    below_folds,
    beside_thin_straps,
    collar_bits,
    on_both_sides,
)
from fittingroom.vision.fitting.outline import measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.torso import fit_torso
from fittingroom.vision.garment import Neck
from fittingroom.vision.person import Label, Person

CENTRE, RADIUS = (200, 122), 26


def with_round_neck(radius: int = RADIUS) -> Person:
    """The drawn person with a round neckline about `CENTRE`."""
    person = drawn_person()
    hole = np.zeros(person.labels.shape, np.uint8)
    cv2.ellipse(hole, CENTRE, (radius, radius), 0, 0, 180, 1, -1)
    hole[: CENTRE[1], CENTRE[0] - radius : CENTRE[0] + radius + 1] = 1  # it is widest where it ends
    bare = (hole > 0) & (person.labels == Label.UPPER)
    image = person.image.copy()
    image[bare] = SKIN
    return replace(person, image=image, labels=np.where(bare, np.uint8(Label.SKIN), person.labels))


def round_neckline(half: float = 40.0, depth: float = 40.0) -> np.ndarray:
    u = np.linspace(-1, 1, 41)
    return np.stack([224 + half * u, 90 + depth * np.sqrt(1 - u * u)], axis=1).astype(np.float32)


def neck_points(half: float) -> np.ndarray:
    return np.array([[200 - half, CENTRE[1]], [200 + half, CENTRE[1]]], np.float32)


def test_the_photographed_neckline_is_found_and_passes_a_tooth_by() -> None:
    person = with_round_neck()
    frame, _ = frame_and_arms(person)
    labels = person.labels.copy()
    labels[142:150, 199:201] = Label.UPPER
    found = photographed(replace(person, labels=labels), frame)
    assert found is not None
    lower = found[found[:, 1] > CENTRE[1] + 12]
    assert np.abs(np.hypot(*(lower - CENTRE).T) - RADIUS).max() < 3
    assert found[0, 0] < 200 < found[-1, 0]


def test_a_half_that_hair_hides_is_taken_from_the_other() -> None:
    person = with_round_neck()
    frame, _ = frame_and_arms(person)
    labels = person.labels.copy()
    labels[100:, 214:] = np.where(labels[100:, 214:] > 0, np.uint8(Label.HAIR), labels[100:, 214:])
    found = photographed(replace(person, labels=labels), frame)
    assert found is not None
    assert found[:, 0].max() > CENTRE[0] + 0.8 * RADIUS


def test_nothing_is_found_on_a_bare_chest() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    labels = np.where(person.labels == Label.UPPER, np.uint8(Label.SKIN), person.labels)
    assert photographed(replace(person, labels=labels), frame) is None


@pytest.mark.parametrize(("half", "taken"), [(28.0, True), (48.0, False)])
def test_a_neckline_near_the_photographed_one_takes_its_place_and_another_one_its_own(half: float, taken: bool) -> None:
    person = with_round_neck()
    frame, _ = frame_and_arms(person)
    line = draw_neckline(person, frame, round_neckline(depth=40 if taken else 80), neck_points(half), half / 40, True)
    assert line is not None
    assert (abs(line.middle[1] - (CENTRE[1] + RADIUS)) < 4) == taken
    if taken:
        assert line.middle[1] < CENTRE[1] + RADIUS  # the new cloth covers the old rim


def test_a_v_opens_as_deep_as_it_is_cut_though_a_round_one_near_it_takes_the_old_tops_place() -> None:
    person = with_round_neck()
    frame, _ = frame_and_arms(person)
    round_, v = round_neckline(depth=50), round_neckline(depth=50)
    v[:, 1] = 90 + 50 * (1 - np.abs(np.linspace(-1, 1, 41)))
    lines = [draw_neckline(person, frame, each, neck_points(28), 0.7, True) for each in (round_, v)]
    assert lines[0] is not None and lines[1] is not None
    assert abs(lines[0].middle[1] - (CENTRE[1] + RADIUS)) < 4
    assert lines[1].middle[1] > lines[0].middle[1] + 4


def test_a_round_neckline_stays_round_where_the_old_top_opened_in_a_v() -> None:
    person = drawn_person()
    hole = np.zeros(person.labels.shape, np.uint8)
    cv2.fillPoly(hole, [np.array([[174, 122], [226, 122], [200, 160]], np.int32)], 1)
    bare = (hole > 0) & (person.labels == Label.UPPER)
    image = person.image.copy()
    image[bare] = SKIN
    person = replace(person, image=image, labels=np.where(bare, np.uint8(Label.SKIN), person.labels))
    frame, _ = frame_and_arms(person)
    line = draw_neckline(person, frame, round_neckline(depth=40), neck_points(28), 0.7, True)
    assert line is not None
    assert not is_v(resample(line.target[10:-10], 81))


def test_an_opening_that_bulges_out_below_its_ends_as_a_collars_does_is_no_place_for_a_round_neckline() -> None:
    person = with_round_neck()
    hole = np.zeros(person.labels.shape, np.uint8)
    cv2.ellipse(hole, (CENTRE[0], CENTRE[1] + 12), (RADIUS + 8, RADIUS - 12), 0, 0, 360, 1, -1)
    bare = (hole > 0) & (person.labels == Label.UPPER)
    image = person.image.copy()
    image[bare] = SKIN
    bulging = replace(person, image=image, labels=np.where(bare, np.uint8(Label.SKIN), person.labels))
    frame, _ = frame_and_arms(person)
    lines = [draw_neckline(each, frame, round_neckline(), neck_points(28), 0.7, True) for each in (person, bulging)]
    assert lines[0] is not None and lines[1] is not None
    assert overhang(lines[0].target[10:-10], frame) < 0.03 and overhang(lines[1].target[10:-10], frame) < 0.03
    found = photographed(bulging, frame)
    assert found is not None and overhang(found, frame) > 0.05
    assert lines[1].collared and not lines[0].collared


def test_a_shallow_neckline_does_not_choke() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    line = draw_neckline(person, frame, round_neckline(depth=6), neck_points(24), 0.6, False)
    assert line is not None
    assert line.middle[1] - CENTRE[1] > 0.6 * frame.neck_half


def test_a_ragged_cut_out_gives_a_smooth_neckline() -> None:
    ragged = round_neckline() + np.where(np.arange(41) % 2, 3.0, -3.0)[:, None]
    ragged[[0, -1]] = round_neckline()[[0, -1]]
    calm = smoothed(ragged, 81, 2.0)
    turns = np.abs(np.diff(np.unwrap(np.arctan2(*np.diff(calm[8:-8], axis=0).T[::-1]))))
    assert turns.max() < 0.25
    assert np.allclose(calm[[0, -1]], ragged[[0, -1]], atol=0.1)


def test_a_curve_outside_another_has_a_positive_gap() -> None:
    frame, _ = frame_and_arms(drawn_person())
    inner, outer = (np.array(CENTRE) + (round_neckline(r, r) - [224, 90]) for r in (20.0, 30.0))
    mean, spread = gap(np.float32(outer), np.float32(inner), frame)
    assert 7 < mean < 11
    assert spread < 3
    assert gap(np.float32(inner), np.float32(outer), frame)[0] < -7


def _line() -> tuple[NeckLine, Person]:
    person = with_round_neck()
    frame, _ = frame_and_arms(person)
    line = draw_neckline(person, frame, round_neckline(), neck_points(28), 0.7, True)
    assert line is not None
    return line, person


def test_the_gate_is_open_above_the_line_and_closed_below() -> None:
    line, person = _line()
    frame, _ = frame_and_arms(person)
    gate = neck_gate(line, frame, (480, 400))
    x, y = round(float(line.middle[0])), round(float(line.middle[1]))
    assert gate[y - 4, x] < 0.05
    assert gate[y + 4, x] > 0.95
    assert gate[60, 200] < 0.05
    assert gate[200, 200] == 1


def test_the_garments_neckline_is_laid_on_the_line_and_its_prints_are_left_alone() -> None:
    line, person = _line()
    frame, _ = frame_and_arms(person)
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    where = np.stack([(xs - 200) / 0.7 + 224, (ys - CENTRE[1]) / 0.7 + 96], axis=-1)
    bent = lay_neckline(where, line, frame, 0.7)
    for point, source in zip(line.target[15:-15:8], line.source[15:-15:8], strict=True):
        column, row = np.round(point).astype(int)
        assert np.hypot(*(bent[row, column] - source)) < 2.5
    assert np.array_equal(bent[300:], where[300:])
    rib = [np.hypot(*(bent[row + 6, 200] - bent[row, 200])) for row in [round(float(line.middle[1]))]]
    assert 4 < rib[0] * 0.7 < 8


def test_a_neckline_that_sags_between_ends_and_middle_is_hung_round_and_one_with_a_slit_as_it_is() -> None:
    frame, _ = frame_and_arms(drawn_person())
    u = np.linspace(-1, 1, 41)
    ends = np.array([[170, 122], [230, 122]], np.float32)
    hung_depths = []
    for depth in (30 * (1 - u**2) ** 2.4, np.where(np.abs(u) < 0.2, 60 - 200 * np.abs(u), 20 * (1 - u**2))):
        line = np.stack([200 + 30 * u, 100 + depth], 1).astype(np.float32)
        hung_depths.append(hung(line, frame, ends, 1.0)[:, 1] - 122)
    sagging, slit = hung_depths
    assert np.allclose(sagging, sagging.max() * (1 - u**2), atol=0.06 * sagging.max())
    assert slit[20] > 2.5 * slit[14]


def test_a_rib_is_as_wide_beside_the_neck_as_at_its_lowest_point_however_the_neckline_turns() -> None:
    x = np.linspace(-1, 1, 81, dtype=np.float32)
    source = np.stack([200 + 60 * x, 100 + 20 * (1 - x**2)], 1)  # a shallow boat neck
    target = np.stack([200 + 40 * np.sin(x * np.pi / 2), 122 + 40 * np.cos(x * np.pi / 2)], 1).astype(np.float32)
    line = replace(_line()[0], target=target, source=source, ends=target[[0, -1]])
    frame, _ = frame_and_arms(drawn_person())
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    bent = lay_neckline(np.stack([xs, ys], -1), line, frame, 1.0)
    for angle in np.radians([25.0, 90.0, 155.0]):
        out = np.array([-np.cos(angle), np.sin(angle)])
        rim, inner = (np.round(np.array([200.0, 122.0]) + out * radius).astype(int) for radius in (44, 40))
        found = bent[rim[1], rim[0]]
        width = np.linalg.norm(source - found, axis=1).min()
        assert 2.5 < width < 5.5, np.degrees(angle)
        assert np.linalg.norm(source - bent[inner[1], inner[0]], axis=1).min() < 1.5


def test_a_rib_that_its_photo_shows_narrower_in_the_middle_is_laid_as_wide_there_as_beside_it() -> None:
    widths = np.full(81, 9.0)
    widths[28:53] = 5
    garment, source, _ = ribbed(widths)
    line = replace(_line()[0], target=source, source=source, ends=source[[0, -1]])
    frame, _ = frame_and_arms(drawn_person())
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    where = np.stack([xs, ys], -1)
    for given, least in ((garment, 7), (None, 4)):
        bent = lay_neckline(where, line, frame, 1.0, given)
        column = sample(f32(garment.fabric), bent)[40:60, 100, 1]
        assert least <= int((column < 130).sum()) < least + 4


def test_near_the_line_is_within_reach_of_it() -> None:
    line, _ = _line()
    near = near_line(line, (480, 400), 10)
    x, y = np.round(line.middle).astype(int)
    assert near[y + 8, x]
    assert not near[y + 14, x]


def test_the_bare_neck_keeps_its_outline_but_not_the_old_clothes_rim() -> None:
    person = with_round_neck()
    frame, _ = frame_and_arms(person)
    kept = bare_neck(person, frame)
    assert kept[100, 183]
    assert not kept[person.labels == Label.UPPER].any()
    assert not kept[CENTRE[1] + RADIUS - 1, 200]


def test_of_a_collars_back_no_crumbs_are_shown_beside_the_neck() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    garment = drawn_top()
    inside, x, y = np.zeros(garment.alpha.shape, np.bool_), 300, 200
    inside[y : y + 40, x : x + 60] = True
    inside[y : y + 3, x + 80 : x + 83] = True
    garment = replace(garment, inside=inside, behind=np.zeros_like(inside), neck=Neck.COLLAR)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    fit = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    seen = back_of_neck(person, garment, frame, fit, np.stack([xs + x - 220, ys + y - 80], axis=-1))
    assert seen[95, 240] > 0.9  # beside the neck
    assert seen[100, 200] < 0.05  # before it is the neck itself
    assert seen[80:83, 300:303].max() < 0.05


def necked() -> tuple[Frame, np.ndarray, tuple[int, int]]:
    """A person's frame, the ends of a neckline, and its middle's x and y."""
    frame, _ = frame_and_arms(drawn_person())
    middle, top = (round(float(each)) for each in frame.neck_mid)
    return frame, np.array([[middle - 25, top], [middle + 25, top]], np.float32), (middle, top)


def before_neck(middle: int, top: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cloth below a neckline; nothing yet of a collar's back; and where the neck doesn't lie before it."""
    cloth, seen, free = np.zeros((480, 400), np.float32), np.zeros((480, 400), np.float32), np.ones((480, 400), bool)
    cloth[top:, :] = 1
    free[:, middle - 12 : middle + 12] = False
    return cloth, seen, free


def test_of_a_collars_back_nothing_rises_above_its_own_fold_but_for_a_little_towards_the_neck() -> None:
    frame, neck, (middle, top) = necked()
    cloth, seen, free = before_neck(middle, top)
    cloth[top - 20 :, middle + 20 : middle + 35] = 1  # the fold stands higher on this side
    seen[top - 40 :] = 1
    kept = below_folds(seen, cloth, frame, neck, free)
    assert kept[: top - 8, : middle - 12].max() == 0
    assert kept[top - 3, middle - 14] > 0.6  # it rises from the fold to the neck
    assert kept[: top - 2, : middle - 40].max() == 0
    assert kept[: top - 28, middle + 12 :].max() == 0
    assert kept[top - 16, middle + 15] == 1
    assert kept[: top - 22, middle + 38 :].max() == 0  # out beyond the fold nothing rises


def test_between_a_collars_back_and_its_fold_there_is_no_notch() -> None:
    frame, neck, (middle, top) = necked()
    cloth, seen, free = before_neck(middle, top)
    seen[top - 40 : top, middle + 12 : middle + 25] = 1
    seen[top - 1 : top + 6, middle + 15 : middle + 18] = cloth[top - 1 : top + 6, middle + 15 : middle + 18] = 0
    kept = below_folds(seen, cloth, frame, neck, free)
    assert kept[top : top + 5, middle + 16].min() > 0.5


def test_a_hoods_back_is_shown_on_both_sides_of_the_neck_or_not_at_all() -> None:
    lateral = np.broadcast_to(np.arange(-100, 100, dtype=np.float32), (50, 200))
    left, right = (lateral < -60), (lateral > 70)
    assert on_both_sides(left | right, lateral)
    assert not on_both_sides(left, lateral)
    assert not on_both_sides(right, lateral)
    assert not on_both_sides(left | (lateral > 98), lateral)


def test_only_thin_straps_keep_clear_of_the_old_tops_edges() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    garment = drawn_top(sleeves=False)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    fit = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    thin, wide = (
        replace(garment, neck=Neck.STRAPS, tips=tuple(np.add(point, [reach, 0]) for point in garment.neck_points))
        for reach in (8.0, 60.0)
    )
    assert beside_thin_straps(thin, frame, fit, (480, 400))[140, 180]
    assert not beside_thin_straps(thin, frame, fit, (480, 400))[300, 180]
    assert not beside_thin_straps(wide, frame, fit, (480, 400)).any()
    assert not beside_thin_straps(garment, frame, fit, (480, 400)).any()


def test_a_v_keeps_its_point_and_a_round_neckline_its_roundness() -> None:
    v = np.array([[100, 50], [150, 110], [200, 50]], np.float32)
    assert pointed(v, 2.0)[:, 1].max() > 109.5
    assert np.allclose(pointed(round_neckline(), 2.0), smoothed(round_neckline(), 81, 2.0))


def test_a_sharp_tip_of_cloth_beside_the_neck_is_blunted_and_others_are_not() -> None:
    line, person = _line()
    frame, _ = frame_and_arms(person)
    cloth = np.zeros((480, 400), np.float32)
    x, y = np.round(line.ends[0]).astype(int)
    for left in (x, 20):
        cv2.fillPoly(cloth, [np.array([[left, y], [left - 15, y + 60], [left + 15, y + 60]], np.int32)], 1.0)
    found = blunted(cloth, line, frame)
    assert found[y + 1, x] < 0.3
    assert found[y + 40, x] > 0.9
    assert np.array_equal(found[:, :36], cloth[:, :36])


def test_a_dent_in_a_round_neckline_is_smoothed_away_and_its_ends_stay() -> None:
    angles = np.linspace(0, np.pi, 81)
    curve = np.stack([200 - 60 * np.cos(angles), 100 + 50 * np.sin(angles)], 1).astype(np.float32)
    dented = curve.copy()
    dented[44:50, 1] -= 5
    drawn = rounded(dented)
    radius = np.hypot((drawn[:, 0] - 200) / 60, (drawn[:, 1] - 100) / 50)
    assert np.abs(radius - 1).max() < 0.035
    assert np.allclose(drawn[[0, -1]], dented[[0, -1]], atol=0.1)


def test_a_neckline_twice_as_broad_as_the_new_one_is_told() -> None:
    frame = frame_and_arms(drawn_person())[0]
    across = np.linspace(-1, 1, 41)

    def bow(half: float) -> np.ndarray:
        return np.asarray(frame.at(0.05 + 0.1 * (1 - across**2), half * across), np.float32)

    assert 1.8 < breadth(bow(60), bow(30), frame) < 2.2
    assert 0.9 < breadth(bow(30), bow(30), frame) < 1.1


def test_what_lies_close_beside_an_open_collar_is_taken_off_with_it_where_it_is_bare() -> None:
    person = with_round_neck()
    frame, _ = frame_and_arms(person)
    cloth = np.zeros(person.labels.shape, np.float32)
    cloth[CENTRE[1] + RADIUS - 2 :] = 1
    found = collar_bits(person, frame, cloth)
    assert found[CENTRE[1] + RADIUS - 4, CENTRE[0]] and not found[CENTRE[1], CENTRE[0]]
    assert not found[cloth > 0].any() and not found[person.labels == Label.UPPER].any()
