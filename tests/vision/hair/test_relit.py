"""The light on hair, and what it makes of another colour."""

import numpy as np
import pytest

from fittingroom.vision.hair.colours import NAMES
from fittingroom.vision.hair.ramp import STOPS, ramp_of
from fittingroom.vision.hair.relit import light_on, lightness, luminance, placed, shone

UNIT, SIZE = 40.0, 160
ALL = np.ones((SIZE, SIZE), np.float32)


def lightness_of(light: np.ndarray, name: str, alpha: np.ndarray = ALL) -> np.ndarray:
    """Lab L of hair dyed `name` in the light of a photo that shows it with Lab L `light`."""
    ramp = ramp_of(NAMES[name])
    sure = alpha > 0.97
    return np.interp(placed(*light_on(light, alpha, UNIT)[:2], sure, ramp[:, 0], STOPS, UNIT), STOPS, ramp[:, 0])


def halves(left: float, right: float) -> np.ndarray:
    light = np.full((SIZE, SIZE), right, np.float32)
    light[:, : SIZE // 2] = left
    return light


def test_lightness_is_the_inverse_of_luminance() -> None:
    light = np.linspace(0, 100, 30, dtype=np.float32)
    assert np.abs(lightness(luminance(light)) - light).max() < 0.1


@pytest.mark.parametrize("name", ["copper", "blonde", "chestnut"])
def test_shade_takes_the_same_share_of_light_from_hair_of_any_colour(name: str) -> None:
    photo = halves(20, 40)
    result = lightness_of(photo, name)[80]
    before, after = (luminance(light[30]) / luminance(light[130]) for light in (photo[80], result))
    assert 0.6 < np.log(after) / np.log(before) < 1.4


def test_shadows_are_deeper_where_the_photo_shows_what_is_strand_and_what_is_shadow() -> None:
    ramp, sure = ramp_of(NAMES["platinum"]), ALL > 0.97
    locks, strands, _ = light_on(halves(3, 50), ALL, UNIT)
    black, brown = (
        np.interp(placed(locks, strands, sure, ramp[:, 0], STOPS, UNIT, shown), STOPS, ramp[:, 0])[80]
        for shown in (0.0, 1.0)
    )
    assert brown[30] < black[30] - 4
    assert abs(brown[130] - black[130]) < 2


def test_shine_on_some_locks_takes_nothing_from_the_strands_of_others() -> None:
    ramp, locks = ramp_of(NAMES["platinum"]), 0 * ALL
    calm = 0.2 * (2 * (np.arange(SIZE) // 3 % 2) - 1)[None].repeat(SIZE, 0).astype(np.float32)
    shiny = calm * np.where(np.arange(SIZE) < SIZE // 2, 6, 1).astype(np.float32)
    alone, beside = (
        np.interp(placed(locks, strands, ALL > 0, ramp[:, 0], STOPS, UNIT), STOPS, ramp[:, 0])[80, 110:150].std()
        for strands in (calm, shiny)
    )
    assert beside > 0.8 * alone > 0.8


def test_strands_are_drawn_in_the_shadows_of_hair_that_becomes_fairer() -> None:
    light = halves(4, 45)
    light[:, 80:] += 6 * (np.arange(80) // 4 % 2)[None].astype(np.float32)
    same, fairer = (light_on(light, ALL, UNIT, wanted, 1.0)[1][:, 10:60].std() for wanted in (0.0, 1.0))
    assert fairer > 1.5 * same


def test_hair_rises_with_the_light_and_bright_locks_are_no_flat_area() -> None:
    light = np.repeat(np.linspace(24, 60, SIZE, dtype=np.float32)[None], SIZE, 0)
    for name in ("platinum", "copper", "black"):
        result = lightness_of(light, name)[80, 10:-10]
        assert (np.diff(result) > -0.05).all()
        assert result[-1] - result[-40] > 0.07 * (result[-1] - result[0])


def test_light_of_one_grey_level_more_or_less_is_no_strand() -> None:
    noise = 6 + 0.3 * np.random.default_rng(4).standard_normal((SIZE, SIZE)).astype(np.float32)
    drawn = noise + 3 * (np.arange(SIZE) // 4 % 2)[None].astype(np.float32)
    plain, strands = (light_on(light, ALL, UNIT)[1][20:-20, 20:-20] for light in (noise, drawn))
    assert strands.std() > 0.2
    down = np.diff(plain, axis=0)  # what differs from pixel to pixel along a strand is noise
    assert down.std() < 0.1


def test_hair_whose_strands_are_lost_in_black_gets_some() -> None:
    black, fair = np.full((SIZE, SIZE), 6, np.float32), np.full((SIZE, SIZE), 60, np.float32)
    assert light_on(black, ALL, UNIT)[1].std() > 0.05
    assert light_on(fair, ALL, UNIT)[1].std() < 0.01


def test_a_rim_that_skin_shines_through_is_no_brighter_and_one_in_the_shade_is_darker() -> None:
    alpha = ALL.copy()
    alpha[:, 80:] = 0
    glowing, shaded = (halves(20, 20) for _ in range(2))
    glowing[:, 77:80], shaded[:, 70:80] = 40, 6
    glow, deep = (light_on(light, alpha, UNIT)[0][80] for light in (glowing, shaded))
    assert glow[78] < glow[40] + 0.1
    assert deep[78] < deep[40] - 0.3


def test_black_hair_shows_strands_by_their_shine() -> None:
    light = np.where(np.arange(SIZE) // 3 % 4 == 0, 60, 40).astype(np.float32)[None].repeat(SIZE, 0)
    result = lightness_of(light, "black")[80, 20:-20]
    assert np.percentile(result, 95) > 2 * np.median(result)


def test_fair_hair_has_no_flat_lights_and_no_depths_as_black_as_dark_hairs() -> None:
    strands = 0.45 * np.repeat(np.random.default_rng(3).standard_normal(SIZE // 2), 2)
    light = halves(3, 24) * np.exp(strands)[None].astype(np.float32)
    lit, deep = (lightness_of(light, "platinum")[20:-20, where] for where in (slice(90, -20), slice(20, 70)))
    high, low = np.percentile(lit, [95, 75])
    assert high - low > 0.2  # strands that all end at the brightest are cut out of paper
    assert np.median(deep) > 40
    assert np.median(lightness_of(light, "chestnut")[20:-20, 20:70]) < 15


def test_a_dye_keeps_the_shine_of_black_hair_in_the_lamps_own_colour_but_not_the_lights_of_fair_hair() -> None:
    pink, everywhere = np.full((SIZE, SIZE, 3), (45, 40, 0), np.float32), ALL > 0
    black, fair = (np.full((SIZE, SIZE, 3), (light, 0, 0), np.float32) for light in (6, 50))
    black[:, :40, 0], fair[:, :40, 0] = 45, 80
    shining, plain = (shone(pink, hair, everywhere) for hair in (black, fair))
    assert shining[80, 20, 0] > 55 and shining[80, 20, 1] < 33
    assert np.abs(shining[80, 100] - pink[80, 100]).max() < 1
    assert np.abs(plain - pink).max() < 1


def test_lights_of_brown_pigment_go_with_it_and_a_coloured_lamps_stay() -> None:
    everywhere = np.ones((SIZE, SIZE), np.bool_)
    black = np.full((SIZE, SIZE, 3), (12, 1, 1), np.float32)
    auburn = np.full((SIZE, SIZE, 3), (14, 6, 5), np.float32)
    auburn[:, :40] = (36, 20, 14)
    dyed, lamplit = (shone(black, auburn, everywhere, coloured) for coloured in (0.0, 1.0))
    assert np.abs(dyed - black).max() < 1
    assert lamplit[80, 20, 0] > 30 and lamplit[80, 20, 1] > 12


def test_lit_locks_have_the_dyes_own_colour_and_the_rest_lies_in_their_shade() -> None:
    light = halves(16, 8)
    lit, shaded = (np.median(lightness_of(light, "auburn")[20:-20, at : at + 40]) for at in (20, 100))
    assert abs(lit - NAMES["auburn"][0]) < 4
    assert shaded < 0.75 * lit


def test_fair_hair_has_some_form_though_black_hair_showed_hardly_any() -> None:
    light = np.repeat(np.linspace(8, 9, SIZE, dtype=np.float32)[None], SIZE, 0)
    flat = lightness_of(light, "platinum")[20:-20]
    assert np.median(flat[:, -40:]) - np.median(flat[:, :40]) > 2.5
