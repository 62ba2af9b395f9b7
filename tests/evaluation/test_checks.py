from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.evaluation.worn import Cut, garment, person, put_on

from fittingroom.evaluation.checks import (
    Check,
    Worn,
    check_all,
    hem_length,
    neckline_round_neck,
    old_colour_left,
    outline_smoothness,
    print_upright,
    sleeve_length,
)
from fittingroom.evaluation.cloth import find_cloth
from fittingroom.vision.garment import Neck
from fittingroom.vision.person import Label


@pytest.fixture(scope="module")
def right() -> Worn:
    return put_on()


def again(right: Worn, **cut: object) -> Worn:
    return put_on(replace(Cut(), **cut), right.person, right.garment)


def test_a_garment_put_on_well_passes_every_check(right: Worn) -> None:
    assert [check.name for check in check_all(right) if not check.passes] == []


def test_a_hem_far_above_the_waist_is_found_and_a_tucked_in_one_is_not(right: Worn) -> None:
    assert not hem_length(again(right, hem=240)).passes
    labels = right.person.labels.copy()
    labels[240:, 140:260] = Label.LOWER
    assert hem_length(replace(again(right, hem=240), person=replace(right.person, labels=labels))).passes


def test_a_short_sleeve_that_became_long_is_found(right: Worn) -> None:
    assert not sleeve_length(again(right, sleeves=1.0)).passes


def test_a_neckline_that_hangs_below_the_neck_is_found(right: Worn) -> None:
    low = again(right)
    rows = np.arange(low.cloth.shape[0])[:, None]
    hanging = replace(low, cloth=low.cloth & (rows > 185))
    assert not neckline_round_neck(hanging).passes
    straps = replace(hanging, garment=replace(hanging.garment, neck=Neck.STRAPS))
    assert neckline_round_neck(straps).value is None


def test_cloth_over_the_face_is_found(right: Worn) -> None:
    labels = right.person.labels.copy()
    labels[140:180, 170:230] = Label.FACE
    assert neckline_round_neck(replace(right, person=replace(right.person, labels=labels))).value == 1.0


def test_a_mirrored_print_is_found_and_an_upright_one_is_not(right: Worn) -> None:
    assert print_upright(right).passes and print_upright(right).value is not None
    assert not print_upright(again(right, mirrored=True)).passes


def test_a_plain_garment_has_no_print_that_could_be_turned(right: Worn) -> None:
    plain = replace(right.garment, fabric=np.full_like(right.garment.fabric, 90))
    assert print_upright(replace(right, garment=plain)).value is None


def test_old_cloth_that_was_not_edited_is_found(right: Worn) -> None:
    rows = np.arange(right.edited.shape[0])[:, None]
    assert old_colour_left(right).passes
    assert not old_colour_left(replace(right, edited=right.edited & (rows < 280))).passes


def test_a_torn_outline_is_found(right: Worn) -> None:
    assert not outline_smoothness(again(right, ragged=True)).passes


def test_cloth_is_told_from_skin_and_background_that_were_edited_too() -> None:
    who, what = person(), garment()
    worn = put_on(Cut(), who, what)
    around = cv2.dilate(worn.cloth.astype(np.uint8), np.ones((25, 25))) > 0
    found = find_cloth(who, worn.result, around & (who.labels != Label.LOWER), what)
    assert (found & worn.cloth).sum() > 0.9 * worn.cloth.sum()
    assert (found & ~worn.cloth).sum() < 0.1 * worn.cloth.sum()


def test_what_cannot_be_told_passes() -> None:
    assert Check("hem off", None, 0.2).passes
    assert not Check("hem off", 0.3, 0.2).passes
