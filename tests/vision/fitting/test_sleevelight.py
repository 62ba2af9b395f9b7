"""Sleeves that hang against the body in their product photo, on drawn tops."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.sleevelight import (
    gap_edge,
    inner_sign,
    turned_away,
    up_to_shoulder,
    without_gap,
    without_ridges,
)
from fittingroom.vision.garment import Garment, Sleeve


def hanging() -> tuple[Garment, Sleeve]:
    """A plain top whose left sleeve hangs against the body, 60 pixels wide, with a dark gap before a sliver of body."""
    garment = drawn_top()
    left = garment.sleeves[0]
    assert left is not None
    fabric = np.full_like(garment.fabric, 150)
    x, y = (int(value) for value in left.armpit)
    mask = np.zeros(garment.alpha.shape, np.bool_)
    mask[y : y + 100, x - 60 : x] = True
    fabric[y + 20 : y + 100, x - 12 : x - 6] = 40
    fabric[y + 20 : y + 100, x - 6 : x] = 200
    sleeve = replace(left, mask=mask, fused=True)
    garment = replace(garment, fabric=fabric, alpha=np.maximum(garment.alpha, mask).astype(np.float32))
    return garment, sleeve


def test_the_gap_beside_a_sleeve_and_the_body_past_it_give_way_to_its_cloth() -> None:
    garment, sleeve = hanging()
    x, y = (int(value) for value in sleeve.armpit)
    found = without_gap(garment.fabric, garment, sleeve)
    assert found[y + 60, x - 14 : x + 10].min() > 90
    assert found[y + 60, x - 14 : x + 10].max() < 155
    assert np.array_equal(found[y + 60, x - 40], [150, 150, 150])
    assert np.array_equal(without_gap(garment.fabric, garment, replace(sleeve, fused=False)), garment.fabric)


def test_the_seam_between_the_gap_and_the_shoulder_gives_way_to_the_sleeves_cloth() -> None:
    garment, sleeve = hanging()
    x, y = (int(value) for value in sleeve.armpit)
    fabric = garment.fabric.copy()
    fabric[y : y + 20, x - 8 : x] = 210
    found = without_gap(fabric, replace(garment, fabric=fabric), sleeve)
    assert found[y + 2 : y + 98, x - 8 : x].max() < 170
    assert np.array_equal(found[y + 5, x - 40], [150, 150, 150])


def test_a_gap_that_begins_far_down_a_sleeve_leaves_its_head_alone() -> None:
    edge = np.where(np.arange(100) < 60, 50.0, 30.0)
    assert np.array_equal(up_to_shoulder(edge, np.full(100, 40.0), 1), edge)


def test_a_gap_is_seen_in_the_photo_where_it_is_filled_in_the_cloth() -> None:
    garment, sleeve = hanging()
    x, y = (int(value) for value in sleeve.armpit)
    image, fabric = garment.image.copy(), garment.fabric.copy()
    image[y : y + 100, x - 60 : x] = fabric[y : y + 100, x - 60 : x]
    fabric[y + 20 : y + 100, x - 12 : x] = 190
    found = without_gap(fabric, replace(garment, image=image, fabric=fabric), sleeve)
    assert found[y + 60, x - 12 : x].max() < 170


def test_a_fold_that_meets_the_gap_is_not_carried_on_into_a_stain() -> None:
    garment, sleeve = hanging()
    x, y = (int(value) for value in sleeve.armpit)
    fabric = garment.fabric.copy()
    fabric[y + 45 : y + 75, x - 24 : x - 12] = 115
    found = without_gap(fabric, replace(garment, fabric=fabric), sleeve)
    assert found[y + 60, x - 2].min() > 140
    assert found[y + 60, x - 20].max() < 120


def test_the_body_lies_to_the_right_of_the_left_sleeve() -> None:
    garment = drawn_top()
    assert [inner_sign(garment, sleeve) for sleeve in garment.sleeves if sleeve] == [1, -1]


def test_a_gap_begins_where_the_dark_does_and_dark_cloth_has_none() -> None:
    light, mask, rows = np.full((120, 100), 0.6, np.float32), np.zeros((120, 100), np.bool_), np.arange(10, 110)
    mask[10:110, 20:80] = True
    light[:, 70:] = 0.2
    edge = gap_edge(light, mask, rows, 1)
    assert edge is not None
    assert np.abs(edge - 68).max() < 3
    flipped = gap_edge(light[:, ::-1], mask[:, ::-1], rows, -1)
    assert flipped is not None
    assert np.abs(flipped - 31).max() < 3
    assert gap_edge(np.full_like(light, 0.6), mask, rows, 1) is None
    assert gap_edge(light * 0.1, mask, rows, 1) is None


def test_a_faint_upright_ridge_of_light_goes_and_an_edge_or_a_stripe_stays() -> None:
    fabric = np.full((80, 80, 3), 120, np.uint8)
    fabric[:, 40:] = 140
    fabric[:, 20:24] = 128
    fabric[:, 60:64] = 220
    found = without_ridges(fabric, 10.0)
    assert found[40, 21].max() < 124
    assert np.array_equal(found[40, 30], [120, 120, 120])
    assert np.array_equal(found[40, 50], [140, 140, 140])
    assert found[40, 61].min() > 210


def test_the_strip_that_turns_away_from_the_lamp_is_told_and_ends_without_a_corner() -> None:
    garment, sleeve = hanging()
    x, y = (int(value) for value in sleeve.armpit)
    image = garment.image.copy()
    image[y - 5 : y + 105, x - 80 : x] = 150
    lit = replace(garment, image=image)
    assert not turned_away(lit, sleeve).any()
    image = image.copy()
    image[y : y + 50, x - 60 : x - 48] = 110
    strip = turned_away(replace(garment, image=image), sleeve)
    assert strip[y + 25, x - 60 : x - 49].all() and not strip[y + 25, x - 40 : x].any()
    deep = strip.sum(axis=1)[y + 25 : y + 100]
    assert deep[-1] < deep[0] and np.diff(deep).min() >= -1
    assert not turned_away(replace(garment, image=image), replace(sleeve, fused=False)).any()
