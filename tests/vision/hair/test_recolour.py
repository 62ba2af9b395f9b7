"""Dyeing hair, on drawn strands."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.colours import NAMES, Effect
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.ramp import own_ramp, ramp_of, shade, under_light, without_olive
from fittingroom.vision.hair.recolour import Dye, bleached, dye_shares, foreign, recolour
from fittingroom.vision.hair.recolour import dyed as shaded
from fittingroom.vision.hair.shades import shaded_skin

UNIT, SIZE = 40.0, 160


def strands(dark: int, bright: int) -> np.ndarray:
    """Vertical strands in the left half, skin in the right one."""
    photo = np.full((SIZE, SIZE, 3), (205, 160, 140), np.uint8)
    stripes = np.where(np.arange(SIZE) // 3 % 2, bright, dark).astype(np.uint8)
    photo[:, : SIZE // 2] = stripes[None, : SIZE // 2, None]
    return photo


def left_half(photo: np.ndarray) -> HairMatte:
    alpha = np.zeros(photo.shape[:2], np.float32)
    alpha[:, : SIZE // 2] = 1
    return HairMatte(
        alpha > 0.5, alpha, np.broadcast_to(to_lab(photo)[0, -1], photo.shape).astype(np.float32), alpha > 2
    )


def dyed(photo: np.ndarray, name: str) -> np.ndarray:
    ramp = ramp_of(NAMES[name])
    return recolour(photo, left_half(photo), Dye(ramp, ramp, np.zeros(photo.shape[:2], np.float32)), UNIT)


@pytest.mark.parametrize("name", ["platinum", "copper", "pastel pink", "jet black", "blue"])
@pytest.mark.parametrize("tones", [(8, 20), (90, 150), (170, 220)])
def test_hair_gets_the_colour_whatever_it_was(name: str, tones: tuple[int, int]) -> None:
    lab = to_lab(np.round(dyed(strands(*tones), name)).astype(np.uint8))[20:-20, 10:65]
    assert np.linalg.norm(np.median(lab.reshape(-1, 3), 0) - NAMES[name]) < 16


def test_strands_a_few_grey_levels_apart_in_black_hair_stay_apart_in_blonde() -> None:
    light = to_lab(dyed(strands(10, 16), "blonde").astype(np.uint8))[80, 10:65, 0]
    assert light.max() - light.min() > 11


def test_what_is_not_hair_stays_to_the_bit() -> None:
    photo = strands(10, 40)
    assert (dyed(photo, "platinum")[:, SIZE // 2 :] == photo[:, SIZE // 2 :]).all()


def test_roots_of_black_hair_take_a_copper_dye_too_and_of_a_dark_one_they_are_dark() -> None:
    photo = strands(8, 20)
    shade = np.zeros((SIZE, SIZE), np.float32)
    shade[:60] = 1

    def roots(name: str) -> float:
        ramp = ramp_of(NAMES[name])
        dye = Dye(ramp, ramp, np.zeros((SIZE, SIZE), np.float32), shade=shade)
        light = to_lab(recolour(photo, left_half(photo), dye, UNIT).astype(np.uint8))[..., 0]
        return float(np.median(light[10:50, 15:65]) / np.median(light[100:150, 15:65]))

    assert roots("copper") > 0.6 > roots("burgundy")


def test_hair_is_dyed_alike_however_much_of_the_picture_lies_beside_it() -> None:
    def hair(width: int) -> np.ndarray:
        photo = np.full((SIZE, width, 3), (205, 160, 140), np.uint8)
        photo[:, : SIZE // 2] = strands(8, 20)[:, : SIZE // 2]
        return dyed(photo, "copper")[:, : SIZE // 2]

    assert (hair(SIZE) == hair(3 * SIZE)).all()


def test_a_pixel_that_is_half_hair_keeps_its_half_of_skin() -> None:
    photo = strands(20, 20)
    photo[:, SIZE // 2] = (photo[0, 0].astype(int) + photo[0, -1]) // 2
    matte = left_half(photo)
    matte.alpha[:, SIZE // 2] = 0.5
    ramp = ramp_of(NAMES["platinum"])
    result = recolour(photo, matte, Dye(ramp, ramp, np.zeros_like(matte.alpha)), UNIT)
    expected = (result[80, SIZE // 2 - 4] + photo[0, -1]) / 2
    assert np.abs(result[80, SIZE // 2] - expected).max() < 25


def test_shaded_skin_beside_hair_dyed_fair_is_no_brighter_than_skin_and_hair_make_it() -> None:
    photo = strands(8, 8)
    photo[:, SIZE // 2] = photo[:, -1] // 4 * 3  # skin in the hair's shade, taken for half hair
    matte = left_half(photo)
    matte.alpha[:, SIZE // 2] = 0.5
    ramp = ramp_of(NAMES["grey"])
    result = to_lab(recolour(photo, matte, Dye(ramp, ramp, np.zeros_like(matte.alpha)), UNIT).astype(np.uint8))[..., 0]
    assert result[80, SIZE // 2] < (result[80, SIZE // 2 - 4] + result[80, -1]) / 2 + 2


def test_a_ramp_rises_from_shadow_to_shine_and_keeps_its_middle() -> None:
    for lab in NAMES.values():
        ramp = ramp_of(lab)
        assert (np.diff(ramp[:, 0]) > 0).all()
        assert np.allclose(shade(ramp, np.float32(0.5)), lab, atol=0.01)


def test_the_own_ramp_has_the_hairs_own_hue() -> None:
    photo = np.zeros((40, 40, 3), np.uint8)
    photo[...] = np.linspace(40, 160, 40)[None, :, None] * np.array([1.0, 0.6, 0.3])
    ramp = own_ramp(photo, np.ones((40, 40), bool))
    assert (np.diff(ramp[:, 0]) > 0).all() and (ramp[1:, 1] > 5).all() and (ramp[1:, 2] > 10).all()


def test_hair_more_yellow_than_red_turns_a_little_browner_and_no_other_does() -> None:
    light = np.linspace(10, 60, 5)
    yellow, red, green = (
        np.c_[light, np.full(5, a), np.full(5, b)].astype(np.float32) for a, b in ((3, 24), (9, 15), (-5, 7))
    )
    browner = without_olive(yellow)
    assert ((browner - yellow)[:, 1] > 1.5).all() and ((browner - yellow)[:, 1] <= 2.5).all()
    assert np.array_equal(browner[:, ::2], yellow[:, ::2])
    assert np.array_equal(without_olive(red), red) and np.array_equal(without_olive(green), green)


def test_effects_put_the_second_colour_where_hairdressers_do() -> None:
    along = np.repeat(np.linspace(0, 1, SIZE, dtype=np.float32)[:, None], SIZE, 1)
    across = np.repeat(np.linspace(-1, 1, SIZE, dtype=np.float32)[None], SIZE, 0)
    share = {effect: dye_shares(effect, along, across, UNIT, 1) for effect in Effect}
    assert (share[Effect.NONE] == 0).all()
    for effect in (Effect.OMBRE, Effect.BALAYAGE):
        assert share[effect][:10].mean() < 0.05 < 0.95 < share[effect][-10:].mean()
    assert share[Effect.TWO_TONE][:, :70].max() == 0 and share[Effect.TWO_TONE][:, 90:].min() == 1
    assert 0.1 < share[Effect.HIGHLIGHTS][40:].mean() < 0.7


@pytest.mark.parametrize("thing", [(40, 60, 220), (30, 160, 60), (235, 235, 230)])
def test_a_clip_in_the_hair_keeps_its_colour(thing: tuple[int, int, int]) -> None:
    photo = strands(20, 40)
    photo[60:100, 30:50] = thing
    result = dyed(photo, "copper")
    assert np.abs(result[64:96, 34:46] - thing).max() < 6
    assert np.abs(result[20:50, 10:65] - photo[20:50, 10:65]).max() > 40


def test_hair_right_beside_a_clip_is_dyed_and_the_clips_own_gaps_are_not() -> None:
    photo = strands(20, 40)
    photo[60:100, 30:50] = (235, 235, 230)
    photo[78:82, 34:46] = 20
    thing = foreign(to_lab(photo), left_half(photo), 3 * UNIT)
    assert thing[70:90, 52].max() < 0.1
    assert thing[65:95, 32:48].min() > 0.95


def test_a_pale_streak_in_brown_hair_is_dyed_too() -> None:
    photo = strands(20, 40)
    photo[20:120, 30:38] = (196, 160, 116)
    result = to_lab(np.round(dyed(photo, "black")).astype(np.uint8))[..., 0]
    assert result[30:110, 32:36].mean() < 45


def test_sun_on_one_side_of_the_hair_is_dyed_too() -> None:
    photo = strands(60, 80)
    photo[:80, :40] = np.clip(photo[:80, :40].astype(int) + np.array([45, 5, -30]), 0, 255)
    result = dyed(photo, "black")
    assert to_lab(np.round(result).astype(np.uint8))[10:70, 8:32, 0].mean() < 30


def test_no_rim_is_of_a_colour_that_neither_photo_nor_dye_has() -> None:
    photo = strands(150, 170)
    photo[:, : SIZE // 2, 2] //= 3  # fair and warm
    photo[:, SIZE // 2] = (205, 160, 140)
    matte = left_half(photo)
    matte.alpha[:, SIZE // 2] = 0.7
    ramp = ramp_of(NAMES["black"])
    result = recolour(photo, matte, Dye(ramp, ramp, np.zeros_like(matte.alpha)), UNIT)
    rim = to_lab(np.round(result).astype(np.uint8))[20:-20, SIZE // 2]
    assert rim[:, 2].min() > -2


def test_depths_that_the_photo_tells_apart_stay_apart_in_fair_hair() -> None:
    photo = strands(100, 140)
    photo[60:90, :40], photo[90:120, :40] = 24, 8
    light = to_lab(np.round(dyed(photo, "platinum")).astype(np.uint8))[..., 0]
    assert light[105, 5:35].mean() < light[75, 5:35].mean() - 2 < light[20, 5:35].mean() - 30


def test_hair_that_keeps_its_own_colour_under_streaks_keeps_its_pixels() -> None:
    photo, share = strands(60, 110), np.zeros((SIZE, SIZE), np.float32)
    share[SIZE // 2 :] = 1
    ramp = ramp_of(NAMES["caramel"])
    result = recolour(photo, left_half(photo), Dye(ramp, ramp, share, own=True), UNIT)
    assert np.abs(result[20:60, 10:60] - photo[20:60, 10:60]).max() < 1.5
    assert np.abs(result[100:140, 10:60] - photo[100:140, 10:60]).mean() > 20


def test_grey_hair_is_grey_in_its_depths_too() -> None:
    assert np.linalg.norm(ramp_of(NAMES["silver"])[0, 1:]) < 4


def test_skin_between_the_tips_of_a_fringe_loses_the_old_hairs_hue() -> None:
    photo = np.full((SIZE, SIZE, 3), (205, 160, 140), np.uint8)
    photo[:, : SIZE // 2] = 120, 50, 20
    photo[:, 80:88] = 190, 120, 80
    matte = replace(left_half(photo), fringe=True)
    matte.alpha[:, 80:88] = 0.3
    ramp = ramp_of(NAMES["silver"])
    result = to_lab(
        np.round(recolour(photo, matte, Dye(ramp, ramp, np.zeros_like(matte.alpha)), UNIT)).astype(np.uint8)
    )
    skin = to_lab(photo)[0, -1]
    assert (result[80, 84, 1:] < skin[1:] + 1).all()


@pytest.mark.parametrize("name", ["copper", "rose gold"])
def test_lights_of_warm_hair_are_yellower_than_its_shadows(name: str) -> None:
    lab = shaded(ramp_of(NAMES[name]), np.array([0.2, 0.5, 1.0], np.float32))
    hues = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    assert hues[1] + 6 < hues[2] < hues[1] + 16 and hues[0] < hues[2] - 6


@pytest.mark.parametrize("name", ["honey", "caramel"])
def test_shadows_of_golden_hair_are_brown_too(name: str) -> None:
    hues = [np.degrees(np.arctan2(b, a)) for _, a, b in ramp_of(NAMES[name])[:3]]
    assert hues[0] < hues[2] - 10 and hues[1] < hues[2] - 6


def test_shadows_of_fair_hair_are_brown_and_coloured_light_tints_a_ramp() -> None:
    _, a, b = ramp_of((67, 8, 30))[0]
    assert np.degrees(np.arctan2(b, a)) < np.degrees(np.arctan2(30, 8)) - 6
    plain = ramp_of((21, 7, 9))
    moved = under_light(plain, np.array([10, 4], np.float32)) - plain
    assert (moved[:, 0] == 0).all() and (np.diff(moved[:, 1]) >= 0).all() and moved[2, 1] > 2


def test_roots_beside_skin_are_darker_than_the_lengths_of_black_hair_dyed_fair() -> None:
    photo, shade_ = strands(10, 16), np.zeros((SIZE, SIZE), np.float32)
    shade_[:, 60:] = 1
    ramp = ramp_of(NAMES["platinum"])
    dye = Dye(ramp, ramp, np.zeros_like(shade_), shade=shade_)
    light = to_lab(np.round(recolour(photo, left_half(photo), dye, UNIT)).astype(np.uint8))[..., 0]
    assert light[40:-40, 64:76].mean() < light[40:-40, 20:50].mean() - 15


def test_a_bright_wall_beside_dark_hair_does_not_glow_when_the_hair_is_dyed_fair() -> None:
    photo = strands(20, 20)
    photo[:, SIZE // 2 :] = (170, 135, 60)
    matte = left_half(photo)
    matte.alpha[:, SIZE // 2 : SIZE // 2 + 4] = 0.4  # taken for a haze of hair where there is none
    ramp = ramp_of(NAMES["platinum"])
    result = recolour(photo, matte, Dye(ramp, ramp, np.zeros(photo.shape[:2], np.float32)), UNIT)
    light = to_lab(np.clip(np.round(result), 0, 255).astype(np.uint8))[20:-20, SIZE // 2 : SIZE // 2 + 4, 0].mean(0)
    wall = to_lab(photo)[80, -1, 0]
    assert light.max() < wall + 0.5 * float(ramp[2, 0] - wall)


def test_roots_of_short_dark_hair_show_where_it_is_bleached() -> None:
    sure, fair, dark = np.ones((20, 20), bool), ramp_of((85, 2, 10)), ramp_of((25, 4, 4))
    light = np.full((20, 20), 18, np.float32)
    share = np.zeros((20, 20), np.float32)
    assert bleached(Dye(fair, fair, share, short=True), light, sure) == 1
    assert bleached(Dye(fair, fair, share), light, sure) == 0
    assert bleached(Dye(dark, dark, share, short=True), light, sure) == 0
    assert bleached(Dye(fair, fair, share, short=True), light + 40, sure) == 0


def test_what_lies_right_beside_hair_loses_the_hue_that_ran_over_from_it() -> None:
    photo = strands(60, 60)
    photo[:, : SIZE // 2] = (150, 110, 40)
    photo[:, SIZE // 2 :] = (200, 200, 200)
    photo[:, SIZE // 2] = (214, 200, 150)  # as light as the wall, half as yellow as the hair
    result = to_lab(np.round(dyed(photo, "silver")).astype(np.uint8))[80]
    before = to_lab(photo)[80]
    assert result[SIZE // 2, 2] < 0.7 * before[SIZE // 2, 2]
    assert abs(result[SIZE // 2, 0] - before[SIZE // 2, 0]) < 4


def test_hair_dyed_black_keeps_its_lights_in_the_skys_hue() -> None:
    photo = strands(60, 150)
    lab = to_lab(np.round(dyed(photo, "black")).astype(np.uint8))[80, 10:65]
    shine = lab[lab[:, 0] >= np.percentile(lab[:, 0], 75)]
    assert lab[:, 0].min() < 12 and shine[:, 0].mean() > lab[:, 0].min() + 15
    assert shine[:, 2].mean() < 0


def test_roots_of_a_fair_dye_are_only_a_little_deeper() -> None:
    photo, shade_ = strands(10, 16), np.zeros((SIZE, SIZE), np.float32)
    shade_[:, 60:] = 1
    deeper = []
    for name in ("platinum", "auburn"):
        ramp = ramp_of(NAMES[name])
        result = recolour(photo, left_half(photo), Dye(ramp, ramp, 0 * shade_, shade=shade_), UNIT)
        light = to_lab(np.round(result).astype(np.uint8))
        deeper.append(light[40:-40, 20:50, 0].mean() / light[40:-40, 64:76, 0].mean())
    assert deeper[0] < 0.7 * deeper[1]


def test_hair_beside_skin_in_the_shade_is_no_brighter_than_the_light_there() -> None:
    photo, near = strands(60, 150), np.zeros((SIZE, SIZE), np.float32)
    near[:, 40:] = 1
    reached = shaded_skin(np.full_like(near, 40), 64.0, near)
    assert (reached[:, :40] == 1).all() and abs(reached[80, 60] - 40 / 64) < 0.01
    assert (shaded_skin(np.full_like(near, 63), 64.0, near) == 1).all()
    ramp = ramp_of(NAMES["platinum"])
    result = recolour(photo, left_half(photo), Dye(ramp, ramp, 0 * near, light=reached), UNIT)
    light = to_lab(np.round(result).astype(np.uint8))[40:-40, :, 0]
    assert np.percentile(light[:, 45:75], 90) < np.percentile(light[:, 5:35], 90) - 12


def test_black_without_strands_is_no_shade_where_it_becomes_fair() -> None:
    photo = strands(14, 30)
    photo[:, 20:60] = 3  # crushed
    light = to_lab(np.round(dyed(photo, "platinum")).astype(np.uint8))[40:-40, :, 0]
    assert light[:, 35:45].mean() > light[:, 2:15].mean() - 30


def test_a_place_without_strands_in_hair_that_is_black_all_over_is_no_black_hole_in_another_colour() -> None:
    photo = strands(6, 30)
    photo[100:, : SIZE // 2] = 3
    light = to_lab(np.round(dyed(photo, "auburn")).astype(np.uint8))[..., 0]
    assert light[120:150, 10:65].mean() > 10.5


def test_the_outermost_hair_is_no_brighter_than_what_is_within_where_a_bright_wall_shines_in() -> None:
    photo = strands(50, 50)
    photo[:, SIZE // 2 :] = 210
    photo[:, SIZE // 2 - 1] = 100  # taken for hair alone
    light = to_lab(np.round(dyed(photo, "platinum")).astype(np.uint8))[80, :, 0]
    assert light[SIZE // 2 - 1] < light[SIZE // 2 - 5] + 8


def test_hair_bleached_fair_keeps_its_own_colour_where_it_grows_but_not_in_its_lengths() -> None:
    photo, shade_ = strands(14, 20), np.ones((SIZE, SIZE), np.float32)
    matte = left_half(photo)
    matte.alpha[:, SIZE // 2 : SIZE // 2 + 4] = 0.5  # the hairline
    matte.alpha[:, 120:122] = 0.5  # a strand on the skin
    photo[:, 80:84], photo[:, 120:122] = 110, 110
    ramp = ramp_of(NAMES["platinum"])
    result = recolour(photo, matte, Dye(ramp, ramp, 0 * shade_, shade=shade_), UNIT)
    light = to_lab(np.clip(np.round(result), 0, 255).astype(np.uint8))[40:-40, :, 0]
    assert light[:, 80:84].mean() < light[:, 120:122].mean() - 3
    assert light[:, 20:60].mean() > 50


def test_what_is_hardly_hair_loses_the_old_colour_and_gets_none() -> None:
    image = np.full((120, 160, 3), (200, 205, 210), np.uint8)
    image[:, :80] = (150, 70, 30)
    share = np.clip((96 - np.arange(160)) / 16, 0, 1).astype(np.float32)
    alpha = np.broadcast_to(share, (120, 160)).copy()
    image[:] = np.round(image[:, 120:121] + alpha[..., None] * (image[:, :1].astype(float) - image[:, 120:121]))
    matte = HairMatte(alpha > 0.5, alpha, to_lab(image)[:, 120:121].repeat(160, 1), alpha > 2)
    ramp = ramp_of((25.0, 2.0, 3.0), 1.0)
    found = recolour(image, matte, Dye(ramp, ramp, np.zeros_like(alpha)), 60.0)
    faint, half = (int(np.abs(share - level).argmin()) for level in (0.06, 0.5))
    wall = image[60, 120].astype(float)
    assert np.abs(found[60, faint] - wall).max() < np.abs(image[60, faint] - wall).max()
    assert found[60, half].mean() < image[60, 120].mean() - 40
