"""What is stretched far down keeps the print on its chest."""

import numpy as np

from fittingroom.vision.fitting.rows import CHEST, EVEN, unstretched


def test_much_stretch_lies_below_the_chest() -> None:
    down = np.linspace(0, 1.4, 29, dtype=np.float32)
    source = unstretched(down, 1.4, 0.95)
    chest = down < CHEST * EVEN * 0.7
    assert np.allclose(source[chest], down[chest] / EVEN, atol=1e-4)
    assert abs(float(source[-1]) - 0.95) < 0.01
    assert (np.diff(source) > 0).all()


def test_a_little_stretch_is_even_and_what_is_long_enough_is_not_stretched() -> None:
    down = np.linspace(0, 1, 11, dtype=np.float32)
    assert np.allclose(unstretched(down, 1.0, 0.95), down * 0.95, atol=1e-5)
    assert np.allclose(unstretched(down, 1.0, 1.2), down)
