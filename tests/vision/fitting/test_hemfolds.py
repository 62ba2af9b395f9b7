from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.hemfolds import INSIDE, folded_hem
from fittingroom.vision.garment import Garment


def hung(depth: np.ndarray) -> Garment:
    """A drawn garment cut off at `depth` (pixels, a column each) below row 600, its hem known at 33 points alone."""
    garment = drawn_top()
    rows, columns = np.indices(garment.alpha.shape)
    cloth = (columns > 300) & (columns < 600) & (rows > 200) & (rows < 600 + depth[None])
    places = np.linspace(301, 599, 33)
    hem = np.stack([places, np.interp(places, np.arange(len(depth)), 599 + depth)], 1).astype(np.float32)
    return replace(garment, alpha=cloth.astype(np.float32), hem=hem)


def test_a_step_between_two_folds_stays_a_step() -> None:
    width = drawn_top().alpha.shape[1]
    hem = folded_hem(hung(np.where(np.arange(width) < 455, 0, 16)))
    left, right = (float(np.interp(x, hem[:, 0], hem[:, 1])) for x in (449, 461))
    assert abs(left - (599 - INSIDE)) < 1 and abs(right - (615 - INSIDE)) < 1


def test_frays_are_evened_out() -> None:
    width = drawn_top().alpha.shape[1]
    frayed = np.where(np.arange(width) % 12 < 2, 9, 0)
    hem = folded_hem(hung(frayed))
    assert np.ptp(hem[5:-5, 1]) < 1


def test_cloth_far_from_the_hem_is_no_fold_of_it() -> None:
    width = drawn_top().alpha.shape[1]
    tail = np.where(np.abs(np.arange(width) - 450) < 12, 120, 0)
    garment = hung(tail)
    garment = replace(garment, hem=np.stack([garment.hem[:, 0], np.full(33, 599, np.float32)], 1))
    assert folded_hem(garment)[:, 1].max() < 601


def test_corners_that_the_cut_out_rounds_stay_low() -> None:
    width = drawn_top().alpha.shape[1]
    off = np.minimum(np.abs(np.arange(width) - 300), np.abs(np.arange(width) - 600))
    garment = hung(np.where(off < 6, off - 6, 0))
    garment = replace(garment, hem=np.stack([garment.hem[:, 0], np.full(33, 599, np.float32)], 1))
    assert np.ptp(folded_hem(garment)[:, 1]) < 1
