"""Neighbours whom the picture's edge cuts off."""

import numpy as np

from fittingroom.vision.people.elbowroom import neighbour_at_edge

SIZE = 100.0
GREEN, RED = (40, 140, 60), (180, 40, 50)
Scene = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _scene() -> Scene:
    """image, likely, core, joints: somebody in green in the middle, shoulders at row 130 and hips at row 330."""
    image = np.full((400, 500, 3), 225, np.uint8)
    image += np.random.default_rng(1).integers(0, 12, image.shape, np.uint8)
    likely, core = np.zeros((400, 500), np.float32), np.zeros((400, 500), np.bool_)
    core[100:, 230:270] = True
    joints = np.tile(np.array([250.0, 60.0], np.float32), (33, 1))
    joints[[9, 10], 1], joints[[11, 12], 1], joints[[23, 24], 1] = 80, 130, 330
    return _with((image, likely, core, joints), (40, 400), (200, 300), GREEN)


def _with(scene: Scene, rows: tuple[int, int], columns: tuple[int, int], colour: tuple[int, int, int]) -> Scene:
    """`scene` with a person's pixels of that colour more."""
    image, likely, core, joints = (each.copy() for each in scene)
    place = slice(*rows), slice(*columns)
    image[place] = np.uint8(colour) + image[place] % 12
    likely[place] = 1
    return image, likely, core, joints


def test_who_leans_on_the_person_from_beyond_the_edge_is_cut_off_where_their_clothes_begin() -> None:
    other = neighbour_at_edge(*_with(_scene(), (60, 400), (300, 500), RED), SIZE)
    assert other[150:310, 310:].all()
    assert not other[:, :295].any()


def test_an_arm_that_crosses_the_edge_is_the_persons_own() -> None:
    assert not neighbour_at_edge(*_with(_scene(), (150, 195), (300, 500), RED), SIZE).any()


def test_a_cloak_that_ends_before_the_edge_is_the_persons_own() -> None:
    assert not neighbour_at_edge(*_with(_scene(), (60, 400), (300, 480), RED), SIZE).any()


def test_a_limb_on_its_own_bones_is_the_persons_own() -> None:
    image, likely, core, joints = _with(_scene(), (60, 400), (300, 500), RED)
    core[200:240, 270:] = core[120:300, 440:] = True
    assert not neighbour_at_edge(image, likely, core, joints, SIZE).any()


def test_alone_a_person_is_left_whole() -> None:
    assert not neighbour_at_edge(*_scene(), SIZE).any()
