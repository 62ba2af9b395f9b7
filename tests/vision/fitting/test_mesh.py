import numpy as np
import pytest

from fittingroom.vision.fitting.mesh import areas, pins, solve_map

BOX = (0, 0, 80, 100)


def corners(scale: float) -> np.ndarray:
    return np.array([[10, 10], [70, 10], [10, 90], [70, 90]], np.float32) * scale


def test_pins_that_agree_with_a_similarity_give_just_that() -> None:
    found = solve_map(pins(corners(1), corners(2)), BOX, 2.0, 10)
    ys, xs = np.mgrid[:100, :80]
    assert np.abs(found - np.stack([xs * 2, ys * 2], -1)).max() < 0.1


def test_the_map_passes_through_its_pins_where_they_ask_for_little() -> None:
    target, source = corners(1), corners(2)
    source[0] += [5, 3]
    found = solve_map(pins(target, source, 20), BOX, 2.0, 8)
    assert np.linalg.norm(found[10, 10] - source[0]) < 1.5


@pytest.mark.parametrize("seed", range(4))
def test_pins_that_contradict_each_other_fold_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    target = random.uniform(5, 75, (12, 2))
    source = random.permutation(target) * 2
    found = solve_map(pins(target, source, 5), BOX, 2.0, 10)
    assert (areas(found[::10, ::10]) > 0).all()
