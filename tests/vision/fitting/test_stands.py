"""Hoods and collars laid down round the neck, on drawn people."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.hoods import sinking
from fittingroom.vision.fitting.stands import folded, joined_to_shoulders, settle, stand, without_crumbs
from fittingroom.vision.garment import Garment, Neck

NECK = np.array([[180, 122], [220, 122]], np.float32)


def hooded() -> Garment:
    """A drawn top with a hood 60 pixels high between its neck points."""
    garment = drawn_top()
    (left, _), (right, y) = (np.round(point).astype(int) for point in garment.neck_points)
    points = tuple(np.array([x, y], np.float32) for x in (left, right))
    alpha, collar = garment.alpha.copy(), np.zeros(garment.alpha.shape, np.bool_)
    collar[y - 60 : y, left:right] = True
    alpha[: y - 60], alpha[collar] = 0, 1
    return replace(garment, alpha=alpha, collar=collar, neck=Neck.HOOD, neck_points=(points[0], points[1]))


def straight_map(garment: Garment, shape: tuple[int, int]) -> np.ndarray:
    """The map that lays the garment's neck points on `NECK`, unscaled."""
    ys, xs = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return np.stack([xs, ys], -1) + np.stack(garment.neck_points).mean(0) - NECK.mean(0)


def test_a_hood_is_laid_down_evenly_between_the_neck_points_and_the_chest_stays() -> None:
    frame, _ = frame_and_arms(drawn_person())
    garment = hooded()
    where = straight_map(garment, (480, 400))
    laid = settle(where, garment, frame, NECK, 1.0)
    y = float(garment.neck_points[0][1])
    assert np.allclose(laid[122, [180, 219], 0], [garment.neck_points[0][0], garment.neck_points[1][0]], atol=6)
    assert y - laid[102, 200, 1] == pytest.approx(20 * sinking(garment, frame, 1.0), abs=1)
    assert np.array_equal(laid[200:], where[200:])
    assert settle(where, replace(garment, neck=Neck.CREW), frame, NECK, 1.0) is where


def test_beside_a_stand_the_shoulders_map_goes_on_and_its_fabric_isnt_drawn_together_as_the_necks_is() -> None:
    frame, _ = frame_and_arms(drawn_person())
    garment = hooded()
    where = straight_map(garment, (480, 400))
    laid = settle(where, garment, frame, NECK, 1.0)
    assert np.diff(laid[121, :, 0]).min() > 0  # nothing folds
    assert np.allclose(laid[121, [2, -2]], where[121, [2, -2]], atol=3)


def test_a_hoods_outline_is_whole_and_smooth_and_nothing_beside_it_belongs_to_it() -> None:
    garment = hooded()
    (left, y), (right, _) = (np.round(point).astype(int) for point in garment.neck_points)
    toothed = garment.alpha.copy()
    toothed[y - 62 : y - 60, (left + right) // 2] = 1
    xs, ys = np.meshgrid(np.arange(toothed.shape[1], dtype=np.float32), np.arange(toothed.shape[0], dtype=np.float32))
    drawn = stand(replace(garment, alpha=toothed), np.stack([xs, ys], -1))
    middle = (left + right) // 2
    assert drawn[y - 30, middle] > 0.99
    assert drawn[y - 62, middle] < 0.3  # the tooth is gone
    assert drawn[y - 20, left - (right - left) // 4] == 0
    assert not stand(replace(garment, neck=Neck.CREW), np.stack([xs, ys], -1)).any()


def test_the_corner_between_stand_and_shoulder_is_rounded_beside_the_neck_alone() -> None:
    frame, _ = frame_and_arms(drawn_person())
    cloth = np.zeros((480, 400), np.float32)
    cloth[122:], cloth[90:122, 180:220] = 1, 1
    cloth[90:122, 330:360] = 1
    found = joined_to_shoulders(cloth, frame, NECK)
    assert found[121, 221] > 0.3
    assert found[100, 240] == 0
    assert np.array_equal(found[:122, 300:], cloth[:122, 300:])


def test_a_stand_narrower_than_the_neck_is_widened_upwards_so_that_it_goes_round_the_neck() -> None:
    frame, _ = frame_and_arms(drawn_person())
    garment = hooded()
    (left, y), (right, _) = (point.astype(float) for point in garment.neck_points)
    inset = 0.2 * (right - left)
    neckline = np.array([[left + inset, y - 50], [(left + right) / 2, y + 10], [right - inset, y - 50]], np.float32)
    narrow = replace(garment, neck=Neck.COLLAR, neckline=neckline)
    laid = settle(straight_map(narrow, (480, 400)), narrow, frame, NECK, 1.0)
    top = round(122 - 50 / 1.3)
    seen = np.flatnonzero((laid[top, :, 0] > left + inset) & (laid[top, :, 0] < right - inset))
    assert np.ptp(seen) > 2 * frame.neck_half
    assert np.ptp(np.flatnonzero((laid[121, 160:240, 0] > left) & (laid[121, 160:240, 0] < right))) < 43


def test_the_upper_ends_of_a_collar_are_rounded_like_a_fold_and_the_chest_stays() -> None:
    frame, _ = frame_and_arms(drawn_person())
    cloth = np.zeros((480, 400), np.float32)
    cloth[122:, 150:250] = 1
    cloth[70:122, 180:183] = 1  # a spike
    round_ = folded(cloth, frame, NECK)
    assert round_[75:110, 175:190].max() < 0.1
    assert np.array_equal(round_[140:], cloth[140:])


def test_a_crumb_of_the_inside_below_a_collars_edge_takes_the_cloth_around_it_and_a_print_stays() -> None:
    garment = hooded()
    (left, y), (right, _) = (np.round(point).astype(int) for point in garment.neck_points)
    middle = (left + right) // 2
    neckline = np.array([[left, y - 40], [middle, y + 40], [right, y - 40]], np.float32)
    garment = replace(garment, neck=Neck.COLLAR, neckline=neckline)
    garment.image[y - 60 : y + 120, left - 20 : right + 20] = garment.image[y + 200, middle]
    garment.alpha[y - 60 : y + 120, left - 20 : right + 20] = 1
    garment.fabric[:] = garment.image
    garment.image[y + 40 : y + 48, middle - 5 : middle + 5] = 0
    garment.fabric[y + 40 : y + 48, middle - 5 : middle + 5] = 0
    filled = without_crumbs(garment).fabric
    assert filled[y + 44, middle].max() > 100
    printed = replace(garment, image=garment.image.copy())
    printed.image[y - 30 : y + 90 : 6] = 0
    assert without_crumbs(printed) is printed
