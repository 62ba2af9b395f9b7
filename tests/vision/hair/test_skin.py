"""Skin where none was photographed."""

import numpy as np

from fittingroom.vision.hair.skin import membrane, texture


def test_a_sheet_goes_on_from_the_edges_of_what_is_known() -> None:
    image = np.zeros((80, 160, 3), np.float32)
    image[..., 0] = np.linspace(100, 180, 160)
    known = np.ones((80, 160), bool)
    known[:, 60:100] = False
    gone = np.where(known[..., None], image, 0).astype(np.float32)
    found = membrane(gone, known, 40)
    assert np.abs(found - image)[10:70, 60:100].max() < 6
    assert np.abs(found - image)[10:70, 30:55].max() < 3


def test_texture_is_as_rough_and_as_coarse_as_the_calmest_skin() -> None:
    random = np.random.default_rng(0)
    photo = np.full((120, 200, 3), 150, np.float32)
    photo[:, :100] += random.normal(0, 4, (120, 100, 1))
    photo[:, 100:] += random.normal(0, 20, (120, 100, 1))
    found = texture(photo, np.ones((120, 200), bool), 60, 1)
    assert abs(found.mean()) < 0.5
    assert 2.5 < found.std() < 5
    assert np.corrcoef(found[:, 1:, 0].ravel(), found[:, :-1, 0].ravel())[0, 1] < 0.2
