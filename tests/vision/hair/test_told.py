"""Hair told from skin by what tells them apart nearby."""

import numpy as np
import pytest

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair import told as told_module
from fittingroom.vision.hair.relit import luminance
from fittingroom.vision.hair.told import kinds, retold, told
from fittingroom.vision.person import Label

UNIT, SIZE = 40.0, 160
SKIN, RED, BLACK = (np.array(lab, np.float32) for lab in ((68, 12, 16), (36, 26, 30), (8, 1, 2)))


def scene(hair: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lab of hair in the left half and of skin in the right one, which lies in deeper and deeper shade downwards, with
    some noise; and the hair's share by a guess that misses the skin in rows 60…80 up to 6 pixels inside the hair."""
    shade = np.linspace(1, 0.55, SIZE, dtype=np.float32)[:, None, None]
    lab = np.broadcast_to(SKIN, (SIZE, SIZE, 3)) * shade
    lab[:, : SIZE // 2] = hair
    lab[60:80, 74:80] = (SKIN * shade)[60:80]
    noise = np.random.default_rng(3).standard_normal(lab.shape).astype(np.float32)
    alpha = np.zeros((SIZE, SIZE), np.float32)
    alpha[:, : SIZE // 2] = 1
    return (lab + 0.5 * noise).astype(np.float32), alpha


def test_skin_that_a_first_guess_took_for_hair_is_skin_in_light_and_shade_and_hair_stays_hair() -> None:
    for hair in (RED, BLACK):
        lab, alpha = scene(hair)
        share, trust = told(lab, kinds(alpha, alpha > 0.5, UNIT), UNIT)
        assert share[62:78, 76:79].mean() < 0.15
        assert share[:, 74:79][90:].mean() > 0.9 and share[:, 82:90].mean() < 0.1
        assert trust.min() > 0.9


def test_a_pixel_half_of_which_black_hair_covers_sends_half_of_the_skins_light() -> None:
    lab, alpha = scene(BLACK)
    half = float(luminance(SKIN[:1] * 0.9)[0] + luminance(BLACK[:1])[0]) / 2
    lab[30:45, 78:82] = (SKIN * 0.9 + BLACK) / 2
    lab[30:45, 78:82, 0] = 116 * half ** (1 / 3) - 16
    share, _ = told(lab, kinds(alpha, alpha > 0.5, UNIT), UNIT)
    assert 0.35 < share[35:40, 79:81].mean() < 0.65


def test_nothing_is_told_where_hair_is_as_skin_or_where_there_is_hardly_any() -> None:
    lab, alpha = scene(SKIN * np.float32(0.8))
    assert told(lab, kinds(alpha, alpha > 0.5, UNIT), UNIT)[1][60:85].mean() < 0.2  # skin in the same light
    none = np.zeros_like(alpha)
    assert not told(lab, kinds(none, none > 0, UNIT), UNIT)[1].any()


def test_alpha_is_told_anew_at_skin_but_not_before_a_wall_nor_where_it_is_kept() -> None:
    lab, alpha = scene(RED)
    labels = np.full((SIZE, SIZE), Label.FACE, np.uint8)
    labels[:, : SIZE // 2] = Label.HAIR
    mask, free = alpha > 0.5, np.zeros_like(alpha)
    assert retold(alpha, lab, labels, mask, free, UNIT)[62:78, 76:79].mean() < 0.3
    wall = np.where(labels == Label.FACE, Label.BACKGROUND, labels).astype(np.uint8)
    for kept, around in ((free, wall), (free + 1, labels)):
        assert np.abs(retold(alpha, lab, around, mask, kept, UNIT) - alpha).max() < 0.05


def test_a_sample_of_the_pixels_tells_as_much_as_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = np.broadcast_to(np.arange(240), (240, 240))
    grain = np.random.default_rng(3).normal(0, 3, (240, 240, 3))
    lab = f32(np.clip(1.5 - columns / 120, 0, 1)[..., None] * np.float32([-40, 5, 5]) + [70, 10, 15] + grain)
    sure = told_module.Kinds(columns < 40, columns > 200)
    sampled = told_module.told(lab, sure, 120.0)
    monkeypatch.setattr(told_module, "_SAMPLED", 1e4)
    for few, every in zip(sampled, told_module.told(lab, sure, 120.0), strict=True):
        assert np.abs(few - every).max() < 0.1
