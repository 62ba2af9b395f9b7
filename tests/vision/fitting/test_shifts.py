"""Textured background copied from beside."""

import numpy as np

from fittingroom.vision.fitting.shifts import copied_from_beside, sources

SHAPE = (240, 320)
HOLE = slice(90, 150), slice(130, 190)


def _bricks(shape: tuple[int, int] = SHAPE) -> np.ndarray:
    """Courses of bricks, 16 by 32 pixels, of changing shades."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    course = y // 16
    mortar = (y % 16 < 3) | ((x + 16 * (course % 2)) % 32 < 3)
    return np.where(mortar, 210.0, 120.0)[..., None] * np.float32([1, 0.8, 0.7])


def _opened(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`picture` with a hole in it, what is known of it, and what is wanted."""
    wanted = np.zeros(picture.shape[:2], np.bool_)
    wanted[HOLE] = True
    return np.where(wanted[..., None], 0, picture).astype(np.float32), ~wanted, wanted


def test_bricks_go_on_as_they_are_laid() -> None:
    wall = _bricks()
    filled, share = copied_from_beside(*_opened(wall), 200.0)
    assert share[HOLE].mean() > 0.85
    assert np.abs(filled - wall)[HOLE].mean() < 4


def test_what_is_copied_takes_on_the_light_of_where_it_comes_to() -> None:
    light = np.linspace(1.1, 0.75, SHAPE[1], dtype=np.float32)[None, :, None]
    wall = _bricks() * light
    filled, _ = copied_from_beside(*_opened(wall), 120.0)
    assert np.abs(filled - wall)[HOLE].mean() < 8


def test_what_is_known_stays_and_what_is_not_wanted_is_not_trusted() -> None:
    opened, known, wanted = _opened(_bricks())
    filled, share = copied_from_beside(opened, known, wanted, 120.0)
    assert np.array_equal(filled[known], opened[known])
    assert not share[known].any()


def test_where_nothing_fits_nothing_is_trusted() -> None:
    colours = np.random.default_rng(3).choice([0.0, 255.0], (SHAPE[0] // 10, SHAPE[1] // 10, 3))
    blocks = colours.repeat(10, 0).repeat(10, 1)
    _, share = copied_from_beside(*_opened(blocks), 120.0)
    assert share[HOLE].mean() < 0.6


def test_a_blurred_background_is_left_to_smooth_fills() -> None:
    x = np.linspace(0, 4, SHAPE[1], dtype=np.float32)
    soft = np.broadcast_to((128 + 60 * np.sin(x))[None, :, None], (*SHAPE, 3))
    _, share = copied_from_beside(*_opened(soft), 120.0)
    assert share[HOLE].max() < 0.1


def test_a_picture_without_known_background_is_left_alone() -> None:
    picture = _bricks().astype(np.float32)
    nothing = np.zeros(SHAPE, np.bool_)
    filled, share = copied_from_beside(picture, nothing, ~nothing, 120.0)
    assert np.array_equal(filled, picture)
    assert not share.any()


def test_the_shade_close_to_people_is_not_copied() -> None:
    known = np.ones((100, 200), np.bool_)
    known[:, 100:] = False
    allowed = sources(known, 300.0)
    assert allowed[50, 80]
    assert not allowed[50, 90]
