import numpy as np

from fittingroom.vision.people.detector import CARRIED, anchors, decode, find_carried

SIDE = 64


def test_anchors_are_as_many_as_the_network_has_rows() -> None:
    assert len(anchors(320)) == 19_206


def test_a_box_is_read_against_its_anchor_and_scaled_to_the_picture() -> None:
    row = 9 * (3 * 8 + 2)  # the first level has 8 cells a row: x 2, y 3; its first anchor is a square of 24
    boxes, scores = np.zeros((len(anchors(SIDE)), 4), np.float32), np.zeros(len(anchors(SIDE)), np.float32)
    boxes[row], scores[row] = (0.5, 0, np.log(2), 0), 0.9
    (found,) = decode(boxes, scores, SIDE, scale=2)
    assert np.allclose(found.box, [16, 32, 64, 128])


class _Sees:
    """A detector that is sure of one class everywhere in the first cell's first anchor."""

    side = SIDE

    def __init__(self, kind: int) -> None:
        self.kind = kind

    def __call__(self, image: np.ndarray) -> list[np.ndarray]:
        count = len(anchors(SIDE))
        scores = np.zeros((count, 90), np.float32)
        scores[0, self.kind] = 0.8
        return [scores, np.zeros((count, 4), np.float32)]


def test_what_nobody_carries_is_left_out() -> None:
    image = np.zeros((40, 30, 3), np.uint8)
    assert len(find_carried(image, _Sees(min(CARRIED)))) == 1
    assert find_carried(image, _Sees(0)) == []
