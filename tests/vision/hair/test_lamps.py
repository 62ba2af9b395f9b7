"""Light of several colours on dyed hair."""

import numpy as np

from fittingroom.vision.hair.lamps import lamps_on, tinted

UNIT, SIZE = 40.0, 120
ALL = np.ones((SIZE, SIZE), np.float32)


def hair(left: tuple[float, float, float], right: tuple[float, float, float]) -> np.ndarray:
    lab = np.zeros((SIZE, SIZE, 3), np.float32)
    lab[:, : SIZE // 2], lab[:, SIZE // 2 :] = left, right
    return lab


def test_a_vivid_dye_is_of_another_hue_where_another_lamp_shines() -> None:
    lamps = lamps_on(hair((12, 5, 4), (12, -1, 4)), ALL, UNIT)
    dyed = tinted(hair((45, 25, 30), (45, 25, 30)), lamps)
    assert dyed[60, 20, 1] > 26 > 24 > dyed[60, 100, 1]
    assert abs(dyed[..., 1].mean() - 25) < 1
    assert (dyed[..., 0] == 45).all()


def test_more_or_less_pigment_in_the_old_hair_does_not_show_in_the_new() -> None:
    lamps = lamps_on(hair((40, 10, 20), (40, 15, 30)), ALL, UNIT)
    dyed = tinted(hair((45, 25, 30), (45, 25, 30)), lamps)
    assert np.abs(dyed - (45, 25, 30)).max() < 0.5


def test_silver_stays_silver_but_in_strongly_coloured_light() -> None:
    silver = hair((73, 0, -1), (73, 0, -1))
    plain = tinted(silver, lamps_on(hair((12, 2, 4), (12, 0, 4)), ALL, UNIT))
    stage = tinted(silver, lamps_on(hair((30, 12, 4), (30, -4, 4)), ALL, UNIT))
    assert np.abs(plain - silver).max() < 1
    assert np.abs(stage - silver).max() > 3


def test_too_little_hair_tells_of_no_lamp() -> None:
    silver = hair((73, 0, -1), (73, 0, -1))
    assert np.abs(tinted(silver, lamps_on(silver, 0 * ALL, UNIT)) - silver).max() < 0.01


def test_where_the_whole_scene_lies_in_coloured_light_its_hues_are_on_the_dye_too_but_not_those_of_noise() -> None:
    silver, old = hair((73, 0, -1), (73, 0, -1)), hair((30, 26, 15), (50, 12, 6))
    plain, stage = (tinted(silver, lamps_on(old, ALL, UNIT, coloured)) for coloured in (0.0, 1.0))
    assert np.abs(plain - silver).max() < 1
    assert stage[60, 20, 1] > stage[60, 100, 1] + 15
    black = tinted(silver, lamps_on(hair((2, 0, 0), (50, 12, 6)), ALL, UNIT, 1.0))
    assert np.abs(black[60, 20] - silver[60, 20]).max() < 1
