"""Gaps between arm and body: found where their background is shaded, and left alone where cloth only looks like it."""

import numpy as np
import pytest

from fittingroom.vision.people.gaps import bitten_off, contrast, find_gaps, grow_gaps, local_plate

WALL, SHIRT, SKIN = (80.0, 2.0, 8.0), (60.0, 20.0, 40.0), (40.0, 15.0, 20.0)
ROOM = (slice(40, 160), slice(45, 55))  # between arm and body
SIZE = 100.0

Scene = tuple[np.ndarray, np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray], np.ndarray]


def scene(between: tuple[float, float, float]) -> Scene:
    """lab, plate, mask, (left arm, right arm), body: an arm and a body with a strip of the colour `between` in the
    room they leave; the mask covers it all."""
    plate = np.full((200, 160, 3), WALL, np.float32)
    lab, mask = plate.copy(), np.zeros((200, 160), np.bool_)
    lab[20:180, 25:50], lab[20:180, 50:130] = SKIN, SHIRT
    mask[20:180, 25:130] = True
    lab[ROOM] = between
    arm, body, none = (np.zeros_like(mask) for _ in range(3))
    arm[20:180, 30:40] = body[20:180, 65:115] = True
    return lab, plate, mask, (arm, none), body


@pytest.mark.parametrize("shade", [0.0, -6.0])
def test_a_bridged_gap_is_found_even_where_the_body_shades_it(shade: float) -> None:
    lab, plate, mask, arms, body = scene((WALL[0] + shade, WALL[1], WALL[2]))
    found = find_gaps(contrast(lab - plate), mask, arms, body, SIZE)
    assert found[ROOM].mean() > 0.8
    assert found.sum() < 1.2 * found[ROOM].size


def test_a_strip_of_another_colour_is_no_gap() -> None:
    lab, plate, mask, arms, body = scene((70.0, 10.0, 25.0))
    assert not find_gaps(contrast(lab - plate), mask, arms, body, SIZE).any()


def test_a_body_dressed_in_the_walls_colours_gets_no_gaps() -> None:
    lab, plate, mask, arms, body = scene(WALL)
    for top in range(20, 180, 16):
        lab[top : top + 6, 50:130] = WALL  # stripes
    assert not find_gaps(contrast(lab - plate), mask, arms, body, SIZE).any()


def test_what_lies_outside_the_arm_is_no_gap() -> None:
    lab, plate, mask, arms, body = scene(SKIN)
    mask[20:180, 15:25] = True
    assert not find_gaps(contrast(lab - plate), mask, arms, body, SIZE).any()


def test_a_gap_goes_on_in_its_own_colours() -> None:
    lab, plate, mask, arms, body = scene((WALL[0] - 12, WALL[1], WALL[2]))
    begun = np.zeros_like(mask)
    begun[90:110, 46:54] = True
    grown = grow_gaps(lab, plate, begun, mask, arms, body, SIZE)
    assert grown[80:120, 46:54].all()
    assert grown[ROOM].sum() == grown.sum()


def test_the_plate_takes_on_a_gaps_own_colours_there_and_not_elsewhere() -> None:
    lab, plate, _, _, _ = scene((WALL[0] - 9, WALL[1], WALL[2]))
    gaps = np.zeros(lab.shape[:2], np.bool_)
    gaps[ROOM] = True
    moved = local_plate(lab, plate, gaps, 4)
    assert np.abs(moved[60:140, 47:53] - lab[60:140, 47:53]).max() < 1
    assert (moved[:, 90:] == plate[:, 90:]).all()


def test_a_shaded_side_of_the_clothes_is_given_back_to_the_body_and_the_gap_stays_open() -> None:
    lab, plate, mask, arms, body = scene(WALL)
    lab[85:115, 51:55] = (WALL[0] - 18, WALL[1] + 3, WALL[2] + 3)
    mask[ROOM] = False
    bites = bitten_off(lab - plate, mask, np.zeros_like(mask), arms, body, SIZE)
    assert bites[88:112, 53:55].all()
    assert not bites[:, :50].any()
