"""What colours say of hair's edge, on drawn hair beside skin and walls."""

import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.edges import (
    Surroundings,
    _not_seen_through,
    blended,
    by_colour,
    by_hue,
    darker,
    in_light,
    off_line,
    surroundings,
)
from fittingroom.vision.person import Label

UNIT = 40.0
DARK, WALL, SKIN, RED = (25, 20, 18), (220, 222, 224), (210, 165, 145), (170, 80, 35)


def halves(left: tuple[int, int, int], right: tuple[int, int, int], label: Label) -> tuple[np.ndarray, Surroundings]:
    """Lab of hair on the left and something else on the right, 80 by 160, and what lies round the edge."""
    photo = np.full((80, 160, 3), right, np.uint8)
    photo[:, :80] = left
    photo = np.clip(photo + np.random.default_rng(2).integers(-3, 4, photo.shape), 0, 255).astype(np.uint8)
    mask = np.zeros((80, 160), bool)
    mask[:, :80] = True
    labels = np.where(mask, Label.HAIR, label).astype(np.uint8)
    lab = to_lab(photo)
    return lab, surroundings(lab, labels, mask, mask.astype(np.float32), UNIT)


def mixture(first: tuple[int, int, int], second: tuple[int, int, int], share: float) -> np.ndarray:
    colour = np.round(share * np.array(first) + (1 - share) * np.array(second)).astype(np.uint8)
    return np.broadcast_to(to_lab(colour[None, None]), (80, 160, 3))


def test_colour_tells_dark_hair_from_a_light_wall_and_is_believed() -> None:
    lab, around = halves(DARK, WALL, Label.BACKGROUND)
    share, trust = by_colour(lab, around)
    assert share[:, :75].min() > 0.9 and share[:, 85:].max() < 0.1 and trust[:, 70:90].min() > 0.9
    assert 0.3 < by_colour(mixture(DARK, WALL, 0.5), around)[0][40, 80] < 0.8


def test_colour_is_not_believed_where_hair_and_wall_look_alike() -> None:
    lab, around = halves(DARK, (32, 30, 28), Label.BACKGROUND)
    assert by_colour(lab, around)[1][:, 70:90].max() < 0.5


def test_shade_on_skin_is_no_red_hair_and_red_hair_in_shade_is() -> None:
    _, around = halves(RED, SKIN, Label.FACE)
    shaded, dark_lock = mixture((0, 0, 0), SKIN, 0.45), mixture((0, 0, 0), RED, 0.4)
    share, trust = by_hue(shaded, around)
    assert share[40, 90] < 0.15 and trust[40, 90] > 0.9
    assert by_hue(dark_lock, around)[0][40, 90] > 0.4


def test_black_hair_has_no_hue_that_shaded_skin_lacks() -> None:
    lab, around = halves((20, 15, 12), SKIN, Label.FACE)
    assert by_hue(lab, around)[1][:, 70:90].max() < 0.1


def test_what_is_darker_than_hair_and_skin_is_the_depth_of_hair() -> None:
    _, around = halves(RED, SKIN, Label.FACE)
    assert darker(mixture((8, 5, 4), RED, 1.0), around)[40, 90] > 0.9
    assert darker(mixture(SKIN, RED, 1.0), around)[40, 90] == 0


def test_a_green_thing_lies_off_the_line_from_hair_to_wall() -> None:
    _, around = halves(DARK, WALL, Label.BACKGROUND)
    assert (
        off_line(mixture(DARK, WALL, 0.4), around)[40, 80]
        < 2
        < 5
        < off_line(mixture((30, 160, 60), WALL, 1.0), around)[40, 80]
    )


def test_a_wall_seen_between_dark_curls_is_no_colour_of_hair_but_shine_of_red_hair_is() -> None:
    sure = np.ones((10, 10), np.bool_)
    dark = np.full((10, 10, 3), (15, 3, 4), np.float32)
    dark[0] = (55, 2, 4)
    wall = np.full((10, 10, 3), (85, 1, 4), np.float32)
    assert _not_seen_through(dark, sure, wall)[:2].any(1).tolist() == [False, True]
    red = np.full((10, 10, 3), (45, 28, 36), np.float32)
    red[0] = (68, 16, 22)
    assert _not_seen_through(red, sure, wall).all()


def test_tips_of_a_fringe_that_are_labelled_face_are_not_what_skin_looks_like() -> None:
    photo = np.full((160, 160, 3), SKIN, np.uint8)
    photo[:60] = RED  # the labels end at row 40: what is below are tips
    labels = np.full((160, 160), Label.FACE, np.uint8)
    labels[:40] = Label.HAIR
    mask, lab = labels == Label.HAIR, to_lab(photo)
    usual, told = (surroundings(lab, labels, mask, mask.astype(np.float32), UNIT, tips) for tips in (False, True))
    skin = to_lab(np.uint8([[SKIN]]))[0, 0]
    assert np.abs(told.beside[50, 80] - skin).max() < 3 < np.abs(usual.beside[50, 80] - skin).max()
    assert by_hue(lab, told)[0][50, 80] > 0.9 and by_hue(lab, told)[0][90, 80] < 0.1
    both = blended(usual, told, np.ones((160, 160), np.float32))
    np.testing.assert_allclose(both.beside, told.beside, atol=1e-3)


def test_black_hair_that_hides_most_skin_is_told_by_missing_light_and_shade_on_skin_is_none() -> None:
    around = halves(DARK, SKIN, Label.FACE)[1]

    def lit(share: float) -> np.ndarray:
        """What a lens makes of that share of hair: the mean of their light."""
        linear = share * (np.array(DARK) / 255) ** 2.2 + (1 - share) * (np.array(SKIN) / 255) ** 2.2
        red, green, blue = np.round(255 * linear ** (1 / 2.2)).astype(int)
        return mixture((red, green, blue), SKIN, 1)

    at = (40, 100)
    assert in_light(lit(0.9), around)[at] > 0.8 > 0.75 > by_colour(lit(0.9), around)[0][at]
    assert in_light(lit(0.5), around)[at] == 0
    fair = halves((150, 120, 100), SKIN, Label.FACE)[1]
    assert in_light(lit(0.9), fair).max() == 0
