"""Long hair is found over the chest by its colours and strands, and not in a top of its own colours."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from fittingroom.vision.people.body import FAR, Body
from fittingroom.vision.people.head import Head
from fittingroom.vision.people.mane import cloth_between, find_mane, fineness, is_new
from fittingroom.vision.people.seeds import Seeds
from fittingroom.vision.people.skin import SkinDistance
from fittingroom.vision.person import Label

_HEIGHT, _WIDTH = 300, 200
_HALF = 40.0
_SKIN = (70.0, 15.0, 18.0)


def _strands(colour: tuple[float, float, float], contrast: float = 1.0) -> NDArray[np.float32]:
    random = np.random.default_rng(0)
    lab = np.tile(np.float32(colour), (_HEIGHT, _WIDTH, 1))
    strands = random.normal(0, 5, _WIDTH).astype(np.float32)[None] + random.normal(0, 2, (_HEIGHT, _WIDTH))
    lab[..., 0] += contrast * strands
    return np.maximum(lab, 0).astype(np.float32)


def _found(
    top: tuple[float, float, float],
    tips: tuple[float, float, float] = (25.0, 8.0, 10.0),
    end: int = 200,
    roots: tuple[float, float, float] = (25.0, 8.0, 10.0),
    contrast: float = 1.0,
    bulk: bool = False,
    knit: bool = False,
) -> tuple[NDArray[np.bool_], Body, Head]:
    """A head at (100, 60) with hair down to row `end` at both sides, before a plain top; from the jaw on it takes the
    colour of its `tips`. contrast: of its strands. bulk: whether only that tells the hair. knit: whether the top is as
    fine as hair."""
    pose = np.zeros((33, 4), np.float32)
    for index, point in {11: (150, 120), 12: (50, 120), 23: (130, 280), 24: (70, 280)}.items():
        pose[index] = (*point, 0, 1)
    body = Body(pose, (_HEIGHT, _WIDTH))
    y, x = np.mgrid[:_HEIGHT, :_WIDTH].astype(np.float32)
    u, v = (x - 100) / np.float32(30), (y - 60) / np.float32(_HALF)
    rim = np.asarray(np.hypot(u, v) - 1, np.float32)
    plain = (rim < -0.5).astype(bool)
    head = Head(True, _HALF, u, v, rim, np.zeros_like(plain), plain, -0.3)
    locks = (np.abs(x - 100) > 24) & (np.abs(x - 100) < 50) & (y < end) & (y > 20) & (rim > 0.02)
    crown = (rim > 0.02) & (rim < 0.6) & (v < 0)
    lab = np.tile(np.float32(top), (_HEIGHT, _WIDTH, 1))
    if knit:
        lab = _strands(top)
    lab[rim < 0.02] = _SKIN
    lighter = np.clip((y - 50) / 40, 0, 1)[..., None]
    hair = _strands(roots, contrast) + lighter * (np.float32(tips) - np.float32(roots))
    lab[locks | crown] = hair[locks | crown]
    sure = (locks | crown | (rim < 0.02) | ((y > 115) & (x > 30) & (x < 170))).astype(bool)
    unlike = np.asarray(np.linalg.norm(lab - np.float32(_SKIN), axis=-1) / 5, np.float32)
    skin = SkinDistance(np.float32(_SKIN), unlike, unlike, unlike < 1, plain)
    seeds = Seeds(crown & sure, plain, (y > 150) & (np.abs(x - 100) < 20), plain & False, plain & False, False, unlike)
    if bulk:
        seeds = replace(seeds, hair_distance=np.full_like(unlike, FAR))
    return find_mane(lab, sure, body, head, skin, seeds), body, head


def test_locks_before_a_top_of_another_colour_are_found_to_their_ends() -> None:
    mane, body, head = _found((80.0, 0.0, 0.0))

    assert mane[130:190, 60:70].mean() > 0.9
    assert mane[130:190, 85:115].mean() < 0.1
    assert is_new(mane, np.zeros_like(mane), body, head)


def test_lengths_bleached_to_the_skins_colour_are_hair_beside_the_neck() -> None:
    mane, body, head = _found((85.0, -10.0, -10.0), tips=(64.0, 14.0, 17.0))

    assert mane[70:112, 55:64].mean() > 0.9
    assert mane[130:, 85:115].mean() < 0.1
    assert is_new(mane, np.zeros_like(mane), body, head)


def test_hair_that_ends_above_the_shoulders_is_new_too() -> None:
    mane, body, head = _found((80.0, 0.0, 0.0), end=112)

    assert is_new(mane, np.zeros_like(mane), body, head)
    assert not is_new(mane, mane, body, head)


def test_what_only_lies_about_the_neck_does_not_count() -> None:
    mane, body, head = _found((80.0, 0.0, 0.0), end=112)

    about_the_neck = mane & (head.v > 0.6)
    assert is_new(mane, np.zeros_like(mane), body, head)
    assert not is_new(about_the_neck, np.zeros_like(mane), body, head)


def test_dark_hair_before_a_dark_top_is_left_alone() -> None:
    mane, body, head = _found((24.0, 7.0, 9.0))

    assert not is_new(mane, np.zeros_like(mane), body, head)


def test_strands_are_fine_and_a_single_edge_is_not() -> None:
    sure = np.ones((_HEIGHT, _WIDTH), bool)
    light = np.full((_HEIGHT, _WIDTH), 40, np.float32)
    light[:, 100:] = 60
    light[200:] = _strands((40.0, 0.0, 0.0))[200:, :, 0]

    fine = fineness(light, sure, _HALF)

    assert np.median(fine[230:290]) > np.median(fine[50:150, 20:60]) + 2
    assert fine[100, 20] == pytest.approx(fine[100, 180], abs=0.1)


def test_cloth_that_shows_between_strands_is_not_hair() -> None:
    lab = np.tile(np.float32((80, 0, 0)), (100, 100, 1))
    lab[:60, 20:80] = (15, 2, 2)
    lab[30:60, 40:46] = (80, 0, 0)
    labels = np.full((100, 100), Label.UPPER, np.uint8)
    labels[:60, 20:80] = Label.HAIR

    found = cloth_between(lab, labels, np.mgrid[:100, :100][0] > 10)

    assert found[30:60, 40:46].all()
    assert found.sum() == 180


def test_fair_hair_out_of_focus_is_told_from_skin_by_its_colour_as_far_down_as_no_top_is_like_it() -> None:
    fair = (82.0, 8.0, 40.0)
    mane, body, head = _found((80.0, 8.0, 38.0), tips=fair, roots=fair, contrast=0.0)

    assert mane[85:112, 56:70].mean() > 0.9
    assert not mane[125:].any()
    assert is_new(mane, np.zeros_like(mane), body, head)


def test_hair_told_by_its_bulk_is_found_before_a_smooth_top_of_its_colours() -> None:
    like = (40.0, 7.0, 12.0)
    mane, _, head = _found(like, tips=(44.0, 8.0, 14.0), roots=(34.0, 7.0, 12.0), bulk=True)
    assert (mane & (head.v > 1.2)).sum() > 1000
    usual, _, head = _found(like, tips=(44.0, 8.0, 14.0), roots=(34.0, 7.0, 12.0))
    assert (usual & (head.v > 1.2)).sum() == 0
    fine, _, head = _found(like, tips=(44.0, 8.0, 14.0), roots=(34.0, 7.0, 12.0), bulk=True, knit=True)
    assert (fine & (head.v > 1.2)).sum() == 0
