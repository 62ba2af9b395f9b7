import numpy as np
import pytest

from fittingroom.vision.people.anchors import decode, grid


@pytest.mark.parametrize(
    ("side", "strides", "count"),
    [(224, (8, 16, 32, 32, 32), 2254), (128, (8, 16, 16, 16), 896), (192, (8, 16, 16, 16), 2016)],
)
def test_a_grid_has_as_many_anchors_as_its_network_has_rows(side: int, strides: tuple[int, ...], count: int) -> None:
    assert len(grid(side, strides)) == count


def test_the_first_anchors_share_the_first_cell() -> None:
    anchors = grid(128, (8, 16, 16, 16))
    assert anchors[:3].tolist() == [[4, 4], [4, 4], [12, 4]]
    assert anchors[512:519].tolist() == [[8, 8]] * 6 + [[24, 8]]


def _rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    anchors = np.array([[50, 50], [52, 50], [150, 90]], np.float32)
    boxes = np.array([[0, 0, 20, 20, 1, 2], [0, 0, 20, 20, 1, 2], [5, 5, 30, 10, 0, 0]], np.float32)
    return boxes, np.array([[3.0], [3.0], [1.0]], np.float32), anchors


def test_overlapping_boxes_become_their_mean_and_others_stay() -> None:
    first, second = decode(*_rows(), least=0.5)
    assert np.allclose(first.box, [41, 40, 61, 60])
    assert np.allclose(first.points, [[52, 52]])
    assert np.allclose(second.box, [140, 90, 170, 100])


def test_weak_boxes_are_left_out() -> None:
    boxes, scores, anchors = _rows()
    assert len(decode(boxes, scores, anchors, least=0.9)) == 1
    assert decode(boxes, scores - 10, anchors, least=0.5) == []
