"""The ends of trouser legs."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.cuffs import bowed, cuff_shade, lit_again, turned_under

UNIT = 100.0


@pytest.fixture(scope="module")
def laid() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def itself(work: Work) -> np.ndarray:
    height, width = work.garment.alpha.shape
    return np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)


def lift(work: Work, side: int, low: float) -> np.ndarray:
    """How much lower in its picture the fabric lies along a leg's hem, pixels, from its left end to its right end."""
    leg = work.garment.legs[side]
    assert leg is not None
    where = itself(work)
    row = int(np.median(leg.hem[:, 1])) - 1
    columns = np.linspace(leg.hem[:, 0].min() + 2, leg.hem[:, 0].max() - 2, 21).astype(int)
    return (where - bowed(work.garment, side, where, low))[row, columns, 1] / np.ptp(leg.hem[:, 0])


def test_the_front_of_a_hem_hangs_below_its_ends_the_more_the_lower_it_is(laid: Work) -> None:
    ankle, hip = lift(laid, 0, 1.0), lift(laid, 0, 0.2)
    assert ankle[10] > ankle[0] + 0.08
    assert ankle[10] > ankle[5] > ankle[2]
    assert hip[10] - hip[0] < ankle[10] - ankle[0]


def test_the_thigh_stays_as_it_is(laid: Work) -> None:
    where = itself(laid)
    moved = np.abs(bowed(laid.garment, 0, where, 1.0) - where)
    crotch = laid.garment.crotch
    assert crotch is not None
    assert not moved[: int(crotch[1])].any()
    assert not moved[..., 0].any()


def test_a_hem_that_hangs_in_its_photo_is_not_bent_again(laid: Work) -> None:
    leg = laid.garment.legs[0]
    assert leg is not None
    x = leg.hem[:, 0]
    middle = (x - x.mean()) / np.ptp(x) * 2
    hanging = replace(leg, hem=np.stack([x, leg.hem[:, 1] - 0.2 * np.ptp(x) * middle**2], 1).astype(np.float32))
    where = itself(laid)
    assert np.array_equal(bowed(replace(laid.garment, legs=(hanging, None)), 0, where, 1.0), where)


def test_a_hem_that_a_shoe_lifted_is_higher_in_the_middle(laid: Work) -> None:
    leg = laid.garment.legs[0]
    assert leg is not None
    where = itself(laid)
    row, columns = int(np.median(leg.hem[:, 1])) - 1, np.linspace(leg.hem[:, 0].min(), leg.hem[:, 0].max(), 9)[1:-1]
    moved = (where - bowed(laid.garment, 0, where, 1.0, -0.2))[row, columns.astype(int), 1]
    assert moved[3] < min(moved[0], moved[-1]) - 2


@pytest.mark.parametrize("side", [0, 1])
def test_a_tilted_hem_is_lower_at_its_outer_end(laid: Work, side: int) -> None:
    leg = laid.garment.legs[side]
    assert leg is not None
    where = itself(laid)
    row = int(np.median(leg.hem[:, 1])) - 1
    columns = np.linspace(leg.hem[:, 0].min() + 2, leg.hem[:, 0].max() - 2, 9).astype(int)[:: (1, -1)[side]]
    moved = (where - bowed(laid.garment, side, where, 1.0, None, 0.15))[row, columns, 1] / np.ptp(leg.hem[:, 0])
    assert 0.1 < moved[0] - moved[-1] < 0.2


def test_a_shoe_is_darkest_right_below_a_hem_and_not_at_all_further_down() -> None:
    cloth, shoes = np.zeros((120, 60), np.float32), np.zeros((120, 60), np.float32)
    cloth[:40], shoes[:, 20:40] = 1, 1
    light = cuff_shade(cloth, shoes, UNIT)
    assert light[40, 30] < 0.65
    assert light[40, 30] < light[44, 30] - 0.05
    assert light[70, 30] > 0.99
    assert np.all(light[:, :20] == 1)
    assert np.all(light[:40] == 1)


def test_cloth_is_darker_where_it_turns_under_and_nowhere_else() -> None:
    leg, other = np.zeros((120, 60), np.float32), np.zeros((120, 60), np.float32)
    leg[10:80, 10:28], other[10:90, 32:50] = 1, 1
    light = turned_under((leg, other), UNIT)
    assert light[79, 20] < 0.95
    assert light[89, 40] < 0.95
    assert light[60, 20] > 0.999
    assert light[12, 20] > 0.999
    assert np.all(light[95:] == 1)


def test_a_hems_shade_is_weaker_on_a_white_shoe_than_on_a_dark_one() -> None:
    shoes, shadow = np.zeros((80, 80), np.float32), np.full((80, 80), 0.3, np.float32)
    shoes[40:, 20:60] = 1
    white, dark = (lit_again(shadow, np.full((80, 80), tone, np.float32), shoes, UNIT) for tone in (0.95, 0.2))
    assert white[60, 40] > 0.45 and white[60, 40] < 0.8
    assert np.allclose(dark, shadow, atol=1e-5)
    assert np.allclose(white[:30], shadow[:30], atol=1e-5)
