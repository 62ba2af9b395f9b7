import numpy as np

from fittingroom.vision.fitting.weave import lacking, shown, texture, weave

CLOTH = np.ones((120, 120), np.bool_)


def cloth(spreads: list[float]) -> np.ndarray:
    image = np.full((120, 120, 3), 90, np.float32)
    return image + weave(np.array(spreads, np.float32), 3)[:120, :120, None]


def test_texture_drawn_is_the_texture_that_is_measured() -> None:
    measured = texture(cloth([0.6, 0.4, 0.3]), CLOTH)
    assert measured is not None
    assert np.allclose(measured, [0.6, 0.4, 0.3], rtol=0.3)


def test_a_print_on_some_of_the_cloth_is_no_texture() -> None:
    image = cloth([0.6, 0.4, 0.3])
    image[:50] += 60 * (np.indices((50, 120)).sum(0) % 5 < 2)[..., None]
    measured = texture(image, CLOTH)
    assert measured is not None and measured.max() < 1


def test_of_too_little_cloth_nothing_is_known() -> None:
    little = np.zeros(CLOTH.shape, np.bool_)
    little[:20, :20] = True
    assert texture(cloth([0.6, 0.4, 0.3]), little) is None
    assert texture(cloth([0.6, 0.4, 0.3]), np.zeros(CLOTH.shape, np.bool_)) is None


def test_smooth_cloth_lacks_what_the_photo_shows_and_rough_cloth_lacks_nothing() -> None:
    wanted = np.array([0.6, 0.4, 0.3], np.float32)
    smooth, rough = np.full(3, 0.1, np.float32), np.full(3, 2.0, np.float32)
    assert np.allclose(lacking(wanted, smooth) ** 2 + smooth**2, wanted**2, atol=1e-5)
    assert not lacking(wanted, rough).any()
    assert not lacking(wanted, None).any()


def test_a_pattern_of_the_old_cloth_is_not_taken_for_texture() -> None:
    stripes, skin = np.full(3, 13.0, np.float32), np.full(3, 0.2, np.float32)
    plain = np.array([0.6, 0.4, 0.3], np.float32)
    assert np.allclose(shown(plain, skin), plain, atol=0.1)
    assert shown(stripes, None).max() < 0.6
    assert shown(stripes, skin).max() < 0.3


def test_texture_repeats_without_a_seam() -> None:
    tile = weave(np.array([0.0, 0.0, 1.0], np.float32), 5)
    steps = np.abs(np.diff(tile, axis=1)).mean()
    assert np.abs(tile[:, 0] - tile[:, -1]).mean() < 1.5 * steps
    assert not weave(np.zeros(3, np.float32), 5).any()


def test_folds_of_the_old_cloth_are_not_taken_for_mottle() -> None:
    folded = np.array([0.5, 0.5, 0.75], np.float32)
    assert shown(folded, None)[2] < 0.35
