from dataclasses import replace

import numpy as np
import pytest

from fittingroom.vision.fitting.compose import Layers, Look, deepened, render, render_finer, rolled_off, shaded
from fittingroom.vision.fitting.fabric import Piece

SIZE = (40, 30)


def layers(alpha: np.ndarray, front: np.ndarray | None = None) -> Layers:
    ys, xs = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
    fabric = np.zeros((*SIZE, 3), np.uint8)
    fabric[:] = (200, 10, 10)
    nothing, ones = np.zeros(SIZE, np.float32), np.ones(SIZE, np.float32)
    piece = Piece("body", alpha, np.stack([xs, ys], -1), fabric)
    bare = np.full((*SIZE, 3), 90, np.float32)
    front = nothing if front is None else front
    look = Look(np.ones(3, np.float32), 0.0, 0.0, 1, np.full(3, 250, np.float32))
    return Layers((piece,), ones, bare, nothing, ones, front, bare, nothing, bare, look, nothing)


def square() -> np.ndarray:
    alpha = np.zeros(SIZE, np.float32)
    alpha[10:30, 8:22] = 1
    return alpha


def test_cloth_is_drawn_where_it_lies_and_nothing_else_changes() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    result = render(photo, layers(square()))
    assert (result[12:28, 10:20] == (200, 10, 10)).all()
    assert np.array_equal(result[:8], photo[:8])


def test_glare_veils_the_cloth_alone() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    result = render(photo, replace(layers(square()), veil=np.full(SIZE, 0.5, np.float32)))
    assert (result[12:28, 10:20] == (225, 130, 130)).all()
    assert np.array_equal(result[:8], photo[:8])


def test_a_pieces_own_light_falls_on_it_alone_up_to_its_edge() -> None:
    photo, base = np.full((*SIZE, 3), 90, np.uint8), layers(square())
    left = square() * (np.arange(SIZE[1]) < 15)
    below = replace(base.pieces[0], light=np.full(SIZE, 0.5, np.float32))
    above = replace(base.pieces[0], alpha=left.astype(np.float32))
    result = render(photo, replace(base, pieces=(below, above)))
    assert (result[12:28, 10:15] == (200, 10, 10)).all()
    assert (result[12:28, 15:20, 0] <= 100).all()


def test_fine_texture_is_drawn_on_the_cloth_alone_as_large_as_the_photo() -> None:
    photo = np.full((2 * SIZE[0], 2 * SIZE[1], 3), 90, np.uint8)
    base, tile = layers(square()), np.zeros((8, 8), np.float32)
    tile[:4] = 20
    plain, woven = (render(photo, each) for each in (base, replace(base, look=replace(base.look, weave=tile))))
    change = woven[..., 0].astype(int) - plain[..., 0]
    assert change[24:56, 20:40].max() >= 18 and change[24:56, 20:40].min() <= 2
    assert (change[24:56, 20:40] > 10).any(axis=0).all()
    assert not change[:16].any() and not change[64:].any()


def test_what_is_in_front_stays_as_it_was() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    photo[15:20, 10:20] = 30
    front = np.zeros(SIZE, np.float32)
    front[15:20, 10:20] = 1
    assert (render(photo, layers(square(), front))[15:20, 10:20] == 30).all()


def test_what_is_in_front_takes_the_shade_that_cloth_casts_on_it() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    front, shade = np.zeros(SIZE, np.float32), np.ones(SIZE, np.float32)
    front[30:38, 8:22], shade[30:34, 8:22] = 1, 0.5
    drawn = render(photo, replace(layers(square(), front), shade=shade))
    assert (drawn[31:33, 10:20] == 45).all()
    assert (drawn[36:, 10:20] == 90).all()


def test_mixed_colours_of_what_is_in_front_give_way_to_its_own() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    front, mixed = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32)
    front[15:20, 10:20], mixed[15:20, 10:12] = 1, 1
    pure = np.full((*SIZE, 3), 160, np.float32)
    drawn = render(photo, replace(layers(square(), front), mixed=mixed, pure=pure))
    assert (drawn[15:20, 10:12] == 160).all()
    assert (drawn[15:20, 13:20] == 90).all()


