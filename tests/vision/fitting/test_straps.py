"""Straps told apart in a drawn photo, and laid over a drawn person's shoulders."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.ribbons import (
    Ribbon,
    are_thin,
    calmed,
    lay_strap,
    lowered,
    odd,
    off_straps,
    on_body,
    over_straps,
    past,
    rounded,
    strap_piece,
)
from fittingroom.vision.fitting.straps import Strap, without_straps
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label
from fittingroom.vision.product import analyse_garment

TEAL = (20, 130, 130)


def drawn_camisole(back: bool = False) -> Garment:
    """A camisole laid flat on grey, 896×1024: straps 24 pixels wide, the cups' tops at y = 300, the dip
    between them at 460.
    back: whether its back's edge is seen above that dip, with a gap below it."""
    photo = np.full((512, 448, 3), 235, np.uint8)
    front = [[146, 150], [168, 150], [224, 230], [280, 150], [302, 150], [318, 220], [324, 450], [124, 450], [130, 220]]
    cv2.fillPoly(photo, [np.array(front, np.int32)], TEAL, cv2.LINE_AA)
    for x, lean in ((157, -4), (291, 4)):
        cv2.line(photo, (x, 155), (x + lean, 60), TEAL, 12, cv2.LINE_AA)
    garment = analyse_garment(photo, Subcategory.TOPS)
    if back:
        garment.alpha[400:470, 410:486] = 1
        cv2.line(garment.image, (410, 404), (486, 404), TEAL, 8)
    return garment


def laid() -> tuple[Ribbon, Garment]:
    """The left strap on a person who wears a vest, and the garment."""
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    garment, straps = without_straps(drawn_camisole())
    strap = straps[0]
    assert strap is not None
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    where = 2 * (np.stack([xs, ys], -1) - np.array([165, 180], np.float32)) + strap.foot
    ends = np.array([[172, 128], [162, 128]], np.float32)
    return lay_strap(strap, person, frame, where, ends, 0.5), garment


def test_straps_are_found_with_their_width_and_where_they_begin() -> None:
    garment = drawn_camisole()
    assert garment.neck is Neck.STRAPS
    below, straps = without_straps(garment)
    for strap, x in zip(straps, (314, 582), strict=True):
        assert strap is not None
        assert 22 < strap.width < 29
        assert np.allclose(strap.foot, (x, 305), atol=16)
    assert below.alpha[:285].max() < 0.05
    assert below.alpha[340, 310] > 0.9
    assert below.neckline[:, 1].max() > 445


def test_nothing_of_the_back_is_left_above_the_fronts_edge() -> None:
    garment = drawn_camisole(back=True)
    below, _ = without_straps(garment)
    assert below.alpha[390:430, 430:466].max() < 0.1
    assert below.alpha[490, 448] > 0.9


def test_a_garment_on_no_straps_stays_as_it_is() -> None:
    garment = drawn_top()
    assert without_straps(garment) == (garment, (None, None))


def test_a_strap_runs_evenly_from_its_foot_over_the_shoulder_and_not_beyond_the_person() -> None:
    ribbon, garment = laid()
    strap = ribbon.strap
    rows = ribbon.alpha[140:175].sum(1)
    assert np.allclose(rows, 0.5 * strap.width, atol=2)
    assert ribbon.alpha[150, 166] > 0.95
    assert ribbon.alpha[:110].max() < 0.1
    piece = strap_piece(ribbon, garment)
    x, y = np.round(ribbon.map[150, 166]).astype(int)
    assert np.abs(piece.fabric[y, x].astype(int) - TEAL).max() < 12
    assert np.array_equal(over_straps((ribbon,), (480, 400)), ribbon.alpha)
    assert not over_straps((), (480, 400)).any()


def test_a_strap_lies_hardly_higher_than_the_old_cloth_that_it_replaces() -> None:
    person = drawn_person()
    bare = replace(person, labels=np.where(person.labels == Label.UPPER, Label.SKIN, person.labels))
    tops = []
    for each in (bare, person):
        lies = on_body(each, 300.0)
        tops.append(int((lies[:, 166] > 0.5).argmax()))
    alpha = int((person.alpha[:, 166] > 0.5).argmax())
    assert alpha - tops[0] >= 3
    assert 0 <= alpha - tops[1] <= 2


def test_an_old_strap_that_stands_off_the_shoulder_is_not_followed_upwards() -> None:
    person = drawn_person()
    shoulder = int((person.alpha[:, 240] > 0.5).argmax())
    labels, alpha = person.labels.copy(), person.alpha.copy()
    stub = slice(shoulder - 12, shoulder + 4), slice(235, 245)
    labels[stub], alpha[stub] = Label.UPPER, 1
    standing = replace(person, labels=labels, alpha=alpha)
    followed, kept_low = (int((on_body(standing, 100.0, width)[:, 240] > 0.5).argmax()) for width in (0.0, 10.0))
    assert followed <= shoulder - 10
    assert abs(kept_low - shoulder) <= 4


def test_a_straps_end_has_round_corners_and_straight_sides() -> None:
    square = np.zeros((60, 60), np.float32)
    square[20:, 20:40] = 1
    found = rounded(square, 2.0)
    assert found[20, 20] < 0.1
    assert found[20, 30] > 0.3
    assert (found[40, 20:40] > 0.5).all()
    assert (found[40, :19] < 0.5).all()
    assert np.array_equal(rounded(square, 0.4), square)


def test_all_of_a_strap_shows_its_plain_part_whatever_its_length() -> None:
    ribbon, _ = laid()
    low, high = ribbon.strap.rows
    y = ribbon.map[..., 1][ribbon.alpha > 0.5]
    assert y.min() >= low - 0.5
    assert y.max() <= high + 0.5


