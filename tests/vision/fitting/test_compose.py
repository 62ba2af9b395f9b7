import numpy as np

from fittingroom.vision.fitting.compose import Layers, render
from fittingroom.vision.fitting.fabric import Piece

SIZE = (40, 30)


def layers(alpha: np.ndarray, front: np.ndarray | None = None) -> Layers:
    ys, xs = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
    fabric = np.zeros((*SIZE, 3), np.uint8)
    fabric[:] = (200, 10, 10)
    nothing, ones = np.zeros(SIZE, np.float32), np.ones(SIZE, np.float32)
    piece = Piece("body", alpha, np.stack([xs, ys], -1), fabric)
    bare = np.full((*SIZE, 3), 90, np.float32)
    front = nothing if front is None else front
    return Layers((piece,), ones, bare, nothing, ones, front, bare, 0.0, 1)


def square() -> np.ndarray:
    alpha = np.zeros(SIZE, np.float32)
    alpha[10:30, 8:22] = 1
    return alpha


def test_cloth_is_drawn_where_it_lies_and_nothing_else_changes() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    result = render(photo, layers(square()))
    assert (result[12:28, 10:20] == (200, 10, 10)).all()
    assert np.array_equal(result[:8], photo[:8])


def test_what_is_in_front_stays_as_it_was() -> None:
    photo = np.full((*SIZE, 3), 90, np.uint8)
    photo[15:20, 10:20] = 30
    front = np.zeros(SIZE, np.float32)
    front[15:20, 10:20] = 1
    assert (render(photo, layers(square(), front))[15:20, 10:20] == 30).all()


def test_a_larger_photo_is_drawn_at_its_own_size() -> None:
    photo = np.full((400, 300, 3), 90, np.uint8)
    result = render(photo, layers(square()))
    assert result.shape == photo.shape
    assert (result[150:250, 120:180] == (200, 10, 10)).all()
    assert np.array_equal(result[:60], photo[:60])
