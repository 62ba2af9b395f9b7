"""How far down a top reaches and which edge ends it, from its cut and what is worn on the photo."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_top

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import (
    COVERS,
    Fit,
    Hem,
    at_least_seen,
    bares_hips,
    beyond_picture,
    choose_hem,
    cut_wide,
    is_loose,
    natural_length,
)
from fittingroom.vision.fitting.outline import OldTop
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label

TUCKED = OldTop(hem=0.80, waist=0.82, belly=False, tucked=True)
UNTUCKED = OldTop(hem=1.0, waist=0.99, belly=False, tucked=False)
CROPPED = OldTop(hem=0.5, waist=0.7, belly=True, tucked=False)


def _frame(hips: int) -> Frame:
    """A body whose shoulders lie at row 100 and its hips at `hips`."""
    pairs = {"shoulders": 100, "elbows": 200, "wrists": 280, "knuckles": 300, "hips": hips, "knees": 600, "ankles": 800}
    joints = {name: np.array([[90, y], [210, y]], np.float32) for name, y in pairs.items()}
    up, across = np.array([0, -1], np.float32), np.array([1, 0], np.float32)
    middle = np.array([150, 100], np.float32)
    return Frame(
        unit=150.0,
        torso=hips - 100.0,
        up=up,
        across=across,
        shoulder_mid=middle,
        neck_mid=middle,
        neck_half=27.0,
        **joints,
    )


@pytest.fixture(scope="module")
def close() -> Garment:
    return drawn_top()


def with_armholes(garment: Garment, chests: float) -> Garment:
    """The garment with its armpits so many chest widths below its neck points."""
    left, right = garment.armpits
    y = float(np.mean([point[1] for point in garment.neck_points]) + chests * (right[0] - left[0]))
    return replace(garment, armpits=(np.array([left[0], y], np.float32), np.array([right[0], y], np.float32)))


def test_a_top_that_hardly_passes_the_waistband_stays_tucked(close: Garment) -> None:
    assert choose_hem(close, TUCKED, 0.92, Fit()) == (Hem.PHOTO, 0.80)


def test_a_top_of_the_hips_length_falls_over_the_waistband_that_held_the_old_one(close: Garment) -> None:
    assert choose_hem(close, TUCKED, 1.05, Fit()) == (Hem.OWN, 1.05)
    assert choose_hem(close, TUCKED, 1.05, Fit(tuck=True)) == (Hem.PHOTO, 0.80)
    assert choose_hem(close, TUCKED, 1.05, Fit(turned=True)) == (Hem.WAIST, 0.82)


def test_a_long_top_falls_over_the_waistband_with_its_own_hem(close: Garment) -> None:
    assert choose_hem(close, TUCKED, 1.25, Fit()) == (Hem.OWN, 1.25)


def test_deep_armholes_make_a_loose_top(close: Garment) -> None:
    assert is_loose(with_armholes(close, 0.8))
    assert not is_loose(with_armholes(close, 0.6))


def test_only_deep_armholes_make_a_top_fall_straight(close: Garment) -> None:
    assert cut_wide(with_armholes(close, 0.6)) == 0
    assert 0 < cut_wide(with_armholes(close, 0.71)) < 1
    assert cut_wide(with_armholes(close, 0.8)) == 1
    assert cut_wide(replace(with_armholes(close, 0.8), sleeves=(None, None))) == 0


def test_a_hood_is_never_tucked_in_and_covers_the_waistband(close: Garment) -> None:
    hooded = replace(close, neck=Neck.HOOD)
    assert choose_hem(hooded, TUCKED, 1.0, Fit()) == (Hem.OWN, 1.0)
    hem, end = choose_hem(hooded, TUCKED, 0.80, Fit())
    assert hem is Hem.OWN
    assert end > 0.86


def test_over_a_bare_belly_a_top_is_as_long_as_it_is(close: Garment) -> None:
    assert choose_hem(close, CROPPED, 0.55, Fit()) == (Hem.PHOTO, 0.5)
    assert choose_hem(close, CROPPED, 0.80, Fit()) == (Hem.WAIST, 0.7)
    assert choose_hem(close, CROPPED, 0.95, Fit()) == (Hem.OWN, 0.95)
    assert choose_hem(close, CROPPED, 1.2, Fit()) == (Hem.OWN, 1.2)


def test_an_untucked_hem_stays_where_the_new_one_comes_near_it(close: Garment) -> None:
    assert choose_hem(close, UNTUCKED, 0.95, Fit()) == (Hem.PHOTO, 1.0)
    assert choose_hem(close, UNTUCKED, 1.08, Fit()) == (Hem.PHOTO, 1.0)


def test_neither_a_crop_top_nor_a_tunic_takes_an_untucked_hem(close: Garment) -> None:
    assert choose_hem(replace(close, reach=0.8), UNTUCKED, 0.6, Fit()) == (Hem.OWN, 0.6)
    assert choose_hem(close, UNTUCKED, 1.25, Fit()) == (Hem.OWN, 1.25)


@pytest.mark.parametrize("old", [UNTUCKED, replace(TUCKED, hem=0.96, waist=0.99)])
def test_a_top_that_is_no_crop_top_bares_nothing_that_the_old_one_hid(close: Garment, old: OldTop) -> None:
    usual = replace(close, reach=1.0)
    assert choose_hem(usual, old, 0.75, Fit()) == (Hem.PHOTO, old.hem)
    assert choose_hem(replace(close, reach=0.8), old, 0.75, Fit()) == (Hem.OWN, 0.75)
    nothing_below = replace(old, waist=None, tucked=False)
    for garment, over, fit in (
        (replace(usual, neck=Neck.HOOD), old, Fit()),
        (usual, nothing_below, Fit()),
        (usual, old, Fit(tuck=False)),
        (usual, old, Fit(turned=True)),
    ):
        hem, end = choose_hem(garment, over, 0.75, fit)
        assert hem is Hem.OWN
        assert old.hem is not None
        assert end > old.hem


def test_a_dress_hangs_from_its_own_waist_whatever_the_old_top_hid(close: Garment) -> None:
    bodice = replace(close, reach=1.0, subcategory=Subcategory.DRESSES)
    assert choose_hem(bodice, UNTUCKED, 0.6, Fit(tuck=False)) == (Hem.OWN, 0.6)


@pytest.mark.parametrize("natural", [1.05, 1.25])
def test_the_turned_fit_is_the_other_way_round(close: Garment, natural: float) -> None:
    usual, _ = choose_hem(close, TUCKED, natural, Fit())
    other, end = choose_hem(close, TUCKED, natural, Fit(turned=True))
    assert {usual is Hem.OWN, other is Hem.OWN} == {True, False}
    assert end > 0.81


def with_sleeves(garment: Garment, down: float) -> Garment:
    """Sleeves whose upper edge falls by `down` over 100 pixels outwards."""
    drawn = [
        replace(s, fused=False, cuff=np.stack([s.tip, s.armpit]) + np.float32([[side * 100, down], [side * 60, down]]))
        for s, side in zip(garment.sleeves, (-1, 1), strict=True)
        if s
    ]
    return replace(garment, sleeves=(drawn[0], drawn[1]))


def test_a_loose_cut_is_not_shortened_by_its_width(close: Garment) -> None:
    wide = with_sleeves(with_armholes(replace(close, reach=1.1), 0.8), 160)
    assert natural_length(with_armholes(wide, 0.6), 0.75) < 0.86
    assert natural_length(wide, 0.75) > 0.95


def test_a_top_laid_flat_with_its_sleeves_spread_is_not_shortened_by_its_width(close: Garment) -> None:
    flat = with_armholes(replace(close, reach=1.0), 0.5)
    assert natural_length(with_sleeves(flat, 160), 0.75) < 0.8
    assert natural_length(with_sleeves(flat, 55), 0.75) > 0.93


def test_a_loose_crop_top_stays_a_crop_top(close: Garment) -> None:
    assert natural_length(with_armholes(replace(close, reach=0.7), 0.8), 0.55) < 0.75


def test_a_wide_body_does_not_make_a_shirt_a_tunic(close: Garment) -> None:
    shirt = with_armholes(replace(close, reach=1.3), 0.6)
    assert natural_length(shirt, 1.4) < 1.2


def test_a_top_whose_end_its_photo_hides_bares_no_belly(close: Garment) -> None:
    hidden = replace(close, end_hidden=True)
    assert at_least_seen(close, CROPPED, 0.55) == 0.55
    assert at_least_seen(hidden, CROPPED, 0.55) == 0.7 + COVERS
    assert at_least_seen(hidden, UNTUCKED, 1.2) == 1.2
    assert choose_hem(hidden, TUCKED, at_least_seen(hidden, TUCKED, 0.55), Fit())[0] is not Hem.OWN
    unseen = OldTop(hem=0.9, waist=None, belly=False, tucked=False)
    assert at_least_seen(hidden, unseen, 0.55) == unseen.hem


def test_a_tunic_lends_its_hem_to_a_shorter_top_but_a_coat_does_not(close: Garment) -> None:
    tunic, coat = (OldTop(hem=hem, waist=hem - 0.03, belly=False, tucked=False) for hem in (1.3, 1.45))
    assert choose_hem(close, tunic, 0.95, Fit()) == (Hem.PHOTO, 1.3)
    hem, end = choose_hem(replace(close, neck=Neck.HOOD), tunic, 0.95, Fit())
    assert hem is Hem.OWN
    assert end > 1.3
    assert not bares_hips(tunic, 0.95)
    assert bares_hips(coat, 0.95)
    assert not bares_hips(coat, 1.4)


def test_where_the_old_top_goes_on_beyond_the_picture_so_does_the_new_one() -> None:
    labels = np.zeros((480, 300), np.uint8)
    labels[100:, 75:225] = Label.UPPER
    frame = _frame(380)  # its border lies at 1.36 torsos
    hem, end = beyond_picture(Hem.PHOTO, 0.95, frame, labels)
    assert hem is Hem.OWN
    assert end > 1.36
    labels[420:] = Label.LOWER
    assert beyond_picture(Hem.PHOTO, 0.95, frame, labels) == (Hem.PHOTO, 0.95)
    labels[420:] = Label.UPPER
    assert beyond_picture(Hem.OWN, 0.95, _frame(320), labels) == (Hem.OWN, 0.95)  # far below the hips
    assert beyond_picture(Hem.OWN, 0.6, _frame(470), labels) == (Hem.OWN, 0.6)  # cropped, over a belly


def test_over_an_open_jackets_place_a_top_ends_with_its_own_hem_and_lower_than_the_jacket_did(close: Garment) -> None:
    jacket = OldTop(hem=0.95, waist=0.78, belly=False, tucked=True, open=True)
    hem, end = choose_hem(close, jacket, 0.9, Fit())
    assert hem is Hem.OWN and end > jacket.hem
    assert choose_hem(close, jacket, 1.1, Fit()) == (Hem.OWN, 1.1)
    assert choose_hem(replace(close, reach=0.8), jacket, 0.6, Fit()) == (Hem.OWN, 0.6)
    bodice = replace(close, subcategory=Subcategory.DRESSES)  # its skirt goes on: stretched, its print would tear
    assert choose_hem(bodice, jacket, 0.5, Fit()) == choose_hem(bodice, replace(jacket, open=False), 0.5, Fit())
