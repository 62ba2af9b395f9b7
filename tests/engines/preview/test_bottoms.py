"""Trousers, shorts and skirts on a drawn person in a shirt and long trousers."""

import numpy as np
import pytest
from tests.engines.preview.standing import inner, red, share, shorts, skirt, trousers, worn
from tests.vision.people.drawn import SKIN

from fittingroom.engines.preview import bottoms, tops
from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.person import Person

ROWS = np.arange(640)[:, None]


def like_skin(image: np.ndarray) -> np.ndarray:
    return np.abs(image.astype(int) - SKIN).max(-1) < 60


def test_trousers_take_the_place_of_the_old_ones_down_to_the_shoes() -> None:
    drawn, work = worn(bottoms.STEPS, trousers())
    old = inner(drawn.parts["trousers"]) & (ROWS > 385) & (ROWS < 545)
    assert share(red(work.result), old) > 0.97


def test_shorts_stay_shorts_and_the_legs_below_are_skin() -> None:
    drawn, work = worn(bottoms.STEPS, shorts())
    legs = inner(drawn.parts["trousers"], 9)
    assert share(red(work.result), legs & (ROWS > 385) & (ROWS < 400)) > 0.9
    assert share(red(work.result), legs & (ROWS > 500)) < 0.02
    assert share(like_skin(work.result), legs & (ROWS > 500) & (ROWS < 545)) > 0.9


def test_a_skirt_is_one_piece_over_both_legs_and_flares() -> None:
    _, work = worn(bottoms.STEPS, skirt())
    cloth = red(work.result)
    rows = np.flatnonzero(cloth.any(1))
    high, low = (cloth[int(rows[0] + at * len(rows))] for at in (0.3, 0.85))
    assert cloth[int(rows[0] + 0.85 * len(rows)), 240]
    assert np.ptp(np.flatnonzero(low)) > 1.2 * np.ptp(np.flatnonzero(high))


def test_shirt_hands_face_and_wall_stay_as_they_were() -> None:
    drawn, work = worn(bottoms.STEPS, trousers())
    same = (work.result == drawn.image).all(-1)
    for part in ("shirt", "face", "hair"):
        assert share(same, inner(drawn.parts[part])) > 0.99
    hands = inner(drawn.parts["skin"], 3) & (ROWS > 330)
    assert share(red(work.result), hands) < 0.02
    assert same[:, :100].all()


def test_the_same_seed_gives_the_same_picture() -> None:
    first, second = (worn(bottoms.STEPS, shorts())[1].result for _ in range(2))
    assert np.array_equal(first, second)


def test_the_outline_tells_bottoms() -> None:
    for garment in (trousers(), shorts(), skirt()):
        _, work = worn((), garment)
        assert work.garment.subcategory is Subcategory.BOTTOMS
        assert work.garment.record["subcategory_from"] == "outline"


@pytest.mark.parametrize("open_", [True, False])
def test_a_lower_garment_is_looked_for_by_its_tint_above_the_hem_of_an_open_jacket_alone(
    monkeypatch: pytest.MonkeyPatch, open_: bool
) -> None:
    asked: list[float] = []

    def told_by_tint(person: Person, unit: float) -> Person:
        asked.append(unit)
        return person

    monkeypatch.setattr(tops, "hangs_open", lambda *_: open_)
    monkeypatch.setattr(bottoms, "with_shaded_lower", told_by_tint)
    worn(bottoms.STEPS[:1], trousers())
    assert bool(asked) == open_
