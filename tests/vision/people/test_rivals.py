"""Which of a pose's mask belongs to somebody else."""

import numpy as np

from fittingroom.vision.people.rivals import against, is_another


def _joints(nose: float, width: float = 60.0) -> np.ndarray:
    joints = np.zeros((33, 2), np.float32)
    joints[0], joints[11], joints[12] = (nose, 50), (nose + width / 2, 120), (nose - width / 2, 120)
    return joints


def test_a_neighbours_body_is_taken_out_of_the_persons_own_mask() -> None:
    own, rival = np.zeros((10, 30), np.float32), np.zeros((10, 30), np.float32)
    own[:, :10], own[:, 10:20] = 0.99, 0.85  # the look at the person takes in the neighbour, less surely
    rival[:, 10:], rival[:, 5:10] = 0.99, 0.6  # and the other way round
    left = against(own, [rival])
    assert (left[:, :10] > 0.9).all() and (left[:, 10:] < 0.2).all()


def test_a_mask_without_rivals_is_as_it_was() -> None:
    own = np.linspace(0, 1, 50, dtype=np.float32).reshape(5, 10)
    assert np.array_equal(against(own, []), own)


def test_the_same_person_found_twice_is_nobody_else() -> None:
    assert not is_another(_joints(115), _joints(100))
    assert is_another(_joints(180), _joints(100))
