import numpy as np

from fittingroom.engines.base import Picture
from fittingroom.evaluation.metrics import measure


def test_figures_tell_edit_spill_and_face_apart() -> None:
    person = np.full((100, 100, 3), 100, np.uint8)
    image = person.copy()
    image[50:, :] = 160
    image[0, 0] = 103
    mask = np.zeros((100, 100), np.bool_)
    mask[50:, :] = True
    figures = measure(person, Picture(image, mask), 1.234, face=(0.2, 0.1, 0.4, 0.3), pair=(image, image))
    assert (figures.edited, figures.changed, figures.outside) == (0.5, 0.5, 3)
    assert (figures.face, figures.pair, figures.seconds) == (0, 0, 1.23)


def test_a_pair_of_another_size_gives_no_figure() -> None:
    person = np.zeros((10, 10, 3), np.uint8)
    other = np.zeros((10, 12, 3), np.uint8)
    assert measure(person, Picture(person, np.ones((10, 10), np.bool_)), 0, pair=(other, other)).pair is None
