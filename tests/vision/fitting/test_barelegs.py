"""Legs in place of old trousers: down into the shoes, over the strip of skin that their hem shaded."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.barelegs import (
    bare_below,
    bared_ankles,
    behind_legs,
    hem_fringe,
    into_skin,
    leg_shapes,
    shoes_in_front,
    shown_into,
    with_legs,
)
from fittingroom.vision.fitting.fill import grow, shrink
from fittingroom.vision.fitting.legs import leg_shape
from fittingroom.vision.fitting.legskin import light_on
from fittingroom.vision.fitting.skin import learn_tone
from fittingroom.vision.person import Label


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def test_shoes_are_before_the_legs_but_for_crumbs_and_the_fringe_of_the_old_hem(measured: Work) -> None:
    person = measured.person
    shoes = person.labels == Label.SHOES
    labels = person.labels.copy()
    labels[300:304, 20:24] = Label.SHOES
    top = shoes & (np.cumsum(shoes, 0) <= 5)
    found = shoes_in_front(replace(person, labels=labels), top, measured.frame.unit)
    rows = np.flatnonzero(shoes.any(1))
    deep = shoes & (np.arange(len(shoes))[:, None] > rows[0] + 12)
    assert np.median(found[deep]) > 0.95
    assert found[top].mean() < 0.5
    assert found[300:304, 20:24].max() < 0.05


def test_skin_between_a_long_hem_and_the_shoe_is_drawn_anew(measured: Work) -> None:
    leg = measured.legs[0]
    share = leg.limb.u / leg.limb.length
    strip = (share > 0.98) & (share < 1.03) & (np.abs(leg.limb.v) < 0.6 * leg.half)
    person = replace(measured.person, labels=np.where(strip, Label.SKIN, measured.person.labels).astype(np.uint8))
    found = bared_ankles(person, measured.legs)
    assert found[strip].all()
    assert not found[person.labels == Label.SHOES].any()
    short = replace(leg, sleeve_end=0.4 * leg.limb.length)
    assert not bared_ankles(person, (short, short)).any()


def test_a_plain_wall_goes_on_behind_the_old_trousers(measured: Work) -> None:
    worn = measured.person.labels == Label.LOWER
    behind = behind_legs(measured.person, worn, measured.frame.unit, 1)
    wall = measured.person.image[measured.person.alpha < 0.01].astype(np.float32)
    assert np.abs(behind[worn].mean(0) - np.median(wall, axis=0)).max() < 12


def test_behind_the_old_trousers_the_wall_is_as_light_as_close_beside_them(measured: Work) -> None:
    person, worn = measured.person, measured.person.labels == Label.LOWER
    wall = np.full(person.image.shape, 180, np.uint8)
    wall[grow(worn, 7)] = 168  # the shade that legs cast on it, or a lens's halo
    lit = replace(person, image=np.where((person.alpha < 0.01)[..., None], wall, person.image).astype(np.uint8))
    behind = behind_legs(lit, worn, measured.frame.unit, 1)
    rim = worn & ~shrink(worn, 3)
    assert np.median(behind[rim]) == pytest.approx(168, abs=5)


def test_legs_cast_no_shadow_on_the_wall_behind_them(measured: Work) -> None:
    wall = np.full(measured.person.image.shape, 200, np.float32)
    tone, light = learn_tone(measured.person), light_on(measured.person, measured.legs[0].unit)
    shapes = leg_shapes(measured.person, measured.legs)
    drawn = with_legs(measured.person, wall, measured.legs, 0, tone, light, 1, shapes)
    apart = np.maximum(*(leg_shape(leg) for leg in measured.legs)) == 0
    assert np.abs(drawn - 200)[apart].max() < 1


def test_legs_that_lie_below_the_picture_are_not_drawn(measured: Work) -> None:
    person, wall = measured.person, np.full(measured.person.image.shape, 200, np.float32)
    tone, light = learn_tone(person), light_on(person, measured.legs[0].unit)
    below = [
        replace(leg, limb=replace(leg.limb, u=np.full_like(leg.limb.u, -50), v=np.full_like(leg.limb.v, 300)))
        for leg in measured.legs
    ]
    legs = below[0], below[1]
    drawn = with_legs(person, wall, legs, 0, tone, light, 1, leg_shapes(person, legs))
    assert np.array_equal(drawn, wall)


def test_no_skin_is_drawn_beside_the_old_clothes_at_the_waist(measured: Work) -> None:
    person, frame, t = measured.person, measured.frame, measured.frame.fields(measured.person.labels.shape)[0]
    beside = (person.alpha < 0.01) & (t < 0.9) & (t > 0.3)
    bare, shown, open_ = bare_below(
        person, frame, measured.legs, measured.line, replace(measured.sides, width=measured.sides.width + 40),
        beside, (1.0, 2.0), 0.05, 0, 1, np.zeros(t.shape, np.float32),
    )  # fmt: skip
    assert shown[beside].min() > 0.9
    assert open_[beside].min() > 0.9
    wall = np.median(person.image[person.alpha < 0.01], axis=0)
    assert np.abs(bare[beside] - wall).mean() < 8


def test_the_old_hems_lowest_threads_go_with_it_but_no_shoe_that_stands_beside_it(measured: Work) -> None:
    labels, image = np.zeros_like(measured.person.labels), measured.person.image.copy()
    labels[300:400, 100:160], image[300:400, 100:160] = Label.LOWER, (40, 60, 110)
    labels[400:440, 80:180], image[400:440, 80:180] = Label.SHOES, (230, 230, 230)
    labels[340:400, 160:180], image[340:400, 160:180] = Label.SHOES, (230, 230, 230)
    found = hem_fringe(replace(measured.person, labels=labels, image=image), labels == Label.LOWER, 120)
    assert found[400, 105:155].all()
    assert not found[406:].any()
    assert not found[345:390, 164:].any()


def test_specks_of_a_matte_beside_what_goes_are_replaced_with_it() -> None:
    erase = np.zeros((40, 60), np.bool_)
    erase[:, :20] = True
    alpha = np.zeros(erase.shape, np.float32)
    alpha[20, 24], alpha[31:, 24:30] = 0.05, 1.0
    kept = np.zeros(erase.shape, np.float32)
    kept[:10] = 1
    shown = shown_into(erase, alpha, kept)
    assert shown[20, 24] == shown[15, 24] > 0.5  # a speck goes as the background beside it does
    assert shown[5, 24] < 0.05  # what is kept stays
    assert shown[36, 26] < 0.05 < shown[15, 26]  # a person stays


def test_the_shade_of_a_hem_above_the_ankle_goes_wholly(measured: Work) -> None:
    shape, unit = measured.person.labels.shape, measured.frame.unit
    erase, skin = np.zeros(shape, np.bool_), np.ones(shape, np.bool_)
    erase[:200] = True
    row = 200 + int(0.025 * unit)
    high, low = (
        into_skin(erase, skin, tuple(replace(leg, sleeve_end=at * leg.limb.length) for leg in measured.legs))
        for at in (0.45, 1.0)
    )
    assert high[row, 50] > 0.99
    assert low[row, 50] < 0.95
    assert high[200 + int(0.4 * unit), 50] < 0.01