def test_what_shows_beside_a_straps_edge_is_no_part_of_its_cloth() -> None:
    ribbon, garment = laid()
    ys, xs = np.mgrid[: garment.alpha.shape[0], : garment.alpha.shape[1]]
    off = np.abs(xs - ribbon.strap.line[0] * ys - ribbon.strap.line[1])
    garment.image[(off > 0.38 * ribbon.strap.width) & (ys < 290)] = 255
    piece = strap_piece(ribbon, garment)
    x, y = np.round(ribbon.map[ribbon.alpha > 0.5]).astype(int).T
    cloth = piece.fabric[y, x].astype(np.float32)
    shade = cloth[:, 1:].mean(1, keepdims=True) / TEAL[1]
    assert np.abs(cloth - shade * np.array(TEAL)).max() < 8
    assert shade.min() > 0.7  # it turns away at its edges


def test_the_slit_between_a_loops_legs_is_no_part_of_plain_cloth_but_a_pattern_is() -> None:
    image = np.random.default_rng(1).integers(38, 43, (80, 20, 3)).astype(np.uint8)
    plain = np.ones((80, 20), np.bool_)
    image[:, 14] = 6
    found = odd(image, plain)
    assert found[:, 14].all() and not found[:, :10].any()
    image[::2] = 6
    assert not odd(image, plain).any()


def test_a_straps_black_and_white_pattern_is_calmed_and_a_quiet_one_kept() -> None:
    plain = np.ones((40, 6), np.bool_)
    rows = (np.arange(40) // 4 % 2)[:, None, None]
    loud = np.broadcast_to(np.where(rows, 235, 20), (40, 6, 3)).astype(np.uint8)
    quiet = np.broadcast_to(np.where(rows, 150, 120), (40, 6, 3)).astype(np.uint8)
    assert np.ptp(calmed(loud, plain)) < 0.75 * np.ptp(loud)
    assert np.allclose(calmed(quiet, plain), quiet)


def test_a_strap_goes_on_to_where_the_cloth_that_holds_it_comes_out_from_behind_an_arm() -> None:
    before = np.zeros((100, 100), np.bool_)
    before[30:60] = True
    down = np.array([0.0, 1.0])
    foot = np.array([50, 40], np.float32)
    assert 0.19 <= past(before, foot, down, 100.0) <= 0.211
    assert past(before, np.array([50, 70], np.float32), down, 100.0) == 0
    assert past(np.ones_like(before), foot, down, 100.0) == 0  # no end in sight: it stays as it is


def test_a_strap_ends_a_little_above_the_bare_shoulder_where_thick_old_cloth_stood_higher() -> None:
    ribbon, _ = laid()
    open_ = np.zeros(ribbon.alpha.shape, np.float32)
    open_[:145] = 1
    (low,) = lowered((ribbon,), open_, 100.0)
    assert ribbon.alpha[:140].max() > 0.9
    assert low.alpha[:142].max() == 0
    changed = np.abs(low.alpha - ribbon.alpha)[145:].sum()
    assert changed < 0.02 * ribbon.alpha[145:].sum()  # its corners at most


def test_straps_lie_over_what_was_added_to_the_body_beneath_them_and_lose_thin_tips() -> None:
    ys, xs = np.mgrid[:80, :80].astype(np.float32)
    where, alpha = np.stack([xs, ys], -1), (ys > 50).astype(np.float32)
    strap = ((xs > 30) & (xs < 50) & (ys > 10) & (ys < 56)).astype(np.float32)
    strap[4:12, 31:33] = 1
    ribbon = Ribbon(Strap(np.zeros(2, np.float32), (0.0, 1.0), (0.0, 0.0), 20.0), strap, where)
    body = (ys > 40).astype(np.float32)
    laid = off_straps((ribbon,), body, cast(Garment, SimpleNamespace(alpha=alpha)), where)
    assert laid[45, 40] == 0 and laid[54, 40] == 1  # its own edge stays
    assert laid[45, 20] == 1 and laid[45, 31] == 1  # beside the strap and at its soft edge too
    (kept,) = lowered((ribbon,), np.zeros((80, 80), np.float32), 20.0)
    assert kept.alpha[12, 31] > 0.9 and kept.alpha[12, 48] > 0.9  # its corners stay square
    assert kept.alpha[6, 32] < 0.1 and kept.alpha[14, 40] > 0.9 and kept.alpha[30, 32] > 0.9


def test_a_strap_is_thin_by_its_width_on_the_person() -> None:
    ribbon, _ = laid()
    width = ribbon.strap.width
    assert are_thin((ribbon,), 5.0 / width, 100.0)
    assert not are_thin((ribbon,), 8.0 / width, 100.0)


def test_a_strap_is_as_wide_as_an_old_one_is_above_the_cloth_that_it_runs_out_into() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    labels = np.where(person.labels == Label.UPPER, np.uint8(Label.SKIN), person.labels)
    labels[120:180, 160:172] = Label.UPPER
    labels[150:180, 156:176] = Label.UPPER
    old = replace(person, labels=labels)
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    where = np.stack([xs, ys], -1)
    strap = Strap(np.array([166, 180], np.float32), (125.0, 150.0), (0.0, 166.0), 16.0)
    ribbon = lay_strap(strap, old, frame, where, np.array([[172, 125], [160, 125]], np.float32), 1.0)
    assert abs(float(ribbon.alpha[140:170].sum(1).mean()) - 12) < 1
