"""How wide a trouser leg is seen: by its cut, the leg in it and the old cloth."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.legrows import leg_rows
from fittingroom.vision.fitting.legwidth import closeness, seen_width, within_old
from fittingroom.vision.garment import Garment


@pytest.fixture(scope="module")
def laid() -> Work:
    return worn(bottoms.STEPS[:2], trousers())[1]


def cut(garment: Garment, hem: float) -> Garment:
    """The garment with legs that are 60 pixels wide at the crotch and `hem` times as wide at the hem."""
    assert garment.crotch is not None
    height, width = garment.alpha.shape
    top = float(garment.crotch[1])
    legs = []
    for leg, middle in zip(garment.legs, (0.35, 0.65), strict=True):
        assert leg is not None
        bottom = float(np.median(leg.hem[:, 1]))
        half = 30 * np.interp(np.arange(height), [top, bottom], [1, hem])[:, None]
        mask = np.abs(np.arange(width)[None] - middle * width) < half
        mask[int(bottom) :] = False
        legs.append(replace(leg, mask=mask))
    return replace(garment, legs=(legs[0], legs[1]), alpha=np.ones((height, width), np.float32))


def test_legs_that_narrow_lie_closer_than_legs_that_hang(laid: Work) -> None:
    slim, straight, wide = (closeness(cut(laid.garment, hem)) for hem in (0.6, 0.87, 1.3))
    assert slim < straight < wide == 1


def test_close_legs_are_seen_narrower_below_the_thigh_and_hanging_ones_as_wide_as_they_lay() -> None:
    flat = np.full(12, 40, np.float32)
    assert np.allclose(seen_width(flat, 1.0), flat)
    close = seen_width(flat, 0.8)
    assert close[-1] == pytest.approx(32)
    assert close[0] > 37 and (np.diff(close) <= 1e-4).all()


def test_the_old_outline_stays_where_it_is_hardly_wider_and_goes_where_it_is_wide() -> None:
    own = np.full(5, 40, np.float32)
    assert np.allclose(within_old(own, own * 1.04), own * 1.04)
    assert np.allclose(within_old(own, own * 1.4), own)
    assert np.allclose(within_old(own, own * 0.7), own)


def widths(work: Work, wide: float) -> np.ndarray:
    """Of a slim leg's rows on someone whose old trousers were so much wider."""
    arms = tuple(replace(leg, outer=leg.outer * wide, inner=leg.inner * wide) for leg in work.legs)
    end = arms[0].limb.length
    rows = leg_rows(work.garment, work.frame, (arms[0], arms[1]), 0, work.crotch, work.crotch, end, 0.3, 1.0)
    return np.asarray(np.linalg.norm(rows.target[1] - rows.target[0], axis=1))


def test_slim_trousers_stay_slim_on_who_wore_wide_ones(laid: Work) -> None:
    assert widths(laid, 1.8)[3:-2].mean() < 1.12 * widths(laid, 1.0)[3:-2].mean()


def test_a_shoe_widens_no_hem(laid: Work) -> None:
    def hem(shoe: float) -> float:
        legs = tuple(
            replace(leg, outer=np.where(leg.stations > 0.97 * leg.limb.length, shoe * leg.unit, leg.outer))
            for leg in laid.legs
        )
        end = 1.03 * legs[0].limb.length
        rows = leg_rows(laid.garment, laid.frame, (legs[0], legs[1]), 0, laid.crotch, laid.crotch, end, 0.3, 1.0)
        return float(np.linalg.norm(rows.target[1] - rows.target[0], axis=1)[-1])

    assert hem(0.6) < 1.1 * hem(0.05)
