"""Tails of the old top beside the legs, in the lower garment's colour."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.tails import hanging_tails
from fittingroom.vision.person import Label

UNIT = 100.0
HEM = 100


def standing(outline: NDArray[np.floating]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """A body between column `outline` of each row and 200, a top above the hem and trousers below it."""
    columns, rows = np.arange(300)[None], np.arange(len(outline))[:, None]
    seen = (columns >= outline[:, None]) & (columns < 200)
    return np.where(seen, np.where(rows < HEM, Label.UPPER, Label.LOWER), 0).astype(np.uint8), seen


def leg(length: int = 220) -> NDArray[np.float64]:
    """The outline of a straight leg and the shirt above it."""
    return np.full(length, 80.0)


def test_what_stands_out_of_the_leg_below_the_hem_and_joins_the_top_is_a_tail_on_either_side() -> None:
    outline = leg()
    outline[:130], outline[130:140] = 70, np.linspace(71, 80, 10)
    labels, seen = standing(outline)
    tail = hanging_tails(labels, seen, UNIT)
    assert tail[HEM + 2 : 128, 71:79].all()
    assert not tail[:, 81:].any() and not tail[:HEM].any() and not tail[143:].any()
    mirrored = hanging_tails(labels[:, ::-1], seen[:, ::-1], UNIT)
    assert np.array_equal(mirrored[:, ::-1], tail)


def test_a_straight_leg_a_round_hip_and_a_wide_shirt_have_no_tail() -> None:
    hip = leg() + 0.004 * np.clip(np.arange(220.0) - HEM, 0, None) ** 2
    shirt = leg()
    shirt[:HEM] -= 20
    for outline in (leg(), hip, shirt):
        assert not hanging_tails(*standing(outline), UNIT).any()


def test_what_doesnt_join_the_top_or_is_no_lower_garment_is_no_tail() -> None:
    outline = leg()
    outline[:130] = 70
    labels, seen = standing(outline)
    labels[HEM : HEM + 4, :] = np.where(seen[HEM : HEM + 4], Label.SKIN, 0)
    assert not hanging_tails(labels, seen, UNIT).any()


def test_a_pocket_that_stands_out_below_where_the_top_ends_is_no_tail() -> None:
    outline = leg()
    outline[HEM + 12 : 130], outline[130:140] = 65, np.linspace(65, 80, 10)
    assert not hanging_tails(*standing(outline), UNIT).any()
    outline[: HEM + 12] = 70  # the top ends nearly as far out
    assert hanging_tails(*standing(outline), UNIT).any()
