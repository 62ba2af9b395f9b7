"""The inner side of a back that bulges out beside a front neckline."""

from dataclasses import replace

import numpy as np
from tests.vision.product.drawn import dress

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.innerback import without_inner_back
from fittingroom.vision.garment import Garment
from fittingroom.vision.product import analyse_garment


def with_line(depth: np.ndarray, inside: bool = False) -> Garment:
    """A dress whose neckline is `depth` (N) below its ends, all of it outline."""
    found = analyse_garment(dress().image, Subcategory.DRESSES)
    x = np.linspace(200, 300, len(depth))
    nothing = np.zeros_like(found.inside)
    shown = nothing.copy()
    shown[100:110, 240:260] = inside
    line = np.stack([x, 100 + depth], 1).astype(np.float32)
    return replace(found, neckline=line, inside=shown, collar=nothing)


PLACE = np.linspace(-1, 1, 41)
ROUND = 40 * np.sqrt(np.clip(1 - PLACE**2, 0, 1))
BULGING = ROUND - 9 * np.exp(-(((np.abs(PLACE) - 0.75) / 0.1) ** 2))


def test_a_bulge_at_a_necklines_corners_is_cut_off() -> None:
    laid = without_inner_back(with_line(BULGING)).neckline[:, 1] - 100
    assert (laid >= BULGING - 0.01).all()
    assert laid[5] > BULGING[5] + 4
    assert np.allclose(laid[[0, 20, -1]], BULGING[[0, 20, -1]], atol=0.01)


def test_a_round_neckline_stays_as_it_is() -> None:
    garment = with_line(ROUND)
    assert without_inner_back(garment) is garment


def test_a_neckline_that_was_told_from_the_back_stays_as_it_is() -> None:
    garment = with_line(BULGING, inside=True)
    assert without_inner_back(garment) is garment


def test_what_is_left_of_the_back_s_darker_side_below_the_new_line_takes_the_front_s_cloth() -> None:
    garment = with_line(BULGING)
    fabric, solid = np.full_like(garment.fabric, 180), np.zeros_like(garment.alpha)
    solid[90:, 150:350] = 1
    ys, xs = np.mgrid[: solid.shape[0], : solid.shape[1]]
    left_over = (xs > 205) & (xs < 225) & (ys < 145)
    fabric[left_over] = (20, 40, 90)
    laid = without_inner_back(replace(garment, fabric=fabric, alpha=solid, torso=solid > 0.5))
    row = int(np.interp(216, laid.neckline[:, 0], laid.neckline[:, 1])) + 4
    assert left_over[row, 216]
    assert tuple(laid.fabric[row, 216]) == (180, 180, 180)
    plain = without_inner_back(replace(garment, fabric=np.full_like(fabric, 180), alpha=solid, torso=solid > 0.5))
    assert (plain.fabric[solid > 0.5] == 180).all()