def test_an_edge_that_is_all_front_already_does_not_shine_through_brighter_than_front_and_cloth() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    photo[15:20, 10:20] = 200
    front = np.zeros(SIZE, np.float32)
    front[15:20, 10:20] = 0.5
    drawn = render(photo, layers(square(), front))[15:20, 10:20]
    assert (drawn <= np.maximum(200, (200, 10, 10))).all()
    assert (drawn >= (200, 10, 10)).all()


def test_a_larger_photo_is_drawn_at_its_own_size() -> None:
    photo = np.full((400, 300, 3), 90, np.uint8)
    result = render(photo, layers(square()))
    assert result.shape == photo.shape
    assert (result[150:250, 120:180] == (200, 10, 10)).all()
    assert np.array_equal(result[:60], photo[:60])


def test_warm_light_warms_the_cloth_and_nothing_else() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    plain = layers(square())
    result = render(photo, replace(plain, look=replace(plain.look, cast=np.array([1.05, 1, 0.5], np.float32))))
    assert (result[15:25, 12:18] == (210, 10, 5)).all()
    assert np.array_equal(result[:8], photo[:8])


def test_cloth_is_as_blurred_as_the_photo() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    plain = layers(square())
    fabric = np.zeros((*SIZE, 3), np.uint8)
    fabric[:, ::2] = 200
    pieces = (replace(plain.pieces[0], fabric=fabric),)
    sharp = render(photo, replace(plain, pieces=pieces))
    soft = render(photo, replace(plain, pieces=pieces, look=replace(plain.look, blur=2.0)))
    assert np.ptp(sharp[20, 12:18, 0]) > 180
    assert np.ptp(soft[20, 12:18, 0]) < 10


def test_shade_makes_a_colour_richer_and_leaves_grey_grey() -> None:
    light = np.full((1, 1, 1), 0.7, np.float32)
    red, grey = (shaded(np.array([[colour]], np.float32), light)[0, 0] for colour in ([200, 100, 50], [150, 150, 150]))
    assert red[0] == 140 and red[2] / red[0] < 0.25
    assert np.allclose(grey, 105)


def test_shade_takes_less_of_a_full_colours_weaker_channels_than_it_does_of_a_pale_ones() -> None:
    light = np.full((1, 1, 1), 0.7, np.float32)
    pale, full = (shaded(np.array([[[200, 150, blue]]], np.float32), light)[0, 0, 1] for blue in (150, 0))
    assert pale < full - 2


def test_a_shadow_on_skin_is_warmer_and_on_grey_stays_grey() -> None:
    skin, grey = np.full((1, 1, 3), [220, 170, 140], np.float32), np.full((1, 1, 3), 150, np.float32)
    shadow = np.full((1, 1, 1), 0.6, np.float32)
    on_skin, on_grey = deepened(skin, shadow)[0, 0], deepened(grey, shadow)[0, 0]
    assert on_skin[0] / on_skin[2] > 1.1 * 220 / 140
    assert np.isclose(on_skin[0], 0.6 * 220)
    assert np.allclose(on_grey, 90)
    assert np.array_equal(deepened(skin, np.ones_like(shadow)), skin)


def test_a_shadow_on_pale_skin_turns_it_redder_and_not_grey() -> None:
    pale = np.full((1, 1, 3), [235, 208, 196], np.float32)
    shaded_skin = deepened(pale, np.full((1, 1, 1), 0.7, np.float32))[0, 0]
    assert 1 - shaded_skin[2] / shaded_skin[0] > 1.7 * (1 - 196 / 235)


