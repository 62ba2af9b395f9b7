"""The head's frame of reference."""

import numpy as np

from fittingroom.vision.hair.frame import head_frame

NAMED = {234: (-1, 0, 0), 454: (1, 0, 0), 10: (0, 1.1, 0.8), 152: (0, -1.3, 0.8), 105: (-0.5, 0.4, 0.8),
         334: (0.5, 0.4, 0.8), 33: (-0.6, 0.2, 0.7), 263: (0.6, 0.2, 0.7)}  # fmt: skip


def mesh(unit: float, middle: tuple[float, float], yaw: float = 0.0, roll: float = 0.0) -> np.ndarray:
    """A face mesh (pixels, y down, depth away from the viewer) of a head turned by `yaw` and tilted by `roll`."""
    points = np.zeros((478, 3))
    for number, place in NAMED.items():
        points[number] = place
    y, r = np.radians(yaw), np.radians(roll)
    turn = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]]) @ np.array(
        [[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]]
    )
    moved = points @ turn.T * unit
    return (moved * [1, -1, -1] + [*middle, 0]).astype(np.float32)


def test_a_turned_and_tilted_head_has_the_same_points_in_its_own_frame() -> None:
    for yaw, roll in ((0, 0), (30, 0), (-25, 12)):
        frame = head_frame(mesh(50, (300, 200), yaw, roll))
        assert np.isclose(frame.unit, 50, atol=0.01)
        for number, place in NAMED.items():
            assert np.allclose(frame.points[number], place, atol=0.01)


def test_points_go_to_the_pixels_that_they_came_from() -> None:
    face = mesh(40, (120, 90), 20, -8)
    frame = head_frame(face)
    assert np.allclose(frame.pixels(frame.facing(frame.points)), face[:, :2], atol=0.05)


def test_a_face_that_looks_to_the_right_has_a_positive_yaw() -> None:
    assert head_frame(mesh(40, (0, 0), 30)).yaw > 0.4 > -0.4 > head_frame(mesh(40, (0, 0), -30)).yaw


def test_things_fall_down_the_picture_however_the_head_is_tilted() -> None:
    frame = head_frame(mesh(40, (0, 0), 10, 25))
    assert np.allclose(frame.facing(frame.down), [0, -1, 0], atol=1e-5)


def test_heights_on_a_tilted_face_go_along_its_own_axis() -> None:
    frame = head_frame(mesh(40, (150, 150), 0, 25))
    height = frame.up_face((300, 300))
    for corner in (33, 263):
        x, y = frame.pixels(frame.facing(frame.points[corner])).round().astype(int)
        assert abs(height[y, x] - frame.eye) < 0.03
