"""A garment's fabric at its sides: gathered inwards, so that no print is mirrored about its edge."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.product.drawn import dress

from fittingroom.vision.fitting.flanks import gathered, with_own_print
from fittingroom.vision.fitting.panels import side_at
from fittingroom.vision.garment import Garment
from fittingroom.vision.product import analyse_garment


@pytest.fixture(scope="module")
def garment() -> Garment:
    return analyse_garment(dress().image, None)


def own_map(garment: Garment) -> np.ndarray:
    height, width = garment.alpha.shape
    return np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)


def test_a_map_that_goes_beyond_the_sides_ends_within_them_and_does_not_fold(garment: Garment) -> None:
    where = own_map(garment)
    low = float(min(side[:, 1].max() for side in garment.sides))
    row = int(0.5 * (max(pit[1] for pit in garment.armpits) + low))
    left, right = (float(side_at(side, np.float32([row]))[0]) for side in garment.sides)
    body = (where[..., 0] > left - 6) & (where[..., 0] < right + 6)
    found = gathered(where, garment, body.astype(np.float32))[row]
    reached = found[body[row], 0]
    assert reached[0] > left and reached[-1] < right
    assert (np.diff(reached) > 0.2).all()
    middle = int(0.5 * (left + right))
    assert found[middle, 0] == pytest.approx(middle, abs=0.1)


def test_a_print_is_gathered_at_the_armpits_too(garment: Garment) -> None:
    where = own_map(garment)
    row = int(max(pit[1] for pit in garment.armpits)) + 1
    edge = float(side_at(garment.sides[0], np.float32([row]))[0])
    body = (where[..., 0] > edge - 6) & (where[..., 0] < garment.sides[1][:, 0].max())
    found = gathered(where, garment, body.astype(np.float32))[row]
    assert found[body[row], 0].min() > edge


def test_a_print_in_front_keeps_its_width(garment: Garment) -> None:
    where = own_map(garment)
    low = float(min(side[:, 1].max() for side in garment.sides))
    row = int(0.5 * (max(pit[1] for pit in garment.armpits) + low))
    left, right = (float(side_at(side, np.float32([row]))[0]) for side in garment.sides)
    body = (where[..., 0] > left - 2) & (where[..., 0] < right + 2)
    found = gathered(where, garment, body.astype(np.float32))[row]
    front = slice(int(left + 0.22 * (right - left)), int(right - 0.22 * (right - left)))
    assert (found[front] == where[row][front]).all()


def test_shoulders_and_armholes_stay_where_they_are(garment: Garment) -> None:
    where = own_map(garment)
    chest = garment.armpits[1][0] - garment.armpits[0][0]
    above = int(min(pit[1] for pit in garment.armpits) - 0.2 * chest)
    found = gathered(where, garment, np.ones(garment.alpha.shape, np.float32))
    assert (found[:above] == where[:above]).all()


def test_a_pale_print_near_the_side_is_the_photos_own(garment: Garment) -> None:
    bare = replace(garment, sleeves=(None, None))
    row = int(0.5 * (max(pit[1] for pit in garment.armpits) + min(side[:, 1].max() for side in garment.sides)))
    column = int(side_at(garment.sides[0], np.float32([row]))[0]) + 8
    fabric = garment.fabric.copy()
    fabric[row, column] = 1
    assert (with_own_print(fabric, bare)[row, column] == garment.image[row, column]).all()
    outside = garment.alpha < 0.02
    assert (with_own_print(fabric, bare)[outside] == fabric[outside]).all()