def test_a_slanting_edge_has_no_steps_in_a_larger_photo() -> None:
    ys, xs = np.mgrid[: SIZE[0], : SIZE[1]]
    alpha = np.clip(0.5 + (12 + ys * 0.2 - xs), 0, 1).astype(np.float32)
    result = render(np.full((400, 300, 3), 90, np.uint8), layers(alpha))
    where = np.array([(row > 150).sum() for row in result[60:340, :, 0].astype(int)])
    line = np.polyval(np.polyfit(np.arange(len(where)), where, 1), np.arange(len(where)))
    assert np.abs(where - line).max() < 1.6


def test_drawn_finer_the_outline_is_smoother_and_what_is_not_touched_stays_the_same_to_the_bit() -> None:
    rng = np.random.default_rng(2)
    photo = rng.integers(60, 120, (*SIZE, 3)).astype(np.uint8)
    alpha = np.zeros(SIZE, np.float32)
    alpha[10:30, 8:22] = 1
    result = render_finer(photo, layers(alpha), 1.5)
    assert (np.abs(result[13:27, 11:19].astype(int) - (200, 10, 10)) < 3).all()
    assert np.array_equal(result[:6], photo[:6]) and np.array_equal(result[:, 26:], photo[:, 26:])


def test_drawn_finer_a_shadow_keeps_the_detail_of_what_it_falls_on() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    photo[:, ::2] = 150
    plain = layers(square())
    shadow = np.ones(SIZE, np.float32)
    shadow[32:38] = 0.8
    result = render_finer(photo, replace(plain, shadow=shadow), 1.5)[35, 10:20, 0].astype(int)
    assert np.ptp(result) > 50
    assert 80 < result.mean() < 110


def test_a_dyed_colour_gets_paler_in_the_light_and_keeps_its_hue() -> None:
    red = np.full((1, 1, 3), (160, 32, 16), np.float32)
    lit = shaded(red, np.full((1, 1, 1), 1.1, np.float32))[0, 0]
    assert lit[0] == pytest.approx(176, abs=0.5)
    assert lit[1] / lit[0] > 0.2 and lit[2] / lit[0] > 0.1
    assert (lit[1] - lit[2]) / (lit[0] - lit[2]) == pytest.approx((32 - 16) / (160 - 16), abs=0.01)


def test_a_full_colour_gets_paler_before_its_channel_is_at_its_end_and_white_stays_white() -> None:
    red = np.array([[[180, 15, 15], [225, 19, 19], [255, 22, 22]]], np.float32)
    drawn = rolled_off(red, np.full((1, 3, 1), 0.92, np.float32))[0]
    assert np.allclose(drawn[0], red[0, 0])
    assert drawn[1, 0] < drawn[2, 0] < 246
    assert drawn[2, 1] > red[0, 2, 1] + 3
    white = np.full((1, 1, 3), 250, np.float32)
    assert np.allclose(rolled_off(white, np.zeros((1, 1, 1), np.float32)), white)


def test_light_is_seen_on_dark_cloth_and_middling_cloth_gets_no_sheen() -> None:
    def lift(grey: int) -> float:
        colour = np.full((1, 1, 3), grey, np.float32)
        return float(shaded(colour, np.full((1, 1, 1), 1.1, np.float32))[0, 0, 0]) - grey

    assert 6 < lift(30) < 12
    assert abs(lift(150) - 15) < 0.01


def test_cloth_drawn_smaller_than_its_photo_is_sharpened_in_a_sharp_photo_alone() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    fabric = np.full((2 * SIZE[0], 2 * SIZE[1], 3), 100, np.uint8)
    fabric[:, 30:] = 160
    spans = []
    for blur in (0.3, 0.7):
        base = layers(square())
        piece = replace(base.pieces[0], map=2 * base.pieces[0].map, fabric=fabric)
        drawn = render(photo, replace(base, pieces=(piece,), look=replace(base.look, blur=blur)))
        spans.append(int(drawn[20, 8:22, 0].max()) - int(drawn[20, 8:22, 0].min()))
    assert spans[0] > 63
    assert spans[1] <= 60
