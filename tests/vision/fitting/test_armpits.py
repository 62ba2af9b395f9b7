from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.armpits import shadowed
from fittingroom.vision.garment import Garment


def painted(garment: Garment, colour: int) -> tuple[Garment, np.ndarray]:
    """The garment with a spot of one grey beside its right armpit, and where."""
    x, y = (round(float(value)) for value in garment.armpits[1])
    spot = np.zeros(garment.alpha.shape, np.bool_)
    spot[y + 4 : y + 24, x - 24 : x + 8] = True
    image = garment.image.copy()
    image[spot] = colour
    return replace(garment, image=image), spot & (garment.alpha > 0.8)


def test_the_depth_of_an_armpit_is_no_fabric() -> None:
    dark, spot = painted(drawn_top(), 6)
    assert shadowed(dark)[spot].mean() > 0.7


def test_a_sliver_of_the_backdrop_is_no_fabric() -> None:
    top = drawn_top()
    backdrop = int(np.median(top.image[top.alpha < 0.02]))
    pale, spot = painted(top, backdrop)
    assert shadowed(pale)[spot].mean() > 0.7


def test_plain_fabric_stays_whole() -> None:
    assert shadowed(drawn_top()).mean() < 0.001


def test_a_garment_as_dark_as_a_shadow_stays_whole() -> None:
    top = drawn_top()
    black = top.image.copy()
    black[top.alpha > 0.5] = 12
    dark, _ = painted(replace(top, image=black), 8)
    assert shadowed(dark).mean() < 0.001
