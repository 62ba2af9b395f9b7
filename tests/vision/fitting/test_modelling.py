from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.modelling import modelling, own_light
from fittingroom.vision.person import Label, Person

UNIT = 170.0
GREY, INDIGO, BLACK = (150, 150, 150), (60, 90, 140), (12, 12, 12)


def lit(colour: tuple[int, int, int], across: float, depth: float, fade: bool = False) -> tuple[Person, np.ndarray]:
    """A person whose old trousers, of that colour, are lit in their middle (units broad), and where the trousers are.
    fade: it is worn cloth instead, paler as well as lighter."""
    person = drawn_person()
    old = person.labels == Label.LOWER
    aside = (np.arange(old.shape[1]) - 200) / UNIT
    gain = depth * np.exp(-((aside / across) ** 2))[None, :, None]
    cloth = np.array(colour, np.float32) * np.exp(gain * np.array([1.6, 1.0, 0.2]) if fade else gain)
    image = np.where(old[..., None], np.clip(cloth, 0, 255), person.image).astype(np.uint8)
    return replace(person, image=image), old


def rise(light: np.ndarray, row: int = 410) -> float:
    """By how much the middle is lighter than the sides."""
    return float(np.log(light[row, 200] / np.median(light[row, [170, 230]])))


def test_the_light_on_old_legs_falls_on_new_ones() -> None:
    person, old = lit(GREY, 0.12, 0.2)
    folds, legs = modelling(person, UNIT, old, old, 1.0)
    assert rise(folds * legs) > 0.05 and rise(legs) > 0.02
    assert np.allclose(legs[~old], 1, atol=0.02)


def test_it_never_gets_glaring() -> None:
    person, old = lit(GREY, 0.12, 0.38)
    folds, legs = modelling(person, UNIT, old, old, 1.0)
    assert 0.73 < (folds * legs).min() < (folds * legs).max() < 1.2


def test_deep_folds_of_crinkled_trousers_are_faint_on_new_ones() -> None:
    person = drawn_person()
    old = person.labels == Label.LOWER
    creased = 1 + 0.2 * np.sin(np.arange(old.shape[0]) / 7)[:, None, None]
    image = np.where(old[..., None], np.array(GREY) * creased, person.image).astype(np.uint8)
    folds, _ = modelling(replace(person, image=image), UNIT, old, old, 1.0)
    assert 0.02 < np.abs(np.log(folds[old])).max() < 0.08


def test_a_pattern_of_the_new_cloths_own_takes_on_less() -> None:
    person, old = lit(GREY, 0.12, 0.2)
    plain, printed = (np.prod(modelling(person, UNIT, old, old, room), axis=0) for room in (1.0, 0.3))
    assert 0 < rise(printed) < 0.8 * rise(plain)


def test_nearly_black_trousers_tell_nothing() -> None:
    person, old = lit(BLACK, 0.12, 0.3)
    assert all((light == 1).all() for light in modelling(person, UNIT, old, old, 1.0))


def test_striped_trousers_tell_nothing() -> None:
    person, old = lit(GREY, 0.12, 0.2)
    stripes = np.where((np.arange(480) // 5 % 2)[:, None, None] & old[..., None], 0.45, 1.0)
    striped = replace(person, image=(person.image * stripes).astype(np.uint8))
    assert all(np.abs(light - 1).max() < 0.03 for light in modelling(striped, UNIT, old, old, 1.0))


def test_worn_indigo_is_taken_for_light_on_a_leg_and_hardly_for_folds() -> None:
    faded, old = lit(INDIGO, 0.06, 0.3, fade=True)
    creased, _ = lit(INDIGO, 0.06, 0.3)
    of_faded, of_creased = (modelling(each, UNIT, old, old, 1.0) for each in (faded, creased))
    assert rise(of_faded[0]) < 0.4 * rise(of_creased[0])
    assert rise(of_faded[1]) > 0.4 * rise(of_creased[1]) > 0


@pytest.mark.parametrize(("wider", "longer", "kept"), [(20, 0, True), (0, 60, False)])
def test_broader_legs_keep_the_light_and_longer_ones_lose_it_at_the_old_hem(
    wider: int, longer: int, kept: bool
) -> None:
    person, old = lit(GREY, 0.12, 0.2)
    hem = 450
    short = old & (np.arange(480) < hem)[:, None]
    cover = short.copy()
    cover[:, 200:] |= np.roll(short, wider, 1)[:, 200:]
    cover[:, :200] |= np.roll(short, -wider, 1)[:, :200]
    cover[hem : hem + longer] |= old[hem : hem + longer]
    folds, legs = modelling(person, UNIT, short, cover, 1.0)
    alone = np.prod(modelling(person, UNIT, short, short, 1.0), axis=0)
    share = rise(folds * legs, hem - 12) / rise(alone, hem - 12)
    assert (share > 0.9) == kept
    assert kept or share < 0.3


def test_cloth_that_its_own_photo_shows_bleached_gets_no_brighter_still() -> None:
    person, old = lit(GREY, 0.12, 0.2)
    shape = np.ones((300, 200), np.bool_)
    worn = np.exp(-(((np.arange(200) - 100) / 40) ** 2))[None, :, None]
    even, faded = (np.broadcast_to(140 * np.exp(gain * worn), (300, 200, 3)).astype(np.uint8) for gain in (0.0, 0.3))
    legs = [modelling(person, UNIT, old, old, 1.0, own_light(each, shape))[1] for each in (even, faded)]
    assert legs[1].max() < 1 + 0.6 * (legs[0].max() - 1)
    assert legs[1].min() == pytest.approx(legs[0].min(), abs=0.01)


def test_the_light_on_shorts_is_not_that_on_the_legs_of_long_trousers() -> None:
    person, old = lit(GREY, 0.12, 0.2)
    above = np.arange(old.shape[0])[:, None] < 420
    shorts = old & above
    nearly = old & (np.arange(old.shape[0])[:, None] < 470)
    slightly, far = (rise(modelling(person, UNIT, each, old, 1.0)[1], 370) for each in (nearly, shorts))
    assert slightly > 0.02 and far < 0.4 * slightly
