"""Edges told from colour: a hand before old cloth, and the same hand before new cloth."""

import cv2
import numpy as np

from fittingroom.vision.fitting.mattes import behind_matte, matte

SKIN, CLOTH = np.array([210.0, 160.0, 140.0]), np.array([30.0, 40.0, 90.0])


def mixed(edge: float) -> tuple[np.ndarray, np.ndarray]:
    """A picture whose left is skin as far as `edge`, softly, and the true share of skin."""
    share = np.clip(edge - np.arange(80, dtype=np.float32), -1, 1) * 0.5 + 0.5
    share = np.repeat(share[None], 60, 0)
    return (SKIN * share[..., None] + CLOTH * (1 - share[..., None])).astype(np.float32), share


def test_the_edge_lies_where_the_colours_change_though_the_mask_is_two_pixels_off() -> None:
    image, share = mixed(40.5)
    for off in (-2, 2):
        inside = np.arange(80)[None] < np.full((60, 1), 40 + off)
        assert np.abs(matte(image, inside, 4.0) - share).max() < 0.15


def test_where_both_sides_are_alike_the_mask_is_believed() -> None:
    image = np.full((60, 80, 3), 120, np.float32)
    inside = np.zeros((60, 80), np.bool_)
    inside[:, :40] = True
    found = matte(image, inside, 4.0)
    assert found[:, :38].min() > 0.95
    assert found[:, 42:].max() < 0.05


def test_new_cloth_behind_a_hand_leaves_no_rim_of_the_old() -> None:
    image, share = mixed(40.5)
    behind = behind_matte(image, share)
    new = np.array([240.0, 230.0, 200.0])
    result = image + (1 - share[..., None]) * (new - behind)
    ideal = SKIN * share[..., None] + new * (1 - share[..., None])
    assert np.abs(result - ideal).max() < 12


def test_where_nothing_is_in_front_the_photograph_lies_behind() -> None:
    image = cv2.GaussianBlur(np.random.default_rng(1).uniform(0, 255, (40, 40, 3)).astype(np.float32), (0, 0), 2)
    assert np.array_equal(behind_matte(image, np.zeros((40, 40), np.float32)), image)


def test_a_third_colour_beside_the_edge_is_no_half_of_a_hand() -> None:
    image, _ = mixed(40.5)
    inside = np.arange(80)[None] < np.full((60, 1), 40)
    image[20:40, 41:45] = (130.0, 135.0, 145.0)
    assert matte(image, inside, 4.0, third=True)[24:36, 42:45].max() < 0.1
