"""Backdrop seen within a garment's outline, and what hangs from it, are no cloth."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.glimpses import body_alone, glimpses
from fittingroom.vision.garment import Garment

RED = (200, 20, 30)


def with_white(*places: tuple[slice, slice]) -> Garment:
    """A red vest with white `places` that the cut-out takes for cloth."""
    garment = drawn_top(sleeves=False, colour=RED)
    image = garment.image.copy()
    for place in places:
        image[place] = 255
    return replace(garment, image=image)


GAP = slice(600, 680), slice(276, 284)
PRINT = slice(500, 600), slice(400, 480)


def test_a_gap_near_the_side_that_shows_the_backdrop_is_no_cloth() -> None:
    found = glimpses(with_white(GAP))
    assert found[GAP].all()
    assert not found[:, 360:].any()


def test_a_white_print_is_cloth_and_so_is_a_white_spot_beside_it() -> None:
    assert not glimpses(with_white(PRINT)).any()
    assert not glimpses(with_white(GAP, PRINT)).any()


def test_nothing_is_a_glimpse_in_a_garment_of_the_backdrops_colour() -> None:
    garment = drawn_top(sleeves=False, colour=RED)
    assert not glimpses(replace(garment, image=np.full_like(garment.image, 255))).any()


def test_a_tie_that_hangs_from_the_hem_is_no_part_of_the_body_but_straps_are() -> None:
    garment = drawn_top(sleeves=False)
    pit = round(max(float(point[1]) for point in garment.armpits))
    fabric = np.zeros(garment.alpha.shape, np.bool_)
    fabric[pit - 60 : pit + 20, 160:168] = True  # a strap
    fabric[pit + 10 : pit + 200, 140:300] = True
    fabric[pit + 200 : pit + 260, 150:158] = True
    alone = body_alone(garment, fabric)
    assert alone[pit - 50 : pit, 160:168].all()
    assert alone[pit + 60 : pit + 150, 180:260].all()
    assert not alone[pit + 215 : pit + 260].any()


def test_pale_metal_on_a_strap_is_no_glimpse() -> None:
    garment = with_white(GAP)
    metal = np.zeros(garment.alpha.shape, np.bool_)
    metal[GAP] = True
    assert not glimpses(replace(garment, metal=metal)).any()
