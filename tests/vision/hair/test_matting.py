"""Hair's share solved for its whole edge at once."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.matting import band, hairless, matted

HAIR, SKIN, UNIT = np.array([40, 26, 22]), np.array([210, 160, 135]), 60.0


def _photo(share: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Hair before skin by its share (H×W), both with some noise (RGB)."""
    noise = np.random.default_rng(3).normal(0, 1.5, (*share.shape, 1))
    return np.clip(np.round(SKIN + share[..., None] * (HAIR - SKIN) + noise), 0, 255).astype(np.uint8)


def _strands() -> NDArray[np.float32]:
    """120×120: hair down to row 50, and strands of half a share that hang from it to row 60."""
    share = np.zeros((120, 120), np.float32)
    share[:50] = 1
    share[50:60, 20:100:8] = 0.5
    return share


def test_strands_that_a_guess_has_not_and_skin_between_them_are_found() -> None:
    share, body = _strands(), np.ones((120, 120), np.float32)
    guess = f32(np.where(np.arange(120)[:, None] < 54, 1, 0) * np.ones(120))
    edge = band(guess, body, UNIT)
    found = matted(_photo(share), guess, edge, body, body, UNIT)
    assert edge[48:57, 30:90].all() and not edge[:40].any() and not edge[70:].any()
    assert found[51:54, 28:92:8].min() > 0.35 and found[54:56, 28:92:8].min() > 0.2
    assert found[51:53, 32:92:8].max() < 0.25 and found[54:56, 32:92:8].max() < 0.1
    assert (found[~edge] == guess[~edge]).all()


def test_where_a_wall_looks_like_hair_the_guess_holds() -> None:
    guess = f32(np.where(np.arange(120)[:, None] < 54, 1, 0) * np.ones(120))
    none = np.zeros_like(guess)
    found = matted(_photo(np.ones_like(guess)), guess, band(guess, none, UNIT), none, none, UNIT)
    assert found[:51].min() > 0.85 and found[57:].max() < 0.15


def test_at_a_wall_less_of_the_hair_is_edge_than_at_skin() -> None:
    guess = _strands()
    wall, skin = (band(guess, np.full_like(guess, body), UNIT)[:50].sum() for body in (0.0, 1.0))
    assert 0 < wall < 0.7 * skin


def test_shade_on_skin_below_hair_is_none_of_it() -> None:
    share, body = np.zeros((120, 120), np.float32), np.ones((120, 120), np.float32)
    share[:50] = 1
    shade = np.clip((62 - np.arange(120)) / 12, 0, 1)[:, None] * 0.8  # nearly as dark, and less down to row 62
    shaded = np.maximum(share, shade)
    edge = band(share, body, UNIT)
    found = matted(_photo(f32(shaded)), share, edge, body, body, UNIT)
    assert edge[51:54].all() and found[50:54, 20:100].mean() < 0.15
    assert found[:49].min() > 0.8


def test_skin_with_pores_is_hairless_and_hairs_on_it_are_not() -> None:
    share, bare = np.zeros((120, 120), np.float32), np.zeros((120, 120), np.bool_)
    share[20:50, 20:100:8], bare[70:110] = 0.5, True
    found = hairless(_photo(share), bare, UNIT)
    assert found[80:100, 20:100].min() > 0.8
    assert found[25:45, 30:90].mean() < 0.2
