"""The outline of shoulders and arms that sleeves hid, on drawn people."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.fitting.drawn import SHIRT, SKIN, WALL, drawn_person, frame_and_arms

from fittingroom.vision.fitting.bareoutline import (
    _flared,
    at_armpit,
    bare_edges,
    bare_outlines,
    bared_arm,
    keeps_sleeve,
    pointed,
    under_straps,
    without_corners,
)
from fittingroom.vision.fitting.outline import Arm, shoulder_line
from fittingroom.vision.fitting.wrists import seen_wrist
from fittingroom.vision.person import Label, Person


def in_wide_sleeves() -> Person:
    """The drawn person in a top whose short sleeves stand far off the arms."""
    person = drawn_person(sleeve=0.4)
    image, labels = person.image.copy(), person.labels.copy()
    for sleeve in ([[138, 138], [155, 150], [150, 212], [84, 212]], [[262, 138], [245, 150], [250, 212], [316, 212]]):
        mask = np.zeros(labels.shape, np.uint8)
        cv2.fillPoly(mask, [np.array(sleeve, np.int32)], 1)
        image[mask > 0], labels[mask > 0] = SHIRT, Label.UPPER
    alpha = cv2.GaussianBlur((labels > 0).astype(np.float32), (0, 0), 0.6)
    return replace(person, image=image, labels=labels, alpha=alpha)


def test_an_arm_under_a_wide_sleeve_is_as_wide_as_the_arm_that_comes_out_of_it_and_meets_its_edges() -> None:
    person = in_wide_sleeves()
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    arm = bared_arm(arms[1], outline, 0.0, person.labels.shape) > 0.5
    seen = (person.labels == Label.SKIN) & (np.arange(400) > 200)
    right = [int(np.nonzero(mask)[0].max()) for mask in (arm[206], arm[200], seen[225])]
    assert abs(right[0] - right[2]) < 7
    assert right[1] < 295  # the sleeve goes on to 312
    edges = [int(np.nonzero(arm[row])[0].max()) for row in range(150, 230)]
    assert np.abs(np.diff(edges)).max() <= 2  # no step where the sleeve ended


def test_a_bare_shoulder_is_round_and_falls_from_the_neck() -> None:
    person = in_wide_sleeves()
    frame, arms = frame_and_arms(person)
    for outline in bare_outlines(person, frame, arms, shoulder_line(person, frame)):
        curve = np.concatenate([outline.neck, outline.shoulder])
        steps = np.diff(curve[::2], axis=0)
        steps = steps[np.linalg.norm(steps, axis=1) > 0.5]
        turns = np.degrees(np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))))
        assert turns.max() < 30
        assert (np.diff(outline.shoulder[:, 1]) > -0.5).all()


def test_an_arm_half_hidden_behind_the_body_is_a_whole_arm_that_lies_before_it_only_where_it_is_seen() -> None:
    person = drawn_person(sleeve=0.4)
    image, labels = person.image.copy(), person.labels.copy()
    hides = (np.arange(400)[None] < 272) & (np.arange(480)[:, None] > 205) & (np.arange(480)[:, None] < 280)
    hides = hides & (np.arange(400)[None] > 230)
    image[hides], labels[hides] = SHIRT, Label.UPPER
    _, arms = frame_and_arms(replace(person, image=image, labels=labels))
    edges = bare_edges(replace(person, image=image, labels=labels), arms)[1]
    there = (arms[1].stations > 0.45 * arms[1].limb.length) & (arms[1].stations < 0.6 * arms[1].limb.length)
    assert (edges.inner - edges.before)[there].min() > 3
    assert (edges.inner + edges.outer)[there].min() > 18


def test_a_new_sleeve_that_covers_the_old_one_bares_no_arm() -> None:
    person = drawn_person(sleeve=0.4)
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[0]
    end = arms[0].sleeve_end + 0.1 * arms[0].limb.length
    assert keeps_sleeve(arms[0], end)
    assert bared_arm(arms[0], outline, end, person.labels.shape).max() == 0


def test_the_fold_between_arm_and_cloth_is_skin_and_neither_a_wide_gap_nor_one_open_to_the_background_is() -> None:
    person = drawn_person(sleeve=0.4)
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    arm = bared_arm(arms[1], outline, 0.0, person.labels.shape)
    t, _ = frame.fields(person.labels.shape)
    inner = int(np.nonzero(arm[190] > 0.5)[0].min())
    for gap, open_, start, filled in (
        (4, False, 0.0, True), (30, False, 0.0, False), (4, True, 0.0, False), (4, False, 0.9, False),
    ):  # fmt: skip
        cloth = np.zeros(person.labels.shape, np.float32)
        cloth[140:260, 180 : inner - gap] = 1
        alpha = np.ones_like(person.alpha)
        alpha[200:260, inner - 3 : inner] = 0.0 if open_ else 1.0
        around = replace(person, alpha=alpha)
        fold = at_armpit(around, arms[1], outline, arm, cloth, t, start * arms[1].limb.length)
        assert (fold[190, inner - 2] > 0.5) == filled
    below = int(np.nonzero(arm[250] > 0.5)[0].min())
    assert t[250, below] > 0.45
    cloth = np.zeros(person.labels.shape, np.float32)
    beside = (arm > 0.5).argmax(1)[:, None] - 2  # the slit is as wide all along
    columns = np.arange(400)[None]
    cloth[140:260] = ((columns >= 180) & (columns < beside))[140:260]
    covered = replace(person, alpha=np.ones(person.labels.shape, np.float32))
    assert at_armpit(covered, arms[1], outline, arm, cloth, t, 0)[250, below - 1] > 0.5  # a slit
    trousers = np.where(cloth > 0, np.uint8(Label.LOWER), covered.labels)
    trousers[:, below - 2 : below] = Label.UPPER
    worn = replace(covered, labels=trousers)
    assert at_armpit(worn, arms[1], outline, np.maximum(arm, cloth), 0 * cloth, t, 0)[250, below - 1] < 0.1
    hem = at_armpit(worn, arms[1], outline, arm, cloth, t, 0)  # a new top that hides them
    assert hem[250, below - 1] > 0.5


@pytest.mark.parametrize(("opens", "start", "filled"), [(False, 0.1, True), (True, 0.1, False), (True, 0.0, True)])
def test_below_a_sleeve_what_opens_into_a_gap_further_down_is_its_upper_end(
    opens: bool, start: float, filled: bool
) -> None:
    person = drawn_person(sleeve=0.4)
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    arm = bared_arm(arms[1], outline, 0.0, person.labels.shape)
    t, _ = frame.fields(person.labels.shape)
    inner = int(np.nonzero(arm[190] > 0.5)[0].min())
    cloth = np.zeros(person.labels.shape, np.float32)
    cloth[140:260, 180 : inner - 4] = 1
    cloth[215:260] = 0 if opens else np.maximum(cloth, arm < 0.5)[215:260]
    covered = replace(person, alpha=np.ones_like(person.alpha))
    fold = at_armpit(covered, arms[1], outline, arm, cloth, t, start * arms[1].limb.length)
    assert (fold[190, inner - 2] > 0.5) == filled


def with_slim_wrists(person: Person) -> Person:
    """The drawn person with what the sleeves leave of their arms pared to 16 pixels."""
    image, labels = person.image.copy(), person.labels.copy()
    skin = (labels == Label.SKIN) & (np.arange(labels.shape[0])[:, None] > 200)
    image[skin], labels[skin] = WALL, Label.BACKGROUND
    for x in (122, 278):
        image[280:345, x - 8 : x + 8], labels[280:345, x - 8 : x + 8] = SKIN, Label.SKIN
    sleeve = person.labels == Label.UPPER
    image[sleeve], labels[sleeve] = person.image[sleeve], Label.UPPER
    return replace(person, image=image, labels=labels, alpha=(labels > 0).astype(np.float32))


def test_a_bared_arm_tapers_into_the_wrist_that_is_seen() -> None:
    person = with_slim_wrists(drawn_person(sleeve=0.9))
    frame, arms = frame_and_arms(person)
    wrist = seen_wrist(person, arms[1])
    assert wrist is not None
    assert 11 < wrist[0].width + wrist[1].width < 15  # narrower than the hand that comes out of the sleeve
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    shape = bared_arm(arms[1], outline, 0.3 * arms[1].limb.length, (480, 400)) > 0.5
    assert abs(shape[300].sum() - 16) < 4
    assert shape[215].sum() > 20


def test_a_thumb_beside_the_hand_makes_no_wide_wrist() -> None:
    person = drawn_person(sleeve=0.9)
    labels, alpha = person.labels.copy(), person.alpha.copy()
    hand = (labels == Label.SKIN) & (np.arange(480)[:, None] > 285) & (np.arange(400)[None] > 200)
    thumb = np.zeros_like(hand)
    thumb[:, :-14] = hand[:, 14:]  # towards the body
    labels[thumb], alpha[thumb] = Label.SKIN, 1
    person = replace(person, labels=labels, alpha=alpha)
    _, arms = frame_and_arms(person)
    wrist = seen_wrist(person, arms[1])
    assert wrist is not None
    hand_width = hand[300].sum()
    assert (hand | thumb)[300].sum() > hand_width + 10
    assert wrist[0].width + wrist[1].width < hand_width + 3
    ends = np.array([wrist[1].u - 0.16 * arms[1].limb.length, wrist[1].u])
    assert wrist[1].beyond(ends)[0] == 0  # the ball of the thumb rises from the wrist
    assert wrist[1].beyond(ends)[1] > 5


def test_a_bared_arm_is_slimmest_above_a_hand_that_comes_whole_out_of_its_sleeve() -> None:
    person = drawn_person(sleeve=0.9)
    frame, arms = frame_and_arms(person)
    edges = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1].edges
    width, share = edges.outer + edges.inner, arms[1].stations / arms[1].limb.length
    wrist, hand, forearm = (width[np.abs(share - at).argmin()] for at in (0.85, 0.96, 0.6))
    assert wrist < 0.83 * hand and wrist < 0.96 * forearm


def test_a_bared_forearm_swells_below_the_elbow_and_tapers_to_the_wrist_within_its_sleeve() -> None:
    person = drawn_person(sleeve=0.9)
    _, arms = frame_and_arms(person)
    tight = [replace(arm, outer=0.9 * arm.bare, inner=0.9 * arm.bare) for arm in arms]
    tight = [replace(arm, outer_free=arm.stations > 0, inner_free=arm.stations > 0) for arm in tight]
    share = arms[1].stations / arms[1].limb.length
    places = [int(np.abs(share - at).argmin()) for at in (0.42, 0.58, 0.8)]
    widths = []
    for worn in (arms, tight):
        edges = bare_edges(person, (worn[0], worn[1]))[1]
        widths.append((edges.outer + edges.inner)[places])
    elbow, forearm, wrist = widths[0]
    assert forearm > 1.04 * elbow and wrist < 0.88 * forearm
    assert widths[1][1] < 1.84 * arms[1].bare[places[1]] < 0.97 * forearm
    assert forearm < 1.98 * arms[1].bare[places[1]]  # a sleeve's roominess is no arm's


def test_arm_and_cloth_that_part_do_so_at_a_point() -> None:
    gap, web, beyond = np.zeros((120, 40), bool), np.zeros((120, 40), bool), np.zeros((120, 40), np.float32)
    beyond[:] = np.arange(40) - 19.5
    web[10:80, 20:26], gap[80:110, 20:30] = True, True
    widths = pointed(web, gap, beyond)[:, 20:26].sum(1)
    assert (widths[12:18] > 5.2).all() and widths[78] < 1
    assert np.abs(np.diff(widths[15:95])).max() < 0.5  # no step


def test_skin_lies_under_the_soft_edges_of_arm_and_cloth_where_the_two_touch() -> None:
    person = drawn_person(sleeve=0.9)
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    arm, t = bared_arm(arms[1], outline, 0.0, person.labels.shape), frame.fields(person.labels.shape)[0]
    first = (arm > 0.5).argmax(1)
    rows = np.arange(230, 270)
    for up_to, wide in ((first, True), (first - 30, False)):
        cloth = (np.arange(400)[None] < up_to[:, None]).astype(np.float32)
        covered = replace(person, alpha=np.ones(person.labels.shape, np.float32))
        found = at_armpit(covered, arms[1], outline, arm, cloth, t, 0.3 * arms[1].limb.length)
        assert ((found[rows, first[rows] - 1] > 0.6).mean() > 0.9) == wide


def test_no_dashes_of_skin_cross_a_narrow_gap_beside_an_arm() -> None:
    person = drawn_person(sleeve=0.9)
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    arm, t = bared_arm(arms[1], outline, 0.0, person.labels.shape), frame.fields(person.labels.shape)[0]
    first, rows = (arm > 0.5).argmax(1), np.arange(215, 250)
    covered = replace(person, alpha=np.ones(person.labels.shape, np.float32))
    for wide, crossed in ((1, True), (3, False)):
        cloth = (np.arange(400)[None] < first[:, None] - wide).astype(np.float32)
        cloth[:200] = 0  # the gap is open above
        found = at_armpit(covered, arms[1], outline, arm, cloth, t, 0.3 * arms[1].limb.length)
        between = np.stack([found[rows, first[rows] - k] for k in range(1, wide + 1)])
        assert ((between > 0.5).mean() > 0.9) == crossed
        assert crossed or between.max() < 0.1


def test_what_fills_the_corners_of_a_gaps_narrow_end_is_no_skin() -> None:
    web, gap = np.zeros((60, 60), bool), np.zeros((60, 60), bool)
    gap[20:50, 20:30] = True
    web[10:20, 22:24] = web[30, 30:32] = web[50:52, 45] = True
    left = without_corners(web, gap, 4)
    assert (left[10:20, 22:24]).all()  # a slit that leads into the gap
    assert not left[30].any()
    assert left[50:52, 45].all()  # a pinhole elsewhere


def test_a_bared_arm_stays_wide_on_the_side_where_its_old_cuff_passed_for_trousers() -> None:
    person = with_slim_wrists(drawn_person(sleeve=0.9))
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    labels[250:290, 262:270] = Label.LOWER
    edges = [
        bare_outlines(each, frame, arms, shoulder_line(each, frame))[1].edges
        for each in (person, replace(person, labels=labels))
    ]
    wider = edges[1].inner - edges[0].inner
    assert wider.min() == 0 and wider.max() > 0.1
    assert (edges[1].outer == edges[0].outer).all()


def test_a_slit_beside_a_forearm_is_none_as_far_as_the_old_sleeve_hid_it() -> None:
    person = drawn_person(sleeve=0.9)
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    arm, t = bared_arm(arms[1], outline, 0.0, person.labels.shape), frame.fields(person.labels.shape)[0]
    row = 303
    assert arms[1].limb.u[row, 278] > 0.96 * arms[1].limb.length
    inner = int(np.nonzero(arm[row] > 0.5)[0].min())
    cloth = np.zeros(person.labels.shape, np.float32)
    cloth[140:310, 180 : inner - 2] = 1
    covered = replace(person, alpha=np.ones(person.labels.shape, np.float32))
    for end, filled in ((1.0, True), (0.9, False)):
        old = replace(arms[1], sleeve_end=end * arms[1].limb.length)
        assert (at_armpit(covered, old, outline, arm, cloth, t, 0)[row, inner - 1] > 0.5) == filled


def test_an_arm_in_a_short_sleeve_has_no_wrist_to_be_fitted_to() -> None:
    person = drawn_person(sleeve=0.4)
    _, arms = frame_and_arms(person)
    assert seen_wrist(person, arms[0]) is None


def test_skin_goes_straight_on_under_a_strap_but_not_under_a_sleeve() -> None:
    height = np.float32([10, 10, 10, 16, 16, 16, 8, 8, 8, 15, 15, 15])
    clothed = np.array([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], np.bool_)
    bridged, found = under_straps(height, clothed, ~clothed)
    assert np.array_equal(np.flatnonzero(found), np.arange(2, 7))
    assert np.allclose(bridged[2:7], [10, 9.5, 9, 8.5, 8])
    assert np.array_equal(bridged[9:], height[9:])


def test_a_bared_arm_has_no_step_where_the_shoulders_curve_goes_over_into_its_edge() -> None:
    person = in_wide_sleeves()
    frame, arms = frame_and_arms(person)
    outline = bare_outlines(person, frame, arms, shoulder_line(person, frame))[1]
    apart = outline._replace(shoulder=outline.shoulder + np.float32([2.5, 0]))  # as the clothed outline may move it
    arm = bared_arm(arms[1], apart, 0.0, person.labels.shape)
    edge = arm[150:240, 220:].sum(1)
    assert np.abs(np.diff(edge, 2)).max() < 1.2


def test_a_short_flare_below_a_sleeve_is_no_arm_but_an_edge_that_goes_on_slanting_is() -> None:
    flat = np.full(10, 20, np.float32)
    flare = np.concatenate([np.float32([24, 22]), flat])
    elbow = np.concatenate([np.float32([28, 26, 24, 22]), flat])
    assert [_flared(edge, 5.0) for edge in (flat, flare, elbow)] == [0, 2, 0]


def with_old_top_before_its_arm(person: Person, arm: Arm) -> Person:
    """The drawn person with the old top over the inner side of that arm, from the sleeve's end to the elbow."""
    u, v = arm.limb.u / arm.limb.length, arm.limb.v
    over = (u > 0.3) & (u < 0.48) & (v < -0.65 * arm.half) & (v > -2 * arm.half)
    return replace(person, labels=np.where(over, np.uint8(Label.UPPER), person.labels))


def test_an_arm_has_no_waist_where_the_old_top_hangs_before_its_inner_side() -> None:
    whole = drawn_person(sleeve=0.3)
    _, arms = frame_and_arms(whole)
    person = with_old_top_before_its_arm(whole, arms[1])
    edges = bare_edges(person, arms)[1]
    share = arms[1].stations / arms[1].limb.length
    hidden, elbow = edges.inner[np.abs(share - 0.42).argmin()], edges.inner[np.abs(share - 0.54).argmin()]
    assert hidden > 0.8 * elbow
    assert 0.45 < edges.lifted / arms[1].limb.length < 0.56
    assert bare_edges(whole, arms)[1].lifted == 0
