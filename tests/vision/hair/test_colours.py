"""Free text to hair colours."""

import math

import numpy as np
import pytest

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.colours import NAMES, Effect, natural, read_colour
from fittingroom.vision.hair.ramp import own_ramp, ramp_of


@pytest.mark.parametrize("name", NAMES)
def test_every_name_means_itself(name: str) -> None:
    colour = read_colour(name)
    assert (colour.words, colour.base, colour.effect) == (name, NAMES[name], Effect.NONE)


def test_spelling_and_empty_words_do_not_matter() -> None:
    assert read_colour("Ash-Blond hair, please").base == NAMES["ash blonde"]
    assert read_colour("GRAY").base == NAMES["grey"]


def test_a_misspelt_word_is_taken_for_the_nearest_one_which_the_words_tell() -> None:
    assert read_colour("platnum").words == "platinum"


def test_words_before_a_name_shift_it() -> None:
    dark, plain, pastel = (read_colour(text).base for text in ("dark purple", "purple", "pastel green"))
    assert dark is not None and plain is not None and pastel is not None
    assert dark[0] < plain[0]
    assert abs(pastel[1]) < abs(NAMES["green"][1]) and pastel[0] > NAMES["green"][0]


def test_an_effect_with_one_colour_lies_over_the_own_one() -> None:
    colour = read_colour("caramel balayage")
    assert (colour.base, colour.second, colour.effect) == (None, NAMES["caramel"], Effect.BALAYAGE)


def test_an_effect_with_two_colours_goes_from_the_first_to_the_second() -> None:
    colour = read_colour("brown to pink ombre")
    assert (colour.base, colour.second, colour.effect) == (NAMES["brown"], NAMES["pink"], Effect.OMBRE)


@pytest.mark.parametrize("text", ["balayage", "ombré", "subtle highlights, please", "two-tone hair"])
def test_an_effect_alone_is_the_hairs_own_colour_some_levels_lighter(text: str) -> None:
    read = read_colour(text)
    for own in (NAMES["black"], NAMES["brown"], NAMES["auburn"]):
        colour = natural(read, own)
        assert colour.base is None and colour.second is not None and colour.effect is read.effect
        assert own[0] + 12 < colour.second[0] < own[0] + 40
        assert colour.words in {f"{name} {read.effect}" for name in NAMES}


def test_black_hair_in_green_light_gets_tips_of_a_shade_that_grows() -> None:
    assert (
        natural(read_colour("balayage"), (14.0, -7.0, 4.0)).words
        != natural(read_colour("balayage"), (40.0, -30.0, 20.0)).words
    )
    second = natural(read_colour("balayage"), (14.0, -7.0, 4.0)).second
    assert second is not None and second[1] > 0


def test_pale_hair_gets_darker_roots_or_streaks() -> None:
    colour = natural(read_colour("balayage"), NAMES["light blonde"])
    assert colour.base is not None and colour.base[0] < NAMES["light blonde"][0] - 15 and colour.second is None
    assert colour.words.startswith("balayage with ") and colour.words.endswith(" roots")
    streaks = natural(read_colour("highlights"), NAMES["light blonde"])
    assert streaks.base is None and streaks.second is not None and streaks.second[0] < NAMES["light blonde"][0] - 15


def test_colours_that_are_named_are_taken_as_they_are() -> None:
    for text in ("copper", "caramel balayage", "brown to pink ombre"):
        assert natural(read_colour(text), NAMES["black"]) == read_colour(text)


@pytest.mark.parametrize("text", ["", "42", "xqzzt", "light"])
def test_text_without_a_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names no colour"):
        read_colour(text)


def test_dark_hair_shines_in_its_own_hue_and_fair_hair_paler() -> None:
    brown, fair = ramp_of((9.0, 4.0, 6.0)), ramp_of((80.0, 2.0, 20.0))
    assert np.hypot(*brown[4, 1:]) > 1.3 * np.hypot(*brown[2, 1:])
    assert np.hypot(*fair[4, 1:]) < 0.7 * np.hypot(*fair[2, 1:])


def test_a_lamp_seen_through_hair_is_no_shine_of_it() -> None:
    image = np.tile(np.linspace(10, 40, 100).astype(np.uint8)[:, None, None], (1, 20, 3))
    image[90:] = 250
    ramp = own_ramp(image, np.ones(image.shape[:2], bool))
    assert ramp[4, 0] < 50


def test_golden_lights_in_hair_stay_as_bright_and_golden_as_they_are() -> None:
    lights = np.repeat([[90, 80, 55], [105, 90, 60], [190, 165, 115]], [40, 35, 25], axis=0)
    image = np.tile(lights.astype(np.uint8)[:, None], (1, 20, 1))
    usual, own = ramp_of(to_lab(image)[30, 0]), own_ramp(image, np.ones(image.shape[:2], bool))
    assert 3 < own[3, 0] - usual[3, 0] < 10
    assert own[4, 2] > usual[4, 2] + 2


def test_ash_blonde_is_cooler_than_other_blondes_and_silver_is_neutral() -> None:
    assert all(NAMES["ash blonde"][2] < 0.75 * NAMES[name][2] for name in ("blonde", "sandy blonde", "dark blonde"))
    assert max(abs(value) for value in NAMES["silver"][1:]) <= 1


@pytest.mark.parametrize("name", ["honey", "honey blonde", "golden blonde", "blonde", "caramel"])
def test_golden_hair_has_no_more_yellow_than_hair_can(name: str) -> None:
    _, a, b = NAMES[name]
    assert 60 < math.degrees(math.atan2(b, a)) < 80 and math.hypot(a, b) < 36  # beyond that it is mustard
