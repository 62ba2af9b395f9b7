import numpy as np

from fittingroom.vision.people.hem import cheapest_path, path_cost


def test_the_path_runs_between_top_and_bottom() -> None:
    ratio, contrast = np.ones((40, 60), np.float32), np.zeros((40, 60), np.float32)
    border = (20 + 5 * np.sin(np.arange(60) / 15)).round().astype(int)
    for x, y in enumerate(border):
        ratio[y:, x] = -1
        contrast[y, x] = 40
    path = cheapest_path(path_cost(ratio, contrast))
    assert np.abs(path - border).max() <= 1


def test_where_colours_say_nothing_the_path_follows_the_edge() -> None:
    contrast = np.zeros((40, 60), np.float32)
    contrast[27] = 50
    assert (cheapest_path(path_cost(np.zeros_like(contrast), contrast)) == 27).all()


def test_the_path_does_not_jump_into_a_hole() -> None:
    ratio = np.ones((40, 60), np.float32)
    ratio[30:] = -1
    ratio[10:14, 30:33] = -1  # a button in the bottom's colour
    assert np.abs(cheapest_path(path_cost(ratio, np.zeros_like(ratio))) - 30).max() <= 1
